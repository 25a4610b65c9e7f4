package cn.tanfang.phone

import android.os.Bundle
import android.os.Looper
import androidx.core.content.FileProvider
import cn.tanfang.core.Core
import cn.tanfang.ffi.QuestionKind
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.VisitView
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import kotlinx.coroutines.Dispatchers
import org.junit.rules.ExternalResource
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import java.io.File
import java.time.Duration

/**
 * A phone with the app on it, over the real Rust core: its process can be killed, its window turned.
 *
 * Calls are made without threads: what was tapped is done when the tap is.
 */
class Phone : ExternalResource() {
    lateinit var controller: ActivityController<MainActivity>
        private set
    lateinit var hand: Hand
        private set

    val application get() = RuntimeEnvironment.getApplication() as TanfangApplication
    val activity: MainActivity get() = controller.get()
    val standing get() = application.keeper.state.value
    val app: AppState get() = (standing as Standing.Open).app
    val core: Core get() = app.session.core

    override fun before() {
        FakeKeystore.install()
        // It remembers the folders of the first phone it saw.
        FileProvider::class.java.getDeclaredField("sCache").run {
            isAccessible = true
            (get(null) as MutableMap<*, *>).clear()
        }
        // One sandbox runs many tests: each begins on an empty phone.
        application.keeper.shut()
        for (folder in listOf(application.filesDir, application.noBackupFilesDir, application.cacheDir)) folder.deleteRecursively()
        start()
    }

    override fun after() {
        if (!activity.isDestroyed) controller.pause().stop().destroy()
        // Compose's dispatcher outlives a test: a frame left waiting would keep the next test's screen from being drawn.
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(1))
        application.keeper.shut()
    }

    /** Begins a new process, with what the system kept of the last one, if it kept anything. */
    fun start(saved: Bundle? = null) {
        application.keeper = Keeper(application, io = Dispatchers.Unconfined, ui = Dispatchers.Unconfined)
        controller = Robolectric.buildActivity(MainActivity::class.java)
        if (saved == null) controller.setup() else controller.setup(saved)
        hand = Hand(activity)
    }

    /** Kills the process as the system does for want of memory; returns what it keeps. */
    fun kill(): Bundle {
        val saved = Bundle()
        controller.pause().saveInstanceState(saved).stop().destroy()
        application.keeper.shut()
        return saved
    }

    /** Turns the phone: the window is made anew, the process lives. */
    fun turn() {
        controller.recreate()
        hand = Hand(activity)
    }

    /** Sets up 练习 by the first screen. */
    fun practise() {
        hand.tap(core.first().practice)
        check(app.here == Screen.Today) { "practice leads to today, not: ${app.news?.sentence}" }
    }

    /** Sets up a real village by the first screen. */
    fun setUp() {
        hand.type(Strings.First.name, Strings.Demo.worker)
        hand.type(Strings.First.village, Strings.Demo.village)
        hand.type(Strings.First.division, "990101001001")
        hand.tap(core.first().roles.first().label)
        hand.tap(Strings.First.start)
        check(app.here == Screen.Today) { "setting up leads to today, not: ${app.news?.sentence}" }
    }

    /** Opens the visit of the first home on today's list. */
    fun openVisit(): String {
        val card = core.today().groups.first().cards.first()
        hand.tap(card.visit.label, within = card.household)
        return (app.here as Screen.Visit).visit
    }

    /** Gives the next question that is asked its first answer; false when none is left. */
    fun answer(visit: String): Boolean {
        val question = core.visit(visit).asked().firstOrNull() ?: return false
        val answer = if (question.kind == QuestionKind.DAY) Strings.Day.today else question.options.first().label
        hand.tap(answer, within = question.key)
        return true
    }

    /** Gives every question that is asked its first answer. */
    fun answerAll(visit: String) {
        var left = MOST_QUESTIONS
        while (answer(visit)) check(left-- > 0) { "an answer was not taken" }
    }

    fun answered(visit: String): Int = core.visit(visit).groups.sumOf { group -> group.questions.count { it.answered } }

    private fun VisitView.asked() = groups.filter { !it.folded }.flatMap { it.questions }.filter { !it.answered && it.required && it.options.isNotEmpty() }

    companion object {
        private const val MOST_QUESTIONS = 80

        /** The top of the checkout. */
        val root = File(checkNotNull(System.getProperty("tanfang.root")))
    }
}
