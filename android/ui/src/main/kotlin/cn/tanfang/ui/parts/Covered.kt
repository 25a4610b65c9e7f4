package cn.tanfang.ui.parts

import androidx.compose.runtime.staticCompositionLocalOf

/** Whether 遮 is on: labels and amounts are hidden, names are initials, the screen is safe to lay on the table. */
val LocalCovered = staticCompositionLocalOf { false }
