package cn.tanfang.ui.hint

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import cn.tanfang.ffi.HintAsk
import cn.tanfang.ffi.QuestionView
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.theme.Space
import cn.tanfang.ui.visit.QuestionPart

/** 问这一句: the question in words with a button that asks it here; [open] from the start where it is what one came for. */
@Composable
internal fun AskPart(ask: HintAsk, asking: Asking, open: Boolean = false) {
    var opened by rememberSaveable(ask.question?.key) { mutableStateOf(open) }
    val question = ask.question
    Column(verticalArrangement = Arrangement.spacedBy(Space.betweenLines)) {
        ask.about?.let { SmallLine(it.shown) }
        if (question == null || opened) {
            SmallLine(listOf(ask.how, ask.why).filter { it.isNotEmpty() }.joinToString(" · "))
            question?.let { Answer(it, asking) }
            ask.go?.let { line -> line.go?.let { go -> QuietButton(line.text.shown, { asking.deeds.go(go) }) } }
        } else {
            BodyLine(question.ask)
            Buttons {
                QuietButton(
                    Strings.Hint.ask,
                    { opened = true },
                    Modifier.semantics { contentDescription = "${Strings.Hint.ask} ${question.ask}" },
                )
            }
        }
    }
}

/** The question as 走访 asks it, and a word that hands over what needs more than one tap. */
@Composable
internal fun Answer(question: QuestionView, asking: Asking) {
    QuestionPart(asking.drafts.over(question), asking.typing, { asking.take(question, it) }, asking.deeds, asking.today, isHint = true)
    if (question.waitsForWord) {
        QuietButton(
            Strings.Hint.kept,
            { asking.finish(question) },
            Modifier.semantics { contentDescription = "${Strings.Hint.kept} ${question.ask}" },
            enabled = asking.waits(question),
        )
    }
}
