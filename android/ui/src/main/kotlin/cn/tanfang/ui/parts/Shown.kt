package cn.tanfang.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import cn.tanfang.core.CoreProblem
import cn.tanfang.ffi.Action
import cn.tanfang.ffi.Chip
import cn.tanfang.ffi.Dial
import cn.tanfang.ffi.Empty
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.Line
import cn.tanfang.ffi.Masked
import cn.tanfang.ffi.QuestionOption
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.theme.Space

/** Whether 遮 is on: labels and amounts are hidden, names are initials, the screen is safe to lay on the table. */
val LocalCovered = staticCompositionLocalOf { false }

/** The text as it may be seen now. */
val Masked.shown: String
    @Composable @ReadOnlyComposable get() = if (LocalCovered.current) masked else text

/** What an answer says; under 遮 nobody is named there. */
val QuestionOption.shown: String
    @Composable @ReadOnlyComposable get() = masked?.takeIf { LocalCovered.current } ?: label

/** What every screen can do beside its own deeds. */
class Deeds(
    val send: (Intent) -> Unit,
    val go: (Screen) -> Unit,
    val dial: (Dial) -> Unit,
)

/** What a home or a person is, in short words. Under 遮 an emptied word leaves nothing behind. */
@Composable
fun TagRow(chips: List<Chip>) {
    val shown = chips.map { it.text.shown to it.tone }.filter { it.first.isNotEmpty() }
    if (shown.isNotEmpty()) Tags { for ((text, tone) in shown) Tag(text, tone) }
}

/** A line of a view; one that leads somewhere can be pressed, with [label] as its word. */
@Composable
fun ViewLine(line: Line, deeds: Deeds, label: String = Strings.open, small: Boolean = false) {
    val text = line.text.shown
    if (text.isEmpty()) return
    val go = line.go
    val words: @Composable () -> Unit = { if (small) SmallLine(text, line.tone) else BodyLine(text, line.tone) }
    val button: @Composable () -> Unit = {
        go?.let { WordButton(label, { deeds.go(it) }, Modifier.semantics { contentDescription = "$label $text" }) }
    }
    when {
        go == null -> words()
        LocalDensity.current.fontScale >= LARGE -> Column {
            words()
            button()
        }
        else -> Row(
            Modifier.fillMaxWidth().heightIn(min = Space.touch),
            horizontalArrangement = Arrangement.spacedBy(Space.betweenLines),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Column(Modifier.weight(1f)) { words() }
            button()
        }
    }
}

/** Lines under a heading, on a card; nothing at all when there are none. */
@Composable
fun LinesCard(title: String, lines: List<Line>, deeds: Deeds, label: String = Strings.open, more: @Composable ColumnScope.() -> Unit = {}) {
    if (lines.isEmpty()) return
    TanfangCard {
        Heading(title)
        for (line in lines) ViewLine(line, deeds, label)
        more()
    }
}

/** The screen's one primary action, with its note above it. */
@Composable
fun PrimaryAction(action: Action, deeds: Deeds, before: () -> Unit = {}) {
    action.note?.let { SmallLine(it, if (action.enabled) Tone.QUIET else Tone.AMBER) }
    PrimaryButton(action.label, { before(); deeds.send(action.intent) }, enabled = action.enabled)
}

/** The one action of a card in a list. */
@Composable
fun CardAction(action: Action, deeds: Deeds) {
    CardButton(action.label, { deeds.send(action.intent) }, enabled = action.enabled)
}

/** A quieter action. */
@Composable
fun QuietAction(action: Action, deeds: Deeds, before: () -> Unit = {}) {
    QuietButton(action.label, { before(); deeds.send(action.intent) }, enabled = action.enabled)
    action.note?.let { SmallLine(it) }
}

/** A number that dials; a screen reader hears whose it is. */
@Composable
fun DialButton(dial: Dial, deeds: Deeds) {
    QuietButton(
        dial.label,
        { deeds.dial(dial) },
        Modifier.semantics { contentDescription = dial.spoken },
    )
}

/** Why a list is empty and what comes next; that is the screen's primary action unless it has another. */
@Composable
fun EmptyCard(empty: Empty, deeds: Deeds, isPrimary: Boolean = true) {
    TanfangCard {
        BodyLine(empty.sentence)
        empty.action?.let { if (isPrimary) PrimaryAction(it, deeds) else QuietAction(it, deeds) }
    }
}

/** What went wrong, that nothing is lost, and the one thing to do. */
@Composable
fun ProblemNotice(problem: CoreProblem, onRetry: () -> Unit) {
    Notice(problem.words, Tone.AMBER) {
        QuietButton(Strings.retry, onRetry)
    }
}

/** The sentence of a problem, or what is said when the core could not speak. */
val CoreProblem.words: String
    get() = sentence ?: if (kind == CoreProblem.Kind.Closed) Strings.Error.closed else Strings.Error.internal

/** Stands where the first view is on its way. */
@Composable
fun Loading() {
    Text(Strings.loading)
}
