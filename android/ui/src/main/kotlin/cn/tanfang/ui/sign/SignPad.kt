package cn.tanfang.ui.sign

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.gestures.awaitEachGesture
import androidx.compose.foundation.gestures.awaitFirstDown
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.input.pointer.PointerInputChange
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import cn.tanfang.ffi.StrokePoint
import cn.tanfang.text.Strings
import cn.tanfang.ui.theme.Look
import kotlin.math.roundToInt

/** The test tag of the field one writes in. */
const val SIGN_PAD = "sign pad"

/** A name as it is being written: strokes of points, each with its time since the first. */
@Stable
class Writing {
    var strokes by mutableStateOf(listOf<List<StrokePoint>>())
        private set
    private var start = 0L

    val isEmpty: Boolean get() = strokes.isEmpty()

    /** Begins a stroke at [x], [y]; [at] is the event's time in milliseconds. */
    fun begin(x: Int, y: Int, at: Long) {
        if (strokes.isEmpty()) start = at
        strokes = strokes + listOf(listOf(StrokePoint(x, y, at - start)))
    }

    /** Goes on with the last stroke. */
    fun goOn(x: Int, y: Int, at: Long) {
        val last = strokes.lastOrNull() ?: return
        strokes = strokes.dropLast(1) + listOf(last + StrokePoint(x, y, at - start))
    }

    fun clear() {
        strokes = emptyList()
    }
}

/** A field to write one's name in with a finger. What is drawn in it does not scroll the page. */
@Composable
fun SignPad(writing: Writing, modifier: Modifier = Modifier) {
    val ink = Look.colours.ink
    Canvas(
        modifier.fillMaxWidth().height(PAD_HEIGHT)
            .clip(Look.shape)
            .background(Look.colours.surface)
            .border(Look.lineWidth, Look.colours.edge, Look.shape)
            .testTag(SIGN_PAD)
            .semantics { contentDescription = Strings.Sign.pad }
            .pointerInput(writing) {
                awaitEachGesture {
                    val down = awaitFirstDown()
                    down.consume()
                    writing.begin(down.x, down.y, down.uptimeMillis)
                    while (true) {
                        val change = awaitPointerEvent().changes.firstOrNull { it.id == down.id } ?: break
                        if (!change.pressed) break
                        if (change.position != change.previousPosition) writing.goOn(change.x, change.y, change.uptimeMillis)
                        change.consume()
                    }
                }
            },
    ) {
        for (stroke in writing.strokes) {
            if (stroke.size == 1) drawCircle(ink, INK.toPx() / 2, stroke.first().offset)
            for ((from, to) in stroke.zipWithNext()) drawLine(ink, from.offset, to.offset, INK.toPx(), StrokeCap.Round)
        }
    }
}

private val PointerInputChange.x get() = position.x.roundToInt()
private val PointerInputChange.y get() = position.y.roundToInt()
private val StrokePoint.offset get() = Offset(x.toFloat(), y.toFloat())

private val PAD_HEIGHT = 200.dp
private val INK = 4.dp
