package cn.tanfang.ui.visit

import androidx.compose.runtime.Stable
import androidx.compose.runtime.mutableStateMapOf
import cn.tanfang.ffi.InputValue
import cn.tanfang.ffi.VisitInput

/**
 * Text that is being typed and not yet with the core: kept for a moment only, and handed over when typing pauses,
 * before any other deed, and when the screen goes.
 */
@Stable
internal class Typing(private val answer: (VisitInput) -> Unit) {
    private val texts = mutableStateMapOf<String, String>()
    private val pending = linkedSetOf<String>()

    /** The text in the field of the question [key]; [stored] is what the core has. */
    fun text(key: String, stored: String?): String = texts[key] ?: stored.orEmpty()

    fun type(key: String, text: String) {
        texts[key] = text
        pending += key
    }

    /** Lets go of what was typed for the question [key]: another answer takes its place. */
    fun forget(key: String) {
        texts -= key
        pending -= key
    }

    /** Hands over whatever is not yet stored. */
    fun flush() {
        val keys = pending.toList()
        pending.clear()
        for (key in keys) {
            val text = texts[key].orEmpty()
            answer(VisitInput(key, if (text.isBlank()) InputValue.Clear else InputValue.Type(text)))
        }
    }
}
