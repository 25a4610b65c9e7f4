package cn.tanfang.desktop

import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.PRIMARY
import cn.tanfang.ui.roster.CANCEL
import cn.tanfang.ui.visit.URGENT
import java.io.File

// The further half of the robot's path: everything that is not the round from a first list to a printed ledger.

/** The lists of the folder that the first one lies in, without it. */
private fun Robot.otherLists(): List<File> =
    roster.absoluteFile.parentFile.listFiles { file -> file.extension in setOf("xlsx", "csv") && file.name != roster.name }.orEmpty().sortedBy { it.name }

/** Imports every other list: looks at it, corrects its columns where they are unsure, applies it; takes the last one back. */
internal fun Robot.lists(hand: Hand) {
    for (file in otherLists()) {
        val before = core.batches().rows.size
        look(hand, file)
        if (hand.sees(Strings.Import.columnsUnsure)) correct(hand, file)
        picture(hand, "list-${file.nameWithoutExtension}")
        if (!hand.isEnabled(PRIMARY)) {
            println("robot: nothing to write from one list")
            hand.tapFace(CANCEL)
            continue
        }
        hand.tapPrimary()
        check(app.news?.problem != true) { "a list was not applied" }
        // A list of which everything waits for a person's word writes nothing, and is not listed.
        val now = core.batches().rows.size
        check(now == before + 1 || now == before) { "an applied list is listed" }
        if (now == before) println("robot: all of one list waits for a word")
    }
    check(core.batches().rows.size > otherLists().size / 2) { "most lists are listed" }
    app.go(Screen.Batches)
    picture(hand, "batches")
    val row = core.batches().rows.first { it.undo != null }
    hand.tap(checkNotNull(row.undo).label, within = row.batch)
    check(app.news?.problem != true) { "a list was not taken back" }
    check(core.batches().rows.first { it.batch == row.batch }.undo == null) { "a list that was taken back says so" }
    picture(hand, "batches-undone")
}

private fun Robot.look(hand: Hand, file: File) {
    app.go(Screen.Import)
    hand.settle()
    shell.roster = file
    hand.tap(Strings.Import.choose)
    check(app.news?.problem != true) { "a list was not read" }
}

/** Leaves one unsure column out, and reads the list again. */
private fun Robot.correct(hand: Hand, file: File) {
    hand.tap(Strings.Import.fixColumns)
    picture(hand, "columns-${file.nameWithoutExtension}")
    hand.tap(Strings.Import.leftOut)
    hand.tap(Strings.Import.lookAgain)
    check(app.news?.problem != true) { "a list was not read again" }
}

/** From the township down to a home, then somebody new and undone again, then what a match said. */
internal fun Robot.classes(hand: Hand) {
    var screen: Screen? = Screen.Coverage(null, null)
    while (screen is Screen.Coverage) {
        app.go(screen)
        picture(hand, "coverage")
        screen = core.coverage(screen.`class`, screen.division).rows.firstNotNullOfOrNull { it.go }
    }

    val before = core.homes("").groups.sumOf { it.rows.size }
    app.go(Screen.AddPerson(null, null))
    hand.settle()
    hand.type(Strings.Add.name, Strings.Demo.worker)
    core.addLook(null, null).classes.firstOrNull()?.let { hand.tap(it.label) }
    picture(hand, "add-home")
    hand.tapPrimary()
    check(app.news?.problem != true) { "nobody was added" }
    check(core.homes("").groups.sumOf { it.rows.size } == before + 1) { "the new home is there" }
    app.news?.undo?.let { app.send(it.intent) }
    hand.settle()

    app.go(Screen.Matches)
    picture(hand, "matches")
}

/** Danger that an answer tells of, and a call after which one says whether anybody answered. */
internal fun Robot.calls(hand: Hand, household: String) {
    app.go(Screen.Call(null))
    picture(hand, "call")

    app.go(Screen.Today)
    hand.settle()
    val other = core.today().groups.flatMap { it.cards }.firstOrNull { it.household != household }
    if (other != null) {
        val visit = open(hand, other.household)
        val danger = core.visit(visit).groups.filter { !it.folded }.flatMap { it.questions }.flatMap { question -> question.options.filter { it.flag }.map { question to it } }
        for ((question, option) in danger) {
            hand.tap(option.label, within = question.key)
            if (core.visit(visit).urgent != null) break
        }
        check(core.visit(visit).urgent != null) { "no answer tells of danger" }
        check(hand.seesPart(URGENT)) { "danger is on the screen at once" }
        picture(hand, "visit-urgent")
        app.send(core.visit(visit).later.intent)
        hand.settle()
    }

    val home = core.homes("").groups.flatMap { it.rows }.firstOrNull { it.dial?.after != null } ?: return
    val dial = checkNotNull(home.dial)
    app.go(home.go)
    hand.settle()
    val before = shell.calls
    app.dial(dial)
    hand.settle()
    check(shell.calls == before + 1) { "a number dials" }
    val contact = checkNotNull(app.here as? Screen.Contact) { "after a call one is asked whether anybody answered" }
    hand.tap(core.contact(contact.household, contact.whose).results.first().label)
    picture(hand, "contact")
    hand.tapPrimary()
    check(app.news?.problem != true) { "the call was not noted" }
}

/** Every ledger there is, each as a workbook and on the screen. */
internal fun Robot.ledgers(hand: Hand) {
    for (choice in core.ledger("L06", null, null).ledgers) {
        app.go(Screen.Ledger(choice.key))
        picture(hand, "ledger-${choice.key}")
        if (core.ledger(choice.key, null, null).rows.isEmpty()) continue
        hand.tap(Strings.Ledger.saveXlsx)
        check(app.news?.problem != true) { "a ledger was not written" }
    }
}

/** 设置 and where it leads; wiping is only looked at. */
internal fun Robot.upkeep(hand: Hand) {
    app.go(Screen.Settings)
    picture(hand, "settings")
    hand.tap(Strings.Settings.sizeHuge)
    picture(hand, "settings-huge")
    hand.tap(Strings.Settings.sizeNormal)
    hand.tap(Strings.Settings.backup)
    check(app.news?.problem != true) { "no backup" }

    app.go(Screen.Feedback)
    hand.settle()
    core.feedback().topics.firstOrNull()?.let { hand.tap(it.label) }
    hand.type(Strings.Feedback.text, Strings.Demo.complaint)
    picture(hand, "feedback")
    hand.tapPrimary()
    check(core.feedback().rows.isNotEmpty()) { "what was written is kept" }

    app.go(Screen.Recovery)
    hand.settle()
    hand.tapPrimary()
    picture(hand, "recovery")
    hand.tapPrimary()

    app.go(Screen.HandOver)
    hand.settle()
    hand.type(Strings.HandOver.toName, Strings.Demo.successor)
    hand.tapPrimary()
    picture(hand, "handover")
    hand.tapPrimary()

    app.go(Screen.Wipe)
    picture(hand, "wipe")
    app.go(Screen.Today)
    hand.settle()
}
