package cn.tanfang.ui

import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createComposeRule
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.performClick
import cn.tanfang.core.testing.FakeCore
import cn.tanfang.ffi.HintAsk
import cn.tanfang.ffi.InputValue
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.QuestionKind
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.VisitInput
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.hint.FIRST_ASK
import cn.tanfang.ui.hint.ITEM_FORM
import cn.tanfang.ui.hint.MISSING
import cn.tanfang.ui.hint.groupTag
import cn.tanfang.ui.hint.hintTag
import cn.tanfang.ui.parts.PRIMARY
import org.junit.Rule
import org.junit.Test
import kotlin.test.assertEquals

/** 提示 and 政策: what is asked in place reaches the core whole, never half. */
class HintTest {
    @get:Rule
    val compose = createComposeRule()

    private val core: FakeCore = Samples.core()

    private fun show(screen: Screen): AppState {
        val app = appOver(core, screen)
        compose.setContent { Phone(1f, app) }
        compose.waitForIdle()
        return app
    }

    private fun count(text: String) = compose.onAllNodesWithText(text).fetchSemanticsNodes().size

    @Test
    fun `the question that decides most is asked on the home, and one tap answers it`() {
        show(Screen.Home("h1"))
        compose.tap("要", within = FIRST_ASK)
        assertEquals(listOf(VisitInput("need_care@person p2", InputValue.Choose(listOf("0")))), core.answered)
    }

    @Test
    fun `an amount waits for a word, and half of it is never sent`() {
        val app = show(Screen.Home("h1"))
        compose.reach(hintTag("k3"))
        compose.tap("问这一句 这次住院自己掏了多少?")
        compose.type("这次住院自己掏了多少? 写多少元,拿不准写成 20000~30000", "20000~")
        compose.mainClock.advanceTimeBy(2000)
        assertEquals(emptyList(), core.answered)
        app.go(Screen.Today)
        compose.waitForIdle()
        assertEquals(emptyList(), core.answered)
        app.go(Screen.Home("h1"))
        compose.waitForIdle()
        compose.reach(hintTag("k3"))
        compose.onNode(hasSetTextAction() and hasText("20000~")).assertExists("what was typed is there again")
        compose.type("这次住院自己掏了多少? 写多少元,拿不准写成 20000~30000", "20000~30000")
        compose.tap("记下 这次住院自己掏了多少?")
        assertEquals(listOf(VisitInput("own_cost@household h1", InputValue.Type("20000~30000"))), core.answered)
    }

    @Test
    fun `several answers wait for a word and go together`() {
        val many = HintAsk(null, question("ills@person p1", "有哪些病?", QuestionKind.MANY, listOf("高血压" to false, "糖尿病" to false, "尿毒症" to false)), "问", "", null)
        core.hint = HintSamples.hint.copy(ask = many)
        show(Screen.Hint("h1", "k1"))
        compose.tap("高血压")
        compose.tap("尿毒症")
        compose.tap("糖尿病")
        compose.tap("糖尿病")
        assertEquals(emptyList(), core.answered)
        compose.tap("记下 有哪些病?")
        assertEquals(listOf(VisitInput("ills@person p1", InputValue.Choose(listOf("0", "2")))), core.answered)
    }

    @Test
    fun `a card opens its hint, and a hint the policy it stands on`() {
        val app = show(Screen.Home("h1"))
        compose.reach(hintTag("k1"))
        compose.onAllNodes(hasClickAction() and hasAnyAncestor(hasTestTag(hintTag("k1")))).onFirst().performClick()
        assertEquals(Screen.Hint("h1", "k1"), app.here)
        compose.tap("看政策")
        assertEquals(Screen.Policy("CN-2026:R01"), app.here)
    }

    @Test
    fun `a group begins with a few, a folded one with none, and shows all on asking`() {
        show(Screen.Home("h1"))
        compose.reach(groupTag("no"))
        assertEquals(0, count("高龄津贴"))
        compose.tap("展开 按现有信息不符合")
        compose.reach(hintTag("k6"))
        compose.reach(groupTag("ask"))
        compose.tap("展开 还差几句话")
        compose.reach(hintTag("k5"))
    }

    @Test
    fun `the words of a document are a tap away, and what stands above is not asked twice`() {
        show(Screen.Hint("h1", "k1"))
        compose.tap("看原文 户籍在本县的家庭")
        compose.onAllNodesWithText(HintSamples.policy.conditions.first().clause?.quote.orEmpty()).onFirst().assertIsDisplayed()
        compose.reach(MISSING)
        assertEquals(0, compose.onAllNodes(hasContentDescription("问这一句 家里的收入就是这些吗?")).fetchSemanticsNodes().size)
    }

    @Test
    fun `what has many parts is written down as one item, and taken away again`() {
        val app = show(Screen.Items("h1", "income@p1"))
        compose.onNodeWithTag(PRIMARY).assertIsNotEnabled()
        compose.tap("养老金", within = ITEM_FORM)
        compose.type("多少元? 写多少元,拿不准写成 20000~30000", "1034")
        compose.tap("一个月")
        assertEquals(emptyList(), core.answered)
        compose.onNodeWithTag(PRIMARY).performClick()
        compose.waitForIdle()
        val expected = listOf("income.kind" to InputValue.Choose(listOf("1")), "income.amount" to InputValue.Type("1034"), "income.period" to InputValue.Choose(listOf("0")))
        assertEquals(expected, core.answered.map { it.key to it.value })
        compose.onNodeWithTag(PRIMARY).assertIsNotEnabled()
        compose.tap("拿掉")
        assertEquals(listOf<Intent>(Intent.DropItem("h1", "i1")), core.sent)
        assertEquals(Screen.Items("h1", "income@p1"), app.here)
    }

    @Test
    fun `policies are searched as one types, and what nobody has set is said`() {
        val app = show(Screen.Policies)
        compose.type("搜政策里的词", "住院")
        assertEquals(listOf("policies" to "", "policies" to "住院"), core.told)
        compose.onAllNodesWithText("内容未配置:救助标准").onFirst().assertExists()
        compose.onAllNodesWithText("临时救助").onFirst().performClick()
        assertEquals(Screen.Policy("CN-2026:R13"), app.here)
        assertEquals(1, compose.onAllNodesWithText("房屋套数上限 内容未配置").fetchSemanticsNodes().size)
    }
}
