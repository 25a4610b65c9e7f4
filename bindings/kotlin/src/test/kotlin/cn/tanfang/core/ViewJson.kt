package cn.tanfang.core

import java.lang.reflect.Modifier

/**
 * Writes a generated record as Rust's own writer would: its fields in their order and in snake case, null for nothing,
 * an enum as its name or as `{"Name":{…}}`. Written for the vectors alone, and on purpose not with the help of Rust.
 */
internal fun viewJson(value: Any?): String = when (value) {
    null -> "null"
    is String -> quoted(value)
    is Boolean -> value.toString()
    is Int, is Long -> value.toString()
    is List<*> -> value.joinToString(",", "[", "]") { viewJson(it) }
    is Enum<*> -> quoted(value.name.split('_').joinToString("") { it.lowercase().replaceFirstChar(Char::uppercase) })
    else -> {
        val type = value.javaClass
        val fields = type.declaredFields.filter { !Modifier.isStatic(it.modifiers) }
        val isVariant = type.superclass != Any::class.java
        val body = fields.joinToString(",", "{", "}") { field ->
            field.isAccessible = true
            "${quoted(snake(field.name))}:${viewJson(field.get(value))}"
        }
        when {
            !isVariant -> body
            fields.isEmpty() -> quoted(type.simpleName)
            else -> "{${quoted(type.simpleName)}:$body}"
        }
    }
}

private fun snake(name: String) = name.replace(Regex("[A-Z]")) { "_" + it.value.lowercase() }

private fun quoted(text: String) = buildString {
    append('"')
    for (c in text) {
        when (c) {
            '"' -> append("\\\"")
            '\\' -> append("\\\\")
            '\n' -> append("\\n")
            '\r' -> append("\\r")
            '\t' -> append("\\t")
            '\b' -> append("\\b")
            '\u000C' -> append("\\f")
            else -> if (c < ' ') append("\\u%04x".format(c.code)) else append(c)
        }
    }
    append('"')
}
