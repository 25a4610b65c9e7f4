package cn.tanfang.ui.roster

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import cn.tanfang.core.Session
import cn.tanfang.ffi.Action
import cn.tanfang.ffi.ImportView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryAction
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.QuietAction
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import kotlinx.coroutines.launch

/** Holds the list that was looked at, and which of its rows are to wait. */
private class Looking(private val session: Session, private val app: AppState) {
    var view by mutableStateOf<ImportView?>(null)
    var postponed by mutableStateOf(emptySet<String>())

    fun look(path: String) {
        app.dismiss()
        session.ask({ it.importLook(path) }) {
            view = it
            postponed = it.groups.flatMap { group -> group.rows }.filter { row -> row.confirm }.map { row -> row.key }.toSet()
        }
    }
}

/** 导入: what a list would change, before anything is written. */
@Composable
fun RosterScreen(app: AppState) {
    val looking = app.keep(Screen.Import) { Looking(app.session, app) }
    val scope = rememberCoroutineScope()
    RosterContent(
        looking.view,
        looking.postponed,
        onPostponed = { looking.postponed = it },
        onChoose = { scope.launch { app.shell.chooseRoster()?.let(looking::look) } },
        deeds = Deeds(
            send = { intent ->
                looking.view = null
                app.send(intent)
            },
            go = app::go,
            dial = app.shell::dial,
        ),
        top = topActions(app),
        notice = { NewsNotice(app) },
    )
}

@Composable
fun RosterContent(
    view: ImportView?,
    postponed: Set<String>,
    onPostponed: (Set<String>) -> Unit,
    onChoose: () -> Unit,
    deeds: Deeds,
    top: TopActions,
    notice: @Composable () -> Unit = {},
) {
    Page(
        top = { TopBar(Strings.Import.title, top) },
        under = view?.let { { SmallLine(it.file) } },
        bottom = {
            BottomArea {
                notice()
                if (view == null) {
                    PrimaryButton(Strings.Import.choose, onChoose)
                } else {
                    PrimaryAction(view.primary.postponing(postponed), deeds)
                }
            }
        },
    ) {
        if (view == null) {
            item { TanfangCard { BodyLine(Strings.Import.explain) } }
            return@Page
        }
        item {
            TanfangCard {
                BodyLine(view.summary)
                for (sheet in view.sheets) SmallLine(sheet)
                Buttons { QuietAction(view.cancel, deeds) }
            }
        }
        for (group in view.groups) rosterGroup(group, postponed, onPostponed)
    }
}

/** The one thing the platform adds to an intent: which rows the worker postpones. */
private fun Action.postponing(rows: Set<String>) = when (val meant = intent) {
    is Intent.ApplyImport -> copy(intent = meant.copy(postponed = rows.sorted()))
    else -> this
}
