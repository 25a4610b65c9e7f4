package cn.tanfang.ui.roster

import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import cn.tanfang.ffi.ImportCell
import cn.tanfang.ffi.ImportGroup
import cn.tanfang.ffi.ImportKind
import cn.tanfang.ffi.ImportRow
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Divide
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.Tag
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown

/** Rows that would do the same. What needs a look stands open; what is plain is folded to its count. */
internal fun LazyListScope.rosterGroup(group: ImportGroup, postponed: Set<String>, onPostponed: (Set<String>) -> Unit) {
    if (group.kind == ImportKind.NEW || group.kind == ImportKind.SAME) {
        item(key = group.kind) { Folded(group, postponed, onPostponed) }
    } else {
        item(key = group.kind) { Heading(group.title) }
        items(group.rows, key = { "${group.kind} ${it.key}" }) { row ->
            TanfangCard { RowPart(row, group.tone, postponed, onPostponed) }
        }
    }
}

@Composable
private fun Folded(group: ImportGroup, postponed: Set<String>, onPostponed: (Set<String>) -> Unit) {
    var open by rememberSaveable(group.kind) { mutableStateOf(false) }
    TanfangCard {
        Heading(group.title)
        if (open) {
            for (row in group.rows) {
                Divide()
                RowPart(row, group.tone, postponed, onPostponed)
            }
        }
        WordButton(if (open) Strings.fold else Strings.Import.rows, { open = !open })
    }
}

@Composable
private fun RowPart(row: ImportRow, tone: Tone, postponed: Set<String>, onPostponed: (Set<String>) -> Unit) {
    BodyLine(row.name.shown)
    SmallLine(row.place)
    for (cell in row.cells) Cell(cell, tone)
    if (row.confirm) {
        Choices(
            listOf(
                ChoiceItem(Strings.Import.postpone, row.key in postponed) { onPostponed(postponed + row.key) },
                ChoiceItem(Strings.Import.include, row.key !in postponed) { onPostponed(postponed - row.key) },
            ),
        )
    }
}

@Composable
private fun Cell(cell: ImportCell, tone: Tone) {
    val name = listOf(cell.label, cell.cell).filter { it.isNotEmpty() }.joinToString(" ")
    if (name.isNotEmpty()) Tag(name, Tone.PLAIN)
    cell.old?.let { SmallLine("${Strings.Import.now}: ${it.shown}") }
    cell.new?.let { SmallLine("${Strings.Import.listed}: ${it.shown}") }
    cell.reason?.let { SmallLine(it, tone) }
}
