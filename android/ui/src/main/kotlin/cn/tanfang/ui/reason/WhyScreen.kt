package cn.tanfang.ui.reason

import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.WhyClause
import cn.tanfang.ffi.WhyView
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine
import cn.tanfang.ui.parts.WordButton

/** 为什么: why this home, why this question, and where it is written. */
@Composable
fun WhyScreen(app: AppState, screen: Screen.Why) {
    val model = app.keep(screen) { app.session.model { it.why(screen.key) } }
    Watched(model, app) { view, problem -> WhyContent(view, deeds(app), topActions(app), problem) }
}

@Composable
fun WhyContent(view: WhyView, deeds: Deeds, top: TopActions, problem: (@Composable () -> Unit)? = null) {
    Page(top = { TopBar(Strings.Why.title, top) }, bottom = null) {
        problem?.let { item { it() } }
        item {
            TanfangCard {
                Heading(view.title)
                for (line in view.lines) ViewLine(line, deeds)
            }
        }
        if (view.clauses.isNotEmpty()) item { Heading(Strings.Why.clauses) }
        items(view.clauses) { Clause(it) }
        if (view.trace.isNotEmpty()) item { Trace(view.trace) }
    }
}

@Composable
private fun Clause(clause: WhyClause) = TanfangCard { ClauseLines(clause) }

/** The words of a document, and where they stand. */
@Composable
internal fun ClauseLines(clause: WhyClause) {
    // A national text is cited by its article alone.
    if (clause.quote.isNotEmpty()) BodyLine(clause.quote)
    SmallLine(listOf(clause.document, clause.number, clause.date, clause.place).filter { it.isNotEmpty() }.joinToString(" · "))
    SmallLine(clause.pack)
    clause.reading?.let {
        SmallLine("${Strings.Why.reading} $it")
    }
}

/** Names for whoever checks it; folded, since nobody else wants them. */
@Composable
private fun Trace(names: List<String>) {
    var open by rememberSaveable { mutableStateOf(false) }
    WordButton(if (open) Strings.fold else Strings.Why.trace, { open = !open })
    if (open) TanfangCard { for (name in names) SmallLine(name) }
}
