package cn.tanfang.phone

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.os.Looper
import android.os.SystemClock
import android.view.MotionEvent
import android.view.View
import android.view.ViewGroup
import androidx.compose.ui.node.RootForTest
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.text.AnnotatedString
import org.robolectric.Shadows.shadowOf
import java.io.File
import java.time.Duration

/** A finger and an eye on a real activity: finds and presses what is on the screen as a screen reader does, and drags lists. */
class Hand(private val activity: Activity) {
    init {
        settle()
    }

    /** Lets everything happen that is to happen: a few frames, and more while the list still moves. */
    fun settle() {
        var last = place()
        var still = 0
        repeat(MOST_FRAMES) {
            shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(FRAME))
            val now = place()
            still = if (now == last) still + 1 else 0
            last = now
            if (still >= FRAMES) return
        }
    }

    /** How far the list is scrolled; null where there is none. */
    private fun place(): Float? = activity.window.decorView.compose()?.semanticsOwner?.rootSemanticsNode
        ?.find { it.config.contains(SemanticsActions.ScrollBy) && it.config.contains(SemanticsProperties.VerticalScrollAxisRange) }
        ?.config?.getOrNull(SemanticsProperties.VerticalScrollAxisRange)?.value?.invoke()

    /** Taps what is called [label]; inside the part tagged [within] where the same word stands more than once. */
    fun tap(label: String, within: String? = null) = press(
        reach("$label in $within") { root ->
            val part = if (within == null) root else root.find { it.tag == within }
            part?.find { it.canBePressed && label in it.words }
        },
    )

    /** Types into the field called [label]. */
    fun type(label: String, text: String) {
        val field = reach("the field $label") { root -> root.find { it.config.contains(SemanticsActions.SetText) && label in it.words } }
        field.config[SemanticsActions.SetText].action?.invoke(AnnotatedString(text))
        settle()
    }

    /** Whether a text with [part] in it is to be seen now, without scrolling. */
    fun sees(part: String): Boolean = root().find { node -> node.words.any { part in it } } != null

    /** Takes a picture of the window. */
    fun picture(file: File) {
        settle()
        val view = activity.window.decorView
        val bitmap = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
        view.draw(Canvas(bitmap))
        file.absoluteFile.parentFile?.mkdirs()
        file.outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }

    private fun reach(what: String, find: (SemanticsNode) -> SemanticsNode?): SemanticsNode {
        seek(find)?.let { return it }
        var left = SCROLLS
        while (left-- > 0 && scroll(-STEP)) settle()
        return checkNotNull(seek(find)) { "not on this screen: $what" }
    }

    private fun seek(find: (SemanticsNode) -> SemanticsNode?): SemanticsNode? {
        repeat(SCROLLS) {
            val node = find(root())
            val list = list()
            if (node != null && (list == null || !node.isInside(list) || node.isWholeIn(list))) return node
            if (!scroll(STEP)) return node?.takeIf { it.boundsInRoot.height > 0f }
        }
        return null
    }

    /** Drags the list by a part of its height; false where nothing moved. */
    private fun scroll(part: Float): Boolean {
        val list = list() ?: return false
        val before = place()
        val (x, middle) = list.boundsInRoot.center
        val way = list.boundsInRoot.height * part
        val from = middle + way / 2
        val down = SystemClock.uptimeMillis()
        touch(down, MotionEvent.ACTION_DOWN, x, from)
        for (step in 1..STEPS) touch(down, MotionEvent.ACTION_MOVE, x, from - way * step / STEPS)
        // Held still before it is lifted: no fling.
        repeat(STEPS) { touch(down, MotionEvent.ACTION_MOVE, x, from - way) }
        touch(down, MotionEvent.ACTION_UP, x, from - way)
        settle()
        return place() != before
    }

    /** Presses as a screen reader does: what lies at the middle of a thing may be something else. */
    private fun press(node: SemanticsNode) {
        checkNotNull(node.config[SemanticsActions.OnClick].action) { "nothing to press" }()
        settle()
    }

    private fun touch(down: Long, action: Int, x: Float, y: Float) {
        val event = MotionEvent.obtain(down, SystemClock.uptimeMillis(), action, x, y, 0)
        (compose() as View).dispatchTouchEvent(event)
        event.recycle()
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(FRAME))
    }

    private fun root() = compose().semanticsOwner.rootSemanticsNode

    private fun list() = root().find { it.config.contains(SemanticsActions.ScrollBy) && it.config.contains(SemanticsProperties.VerticalScrollAxisRange) }

    private fun compose(): RootForTest = checkNotNull(activity.window.decorView.compose()) { "no Compose in this window" }

    private fun View.compose(): RootForTest? = this as? RootForTest
        ?: (this as? ViewGroup)?.let { group -> (0 until group.childCount).firstNotNullOfOrNull { group.getChildAt(it).compose() } }

    private fun SemanticsNode.isInside(list: SemanticsNode) = generateSequence(parent) { it.parent }.any { it.id == list.id }

    private fun SemanticsNode.isWholeIn(list: SemanticsNode) =
        boundsInRoot.height >= size.height - 1 && boundsInRoot.top >= list.boundsInRoot.top - 1 && boundsInRoot.bottom <= list.boundsInRoot.bottom + 1

    private companion object {
        const val FRAMES = 15
        const val MOST_FRAMES = 200
        const val FRAME = 16L
        const val SCROLLS = 60

        /** Moves of a finger. */
        const val STEPS = 8
        const val STEP = 0.45f
    }
}

private fun SemanticsNode.find(test: (SemanticsNode) -> Boolean): SemanticsNode? {
    if (test(this)) return this
    return children.firstNotNullOfOrNull { it.find(test) }
}

private val SemanticsNode.tag: String? get() = config.getOrNull(SemanticsProperties.TestTag)

private val SemanticsNode.canBePressed: Boolean get() = config.contains(SemanticsActions.OnClick)

private val SemanticsNode.words: List<String>
    get() = config.getOrNull(SemanticsProperties.ContentDescription).orEmpty() + config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text }
