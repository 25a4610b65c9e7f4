package cn.tanfang.desktop

import cn.tanfang.ffi.HintCard
import cn.tanfang.ffi.HintView
import cn.tanfang.ffi.QuestionKind
import cn.tanfang.ffi.QuestionView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.hint.FIRST_ASK
import cn.tanfang.ui.hint.hintTag

// 提示 and 政策 as the robot plays them.

/** The first hint that is to be seen without asking for more. */
internal fun Robot.hint(household: String): Screen? = shownFirst(household)?.go

private fun Robot.shownFirst(household: String): HintCard? = core.home(household).hints.firstOrNull { !it.folded && it.cards.isNotEmpty() }?.cards?.first()

/** Looks at the hints of a home, asks the question that decides most, opens a hint and asks its question, then 政策. */
internal fun Robot.hints(hand: Hand, household: String) {
    app.go(Screen.Home(household))
    hand.settle()
    val groups = core.home(household).hints
    check(groups.any { it.cards.isNotEmpty() }) { "a home of the worked county has hints" }
    core.home(household).ask?.let { ask ->
        hand.show(FIRST_ASK)
        picture(hand, "hints")
        ask.question?.let { question ->
            answer(hand, question, FIRST_ASK)
            // What somebody could not say may be asked again.
            check(question.kind != QuestionKind.ONE || core.home(household).ask?.question?.key != question.key) { "what was answered is not asked again" }
            picture(hand, "hints-asked")
        }
    }

    val card = checkNotNull(shownFirst(household)) { "a home of the worked county has hints to open" }
    hand.tapFace(hintTag(card.key))
    val at = checkNotNull(app.here as? Screen.Hint) { "a card opens its hint" }
    picture(hand, "hint")
    val view = core.hint(at.household, at.key)
    check(view.conditions.any { it.clause != null } && view.caveat.isNotEmpty()) { "a hint says where it is written" }
    answerOn(hand, view)
    hand.tap(Strings.Hint.policy)
    val policy = checkNotNull(app.here as? Screen.Policy) { "a hint leads to its policy" }
    picture(hand, "policy")
    check(core.policy(policy.key).pack.isNotEmpty()) { "a policy says where it stands" }
    app.go(Screen.Policies)
    hand.settle()
    picture(hand, "policies")
    app.go(Screen.Today)
    hand.settle()
}

/** Asks the question of a hint in place, where it can be asked there. */
private fun Robot.answerOn(hand: Hand, view: HintView) {
    val question = view.ask?.question ?: return
    answer(hand, question, FIRST_ASK)
    picture(hand, "hint-asked")
}

/** Gives a question its first answer; several answers wait for a word. */
private fun Robot.answer(hand: Hand, question: QuestionView, within: String) {
    hand.tap(question.options.first().label, within)
    if (question.kind == QuestionKind.MANY) hand.tap("${Strings.Hint.kept} ${question.ask}", within)
    check(app.news?.problem != true) { "an answer was not taken" }
}
