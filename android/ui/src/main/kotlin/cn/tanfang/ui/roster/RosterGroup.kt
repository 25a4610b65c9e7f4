package cn.tanfang.ui.roster

import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import cn.tanfang.ffi.Decision
import cn.tanfang.ffi.ImportCell
import cn.tanfang.ffi.ImportGroup
import cn.tanfang.ffi.ImportKind
import cn.tanfang.ffi.ImportRow
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.Tag
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown

/** Rows that would do the same. What needs a look stands open; what is plain is folded to its count. */
internal fun LazyListScope.rosterGroup(group: ImportGroup, looking: Looking) {
    item(key = "group ${group.kind}") { GroupHead(group, looking) }
    if (looking.isOpen(group)) {
        items(group.rows, key = { "${group.kind} ${it.key}" }) { row ->
            TanfangCard(Modifier.testTag(row.key)) { RowPart(group.kind, row, group.tone, looking) }
        }
    }
}

/** The title of a group, and what can be decided of all its rows at once. */
@Composable
private fun GroupHead(group: ImportGroup, looking: Looking) = TanfangCard {
    val open = looking.isOpen(group)
    Heading(group.title)
    Buttons {
        for (decision in listOf(Decision.APPLY, Decision.POSTPONE)) {
            if (group.rows.count { decision in it.choices && it.choices.size > 1 } > 1) {
                QuietButton(allWords(group.kind, decision), { looking.decideAll(group, decision) })
            }
        }
        val word = if (open) Strings.fold else Strings.Import.rows
        WordButton(word, { looking.open(group, !open) }, Modifier.semantics { contentDescription = "$word ${group.title}" })
    }
}

@Composable
private fun RowPart(kind: ImportKind, row: ImportRow, tone: Tone, looking: Looking) {
    BodyLine(row.name.shown)
    SmallLine(row.place)
    for (cell in row.cells) Cell(cell, tone)
    if (row.choices.size > 1) {
        BodyLine(question(kind, row))
        Choices(row.choices.map { ChoiceItem(words(kind, it), looking.decision(row) == it) { looking.decide(row, it) } })
    }
}

/** One question a row. */
private fun question(kind: ImportKind, row: ImportRow): String = when {
    Decision.SAME in row.choices -> Strings.Import.samePerson
    kind == ImportKind.MISSING -> Strings.Import.whatMissing
    else -> Strings.Import.whatRow
}

private fun words(kind: ImportKind, decision: Decision): String = when (decision) {
    Decision.APPLY -> if (kind == ImportKind.MISSING) Strings.Import.leaves else Strings.Import.apply
    Decision.POSTPONE -> if (kind == ImportKind.MISSING) Strings.Import.stays else Strings.Import.postpone
    Decision.SAME -> Strings.Import.same
    Decision.APART -> Strings.Import.apart
}

private fun allWords(kind: ImportKind, decision: Decision): String = when {
    decision == Decision.APPLY && kind == ImportKind.MISSING -> Strings.Import.allLeave
    decision == Decision.APPLY -> Strings.Import.allApply
    kind == ImportKind.MISSING -> Strings.Import.allStay
    else -> Strings.Import.allPostpone
}

@Composable
private fun Cell(cell: ImportCell, tone: Tone) {
    val name = listOf(cell.label, cell.cell).filter { it.isNotEmpty() }.joinToString(" ")
    if (name.isNotEmpty()) Tag(name, Tone.PLAIN)
    cell.old?.let { SmallLine("${Strings.Import.now}: ${it.shown}") }
    cell.new?.let { SmallLine("${Strings.Import.listed}: ${it.shown}") }
    cell.reason?.let { SmallLine(it, tone) }
}
