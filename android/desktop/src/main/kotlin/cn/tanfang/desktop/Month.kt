package cn.tanfang.desktop

import cn.tanfang.core.Core
import cn.tanfang.core.RealCore
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import java.io.File
import kotlin.system.exitProcess

/**
 * Opens a store in which a month was played, on the clock of this machine, and shows what the month came to:
 * `MonthKt STORE_DIR OUT_DIR`.
 *
 * Leaves a picture of each screen of the plan and of a routine visit. Ends with 0 only if every step worked. Says no
 * name, no number and no answer aloud.
 */
fun main(args: Array<String>) {
    require(args.size == 2) { "MonthKt STORE_DIR OUT_DIR" }
    val (store, out) = args.map(::File)
    val done = runCatching {
        RealCore.open(store.path).use { core -> Month(core, out).play() }
    }
    done.exceptionOrNull()?.let { thrown ->
        // The message may name people; the place in the code does not.
        System.err.println("month: failed in the step above: ${thrown.javaClass.name}")
        thrown.stackTrace.filter { it.className.startsWith("cn.tanfang") }.take(12).forEach { System.err.println("  at $it") }
        if (System.getenv("TANFANG_ROBOT_LOUD") != null) System.err.println(thrown.message)
        exitProcess(1)
    }
    println("month: every step worked")
}

/** The player of a month that was lived: it goes on where the store stands. */
internal class Month(private val core: Core, private val out: File) {
    private val robot = Robot(core, roster = out, out)
    private val app = robot.app

    fun play() = Hand(app).use { hand ->
        val picture = { name: String -> hand.picture(File(out, "$name.png")) }
        robot.step("today, by group and by the way") { today(hand, picture) }
        robot.step("the month") { month(hand, picture) }
        robot.step("a routine visit") { visit(hand, picture) }
        robot.step("nobody home, in two taps") { missed(hand, picture) }
        robot.step("events, campaigns, reports, a round") { pages(hand, picture) }
    }

    private fun today(hand: Hand, picture: (String) -> Unit) {
        app.go(Screen.Today)
        picture("month-today")
        hand.tap(Strings.Today.filters)
        picture("month-today-filters")
        val orders = core.today().filters.firstOrNull()?.choices.orEmpty()
        orders.firstOrNull { !it.chosen }?.let { hand.tap(it.label) }
        picture("month-today-way")
        orders.firstOrNull { it.chosen }?.let { hand.tap(it.label) }
        hand.tap(Strings.fold)
    }

    private fun month(hand: Hand, picture: (String) -> Unit) {
        app.go(Screen.Today)
        hand.top()
        hand.tap(core.today().month.label)
        robot.at(Screen.Month(null))
        val month = core.month(null)
        check(month.days.size >= SHORTEST) { "a month has its days" }
        picture("month")
        month.days.firstOrNull { it.done > 0u && !it.today }?.let { day ->
            hand.tapFace(day.day)
            picture("month-day")
        }
        month.around.firstOrNull()?.let {
            hand.tap(Strings.Ledger.before)
            picture("month-before")
        }
    }

    /** A home that is known, where no more is new than a routine visit has taps for. */
    private fun visit(hand: Hand, picture: (String) -> Unit) {
        app.go(Screen.Today)
        hand.settle()
        val due = core.today().groups.flatMap { it.cards }.map { it.household }
        // Late in the week nobody may be due: then it is a home that is looked in on once more.
        val all = core.homes("").groups.flatMap { it.rows }.map { it.household }
        val household = (due + all).firstOrNull { household ->
            core.home(household).history.isNotEmpty() && isRoutine(household)
        }
        checkNotNull(household) { "no home is known well enough for a routine visit" }
        // The drafts that were looked at are on the list now.
        app.go(Screen.More)
        hand.settle()
        app.go(Screen.Home(household))
        hand.settle()
        robot.routineVisit(hand, { name -> picture(name.replace("visit-routine", "month-visit").replace("visit-closed", "month-visit-closed")) }) {
            hand.tapPrimary()
            checkNotNull(app.here as? Screen.Visit) { "a home leads to its visit" }.visit
        }
    }

    private fun isRoutine(household: String): Boolean {
        val visit = checkNotNull(core.send(Intent.OpenVisit(household)).go as? Screen.Visit) { "a visit opens" }.visit
        return with(robot) { core.visit(visit).asked().size <= Robot.MOST_TAPS - BESIDES }
    }

    private fun missed(hand: Hand, picture: (String) -> Unit) {
        app.go(Screen.Today)
        hand.settle()
        val card = core.today().groups.flatMap { it.cards }.firstOrNull()
        val household = card?.household ?: core.homes("").groups.first().rows.first().household
        val before = hand.taps
        if (card != null) hand.tap(card.missed.label, within = card.household) else app.go(Screen.Missed(household))
        robot.at(Screen.Missed(household))
        picture("month-missed")
        hand.tap(core.missed(household).blocks.first { it.actions.isNotEmpty() }.actions.first().label)
        check(app.news?.problem != true) { "a trip that met nobody was not noted" }
        check(hand.taps - before == if (card != null) 2 else 1) { "it took ${hand.taps - before} taps" }
        picture("month-missed-noted")
    }

    private fun pages(hand: Hand, picture: (String) -> Unit) {
        val entries = core.more().entries.mapNotNull { it.go }
        val campaign = core.campaigns().blocks.firstNotNullOfOrNull { it.go }
        val pages = listOfNotNull(
            Screen.Events to "month-events",
            Screen.Campaigns to "month-campaigns",
            campaign?.let { it to "month-campaign" },
            Screen.Reports to "month-reports",
            entries.firstOrNull { it is Screen.Form && it.key == PATROL }?.let { it to "month-patrol" },
        )
        for ((screen, name) in pages) {
            check(screen !is Screen.Events || screen in entries) { "more leads to what is going on" }
            app.go(screen)
            picture(name)
        }
    }

    private companion object {
        /** Taps of a visit besides its answers: to open it, all as last time, done. */
        const val BESIDES = 3
        const val SHORTEST = 28

        /** The key of the form of a round through the place. */
        const val PATROL = "patrol"
    }
}
