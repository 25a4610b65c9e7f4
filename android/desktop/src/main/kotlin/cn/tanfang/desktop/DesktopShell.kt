package cn.tanfang.desktop

import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.toComposeImageBitmap
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.ui.app.Shell
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.jetbrains.skia.Image
import java.awt.Desktop
import java.awt.FileDialog
import java.awt.Frame
import java.io.File
import java.net.URI

/**
 * A desktop's way of choosing files, showing them, and dialling, where it can dial at all. Its camera sees the pictures of
 * the folder [pictures], one after the other; without one there is none.
 */
class DesktopShell(private val window: () -> Frame, private val roster: File, private val out: File, pictures: File? = null) : Shell {
    private val scenes = pictures?.listFiles { file -> file.extension == "jpg" }.orEmpty().sortedBy { it.name }
    private var taken = 0
    private val fonts by lazy { cn.tanfang.desktop.chineseFonts() }

    override val takesPhotos get() = scenes.isNotEmpty()

    override suspend fun takePhoto(wanted: PhotoInput?): String? = if (scenes.isEmpty()) null else scenes[taken++ % scenes.size].path

    override suspend fun choosePicture(): String? = choose(FileDialog.LOAD, scenes.firstOrNull()?.absoluteFile?.parentFile ?: roster.absoluteFile.parentFile, "")

    override fun dial(number: String) {
        if (can(Desktop.Action.BROWSE)) runCatching { Desktop.getDesktop().browse(URI("tel:$number")) }
    }

    override suspend fun chooseRoster(): String? = choose(FileDialog.LOAD, roster.absoluteFile.parentFile, roster.name)

    override suspend fun chooseExport(name: String): String? {
        out.mkdirs()
        return choose(FileDialog.SAVE, out.absoluteFile, name)
    }

    override fun picture(jpeg: ByteArray) = drawn(jpeg)

    override fun chineseFonts() = fonts

    override fun open(path: String) {
        if (can(Desktop.Action.OPEN)) runCatching { Desktop.getDesktop().open(File(path)) }
    }

    /** The dialog blocks, and pumps the window's events meanwhile. */
    private suspend fun choose(mode: Int, folder: File?, name: String): String? = withContext(Dispatchers.Main) {
        val dialog = FileDialog(window(), "", mode)
        folder?.let { dialog.directory = it.path }
        dialog.file = name
        dialog.isVisible = true
        dialog.file?.let { File(dialog.directory, it).path }
    }

    private fun can(action: Desktop.Action) = Desktop.isDesktopSupported() && Desktop.getDesktop().isSupported(action)
}

/** Unpacks a picture; null for what is none. */
internal fun drawn(jpeg: ByteArray): ImageBitmap? = try {
    Image.makeFromEncoded(jpeg).toComposeImageBitmap()
} catch (_: IllegalArgumentException) {
    null
}
