package cn.tanfang.ui

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.junit4.ComposeContentTestRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performScrollToIndex
import androidx.compose.ui.test.hasScrollToIndexAction

/** What is to be read or heard of this node. */
fun SemanticsNode.label(): String =
    (config.getOrNull(SemanticsProperties.ContentDescription) ?: config.getOrNull(SemanticsProperties.Text)?.map { it.text }).orEmpty().joinToString(" ").ifEmpty { "#$id" }

/** Says how this text is cut off, by its own box or by a parent narrower than it; null when all of it is there. */
fun SemanticsNode.cutOff(): String? {
    val text = buildList { config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(this) }.firstOrNull() ?: return null
    if (text.layoutInput.text.isEmpty()) return null
    val last = text.lineCount - 1
    val widest = (0..last).maxOf { text.getLineRight(it) - text.getLineLeft(it) }
    return when {
        text.isLineEllipsized(last) || text.getLineEnd(last) < text.layoutInput.text.length -> "${label()}: not all of it"
        widest > size.width + 1 -> "${label()}: $widest px wide in ${size.width}"
        text.getLineBottom(last) > size.height + 1 -> "${label()}: ${text.getLineBottom(last)} px high in ${size.height}"
        boundsInRoot.width in 0.5f..(size.width - 1f) -> "${label()}: a parent shows ${boundsInRoot.width} px of ${size.width}"
        else -> null
    }
}

/** Matches every text that was laid out. */
val HAS_LAYOUT = SemanticsMatcher.keyIsDefined(SemanticsActions.GetTextLayoutResult)

/** Runs [look] at every part of a screen that scrolls, from the top to the end. */
fun ComposeContentTestRule.atEveryPlace(look: () -> Unit) {
    look()
    val lists = onAllNodes(hasScrollToIndexAction())
    if (lists.fetchSemanticsNodes().isEmpty()) return
    val count = lists.fetchSemanticsNodes().first().config.getOrNull(SemanticsProperties.CollectionInfo)?.rowCount ?: MANY
    for (i in 1 until minOf(if (count > 0) count else MANY, MANY)) {
        try {
            lists.onFirst().performScrollToIndex(i)
        } catch (_: IllegalArgumentException) {
            return // past the end
        }
        look()
    }
}

private const val MANY = 40
