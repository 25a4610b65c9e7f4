package cn.tanfang.ui.theme

import cn.tanfang.ffi.ThemeChoice
import cn.tanfang.ffi.TypeSize

/** The colours that were chosen; null for what the system asks for. */
val ThemeChoice.palette: Palette?
    get() = when (this) {
        ThemeChoice.SYSTEM -> null
        ThemeChoice.LIGHT -> Palette.light
        ThemeChoice.SUNLIGHT -> Palette.sunlight
        ThemeChoice.DARK -> Palette.dark
    }

/** How large letters may become by what is chosen here; a system that asks for more gets more. */
private const val LARGEST = 2f

/** The font scale for this choice on a system that asks for [system]. */
fun TypeSize.scale(system: Float): Float = maxOf(system, minOf(system * factor, LARGEST))

private val TypeSize.factor: Float
    get() = when (this) {
        TypeSize.NORMAL -> 1f
        TypeSize.LARGE -> 1.3f
        TypeSize.HUGE -> 1.6f
    }
