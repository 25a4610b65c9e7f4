package cn.tanfang.ui

import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsEnabled
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.junit4.v2.createComposeRule
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import cn.tanfang.core.CoreProblem
import cn.tanfang.core.testing.FakeCore
import cn.tanfang.ffi.ColumnChoice
import cn.tanfang.ffi.Decision
import cn.tanfang.ffi.InputValue
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.LookSetting
import cn.tanfang.ffi.Outcome
import cn.tanfang.ffi.PersonInput
import cn.tanfang.ffi.RowDecision
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.ThemeChoice
import cn.tanfang.ffi.TypeSize
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.parts.PRIMARY
import cn.tanfang.ui.roster.columnTag
import cn.tanfang.ui.theme.Palette
import cn.tanfang.ui.theme.scale
import cn.tanfang.ui.visit.SAME_ALL
import cn.tanfang.ui.visit.URGENT
import org.junit.Rule
import org.junit.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** What each screen sends for what is tapped and typed, and that nothing typed is lost on the way. */
class DoingTest {
    @get:Rule
    val compose = createComposeRule()

    private val shell = FakeShell(roster = "in/list.xlsx", export = { "out/$it" })
    private val core: FakeCore = Samples.core()

    private fun show(screen: Screen): AppState {
        val app = appOver(core, screen, shell)
        compose.setContent { Phone(1f, app) }
        compose.waitForIdle()
        return app
    }

    private fun tap(label: String, within: String? = null) = compose.tap(label, within)

    private fun reach(tag: String) = compose.reach(tag)

    private fun type(label: String, text: String) = compose.type(label, text)

    private fun primary() = compose.onNodeWithTag(PRIMARY)

    @Test
    fun `rows are decided one by one or all at once, and only what differs is sent`() {
        show(Screen.Import)
        primary().performClick()
        tap("同一个人", within = "名册/15")
        tap("都不在这一类了")
        tap("先放着", within = "名册/18")
        primary().performClick()
        val expected = listOf(
            RowDecision("名册/15", Decision.SAME),
            RowDecision("名册/18", Decision.POSTPONE),
            RowDecision("名册/41", Decision.APPLY),
            RowDecision("名册/42", Decision.APPLY),
        )
        assertEquals(listOf<Intent>(Intent.ApplyImport("t", expected)), core.sent)
    }

    @Test
    fun `what was decided is there again after a look elsewhere, and when applying fails`() {
        val app = show(Screen.Import)
        primary().performClick()
        tap("同一个人", within = "名册/15")
        app.go(Screen.Today)
        app.go(Screen.Import)
        compose.waitForIdle()
        core.failWith = CoreProblem(CoreProblem.Kind.Store, "disk_full", "手机存满了,以前的都在。")
        primary().performClick()
        core.failWith = null
        primary().performClick()
        assertEquals(listOf<Intent>(Intent.ApplyImport("t", listOf(RowDecision("名册/15", Decision.SAME)))), core.sent)
        compose.onNodeWithText("选一张表").assertIsDisplayed()
    }

    @Test
    fun `an unsure column is taken for a field with one tap, and the list is read again`() {
        show(Screen.Import)
        primary().performClick()
        tap("改列")
        primary().assertIsNotEnabled()
        tap("监护人(照料人)联系电话", within = columnTag("名册", "G"))
        primary().assertIsEnabled().performClick()
        compose.waitForIdle()
        assertEquals(listOf(ColumnChoice("名册", 6u, "guardian_phone")), core.columns)
        compose.onNodeWithText("导入 39 人").assertIsDisplayed()
    }

    @Test
    fun `a list is taken back from its card, an answered one is written to a file`() {
        show(Screen.Batches)
        tap("撤回这张表")
        assertEquals(listOf<Intent>(Intent.UndoBatch("b1")), core.sent)
        tap("存核实结果")
        compose.onNodeWithText("out/核实结果-b2.xlsx").assertIsDisplayed()
    }

    @Test
    fun `how many there ought to be is typed and sent once it differs`() {
        show(Screen.Coverage("dibao", "990101001001"))
        primary().assertIsNotEnabled()
        type("应有多少户(不知道可以不填)", "41")
        primary().assertIsEnabled().performClick()
        assertEquals(listOf<Intent>(Intent.SetControlTotal("dibao", "990101001001", "41", "44")), core.sent)
    }

    @Test
    fun `somebody no list names is added, and what was typed is not lost by going back`() {
        val app = show(Screen.Home("h1"))
        app.go(Screen.AddPerson("h1", null))
        compose.waitForIdle()
        primary().assertIsNotEnabled()
        type("姓名", "赵小满")
        app.back()
        app.go(Screen.AddPerson("h1", null))
        compose.waitForIdle()
        tap("子")
        tap("低保边缘")
        primary().performClick()
        compose.waitForIdle()
        val expected = PersonInput("h1", "赵小满", idNumber = "", birth = "", relation = "r2", group = "", houseNo = "", phone = "", classes = listOf("c0"), note = "")
        assertEquals(listOf(expected), core.added)
        assertEquals(Screen.Home("h1"), app.here)
        compose.onNodeWithText("赵小满").assertIsDisplayed()
    }

    @Test
    fun `a person who is known is put into a class and taken out with a tap each`() {
        show(Screen.AddPerson("h1", "p1"))
        tap("低保边缘")
        tap("独居老人")
        assertEquals(listOf(Intent.AddToClass("p1", "c0"), Intent.TakeFromClass("p1", "c2")), core.sent)
    }

    @Test
    fun `a match is answered with one tap and what was written beside it`() {
        show(Screen.Matches)
        tap("赵满仓 五组 3 号")
        type("补一句(可以不写)", "车卖了")
        tap("不属实")
        assertEquals(listOf(Intent.LinkMatch("t1", "p2"), Intent.AnswerMatch("t1", "f1", "车卖了")), core.sent)
    }

    @Test
    fun `after a call one says whether anybody answered, and is back where one was`() {
        val app = show(Screen.Home("h1"))
        compose.onNodeWithContentDescription("给赵满仓打电话").performClick()
        compose.waitForIdle()
        assertEquals(listOf("13900000001"), shell.dialled)
        assertIs<Screen.Contact>(app.here)
        primary().assertIsNotEnabled()
        tap("家人接了")
        type("说了什么,写一句(可以不写)", "在女儿家")
        primary().performClick()
        compose.waitForIdle()
        assertEquals(listOf<Intent>(Intent.RecordContact("h1", "person p1", "1", "在女儿家")), core.sent)
        assertEquals(Screen.Home("h1"), app.here)
    }

    @Test
    fun `who did not call at all is back with one tap and nothing is kept`() {
        val app = show(Screen.Home("h1"))
        app.go(Screen.Contact("h1", "person p1"))
        compose.waitForIdle()
        tap("没打,不记")
        assertEquals(Screen.Home("h1"), app.here)
        assertEquals(emptyList(), core.sent)
    }

    @Test
    fun `danger comes first on the screen as soon as it is answered, and the visit goes on`() {
        core.answer = { view, _ -> view.copy(urgent = Samples.call.copy(practice = null)) }
        show(Screen.Visit("v1"))
        compose.onNodeWithText("正常").performScrollTo().performClick()
        compose.waitForIdle()
        compose.onNodeWithTag(URGENT).assertIsDisplayed()
        tap("打 120 急救")
        assertEquals(listOf("120"), shell.dialled)
        primary().assertIsDisplayed().performClick()
        assertEquals(listOf<Intent>(Intent.CloseVisit("v1")), core.sent)
    }

    @Test
    fun `in practice nothing is dialled, and it is said`() {
        show(Screen.Call(null))
        tap("打 120 急救")
        assertEquals(emptyList(), shell.dialled)
        assertTrue(compose.onAllNodesWithText("练习,不会真的拨打").fetchSemanticsNodes().size == 2)
    }

    @Test
    fun `all as last time is one tap`() {
        show(Screen.Visit("v1"))
        reach(SAME_ALL)
        compose.onNodeWithTag(SAME_ALL).performClick()
        assertEquals(listOf<Any>("" to InputValue.SameAll), core.answered.map { it.key to it.value })
    }

    @Test
    fun `another ledger, book and period are asked for`() {
        show(Screen.Ledger("L06"))
        tap("换一本")
        tap("走访情况统计表")
        tap("边缘户")
        tap("一周")
        tap("往前")
        assertEquals(listOf("L06", "L15", "L15 c", "L15 2026-W47 c", "L15 2026-10 c"), core.told.filter { it.first == "ledger" }.map { it.second })
    }

    @Test
    fun `how it looks changes at once and is kept`() {
        val app = show(Screen.Settings)
        tap("特大字")
        tap("强光")
        assertEquals(Palette.sunlight, app.palette)
        val normal = LookSetting(TypeSize.NORMAL, ThemeChoice.SYSTEM, mask = false)
        assertEquals(listOf<Intent>(Intent.SetLook(normal.copy(size = TypeSize.HUGE)), Intent.SetLook(normal.copy(size = TypeSize.HUGE, theme = ThemeChoice.SUNLIGHT))), core.sent)
    }

    @Test
    fun `who wants it covered finds it covered`() {
        core.look = LookSetting(TypeSize.LARGE, ThemeChoice.DARK, mask = true)
        val app = show(Screen.Today)
        assertTrue(app.covered)
        assertEquals(Palette.dark, app.palette)
        reach("h1")
        compose.onNodeWithText("赵某", substring = true).assertIsDisplayed()
    }

    @Test
    fun `letters grow with both choices, up to twice as large`() {
        assertEquals(1.3f, TypeSize.LARGE.scale(1f))
        assertEquals(2f, TypeSize.HUGE.scale(1.3f))
        assertEquals(2.4f, TypeSize.HUGE.scale(2.4f), "what the system asks for is never made smaller")
    }

    @Test
    fun `a number is stored by a tap, and at the latest when the screen goes`() {
        val app = show(Screen.Settings)
        type("乡镇民政办", "0000001")
        tap("存下 乡镇民政办")
        type("村卫生室(夜里也有人接的电话)", "0000002")
        app.go(Screen.Today)
        compose.waitForIdle()
        assertEquals(listOf<Intent>(Intent.SetNumber("call.township", "0000001"), Intent.SetNumber("call.clinic", "0000002")), core.sent)
    }

    @Test
    fun `a complaint is written with its topic`() {
        show(Screen.Feedback)
        primary().assertIsNotEnabled()
        tap("让填的太多")
        type("写下来", "同样的表填三遍")
        tap("可以打电话问我")
        primary().performClick()
        assertEquals(listOf<Intent>(Intent.WriteFeedback("t1", "同样的表填三遍", callBack = true)), core.sent)
    }

    @Test
    fun `the recovery code comes only when asked for`() {
        val app = show(Screen.Recovery)
        assertTrue(compose.onAllNodesWithText("AB12").fetchSemanticsNodes().isEmpty())
        primary().performClick()
        compose.onAllNodesWithText("AB12").onFirst().assertIsDisplayed()
        app.go(Screen.Today)
        app.go(Screen.Recovery)
        compose.waitForIdle()
        compose.onAllNodesWithText("AB12").onFirst().assertIsDisplayed()
        primary().performClick()
        app.go(Screen.Recovery)
        compose.waitForIdle()
        assertTrue(compose.onAllNodesWithText("AB12").fetchSemanticsNodes().isEmpty(), "gone once it was copied")
    }

    @Test
    fun `a hand-over writes a file, then shows what to compare and the code`() {
        show(Screen.HandOver)
        primary().assertIsNotEnabled()
        type("接手的人叫什么", "李小溪")
        primary().performClick()
        compose.waitForIdle()
        assertEquals("handOver" to "out/tanfang.handover 李小溪", core.told.last())
        compose.onNodeWithText("4821").performScrollTo().assertIsDisplayed()
        compose.onNodeWithText("K7QP").performScrollTo().assertIsDisplayed()
    }

    @Test
    fun `taking over compares first, then asks for the code and who one is`() {
        show(Screen.First)
        tap("接手别人的手机")
        primary().performClick()
        compose.waitForIdle()
        primary().assertIsNotEnabled()
        tap("不一样")
        compose.onNodeWithText("选交接文件").assertIsDisplayed()
        tap("一样")
        type("他手机上显示的码", "K7QP 3MXD")
        type("您的姓名", "李小溪")
        tap("网格员")
        primary().assertIsEnabled().performClick()
        assertEquals("takeOver" to "in/list.xlsx K7QP 3MXD", core.told.last { it.first == "takeOver" })
        assertEquals(listOf("李小溪" to listOf("r0")), core.setUp.map { it.name to it.roles })
    }

    @Test
    fun `wiping needs the word, and ends at the first screen`() {
        val app = show(Screen.Wipe)
        type("写在这里", "清")
        primary().assertIsNotEnabled()
        type("写在这里", "清空")
        primary().assertIsEnabled().performClick()
        compose.waitForIdle()
        assertEquals("wipe" to "清空", core.told.last())
        assertEquals(Screen.First, app.here)
        assertEquals(1, app.trail.size)
    }

    @Test
    fun `notes on today lead where they say, quiet deeds of a home are sent`() {
        val app = show(Screen.Today)
        tap("提醒")
        tap("打开 比对名单还有 2 人要上门核实")
        assertEquals(Screen.Matches, app.here)
        app.go(Screen.Home("h1"))
        compose.waitForIdle()
        core.outcome = { Outcome("好了", null, null, changed = true) }
        tap("撤回“11月3日迁出”")
        assertEquals(listOf<Intent>(Intent.UndoChange("p1", listOf("op"))), core.sent)
        compose.onNodeWithText("好了").assertIsDisplayed()
    }
}
