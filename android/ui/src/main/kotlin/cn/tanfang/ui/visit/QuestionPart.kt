package cn.tanfang.ui.visit

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.isTraversalGroup
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.input.KeyboardType
import cn.tanfang.ffi.InputValue
import cn.tanfang.ffi.QuestionKind
import cn.tanfang.ffi.QuestionOption
import cn.tanfang.ffi.QuestionView
import cn.tanfang.ffi.VisitInput
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.theme.Look
import cn.tanfang.ui.theme.Space
import cn.tanfang.ui.theme.Type
import kotlinx.coroutines.delay
import java.time.LocalDate
import java.time.format.DateTimeParseException

/** Pauses longer than this while typing store the answer: well within the second that is promised. */
private const val TYPING_PAUSE_MS = 400L

/** One question: what is asked, what was answered last time, the answers, and why it is asked. On 提示 that stands beside it, and an amount may be a range. */
@Composable
internal fun QuestionPart(question: QuestionView, typing: Typing, answer: (VisitInput) -> Unit, deeds: Deeds, today: LocalDate, isHint: Boolean = false) {
    fun give(value: InputValue) {
        typing.flush()
        typing.forget(question.key)
        answer(VisitInput(question.key, value))
    }
    Column(
        Modifier.fillMaxWidth().testTag(question.key).semantics { isTraversalGroup = true },
        verticalArrangement = Arrangement.spacedBy(Space.betweenLines),
    ) {
        FlowRow(horizontalArrangement = Arrangement.spacedBy(Space.betweenLines), itemVerticalAlignment = Alignment.CenterVertically) {
            Text(question.ask, style = Type.body.copy(fontWeight = FontWeight.Medium), color = Look.colours.ink)
            if (!isHint) {
                WordButton(
                    Strings.Visit.why,
                    { typing.flush(); deeds.go(question.why) },
                    Modifier.semantics { contentDescription = "${Strings.Visit.why} ${question.ask}" },
                )
            }
        }
        question.last?.let { SmallLine(it.shown) }
        when (question.kind) {
            QuestionKind.ONE, QuestionKind.MANY -> Unit
            QuestionKind.DAY -> DayAnswer(question, typing, today) { give(InputValue.Type(it.toString())) }
            QuestionKind.TEXT -> Typed(question, typing, Strings.Visit.typeHere, KeyboardOptions.Default, oneLine = false)
            QuestionKind.NUMBER -> Typed(question, typing, Strings.Visit.typeNumber, KeyboardOptions(keyboardType = KeyboardType.Number))
            QuestionKind.MONEY -> if (isHint) Range(question, typing) else Typed(question, typing, Strings.Visit.typeMoney, KeyboardOptions(keyboardType = KeyboardType.Decimal))
        }
        if (question.options.isNotEmpty()) {
            Choices(
                question.options.map { option -> ChoiceItem(option.shown, option.chosen) { give(question.choosing(option)) } },
                many = question.takesSeveral,
            )
        }
    }
}

/** Whether answers stand beside each other: any of many, and the phrases of a text. */
private val QuestionView.takesSeveral get() = kind == QuestionKind.MANY || kind == QuestionKind.TEXT

/**
 * What a tap on [option] answers: that one, or for several all that are then chosen; a second tap takes it back. Of a
 * text only the phrases go: what was typed stays.
 */
private fun QuestionView.choosing(option: QuestionOption): InputValue {
    val others = if (takesSeveral) options.filter { it.chosen && it.code != option.code }.map { it.code } else emptyList()
    val codes = if (option.chosen) others else others + option.code
    return if (codes.isEmpty() && kind != QuestionKind.TEXT) InputValue.Clear else InputValue.Choose(codes)
}

@Composable
private fun Typed(
    question: QuestionView,
    typing: Typing,
    label: String,
    keyboard: KeyboardOptions,
    oneLine: Boolean = true,
    isWhole: (String) -> Boolean = { true },
) {
    val text = typing.text(question.key, question.value)
    Field(
        text,
        { typing.type(question.key, it) },
        "${question.ask} $label",
        Modifier.fillMaxWidth(),
        keyboard = keyboard,
        oneLine = oneLine,
        showLabel = false,
    )
    LaunchedEffect(text) {
        delay(TYPING_PAUSE_MS)
        if (isWhole(text)) typing.flush()
    }
}

/** An amount, or the two ends of what it may be: not every keyboard for numbers can write that. */
@Composable
private fun Range(question: QuestionView, typing: Typing) {
    Typed(question, typing, Strings.Hint.typeMoney, KeyboardOptions.Default)
    SmallLine(Strings.Hint.typeMoney)
}

/** A day, past or to come: the near ones by a tap, any other typed as 2026-11-20. Half a day is not sent while it is typed. */
@Composable
private fun DayAnswer(question: QuestionView, typing: Typing, today: LocalDate, onDay: (LocalDate) -> Unit) {
    Typed(question, typing, Strings.Visit.typeDay, KeyboardOptions.Default, isWhole = { it.isBlank() || isDay(it) })
    SmallLine(Strings.Visit.typeDay)
    Buttons {
        QuietButton(Strings.Day.today, { onDay(today) })
        QuietButton(Strings.Day.yesterday, { onDay(today.minusDays(1)) })
    }
}

private fun isDay(text: String): Boolean = try {
    LocalDate.parse(text.trim())
    true
} catch (_: DateTimeParseException) {
    false
}
