package cn.tanfang.ui

import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.junit4.v2.createComposeRule
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTextReplacement
import cn.tanfang.core.CoreProblem
import cn.tanfang.core.testing.FakeCore
import cn.tanfang.ffi.Action
import cn.tanfang.ffi.InputValue
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.Outcome
import cn.tanfang.ffi.Screen
import cn.tanfang.ui.app.AppState
import org.junit.Rule
import org.junit.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** Going about: the four places, back, undo, what is typed, what goes wrong. */
class GoingTest {
    @get:Rule
    val compose = createComposeRule()

    private val shell = FakeShell(roster = "list.xlsx", export = { "out/$it" })

    private fun show(core: FakeCore, screen: Screen): AppState {
        val app = appOver(core, screen, shell)
        compose.setContent { Phone(1f, app) }
        compose.waitForIdle()
        return app
    }

    @Test
    fun `a card opens its home, back leads to the list again`() {
        val app = show(Samples.core(), Screen.Today)
        // What else is due stands above the first home.
        compose.reach("h1")
        compose.onNodeWithText("赵满仓", substring = true).performClick()
        assertEquals(Screen.Home("h1"), app.here)
        compose.onNodeWithText("返回").performClick()
        assertEquals(Screen.Today, app.here)
        assertFalse(app.back(), "today is where back ends")
    }

    @Test
    fun `the places lead to each other and back to today`() {
        val app = show(Samples.core(), Screen.Today)
        compose.onNodeWithText("各户").performClick()
        compose.onNodeWithText("更多").performClick()
        assertEquals(listOf(Screen.Today, Screen.More), app.trail)
        assertTrue(app.back())
        assertEquals(Screen.Today, app.here)
    }

    @Test
    fun `what was searched for is there again after a look at a home`() {
        val app = show(Samples.core(), Screen.Homes)
        compose.onNode(hasSetTextAction()).performTextReplacement("zmc")
        app.go(Screen.Home("h1"))
        compose.waitForIdle()
        app.back()
        compose.waitForIdle()
        compose.onNode(hasSetTextAction() and hasText("zmc")).assertIsDisplayed()
    }

    @Test
    fun `text that was typed is stored when the screen is left at once`() {
        val core = Samples.core()
        val app = show(core, Screen.Visit("v1"))
        app.go(Screen.Visit("v1"))
        compose.onAllNodes(hasScrollToNodeAction()).onFirst().performScrollToNode(hasText("还可以问的", substring = true))
        compose.onNode(hasSetTextAction() and hasText("自己做")).performScrollTo().performTextReplacement("邻居做")
        app.go(Screen.Today)
        compose.waitForIdle()
        assertEquals(InputValue.Type("邻居做"), core.answered.last().value)
        assertEquals("cook", core.answered.last().key)
    }

    @Test
    fun `text that was typed is stored before the visit is closed`() {
        val core = Samples.core()
        show(core, Screen.Visit("v1"))
        compose.onAllNodes(hasScrollToNodeAction()).onFirst().performScrollToNode(hasText("还可以问的", substring = true))
        compose.onNode(hasSetTextAction() and hasText("自己做")).performScrollTo().performTextReplacement("儿子做")
        compose.onNodeWithText("走访完成").performClick()
        compose.waitForIdle()
        assertEquals(InputValue.Type("儿子做"), core.answered.last().value)
        assertEquals(listOf<Intent>(Intent.CloseVisit("v1")), core.sent)
    }

    @Test
    fun `an answer is sent at the tap, a second tap takes it back`() {
        val core = Samples.core()
        show(core, Screen.Visit("v1"))
        compose.onNodeWithText("见到本人").assertIsSelected().performClick()
        compose.onNodeWithText("家中无人").performClick()
        assertEquals(listOf(InputValue.Clear, InputValue.Choose(listOf("3"))), core.answered.map { it.value })
    }

    @Test
    fun `what a tap did stays to be read, and is undone with one tap`() {
        val core = Samples.core()
        val undo = Intent.OpenVisit("h1")
        core.outcome = { if (it == undo) Outcome("好了", null, null, changed = true) else Outcome("记下了", Action("撤回", undo, enabled = true, null), Screen.Today, changed = true) }
        val app = show(core, Screen.Visit("v1"))
        compose.onNodeWithText("走访完成").performClick()
        compose.waitForIdle()
        assertEquals(Screen.Today, app.here)
        compose.onNodeWithText("记下了").assertIsDisplayed()
        compose.onNodeWithText("撤回").performClick()
        compose.onNodeWithText("好了").assertIsDisplayed()
        assertEquals(listOf(Intent.CloseVisit("v1"), undo), core.sent)
    }

    @Test
    fun `a problem is said, the screen stays, trying again goes on`() {
        val core = Samples.core()
        val app = show(core, Screen.Home("h1"))
        core.failWith = CoreProblem(CoreProblem.Kind.Store, "disk_full", "手机存满了,以前的都在。")
        compose.onNodeWithText("去走访").performClick()
        compose.onNodeWithText("手机存满了,以前的都在。").assertIsDisplayed()
        assertEquals(Screen.Home("h1"), app.here)
        core.failWith = null
        compose.onNodeWithText("知道了").performClick()
        compose.onNodeWithText("去走访").performClick()
        assertEquals(listOf<Intent>(Intent.OpenVisit("h1")), core.sent)
    }

    @Test
    fun `a number dials`() {
        show(Samples.core(), Screen.Home("h1"))
        compose.onNodeWithContentDescription("给赵满仓打电话").performClick()
        assertEquals(listOf("13900000001"), shell.dialled)
    }

    @Test
    fun `a list is looked at before it is applied, and what is unsure waits unless told`() {
        val core = Samples.core()
        show(core, Screen.Import)
        compose.onNodeWithText("选一张表").performClick()
        compose.onNodeWithText("导入 39 人").performClick()
        assertEquals(listOf<Intent>(Intent.ApplyImport("t", emptyList())), core.sent)
    }

    @Test
    fun `an export goes where the user chose, a page to print is shown`() {
        show(Samples.core(), Screen.Ledger("L06"))
        compose.onNodeWithText("打印").performClick()
        compose.waitForIdle()
        assertEquals(listOf("out/走访探视记录簿-11月-石板村.html"), shell.opened)
        compose.onAllNodesWithText("out/走访探视记录簿-11月-石板村.html").onFirst().assertIsDisplayed()
    }
}
