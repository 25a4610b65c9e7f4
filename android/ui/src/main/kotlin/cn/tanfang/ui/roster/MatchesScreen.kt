package cn.tanfang.ui.roster

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateMapOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.MatchRow
import cn.tanfang.ffi.MatchesView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown

/** What is being written beside findings, by task. */
@Stable
internal class MatchWords {
    val notes = mutableStateMapOf<String, String>()

    fun note(row: MatchRow) = notes[row.task] ?: row.note
}

/** 比对核实: what a match said, answered on the spot with one tap. */
@Composable
fun MatchesScreen(app: AppState) {
    val model = app.keep(Screen.Matches) { app.session.model { it.matches() } }
    val words = app.typed(Screen.Matches) { MatchWords() }
    Watched(model, app) { view, problem ->
        MatchesContent(
            view,
            words,
            onAnswer = { row, finding ->
                app.send(Intent.AnswerMatch(row.task, finding, words.note(row).trim())) { words.notes -= row.task }
            },
            deeds(app),
            topActions(app),
            bottom = { NewsArea(app) },
            problem = problem,
        )
    }
}

@Composable
internal fun MatchesContent(
    view: MatchesView,
    words: MatchWords,
    onAnswer: (MatchRow, finding: String) -> Unit,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit,
    problem: (@Composable () -> Unit)? = null,
) {
    Page(top = { TopBar(Strings.Match.title, top) }, under = { SmallLine(view.summary) }, bottom = bottom) {
        problem?.let { item { it() } }
        view.empty?.let { item { EmptyCard(it, deeds) } }
        items(view.rows, key = { it.task }) { row -> MatchPart(row, words, onAnswer, deeds) }
    }
}

@Composable
private fun MatchPart(row: MatchRow, words: MatchWords, onAnswer: (MatchRow, String) -> Unit, deeds: Deeds) {
    var all by rememberSaveable(row.task) { mutableStateOf(false) }
    TanfangCard(Modifier.testTag(row.task)) {
        Heading(row.name.shown)
        row.doubt.shown.let { if (it.isNotEmpty()) BodyLine(it) }
        BodyLine(row.state, row.tone)
        if (all) for (cell in row.cells) ViewLine(cell, deeds, small = true)
        Buttons {
            val name = row.name.shown
            row.go?.let { go -> QuietButton(Strings.open, { deeds.go(go) }, Modifier.semantics { contentDescription = "${Strings.open} $name" }) }
            if (row.cells.isNotEmpty()) WordButton(if (all) Strings.fold else Strings.Match.cells, { all = !all })
        }
        if (row.who.isNotEmpty()) {
            BodyLine(Strings.Match.who)
            Choices(row.who.map { ChoiceItem(it.shown, it.chosen) { deeds.send(Intent.LinkMatch(row.task, it.code)) } })
        }
        if (row.findings.isNotEmpty()) FindingPart(row, words, onAnswer)
    }
}

/** The findings; a note that was typed goes with the tap, or by itself once a finding is there. */
@Composable
private fun FindingPart(row: MatchRow, words: MatchWords, onAnswer: (MatchRow, String) -> Unit) {
    BodyLine(Strings.Match.finding)
    Choices(row.findings.map { ChoiceItem(it.label, it.chosen) { onAnswer(row, it.code) } })
    // What was written about a home is not for the table.
    if (LocalCovered.current) return
    val note = words.note(row)
    Field(note, { words.notes[row.task] = it }, Strings.Match.note, Modifier.fillMaxWidth(), oneLine = false)
    val chosen = row.findings.firstOrNull { it.chosen }
    if (chosen != null && note.trim() != row.note) QuietButton(Strings.Match.saveNote, { onAnswer(row, chosen.code) })
}
