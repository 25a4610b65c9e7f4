package cn.tanfang.ui

import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.unit.Density
import cn.tanfang.ffi.ThemeChoice
import cn.tanfang.ui.app.App
import cn.tanfang.ui.theme.palette
import org.jetbrains.skia.Bitmap
import org.jetbrains.skia.EncodedImageFormat
import java.io.File
import kotlin.test.Test
import kotlin.test.assertTrue

/** Draws every screen into target/pictures, to be looked at; checks only that something was drawn in the right colours. */
class PicturesTest {
    /** How a screen is looked at. */
    private enum class Way(val theme: ThemeChoice, val fontScale: Float = 1f, val covered: Boolean = false) {
        LIGHT(ThemeChoice.LIGHT),
        LARGE(ThemeChoice.LIGHT, fontScale = 2f),
        DARK(ThemeChoice.DARK),
        SUNLIGHT(ThemeChoice.SUNLIGHT),
        COVERED(ThemeChoice.LIGHT, covered = true),
    }

    @Test
    fun `every screen draws in every theme, with large letters, and under cover`() {
        val folder = File("target/pictures").apply { mkdirs() }
        for ((name, shot) in screens) {
            for (way in Way.entries) {
                val (theme, fontScale) = way.theme to way.fontScale
                val app = shot.app { look = look.copy(theme = theme) }.apply { covered = way.covered }
                val palette = checkNotNull(theme.palette)
                val scene = ImageComposeScene(720, 1440, Density(2f, fontScale)) { App(app) }
                try {
                    scene.render(0)
                    val image = scene.render(16_000_000)
                    val bytes = checkNotNull(image.encodeToData(EncodedImageFormat.PNG)).bytes
                    File(folder, "$name-${palette.name}-${(fontScale * 100).toInt()}${if (way.covered) "-covered" else ""}.png").writeBytes(bytes)
                    val colours = Bitmap.makeFromImage(image).let { bitmap -> (0 until 1440 step 3).flatMap { y -> (0 until 720 step 3).map { x -> bitmap.getColor(x, y) } }.toSet() }
                    assertTrue(colours.size > 20, "$name in ${palette.name} is nearly empty: ${colours.size} colours")
                } finally {
                    scene.close()
                }
            }
        }
    }
}
