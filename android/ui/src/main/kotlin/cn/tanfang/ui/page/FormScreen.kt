package cn.tanfang.ui.page

import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.remember
import cn.tanfang.ffi.FormView
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.VisitInput
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.LeadingLines
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryAction
import cn.tanfang.ui.parts.QuietActions
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.visit.GroupPart
import cn.tanfang.ui.visit.Typing
import java.time.LocalDate

/** 巡查, 暂停, an event that begins: questions as on 走访, kept at every tap and sent once. */
@Composable
fun FormScreen(app: AppState, screen: Screen.Form) {
    val model = app.keep(screen) { app.session.model { it.form(screen.key) } }
    Watched(model, app) { view, problem ->
        FormContent(
            view,
            answer = { input -> app.dismiss(); model.update { it.formAnswer(screen.key, input) } },
            deeds(app),
            topActions(app),
            app.shell.today(),
            notice = { problem?.invoke(); NewsNotice(app) },
        )
    }
}

@Composable
fun FormContent(
    view: FormView,
    answer: (VisitInput) -> Unit,
    deeds: Deeds,
    top: TopActions,
    today: LocalDate,
    notice: @Composable () -> Unit = {},
) {
    val typing = remember(view.key) { Typing(answer) }
    DisposableEffect(typing) { onDispose { typing.flush() } }
    Page(
        top = { TopBar(view.title.shown, top, view.status) },
        bottom = {
            BottomArea {
                notice()
                PrimaryAction(view.primary, deeds, before = typing::flush)
            }
        },
    ) {
        view.sentence?.let { item(key = "sentence") { BodyLine(it.shown) } }
        for (group in view.groups) item(key = "group ${group.key}") { GroupPart(group, typing, answer, deeds, today) }
        if (view.lines.isNotEmpty()) item(key = "lines") { TanfangCard { LeadingLines(view.lines, deeds) } }
        if (view.actions.isNotEmpty()) item(key = "actions") { QuietActions(view.actions, deeds, before = typing::flush) }
    }
}
