package cn.tanfang.ui.hint

import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.font.FontWeight
import cn.tanfang.ffi.HintView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Divide
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryAction
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.Tag
import cn.tanfang.ui.parts.Tags
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.theme.Look
import cn.tanfang.ui.theme.Type

/** The test tag of the part that says what is missing. */
const val MISSING = "missing"

/** 提示: one scheme for one person or home, why, and the one question that decides most. */
@Composable
fun HintScreen(app: AppState, screen: Screen.Hint) {
    val model = app.keep(screen) { app.session.model { it.hint(screen.household, screen.key) } }
    val asking = rememberAsking(app, screen, deeds(app)) { core, input -> core.answerHint(screen.household, input) }
    Watched(model, app) { view, problem ->
        HintContent(view, asking, topActions(app), notice = { problem?.invoke(); NewsNotice(app) })
    }
}

@Composable
internal fun HintContent(view: HintView, asking: Asking, top: TopActions, notice: @Composable () -> Unit = {}) {
    // What somebody may be entitled to, and why, is not for the table.
    val covered = LocalCovered.current
    Page(
        top = { TopBar(view.title.shown, top) },
        under = { SmallLine(view.whom.shown) },
        bottom = {
            BottomArea {
                notice()
                SmallLine(view.caveat)
                view.primary?.let { PrimaryAction(it, asking.deeds) }
            }
        },
    ) {
        if (!covered) {
            verdictPart(view, asking)
            reasonPart(view, asking)
            basisPart(view)
            doingPart(view, asking)
        }
    }
}

private fun LazyListScope.verdictPart(view: HintView, asking: Asking) {
    item(key = "verdict") {
        TanfangCard {
            Tags { Tag(view.verdict.shown, view.tone) }
            view.amount?.let { Titled(Strings.Hint.amount, it.shown) }
            view.amountNote?.let { SmallLine(it) }
            view.note?.let { BodyLine(it.shown) }
            view.redirect?.let { ViewLine(it, asking.deeds) }
        }
    }
    view.ask?.let { ask ->
        item(key = FIRST_ASK) {
            TanfangCard(Modifier.testTag(FIRST_ASK)) {
                Heading(Strings.Hint.firstAsk)
                AskPart(ask, asking, open = true)
            }
        }
    }
}

private fun LazyListScope.reasonPart(view: HintView, asking: Asking) {
    if (view.conditions.isNotEmpty()) {
        item(key = "conditions") {
            TanfangCard {
                Heading(Strings.Hint.conditions)
                view.conditions.forEachIndexed { i, condition ->
                    if (i > 0) Divide()
                    ConditionPart(condition, isFirstOfGroup = i == 0 || view.conditions[i - 1].group != condition.group)
                }
            }
        }
    }
    // What stands above already is not asked twice.
    val missing = view.missing.map { if (it.ask?.question?.key == view.ask?.question?.key) it.copy(ask = null) else it }
    if (missing.isNotEmpty()) {
        item(key = MISSING) {
            TanfangCard(Modifier.testTag(MISSING)) {
                Heading(Strings.Hint.missing)
                missing.forEachIndexed { i, one ->
                    if (i > 0) Divide()
                    BodyLine(one.text.shown)
                    one.ask?.let { AskPart(it, asking) }
                }
            }
        }
    }
    view.threshold?.let { item(key = "threshold") { TanfangCard { Titled(Strings.Hint.threshold, it.shown) } } }
}

private fun LazyListScope.basisPart(view: HintView) {
    if (view.numbers.isNotEmpty()) item(key = "numbers") { NumbersCard(view.numbers) }
    if (view.facts.isNotEmpty()) {
        item(key = "facts") {
            TanfangCard {
                Heading(Strings.Hint.facts)
                for (fact in view.facts) {
                    BodyLine("${fact.label} ${fact.value.shown}")
                    if (fact.source.isNotEmpty()) SmallLine(fact.source)
                }
            }
        }
    }
}

private fun LazyListScope.doingPart(view: HintView, asking: Asking) {
    if (view.steps.isNotEmpty()) item(key = "steps") { LinesCard(Strings.Hint.steps, view.steps, asking.deeds) }
    item(key = "papers") { PapersCard(view.documents, view.whereTo, view.howLong, view.excludes) }
    if (view.unset.isNotEmpty()) item(key = "unset") { UnsetCard(view.unset) }
    item(key = "aloud") { AloudCard(view.aloud.shown) }
    if (view.earlier.isNotEmpty()) item(key = "earlier") { LinesCard(Strings.Hint.earlier, view.earlier, asking.deeds) }
    item(key = "policy") {
        TanfangCard {
            QuietButton(Strings.Hint.policy, { asking.deeds.go(view.policy) })
            SmallLine(view.judged)
        }
    }
}

/** A plain sentence to read to the family, in letters as large as a title. */
@Composable
internal fun AloudCard(text: String) = TanfangCard {
    SmallLine(Strings.Hint.aloud)
    Text(text, style = Type.screenTitle.copy(fontWeight = FontWeight.Normal), color = Look.colours.ink)
}
