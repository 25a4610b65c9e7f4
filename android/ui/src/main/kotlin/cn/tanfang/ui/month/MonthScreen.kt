package cn.tanfang.ui.month

import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import cn.tanfang.core.Session
import cn.tanfang.ffi.MonthDay
import cn.tanfang.ffi.MonthView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BlockPart
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LARGE
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.OpeningCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.QuietAction
import cn.tanfang.ui.parts.QuietActions
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine
import cn.tanfang.ui.parts.WordButton
import java.time.LocalDate

/** Holds which month is looked at. */
private class Leaf(session: Session, first: String?) {
    private var month by mutableStateOf(first)
    val model = session.model { it.month(month) }

    fun turn(to: String) {
        month = to
        model.reload()
    }
}

/** 本月: what was done on which day, what is planned, what is left. */
@Composable
fun MonthScreen(app: AppState, screen: Screen.Month) {
    val leaf = app.keep(screen) { Leaf(app.session, screen.month) }
    Watched(leaf.model, app) { view, problem ->
        MonthContent(
            view,
            onMonth = { app.dismiss(); leaf.turn(it) },
            deeds(app),
            topActions(app),
            bottom = { NewsArea(app) },
            problem = problem,
        )
    }
}

@Composable
fun MonthContent(
    view: MonthView,
    onMonth: (String) -> Unit,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit = {},
    problem: (@Composable () -> Unit)? = null,
) {
    var picked by rememberSaveable(view.month) { mutableStateOf(view.days.find { it.today }?.day) }
    val large = LocalDensity.current.fontScale >= LARGE
    Page(top = { TopBar(view.title, top) }, bottom = bottom) {
        problem?.let { item { it() } }
        item(key = "summary") { BodyLine(view.summary) }
        item(key = "around") {
            Buttons {
                view.around.getOrNull(0)?.let { WordButton(Strings.Ledger.before, { onMonth(it) }) }
                view.around.getOrNull(1)?.let { WordButton(Strings.Ledger.after, { onMonth(it) }) }
            }
        }
        if (large) {
            // Seven columns have no room for large letters: the days that say something, one below the other.
            item(key = "days") { Heading(Strings.Month.days) }
            items(view.days.filter { it.today || it.words.isNotEmpty() }, key = { it.day }) { day ->
                if (day.day == picked) DayPart(day, deeds) else OpeningCard(Strings.open, { picked = day.day }) { DayWords(day) }
            }
        } else {
            item(key = "grid") { Grid(view, picked) { picked = it } }
            view.days.find { it.day == picked }?.let { day -> item(key = "picked") { DayPart(day, deeds) } }
        }
        if (view.cannot.isNotEmpty()) item(key = "cannot") { LinesCard(Strings.Month.cannot, view.cannot, deeds) }
        if (view.settings.isNotEmpty()) item(key = "settings") { QuietActions(view.settings, deeds) }
        view.empty?.let { item(key = "empty") { EmptyCard(it, deeds) } }
        if (view.homes.isNotEmpty()) item(key = "homes") { Heading(Strings.Place.homes) }
        items(view.homes) { BlockPart(it, deeds) }
    }
}

/** The test tag of the part that shows the day one tapped. */
const val PICKED_DAY = "picked day"

/** One day: what was done on it and is planned for it, home by home. */
@Composable
private fun DayPart(day: MonthDay, deeds: Deeds) {
    TanfangCard(Modifier.testTag(PICKED_DAY)) {
        DayWords(day)
        for (home in day.homes) ViewLine(home, deeds)
        day.toggle?.let { QuietAction(it, deeds) }
    }
}

@Composable
private fun DayWords(day: MonthDay) {
    Heading(day.title())
    val marks = (listOf(day.lunar) + day.marks).filter { it.isNotEmpty() }
    if (marks.isNotEmpty()) SmallLine(marks.joinToString(" · "))
    if (day.words.isNotEmpty()) BodyLine(day.words, day.tone)
}

/** The day as one says it, such as 11月20日. */
internal fun MonthDay.title(): String {
    val of = LocalDate.parse(day)
    return "${of.monthValue}${Strings.Day.month}${of.dayOfMonth}${Strings.Day.date}"
}
