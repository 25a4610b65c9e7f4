package cn.tanfang.desktop

import cn.tanfang.core.Core
import cn.tanfang.core.RealCore
import cn.tanfang.core.Session
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.ffi.QuestionKind
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.VisitView
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Shell
import cn.tanfang.ui.theme.Palette
import cn.tanfang.ui.visit.DAY_PART
import cn.tanfang.ui.visit.SAME_ALL
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import java.io.File
import kotlin.system.exitProcess

/**
 * Plays the whole path on the real screens over the real core, without a display: `RobotKt STORE_DIR ROSTER_XLSX OUT_DIR`.
 *
 * Leaves pictures, the ledger as a workbook and as a page to print, and lists them. Ends with 0 only if every step
 * worked. Says no name, no number and no answer aloud.
 */
fun main(args: Array<String>) {
    val (store, roster, out) = places(args.toList())
    val done = runCatching {
        RealCore.open(store.path).use { core -> Robot(core, roster, out).play() }
    }
    done.exceptionOrNull()?.let { thrown ->
        // The message may name people; the place in the code does not.
        System.err.println("robot: failed in the step above: ${thrown.javaClass.name}")
        thrown.stackTrace.filter { it.className.startsWith("cn.tanfang") }.take(12).forEach { System.err.println("  at $it") }
        if (System.getenv("TANFANG_ROBOT_LOUD") != null) System.err.println(thrown.message)
        exitProcess(1)
    }
    println("robot: every step worked")
    out.walkTopDown().filter { it.isFile }.sortedBy { it.path }.forEach { println("  ${it.path} (${it.length()} bytes)") }
}

/** A platform without a user: the list it was told of, files in the folder it was told of, a telephone that only counts. */
internal class RobotShell(var roster: File, private val out: File) : Shell {
    var calls = 0
        private set

    /** What the camera sees next; without one it is put away. */
    var scene: File? = null

    override val takesPhotos get() = scene != null

    override suspend fun takePhoto(wanted: PhotoInput?) = scene?.absolutePath

    override suspend fun choosePicture() = scene?.absolutePath

    override fun picture(jpeg: ByteArray) = drawn(jpeg)

    override fun chineseFonts() = cn.tanfang.desktop.chineseFonts()

    override fun dial(number: String) {
        calls++
    }

    override suspend fun chooseRoster() = roster.absolutePath

    override suspend fun chooseExport(name: String) = File(out, name).absolutePath

    override fun open(path: String) = Unit
}

/** The player of the path; [routineTaps] is what it counted. */
internal class Robot(internal val core: Core, internal val roster: File, internal val out: File) {
    internal val shell = RobotShell(roster, out)

    /** Taps of the routine visit, once it was played. */
    var routineTaps = 0
        private set

    // No threads: a call is done when the tap is, so that the robot never has to wait.
    private val session = Session(core, CoroutineScope(Dispatchers.Unconfined + Job()), Dispatchers.Unconfined)
    internal val app = AppState(session, shell, Screen.First)
    private var number = 0

    /** Plays the round from a first list to a printed ledger; with [wider] also every other list and screen. */
    fun play(wider: Boolean = true) = Hand(app).use { hand ->
        step("first opening") { firstOpening(hand) }
        step("a list is looked at, then imported") { importRoster(hand) }
        step("today, and why") { todayAndWhy(hand) }
        // A home that only the weekly duty asks: a duty that began meanwhile would ask its questions once.
        val household = core.today().groups.flatMap { it.cards }.first { it.duties.size == 1 }.household
        step("a first visit, written down for last week") { visitLastWeek(hand, household) }
        step("the routine visit") { routineVisit(hand, household) }
        step("nobody home") { nobodyHome(hand) }
        step("all homes, and one of them") { homes(hand, household) }
        step("what a home may be entitled to, one question asked in place, the policies") { hints(hand, household) }
        step("the ledger as a workbook and to print") { ledger(hand) }
        if (!wider) return@use
        step("every other list of the folder, a column corrected, a list taken back") { lists(hand) }
        step("how many there ought to be, somebody no list names, matches") { classes(hand) }
        step("danger, and a call") { calls(hand, household) }
        step("every ledger") { ledgers(hand) }
        step("settings, a complaint, a code, a successor, wiping looked at") { upkeep(hand) }
        step("covered, in the evening, in the sun") { looks(hand, household) }
        step("with letters twice as large") { large(household) }
    }

    internal fun step(name: String, play: () -> Unit) {
        println("robot: $name")
        val start = System.nanoTime()
        play()
        println("robot: … ${(System.nanoTime() - start) / 1_000_000} ms")
    }

    internal fun picture(hand: Hand, name: String) = hand.picture(File(out, "%02d-%s.png".format(++number, name)))

    private fun firstOpening(hand: Hand) {
        picture(hand, "first")
        hand.type(Strings.First.name, Strings.Demo.worker)
        hand.type(Strings.First.village, Strings.Demo.village)
        hand.type(Strings.First.division, DIVISION)
        hand.tap(core.first().roles.first().label)
        hand.tap(Strings.First.start)
        at(Screen.Today)
        picture(hand, "today-empty")
    }

    private fun importRoster(hand: Hand) {
        hand.tap(checkNotNull(core.today().empty?.action) { "an empty list says what comes next" }.label)
        at(Screen.Import)
        picture(hand, "import-choose")
        hand.tap(Strings.Import.choose)
        picture(hand, "import-differences")
        hand.tapPrimary()
        at(Screen.Today)
        picture(hand, "today")
    }

    private fun todayAndWhy(hand: Hand) {
        val card = core.today().groups.first().cards.first()
        if (card.duties.size > 1) hand.tap(Strings.Today.duties, within = card.household)
        hand.tap(Strings.Why.title, within = card.household)
        check(app.here is Screen.Why) { "why leads to the reason" }
        picture(hand, "why")
        hand.tap(Strings.back)
        at(Screen.Today)
    }

    /** Whoever comes new has last week to write down: the day is set back, every question is asked. */
    private fun visitLastWeek(hand: Hand, household: String) {
        val visit = open(hand, household)
        picture(hand, "visit-first")
        hand.tap(Strings.Visit.changeDay)
        hand.tap(Strings.Day.weekEarlier, within = DAY_PART)
        hand.tap(Strings.fold)
        answerAll(hand, visit)
        picture(hand, "visit-answered")
        close(hand, visit)
        picture(hand, "today-after-first")
    }

    /** 去走访, whom one meets, 都一样, the two answers that are asked every time, 走访完成: six taps. */
    internal fun routineVisit(hand: Hand, household: String, picture: (String) -> Unit = { picture(hand, it) }) {
        if (app.here != Screen.Today) hand.tap(Strings.Place.today)
        routineVisit(hand, picture) { open(hand, household) }
    }

    /** The same from wherever [open] opens the visit with one tap. */
    internal fun routineVisit(hand: Hand, picture: (String) -> Unit, open: () -> String) {
        val before = hand.taps
        val visit = open()
        picture("visit-routine")
        // Whom one meets comes first, then 都一样, then what is asked every time.
        core.visit(visit).asked().firstOrNull()?.let { met -> hand.tap(met.options.first().label, within = met.key) }
        val all = core.visit(visit).sameAll
        if (all != null) hand.tap(all, within = SAME_ALL)
        answerAll(hand, visit)
        core.visit(visit).groups.filter { it.same != null }.forEach { hand.tap(checkNotNull(it.same), within = it.key) }
        hand.top()
        picture("visit-routine-answered")
        close(hand, visit)
        routineTaps = hand.taps - before
        println("robot: the routine visit took $routineTaps taps")
        check(routineTaps <= MOST_TAPS) { "the routine visit took $routineTaps taps" }
        picture("visit-closed")
    }

    private fun nobodyHome(hand: Hand) {
        if (app.here != Screen.Today) hand.tap(Strings.Place.today)
        val household = core.today().groups.flatMap { it.cards }.first { core.home(it.household).history.isEmpty() }.household
        val visit = open(hand, household)
        val met = core.visit(visit).groups.first().questions.first()
        hand.tap(met.options.last().label, within = met.key)
        picture(hand, "attempt")
        hand.tap(core.visit(visit).primary.label)
        picture(hand, "attempt-noted")
    }

    private fun homes(hand: Hand, household: String) {
        app.go(Screen.Today)
        picture(hand, "today-going-on")
        hand.tap(Strings.Place.homes)
        at(Screen.Homes)
        picture(hand, "homes")
        hand.type(Strings.Homes.search, SEARCH)
        picture(hand, "homes-found")
        hand.type(Strings.Homes.search, "")
        hand.tapFace(household)
        at(Screen.Home(household))
        picture(hand, "home")
        hand.tap(Strings.back)
        hand.tap(Strings.Place.flags)
        picture(hand, "flags")
    }

    private fun ledger(hand: Hand) {
        hand.tap(Strings.Place.more)
        picture(hand, "more")
        val entry = core.more().entries.first { it.go is Screen.Ledger }
        hand.tap(entry.text.text)
        picture(hand, "ledger")
        hand.tap(Strings.Ledger.saveXlsx)
        hand.tap(Strings.Ledger.print)
        picture(hand, "ledger-saved")
        check(out.listFiles().orEmpty().any { it.extension == "xlsx" }) { "no workbook" }
        check(out.listFiles().orEmpty().any { it.extension == "html" }) { "no page to print" }
    }

    private fun looks(hand: Hand, household: String) {
        app.go(Screen.Today)
        hand.settle()
        hand.tap(Strings.mask)
        check(app.covered) { "one tap covers" }
        picture(hand, "today-covered")
        app.go(Screen.Home(household))
        picture(hand, "home-covered")
        hand.tap(Strings.mask)
        app.go(Screen.Settings)
        hand.settle()
        picture(hand, "settings")
        for ((word, palette) in listOf(Strings.Settings.dark to Palette.dark, Strings.Settings.sunlight to Palette.sunlight, Strings.Settings.light to Palette.light)) {
            app.go(Screen.Settings)
            hand.settle()
            hand.tap(word)
            check(app.palette == palette) { "the theme did not change" }
            if (palette == Palette.light) break
            app.go(Screen.Today)
            picture(hand, "today-${palette.name}")
            app.go(Screen.Home(household))
            picture(hand, "home-${palette.name}")
        }
    }

    private fun large(household: String) = Hand(app, fontScale = 2f).use { hand ->
        val visit = core.today().groups.flatMap { it.cards }.firstOrNull { it.household != household }?.let { card ->
            checkNotNull(core.send(card.visit.intent).go) { "a visit opens" }
        }
        val screens = listOfNotNull(
            Screen.Today, Screen.Homes, Screen.Home(household), visit, Screen.Ledger("L06"), hint(household), Screen.Policies, Screen.More, Screen.Settings, Screen.Call(null), Screen.Batches,
        )
        for (screen in screens) {
            app.go(screen)
            picture(hand, "large-${screen.javaClass.simpleName.lowercase()}")
        }
    }

    /** Opens the visit of a home from its card. */
    internal fun open(hand: Hand, household: String): String {
        at(Screen.Today)
        val card = core.today().groups.flatMap { it.cards }.first { it.household == household }
        hand.tap(card.visit.label, within = household)
        return checkNotNull(app.here as? Screen.Visit) { "the card's action opens the visit" }.visit
    }

    /** Gives every question that is asked, and is not answered, its first answer. */
    internal fun answerAll(hand: Hand, visit: String) {
        while (true) {
            val question = core.visit(visit).asked().firstOrNull() ?: return
            val answer = if (question.kind == QuestionKind.DAY) Strings.Day.today else question.options.first().label
            hand.tap(answer, within = question.key)
        }
    }

    internal fun VisitView.asked() = groups.filter { !it.folded }.flatMap { it.questions }.filter { !it.answered && it.required && it.options.isNotEmpty() }

    private fun close(hand: Hand, visit: String) {
        hand.tap(core.visit(visit).primary.label)
        check(app.news?.problem != true) { "the visit did not close" }
        check(app.here !is Screen.Visit) { "a closed visit leads on" }
        if (app.here != Screen.Today) app.go(Screen.Today)
        hand.settle()
    }

    internal fun at(screen: Screen) = check(app.here == screen) { "elsewhere: ${app.here.javaClass.simpleName}" }

    internal companion object {
        /** The most taps that a routine visit may take. */
        const val MOST_TAPS = 6

        /** A code of an area that does not exist. */
        private const val DIVISION = "990101001001"
        private const val SEARCH = "zmc"
    }
}
