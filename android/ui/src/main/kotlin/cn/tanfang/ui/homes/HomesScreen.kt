package cn.tanfang.ui.homes

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import cn.tanfang.core.Session
import cn.tanfang.ffi.HomeRow
import cn.tanfang.ffi.HomesView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Places
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.DialButton
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.OpeningCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TagRow
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown

/** Holds the text searched for, and how many of what it finds are shown. */
private class Looking(session: Session) {
    var text by mutableStateOf("")
        private set
    private var shown = 0u
    val model = session.model { it.homes(text, shown) }

    fun search(next: String) {
        text = next
        show(0u)
    }

    fun show(homes: UInt) {
        shown = homes
        model.reload()
    }
}

/** 各户: every home of the grid, found by whatever one remembers. */
@Composable
fun HomesScreen(app: AppState) {
    val looking = app.keep(Screen.Homes) { Looking(app.session) }
    Watched(looking.model, app) { view, problem ->
        HomesContent(
            view,
            looking.text,
            onText = looking::search,
            deeds(app),
            topActions(app),
            bottom = { Places(app) },
            onMore = looking::show,
            problem = problem,
        )
    }
}

@Composable
fun HomesContent(
    view: HomesView,
    text: String,
    onText: (String) -> Unit,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit,
    onMore: (UInt) -> Unit = {},
    problem: (@Composable () -> Unit)? = null,
) {
    Page(
        top = { TopBar(Strings.Place.homes, top) },
        under = { SmallLine(view.count) },
        bottom = bottom,
    ) {
        problem?.let { item { it() } }
        item(key = "search") {
            Field(text, onText, Strings.Homes.search, Modifier.fillMaxWidth())
            if (text.isNotEmpty()) WordButton(Strings.Homes.clear, { onText("") })
        }
        view.empty?.let { item { EmptyCard(it, deeds) } }
        for (group in view.groups) {
            item(key = group.title) { Heading(group.title) }
            items(group.rows, key = { it.household }) { Row(it, deeds) }
        }
        view.more?.let { more -> item(key = "more") { WordButton(more.label, { onMore(more.shown) }) } }
    }
}

@Composable
private fun Row(row: HomeRow, deeds: Deeds) {
    OpeningCard(
        openLabel = Strings.open,
        onOpen = { deeds.go(row.go) },
        modifier = Modifier.testTag(row.household),
        action = row.dial?.let { { DialButton(it, deeds) } },
    ) {
        Heading(row.name.shown)
        TagRow(row.chips)
        BodyLine(row.line.shown, row.tone)
    }
}
