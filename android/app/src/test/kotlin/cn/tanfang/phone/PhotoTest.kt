package cn.tanfang.phone

import android.graphics.Bitmap
import android.graphics.Color
import android.net.Uri
import android.provider.MediaStore
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.ByteArrayOutputStream
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

/** A photo is not lost when the system ends the app while the camera is open. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 34], qualifiers = "w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class PhotoTest {
    @get:Rule
    val phone = Phone()

    private val jpeg: ByteArray by lazy {
        val bitmap = Bitmap.createBitmap(640, 480, Bitmap.Config.ARGB_8888).apply { eraseColor(Color.rgb(214, 205, 190)) }
        ByteArrayOutputStream().also { bitmap.compress(Bitmap.CompressFormat.JPEG, 90, it) }.toByteArray()
    }

    private val home by lazy { phone.core.homes("").groups.first().rows.first().household }

    private fun files() = listOf(phone.application.filesDir, phone.application.noBackupFilesDir, phone.application.cacheDir)
        .flatMap { it.walkTopDown().toList() }
        .filter { it.isFile && (it.name == "photo.jpg" || it.name == "photo") }

    /** Opens the camera from 照片 of a home; gives the place its picture goes to. */
    private fun camera(): Uri {
        phone.practise()
        phone.app.go(Screen.Photos(home, null))
        phone.hand.settle()
        phone.hand.tap(phone.core.photos(home, null).matters.first().label)
        phone.hand.tap(Strings.Photo.take)
        val asked = shadowOf(phone.activity).nextStartedActivityForResult
        assertEquals(MediaStore.ACTION_IMAGE_CAPTURE, asked.intent.action)
        @Suppress("DEPRECATION")
        return assertNotNull(asked.intent.getParcelableExtra<Uri>(MediaStore.EXTRA_OUTPUT))
    }

    private fun shoot(into: Uri) = assertNotNull(phone.application.contentResolver.openOutputStream(into)).use { it.write(jpeg) }

    private fun kept() = phone.core.photos(home, null).cards

    private fun newsOfIt() = phone.app.news?.sentence.orEmpty().startsWith(Strings.Photo.takenUp)

    @Test
    fun `a photo whose app was ended while the camera was open is kept by the next start, and said`() {
        shoot(camera())
        val saved = phone.kill()
        phone.start(saved)
        assertEquals(1, kept().size)
        assertTrue(newsOfIt(), "${phone.app.news}")
        assertEquals(Screen.Photos(home, null), phone.app.here, "and one is where one was")
        assertEquals(emptyList(), files(), "no copy is left")
        phone.kill()
        phone.start()
        assertEquals(1, kept().size, "it is kept once")
    }

    @Test
    fun `also when the system kept nothing of the app`() {
        shoot(camera())
        phone.kill()
        phone.start()
        assertEquals(1, kept().size)
        assertTrue(newsOfIt())
    }

    @Test
    fun `a camera that was put away without a photo leaves nothing to keep`() {
        camera()
        phone.kill()
        phone.start()
        assertEquals(0, kept().size)
        assertFalse(newsOfIt())
        assertEquals(emptyList(), files())
    }

    @Test
    fun `what the user thought better of in the camera is not kept, though the app was ended meanwhile`() {
        shoot(camera())
        phone.kill()
        phone.application.keeper = Keeper(phone.application, io = kotlinx.coroutines.Dispatchers.Unconfined, ui = kotlinx.coroutines.Dispatchers.Unconfined)
        phone.application.keeper.open()
        phone.application.keeper.shell.camera.taken(false)
        phone.application.keeper.seen()
        assertEquals(0, kept().size)
        assertEquals(emptyList(), files())
    }

    @Test
    fun `a photo that is kept leaves no note behind`() {
        shoot(camera())
        phone.application.keeper.shell.camera.taken(true)
        phone.hand.settle()
        assertEquals(1, kept().size)
        assertEquals(emptyList(), files())
        assertFalse(newsOfIt())
    }

    @Test
    fun `fonts are found by their names, and what the system tells is asked without harm`() {
        val folder = File(phone.application.cacheDir, "fonts").apply { mkdirs() }
        File(folder, "NotoSansCJK-Regular.ttc").writeText("")
        assertEquals("NotoSansCJK-Regular.ttc" to 2, chineseFonts(folder).first().let { File(it.path).name to it.index })
    }

    @Test
    @Config(sdk = [34])
    fun `the platform's decoder scales to what was asked for and gives three bytes a pixel`() {
        val decoded = assertNotNull(ImageDecoding().decode(jpeg, 160u))
        assertEquals(listOf(160, 120, 160 * 120 * 3), listOf(decoded.width.toInt(), decoded.height.toInt(), decoded.rgb.size))
        assertEquals(listOf(214, 205, 190), decoded.rgb.take(3).map { it.toInt() and 0xFF }.map { near(it) })
        assertEquals(null, ImageDecoding().decode(byteArrayOf(1, 2, 3), 160u))
        assertEquals(1600 to 1, ImageDecoding.fit(65_500, 10, 1600))
    }

    /** A JPEG's colours are a little off. */
    private fun near(value: Int) = listOf(214, 205, 190).minBy { kotlin.math.abs(it - value) }.takeIf { kotlin.math.abs(it - value) < 6 } ?: value
}
