package cn.tanfang.ui

import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.junit4.v2.createComposeRule
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.unit.dp
import org.junit.Rule
import org.junit.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What a screen reader says, and in which order. */
class ReadingOrderTest {
    @get:Rule
    val compose = createComposeRule()

    private fun spoken(name: String): List<String> {
        val app = screens.getValue(name).app()
        // So high that nothing has to be scrolled to.
        compose.setContent { Phone(1f, app, height = 1600.dp) }
        return buildList { collect(compose.onRoot().fetchSemanticsNode()) }
    }

    private fun MutableList<String>.collect(node: SemanticsNode) {
        if (!node.label().startsWith("#")) add(node.label())
        node.children.sortedBy { it.config.getOrNull(SemanticsProperties.TraversalIndex) ?: 0f }.forEach { collect(it) }
    }

    private fun List<String>.inOrder(vararg parts: String) {
        val places = parts.map { part -> indexOfFirst { part in it } }
        assertTrue(places.none { it < 0 }, "missing: ${parts.filterIndexed { i, _ -> places[i] < 0 }} in $this")
        assertEquals(places.sorted(), places, "in $this")
    }

    @Test
    fun `today goes from the title through what else is due and the first home to the four places`() =
        spoken("today").inOrder("今天", "11月20日", "周桂英:9天前没写完", "石板村二组", "赵满仓", "去走访", "给赵满仓打电话", "更多")

    @Test
    fun `danger is heard before any question`() =
        spoken("visit-urgent").inOrder("赵满仓", "需要马上送医", "打 120 急救", "打乡镇值班电话", "电话里这样说")

    @Test
    fun `the results of a call come before what one may write, the button last`() =
        spoken("contact").inOrder("打通了吗", "本人接了", "打不通", "说了什么", "没打,不记", "记下")

    @Test
    fun `a column says its samples before what it may be`() =
        spoken("import-columns").inOrder("名册", "G 列", "没认准", "13900000002", "当成", "姓名", "改好了,再看")

    @Test
    fun `a visit asks in order and ends with the button`() =
        spoken("visit").inOrder("赵满仓", "已存本机", "今天见到本人了吗?", "见到本人", "今天身体怎么样?", "上次(11月14日)", "正常", "走访完成")

    @Test
    fun `why a question is asked says which question`() = spoken("visit").inOrder("为什么问 今天见到本人了吗?", "为什么问 今天身体怎么样?")

    @Test
    fun `a card is heard whole before its buttons`() {
        val card = spoken("today").first { "赵满仓" in it }
        assertTrue("分散特困" in card && "本周还没去" in card, card)
    }
}
