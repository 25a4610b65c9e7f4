package cn.tanfang.desktop

import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.type
import androidx.compose.ui.unit.DpSize
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Window
import androidx.compose.ui.window.application
import androidx.compose.ui.window.rememberWindowState
import cn.tanfang.core.CoreProblem
import cn.tanfang.core.RealCore
import cn.tanfang.core.Session
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.App
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Problem
import kotlinx.coroutines.Dispatchers
import java.io.File

/** Opens the app in a window the size of a phone: `MainKt STORE_DIR ROSTER_XLSX OUT_DIR [PICTURES_DIR]`. */
fun main(args: Array<String>) {
    val (store, roster, out) = places(args.take(3))
    val pictures = args.getOrNull(3)?.let(::File)
    val opening = Opening(store)
    application {
        // The app's own scope: what was tapped is done even when its screen is left at once.
        val scope = rememberCoroutineScope()
        val windowState = rememberWindowState(size = DpSize(420.dp, 860.dp))
        val back = remember { Back() }
        Window(
            onCloseRequest = ::exitApplication,
            state = windowState,
            title = Strings.First.title,
            onKeyEvent = { it.key == Key.Escape && it.type == KeyEventType.KeyUp && back.go() },
        ) {
            val result = remember { opening.opened }
            val opened = result.getOrNull()
            if (opened == null) {
                Problem(CoreProblem.of(result.exceptionOrNull() as Exception))
            } else {
                val app = remember {
                    AppState(Session(opened.core, scope, Dispatchers.IO), DesktopShell({ window }, roster, out, pictures), opened.start)
                }
                Running(app, opened.core, back)
            }
        }
    }
}

/** What the Escape key does: one step back, as a phone's back key does. */
private class Back {
    var app: AppState? = null

    fun go() = app?.back() ?: false
}

@Composable
private fun Running(app: AppState, core: RealCore, back: Back) {
    DisposableEffect(core) {
        back.app = app
        onDispose { core.close() }
    }
    App(app)
}

/** The three places a demo is told: where the store lies, which list to import, where files go. */
internal fun places(args: List<String>): Triple<File, File, File> {
    require(args.size == 3) { "usage: STORE_DIR ROSTER_XLSX OUT_DIR" }
    val (store, roster, out) = args.map(::File)
    store.mkdirs()
    out.mkdirs()
    return Triple(store, roster, out)
}
