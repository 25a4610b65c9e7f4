package cn.tanfang.ui.more

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.mutableStateMapOf
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardType
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.NumberRow
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard

/** Numbers that are being typed: stored by a tap, and at the latest when the screen goes. */
@Stable
internal class NumberWords(private val app: AppState) {
    private val texts = mutableStateMapOf<String, String>()

    fun text(row: NumberRow) = texts[row.key] ?: row.number

    fun type(row: NumberRow, text: String) {
        if (text == row.number) texts -= row.key else texts[row.key] = text
    }

    fun isTyped(row: NumberRow) = row.key in texts

    fun store(key: String) {
        val number = texts[key] ?: return
        app.send(Intent.SetNumber(key, number.trim())) { texts -= key }
    }

    fun flush() = texts.keys.toList().forEach(::store)
}

/** Numbers that the county's data does not give, each to be written down here. */
@Composable
internal fun NumbersPart(rows: List<NumberRow>, words: NumberWords) = TanfangCard {
    Heading(Strings.Settings.numbers)
    for (row in rows) {
        Field(words.text(row), { words.type(row, it) }, row.label, Modifier.fillMaxWidth(), keyboard = KeyboardOptions(keyboardType = KeyboardType.Phone))
        SmallLine(row.source)
        if (words.isTyped(row)) {
            QuietButton(
                Strings.Settings.numberSave,
                { words.store(row.key) },
                Modifier.semantics { contentDescription = "${Strings.Settings.numberSave} ${row.label}" },
            )
        }
    }
}
