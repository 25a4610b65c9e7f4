package cn.tanfang.ui

import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.junit4.v2.createComposeRule
import androidx.compose.ui.test.onAllNodesWithTag
import androidx.compose.ui.test.onNodeWithTag
import cn.tanfang.ui.parts.PRIMARY
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.junit.runners.Parameterized
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What must hold of every screen, at each font size a worker may have set, on a small phone. */
@RunWith(Parameterized::class)
class AccessibilityTest(private val name: String, private val fontScale: Float) {
    @get:Rule
    val compose = createComposeRule()

    private fun show() {
        val app = screens.getValue(name).app()
        compose.setContent { Phone(fontScale, app) }
        compose.waitForIdle()
    }

    /**
     * Compose widens the touch area of a small node to 48 dp by itself, over its neighbours if need be: so what is
     * measured is the node's own size, and the areas must not overlap.
     */
    @Test
    fun `everything that can be pressed has 48 dp of its own`() {
        show()
        val min = with(compose.density) { 48f * density } - 0.5f
        compose.atEveryPlace {
            val nodes = compose.onAllNodes(hasClickAction()).fetchSemanticsNodes()
            val small = nodes.filter { it.size.width < min || it.size.height < min }
            assertEquals(emptyList(), small.map { "${it.label()} ${it.size}" })
            val shared = nodes.flatMapIndexed { i, a -> nodes.drop(i + 1).filter { b -> overlap(a, b) }.map { b -> a.label() to b.label() } }
            assertEquals(emptyList(), shared)
        }
    }

    /** A list may pass under what stays at the bottom; there the list's own bounds cut it. */
    private fun overlap(a: SemanticsNode, b: SemanticsNode): Boolean {
        val one = a.boundsInRoot
        val other = b.boundsInRoot
        return one.width > 1 && one.height > 1 && other.width > 1 && other.height > 1 && one.deflate(0.5f).overlaps(other.deflate(0.5f))
    }

    @Test
    fun `no text is cut off`() {
        show()
        compose.atEveryPlace {
            val texts = compose.onAllNodes(HAS_LAYOUT, useUnmergedTree = true).fetchSemanticsNodes()
            assertTrue(texts.isNotEmpty())
            assertEquals(emptyList(), texts.mapNotNull { it.cutOff() })
        }
    }

    @Test
    fun `there is at most one primary action, and it stays in sight`() {
        show()
        compose.atEveryPlace {
            val primary = compose.onAllNodesWithTag(PRIMARY).fetchSemanticsNodes()
            assertTrue(primary.size <= 1, "${primary.size} primary actions")
            if (name in ONE_THING) compose.onNodeWithTag(PRIMARY).assertIsDisplayed()
            val height = with(compose.density) { 56f * density } - 0.5f
            primary.forEach { assertTrue(it.size.height >= height, "only ${it.size.height} px high") }
        }
    }

    @Test
    fun `whatever can be pressed says what it is`() {
        show()
        compose.atEveryPlace {
            val nodes = compose.onAllNodes(hasClickAction()).fetchSemanticsNodes()
            val silent = nodes.filter { it.label().startsWith("#") && it.config.getOrNull(SemanticsProperties.EditableText) == null }
            assertEquals(emptyList(), silent.map { it.id })
        }
    }

    companion object {
        /** Screens about one thing; the others are lists or only to be read. */
        private val ONE_THING = setOf(
            "first", "first-taking", "first-other", "home", "visit", "visit-urgent", "ledger", "import", "import-found", "import-columns", "contact", "coverage",
            "hint", "items", "add", "add-home", "feedback", "recovery", "recovery-shown", "handover", "handover-written", "wipe", "events", "form",
            "photos", "photos-none", "verified",
        )

        @JvmStatic
        @Parameterized.Parameters(name = "{0} at {1}")
        fun all() = screens.keys.flatMap { name -> listOf(1f, 1.3f, 2f).map { arrayOf<Any>(name, it) } }
    }
}
