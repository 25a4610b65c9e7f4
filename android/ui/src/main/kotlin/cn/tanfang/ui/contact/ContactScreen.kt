package cn.tanfang.ui.contact

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import cn.tanfang.ffi.ContactView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LeadingLines
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.Phrases
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.QuietAction
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.shown

/** What is being said about a call. */
internal class CallWords {
    var result by mutableStateOf<String?>(null)
    var note by mutableStateOf("")
}

/** 打通了吗: comes after any number was dialled; one tap and 记下, or nothing at all. */
@Composable
fun ContactScreen(app: AppState, screen: Screen.Contact) {
    val model = app.keep(screen) { app.session.model { it.contact(screen.household, screen.whose) } }
    val words = app.typed(screen) { CallWords() }
    Watched(model, app) { view, problem ->
        ContactContent(
            view,
            words.result,
            onResult = { words.result = it },
            words.note,
            onNote = { words.note = it },
            onSave = { result ->
                app.send(Intent.RecordContact(screen.household, view.whose, result, words.note.trim())) {
                    app.forget(screen)
                    if (it.go == null) app.back()
                }
            },
            onSkip = { app.forget(screen); app.back() },
            deeds(app),
            topActions(app),
            notice = { problem?.invoke(); NewsNotice(app) },
        )
    }
}

@Composable
internal fun ContactContent(
    view: ContactView,
    result: String?,
    onResult: (String?) -> Unit,
    note: String,
    onNote: (String) -> Unit,
    onSave: (String) -> Unit,
    onSkip: () -> Unit,
    deeds: Deeds,
    top: TopActions,
    notice: @Composable () -> Unit = {},
) {
    Page(
        top = { TopBar(Strings.Contact.title, top) },
        under = { SmallLine(view.name.shown) },
        bottom = {
            BottomArea {
                notice()
                PrimaryButton(Strings.Contact.save, { result?.let(onSave) }, enabled = result != null)
            }
        },
    ) {
        item {
            TanfangCard {
                Heading(view.sentence.shown)
                Choices(
                    view.results.map { option ->
                        ChoiceItem(option.label, option.code == result) { onResult(if (option.code == result) null else option.code) }
                    },
                )
                view.note?.let { SmallLine(it) }
            }
        }
        if (view.duties.isNotEmpty() || view.ask != null) {
            item {
                TanfangCard {
                    LeadingLines(view.duties, deeds)
                    view.ask?.let { QuietAction(it, deeds) }
                }
            }
        }
        item {
            TanfangCard {
                Field(note, onNote, Strings.Contact.note, Modifier.fillMaxWidth(), oneLine = false)
                Phrases(view.phrases, note, onNote)
            }
        }
        item { WordButton(Strings.Contact.skip, onSkip) }
    }
}
