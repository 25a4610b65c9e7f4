package cn.tanfang.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.CardDefaults
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.OutlinedCard
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import cn.tanfang.ffi.Tone
import cn.tanfang.ui.theme.Look
import cn.tanfang.ui.theme.Space
import cn.tanfang.ui.theme.Type

/** A card on the page: a line around it, no shadow. */
@Composable
fun TanfangCard(modifier: Modifier = Modifier, content: @Composable ColumnScope.() -> Unit) {
    OutlinedCard(
        modifier.fillMaxWidth(),
        shape = Look.shape,
        colors = CardDefaults.outlinedCardColors(containerColor = Look.colours.surface, contentColor = Look.colours.ink),
        border = BorderStroke(Look.lineWidth, Look.colours.line),
    ) {
        Column(
            Modifier.padding(Space.insideCard),
            verticalArrangement = Arrangement.spacedBy(Space.betweenLines),
            content = content,
        )
    }
}

/** A card whose upper part opens something; its action, if any, stands below in [action] as a target of its own. */
@Composable
fun OpeningCard(
    openLabel: String,
    onOpen: () -> Unit,
    modifier: Modifier = Modifier,
    action: (@Composable () -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    OutlinedCard(
        modifier.fillMaxWidth(),
        shape = Look.shape,
        colors = CardDefaults.outlinedCardColors(containerColor = Look.colours.surface, contentColor = Look.colours.ink),
        border = BorderStroke(Look.lineWidth, Look.colours.line),
    ) {
        Column(
            Modifier.fillMaxWidth()
                .clip(Look.shape)
                .clickable(onClickLabel = openLabel, role = Role.Button, onClick = onOpen)
                .padding(Space.insideCard),
            verticalArrangement = Arrangement.spacedBy(Space.betweenLines),
            content = content,
        )
        action?.let {
            Box(Modifier.padding(start = Space.insideCard, end = Space.insideCard, bottom = Space.insideCard)) { it() }
        }
    }
}

/** A short word on a tint: a class, a state. Not pressable. */
@Composable
fun Tag(text: String, tone: Tone, modifier: Modifier = Modifier) {
    val (ink, ground) = tone.colours()
    Text(
        text,
        modifier
            .background(ground, Look.shape)
            .border(Look.lineWidth, if (Look.colours.bold) ink else if (tone == Tone.PLAIN || tone == Tone.QUIET) Look.colours.line else ground, Look.shape)
            .padding(horizontal = 10.dp, vertical = 2.dp),
        color = ink,
        style = Type.small,
    )
}

/** Tags in a row that goes on below when it is full. */
@Composable
fun Tags(content: @Composable () -> Unit) {
    FlowRow(
        horizontalArrangement = Arrangement.spacedBy(8.dp),
        verticalArrangement = Arrangement.spacedBy(8.dp),
    ) { content() }
}

/** A sentence on a tinted ground across the page: something to know before going on. What can be done stands beside it. */
@Composable
fun Notice(text: String, tone: Tone, modifier: Modifier = Modifier, action: (@Composable () -> Unit)? = null) {
    val (ink, ground) = tone.colours()
    FlowRow(
        modifier.fillMaxWidth()
            .clip(Look.shape)
            .background(ground)
            .border(Look.lineWidth, if (Look.colours.bold) ink else ground, Look.shape)
            .padding(horizontal = Space.insideCard, vertical = Space.betweenLines),
        horizontalArrangement = Arrangement.spacedBy(Space.betweenChoices),
        itemVerticalAlignment = Alignment.CenterVertically,
    ) {
        Text(text, color = ink, style = Type.body)
        action?.invoke()
    }
}

/** The title of a part of a screen; a screen reader can jump to it. */
@Composable
fun Heading(text: String, modifier: Modifier = Modifier) {
    Text(text, modifier.semantics { heading() }, style = Type.listTitle, color = Look.colours.ink)
}

/** One line of a card. */
@Composable
fun BodyLine(text: String, tone: Tone = Tone.PLAIN, modifier: Modifier = Modifier) {
    Text(text, modifier, style = Type.body, color = tone.colours().first)
}

/** A smaller, quieter line. */
@Composable
fun SmallLine(text: String, tone: Tone = Tone.QUIET, modifier: Modifier = Modifier) {
    Text(text, modifier, style = Type.small, color = tone.colours().first)
}

/** Divides two parts; carries no meaning. */
@Composable
fun Divide(modifier: Modifier = Modifier) {
    HorizontalDivider(modifier, thickness = Look.lineWidth, color = Look.colours.line)
}

@Composable
internal fun Tone.colours(): Pair<Color, Color> = with(Look.colours) {
    when (this@colours) {
        Tone.PLAIN -> ink to surface
        Tone.QUIET -> quiet to surface
        Tone.AMBER -> amber to amberArea
        Tone.DANGER -> danger to dangerArea
        Tone.DONE -> done to doneArea
    }
}
