package cn.tanfang.ui.theme

import androidx.compose.material3.Typography
import androidx.compose.runtime.Immutable
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.LineBreak
import androidx.compose.ui.text.style.LineHeightStyle
import androidx.compose.ui.unit.TextUnit
import androidx.compose.ui.unit.em
import androidx.compose.ui.unit.sp

/** The four sizes there are: screen title 28, list title 22, body 20, small 17. Nothing is smaller. */
@Immutable
object Type {
    val screenTitle = style(28.sp, FontWeight.SemiBold)
    val listTitle = style(22.sp, FontWeight.SemiBold)
    val body = style(20.sp)
    val button = style(20.sp, FontWeight.Medium)
    val small = style(17.sp)

    val all = listOf(screenTitle, listTitle, body, button, small)

    /** Material's own parts take these, so that no default of 12 or 14 sp comes through. */
    internal val material = Typography(
        displayLarge = screenTitle, displayMedium = screenTitle, displaySmall = screenTitle,
        headlineLarge = screenTitle, headlineMedium = screenTitle, headlineSmall = screenTitle,
        titleLarge = listTitle, titleMedium = listTitle, titleSmall = listTitle,
        bodyLarge = body, bodyMedium = body, bodySmall = small,
        labelLarge = button, labelMedium = small, labelSmall = small,
    )

    /** Line height in em grows with the letters at any font size; `tnum` keeps money and dates in columns. */
    private fun style(size: TextUnit, weight: FontWeight = FontWeight.Normal) = TextStyle(
        fontSize = size,
        fontWeight = weight,
        lineHeight = 1.45.em,
        lineHeightStyle = LineHeightStyle(LineHeightStyle.Alignment.Center, LineHeightStyle.Trim.None),
        lineBreak = LineBreak.Simple,
        fontFeatureSettings = "tnum",
    )
}
