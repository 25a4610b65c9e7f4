package cn.tanfang.ui.roster

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import cn.tanfang.ffi.ImportSort
import cn.tanfang.ffi.ImportView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.readList
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.Notice
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryAction
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.QuietAction
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.WordButton

/** 导入: what a list would change, before anything is written. It is there again after a look elsewhere. */
@Composable
fun RosterScreen(app: AppState) {
    val looking = app.typed(Screen.Import) { Looking() }
    RosterContent(
        looking,
        onChoose = { app.readList({ core, path -> core.importLook(path) }) { looking.show(it) } },
        onLookAgain = { app.dismiss(); looking.lookAgain(app.session) },
        deeds = Deeds(
            send = { intent -> app.send(intent) { if (intent is Intent.ApplyImport || intent is Intent.DropImport) looking.forget() } },
            go = app::go,
            dial = app::dial,
        ),
        top = topActions(app),
        notice = { NewsNotice(app) },
    )
}

@Composable
internal fun RosterContent(
    looking: Looking,
    onChoose: () -> Unit,
    onLookAgain: () -> Unit,
    deeds: Deeds,
    top: TopActions,
    notice: @Composable () -> Unit = {},
) {
    val view = looking.view
    // Each part begins at its top: the differences, the columns, the next list.
    val list = rememberSaveable(looking.correcting, view?.token, saver = LazyListState.Saver) { LazyListState() }
    Page(
        top = { TopBar(if (view?.sort == ImportSort.MATCH) Strings.Import.titleMatch else Strings.Import.title, top) },
        under = view?.let { { SmallLine(it.file) } },
        list = list,
        bottom = {
            BottomArea {
                notice()
                when {
                    view == null -> PrimaryButton(Strings.Import.choose, onChoose)
                    looking.correcting -> PrimaryButton(Strings.Import.lookAgain, onLookAgain, enabled = looking.isCorrected)
                    else -> PrimaryAction(looking.deciding(view.primary), deeds)
                }
            }
        },
    ) {
        when {
            view == null -> item { Explained(deeds) }
            looking.correcting -> columnsPart(view, looking)
            else -> foundPart(view, looking, deeds)
        }
    }
}

/** The test tag of what forgets a list that was looked at. */
const val CANCEL = "cancel import"

@Composable
private fun Explained(deeds: Deeds) = TanfangCard {
    BodyLine(Strings.Import.explain)
    WordButton(Strings.Batches.title, { deeds.go(Screen.Batches) })
}

private fun LazyListScope.foundPart(view: ImportView, looking: Looking, deeds: Deeds) {
    item(key = "summary") {
        TanfangCard {
            BodyLine(view.summary)
            for (sheet in view.sheets) SmallLine(sheet)
            Buttons {
                if (view.tables.isNotEmpty()) QuietButton(Strings.Import.fixColumns, { looking.correcting = true })
                Box(Modifier.testTag(CANCEL)) { QuietAction(view.cancel, deeds) }
            }
        }
    }
    if (view.tables.any { !it.sure }) item(key = "unsure") { Notice(Strings.Import.columnsUnsure, Tone.AMBER, Modifier.fillMaxWidth()) }
    if (view.totals.isNotEmpty()) item(key = "totals") { LinesCard(Strings.Import.totals, view.totals, deeds) }
    for (group in view.groups) rosterGroup(group, looking)
}
