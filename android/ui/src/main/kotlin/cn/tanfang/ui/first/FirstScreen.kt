package cn.tanfang.ui.first

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.input.KeyboardType
import cn.tanfang.ffi.FirstView
import cn.tanfang.ffi.HandOverView
import cn.tanfang.ffi.RoleChoice
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SetupInput
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.keepFile
import cn.tanfang.ui.app.letGo
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.WordButton

/** Who one is, as far as it is typed, and what was chosen to take over. */
@Stable
internal class FirstWords {
    var name by mutableStateOf("")
    var village by mutableStateOf("")
    var division by mutableStateOf("")
    var roles by mutableStateOf(emptyList<String>())

    var takingOver by mutableStateOf(false)
    var file by mutableStateOf<String?>(null)
    var check by mutableStateOf<HandOverView?>(null)

    /** Whether both screens read the same; null as long as nobody said. */
    var alike by mutableStateOf<Boolean?>(null)
    var code by mutableStateOf("")

    fun choose(role: String) {
        roles = if (role in roles) roles - role else roles + role
    }

    fun input() = SetupInput(name.trim(), roles, village.trim(), division.trim().ifEmpty { null }, practice = false)

    /** One may practise before one has said who one is. */
    fun practising(view: FirstView) = SetupInput(
        name.trim().ifEmpty { Strings.First.practiceName },
        roles.ifEmpty { view.roles.take(1).map { it.role } },
        village.trim().ifEmpty { Strings.First.practiceVillage },
        division.trim().ifEmpty { null },
        practice = true,
    )

    /** The village comes with the file. */
    fun successor() = SetupInput(name.trim(), roles, village = "", division = null, practice = false)

    fun took(path: String, view: HandOverView) {
        file = path
        check = view
        alike = null
    }
}

/** 首次打开: who one is, which village, and a first list, the practice village, or what somebody hands over. */
@Composable
fun FirstScreen(app: AppState) {
    val model = app.keep(Screen.First) { app.session.model { it.first() } }
    val words = app.typed(Screen.First) { FirstWords() }
    Watched(model, app) { view, problem ->
        // Only at the start: from 练习 one comes here on purpose.
        LaunchedEffect(view.ready) { if (view.ready && app.starting) app.go(Screen.Today) }
        val notice: @Composable () -> Unit = { problem?.invoke(); NewsNotice(app) }
        if (words.takingOver) {
            TakeOverContent(
                view,
                words,
                onChoose = {
                    app.keepFile(words.file, { core, path -> core.handOverCheck(path) }) { check, path -> words.took(path, check) }
                },
                onStart = { path ->
                    app.dismiss()
                    app.session.act({ it.takeOver(path, words.code.trim(), words.successor()) }) {
                        app.forget(Screen.First)
                        app.letGo(path)
                    }
                },
                onLeave = { app.dismiss(); words.takingOver = false },
                notice,
            )
        } else {
            FirstContent(view, words, onSetup = { input -> app.dismiss(); app.session.act({ it.setup(input) }) }, notice)
        }
    }
}

@Composable
internal fun FirstContent(view: FirstView, words: FirstWords, onSetup: (SetupInput) -> Unit, notice: @Composable () -> Unit = {}) {
    Page(
        top = { TopBar(Strings.First.title, TopActions(back = null, cover = null)) },
        bottom = {
            BottomArea {
                notice()
                PrimaryButton(Strings.First.start, { onSetup(words.input()) })
            }
        },
    ) {
        item {
            TanfangCard { for (sentence in view.sentences) BodyLine(sentence) }
        }
        item {
            TanfangCard {
                SmallLine(view.practiceNote)
                QuietButton(view.practice, { onSetup(words.practising(view)) })
            }
        }
        item {
            TanfangCard {
                Field(words.name, { words.name = it }, Strings.First.name, Modifier.fillMaxWidth())
                Field(words.village, { words.village = it }, Strings.First.village, Modifier.fillMaxWidth())
                Field(
                    words.division,
                    { words.division = it },
                    Strings.First.division,
                    Modifier.fillMaxWidth(),
                    keyboard = KeyboardOptions(keyboardType = KeyboardType.Number),
                )
            }
        }
        item { RolesPart(view.roles, words) }
        item { WordButton(Strings.TakeOver.enter, { words.takingOver = true }) }
    }
}

@Composable
internal fun RolesPart(roles: List<RoleChoice>, words: FirstWords) = TanfangCard {
    Heading(Strings.First.roles)
    Choices(roles.map { role -> ChoiceItem(role.label, role.role in words.roles) { words.choose(role.role) } }, many = true)
}
