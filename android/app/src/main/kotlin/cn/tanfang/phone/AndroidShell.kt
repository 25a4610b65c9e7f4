package cn.tanfang.phone

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.content.res.Configuration.UI_MODE_NIGHT_MASK
import android.content.res.Configuration.UI_MODE_NIGHT_YES
import android.graphics.BitmapFactory
import android.net.Uri
import androidx.activity.result.ActivityResultLauncher
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.asImageBitmap
import cn.tanfang.core.CoreProblem
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.Fix
import cn.tanfang.ui.app.FontFile
import cn.tanfang.ui.app.Shell
import cn.tanfang.ui.theme.Palette
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.withContext
import java.io.File
import java.io.IOException
import kotlin.coroutines.CoroutineContext

/**
 * What Android does for the app: dials, lets files be chosen, prints, sends.
 *
 * It lives as long as the process; the window it acts through comes and goes. A file chosen by the user is never opened
 * in place: the core reads and writes a copy in the cache, which is removed when it was read or taken on.
 */
class AndroidShell(private val context: Context, private val io: CoroutineContext) : Shell {
    /** The window, and how it asks other apps. */
    class Window(
        val activity: Activity,
        val pick: ActivityResultLauncher<Array<String>>,
        val create: ActivityResultLauncher<String>,
        val picture: ActivityResultLauncher<Uri>,
        val permit: ActivityResultLauncher<Array<String>>,
    )

    private var window: Window? = null
    private val copies = Copies(context)
    private var picking: CompletableDeferred<Uri?>? = null
    private var creating: CompletableDeferred<Uri?>? = null

    /** Says one sentence to the user. */
    var tell: (String) -> Unit = {}

    val camera = IntentCamera(copies, PendingPhoto(File(context.noBackupFilesDir, "photo"))) { uri -> asking { it.picture.launch(uri) } }
    val place = PhonePlace(context) { wanted -> asking { it.permit.launch(wanted) } }

    fun attach(window: Window) {
        this.window = window
    }

    /** Lets go of [activity], unless the next one is here already. */
    fun detach(activity: Activity) {
        if (window?.activity === activity) window = null
    }

    /** Removes the copies a killed process left, but for a photo that is still to be kept. */
    fun tidy() = copies.clear(spared = camera.spared)

    override val palette: Palette
        get() = if (context.resources.configuration.uiMode and UI_MODE_NIGHT_MASK == UI_MODE_NIGHT_YES) Palette.dark else Palette.light

    override fun dial(number: String) {
        // The dialler shows the number; whether to call is the user's.
        asking { it.activity.startActivity(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null))) }
    }

    // Files sent by a messenger often have no type worth the name.
    override suspend fun chooseRoster(): String? = choose("*/*")

    override val takesPhotos: Boolean get() = true

    override suspend fun takePhoto(wanted: PhotoInput?): String? = camera.photo(wanted)?.path

    override suspend fun photoLeft(): PhotoInput? = withContext(io) { camera.left() }

    override val findsPlace: Boolean get() = place.isThere

    override suspend fun place(): Fix? = place.now()

    override fun chineseFonts(): List<FontFile> = cn.tanfang.phone.chineseFonts()

    override suspend fun choosePicture(): String? = choose("image/*")

    override fun picture(jpeg: ByteArray): ImageBitmap? = BitmapFactory.decodeByteArray(jpeg, 0, jpeg.size)?.asImageBitmap()

    /** Lets the user choose a file of a type, and copies it here. */
    private suspend fun choose(type: String): String? {
        val answer = CompletableDeferred<Uri?>()
        picking?.complete(null)
        picking = answer
        if (!asking { it.pick.launch(arrayOf(type)) }) return null
        val uri = answer.await() ?: return null
        return withContext(io) {
            try {
                copies.take(uri).path
            } catch (failed: IOException) {
                throw CoreProblem(CoreProblem.Kind.Unreadable, "file_unread", Strings.Error.unread, failed)
            } catch (failed: SecurityException) {
                throw CoreProblem(CoreProblem.Kind.Unreadable, "file_unread", Strings.Error.unread, failed)
            }
        }
    }

    override suspend fun chooseExport(name: String): String? {
        // A page to print goes to the printer, not into a folder.
        if (name.endsWith(PAGE)) return copies.lend(name).path
        val answer = CompletableDeferred<Uri?>()
        creating?.complete(null)
        creating = answer
        if (!asking { it.create.launch(name) }) return null
        val uri = answer.await() ?: return null
        return copies.lend(name, to = uri).path
    }

    override fun open(path: String) {
        val activity = window?.activity ?: return
        if (path.endsWith(PAGE)) print(activity, File(path).nameWithoutExtension, File(path).readText())
    }

    override suspend fun settle(path: String): Boolean = withContext(io) {
        camera.settled(File(path))
        copies.settle(File(path))
    }

    override val sends: Boolean get() = true

    override fun lend(name: String): String = copies.lend(name).path

    override fun share(path: String) {
        val file = File(path)
        val send = Intent(Intent.ACTION_SEND)
            .setType(copies.type(file.name))
            .putExtra(Intent.EXTRA_STREAM, copies.uri(file))
            .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
        asking { it.activity.startActivity(Intent.createChooser(send, null)) }
    }

    /** Is told what the system's picker gave; null when the user thought better of it. */
    internal fun picked(uri: Uri?) {
        picking?.complete(uri)
        picking = null
    }

    internal fun created(uri: Uri?) {
        creating?.complete(uri)
        creating = null
    }

    /** Asks another app for something; says so where there is none. */
    private fun asking(ask: (Window) -> Unit): Boolean {
        val window = window ?: return false
        return try {
            ask(window)
            true
        } catch (_: ActivityNotFoundException) {
            tell(Strings.Error.noApp)
            false
        }
    }

    private companion object {
        const val PAGE = ".html"
    }
}
