package cn.tanfang.ui.home

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import cn.tanfang.ffi.HomeView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.hint.Asking
import cn.tanfang.ui.hint.hintPart
import cn.tanfang.ui.hint.rememberAsking
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.DialButton
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryAction
import cn.tanfang.ui.parts.QuietAction
import cn.tanfang.ui.parts.TagRow
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.photo.PhotoStrip
import cn.tanfang.ui.photo.photosOf

/** 一户: what is due, what the home may be entitled to, what is known and since when, what happened before. */
@Composable
fun HomeScreen(app: AppState, screen: Screen.Home) {
    val model = app.keep(screen) { app.session.model { it.home(screen.household) } }
    val asking = rememberAsking(app, screen, deeds(app)) { core, input -> core.answerHint(screen.household, input) }
    Watched(model, app) { view, problem ->
        HomeContent(view, asking, topActions(app), notice = { NewsNotice(app) }, photos = { PhotoStrip(app, photosOf(screen.household)) }, problem = problem)
    }
}

@Composable
internal fun HomeContent(
    view: HomeView,
    asking: Asking,
    top: TopActions,
    notice: @Composable () -> Unit = {},
    photos: @Composable () -> Unit = {},
    problem: (@Composable () -> Unit)? = null,
) {
    val deeds = asking.deeds
    // What a home may be entitled to is not for the table.
    val covered = LocalCovered.current
    var turned by rememberSaveable(view.household) { mutableStateOf(listOf<String>()) }
    Page(
        top = { TopBar(view.name.shown, top) },
        bottom = {
            BottomArea {
                notice()
                view.primary?.let { PrimaryAction(it, deeds) }
            }
        },
    ) {
        problem?.let { item { it() } }
        item {
            TanfangCard {
                TagRow(view.chips)
                BodyLine(view.place.shown)
                view.dial?.let { DialButton(it, deeds) }
            }
        }
        if (view.due.isNotEmpty()) item { LinesCard(Strings.Home.due, view.due, deeds, Strings.Why.title) }
        if (view.flags.isNotEmpty()) item { LinesCard(Strings.Home.flags, view.flags, deeds) }
        if (view.notices.isNotEmpty()) item { LinesCard(Strings.Home.notices, view.notices, deeds) }
        if (!covered) hintPart(view, asking, turned) { key -> turned = if (key in turned) turned - key else turned + key }
        for (person in view.persons) item(key = person.person) { PersonPart(person, alone = view.persons.size == 1, deeds, asking.today) }
        item(key = "photos") { photos() }
        if (view.history.isNotEmpty()) item { LinesCard(Strings.Home.history, view.history, deeds) }
        if (view.more.isNotEmpty()) item { Buttons { for (action in view.more) QuietAction(action, deeds) } }
    }
}
