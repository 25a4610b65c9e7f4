package cn.tanfang.ui.visit

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import cn.tanfang.ffi.InputValue
import cn.tanfang.ffi.Status
import cn.tanfang.ffi.Tone
import cn.tanfang.ffi.VisitGroup
import cn.tanfang.ffi.VisitInput
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Divide
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.StatusLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown
import java.time.LocalDate

/** Questions that belong together; folded to one tap when all of it was answered last time. */
@Composable
internal fun GroupPart(group: VisitGroup, typing: Typing, answer: (VisitInput) -> Unit, deeds: Deeds, today: LocalDate) {
    var opened by rememberSaveable(group.key) { mutableStateOf(false) }
    val folded = group.folded && !opened
    TanfangCard(Modifier.testTag(group.key)) {
        group.person?.let { SmallLine(it.shown) }
        if (group.title.isNotEmpty()) Heading(group.title)
        if (group.questions.isNotEmpty() && group.questions.all { it.answered && it.same }) StatusLine(Status(Strings.Visit.asLast, Tone.DONE))
        if (folded || group.same != null) {
            Buttons {
                group.same?.let { same -> QuietButton(same, { answer(VisitInput(group.key, InputValue.SameGroup)) }) }
                if (folded) WordButton(Strings.Visit.unfold, { opened = true })
            }
        }
        if (!folded) {
            group.questions.forEachIndexed { i, question ->
                if (i > 0 || group.title.isNotEmpty()) Divide()
                QuestionPart(question, typing, answer, deeds, today)
            }
            if (group.folded) WordButton(Strings.fold, { opened = false })
        }
    }
}
