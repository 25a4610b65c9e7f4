package cn.tanfang.ui.roster

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.input.KeyboardType
import cn.tanfang.ffi.ControlTotal
import cn.tanfang.ffi.CoverageRow
import cn.tanfang.ffi.CoverageView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.OpeningCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.shown

/** How many there ought to be, as it is being typed; null while nothing was. */
@Stable
internal class TotalWords {
    var homes by mutableStateOf<String?>(null)
    var people by mutableStateOf<String?>(null)

    /** Whether something else was typed than what [control] says. */
    fun differ(control: ControlTotal) = (homes ?: control.households) != control.households || (people ?: control.persons) != control.persons
}

/** 名册对数: from the township to a person, a step a screen, beside how many there ought to be. */
@Composable
fun CoverageScreen(app: AppState, screen: Screen.Coverage) {
    val model = app.keep(screen) { app.session.model { it.coverage(screen.`class`, screen.division) } }
    val words = app.typed(screen) { TotalWords() }
    Watched(model, app) { view, problem ->
        val control = view.control
        CoverageContent(
            view,
            words,
            deeds(app),
            topActions(app),
            bottom = {
                if (control == null) {
                    NewsArea(app)
                } else {
                    BottomArea {
                        NewsNotice(app)
                        PrimaryButton(Strings.Coverage.save, { save(app, screen, control, words) }, enabled = words.differ(control))
                    }
                }
            },
            problem = problem,
        )
    }
}

private fun save(app: AppState, screen: Screen, control: ControlTotal, words: TotalWords) = app.send(
    Intent.SetControlTotal(control.`class`, control.division, (words.homes ?: control.households).trim(), (words.people ?: control.persons).trim()),
) {
    words.homes = null
    words.people = null
    app.forget(screen)
}

@Composable
internal fun CoverageContent(
    view: CoverageView,
    words: TotalWords,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit,
    problem: (@Composable () -> Unit)? = null,
) {
    Page(top = { TopBar(Strings.Coverage.title, top) }, under = { SmallLine(view.title) }, bottom = bottom) {
        problem?.let { item { it() } }
        item(key = "summary") { BodyLine(view.summary) }
        view.control?.let { item(key = "control") { ControlPart(it, words) } }
        view.empty?.let { item(key = "empty") { EmptyCard(it, deeds, isPrimary = view.control == null) } }
        items(view.rows) { Row(it, deeds) }
    }
}

@Composable
private fun ControlPart(control: ControlTotal, words: TotalWords) = TanfangCard {
    val digits = KeyboardOptions(keyboardType = KeyboardType.Number)
    Heading(Strings.Coverage.control)
    Field(words.homes ?: control.households, { words.homes = it }, Strings.Coverage.homes, Modifier.fillMaxWidth(), keyboard = digits)
    Field(words.people ?: control.persons, { words.people = it }, Strings.Coverage.people, Modifier.fillMaxWidth(), keyboard = digits)
    control.source?.let { SmallLine(it) }
}

@Composable
private fun Row(row: CoverageRow, deeds: Deeds) {
    val go = row.go
    if (go == null) {
        TanfangCard {
            Heading(row.title.shown)
            BodyLine(row.line.shown, row.tone)
        }
    } else {
        OpeningCard(Strings.open, { deeds.go(go) }) {
            Heading(row.title.shown)
            BodyLine(row.line.shown, row.tone)
        }
    }
}
