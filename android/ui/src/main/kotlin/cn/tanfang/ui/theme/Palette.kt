package cn.tanfang.ui.theme

import androidx.compose.runtime.Immutable
import androidx.compose.ui.graphics.Color

/**
 * The colours of one theme, by what they mean. A word or a shape always says it too.
 *
 * [light] is the everyday theme on warm paper, [sunlight] black on white with thick lines, [dark] for evenings.
 */
@Immutable
class Palette(
    val name: String,
    val isDark: Boolean,
    /** Thick lines, no greys, every tinted area gets an edge. */
    val bold: Boolean,
    val background: Color,
    val surface: Color,
    val ink: Color,
    val quiet: Color,
    /** Divides; carries no meaning, so it need not reach 3:1. */
    val line: Color,
    /** The border of whatever can be pressed or typed into. */
    val edge: Color,
    val primary: Color,
    val onPrimary: Color,
    /** Late or still missing: a fact, never blame. */
    val amber: Color,
    val amberArea: Color,
    /** Danger to a person, and nothing else. */
    val danger: Color,
    val dangerArea: Color,
    val done: Color,
    val doneArea: Color,
) {
    /** Every text on every ground the screens put it on: at least 4.5:1. */
    val textPairs: List<Pair<String, Pair<Color, Color>>>
        get() = buildList {
            for ((ground, colour) in listOf("background" to background, "surface" to surface)) {
                for ((text, tint) in listOf("ink" to ink, "quiet" to quiet, "primary" to primary, "amber" to amber, "danger" to danger, "done" to done)) {
                    add("$text on $ground" to (tint to colour))
                }
            }
            add("onPrimary on primary" to (onPrimary to primary))
            add("amber on its area" to (amber to amberArea))
            add("danger on its area" to (danger to dangerArea))
            add("done on its area" to (done to doneArea))
        }

    /** Every edge of a control against what lies on both sides of it: at least 3:1. */
    val edgePairs: List<Pair<String, Pair<Color, Color>>>
        get() = listOf(
            "edge on background" to (edge to background),
            "edge on surface" to (edge to surface),
            "primary on background" to (primary to background),
            "primary on surface" to (primary to surface),
            "danger on surface" to (danger to surface),
        )

    companion object {
        val light = Palette(
            name = "light", isDark = false, bold = false,
            background = Color(0xFFFAF8F4), surface = Color(0xFFFFFFFF),
            ink = Color(0xFF1B1B1A), quiet = Color(0xFF55524C), line = Color(0xFFDAD5CC), edge = Color(0xFF7C766B),
            primary = Color(0xFF0F5B46), onPrimary = Color(0xFFFFFFFF),
            amber = Color(0xFF7A4B00), amberArea = Color(0xFFFFF2D8),
            danger = Color(0xFF9B1C1C), dangerArea = Color(0xFFFDE9E7),
            done = Color(0xFF2B6B3C), doneArea = Color(0xFFE7F3E8),
        )

        val sunlight = Palette(
            name = "sunlight", isDark = false, bold = true,
            background = Color(0xFFFFFFFF), surface = Color(0xFFFFFFFF),
            ink = Color(0xFF000000), quiet = Color(0xFF000000), line = Color(0xFF000000), edge = Color(0xFF000000),
            primary = Color(0xFF000000), onPrimary = Color(0xFFFFFFFF),
            amber = Color(0xFF000000), amberArea = Color(0xFFFFFFFF),
            danger = Color(0xFF8B0000), dangerArea = Color(0xFFFFFFFF),
            done = Color(0xFF000000), doneArea = Color(0xFFFFFFFF),
        )

        val dark = Palette(
            name = "dark", isDark = true, bold = false,
            background = Color(0xFF161512), surface = Color(0xFF211F1B),
            ink = Color(0xFFF2EEE6), quiet = Color(0xFFC3BDB1), line = Color(0xFF3D3932), edge = Color(0xFF958E81),
            primary = Color(0xFF86D6B6), onPrimary = Color(0xFF00291D),
            amber = Color(0xFFFFD591), amberArea = Color(0xFF3E2C08),
            danger = Color(0xFFFFB4AB), dangerArea = Color(0xFF4B1614),
            done = Color(0xFFA9DDB3), doneArea = Color(0xFF1D3524),
        )

        val all = listOf(light, sunlight, dark)
    }
}
