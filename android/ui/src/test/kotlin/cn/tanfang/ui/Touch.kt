package cn.tanfang.ui

import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.ComposeContentTestRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTextReplacement

/** Scrolls to what is called [label] and taps it; inside the part tagged [within] where the word stands more than once. */
fun ComposeContentTestRule.tap(label: String, within: String? = null) {
    if (within != null) reach(within)
    val matcher = hasClickAction() and (hasText(label) or hasContentDescription(label))
    val place = if (within == null) matcher else matcher and hasAnyAncestor(hasTestTag(within))
    if (within == null && onAllNodes(matcher).fetchSemanticsNodes().isEmpty()) list().performScrollToNode(matcher)
    onNode(place).scrolledTo().performClick()
    waitForIdle()
}

/** Types [text] into the field called [label]. */
fun ComposeContentTestRule.type(label: String, text: String) {
    val field = hasSetTextAction() and hasContentDescription(label)
    if (onAllNodes(field).fetchSemanticsNodes().isEmpty()) list().performScrollToNode(field)
    onNode(field).scrolledTo().performTextReplacement(text)
    waitForIdle()
}

/** Scrolls to the part tagged [tag]. */
fun ComposeContentTestRule.reach(tag: String) {
    if (onAllNodes(hasTestTag(tag)).fetchSemanticsNodes().isEmpty()) list().performScrollToNode(hasTestTag(tag))
}

private fun ComposeContentTestRule.list() = onAllNodes(hasScrollToNodeAction()).onFirst()

private fun SemanticsNodeInteraction.scrolledTo() = apply { runCatching { performScrollTo() } }
