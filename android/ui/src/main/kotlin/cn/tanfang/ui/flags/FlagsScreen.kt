package cn.tanfang.ui.flags

import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import cn.tanfang.ffi.FlagsView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Places
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine

/** 线索: every open flag, each leading to its home. */
@Composable
fun FlagsScreen(app: AppState) {
    val model = app.keep(Screen.Flags) { app.session.model { it.flags() } }
    Watched(model, app) { view, problem ->
        FlagsContent(view, deeds(app), topActions(app), bottom = { Places(app) }, problem = problem)
    }
}

@Composable
fun FlagsContent(
    view: FlagsView,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit,
    problem: (@Composable () -> Unit)? = null,
) {
    Page(top = { TopBar(Strings.Place.flags, top) }, bottom = bottom) {
        problem?.let { item { it() } }
        view.empty?.let { item { EmptyCard(it, deeds) } }
        items(view.rows) { row -> TanfangCard { ViewLine(row, deeds) } }
    }
}
