package cn.tanfang.ui

import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.getUnclippedBoundsInRoot
import androidx.compose.ui.test.junit4.v2.createComposeRule
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.unit.dp
import cn.tanfang.core.testing.FakeCore
import cn.tanfang.ffi.InputValue
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.LedgerChoice
import cn.tanfang.ffi.Line
import cn.tanfang.ffi.Masked
import cn.tanfang.ffi.MoreHomes
import cn.tanfang.ffi.Outcome
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.Tone
import cn.tanfang.ffi.VisitInput
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.month.PICKED_DAY
import cn.tanfang.ui.parts.PRIMARY
import org.junit.Rule
import org.junit.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What the screens of the plan send: 今天 by filter, 没见到人 in two taps, 本月, a short form. */
class TripsTest {
    @get:Rule
    val compose = createComposeRule()

    private val core: FakeCore = Samples.core()

    private fun show(screen: Screen, fontScale: Float = 1f): AppState {
        val app = appOver(core, screen, FakeShell())
        compose.setContent { Phone(fontScale, app) }
        compose.waitForIdle()
        return app
    }

    private fun tap(label: String, within: String? = null) = compose.tap(label, within)

    @Test
    fun `nobody home is two taps from today, with nothing typed`() {
        core.outcome = { intent ->
            val go = if (intent is Intent.Go) intent.screen else Screen.Today
            Outcome(if (intent is Intent.Go) "" else "记下了,这不算走访。", null, go, changed = intent !is Intent.Go)
        }
        val app = show(Screen.Today)
        compose.reach("h1")
        tap("没见到人", within = "h1")
        assertEquals(Screen.Missed("h1"), app.here)
        tap("家里没人")
        assertEquals(Intent.Missed("h1", "1"), core.sent.last())
        assertEquals(Screen.Today, app.here)
        compose.onNodeWithText("记下了,这不算走访。").assertIsDisplayed()
    }

    @Test
    fun `today is asked for by the filter that was tapped and the text that was typed`() {
        val asked = mutableListOf<Pair<String, String>>()
        core.todayBy = { filter, query -> Samples.today.copy(filter = filter, query = query).also { asked += filter to query } }
        show(Screen.Today)
        tap("挑着看")
        tap("按顺路")
        compose.type("搜名字、拼音、电话、门牌", "zmc")
        assertEquals(listOf("" to "", "route" to "", "route" to "zmc"), asked)
    }

    @Test
    fun `a long list of today says so at its end, and a tap asks for more`() {
        val asked = mutableListOf<String>()
        val more = LedgerChoice("further", "再看 500 户(下面还有 9500 户)", chosen = false)
        core.todayBy = { filter, _ -> Samples.today.copy(more = more.takeIf { filter.isEmpty() }).also { asked += filter } }
        show(Screen.Today)
        tap(more.label)
        compose.onNodeWithText(more.label).assertDoesNotExist()
        assertEquals(listOf("", "further"), asked)
    }

    @Test
    fun `a long list of homes says so at its end, and a new search begins from its first page`() {
        val asked = mutableListOf<Pair<String, UInt>>()
        val more = MoreHomes("再看剩下的 120 户", 1000u)
        core.homesTo = { text, shown ->
            asked += text to shown
            Samples.homes.copy(more = more.takeIf { shown == 0u })
        }
        show(Screen.Homes)
        tap(more.label)
        compose.onNodeWithText(more.label).assertDoesNotExist()
        compose.type("搜名字、拼音、电话、门牌", "z")
        assertEquals(listOf("" to 0u, "" to 1000u, "z" to 0u), asked)
    }

    @Test
    fun `with letters twice as large the first home is above the fold, and nothing is lost`() {
        show(Screen.Today, fontScale = 2f)
        val name = compose.onNodeWithText("赵满仓", useUnmergedTree = true).assertIsDisplayed().getUnclippedBoundsInRoot()
        assertTrue(name.bottom < 540.dp, "$name")
        compose.onNodeWithText("练习").assertIsDisplayed()
        compose.onNodeWithText("挑着看").assertIsDisplayed()
        // The rest stands below that home, in one part.
        tap("提醒")
        for (words in listOf("看本月", "农历十月十二", "走完能办 5 件事", "周桂英:9天前没写完", "还没有备份过")) {
            compose.onNodeWithText(words, substring = true).assertExists()
        }
    }

    @Test
    fun `danger stands above the homes however large the letters are`() {
        val danger = Line(Masked("赵满仓:煤气中毒险情", "赵某:险情"), Tone.DANGER, null)
        core.today = Samples.today.copy(notes = Samples.today.notes + danger)
        show(Screen.Today, fontScale = 2f)
        val bounds = { text: String -> compose.onNodeWithText(text, substring = true).getUnclippedBoundsInRoot() }
        assertTrue(bounds("煤气中毒").bottom <= bounds("石板村二组").top)
    }

    @Test
    fun `what was begun and what there is to know leave the first home on the screen of a small phone`() {
        show(Screen.Today)
        compose.onNodeWithText("周桂英:9天前没写完", substring = true).assertIsDisplayed()
        assertTrue(compose.onNodeWithTag("h1").getUnclippedBoundsInRoot().top < 440.dp)
        compose.onNodeWithText("还没有备份过", substring = true).assertDoesNotExist()
        tap("提醒")
        compose.onNodeWithText("还没有备份过", substring = true).assertIsDisplayed()
    }

    @Test
    fun `danger on today is never folded away`() {
        val danger = Line(Masked("紧急:人身安全", "紧急"), Tone.DANGER, Screen.Call(null))
        core.todayBy = { _, _ -> Samples.today.copy(notes = Samples.today.notes + danger) }
        show(Screen.Today)
        compose.onNodeWithText("紧急:人身安全", substring = true).assertIsDisplayed()
        compose.onNodeWithText("周桂英:9天前没写完", substring = true).assertDoesNotExist()
        tap("提醒")
        compose.onNodeWithText("周桂英:9天前没写完", substring = true).assertIsDisplayed()
    }

    @Test
    fun `phrases go into the note of a call by a tap and out of it by a second`() {
        show(Screen.Contact("h1", "person p1"))
        compose.type("说了什么,写一句(可以不写)", "灯修好了")
        tap("按时吃药")
        tap("下午再打电话")
        tap("按时吃药")
        tap("本人接了")
        compose.onNodeWithTag(PRIMARY).performClick()
        val sent = core.sent.last() as Intent.RecordContact
        assertEquals("灯修好了;下午再打电话", sent.note)
    }

    @Test
    fun `each of several duties that one trip does has its own why`() {
        val app = show(Screen.Today)
        compose.reach("h3")
        tap("为哪几件去", within = "h3")
        tap("为什么 防返贫每月走访 · 可以去(月底前)", within = "h3")
        assertTrue(app.here is Screen.Why)
    }

    @Test
    fun `danger at a home stands on its card, and the call is one tap away`() {
        val app = show(Screen.Today)
        compose.reach("h2")
        tap("紧急电话", within = "h2")
        assertEquals(Screen.Call("f1"), app.here)
    }

    @Test
    fun `a day of the month that is tapped is shown, with what can be done about it`() {
        show(Screen.Month(null))
        compose.reach("2026-11-28")
        compose.onNodeWithTag("2026-11-28").performClick()
        tap("这天能去", within = PICKED_DAY)
        assertEquals(listOf<Intent>(Intent.SetPlan("off", "2026-11-28")), core.sent)
    }

    @Test
    fun `a short form keeps every answer at once and is sent once`() {
        show(Screen.Form("event"))
        tap("疫情防控", within = "name")
        assertEquals(listOf(VisitInput("name", InputValue.Choose(listOf("0")))), core.answered)
        compose.onNodeWithTag(PRIMARY).performClick()
        assertEquals(listOf<Intent>(Intent.SubmitForm("event")), core.sent)
    }

    @Test
    fun `a call says which duties it may do, and opens what to ask`() {
        show(Screen.Contact("h1", "person p1"))
        assertTrue(compose.onAllNodesWithText("残疾人电话随访", substring = true).fetchSemanticsNodes().isNotEmpty())
        tap("照着问")
        assertEquals(listOf<Intent>(Intent.OpenCall("h1")), core.sent)
    }
}
