package cn.tanfang.ui.roster

import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import cn.tanfang.ffi.FieldChoice
import cn.tanfang.ffi.ImportColumn
import cn.tanfang.ffi.ImportTable
import cn.tanfang.ffi.ImportView
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown

/** The test tag of the part of one column. */
fun columnTag(sheet: String, letter: String) = "column $sheet $letter"

/** What each column was taken for, the unsure ones first; a tap takes it for something else. */
internal fun LazyListScope.columnsPart(view: ImportView, looking: Looking) {
    item(key = "keep") { WordButton(Strings.Import.keepColumns, looking::keepColumns) }
    for (table in view.tables) {
        item(key = "table ${table.sheet}") {
            Heading(table.sheet)
            SmallLine(table.title)
        }
        items(table.columns.sortedBy { it.sure }, key = { "${table.sheet} ${it.column}" }) { column ->
            ColumnPart(table, column, view.fields, looking)
        }
    }
}

@Composable
private fun ColumnPart(table: ImportTable, column: ImportColumn, fields: List<FieldChoice>, looking: Looking) {
    var open by rememberSaveable(table.sheet, column.letter) { mutableStateOf(!column.sure) }
    val taken = looking.field(table, column)
    val name = "${column.letter} ${Strings.Import.column} ${column.title.ifEmpty { Strings.Import.noTitle }}"
    TanfangCard(Modifier.testTag(columnTag(table.sheet, column.letter))) {
        BodyLine(name)
        if (!column.sure) SmallLine(Strings.Import.unsure, Tone.AMBER)
        val samples = column.samples.map { it.shown }.filter { it.isNotEmpty() }
        if (samples.isNotEmpty()) SmallLine(samples.joinToString(" / "))
        SmallLine("${Strings.Import.takenFor} ${fields.firstOrNull { it.field == taken }?.label ?: Strings.Import.leftOut}", Tone.PLAIN)
        if (open) {
            Choices(
                fields.map { ChoiceItem(it.label, it.field == taken) { looking.take(table, column, it.field) } } +
                    ChoiceItem(Strings.Import.leftOut, taken == null) { looking.take(table, column, null) },
            )
        }
        val word = if (open) Strings.fold else Strings.Import.change
        WordButton(word, { open = !open }, Modifier.semantics { contentDescription = "$word $name" })
    }
}
