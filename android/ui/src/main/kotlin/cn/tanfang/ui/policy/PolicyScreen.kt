package cn.tanfang.ui.policy

import androidx.compose.runtime.Composable
import cn.tanfang.ffi.PolicyView
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.hint.AloudCard
import cn.tanfang.ui.hint.ClausePart
import cn.tanfang.ui.hint.NumbersCard
import cn.tanfang.ui.hint.PapersCard
import cn.tanfang.ui.hint.Titled
import cn.tanfang.ui.hint.UnsetCard
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Divide
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.Tag
import cn.tanfang.ui.parts.Tags
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar

/** 政策 of one scheme: for whom, how much, what to do, and where it is written. */
@Composable
fun PolicyScreen(app: AppState, screen: Screen.Policy) {
    val model = app.keep(screen) { app.session.model { it.policy(screen.key) } }
    Watched(model, app) { view, problem ->
        PolicyContent(view, deeds(app), topActions(app), notice = { problem?.invoke(); NewsNotice(app) })
    }
}

@Composable
internal fun PolicyContent(view: PolicyView, deeds: Deeds, top: TopActions, notice: @Composable () -> Unit = {}) {
    Page(
        top = { TopBar(view.title, top) },
        under = { SmallLine(view.whom) },
        bottom = {
            BottomArea {
                notice()
                SmallLine(view.caveat)
            }
        },
    ) {
        view.amount?.let { item(key = "amount") { TanfangCard { Titled(Strings.Hint.amount, it) } } }
        if (view.numbers.isNotEmpty()) item(key = "numbers") { NumbersCard(view.numbers) }
        if (view.conditions.isNotEmpty()) item(key = "conditions") { Conditions(view) }
        if (view.steps.isNotEmpty()) item(key = "steps") { LinesCard(Strings.Hint.steps, view.steps, deeds) }
        item(key = "papers") { PapersCard(view.documents, view.whereTo, view.howLong, view.excludes) }
        if (view.lasts.isNotEmpty()) item(key = "lasts") { Listed(Strings.Policies.lasts, view.lasts) }
        if (view.unset.isNotEmpty()) item(key = "unset") { UnsetCard(view.unset) }
        item(key = "aloud") { AloudCard(view.aloud) }
        if (view.dials.isNotEmpty()) item(key = "dials") { DialsCard(view.dials, deeds) }
        if (view.sources.isNotEmpty()) item(key = "sources") { Listed(Strings.Policies.sources, view.sources) }
        item(key = "pack") { SmallLine(view.pack) }
    }
}

@Composable
private fun Conditions(view: PolicyView) = TanfangCard {
    Heading(Strings.Policies.conditions)
    view.conditions.forEachIndexed { i, condition ->
        if (i > 0) Divide()
        Tags { Tag(condition.word, Tone.QUIET) }
        BodyLine(condition.text)
        condition.clause?.let { ClausePart(it, condition.text) }
    }
}

@Composable
private fun Listed(title: String, lines: List<String>) = TanfangCard {
    Heading(title)
    for (line in lines) BodyLine(line)
}
