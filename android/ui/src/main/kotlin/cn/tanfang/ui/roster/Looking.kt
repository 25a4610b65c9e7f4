package cn.tanfang.ui.roster

import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateMapOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import cn.tanfang.core.Session
import cn.tanfang.ffi.Action
import cn.tanfang.ffi.ColumnChoice
import cn.tanfang.ffi.Decision
import cn.tanfang.ffi.ImportColumn
import cn.tanfang.ffi.ImportGroup
import cn.tanfang.ffi.ImportKind
import cn.tanfang.ffi.ImportRow
import cn.tanfang.ffi.ImportTable
import cn.tanfang.ffi.ImportView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.RowDecision

/** The list that was looked at, and what was decided of it so far: nothing of it is written yet. */
@Stable
internal class Looking {
    var view by mutableStateOf<ImportView?>(null)
        private set

    /** Whether the columns are being corrected. */
    var correcting by mutableStateOf(false)

    private val decisions = mutableStateMapOf<String, Decision>()
    private val columns = mutableStateMapOf<Pair<String, UInt>, String?>()
    private val opened = mutableStateMapOf<ImportKind, Boolean>()

    /** Looks at a list. */
    fun show(next: ImportView) {
        forget()
        view = next
    }

    fun forget() {
        view = null
        correcting = false
        decisions.clear()
        columns.clear()
        opened.clear()
    }

    fun decision(row: ImportRow): Decision = decisions[row.key] ?: row.decision

    fun decide(row: ImportRow, decision: Decision) {
        if (decision == row.decision) decisions -= row.key else decisions[row.key] = decision
    }

    /** Decides so of every row of [group] that can be decided so. */
    fun decideAll(group: ImportGroup, decision: Decision) {
        for (row in group.rows) if (decision in row.choices) decide(row, decision)
    }

    /** What is plain is folded to its count. */
    fun isOpen(group: ImportGroup): Boolean = opened[group.kind] ?: (group.kind != ImportKind.NEW && group.kind != ImportKind.SAME)

    fun open(group: ImportGroup, open: Boolean) {
        opened[group.kind] = open
    }

    /** The field that a column stands for now; null when it is left out. */
    fun field(table: ImportTable, column: ImportColumn): String? {
        val key = table.sheet to column.column
        return if (key in columns) columns[key] else column.field
    }

    fun take(table: ImportTable, column: ImportColumn, field: String?) {
        columns[table.sheet to column.column] = field
    }

    /** Whether a column was taken for something else than it was. */
    val isCorrected: Boolean get() = columns.isNotEmpty()

    fun keepColumns() {
        columns.clear()
        correcting = false
    }

    /** Reads the list once more with the columns as they are taken now. */
    fun lookAgain(session: Session) {
        val token = view?.token ?: return
        val choices = columns.map { (place, field) -> ColumnChoice(place.first, place.second, field) }.sortedWith(compareBy({ it.sheet }, { it.column }))
        session.ask({ it.importColumns(token, choices) }, ::show)
    }

    /** The one thing the platform adds to an intent: what was decided otherwise. */
    fun deciding(action: Action): Action = when (val meant = action.intent) {
        is Intent.ApplyImport -> action.copy(intent = meant.copy(decisions = decisions.map { (key, decision) -> RowDecision(key, decision) }.sortedBy { it.key }))
        else -> action
    }
}
