package cn.tanfang.ui.first

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import cn.tanfang.ffi.FirstView
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.CodeGroups
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Notice
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar

/** 接手: a file, groups to compare with the other phone, its code, and who one is; each comes when the one before is done. */
@Composable
internal fun TakeOverContent(
    view: FirstView,
    words: FirstWords,
    onChoose: () -> Unit,
    onStart: (path: String) -> Unit,
    onLeave: () -> Unit,
    notice: @Composable () -> Unit = {},
) {
    val file = words.file
    Page(
        top = { TopBar(Strings.TakeOver.title, TopActions(back = Strings.back to onLeave, cover = null)) },
        bottom = {
            BottomArea {
                notice()
                if (file == null || words.alike == false) {
                    PrimaryButton(Strings.TakeOver.choose, onChoose)
                } else {
                    val ready = words.alike == true && words.code.isNotBlank() && words.name.isNotBlank() && words.roles.isNotEmpty()
                    PrimaryButton(Strings.TakeOver.start, { onStart(file) }, enabled = ready)
                }
            }
        },
    ) {
        item(key = "explain") { TanfangCard { BodyLine(Strings.TakeOver.explain) } }
        if (file != null) comparing(words, onChoose)
        if (file != null && words.alike == true) {
            item(key = "code") {
                TanfangCard {
                    Field(words.code, { words.code = it }, Strings.TakeOver.code, Modifier.fillMaxWidth())
                    Field(words.name, { words.name = it }, Strings.First.name, Modifier.fillMaxWidth())
                }
            }
            item(key = "roles") { RolesPart(view.roles, words) }
        }
    }
}

private fun LazyListScope.comparing(words: FirstWords, onChoose: () -> Unit) {
    item(key = "check") {
        TanfangCard {
            words.check?.let { check ->
                BodyLine(check.sentence)
                CodeGroups(check.check)
            }
            BodyLine(Strings.TakeOver.alike)
            Choices(
                listOf(
                    ChoiceItem(Strings.TakeOver.yes, words.alike == true) { words.alike = true },
                    ChoiceItem(Strings.TakeOver.no, words.alike == false) { words.alike = false },
                ),
            )
            if (words.alike == false) Notice(Strings.TakeOver.stop, Tone.AMBER)
            if (words.alike != false) QuietButton(Strings.TakeOver.again, onChoose)
        }
    }
}
