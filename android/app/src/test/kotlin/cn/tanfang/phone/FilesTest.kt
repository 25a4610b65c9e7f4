package cn.tanfang.phone

import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.MediaStore
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.OutputStream
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** Files on a phone: a list in, a ledger out, a page to the printer, a photo; and no copy left behind. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 34], qualifiers = "w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class FilesTest {
    @get:Rule
    val phone = Phone()

    private val shell get() = phone.application.keeper.shell
    private val resolver get() = shadowOf(phone.application.contentResolver)
    private val cache get() = phone.application.cacheDir

    private fun copies() = cache.walkTopDown().filter { it.isFile }.toList()

    /** Answers the system's picker that was just opened. */
    private fun choose(action: String, uri: Uri?) {
        val asked = shadowOf(phone.activity).nextStartedActivityForResult
        assertEquals(action, asked.intent.action)
        val result = if (uri == null) Activity.RESULT_CANCELED else Activity.RESULT_OK
        shadowOf(phone.activity).receiveResult(asked.intent, result, uri?.let { Intent().setData(it) })
        phone.hand.settle()
    }

    private fun import(uri: Uri?) {
        phone.app.go(Screen.Import)
        phone.hand.settle()
        phone.hand.tap(Strings.Import.choose)
        choose(Intent.ACTION_OPEN_DOCUMENT, uri)
    }

    private fun list(): Uri {
        val uri = Uri.parse("content://files/clean.xlsx")
        resolver.registerInputStreamSupplier(uri) { File(Phone.root, "tests/data/rosters/clean.xlsx").inputStream() }
        return uri
    }

    @Test
    fun `a list chosen by the system's picker is read, and its copy is gone`() {
        phone.setUp()
        import(list())
        assertEquals(emptyList(), copies())
        val button = phone.core.importLook(File(Phone.root, "tests/data/rosters/clean.xlsx").path).primary.label
        phone.hand.tap(button)
        assertEquals(Screen.Today, phone.app.here)
        assertTrue(phone.core.today().groups.isNotEmpty())
        phone.hand.picture(File("target/pictures/imported-${Build.VERSION.SDK_INT}.png"))
    }

    @Test
    fun `thinking better of it changes nothing, and a file that does not read is said`() {
        phone.setUp()
        import(null)
        assertNull(phone.app.news)
        import(Uri.parse("content://files/none/at/all.xlsx").also { resolver.registerInputStreamSupplier(it) { "no workbook".byteInputStream() } })
        assertEquals(true, phone.app.news?.problem)
        assertEquals(emptyList(), copies())
    }

    @Test
    fun `the picker's answer finds its way when the phone was turned meanwhile`() {
        phone.setUp()
        phone.app.go(Screen.Import)
        phone.hand.settle()
        phone.hand.tap(Strings.Import.choose)
        val uri = list()
        phone.turn()
        shell.picked(uri)
        phone.hand.settle()
        assertFalse(phone.hand.sees(Strings.Import.choose), "the list that was looked at is on the screen")
        assertEquals(emptyList(), copies())
    }

    @Test
    fun `a ledger goes where the user chose, a place that refuses is said`() {
        ledger()
        val out = ByteArrayOutputStream()
        val uri = Uri.parse("content://files/ledger.xlsx")
        resolver.registerOutputStreamSupplier(uri) { out }
        phone.hand.tap(Strings.Ledger.saveXlsx)
        choose(Intent.ACTION_CREATE_DOCUMENT, uri)
        assertContentEquals("PK".toByteArray(), out.toByteArray().copyOf(2))
        assertEquals(false, phone.app.news?.problem)
        val full = Uri.parse("content://files/full.xlsx")
        resolver.registerOutputStreamSupplier(full) {
            object : OutputStream() {
                override fun write(b: Int) = throw java.io.IOException("full")
            }
        }
        phone.hand.tap(Strings.Ledger.saveXlsx)
        choose(Intent.ACTION_CREATE_DOCUMENT, full)
        assertEquals(Strings.Error.notPlaced to true, phone.app.news?.let { it.sentence to it.problem })
        assertEquals(emptyList(), copies())
    }

    @Test
    fun `a page to print is laid out and leaves no copy`() {
        ledger()
        phone.hand.tap(Strings.Ledger.print)
        val page = layingOut.single()
        assertTrue(shadowOf(page).lastLoadDataWithBaseURL.data.contains("<table"))
        assertEquals(emptyList(), copies())
        layingOut.clear()
    }

    @Test
    fun `a ledger is lent to the app the user chooses`() {
        ledger()
        phone.hand.tap(Strings.Ledger.send)
        val chooser = shadowOf(phone.activity).nextStartedActivity
        assertEquals(Intent.ACTION_CHOOSER, chooser.action)
        @Suppress("DEPRECATION")
        val send = assertNotNull(chooser.getParcelableExtra<Intent>(Intent.EXTRA_INTENT))
        assertEquals(Intent.ACTION_SEND, send.action)
        @Suppress("DEPRECATION")
        val uri = assertNotNull(send.getParcelableExtra<Uri>(Intent.EXTRA_STREAM))
        assertEquals("content", uri.scheme)
        assertContentEquals("PK".toByteArray(), assertNotNull(phone.application.contentResolver.openInputStream(uri)).use { it.readNBytes(2) })
        phone.kill()
        phone.start()
        assertEquals(emptyList(), copies(), "the next process leaves nothing lying about")
    }

    @Test
    fun `a photo is taken by the camera app into a file lent to it`() {
        val photo = CoroutineScope(Dispatchers.Unconfined).async { shell.camera.photo() }
        val asked = shadowOf(phone.activity).nextStartedActivityForResult
        assertEquals(MediaStore.ACTION_IMAGE_CAPTURE, asked.intent.action)
        @Suppress("DEPRECATION")
        val into = assertNotNull(asked.intent.getParcelableExtra<Uri>(MediaStore.EXTRA_OUTPUT))
        assertNotNull(phone.application.contentResolver.openOutputStream(into)).use { it.write(byteArrayOf(1, 2, 3)) }
        shadowOf(phone.activity).receiveResult(asked.intent, Activity.RESULT_OK, null)
        phone.hand.settle()
        assertTrue(photo.isCompleted)
        @OptIn(kotlinx.coroutines.ExperimentalCoroutinesApi::class)
        assertEquals(3L, photo.getCompleted()?.length())
    }

    /** A village with its list, and the ledger of this month. */
    private fun ledger() {
        phone.practise()
        val visit = phone.openVisit()
        phone.answerAll(visit)
        phone.hand.tap(phone.core.visit(visit).primary.label)
        phone.app.go(Screen.Ledger("L06"))
        phone.hand.settle()
    }
}
