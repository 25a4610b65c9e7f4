package cn.tanfang.ui.app

import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import cn.tanfang.core.Session
import cn.tanfang.core.Told
import cn.tanfang.ffi.Action
import cn.tanfang.ffi.Dial
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.LookSetting
import cn.tanfang.ffi.Outcome
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.ThemeChoice
import cn.tanfang.ffi.TypeSize
import cn.tanfang.ui.parts.words
import cn.tanfang.ui.theme.Palette
import cn.tanfang.ui.theme.palette

/** What the last tap led to, to be shown until it is read. */
data class News(val sentence: String, val undo: Action?, val problem: Boolean)

/**
 * What the platform owns and nothing else: where one is and how one came there, whether 遮 is on, the last sentence to
 * read, and what is being typed. All that matters is in the core already.
 */
@Stable
class AppState(val session: Session, val shell: Shell, start: Screen = Screen.Today) {
    var trail by mutableStateOf(listOf(start))
        private set

    /** The screen to be seen. */
    val here: Screen get() = trail.last()

    /** Whether nobody has gone anywhere yet. */
    var starting = true
        private set

    var covered by mutableStateOf(false)

    /** How the screens look, as the core keeps it. */
    var look by mutableStateOf(asTheSystemSays)
    val palette: Palette get() = look.theme.palette ?: shell.palette
    var news by mutableStateOf<News?>(null)
        private set

    /** Whether copies of photos are being made. */
    internal var isCopying = false

    private val kept = mutableMapOf<Screen, Any>()
    private val typed = mutableMapOf<Screen, Any>()
    private val arrivals = mutableMapOf<Screen, Int>()

    /** Names [screen] as it is to be remembered: coming to it anew by a deed, one sees it from its top. */
    fun memory(screen: Screen): String = "$screen ${arrivals[screen] ?: 0}"

    /** Goes to [screen]: to one of the four places, back along the trail if it was passed, or one step on. */
    fun go(screen: Screen) {
        // From 首次打开 one goes on by itself where somebody is set up: what was said meanwhile is still to be read.
        if (here != Screen.First) news = null
        val passed = trail.indexOf(screen)
        move(
            when {
                screen == Screen.First || screen == Screen.Today -> listOf(screen)
                screen in places -> listOf(Screen.Today, screen)
                passed >= 0 -> trail.take(passed + 1)
                here == Screen.First -> listOf(Screen.Today, screen)
                else -> trail + screen
            },
        )
    }

    /** Goes one step back, or tells that there is none. Nothing is asked and nothing is lost. */
    fun back(): Boolean {
        if (trail.size == 1) return false
        news = null
        move(trail.dropLast(1))
        return true
    }

    /** Sends what a tap means. The old sentence goes; the new one comes when it is done, after [then]. */
    fun send(intent: Intent, then: (Outcome) -> Unit = {}) {
        news = null
        session.send(intent, then)
    }

    /** Dials, and goes where one says whether anybody answered. */
    fun dial(dial: Dial) {
        shell.dial(dial.number)
        dial.after?.let(::go)
    }

    /** Changes how the screens look, at once and for the next time. */
    fun lookLike(next: LookSetting) {
        look = next
        send(Intent.SetLook(next))
    }

    fun dismiss() {
        news = null
    }

    fun tell(sentence: String, problem: Boolean = false) {
        news = if (sentence.isEmpty()) null else News(sentence, undo = null, problem)
    }

    /** What brings one back to this screen after the process was gone: kinds and ids of the trail, nothing personal. */
    fun saved(): List<String> = trail.map { "${arrivals[it] ?: 0} ${it.saved()}" }

    /** Goes where one was when [saved] was asked, unless somebody has gone somewhere meanwhile. */
    fun restore(saved: List<String>) {
        if (!starting) return
        val known = saved.map { text -> screenSaved(text.substringAfter(' ')) to (text.substringBefore(' ').toIntOrNull() ?: 0) }
            .takeWhile { it.first != null }
            .mapNotNull { (screen, count) -> screen?.let { it to count } }
        if (known.isEmpty()) return
        arrivals.putAll(known)
        move(known.map { it.first })
    }

    /** Looks as the core says, then shows what taps did and goes where they lead, for as long as the caller collects. */
    suspend fun follow() {
        session.ask({ it.look() }) {
            look = it
            if (it.mask) covered = true
        }
        session.news.collect(::show)
    }

    private fun show(told: Told) {
        when (told) {
            is Told.Failed -> news = News(told.problem.words, undo = null, problem = true)
            is Told.Done -> {
                val outcome = told.outcome
                outcome.go?.let {
                    arrivals[it] = (arrivals[it] ?: 0) + 1
                    go(it)
                }
                // That a visit is open is what the screen says itself.
                val shownAnyway = outcome.go is Screen.Visit && outcome.undo == null
                news = if (outcome.sentence.isEmpty() || shownAnyway) null else News(outcome.sentence, outcome.undo, problem = false)
            }
        }
    }

    /** What is typed on [screen] and not yet with the core: it is there again however one left, until [forget]. */
    @Suppress("UNCHECKED_CAST")
    fun <T : Any> typed(screen: Screen, make: () -> T): T = typed.getOrPut(screen, make) as T

    /** Lets go of what was typed on [screen]: it is with the core now. */
    fun forget(screen: Screen) {
        typed -= screen
    }

    /** Lets go of everything: this phone was emptied. */
    fun forgetAll() {
        typed.clear()
        kept.clear()
        look = asTheSystemSays
    }

    /** What [screen] keeps while it is on the trail: its model. */
    @Suppress("UNCHECKED_CAST")
    fun <T : Any> keep(screen: Screen, make: () -> T): T = kept.getOrPut(screen, make) as T

    private fun move(next: List<Screen>) {
        starting = false
        trail = next
        kept.keys.retainAll { it in next || it in places }
    }

    companion object {
        private val asTheSystemSays = LookSetting(TypeSize.NORMAL, ThemeChoice.SYSTEM, mask = false)

        /** The four places of the bottom bar. */
        val places = listOf(Screen.Today, Screen.Homes, Screen.Flags, Screen.More)
    }
}
