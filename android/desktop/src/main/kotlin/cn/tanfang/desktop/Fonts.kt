package cn.tanfang.desktop

import cn.tanfang.ui.app.FontFile
import java.io.File

/** Fonts with Chinese by the names of their files on Linux, Windows and macOS, and the place of the simplified one in each. */
private val known = listOf(
    "NotoSansCJK-Regular.ttc" to 2,
    "NotoSansSC-Regular.otf" to 0,
    "SourceHanSansSC-Regular.otf" to 0,
    "wqy-microhei.ttc" to 0,
    "wqy-zenhei.ttc" to 0,
    "msyh.ttc" to 0,
    "simhei.ttf" to 0,
    "Hiragino Sans GB.ttc" to 0,
    "STHeiti Light.ttc" to 1,
    "Arial Unicode.ttf" to 0,
)

/** Folders below folders that a font may lie in. */
private const val DEPTH = 5

private val folders: List<File>
    get() {
        val home = File(System.getProperty("user.home"))
        val windows = System.getenv("WINDIR")?.let { listOf(File(it, "Fonts")) }.orEmpty()
        val system = listOf("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts").map(::File)
        return system + windows + listOf(".fonts", ".local/share/fonts", "Library/Fonts").map { File(home, it) }
    }

/** The fonts with Chinese in [below], the likeliest first; none where no such file lies there. */
internal fun chineseFonts(below: List<File> = folders): List<FontFile> {
    val files = below.flatMap { folder -> folder.walkTopDown().maxDepth(DEPTH).filter { it.isFile } }.groupBy { it.name }
    return known.flatMap { (name, index) -> files[name].orEmpty().map { FontFile(it.path, index) } }
}
