package cn.tanfang.desktop

import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.input.pointer.PointerEventType
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.text.AnnotatedString
import androidx.compose.ui.unit.Density
import cn.tanfang.ui.app.App
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.parts.PRIMARY
import org.jetbrains.skia.EncodedImageFormat
import java.io.File

/**
 * A finger and an eye on the app without a display: finds what is on the screen as a screen reader does, scrolls to it,
 * taps it with a pointer at its middle, and takes pictures. It counts its taps.
 */
class Hand(app: AppState, fontScale: Float = 1f) : AutoCloseable {
    private val scene = ImageComposeScene(WIDTH, HEIGHT, Density(DENSITY, fontScale)) { App(app) }
    private var now = 0L

    var taps = 0
        private set

    init {
        settle()
    }

    /** Lets everything happen that is to happen, and draws. */
    fun settle() {
        var quiet = 0
        repeat(MAX_FRAMES) {
            now += FRAME_NANOS
            scene.render(now)
            quiet = if (scene.hasInvalidations()) 0 else quiet + 1
            if (quiet >= 2) return
        }
        error("the screen does not come to rest")
    }

    /** Taps what is called [label]; inside the part tagged [within] where the same word stands more than once. */
    fun tap(label: String, within: String? = null) {
        val node = reach("$label in $within") { root ->
            val part = if (within == null) root else root.find { it.tag == within } ?: return@reach null
            part.find { it.canBePressed && label in it.words }
        }
        press(node)
    }

    /** Taps the first thing that can be pressed in the part tagged [tag]: a card's own face. */
    fun tapFace(tag: String) = press(reach("the face of $tag") { root -> root.find { it.tag == tag }?.find { it.canBePressed } })

    /** Scrolls until the part tagged [tag] begins at the top of the screen. A part may be taller than that. */
    fun show(tag: String) {
        val head = reach("the part $tag") { root -> root.find { it.tag == tag }?.let { part -> generateSequence(part) { it.children.firstOrNull() }.last() } }
        list()?.let { scroll(it, head.boundsInRoot.top - it.boundsInRoot.top - MARGIN) }
    }

    /** Taps the one primary action. */
    fun tapPrimary() = press(reach("the primary action") { root -> root.find { it.tag == PRIMARY } })

    /** Draws one line with the finger in the part tagged [tag]: [places] in pixels from its corner. */
    fun draw(tag: String, places: List<Pair<Float, Float>>) {
        val corner = reach("the part $tag") { root -> root.find { it.tag == tag } }.boundsInRoot.topLeft
        for ((i, place) in places.withIndex()) {
            scene.sendPointerEvent(if (i == 0) PointerEventType.Press else PointerEventType.Move, corner + Offset(place.first, place.second))
            settle()
        }
        scene.sendPointerEvent(PointerEventType.Release, corner + Offset(places.last().first, places.last().second))
        settle()
    }

    /** Types into the field called [label]. */
    fun type(label: String, text: String) {
        val node = reach("the field $label") { root -> root.find { it.config.contains(SemanticsActions.SetText) && label in it.words } }
        checkNotNull(node.config[SemanticsActions.SetText].action) { "a field that takes no text" }(AnnotatedString(text))
        settle()
    }

    /** Whether [label] is anywhere on the screen now, without scrolling. */
    fun sees(label: String): Boolean = roots().any { root -> root.find { node -> node.words.any { label in it } } != null }

    /** Whether the part tagged [tag] is on the screen now, without scrolling. */
    fun seesPart(tag: String): Boolean = roots().any { root -> root.find { it.tag == tag && it.boundsInRoot.height > 0f } != null }

    /** Whether what is tagged [tag] can be pressed now. */
    fun isEnabled(tag: String): Boolean = roots().any { root -> root.find { it.tag == tag && SemanticsProperties.Disabled !in it.config } != null }

    /** Scrolls back to the top. */
    fun top() {
        while (true) {
            val list = list() ?: return
            val range = list.config.getOrNull(SemanticsProperties.VerticalScrollAxisRange) ?: return
            if (range.value() <= 0f) return
            scroll(list, -20f * HEIGHT)
        }
    }

    /** Takes a picture of the screen as it is; one that shows a photo, and is large, as JPEG too. */
    fun picture(file: File) {
        settle()
        val image = scene.render(now)
        val bytes = checkNotNull(image.encodeToData(EncodedImageFormat.PNG)) { "no picture" }.bytes
        file.parentFile.mkdirs()
        file.writeBytes(bytes)
        if (bytes.size > LARGE) {
            val small = checkNotNull(image.encodeToData(EncodedImageFormat.JPEG, JPEG_QUALITY)) { "no picture" }.bytes
            File(file.parentFile, "${file.nameWithoutExtension}.jpg").writeBytes(small)
        }
    }

    override fun close() = scene.close()

    private fun roots() = scene.semanticsOwners.map { it.rootSemanticsNode }

    /** Finds a node, scrolling on from here and then from the top until it lies whole on the screen. */
    private fun reach(what: String, find: (SemanticsNode) -> SemanticsNode?): SemanticsNode {
        seek(find)?.let { return it }
        top()
        return checkNotNull(seek(find)) { "not on this screen: $what" }
    }

    private fun seek(find: (SemanticsNode) -> SemanticsNode?): SemanticsNode? {
        repeat(MAX_SCROLLS) {
            val node = roots().firstNotNullOfOrNull(find)
            val list = list()
            if (node != null && (list == null || node.isWholeIn(list) || !node.isInside(list))) return node
            // What is taller than the list is taken as far as it shows.
            if (list == null || !scroll(list, list.size.height * STEP)) return node?.takeIf { it.boundsInRoot.height > 0f }
        }
        return null
    }

    private fun list(): SemanticsNode? = roots().firstNotNullOfOrNull { root -> root.find { it.config.contains(SemanticsActions.ScrollBy) && it.config.contains(SemanticsProperties.VerticalScrollAxisRange) } }

    /** Scrolls, and tells whether anything moved. */
    private fun scroll(list: SemanticsNode, by: Float): Boolean {
        val range = list.config[SemanticsProperties.VerticalScrollAxisRange]
        val before = range.value()
        list.config[SemanticsActions.ScrollBy].action?.invoke(0f, by)
        settle()
        return list()?.config?.get(SemanticsProperties.VerticalScrollAxisRange)?.value() != before
    }

    private fun press(node: SemanticsNode) {
        val middle = node.boundsInRoot.center
        scene.sendPointerEvent(PointerEventType.Press, middle)
        settle()
        scene.sendPointerEvent(PointerEventType.Release, middle)
        scene.sendPointerEvent(PointerEventType.Move, Offset.Zero)
        taps++
        settle()
    }

    private fun SemanticsNode.isInside(list: SemanticsNode): Boolean = generateSequence(parent) { it.parent }.any { it.id == list.id }

    private fun SemanticsNode.isWholeIn(list: SemanticsNode): Boolean {
        val visible: Rect = boundsInRoot
        return visible.height >= size.height - 1 && visible.top >= list.boundsInRoot.top - 1 && visible.bottom <= list.boundsInRoot.bottom + 1
    }

    private companion object {
        const val WIDTH = 720
        const val HEIGHT = 1440
        const val DENSITY = 2f
        const val FRAME_NANOS = 16_000_000L
        const val MAX_FRAMES = 600
        const val MAX_SCROLLS = 400

        /** From how many bytes on a picture is kept as JPEG too: what `cargo xtask demo --pictures` takes at most. */
        const val LARGE = 200 * 1024
        const val JPEG_QUALITY = 85

        /** What stays above a part that is shown, in pixels. */
        const val MARGIN = 64f

        /** The part of the list's height that one scroll goes. */
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
