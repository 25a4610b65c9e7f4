package cn.tanfang.desktop

import cn.tanfang.core.RealCore
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SetupInput
import cn.tanfang.text.Strings
import cn.tanfang.ui.photo.STAMP_PART
import org.jetbrains.skia.Bitmap
import org.jetbrains.skia.Color
import org.jetbrains.skia.EncodedImageFormat
import org.jetbrains.skia.Image
import org.jetbrains.skia.Surface
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** The watermark on the real screen over the real core, drawn with a font of this machine. */
class StampTest {
    @get:Rule
    val folder = TemporaryFolder()

    private fun wall(): File {
        val surface = Surface.makeRasterN32Premul(1200, 900)
        surface.canvas.clear(Color.makeRGB(214, 205, 190))
        val jpeg = checkNotNull(surface.makeImageSnapshot().encodeToData(EncodedImageFormat.JPEG, 90)).bytes
        return File(folder.root, "wall.jpg").apply { writeBytes(jpeg) }
    }

    private fun pixels(jpeg: ByteArray): Bitmap = Bitmap.makeFromImage(Image.makeFromEncoded(jpeg))

    @Test
    fun `a photo is shown with the watermark of its record, and handed on`() {
        val out = folder.newFolder("out")
        RealCore.open(folder.newFolder("store").path).use { core ->
            val robot = Robot(core, roster = out, out)
            core.setup(SetupInput(Strings.Demo.worker, listOf("GridMember"), Strings.Demo.village, "990101001001", practice = true))
            val home = core.homes("").groups.first().rows.first().household
            val matter = core.photos(home, null).matters.first().code
            core.photoAdd(PhotoInput(null, home, null, matter, "taken", wall().path, null, null, false, null))
            core.photoWork()
            val photo = core.photos(home, null).cards.single().photo
            robot.app.go(Screen.Photo(photo))
            Hand(robot.app).use { hand ->
                hand.settle()
                hand.tap(Strings.Photo.stamped)
                assertEquals(null, robot.app.news, "nothing went wrong")
                hand.show(STAMP_PART)
                assertFalse(hand.sees(Strings.Photo.stamped), "the picture stands in place of its button")
                assertTrue(hand.sees(checkNotNull(core.photo(photo).stamp)), "and beside it, that it is no evidence")
                hand.tap(Strings.Check.write, within = STAMP_PART)
            }
            val plain = pixels(core.photoPicture(photo, thumb = false))
            val stamped = pixels(File(out, "tanfang-photo.jpg").readBytes())
            assertEquals(plain.width to plain.height, stamped.width to stamped.height)
            val changed = (0 until plain.width step 2).sumOf { x -> (0 until plain.height step 2).count { y -> far(plain.getColor(x, y), stamped.getColor(x, y)) } }
            val share = changed * 4 * 100 / (plain.width * plain.height)
            assertTrue(share in 1..60, "the card takes a part of the picture, not $share %")
        }
    }

    @Test
    fun `fonts are found by the names their files have, the likeliest first, and where there are none there are none`() {
        val fonts = folder.newFolder("fonts", "deeper").parentFile
        assertEquals(emptyList(), chineseFonts(listOf(fonts, File(fonts, "gone"))))
        for (name in listOf("deeper/wqy-microhei.ttc", "deeper/NotoSansCJK-Regular.ttc", "Roboto.ttf")) File(fonts, name).writeText("")
        assertEquals(listOf("NotoSansCJK-Regular.ttc" to 2, "wqy-microhei.ttc" to 0), chineseFonts(listOf(fonts)).map { File(it.path).name to it.index })
    }

    private fun far(one: Int, other: Int) = kotlin.math.abs(Color.getG(one) - Color.getG(other)) > 40
}
