package cn.tanfang.ui

import cn.tanfang.ffi.Action
import cn.tanfang.ffi.Chip
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.Line
import cn.tanfang.ffi.Masked
import cn.tanfang.ffi.QuestionKind
import cn.tanfang.ffi.QuestionOption
import cn.tanfang.ffi.QuestionView
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.Tone

// What the samples are made of.

internal fun open(text: String) = Masked(text, text)

internal fun line(text: String, tone: Tone = Tone.PLAIN, go: Screen? = null, masked: String = text) = Line(Masked(text, masked), tone, go)

internal fun label(text: String, tone: Tone = Tone.PLAIN) = Chip(Masked(text, ""), tone)

internal fun action(label: String, intent: Intent, note: String? = null) = Action(label, intent, enabled = true, note)

internal fun question(key: String, ask: String, kind: QuestionKind, options: List<Pair<String, Boolean>>, last: String? = null, same: Boolean = false, value: String? = null) = QuestionView(
    key = key,
    ask = ask,
    kind = kind,
    options = options.mapIndexed { i, (word, chosen) -> QuestionOption("$i", word, chosen = chosen, flag = false) },
    value = value,
    last = last?.let { Masked(it, "") },
    required = true,
    answered = options.any { it.second } || same || value != null,
    same = same,
    why = Screen.Why(key),
)
