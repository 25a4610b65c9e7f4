package cn.tanfang.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import cn.tanfang.ffi.Action
import cn.tanfang.ffi.Block
import cn.tanfang.ffi.Line
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.theme.Space

/**
 * One part of a page: what it is of, what it says, what can be done. A part that leads somewhere is opened by its upper
 * half; one that has nothing but a title heads those below it.
 */
@Composable
fun BlockPart(block: Block, deeds: Deeds, modifier: Modifier = Modifier) {
    val go = block.go
    if (go == null && block.lines.isEmpty() && block.actions.isEmpty()) {
        Heading(block.title.shown, modifier)
        return
    }
    if (go == null) {
        TanfangCard(modifier) {
            BlockTitle(block)
            LeadingLines(block.lines, deeds)
            QuietActions(block.actions, deeds)
        }
        return
    }
    // A line that leads somewhere is a target of its own, so it stands below what opens the part.
    val words = block.lines.takeWhile { it.go == null }
    val leading = block.lines.drop(words.size)
    OpeningCard(
        Strings.open,
        onOpen = { deeds.go(go) },
        modifier = modifier,
        action = if (leading.isEmpty() && block.actions.isEmpty()) null else ({
            Column(verticalArrangement = Arrangement.spacedBy(Space.betweenLines)) {
                LeadingLines(leading, deeds)
                QuietActions(block.actions, deeds)
            }
        }),
    ) {
        BlockTitle(block)
        for (line in words) ViewLine(line, deeds)
    }
}

@Composable
private fun BlockTitle(block: Block) {
    val title = block.title.shown
    if (title.isNotEmpty()) Heading(title)
}

/** Lines, each with the word for where it leads. */
@Composable
fun LeadingLines(lines: List<Line>, deeds: Deeds, small: Boolean = false) {
    for (line in lines) ViewLine(line, deeds, if (line.go is Screen.Why) Strings.Why.title else Strings.open, small)
}

/** Quieter actions side by side, each note below its own. */
@Composable
fun QuietActions(actions: List<Action>, deeds: Deeds, before: () -> Unit = {}) {
    if (actions.isEmpty()) return
    Buttons { for (action in actions) QuietButton(action.label, { before(); deeds.send(action.intent) }, enabled = action.enabled) }
    for (note in actions.mapNotNull { it.note }) SmallLine(note)
}
