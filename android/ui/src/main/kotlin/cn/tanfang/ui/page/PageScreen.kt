package cn.tanfang.ui.page

import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import cn.tanfang.core.Core
import cn.tanfang.ffi.PageView
import cn.tanfang.ffi.Screen
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BlockPart
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryAction
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.shown

/** 没见到人, 事件, 活动, 报送: a page of parts, which [load] gives. */
@Composable
fun PageScreen(app: AppState, screen: Screen, load: (Core) -> PageView) {
    val model = app.keep(screen) { app.session.model(load) }
    Watched(model, app) { view, problem ->
        PageContent(
            view,
            deeds(app),
            topActions(app),
            notice = { NewsNotice(app) },
            bottom = { NewsArea(app) },
            problem = problem,
        )
    }
}

@Composable
fun PageContent(
    view: PageView,
    deeds: Deeds,
    top: TopActions,
    notice: @Composable () -> Unit = {},
    bottom: @Composable () -> Unit = {},
    problem: (@Composable () -> Unit)? = null,
) {
    val primary = view.primary
    Page(
        top = { TopBar(view.title.shown, top) },
        bottom = if (primary == null) bottom else ({ BottomArea { notice(); PrimaryAction(primary, deeds) } }),
    ) {
        problem?.let { item { it() } }
        view.sentence?.let { item { BodyLine(it.shown) } }
        view.empty?.let { item { EmptyCard(it, deeds, isPrimary = primary == null) } }
        items(view.blocks) { BlockPart(it, deeds) }
    }
}
