package cn.tanfang.ui.month

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.layout.layout
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import cn.tanfang.ffi.MonthDay
import cn.tanfang.ffi.MonthView
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.theme.Look
import cn.tanfang.ui.theme.Space
import cn.tanfang.ui.theme.Type

private const val WEEK = 7

/** So much of the page's margin the month takes on each side, so that a day has a finger's width. */
private val reach = 12.dp

/** The month as a sheet on the wall: a tap on a day shows it below. What was done stands on a ground, what is planned has an edge. */
@Composable
internal fun Grid(view: MonthView, picked: String?, onPick: (String) -> Unit) {
    Column(Modifier.wider().selectableGroup(), verticalArrangement = Arrangement.spacedBy(2.dp)) {
        Row(Modifier.fillMaxWidth().clearAndSetSemantics {}) { for (name in view.weekdays) Word(name) }
        val cells = List<MonthDay?>(view.offset.toInt()) { null } + view.days
        for (week in cells.chunked(WEEK)) {
            Row(Modifier.fillMaxWidth().height(IntrinsicSize.Min)) {
                for (i in 0 until WEEK) week.getOrNull(i)?.let { Cell(it, it.day == picked, onPick) } ?: Spacer(Modifier.weight(1f))
            }
        }
        Row(
            Modifier.padding(horizontal = reach, vertical = 4.dp).clearAndSetSemantics {},
            horizontalArrangement = Arrangement.spacedBy(Space.betweenLines),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Count(1, isDone = true)
            SmallLine(Strings.Month.done)
            Count(1, isDone = false)
            SmallLine(Strings.Month.planned)
        }
    }
}

@Composable
private fun RowScope.Word(text: String) = Text(text, Modifier.weight(1f), style = Type.small, color = Look.colours.quiet, textAlign = TextAlign.Center)

@Composable
private fun RowScope.Cell(day: MonthDay, isPicked: Boolean, onPick: (String) -> Unit) {
    val spoken = (listOf(day.title()) + day.marks + day.words).filter { it.isNotEmpty() }.joinToString(" ")
    Column(
        Modifier.weight(1f).fillMaxHeight().heightIn(min = Space.primaryHeight)
            .clip(Look.shape)
            .border(Look.lineWidth, if (isPicked) Look.colours.primary else Color.Transparent, Look.shape)
            .selectable(isPicked, role = Role.Button) { onPick(day.day) }
            .semantics { contentDescription = spoken }
            .testTag(day.day)
            .padding(vertical = 4.dp),
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        Text(
            day.label,
            Modifier.clearAndSetSemantics {},
            style = if (day.today) Type.body.copy(fontWeight = FontWeight.Bold) else Type.body,
            color = if (day.today) Look.colours.primary else Look.colours.ink,
        )
        if (day.done > 0u) Count(day.done.toInt(), isDone = true)
        if (day.planned > 0u) Count(day.planned.toInt(), isDone = false)
        for (mark in day.marks) Text(mark, Modifier.clearAndSetSemantics {}, style = Type.small, color = Look.colours.quiet)
    }
}

/** How many homes: on a ground where it is done, in an edge where it is planned. */
@Composable
private fun Count(count: Int, isDone: Boolean) {
    // In the sun a tint is not to be seen: what is done is as dark as ink.
    val (ink, ground) = when {
        !isDone -> Look.colours.ink to Look.colours.surface
        Look.colours.bold -> Look.colours.onPrimary to Look.colours.primary
        else -> Look.colours.done to Look.colours.doneArea
    }
    Text(
        "$count",
        Modifier
            .clearAndSetSemantics {}
            .background(ground, Look.shape)
            .border(Look.lineWidth, if (isDone) ground else Look.colours.edge, Look.shape)
            .padding(horizontal = 10.dp),
        style = if (isDone) Type.small.copy(fontWeight = FontWeight.Bold) else Type.small,
        color = ink,
    )
}

/** Reaches into the margins of the page. */
private fun Modifier.wider() = layout { measurable, constraints ->
    val more = reach.roundToPx()
    val width = constraints.maxWidth + 2 * more
    val placed = measurable.measure(constraints.copy(minWidth = width, maxWidth = width))
    layout(constraints.maxWidth, placed.height) { placed.place(-more, 0) }
}
