package cn.tanfang.ui.visit

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import cn.tanfang.ffi.InputValue
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.VisitInput
import cn.tanfang.ffi.VisitView
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.contact.CallPart
import cn.tanfang.ui.contact.calling
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.CardButton
import cn.tanfang.ui.parts.DayStepper
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryAction
import cn.tanfang.ui.parts.QuietAction
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.photo.PhotoStrip
import cn.tanfang.ui.photo.photosOf
import java.time.LocalDate

/** 走访: one question, one answer; stored at every tap. */
@Composable
fun VisitScreen(app: AppState, screen: Screen.Visit) {
    val model = app.keep(screen) { app.session.model { it.visit(screen.visit) } }
    Watched(model, app) { view, problem ->
        VisitContent(
            view,
            answer = { input -> app.dismiss(); model.update { it.visitAnswer(screen.visit, input) } },
            deeds(app),
            topActions(app),
            app.shell.today(),
            tell = app::tell,
            notice = { problem?.invoke(); NewsNotice(app) },
            photos = { PhotoStrip(app, photosOf(view.household, screen.visit)) },
        )
    }
}

@Composable
fun VisitContent(
    view: VisitView,
    answer: (VisitInput) -> Unit,
    deeds: Deeds,
    top: TopActions,
    today: LocalDate,
    tell: (String) -> Unit = {},
    notice: @Composable () -> Unit = {},
    photos: @Composable () -> Unit = {},
) {
    val typing = remember(view.visit) { Typing(answer) }
    DisposableEffect(typing) { onDispose { typing.flush() } }
    val list = rememberLazyListState()
    // Whom to call comes first on the screen, wherever one was.
    LaunchedEffect(view.urgent?.title) { if (view.urgent != null) list.scrollToItem(0) }

    Page(
        top = { TopBar(view.name.shown, top, view.status) },
        // With large letters this would push whom to call off the screen.
        under = if (view.urgent == null) ({ SmallLine("${Strings.Visit.title} · ${view.dayLabel}") }) else null,
        list = list,
        bottom = {
            BottomArea {
                notice()
                PrimaryAction(view.primary, deeds, before = typing::flush)
            }
        },
    ) {
        view.urgent?.let { call -> item(key = URGENT) { CallPart(call, calling(call, deeds, tell), Modifier.testTag(URGENT)) } }
        // What is asked every time comes first, then one tap for all that was answered last time.
        val place = view.groups.indexOfFirst { it.same != null }.let { if (it < 0) view.groups.size else it }
        for (group in view.groups.take(place)) item(key = group.key) { GroupPart(group, typing, answer, deeds, today) }
        view.sameAll?.let { same ->
            item(key = SAME_ALL) {
                CardButton(same, { typing.flush(); answer(VisitInput("", InputValue.SameAll)) }, Modifier.fillMaxWidth().testTag(SAME_ALL))
            }
        }
        for (group in view.groups.drop(place)) item(key = group.key) { GroupPart(group, typing, answer, deeds, today) }
        if (view.notices.isNotEmpty()) item(key = "notices") { LinesCard(Strings.Visit.notices, view.notices, deeds, Strings.Why.title) }
        if (view.flags.isNotEmpty()) item(key = "flags") { LinesCard(Strings.Visit.willRaise, view.flags, deeds, Strings.Why.title) }
        item(key = "photos") { photos() }
        item(key = "day") { DayPart(view, today) { answer(VisitInput("", InputValue.SetDay(it.toString()))) } }
        item(key = "later") { QuietAction(view.later, deeds, before = typing::flush) }
    }
}

/** The test tag of the part that says whom to call now. */
const val URGENT = "urgent"

/** The test tag of the button that answers all as last time. */
const val SAME_ALL = "same all"

/** The test tag of the part where the day of the visit is changed. */
const val DAY_PART = "day"

/** The day of the visit; another one is a tap further. */
@Composable
private fun DayPart(view: VisitView, today: LocalDate, onDay: (LocalDate) -> Unit) {
    var open by rememberSaveable(view.visit) { mutableStateOf(false) }
    if (!open) {
        WordButton(Strings.Visit.changeDay, { open = true })
        return
    }
    TanfangCard(Modifier.testTag(DAY_PART)) {
        SmallLine(Strings.Visit.day)
        DayStepper(view.dayLabel, LocalDate.parse(view.day), today, onDay)
        WordButton(Strings.fold, { open = false })
    }
}
