package cn.tanfang.ui.theme

import androidx.compose.foundation.IndicationNodeFactory
import androidx.compose.foundation.interaction.FocusInteraction
import androidx.compose.foundation.interaction.InteractionSource
import androidx.compose.foundation.interaction.PressInteraction
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.ContentDrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.node.DelegatableNode
import androidx.compose.ui.node.DrawModifierNode
import androidx.compose.ui.node.invalidateDraw
import androidx.compose.ui.unit.dp
import kotlinx.coroutines.launch

/** Shows at once, without moving, that a thing is pressed (a shade) or has the keyboard's focus (a frame). */
internal class PressShade(private val ink: Color) : IndicationNodeFactory {
    override fun create(interactionSource: InteractionSource): DelegatableNode = Shade(interactionSource, ink)

    override fun equals(other: Any?) = other is PressShade && other.ink == ink

    override fun hashCode() = ink.hashCode()

    private class Shade(private val source: InteractionSource, private val ink: Color) : Modifier.Node(), DrawModifierNode {
        private var pressed = 0
        private var focused = 0

        override fun onAttach() {
            coroutineScope.launch {
                source.interactions.collect {
                    when (it) {
                        is PressInteraction.Press -> pressed++
                        is PressInteraction.Release, is PressInteraction.Cancel -> pressed--
                        is FocusInteraction.Focus -> focused++
                        is FocusInteraction.Unfocus -> focused--
                    }
                    invalidateDraw()
                }
            }
        }

        override fun ContentDrawScope.draw() {
            drawContent()
            val corner = CornerRadius(Space.corner.toPx())
            if (pressed > 0) drawRoundRect(ink.copy(alpha = 0.12f), cornerRadius = corner)
            if (focused > 0) drawRoundRect(ink, cornerRadius = corner, style = Stroke(3.dp.toPx()))
        }
    }
}
