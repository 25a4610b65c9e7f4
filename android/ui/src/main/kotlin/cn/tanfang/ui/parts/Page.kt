package cn.tanfang.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Icon
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.isTraversalGroup
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.traversalIndex
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import cn.tanfang.ffi.Status
import cn.tanfang.ffi.Tone
import cn.tanfang.ui.theme.Look
import cn.tanfang.ui.theme.Space
import cn.tanfang.ui.theme.Type

/**
 * A whole screen: what stands above, what scrolls, what stays at the bottom.
 *
 * A screen reader goes through the three in this order. [under] is what stands below the title: with large letters it
 * scrolls away with the rest, so that there is room for what one came for.
 */
@Composable
fun Page(
    top: @Composable () -> Unit,
    bottom: (@Composable () -> Unit)?,
    modifier: Modifier = Modifier,
    under: (@Composable () -> Unit)? = null,
    list: LazyListState = rememberLazyListState(),
    content: LazyListScope.() -> Unit,
) {
    val large = LocalDensity.current.fontScale >= LARGE
    Column(
        modifier.fillMaxSize().background(Look.colours.background).windowInsetsPadding(WindowInsets.safeDrawing),
    ) {
        Column(Modifier.semantics { isTraversalGroup = true; traversalIndex = 0f }) {
            top()
            if (!large) under?.let { Column(Modifier.padding(horizontal = Space.page)) { it() } }
        }
        LazyColumn(
            Modifier.weight(1f).fillMaxWidth().semantics { isTraversalGroup = true; traversalIndex = 1f },
            state = list,
            contentPadding = PaddingValues(start = Space.page, end = Space.page, top = Space.betweenLines, bottom = Space.page),
            verticalArrangement = Arrangement.spacedBy(Space.betweenCards),
        ) {
            if (large && under != null) item(key = "under") { under() }
            content()
        }
        bottom?.let {
            Column(Modifier.semantics { isTraversalGroup = true; traversalIndex = 2f }) { it() }
        }
    }
}

/** From this font scale on, room is what matters. */
internal const val LARGE = 1.5f

/** What the top of a screen shows and can do, the same on every screen. */
data class TopActions(
    /** The word and deed of going back; none on the four places. */
    val back: Pair<String, () -> Unit>?,
    /** The word, whether labels are covered now, and the deed of covering or uncovering. */
    val cover: Triple<String, Boolean, (Boolean) -> Unit>?,
)

/** The name of the screen with back and 遮, and what happened to the work: always in sight. */
@Composable
fun TopBar(title: String, actions: TopActions, status: Status? = null) {
    val large = LocalDensity.current.fontScale >= LARGE
    Column(Modifier.fillMaxWidth().padding(horizontal = Space.page)) {
        Row(
            Modifier.fillMaxWidth().heightIn(min = Space.touch),
            horizontalArrangement = Arrangement.spacedBy(Space.betweenLines),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            if (actions.back == null) {
                ScreenTitle(title, Modifier.weight(1f))
            } else {
                val (label, go) = actions.back
                WordButton(label, go, icon = Icons.back)
                Spacer(Modifier.weight(1f))
            }
            if (!large) status?.let { StatusLine(it) }
            Cover(actions)
        }
        if (actions.back != null) ScreenTitle(title)
        if (large) status?.let { StatusLine(it) }
    }
}

@Composable
private fun ScreenTitle(title: String, modifier: Modifier = Modifier) {
    Text(title, modifier.semantics { heading() }, style = Type.screenTitle, color = Look.colours.ink)
}

@Composable
private fun Cover(actions: TopActions) {
    val (label, covered, change) = actions.cover ?: return
    val ink = if (covered) Look.colours.onPrimary else Look.colours.primary
    Row(
        Modifier.heightIn(min = Space.touch).widthIn(min = Space.touch)
            .clip(Look.shape)
            .background(if (covered) Look.colours.primary else Look.colours.background)
            .toggleable(covered, role = Role.Switch, onValueChange = change)
            .padding(horizontal = 12.dp),
        horizontalArrangement = Arrangement.spacedBy(6.dp, Alignment.CenterHorizontally),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Icon(if (covered) Icons.cover else Icons.uncover, contentDescription = null, Modifier.size(24.dp), tint = ink)
        Text(label, style = Type.button, color = ink)
    }
}

/** What happened to the work, always in sight; read out when it changes. Only what is done is ticked. */
@Composable
fun StatusLine(status: Status, modifier: Modifier = Modifier) {
    val ink = status.tone.colours().first
    Row(
        modifier.semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Polite },
        horizontalArrangement = Arrangement.spacedBy(4.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        if (status.tone == Tone.DONE) Icon(Icons.check, contentDescription = null, Modifier.size(20.dp), tint = ink)
        Text(status.text, style = Type.small, color = ink)
    }
}

/** Holds what stays at the bottom of a screen about one thing. */
@Composable
fun BottomArea(content: @Composable () -> Unit) {
    Column {
        Divide()
        Column(
            Modifier.fillMaxWidth().background(Look.colours.background)
                .padding(horizontal = Space.page, vertical = Space.betweenCards),
            verticalArrangement = Arrangement.spacedBy(Space.betweenCards),
        ) { content() }
    }
}

/** One of the four places. */
data class Place(val label: String, val icon: ImageVector, val here: Boolean, val onGo: () -> Unit)

/** The four places, a word under each drawing. */
@Composable
fun BottomBar(places: List<Place>) {
    Column(Modifier.background(Look.colours.surface)) {
        Divide()
        Row(Modifier.fillMaxWidth().selectableGroup()) {
            for (place in places) {
                val ink = if (place.here) Look.colours.primary else Look.colours.quiet
                Column(
                    Modifier.weight(1f).heightIn(min = 64.dp)
                        .selectable(place.here, role = Role.Tab) { place.onGo() }
                        .padding(vertical = 6.dp),
                    horizontalAlignment = Alignment.CenterHorizontally,
                    verticalArrangement = Arrangement.Center,
                ) {
                    Icon(place.icon, contentDescription = null, Modifier.size(26.dp), tint = ink)
                    Text(
                        place.label,
                        style = Type.small.copy(fontWeight = if (place.here) FontWeight.Bold else FontWeight.Normal),
                        color = ink,
                        textAlign = TextAlign.Center,
                    )
                }
            }
        }
    }
}
