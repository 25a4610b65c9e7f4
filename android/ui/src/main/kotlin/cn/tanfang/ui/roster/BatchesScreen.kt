package cn.tanfang.ui.roster

import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import cn.tanfang.ffi.BatchRow
import cn.tanfang.ffi.BatchesView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.app.writeFile
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.CardButton
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.QuietAction
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine

/** 导入记录: every list that came in, and how to take it back. */
@Composable
fun BatchesScreen(app: AppState) {
    val model = app.keep(Screen.Batches) { app.session.model { it.batches() } }
    Watched(model, app) { view, problem ->
        BatchesContent(
            view,
            onAnswers = { row ->
                app.writeFile(answersFile(row.batch), { core, path -> core.matchExport(row.batch, path) }) { file, _ -> app.tell(file.sentence) }
            },
            deeds(app),
            topActions(app),
            bottom = { NewsArea(app) },
            problem = problem,
        )
    }
}

/** How much of the id of a batch makes the name of its file its own. */
private const val NAME_LENGTH = 8

private fun answersFile(batch: String) = "${Strings.Batches.answersFile}-${batch.takeLast(NAME_LENGTH)}.xlsx"

@Composable
fun BatchesContent(
    view: BatchesView,
    onAnswers: (BatchRow) -> Unit,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit,
    problem: (@Composable () -> Unit)? = null,
) {
    Page(top = { TopBar(Strings.Batches.title, top) }, bottom = bottom) {
        problem?.let { item { it() } }
        view.empty?.let { item { EmptyCard(it, deeds) } }
        items(view.rows, key = { it.batch }) { row ->
            TanfangCard(Modifier.testTag(row.batch)) {
                Heading(row.title)
                BodyLine(row.line, row.tone)
                for (line in row.details) ViewLine(line, deeds, small = true)
                Buttons {
                    if (row.answers) CardButton(Strings.Batches.answers, { onAnswers(row) })
                    row.undo?.let { QuietAction(it, deeds) }
                }
            }
        }
    }
}
