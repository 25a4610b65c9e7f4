package cn.tanfang.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.OutlinedTextFieldDefaults
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.hideFromAccessibility
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.theme.Look
import cn.tanfang.ui.theme.Space
import cn.tanfang.ui.theme.Type
import java.time.LocalDate

/** A field to type into. Its label stands above it and stays there, so that no letters jump or shrink. */
@Composable
fun Field(
    text: String,
    onText: (String) -> Unit,
    label: String,
    modifier: Modifier = Modifier,
    keyboard: KeyboardOptions = KeyboardOptions.Default,
    oneLine: Boolean = true,
    showLabel: Boolean = true,
) {
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        // The field itself says its label to a screen reader.
        if (showLabel) SmallLine(label, modifier = Modifier.semantics { hideFromAccessibility() })
        OutlinedTextField(
            text,
            onText,
            modifier.heightIn(min = Space.primaryHeight).semantics { contentDescription = label },
            textStyle = Type.body.copy(color = Look.colours.ink),
            singleLine = oneLine,
            keyboardOptions = keyboard,
            shape = Look.shape,
            colors = OutlinedTextFieldDefaults.colors(
                focusedContainerColor = Look.colours.surface,
                unfocusedContainerColor = Look.colours.surface,
                focusedBorderColor = Look.colours.primary,
                unfocusedBorderColor = Look.colours.edge,
                cursorColor = Look.colours.primary,
            ),
        )
    }
}

/** Steps to a day, a day or a week at a time: no small squares to hit. [shown] is the day in words. */
@Composable
fun DayStepper(shown: String, day: LocalDate, today: LocalDate, onDay: (LocalDate) -> Unit) {
    BodyLine(shown, Tone.PLAIN)
    Buttons {
        QuietButton(Strings.Day.weekEarlier, { onDay(day.minusWeeks(1)) })
        QuietButton(Strings.Day.earlier, { onDay(day.minusDays(1)) })
        if (day < today) QuietButton(Strings.Day.later, { onDay(day.plusDays(1)) })
        if (day != today) QuietButton(Strings.Day.today, { onDay(today) })
    }
}

/** A day as one says it. */
fun LocalDate.words(today: LocalDate): String = when (this) {
    today -> Strings.Day.today
    today.minusDays(1) -> Strings.Day.yesterday
    else -> "$monthValue${Strings.Day.month}$dayOfMonth${Strings.Day.date}"
}
