package cn.tanfang.ui

import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.junit4.v2.createComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import cn.tanfang.ffi.Screen
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.junit.runners.Parameterized
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** 遮: one tap, and nothing private is on the screen, neither to be read nor heard. */
@RunWith(Parameterized::class)
class PrivacyTest(private val name: String) {
    @get:Rule
    val compose = createComposeRule()

    private fun everything(): String {
        val said = StringBuilder()
        compose.atEveryPlace {
            compose.onAllNodes(SemanticsMatcher("any") { true }, useUnmergedTree = true).fetchSemanticsNodes().forEach { node ->
                said.append(node.config.getOrNull(SemanticsProperties.Text)?.joinToString().orEmpty()).append('\n')
                said.append(node.config.getOrNull(SemanticsProperties.ContentDescription)?.joinToString().orEmpty()).append('\n')
            }
        }
        return said.toString()
    }

    @Test
    fun `one tap hides classes, amounts and numbers`() {
        val app = screens.getValue(name).app()
        compose.setContent { Phone(1f, app) }
        val before = everything()
        compose.onNodeWithText("遮").performClick()
        val after = everything()
        val left = PRIVATE.filter { it in after }
        assertEquals(emptyList(), left)
        if (name == "today") assertTrue("分散特困" in before, "the sample has nothing to hide")
    }

    companion object {
        private val PRIVATE = listOf("分散特困", "肢体二级", "独居", "一级残疾", "咳嗽", "990101", "1,034", "13900000002", "最低生活保障(低保)", "长期照料", "620元到830元", "养老金")

        @JvmStatic
        @Parameterized.Parameters(name = "{0}")
        fun all() = screens.filterValues { it.screen != Screen.First }.keys.map { arrayOf(it) }
    }
}
