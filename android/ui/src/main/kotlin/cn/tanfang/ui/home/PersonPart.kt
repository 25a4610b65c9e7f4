package cn.tanfang.ui.home

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import cn.tanfang.ffi.ChangeKind
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.PersonCard
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.DayStepper
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.QuietAction
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TagRow
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.parts.words
import java.time.LocalDate

/** One person of the home: what is known in a line, all of it on asking, and 情况变了. Who lives [alone] has the name above. */
@Composable
internal fun PersonPart(person: PersonCard, alone: Boolean, deeds: Deeds, today: LocalDate) {
    var all by rememberSaveable(person.person) { mutableStateOf(false) }
    var changing by rememberSaveable(person.person) { mutableStateOf(false) }
    TanfangCard {
        if (alone) {
            Heading(Strings.Home.known)
        } else {
            Heading(person.name.shown)
            TagRow(person.chips)
        }
        BodyLine(person.line.shown)
        if (all) {
            for (known in person.known) {
                BodyLine("${known.label} ${known.value.shown}")
                SmallLine(known.source)
            }
        }
        Buttons {
            if (person.known.isNotEmpty()) {
                WordButton(if (all) Strings.fold else Strings.Home.all, { all = !all })
            }
            if (person.changes.isNotEmpty()) {
                WordButton(if (changing) Strings.fold else Strings.Home.changed, { changing = !changing })
            }
        }
        if (person.actions.isNotEmpty()) Buttons { for (action in person.actions) QuietAction(action, deeds) }
        if (changing) ChangePart(person, deeds, today) { changing = false }
    }
}

/** What changed and on which day; told in two taps, undone with one. */
@Composable
private fun ChangePart(person: PersonCard, deeds: Deeds, today: LocalDate, onDone: () -> Unit) {
    var change by rememberSaveable { mutableStateOf<ChangeKind?>(null) }
    var day by rememberSaveable { mutableStateOf(today.toString()) }
    Choices(person.changes.map { kind -> ChoiceItem(kind.words, kind == change) { change = kind } })
    change?.let { kind ->
        SmallLine(Strings.Change.day)
        val date = LocalDate.parse(day)
        DayStepper(date.words(today), date, today) { day = it.toString() }
        QuietButton(Strings.Change.confirm, {
            deeds.send(Intent.ChangePerson(person.person, kind, day))
            onDone()
        })
    }
}

private val ChangeKind.words: String
    get() = when (this) {
        ChangeKind.DIED -> Strings.Change.died
        ChangeKind.INSTITUTION -> Strings.Change.institution
        ChangeKind.MOVED -> Strings.Change.moved
    }
