package cn.tanfang.ui.ledger

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import cn.tanfang.core.Core
import cn.tanfang.core.Session
import cn.tanfang.ffi.CellKind
import cn.tanfang.ffi.ExportFormat
import cn.tanfang.ffi.LedgerRow
import cn.tanfang.ffi.LedgerView
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.sendFile
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.app.writeFile
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.Notice
import cn.tanfang.ui.parts.OpeningCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.theme.Space

/** Holds which ledger, which of its books and which period are looked at. */
private class Shelf(session: Session, ledger: String) {
    private var ledger by mutableStateOf(ledger)
    private var book by mutableStateOf<String?>(null)
    private var period by mutableStateOf<String?>(null)
    val model = session.model { it.ledger(this.ledger, period, book) }

    fun take(choice: Pick) {
        when (choice) {
            is Pick.Ledger -> {
                ledger = choice.key
                book = null
                period = null
            }
            is Pick.Book -> book = choice.key
            is Pick.Period -> period = choice.key
        }
        model.reload()
    }

    fun export(core: Core, format: ExportFormat, path: String) = core.ledgerExport(ledger, period, book, format, path)
}

/** What can be picked on 台账. */
sealed interface Pick {
    data class Ledger(val key: String) : Pick

    data class Book(val key: String) : Pick

    data class Period(val key: String) : Pick
}

/** 台账: what the visits filled, cell by cell; a file or a page on asking. */
@Composable
fun LedgerScreen(app: AppState, screen: Screen.Ledger) {
    val shelf = app.keep(screen) { Shelf(app.session, screen.ledger) }
    Watched(shelf.model, app) { view, problem ->
        LedgerContent(
            view,
            onPick = { app.dismiss(); shelf.take(it) },
            onExport = { format -> export(app, shelf, view, format) },
            deeds(app),
            topActions(app),
            onSend = { send(app, shelf, view) }.takeIf { app.shell.sends },
            notice = { NewsNotice(app) },
            problem = problem,
        )
    }
}

/** Asks where to, writes there, says so, and shows a page that is to be printed. */
private fun export(app: AppState, shelf: Shelf, view: LedgerView, format: ExportFormat) =
    app.writeFile(fileName(view.title, format), { core, path -> shelf.export(core, format, path) }) { file, path ->
        app.tell(file.sentence)
        if (format == ExportFormat.PRINT) app.shell.open(path)
    }

/** Hands the workbook to an app the user chooses. */
private fun send(app: AppState, shelf: Shelf, view: LedgerView) =
    app.sendFile(fileName(view.title, ExportFormat.XLSX)) { core, path -> shelf.export(core, ExportFormat.XLSX, path) }

/** A name for the file: the title of the ledger, which names no person, without what a file system minds. */
internal fun fileName(title: String, format: ExportFormat): String {
    val stem = title.replace(Regex("""[\\/:*?"<>|\s·]+"""), "-").trim('-')
    return stem + when (format) {
        ExportFormat.XLSX -> ".xlsx"
        ExportFormat.PRINT -> ".html"
    }
}

@Composable
fun LedgerContent(
    view: LedgerView,
    onPick: (Pick) -> Unit,
    onExport: (ExportFormat) -> Unit,
    deeds: Deeds,
    top: TopActions,
    onSend: (() -> Unit)? = null,
    notice: @Composable () -> Unit = {},
    problem: (@Composable () -> Unit)? = null,
) {
    Page(
        top = { TopBar(Strings.Ledger.title, top) },
        under = { SmallLine(view.title) },
        bottom = {
            BottomArea {
                notice()
                PrimaryButton(Strings.Ledger.saveXlsx, { onExport(ExportFormat.XLSX) }, enabled = view.rows.isNotEmpty())
                QuietButton(Strings.Ledger.print, { onExport(ExportFormat.PRINT) }, Modifier.fillMaxWidth(), enabled = view.rows.isNotEmpty())
                onSend?.let { QuietButton(Strings.Ledger.send, it, Modifier.fillMaxWidth(), enabled = view.rows.isNotEmpty()) }
            }
        },
    ) {
        problem?.let { item { it() } }
        item {
            Column(verticalArrangement = Arrangement.spacedBy(Space.betweenChoices)) {
                BodyLine(view.summary)
                PickPart(view, onPick)
            }
        }
        view.undecided?.let { item { Notice(it, Tone.AMBER) } }
        view.empty?.let { item { EmptyCard(it, deeds) } }
        items(view.rows) { row -> Row(view.columns, row, deeds) }
    }
}

/** Another ledger, another of its books, a longer or shorter period, the one before or after. */
@Composable
private fun PickPart(view: LedgerView, onPick: (Pick) -> Unit) {
    var changing by rememberSaveable { mutableStateOf(false) }
    if (changing) Choices(view.ledgers.map { ChoiceItem(it.label, it.chosen) { changing = false; onPick(Pick.Ledger(it.key)) } })
    if (view.books.size > 1) Choices(view.books.map { ChoiceItem(it.label, it.chosen) { onPick(Pick.Book(it.key)) } })
    if (view.spans.size > 1) Choices(view.spans.map { ChoiceItem(it.label, it.chosen) { onPick(Pick.Period(it.key)) } })
    Buttons {
        view.around.getOrNull(0)?.let { WordButton(Strings.Ledger.before, { onPick(Pick.Period(it)) }) }
        view.around.getOrNull(1)?.let { WordButton(Strings.Ledger.after, { onPick(Pick.Period(it)) }) }
        if (view.ledgers.size > 1) WordButton(if (changing) Strings.fold else Strings.Ledger.change, { changing = !changing })
    }
}

/** A row of the ledger as a card: on a phone columns stand below each other. It opens the home, where a gap is filled. */
@Composable
private fun Row(columns: List<String>, row: LedgerRow, deeds: Deeds) {
    val household = row.household
    if (household == null) {
        TanfangCard { Cells(columns, row) }
    } else {
        OpeningCard(Strings.open, { deeds.go(Screen.Home(household)) }) { Cells(columns, row) }
    }
}

@Composable
private fun Cells(columns: List<String>, row: LedgerRow) {
    Heading(row.name.shown)
    for ((column, cell) in columns.zip(row.cells)) {
        val text = cell.text.shown
        when {
            cell.missing -> SmallLine("$column: ${Strings.Ledger.missing}", Tone.AMBER)
            text.isNotEmpty() -> SmallLine("$column: $text")
            cell.kind == CellKind.MANUAL -> SmallLine("$column: ${Strings.Ledger.byHand}")
        }
    }
}
