package cn.tanfang.ui

import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsEnabled
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.junit4.v2.createComposeRule
import androidx.compose.ui.test.onAllNodesWithContentDescription
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTouchInput
import cn.tanfang.core.CoreProblem
import cn.tanfang.core.testing.FakeCore
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.ffi.PhotoPlace
import cn.tanfang.ffi.Screen
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Fix
import cn.tanfang.ui.app.FontFile
import cn.tanfang.ui.parts.PRIMARY
import cn.tanfang.ui.photo.PHOTO_FROM
import cn.tanfang.ui.photo.PHOTO_STRIP
import cn.tanfang.ui.photo.STAMP_PART
import cn.tanfang.ui.photo.keepPhotoLeft
import cn.tanfang.ui.sign.SIGN_PAD
import org.junit.Rule
import org.junit.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** 照片, 签字 and what is worth a look: what is kept, what is handed back, and that nothing stands in the way of a visit. */
class PhotoTest {
    @get:Rule
    val compose = createComposeRule()

    private val shell = FakeShell(roster = "in/photo.jpg", export = { "out/$it" })
    private val core: FakeCore = Samples.core()

    private fun show(screen: Screen): AppState {
        val app = appOver(core, screen, shell)
        compose.setContent { Phone(1f, app) }
        compose.waitForIdle()
        return app
    }

    private fun tap(label: String, within: String? = null) = compose.tap(label, within)

    private fun primary() = compose.onNodeWithTag(PRIMARY)

    private val photos = Screen.Photos("h1", "v1")

    @Test
    fun `a photo is taken with what was said of it, its file handed back, its copy made`() {
        show(photos)
        primary().assertIsNotEnabled()
        tap("房子")
        tap("赵小满")
        primary().assertIsEnabled().performClick()
        compose.waitForIdle()
        val input = core.photographed.single()
        assertEquals(listOf("v1", "h1", "p2", "house", "taken", "in/taken.jpg", "agreed"), listOf(input.visit, input.household, input.person, input.matter, input.grade, input.path, input.consent))
        assertEquals(null, input.place)
        assertEquals(listOf("in/taken.jpg"), shell.settled)
        assertEquals(0, core.waiting)
    }

    @Test
    fun `a picture that is there already says where it came from`() {
        shell.camera = null
        show(photos)
        tap("东西")
        tap("截屏")
        primary().performClick()
        compose.waitForIdle()
        assertEquals(listOf("screen" to "in/photo.jpg"), core.photographed.map { it.grade to it.path })
    }

    @Test
    fun `who says no has it written down, and no photo is taken`() {
        show(photos)
        tap("不同意")
        tap("不拍,只记下这句话")
        assertEquals(listOf<Intent>(Intent.PhotoConsent("v1", null, "declined")), core.sent)
        assertTrue(core.photographed.isEmpty())
    }

    @Test
    fun `a photo that could not be kept is not thrown away, and goes in at the second try`() {
        show(photos)
        tap("房子")
        core.failWith = CoreProblem(CoreProblem.Kind.Store, "disk_full", "手机存满了,以前的都在。")
        primary().performClick()
        compose.waitForIdle()
        assertEquals(emptyList(), shell.settled)
        compose.onNodeWithText("手机存满了,以前的都在。").assertIsDisplayed()
        core.failWith = null
        tap("再试一次")
        assertEquals(listOf("in/taken.jpg"), core.photographed.map { it.path })
        assertEquals(listOf("in/taken.jpg"), shell.settled)
    }

    @Test
    fun `a visit and a home lead to their photos`() {
        val app = show(Screen.Visit("v1"))
        compose.reach(PHOTO_STRIP)
        compose.onNodeWithTag(PHOTO_STRIP).assertExists()
        app.go(Screen.Home("h1"))
        compose.waitForIdle()
        compose.reach(PHOTO_STRIP)
        tap("照片")
        assertEquals(Screen.Photos("h1", null), app.here)
    }

    @Test
    fun `under the cover no picture is drawn, nor even read`() {
        var read = 0
        core.picture = { _, _ -> read++; PhotoSamples.jpeg }
        val app = appOver(core, Screen.Photo("f2"), shell).apply { covered = true }
        compose.setContent { Phone(1f, app) }
        compose.waitForIdle()
        assertEquals(0, read)
        app.covered = false
        compose.waitForIdle()
        assertTrue(read > 0)
        assertTrue(compose.onAllNodesWithContentDescription("房子 · 11月20日 10:05").fetchSemanticsNodes().isNotEmpty())
    }

    @Test
    fun `the picture with its watermark is drawn when asked for, with the first font that serves, and can be handed on`() {
        val out = java.io.File.createTempFile("tanfang", ".jpg").apply { deleteOnExit() }
        val shell = FakeShell(export = { out.path }).apply { fonts = listOf(FontFile("fonts/none.ttf"), FontFile("fonts/cjk.ttc", 2)) }
        val asked = mutableListOf<String>()
        core.stamped = { photo, font ->
            asked += "$photo $font"
            if ("cjk" !in font) throw CoreProblem(CoreProblem.Kind.Unreadable, "photo_no_font", "没有字体。")
            PhotoSamples.jpeg
        }
        compose.setContent { Phone(1f, appOver(core, Screen.Photo("f2"), shell)) }
        compose.reach(STAMP_PART)
        assertEquals(emptyList(), asked, "nothing is drawn that nobody asked for")
        compose.onNodeWithText("水印由记录生成,不是证据").assertExists()
        tap("看带水印的图")
        assertEquals(listOf("f2 fonts/none.ttf", "f2 fonts/cjk.ttc"), asked)
        compose.reach(STAMP_PART)
        compose.onAllNodesWithContentDescription("房子 · 11月20日 10:05 · 水印由记录生成,不是证据").fetchSemanticsNodes().single()
        tap("存成一个文件", within = STAMP_PART)
        assertTrue(out.readBytes().contentEquals(PhotoSamples.jpeg))
        compose.onNodeWithText("带水印的图已存成文件,在您选的地方。").assertIsDisplayed()
    }

    @Test
    fun `without a font that serves it is said, and under the cover there is nothing to ask for`() {
        core.stamped = { _, _ -> throw CoreProblem(CoreProblem.Kind.Unreadable, "photo_no_font", "没有字体。") }
        val app = show(Screen.Photo("f2"))
        tap("看带水印的图")
        compose.onNodeWithText("没有字体。").assertIsDisplayed()
        compose.onNodeWithText("房子 · 11月20日 10:05").assertIsDisplayed()
        app.covered = true
        compose.waitForIdle()
        assertTrue(compose.onAllNodesWithText("看带水印的图").fetchSemanticsNodes().isEmpty())
    }

    private val fix = Fix(PhotoPlace(251_234_567, 1_101_234_567, 8u, "gps", false, 0u, 9u), gnssMs = 1_795_140_000_123)

    @Test
    fun `a place is recorded only if asked for, for one photo, and the next is asked anew`() {
        shell.finds = true
        shell.fix = fix
        val app = show(photos)
        tap("房子")
        primary().performClick()
        compose.waitForIdle()
        tap("记下拍照地点")
        primary().performClick()
        compose.waitForIdle()
        primary().performClick()
        compose.waitForIdle()
        assertEquals(listOf(null, fix.place, null), core.photographed.map { it.place })
        assertEquals(listOf(null, fix.gnssMs, null), core.photographed.map { it.gnssMs })
        assertEquals(1, shell.placed)
        // Left and come back to, it is off.
        tap("记下拍照地点")
        app.go(Screen.Home("h1"))
        compose.waitForIdle()
        app.go(photos)
        compose.waitForIdle()
        primary().performClick()
        compose.waitForIdle()
        assertEquals(1, shell.placed)
    }

    @Test
    fun `a place that cannot be told is said, and the photo is kept`() {
        shell.finds = true
        show(photos)
        tap("房子")
        tap("记下拍照地点")
        primary().performClick()
        compose.waitForIdle()
        assertEquals(listOf<PhotoPlace?>(null), core.photographed.map { it.place })
        compose.onNodeWithText("没有定到位,这张没记地点。", substring = true).assertIsDisplayed()
    }

    @Test
    fun `a device that cannot tell its place does not offer to`() {
        show(photos)
        compose.reach(PHOTO_FROM)
        compose.onNodeWithText("照片文件里的地点也留着").assertExists()
        assertTrue(compose.onAllNodesWithText("记下拍照地点").fetchSemanticsNodes().isEmpty())
    }

    @Test
    fun `a photo taken for a process that ended is kept by the next, and said`() {
        val left = PhotoInput("v1", "h1", null, "house", "taken", "in/left.jpg", null, null, false, null)
        shell.left = left
        val app = show(Screen.Today)
        app.keepPhotoLeft()
        compose.waitForIdle()
        assertEquals(listOf(left), core.photographed.toList())
        assertEquals(listOf("in/left.jpg"), shell.settled)
        compose.onNodeWithText("上次拍照时应用被关掉了,那张没丢。", substring = true).assertIsDisplayed()
    }

    @Test
    fun `two pictures that look alike stand side by side, and one may say why`() {
        show(Screen.Photo("f2"))
        compose.reach("f0")
        val (one, other) = listOf("这一张", "以前那一张").map { word -> compose.onAllNodesWithContentDescription(word).fetchSemanticsNodes().single().boundsInRoot }
        assertTrue(one.right <= other.left && one.overlaps(other.translate(one.left - other.left, 0f)), "$one $other")
        tap("同一个地方,又拍的")
        assertEquals(listOf<Intent>(Intent.ExplainFinding("f2", null, "E7", "f0", "same_place", "")), core.sent)
    }

    @Test
    fun `a name is written stroke by stroke and can be wiped out`() {
        show(Screen.Signing("v1"))
        tap("写名字", within = "person p1")
        compose.reach(SIGN_PAD)
        fun stroke() = compose.onNodeWithTag(SIGN_PAD).performTouchInput {
            down(center)
            moveBy(androidx.compose.ui.geometry.Offset(20f, 0f))
            moveBy(androidx.compose.ui.geometry.Offset(0f, 20f))
            up()
        }
        stroke()
        tap("擦掉重写")
        stroke()
        stroke()
        tap("签好了")
        val signed = core.signed.single()
        assertEquals(listOf("v1", "person p1", "strokes"), listOf(signed.visit, signed.signer, signed.how))
        assertEquals(listOf(3, 3), signed.strokes.map { it.size })
        assertEquals(0L, signed.strokes.first().first().ms)
    }

    @Test
    fun `who cannot or will not sign says so with one tap`() {
        show(Screen.Signing("v1"))
        tap("不会签", within = "person p1")
        assertEquals(listOf("cannot"), core.signed.map { it.how })
        assertTrue(core.signed.single().strokes.isEmpty())
    }

    @Test
    fun `a fingermark is a photo that goes to the record alone`() {
        show(Screen.Signing("v1"))
        tap("按手印", within = "person p1")
        tap("拍下手印")
        assertEquals(listOf("fingermark" to "in/taken.jpg"), core.signed.map { it.how to it.path })
        assertEquals(listOf("in/taken.jpg"), shell.settled)
    }

    @Test
    fun `a receipt that came back is kept, and the screen says so`() {
        show(Screen.Evidence(null))
        tap("收下乡镇回执…")
        assertEquals(listOf("evidenceReceipt" to "in/photo.jpg"), core.told.toList())
        compose.onNodeWithText("in/photo.jpg").assertIsDisplayed()
        assertEquals(listOf("in/photo.jpg"), shell.settled)
    }

    @Test
    fun `what is handed out is checked, and what a check found stands there until it is put away`() {
        show(Screen.Evidence(null))
        tap("查这部手机的记录")
        compose.onNodeWithText("查了 2 张照片、31 条记录。不打总分。").assertIsDisplayed()
        primary().performClick()
        compose.waitForIdle()
        tap("查一个交来的文件")
        primary().performClick()
        compose.waitForIdle()
        compose.type("交给谁(哪个单位、哪个人)", "石板镇民政办")
        tap("连原图一起交")
        tap("存成一个文件")
        assertEquals(
            listOf("evidenceVerify" to "", "evidenceVerify" to "in/photo.jpg", "evidenceExport" to " true 石板镇民政办 out/tanfang-evidence.zip"),
            core.told.toList(),
        )
        assertTrue(compose.onAllNodesWithText("查这部手机的记录").fetchSemanticsNodes().isNotEmpty() || shell.settled.isNotEmpty())
    }
}
