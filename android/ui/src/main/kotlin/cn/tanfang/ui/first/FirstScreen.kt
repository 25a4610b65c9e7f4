package cn.tanfang.ui.first

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.listSaver
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.input.KeyboardType
import cn.tanfang.ffi.FirstView
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SetupInput
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
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

/** 首次打开: who one is, which village, and a first list or the practice village. */
@Composable
fun FirstScreen(app: AppState) {
    val model = app.keep(Screen.First) { app.session.model { it.first() } }
    Watched(model, app) { view, problem ->
        // Only at the start: from 练习 one comes here on purpose.
        LaunchedEffect(view.ready) { if (view.ready && app.starting) app.go(Screen.Today) }
        FirstContent(
            view,
            onSetup = { input -> app.dismiss(); app.session.act { it.setup(input) } },
            notice = { problem?.invoke(); NewsNotice(app) },
        )
    }
}

@Composable
fun FirstContent(view: FirstView, onSetup: (SetupInput) -> Unit, notice: @Composable () -> Unit = {}) {
    var name by rememberSaveable { mutableStateOf("") }
    var village by rememberSaveable { mutableStateOf("") }
    var division by rememberSaveable { mutableStateOf("") }
    var roles by rememberSaveable(stateSaver = listSaver({ it }, { it })) { mutableStateOf(emptyList<String>()) }
    fun input() = SetupInput(name.trim(), roles, village.trim(), division.trim().ifEmpty { null }, practice = false)

    // One may practise before one has said who one is.
    fun practising() = SetupInput(
        name.trim().ifEmpty { Strings.First.practiceName },
        roles.ifEmpty { view.roles.take(1).map { it.role } },
        village.trim().ifEmpty { Strings.First.practiceVillage },
        division.trim().ifEmpty { null },
        practice = true,
    )

    Page(
        top = { TopBar(Strings.First.title, TopActions(back = null, cover = null)) },
        bottom = {
            BottomArea {
                notice()
                PrimaryButton(Strings.First.start, { onSetup(input()) })
            }
        },
    ) {
        item {
            TanfangCard { for (sentence in view.sentences) BodyLine(sentence) }
        }
        item {
            TanfangCard {
                SmallLine(view.practiceNote)
                QuietButton(view.practice, { onSetup(practising()) })
            }
        }
        item {
            TanfangCard {
                Field(name, { name = it }, Strings.First.name, Modifier.fillMaxWidth())
                Field(village, { village = it }, Strings.First.village, Modifier.fillMaxWidth())
                Field(
                    division,
                    { division = it },
                    Strings.First.division,
                    Modifier.fillMaxWidth(),
                    keyboard = KeyboardOptions(keyboardType = KeyboardType.Number),
                )
            }
        }
        item {
            TanfangCard {
                Heading(Strings.First.roles)
                Choices(
                    view.roles.map { role ->
                        ChoiceItem(role.label, role.role in roles) {
                            roles = if (role.role in roles) roles - role.role else roles + role.role
                        }
                    },
                    many = true,
                )
            }
        }
    }
}
