package cn.tanfang.ui.hint

import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.Stable
import androidx.compose.runtime.mutableStateMapOf
import androidx.compose.runtime.remember
import cn.tanfang.core.Core
import cn.tanfang.ffi.InputValue
import cn.tanfang.ffi.Outcome
import cn.tanfang.ffi.QuestionKind
import cn.tanfang.ffi.QuestionView
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.VisitInput
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.visit.Typing
import java.time.LocalDate

/** Answers that are being typed or gathered and not yet with the core: everything is judged anew only once one is whole. */
@Stable
internal class Drafts {
    private val values = mutableStateMapOf<String, InputValue>()

    fun put(input: VisitInput) {
        if (input.value == InputValue.Clear) values -= input.key else values[input.key] = input.value
    }

    /** What is to be handed over for the question [key], if it is anything. */
    fun of(key: String): VisitInput? = values[key]?.let { VisitInput(key, it) }

    fun forget(key: String) {
        values -= key
    }

    /** [question] as it stands with what was said so far. */
    fun over(question: QuestionView): QuestionView = when (val value = values[question.key]) {
        is InputValue.Choose -> question.copy(options = question.options.map { it.copy(chosen = it.code in value.codes) }, value = null)
        is InputValue.Type -> question.copy(options = question.options.map { it.copy(chosen = false) }, value = value.text)
        else -> question
    }
}

/** What a screen that asks in place needs: where half an answer is kept, and where a whole one goes. */
internal class Asking(val drafts: Drafts, val typing: Typing, val deeds: Deeds, val today: LocalDate, private val give: (VisitInput) -> Unit) {
    /** Takes what a tap or the keyboard gave: a tap on one answer is whole, several and typed ones wait for a word. */
    fun take(question: QuestionView, input: VisitInput) {
        if (question.gathers || input.value !is InputValue.Choose) drafts.put(input) else send(input)
    }

    /** Whether something was said to [question] that waits to be handed over. */
    fun waits(question: QuestionView): Boolean =
        drafts.of(question.key) != null || typing.text(question.key, stored = null).isNotBlank()

    /** Hands over what waits for [question]. */
    fun finish(question: QuestionView) {
        typing.flush()
        drafts.of(question.key)?.let(::send)
    }

    private fun send(input: VisitInput) {
        typing.forget(input.key)
        drafts.forget(input.key)
        give(input)
    }
}

/** Whether more than one tap may belong to an answer. */
internal val QuestionView.gathers: Boolean get() = kind == QuestionKind.MANY

/** Whether an answer is whole only when somebody says so. */
internal val QuestionView.waitsForWord: Boolean get() = kind != QuestionKind.ONE

/** Asks in place on [screen]: what is half said stays however one leaves. */
@Composable
internal fun rememberAsking(app: AppState, screen: Screen, deeds: Deeds, call: (Core, VisitInput) -> Outcome): Asking {
    val drafts = app.typed(screen) { Drafts() }
    val asking = remember(screen, drafts) {
        Asking(drafts, Typing(drafts::put), deeds, app.shell.today()) { input ->
            app.dismiss()
            app.session.act({ call(it, input) })
        }
    }
    DisposableEffect(asking) { onDispose { asking.typing.flush() } }
    return asking
}
