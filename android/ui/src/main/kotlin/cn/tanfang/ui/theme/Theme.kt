package cn.tanfang.ui.theme

import androidx.compose.foundation.LocalIndication
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.LocalRippleConfiguration
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.ProvideTextStyle
import androidx.compose.material3.Shapes
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp

/** Distances and sizes of UX.md, in one place. */
object Space {
    val page = 16.dp
    val betweenCards = 12.dp
    val insideCard = 16.dp
    val betweenLines = 8.dp
    val betweenChoices = 12.dp
    val primaryHeight = 56.dp
    val touch = 48.dp
    val corner = 12.dp
}

private val LocalPalette = staticCompositionLocalOf { Palette.light }

/** What a screen reads its colours, lines and shape from. */
object Look {
    val colours: Palette
        @Composable @ReadOnlyComposable get() = LocalPalette.current

    /** The width of an edge or a line: thick in sunlight. */
    val lineWidth: Dp
        @Composable @ReadOnlyComposable get() = if (LocalPalette.current.bold) 2.dp else 1.dp

    val shape = RoundedCornerShape(Space.corner)
}

/** Material 3 with our colours, sizes and shape: dynamic colour off, and nothing that moves when pressed. */
@OptIn(ExperimentalMaterial3Api::class)
@Composable
fun TanfangTheme(palette: Palette = Palette.light, content: @Composable () -> Unit) {
    MaterialTheme(colorScheme = palette.scheme(), shapes = shapes, typography = Type.material) {
        CompositionLocalProvider(
            LocalPalette provides palette,
            LocalIndication provides PressShade(palette.ink),
            LocalRippleConfiguration provides null,
        ) {
            ProvideTextStyle(Type.body, content)
        }
    }
}

private val shapes = Shapes(Look.shape, Look.shape, Look.shape, Look.shape, Look.shape)

private fun Palette.scheme() = (if (isDark) darkColorScheme() else lightColorScheme()).copy(
    primary = primary, onPrimary = onPrimary, primaryContainer = primary, onPrimaryContainer = onPrimary,
    secondary = primary, onSecondary = onPrimary, secondaryContainer = surface, onSecondaryContainer = ink,
    tertiary = primary, onTertiary = onPrimary, tertiaryContainer = surface, onTertiaryContainer = ink,
    background = background, onBackground = ink,
    surface = surface, onSurface = ink, surfaceVariant = surface, onSurfaceVariant = quiet, surfaceTint = surface,
    surfaceBright = surface, surfaceDim = surface, surfaceContainer = surface, surfaceContainerLow = surface,
    surfaceContainerLowest = surface, surfaceContainerHigh = surface, surfaceContainerHighest = surface,
    error = danger, onError = dangerArea, errorContainer = dangerArea, onErrorContainer = danger,
    outline = edge, outlineVariant = line, inverseSurface = ink, inverseOnSurface = surface, inversePrimary = onPrimary,
)
