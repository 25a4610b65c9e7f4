package cn.tanfang.ui.policy

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import cn.tanfang.ffi.Dial
import cn.tanfang.ffi.PoliciesView
import cn.tanfang.ffi.PolicyRow
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.Search
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.hint.UnsetCard
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.DialButton
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.OpeningCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.WordButton

/** 政策: every scheme in force here. */
@Composable
fun PoliciesScreen(app: AppState) {
    val search = app.keep(Screen.Policies) { Search(app.session) { core, text -> core.policies(text) } }
    Watched(search.model, app) { view, problem ->
        PoliciesContent(
            view,
            search.text,
            onText = { search.text = it; search.model.reload() },
            deeds(app),
            topActions(app),
            bottom = { NewsArea(app) },
            problem = problem,
        )
    }
}

@Composable
internal fun PoliciesContent(
    view: PoliciesView,
    text: String,
    onText: (String) -> Unit,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit,
    problem: (@Composable () -> Unit)? = null,
) {
    Page(top = { TopBar(Strings.Policies.title, top) }, bottom = bottom) {
        problem?.let { item { it() } }
        item(key = "search") {
            Field(text, onText, Strings.Policies.search, Modifier.fillMaxWidth())
            if (text.isNotEmpty()) WordButton(Strings.Homes.clear, { onText("") })
        }
        view.empty?.let { item { EmptyCard(it, deeds) } }
        items(view.rows, key = { it.key }) { Row(it, deeds) }
        if (view.unset.isNotEmpty()) item(key = "unset") { UnsetCard(view.unset) }
        if (view.dials.isNotEmpty()) item(key = "dials") { DialsCard(view.dials, deeds) }
        if (view.packs.isNotEmpty()) {
            item(key = "packs") {
                TanfangCard {
                    Heading(Strings.Policies.packs)
                    for (pack in view.packs) BodyLine(pack)
                }
            }
        }
    }
}

@Composable
private fun Row(row: PolicyRow, deeds: Deeds) {
    OpeningCard(Strings.open, { deeds.go(Screen.Policy(row.key)) }, Modifier.testTag(row.key)) {
        Heading(row.name)
        BodyLine(row.line)
        row.unset?.let { BodyLine(it, Tone.AMBER) }
        SmallLine(row.pack)
    }
}

/** Whom to ask. */
@Composable
internal fun DialsCard(dials: List<Dial>, deeds: Deeds) = TanfangCard {
    Heading(Strings.Policies.dials)
    for (dial in dials) DialButton(dial, deeds)
}
