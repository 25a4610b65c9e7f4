package cn.tanfang.ui.today

import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.TodayCard
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
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.DialButton
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.OpeningCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.Tag
import cn.tanfang.ui.parts.TagRow
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown

/** 今天: whose home to visit, and why. */
@Composable
fun TodayScreen(app: AppState) {
    val model = app.keep(Screen.Today) { app.session.model { it.today() } }
    Watched(model, app) { view, problem ->
        TodayContent(view, deeds(app), topActions(app), bottom = { Places(app) }, problem = problem)
    }
}

@Composable
fun TodayContent(
    view: TodayView,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit,
    problem: (@Composable () -> Unit)? = null,
) {
    Page(
        top = { TopBar(Strings.Place.today, top, view.status) },
        under = { SmallLine("${view.date} · ${view.lunar}") },
        bottom = bottom,
    ) {
        problem?.let { item { it() } }
        view.practice?.let { item { Tag(it, Tone.AMBER) } }
        view.summary?.let { item { BodyLine(it) } }
        if (view.notes.isNotEmpty()) item(key = "notes") { TanfangCard { for (note in view.notes) ViewLine(note, deeds) } }
        view.empty?.let { item { EmptyCard(it, deeds) } }
        for (group in view.groups) {
            item { Heading(group.title) }
            cards(group.cards, deeds)
        }
    }
}

private fun LazyListScope.cards(cards: List<TodayCard>, deeds: Deeds) = items(cards, key = { it.household }) { card ->
    OpeningCard(
        openLabel = Strings.open,
        onOpen = { deeds.go(card.go) },
        modifier = Modifier.testTag(card.household),
        action = {
            Buttons {
                CardAction(card.visit, deeds)
                card.dial?.let { DialButton(it, deeds) }
                card.why.go?.let { WordButton(Strings.Why.title, { deeds.go(it) }) }
            }
        },
    ) {
        Heading(card.name.shown)
        TagRow(card.chips)
        BodyLine(card.why.text.shown, card.why.tone)
        card.last?.let { SmallLine(it) }
        card.quote?.shown?.let { if (it.isNotEmpty()) SmallLine(it) }
    }
}
