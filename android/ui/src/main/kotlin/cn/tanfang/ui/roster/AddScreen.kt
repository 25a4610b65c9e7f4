package cn.tanfang.ui.roster

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.input.KeyboardType
import cn.tanfang.ffi.AddView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.PersonInput
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.shown

/** What is said of somebody no list names, as far as it is typed. */
@Stable
internal class AddWords {
    var name by mutableStateOf("")
    var idNumber by mutableStateOf("")
    var birth by mutableStateOf("")
    var relation by mutableStateOf("")
    var group by mutableStateOf("")
    var houseNo by mutableStateOf("")
    var phone by mutableStateOf("")
    var classes by mutableStateOf(emptyList<String>())
    var note by mutableStateOf("")

    fun input(household: String?) = PersonInput(
        household, name.trim(), idNumber.trim(), birth.trim(), relation, group.trim(), houseNo.trim(), phone.trim(), classes, note.trim(),
    )
}

/** 加一户、加一人: a candidate, until a list says so; for a person who is known, only the classes. */
@Composable
fun AddScreen(app: AppState, screen: Screen.AddPerson) {
    val model = app.keep(screen) { app.session.model { it.addLook(screen.household, screen.person) } }
    val words = app.typed(screen) { AddWords() }
    Watched(model, app) { view, problem ->
        val person = screen.person
        AddContent(
            view,
            words,
            isNew = person == null,
            hasHome = screen.household != null,
            onClass = { code, chosen ->
                when {
                    person == null -> words.classes = if (code in words.classes) words.classes - code else words.classes + code
                    chosen -> app.send(Intent.TakeFromClass(person, code))
                    else -> app.send(Intent.AddToClass(person, code))
                }
            },
            topActions(app),
            bottom = {
                if (person != null) {
                    NewsArea(app)
                } else {
                    BottomArea {
                        problem?.invoke()
                        NewsNotice(app)
                        PrimaryButton(Strings.Add.save, { save(app, screen, words) }, enabled = words.name.isNotBlank())
                    }
                }
            },
        )
    }
}

private fun save(app: AppState, screen: Screen.AddPerson, words: AddWords) {
    app.dismiss()
    app.session.act({ it.addPerson(words.input(screen.household)) }) {
        app.forget(screen)
        if (it.go == null) app.back()
    }
}

@Composable
internal fun AddContent(
    view: AddView,
    words: AddWords,
    isNew: Boolean,
    hasHome: Boolean,
    onClass: (code: String, chosen: Boolean) -> Unit,
    top: TopActions,
    bottom: @Composable () -> Unit,
) {
    // Which classes somebody may belong to is not for the table.
    val covered = LocalCovered.current
    Page(top = { TopBar(view.title, top) }, bottom = bottom) {
        item(key = "about") {
            TanfangCard {
                view.name?.let { Heading(it.shown) }
                BodyLine(view.sentence)
            }
        }
        if (isNew) personPart(view, words, hasHome)
        if (!covered) {
            item(key = "classes") {
                TanfangCard {
                    Heading(Strings.Add.classes)
                    Choices(
                        view.classes.map { option ->
                            val chosen = if (isNew) option.code in words.classes else option.chosen
                            ChoiceItem(option.label, chosen) { onClass(option.code, chosen) }
                        },
                        many = true,
                    )
                }
            }
        }
        if (isNew && !covered) {
            item(key = "note") { TanfangCard { Field(words.note, { words.note = it }, Strings.Add.note, Modifier.fillMaxWidth(), oneLine = false) } }
        }
    }
}

private fun LazyListScope.personPart(view: AddView, words: AddWords, hasHome: Boolean) {
    item(key = "person") {
        TanfangCard {
            Field(words.name, { words.name = it }, Strings.Add.name, Modifier.fillMaxWidth())
            Field(words.idNumber, { words.idNumber = it }, Strings.Add.idNumber, Modifier.fillMaxWidth(), keyboard = KeyboardOptions(keyboardType = KeyboardType.Ascii))
            Field(words.birth, { words.birth = it }, Strings.Add.birth, Modifier.fillMaxWidth())
            Field(words.phone, { words.phone = it }, Strings.Add.phone, Modifier.fillMaxWidth(), keyboard = KeyboardOptions(keyboardType = KeyboardType.Phone))
        }
    }
    if (!hasHome) {
        item(key = "place") {
            TanfangCard {
                Field(words.group, { words.group = it }, Strings.Add.group, Modifier.fillMaxWidth())
                Field(words.houseNo, { words.houseNo = it }, Strings.Add.houseNo, Modifier.fillMaxWidth())
            }
        }
    }
    if (view.relations.isNotEmpty()) {
        item(key = "relation") {
            TanfangCard {
                Heading(Strings.Add.relation)
                Choices(
                    view.relations.map { option ->
                        ChoiceItem(option.label, option.code == words.relation) { words.relation = if (option.code == words.relation) "" else option.code }
                    },
                )
            }
        }
    }
}
