package cn.tanfang.ui.theme

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.luminance
import androidx.compose.ui.graphics.toArgb
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** WCAG 2 contrast of every pair the screens use, in every theme. */
class ContrastTest {
    @Test
    fun `every text stands out 4,5 to 1`() = assertEquals(emptyList(), tooLow(4.5f) { textPairs })

    @Test
    fun `every edge of a control stands out 3 to 1`() = assertEquals(emptyList(), tooLow(3f) { edgePairs })

    @Test
    fun `sunlight is black on white without greys`() {
        val p = Palette.sunlight
        val used = listOf(p.background, p.surface, p.ink, p.quiet, p.line, p.edge, p.primary, p.onPrimary, p.amber, p.amberArea, p.done, p.doneArea, p.dangerArea)
        assertTrue(used.all { it == Color.Black || it == Color.White })
        assertTrue(p.bold)
    }

    @Test
    fun `the light theme is the sheet's`() {
        val p = Palette.light
        val sheet = listOf(
            p.background to "FAF8F4", p.surface to "FFFFFF", p.ink to "1B1B1A", p.quiet to "55524C", p.line to "DAD5CC",
            p.primary to "0F5B46", p.onPrimary to "FFFFFF", p.amber to "7A4B00", p.amberArea to "FFF2D8",
            p.danger to "9B1C1C", p.dangerArea to "FDE9E7", p.done to "2B6B3C", p.doneArea to "E7F3E8",
        )
        assertEquals(sheet.map { it.second }, sheet.map { "%06X".format(it.first.toArgb() and 0xFFFFFF) })
    }

    @Test
    fun `no letter is smaller than 17 sp and every line is 1,45 high`() {
        assertEquals(listOf(28f, 22f, 20f, 20f, 17f), Type.all.map { it.fontSize.value })
        assertTrue(Type.all.all { it.lineHeight.isEm && it.lineHeight.value == 1.45f })
    }

    private fun tooLow(least: Float, pairs: Palette.() -> List<Pair<String, Pair<Color, Color>>>) = Palette.all.flatMap { palette ->
        palette.pairs().mapNotNull { (name, pair) ->
            val ratio = contrast(pair.first, pair.second)
            if (ratio < least) "${palette.name}: $name is $ratio" else null
        }
    }

    private fun contrast(a: Color, b: Color): Float {
        val (dark, bright) = listOf(a.luminance(), b.luminance()).sorted()
        return (bright + 0.05f) / (dark + 0.05f)
    }
}
