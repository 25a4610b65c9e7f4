package cn.tanfang.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.LocalIndication
import androidx.compose.foundation.indication
import androidx.compose.foundation.interaction.MutableInteractionSource
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.Icon
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import cn.tanfang.ui.theme.Look
import cn.tanfang.ui.theme.Space
import cn.tanfang.ui.theme.Type

/** The test tag of the one primary action of a screen. */
const val PRIMARY = "primary"

/** The one thing to do next: full width, 56 dp or more, a verb. A screen has at most one. */
@Composable
fun PrimaryButton(label: String, onClick: () -> Unit, modifier: Modifier = Modifier, enabled: Boolean = true) {
    val source = remember { MutableInteractionSource() }
    Button(
        onClick,
        modifier.fillMaxWidth().heightIn(min = Space.primaryHeight).pressShade(source).testTag(PRIMARY),
        enabled = enabled,
        shape = Look.shape,
        colors = ButtonDefaults.buttonColors(
            disabledContainerColor = Look.colours.surface,
            disabledContentColor = Look.colours.quiet,
        ),
        border = if (enabled) null else BorderStroke(Look.lineWidth, Look.colours.edge),
        elevation = null,
        contentPadding = buttonPadding,
        interactionSource = source,
    ) {
        Label(label)
    }
}

/** Calls for help: as large as the primary action and in the colour of danger; a screen may have several. */
@Composable
fun DangerButton(label: String, onClick: () -> Unit, modifier: Modifier = Modifier, enabled: Boolean = true) {
    val source = remember { MutableInteractionSource() }
    Button(
        onClick,
        modifier.fillMaxWidth().heightIn(min = Space.primaryHeight).pressShade(source),
        enabled = enabled,
        shape = Look.shape,
        colors = ButtonDefaults.buttonColors(
            containerColor = Look.colours.danger,
            contentColor = Look.colours.dangerArea,
            disabledContainerColor = Look.colours.surface,
            disabledContentColor = Look.colours.quiet,
        ),
        border = if (enabled) null else BorderStroke(Look.lineWidth, Look.colours.edge),
        elevation = null,
        contentPadding = buttonPadding,
        interactionSource = source,
    ) {
        Label(label)
    }
}

/** A quieter action: an edge, no ground of its own. */
@Composable
fun QuietButton(
    label: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    enabled: Boolean = true,
) {
    val source = remember { MutableInteractionSource() }
    OutlinedButton(
        onClick,
        modifier.heightIn(min = Space.touch).widthIn(min = Space.touch).pressShade(source),
        enabled = enabled,
        shape = Look.shape,
        colors = ButtonDefaults.outlinedButtonColors(
            containerColor = Look.colours.surface,
            contentColor = Look.colours.primary,
            disabledContentColor = Look.colours.quiet,
        ),
        border = BorderStroke(Look.lineWidth, Look.colours.edge),
        contentPadding = buttonPadding,
        interactionSource = source,
    ) {
        Label(label)
    }
}

/** The one action of a card in a list: filled, so that the eye finds it, and no wider than its word. */
@Composable
fun CardButton(label: String, onClick: () -> Unit, modifier: Modifier = Modifier, enabled: Boolean = true) {
    val source = remember { MutableInteractionSource() }
    Button(
        onClick,
        modifier.heightIn(min = Space.touch).widthIn(min = Space.touch).pressShade(source),
        enabled = enabled,
        shape = Look.shape,
        colors = ButtonDefaults.buttonColors(
            disabledContainerColor = Look.colours.surface,
            disabledContentColor = Look.colours.quiet,
        ),
        border = if (enabled) null else BorderStroke(Look.lineWidth, Look.colours.edge),
        elevation = null,
        contentPadding = buttonPadding,
        interactionSource = source,
    ) {
        Label(label)
    }
}

/** The quietest action, a word that can be pressed: why, undo, see all. */
@Composable
fun WordButton(label: String, onClick: () -> Unit, modifier: Modifier = Modifier, icon: ImageVector? = null) {
    val source = remember { MutableInteractionSource() }
    TextButton(
        onClick,
        modifier.heightIn(min = Space.touch).widthIn(min = Space.touch).pressShade(source),
        shape = Look.shape,
        colors = ButtonDefaults.textButtonColors(contentColor = Look.colours.primary),
        contentPadding = PaddingValues(horizontal = 4.dp, vertical = 8.dp),
        interactionSource = source,
    ) {
        icon?.let { Icon(it, contentDescription = null, Modifier.padding(end = 4.dp).size(24.dp)) }
        Label(label, if (icon == null) Modifier else Modifier.weight(1f, fill = false))
    }
}

/** Buttons side by side that go below each other when they do not fit. */
@Composable
fun Buttons(modifier: Modifier = Modifier, content: @Composable () -> Unit) {
    androidx.compose.foundation.layout.FlowRow(
        modifier.fillMaxWidth(),
        horizontalArrangement = Arrangement.spacedBy(Space.betweenChoices),
        verticalArrangement = Arrangement.spacedBy(Space.betweenChoices),
        itemVerticalAlignment = Alignment.CenterVertically,
    ) { content() }
}

@Composable
internal fun RowScope.Label(text: String, modifier: Modifier = Modifier) {
    Text(text, modifier, style = Type.button, textAlign = TextAlign.Center)
}

private val buttonPadding = PaddingValues(horizontal = 16.dp, vertical = 10.dp)

@Composable
internal fun Modifier.pressShade(source: MutableInteractionSource) =
    clip(Look.shape).indication(source, LocalIndication.current)
