package cn.tanfang.ui.hint

import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import cn.tanfang.ffi.HintCard
import cn.tanfang.ffi.HintGroup
import cn.tanfang.ffi.HomeView
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.OpeningCard
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.Tag
import cn.tanfang.ui.parts.Tags
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown

/** The test tag of the one question that decides most. */
const val FIRST_ASK = "first ask"

/** The test tag of the hint called [key]. */
fun hintTag(key: String) = "hint $key"

/** The test tag of the group of hints called [key]. */
fun groupTag(key: String) = "hints $key"

/** How many cards of a group are seen before one asks for all of them. */
private const val FEW = 3

/**
 * 提示 on 一户: the one question that decides most, then what the home may be entitled to, in groups. A group begins with
 * its first few cards, or with none where the core folds it; [turned] are the groups of which all is to be seen.
 */
internal fun LazyListScope.hintPart(view: HomeView, asking: Asking, turned: List<String>, onTurn: (String) -> Unit) {
    if (view.hints.isEmpty() && view.ask == null && view.noHints == null) return
    item(key = "hints") { Heading(Strings.Hint.title) }
    view.noHints?.let { item(key = "no hints") { BodyLine(it) } }
    view.ask?.let { ask ->
        item(key = FIRST_ASK) {
            TanfangCard(Modifier.testTag(FIRST_ASK)) {
                Heading(Strings.Hint.firstAsk)
                AskPart(ask, asking, open = true)
            }
        }
    }
    for (group in view.hints) {
        val all = group.key in turned
        item(key = groupTag(group.key)) { GroupHead(group, all) { onTurn(group.key) } }
        val cards = if (all) group.cards else group.begins
        items(cards, key = { "${groupTag(group.key)} ${it.key}" }) { Card(it, asking) }
    }
}

private val HintGroup.begins: List<HintCard> get() = if (folded) emptyList() else cards.take(FEW)

@Composable
private fun GroupHead(group: HintGroup, all: Boolean, onTurn: () -> Unit) = TanfangCard(Modifier.testTag(groupTag(group.key))) {
    Heading(if (group.cards.isEmpty()) group.title else "${group.title} · ${group.cards.size}")
    group.note?.let { SmallLine(it) }
    if (group.cards.size > group.begins.size) {
        val word = if (all) Strings.fold else Strings.Visit.unfold
        WordButton(word, onTurn, Modifier.semantics { contentDescription = "$word ${group.title}" })
    }
}

@Composable
private fun Card(card: HintCard, asking: Asking) {
    OpeningCard(
        Strings.open,
        { asking.deeds.go(card.go) },
        Modifier.testTag(hintTag(card.key)),
        action = card.ask?.let { ask -> { AskPart(ask, asking) } },
    ) {
        Heading(card.name.shown)
        SmallLine(card.whom.shown)
        Tags { Tag(card.verdict.shown, card.tone) }
        card.amount?.let { BodyLine(it.shown) }
        card.note?.let { SmallLine(it.shown) }
    }
}
