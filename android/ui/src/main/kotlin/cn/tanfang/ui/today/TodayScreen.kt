package cn.tanfang.ui.today

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
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
import cn.tanfang.ffi.Line
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.TodayCard
import cn.tanfang.ffi.TodayFilter
import cn.tanfang.ffi.TodayView
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Places
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.CardAction
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.DialButton
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LARGE
import cn.tanfang.ui.parts.LeadingLines
import cn.tanfang.ui.parts.OpeningCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.QuietAction
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.Tag
import cn.tanfang.ui.parts.TagRow
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.theme.Space

/** Holds which part of 今天 is looked at, and what is searched for. */
private class Looking(session: Session) {
    var filter = ""
        private set
    var text by mutableStateOf("")
        private set
    val model = session.model { it.todayBy(filter, text) }

    fun pick(next: String) {
        filter = next
        model.reload()
    }

    fun search(next: String) {
        text = next
        model.reload()
    }
}

/** 今天: whose home to visit, and why. */
@Composable
fun TodayScreen(app: AppState) {
    val looking = app.keep(Screen.Today) { Looking(app.session) }
    Watched(looking.model, app) { view, problem ->
        TodayContent(
            view,
            deeds(app),
            topActions(app),
            bottom = { Places(app) },
            text = looking.text,
            onText = looking::search,
            onFilter = looking::pick,
            problem = problem,
        )
    }
}

@Composable
fun TodayContent(
    view: TodayView,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit,
    text: String = view.query,
    onText: (String) -> Unit = {},
    onFilter: (String) -> Unit = {},
    problem: (@Composable () -> Unit)? = null,
) {
    var choosing by rememberSaveable { mutableStateOf(false) }
    var reminding by rememberSaveable { mutableStateOf(false) }
    // Danger first, then what was begun, then what there is to know. Danger is always seen; of the rest one line, so
    // that the homes are not pushed off the screen.
    val reminders = (view.drafts.map { it to Strings.Today.goOn } + view.notes.map { it to Strings.open })
        .sortedBy { (line, _) -> line.tone != Tone.DANGER }
    val few = reminders.filter { (line, _) -> line.tone == Tone.DANGER }.ifEmpty { reminders.take(1) }
    val isLong = reminders.size > few.size && view.groups.isNotEmpty()
    // With large letters only danger and one line stand above the first home; the rest follows below it.
    val large = LocalDensity.current.fontScale >= LARGE && view.groups.isNotEmpty()
    val (above, below) = if (large) reminders.partition { (line, _) -> line.tone == Tone.DANGER } else reminders to emptyList()
    val date = "${view.date} · ${view.lunar}"
    val filters: @Composable () -> Unit = { WordButton(if (choosing) Strings.fold else Strings.Today.filters, { choosing = !choosing }) }
    val notes: @Composable () -> Unit = { if (isLong) WordButton(Strings.Today.notes, { reminding = !reminding }) }
    Page(
        top = { TopBar(Strings.Place.today, top, view.status) },
        under = if (large) null else ({ SmallLine(date) }),
        bottom = bottom,
    ) {
        problem?.let { item { it() } }
        if (large) {
            item(key = "ways") { Buttons { view.practice?.let { Tag(it, Tone.AMBER) }; filters() } }
        } else {
            view.practice?.let { item { Tag(it, Tone.AMBER) } }
            view.summary?.let { item(key = "summary") { BodyLine(it) } }
            item(key = "ways") { Buttons { QuietAction(view.month, deeds); filters(); notes() } }
        }
        if (choosing || text.isNotEmpty()) item(key = "search") { Field(text, onText, Strings.Homes.search, Modifier.fillMaxWidth()) }
        if (text.isNotEmpty()) item(key = "clear") { WordButton(Strings.Homes.clear, { onText("") }) }
        if (choosing || view.filter.isNotEmpty()) {
            for (filter in view.filters) item(key = "filter ${filter.title}") { FilterPart(filter, onFilter) }
        }
        if (above.isNotEmpty()) item(key = "notes") { Reminders(if (isLong && !reminding && !large) few else above, deeds) }
        view.empty?.let { item(key = "empty") { EmptyCard(it, deeds) } }
        view.groups.forEachIndexed { i, group ->
            item { Heading(group.title) }
            val first = if (large && i == 0) 1 else 0
            items(group.cards.take(first), key = { it.household }) { CardPart(it, deeds) }
            if (first > 0) item(key = "below") {
                Column(verticalArrangement = Arrangement.spacedBy(Space.betweenCards)) {
                    SmallLine(date)
                    view.summary?.let { BodyLine(it) }
                    Buttons { QuietAction(view.month, deeds); notes() }
                    val shown = if (isLong && !reminding) below.take(maxOf(few.size - above.size, 0)) else below
                    if (shown.isNotEmpty()) Reminders(shown, deeds)
                }
            }
            items(group.cards.drop(first), key = { it.household }) { CardPart(it, deeds) }
        }
        view.more?.let { more -> item(key = "more") { WordButton(more.label, { onFilter(more.key) }) } }
    }
}

@Composable
private fun Reminders(lines: List<Pair<Line, String>>, deeds: Deeds) = TanfangCard {
    for ((line, label) in lines) ViewLine(line, deeds, label)
}

/** One row of choices above the list. */
@Composable
private fun FilterPart(filter: TodayFilter, onFilter: (String) -> Unit) {
    Column(verticalArrangement = Arrangement.spacedBy(Space.betweenLines)) {
        SmallLine(filter.title)
        Choices(filter.choices.map { choice -> ChoiceItem(choice.label, choice.chosen) { onFilter(choice.key) } })
    }
}

/** One home: the card opens it; what can be done and what the trip closes are targets of their own. */
@Composable
private fun CardPart(card: TodayCard, deeds: Deeds) {
    var unfolded by rememberSaveable(card.household) { mutableStateOf(false) }
    OpeningCard(
        openLabel = Strings.open,
        onOpen = { deeds.go(card.go) },
        modifier = Modifier.testTag(card.household),
        action = {
            Column(verticalArrangement = Arrangement.spacedBy(Space.betweenLines)) {
                if (unfolded) LeadingLines(card.duties, deeds, small = true)
                Buttons {
                    card.urgent.firstNotNullOfOrNull { it.go as? Screen.Call }?.let { call -> QuietButton(Strings.Call.title, { deeds.go(call) }) }
                    CardAction(card.visit, deeds)
                    QuietButton(card.missed.label, { deeds.send(card.missed.intent) }, enabled = card.missed.enabled)
                    card.call?.let { QuietButton(it.label, { deeds.send(it.intent) }, enabled = it.enabled) }
                    card.dial?.let { DialButton(it, deeds) }
                    // Several duties are said one by one, each with its own why.
                    if (card.duties.size > 1) {
                        WordButton(if (unfolded) Strings.fold else Strings.Today.duties, { unfolded = !unfolded })
                    } else {
                        card.why.go?.let { WordButton(Strings.Why.title, { deeds.go(it) }) }
                    }
                }
            }
        },
    ) {
        Heading(card.name.shown)
        for (line in card.urgent) BodyLine(line.text.shown, line.tone)
        TagRow(card.chips)
        BodyLine(card.why.text.shown, card.why.tone)
        card.closes?.let { BodyLine(it) }
        card.last?.let { SmallLine(it) }
        card.quote?.shown?.let { if (it.isNotEmpty()) SmallLine(it) }
    }
}
