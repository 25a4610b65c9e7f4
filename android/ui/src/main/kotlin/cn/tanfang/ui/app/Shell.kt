package cn.tanfang.ui.app

import androidx.compose.ui.graphics.ImageBitmap
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.ffi.PhotoPlace
import cn.tanfang.ui.theme.Palette
import java.time.LocalDate
import java.time.ZoneId

/** Where a device was at one moment; [gnssMs] is the satellites' clock in UTC milliseconds, if it was they who told. */
data class Fix(val place: PhotoPlace, val gnssMs: Long? = null)

/** A font file of the platform, and the font's place in it where it holds several. */
data class FontFile(val path: String, val index: Int = 0)

/** What only the platform can do. A phone, the desktop and the robot each bring their own. */
interface Shell {
    /** Dials [number]: digits only. */
    fun dial(number: String)

    /** Lets the user choose a list to read; null when they think better of it. */
    suspend fun chooseRoster(): String?

    /** Lets the user choose a file of any kind to read; null when they think better of it. */
    suspend fun chooseFile(): String? = chooseRoster()

    /** Whether there is a camera. */
    val takesPhotos: Boolean get() = false

    /**
     * Has a photo taken, into a file that [settle] removes; null when the user thinks better of it. [wanted] is what it will
     * be kept as, still without its file: a shell whose process may be ended meanwhile remembers it, see [photoLeft].
     */
    suspend fun takePhoto(wanted: PhotoInput? = null): String? = null

    /** The photo that was taken for a process that ended before it was kept; null where there is none. */
    suspend fun photoLeft(): PhotoInput? = null

    /** Lets the user choose a picture to read; null when they think better of it. */
    suspend fun choosePicture(): String? = chooseFile()

    /** Whether the device can say where it is. */
    val findsPlace: Boolean get() = false

    /** Says once where the device is now, for one photo and only when the worker asked for it; null where it cannot be told. */
    suspend fun place(): Fix? = null

    /** Unpacks a JPEG to be drawn; null where it cannot be read. */
    fun picture(jpeg: ByteArray): ImageBitmap?

    /** The platform's fonts that have Chinese, the likeliest first; looks on the disk. */
    fun chineseFonts(): List<FontFile> = emptyList()

    /** Lets the user choose where to write a file that might be called [name]; null when they think better of it. */
    suspend fun chooseExport(name: String): String?

    /** Shows a file that was just written; a page to print goes to the printer where there is one. */
    fun open(path: String)

    /**
     * Is told that the file at [path], which this shell gave, was read or written: takes it to where the user chose and
     * leaves no copy behind. False when it could not be taken there.
     */
    suspend fun settle(path: String): Boolean = true

    /** Whether files can be handed to another app. */
    val sends: Boolean get() = false

    /** Gives a place for a file called [name] that is to be sent on; null where nothing can be sent. */
    fun lend(name: String): String? = null

    /** Hands the file at [path], which [lend] gave, to an app the user chooses. */
    fun share(path: String) = Unit

    /** The civil day where the work is, whatever zone the device is set to. */
    fun today(): LocalDate = LocalDate.now(ZoneId.of("Asia/Shanghai"))

    /** The theme that the system asks for. */
    val palette: Palette get() = Palette.light
}
