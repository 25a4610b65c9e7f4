package cn.tanfang.phone

import android.graphics.fonts.Font
import android.graphics.fonts.FontStyle
import android.graphics.fonts.SystemFonts
import android.os.Build
import cn.tanfang.ui.app.FontFile
import java.io.File

/** Fonts with Chinese by the names that Android's files have had, and the place of the simplified one in each. */
private val known = listOf(
    "NotoSansCJK-Regular.ttc" to 2,
    "NotoSansSC-Regular.otf" to 0,
    "NotoSansHans-Regular.otf" to 0,
    "DroidSansFallbackFull.ttf" to 0,
    "DroidSansFallback.ttf" to 0,
)

/** The phone's fonts that have Chinese: those of known names in [folder], then what the system itself calls Chinese. */
internal fun chineseFonts(folder: File = File("/system/fonts")): List<FontFile> {
    val named = known.map { (name, index) -> FontFile(File(folder, name).path, index) }.filter { File(it.path).isFile }
    return (named + if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) told() else emptyList()).distinct()
}

/** What the system tells of its fonts: a maker's own Chinese is found here, whatever its file is called. */
private fun told(): List<FontFile> = SystemFonts.getAvailableFonts()
    .filter { it.isChinese && it.style.weight == FontStyle.FONT_WEIGHT_NORMAL }
    .mapNotNull { font -> font.file?.let { FontFile(it.path, font.ttcIndex) } }
    .sortedBy { it.path }

private val Font.isChinese: Boolean
    get() = (0 until localeList.size()).map { localeList.get(it) }.any { it.language == "zh" && (it.script == "Hans" || it.country == "CN") }
