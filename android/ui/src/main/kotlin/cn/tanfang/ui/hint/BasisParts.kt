package cn.tanfang.ui.hint

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import cn.tanfang.ffi.HintCondition
import cn.tanfang.ffi.HintMark
import cn.tanfang.ffi.HintNumber
import cn.tanfang.ffi.Tone
import cn.tanfang.ffi.WhyClause
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.Tag
import cn.tanfang.ui.parts.Tags
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.reason.ClauseLines

/** One condition: how it came out in a word, what decided it, and where it stands. */
@Composable
internal fun ConditionPart(condition: HintCondition, isFirstOfGroup: Boolean) {
    if (isFirstOfGroup) condition.group?.let { SmallLine(it) }
    Tags { Tag(condition.word, condition.mark.tone) }
    BodyLine(condition.text)
    condition.why.shown.takeIf { it.isNotEmpty() }?.let { SmallLine(it) }
    condition.clause?.let { ClausePart(it, condition.text) }
}

private val HintMark.tone: Tone
    get() = when (this) {
        HintMark.PASSED -> Tone.DONE
        HintMark.FAILED, HintMark.ACTION -> Tone.PLAIN
        HintMark.OPEN, HintMark.UNSET, HintMark.JUDGE -> Tone.AMBER
        HintMark.NOTE -> Tone.QUIET
    }

/** Where [of] stands, in a line; the words of the document are a tap further. */
@Composable
internal fun ClausePart(clause: WhyClause, of: String) {
    var open by rememberSaveable(of) { mutableStateOf(false) }
    if (open) ClauseLines(clause) else SmallLine(listOf(clause.document, clause.place).filter { it.isNotEmpty() }.joinToString(" · "))
    val word = if (open) Strings.fold else Strings.Hint.clause
    WordButton(word, { open = !open }, Modifier.semantics { contentDescription = "$word $of" })
}

/** The standards of the place; what nobody has set is said so, never left out. */
@Composable
internal fun NumbersCard(numbers: List<HintNumber>) = TanfangCard {
    Heading(Strings.Hint.numbers)
    for (number in numbers) {
        BodyLine("${number.name} ${number.value}", if (number.unset) Tone.AMBER else Tone.PLAIN)
        val origin = listOfNotNull(number.since, number.source).filter { it.isNotEmpty() }
        if (origin.isNotEmpty()) SmallLine(origin.joinToString(" · "))
        number.note?.let { SmallLine(it, Tone.AMBER) }
    }
}

/** 带什么、去哪、多久. */
@Composable
internal fun PapersCard(documents: List<String>, whereTo: String, howLong: String, excludes: String?) = TanfangCard {
    if (documents.isNotEmpty()) {
        Heading(Strings.Hint.documents)
        for (paper in documents) BodyLine(paper)
    }
    Titled(Strings.Hint.whereTo, whereTo)
    Titled(Strings.Hint.howLong, howLong)
    excludes?.let { SmallLine(it) }
}

/** What the texts need and nobody has set. */
@Composable
internal fun UnsetCard(names: List<String>) = TanfangCard {
    Heading(Strings.Hint.unset)
    for (name in names) BodyLine(name, Tone.AMBER)
}

/** A line under its title. */
@Composable
internal fun Titled(title: String, text: String) {
    Heading(title)
    BodyLine(text)
}
