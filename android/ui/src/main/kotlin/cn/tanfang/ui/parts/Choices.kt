package cn.tanfang.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Icon
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import cn.tanfang.text.Strings
import cn.tanfang.ui.theme.Look
import cn.tanfang.ui.theme.Space
import cn.tanfang.ui.theme.Type

/** One answer that can be given. */
data class ChoiceItem(val label: String, val chosen: Boolean, val enabled: Boolean = true, val onChoose: () -> Unit)

/**
 * The answers to one question, side by side and going on below. The chosen one is filled and ticked.
 *
 * With [many] each is on or off for itself; otherwise one of them is chosen.
 */
@Composable
fun Choices(items: List<ChoiceItem>, modifier: Modifier = Modifier, many: Boolean = false) {
    FlowRow(
        modifier.fillMaxWidth().then(if (many) Modifier else Modifier.selectableGroup()),
        horizontalArrangement = Arrangement.spacedBy(Space.betweenChoices),
        verticalArrangement = Arrangement.spacedBy(Space.betweenChoices),
    ) {
        for (item in items) Choice(item, many)
    }
}

@Composable
private fun Choice(item: ChoiceItem, many: Boolean) {
    val ground = if (item.chosen) Look.colours.primary else Look.colours.surface
    val ink = if (item.chosen) Look.colours.onPrimary else Look.colours.ink
    val press = if (many) {
        Modifier.toggleable(item.chosen, item.enabled, Role.Checkbox) { item.onChoose() }
    } else {
        Modifier.selectable(item.chosen, item.enabled, Role.RadioButton) { item.onChoose() }
    }
    Row(
        Modifier
            .heightIn(min = Space.primaryHeight)
            .clip(Look.shape)
            .background(ground)
            .border(Look.lineWidth, if (item.chosen) Look.colours.primary else Look.colours.edge, Look.shape)
            .then(press)
            .padding(horizontal = 16.dp, vertical = 10.dp),
        horizontalArrangement = Arrangement.spacedBy(6.dp, Alignment.CenterHorizontally),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        if (item.chosen) Icon(Icons.check, contentDescription = null, Modifier.size(24.dp), tint = ink)
        Text(item.label, Modifier.weight(1f, fill = false), color = ink, style = Type.button, textAlign = TextAlign.Center)
    }
}

/** What a tap puts into a text, and a second one takes out again. */
@Composable
fun Phrases(phrases: List<String>, text: String, onText: (String) -> Unit) {
    if (phrases.isEmpty()) return
    val parts = text.split(Strings.between).map { it.trim() }.filter { it.isNotEmpty() }
    Choices(
        phrases.map { phrase ->
            val there = phrase in parts
            ChoiceItem(phrase, there) { onText((if (there) parts - phrase else parts + phrase).joinToString(Strings.between)) }
        },
        many = true,
    )
}
