package cn.tanfang.ui.contact

import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import cn.tanfang.ffi.CallView
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.DangerButton
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.Notice
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine
import cn.tanfang.ui.parts.shown

/** 紧急电话: whom to call, what to say. */
@Composable
fun CallScreen(app: AppState, screen: Screen.Call) {
    val model = app.keep(screen) { app.session.model { it.call(screen.flag) } }
    Watched(model, app) { view, problem ->
        CallContent(view, calling(view, deeds(app), app::tell), topActions(app), bottom = { NewsArea(app) }, problem = problem)
    }
}

@Composable
fun CallContent(
    view: CallView,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit = {},
    problem: (@Composable () -> Unit)? = null,
) {
    Page(top = { TopBar(Strings.Call.title, top) }, bottom = bottom) {
        problem?.let { item { it() } }
        item { CallPart(view, deeds) }
    }
}

/** The deeds of a call: in 练习 nothing is dialled, and it is said. */
internal fun calling(view: CallView, deeds: Deeds, tell: (String) -> Unit): Deeds {
    val practice = view.practice ?: return deeds
    return Deeds(deeds.send, deeds.go, dial = { tell(practice) })
}

/** Danger to a person: what it is about, the numbers as large as can be, what to say. Read aloud as soon as it is there. */
@Composable
fun CallPart(view: CallView, deeds: Deeds, modifier: Modifier = Modifier) {
    TanfangCard(modifier) {
        Notice(view.title.shown, Tone.DANGER, Modifier.semantics { liveRegion = LiveRegionMode.Assertive })
        view.practice?.let { SmallLine(it, Tone.AMBER) }
        for (number in view.numbers) {
            DangerButton(number.label, { deeds.dial(number) }, Modifier.semantics { contentDescription = number.spoken })
        }
        for (line in view.missing) ViewLine(line, deeds, Strings.Call.writeDown)
        Heading(Strings.Call.say)
        BodyLine(view.sentence.shown)
    }
}
