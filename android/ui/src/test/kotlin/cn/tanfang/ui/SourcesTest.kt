package cn.tanfang.ui

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What the sources of the screens must not hold. */
class SourcesTest {
    private val files = File("src/main/kotlin").walkTopDown().filter { it.extension == "kt" }.toList()

    @Test
    fun `the screens know no platform`() {
        assertTrue(files.size > 20)
        val bad = files.flatMap { file -> file.readLines().filter { Regex("""^import (android\.|java\.awt|javax\.swing|org\.jetbrains\.skia)""").containsMatchIn(it) }.map { "${file.name}: $it" } }
        assertEquals(emptyList(), bad)
    }

    @Test
    fun `the screens know the core by its interface only`() {
        val bad = files.filter { file -> file.readText().let { "RealCore" in it || Regex("""import cn\.tanfang\.ffi\.(Tanfang|ApiException)\b""").containsMatchIn(it) } }
        assertEquals(emptyList(), bad.map { it.name })
    }

    @Test
    fun `no sentence stands in code`() {
        val han = Regex("""\p{IsHan}""")
        val bad = files.flatMap { file ->
            file.readText()
                .replace(Regex("""/\*.*?\*/""", RegexOption.DOT_MATCHES_ALL), "")
                .lines().map { it.substringBefore("//") }
                .filter { han.containsMatchIn(it) }
                .map { "${file.name}: ${it.trim()}" }
        }
        assertEquals(emptyList(), bad)
    }
}
