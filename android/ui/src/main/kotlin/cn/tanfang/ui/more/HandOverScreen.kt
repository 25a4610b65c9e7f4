package cn.tanfang.ui.more

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import cn.tanfang.ffi.HandOverView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.app.writeFile
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.CodeGroups
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar

/** A name for the file; it tells nothing of whom it is about. */
private const val FILE_NAME = "tanfang.handover"

/** To whom it goes, and what is on the screen once the file is written: in memory only, gone with a tap. */
@Stable
internal class HandingOver {
    var toName by mutableStateOf("")
    var written by mutableStateOf<HandOverView?>(null)
}

/** 交给接手的人: a file, groups to compare, a code to type there. */
@Composable
fun HandOverScreen(app: AppState) {
    val model = app.keep(Screen.HandOver) { app.session.model { it.handOverLook() } }
    val handing = app.typed(Screen.HandOver) { HandingOver() }
    Watched(model, app) { view, problem ->
        HandOverContent(
            handing.written ?: view,
            handing.toName,
            onToName = { handing.toName = it },
            onWrite = {
                app.writeFile(FILE_NAME, { core, path -> core.handOver(path, handing.toName.trim()) }) { view, _ -> handing.written = view }
            },
            onDone = { app.forget(Screen.HandOver); app.back() },
            topActions(app),
            notice = { problem?.invoke(); NewsNotice(app) },
        )
    }
}

@Composable
fun HandOverContent(
    view: HandOverView,
    toName: String,
    onToName: (String) -> Unit,
    onWrite: () -> Unit,
    onDone: () -> Unit,
    top: TopActions,
    notice: @Composable () -> Unit = {},
) {
    val isWritten = view.path != null
    Page(
        top = { TopBar(Strings.HandOver.title, top) },
        bottom = {
            BottomArea {
                notice()
                if (isWritten) {
                    PrimaryButton(Strings.HandOver.done, onDone)
                } else {
                    PrimaryButton(Strings.HandOver.write, onWrite, enabled = toName.isNotBlank())
                }
            }
        },
    ) {
        item(key = "about") { TanfangCard { BodyLine(view.sentence) } }
        if (!isWritten) {
            item(key = "name") { TanfangCard { Field(toName, onToName, Strings.HandOver.toName, Modifier.fillMaxWidth()) } }
        }
        if (view.check.isNotEmpty()) item(key = "check") { Groups(Strings.HandOver.check, view.check) }
        if (view.code.isNotEmpty()) item(key = "code") { Groups(Strings.HandOver.code, view.code) }
    }
}

@Composable
private fun Groups(title: String, groups: List<String>) = TanfangCard {
    Heading(title)
    CodeGroups(groups)
}
