package cn.tanfang.ui.more

import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import cn.tanfang.ffi.MoreView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Places
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.OpeningCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.shown

/** 更多: where else one can go. */
@Composable
fun MoreScreen(app: AppState) {
    val model = app.keep(Screen.More) { app.session.model { it.more() } }
    Watched(model, app) { view, problem ->
        MoreContent(view, deeds(app), topActions(app), bottom = { Places(app) }, problem = problem)
    }
}

@Composable
fun MoreContent(
    view: MoreView,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit,
    problem: (@Composable () -> Unit)? = null,
) {
    Page(top = { TopBar(Strings.Place.more, top) }, bottom = bottom, under = { SmallLine(view.worker) }) {
        problem?.let { item { it() } }
        items(view.entries) { entry ->
            val go = entry.go
            if (go == null) {
                SmallLine(entry.text.shown, entry.tone)
            } else {
                OpeningCard(Strings.open, { deeds.go(go) }) { BodyLine(entry.text.shown, entry.tone) }
            }
        }
    }
}
