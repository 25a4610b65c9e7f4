package cn.tanfang.desktop

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import androidx.compose.runtime.withFrameNanos
import androidx.compose.ui.unit.DpSize
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Window
import androidx.compose.ui.window.application
import androidx.compose.ui.window.rememberWindowState
import cn.tanfang.core.Core
import cn.tanfang.core.Session
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.App
import cn.tanfang.ui.app.AppState
import kotlinx.coroutines.Dispatchers
import java.io.File

/** Frames after which what was loaded is surely on the screen. */
private const val FRAMES = 3

/**
 * Opens a window, and ends the program as soon as what it is to show is drawn: `StartKt STORE_DIR` for the app and its
 * 今天, `StartKt` for a window with nothing in it. Whoever started it looks at the clock (`cargo xtask bench start`).
 */
fun main(args: Array<String>) {
    val store = args.firstOrNull()?.let(::File)
    val opening = store?.let(::Opening)
    application {
        val windowState = rememberWindowState(size = DpSize(420.dp, 860.dp))
        Window(onCloseRequest = ::exitApplication, state = windowState, title = Strings.First.title) {
            if (store == null || opening == null) Drawn(true) else Starting({ window }, store, opening)
        }
    }
}

@Composable
private fun Starting(window: () -> java.awt.Frame, store: File, opening: Opening) {
    val scope = rememberCoroutineScope()
    val opened = remember { opening.opened.getOrThrow() }
    val core = remember { Watching(opened.core) }
    val app = remember { AppState(Session(core, scope, Dispatchers.IO), DesktopShell(window, store, store), opened.start) }
    App(app)
    Drawn(core.isRead)
}

/** Ends the program once [ready] and drawn. */
@Composable
private fun Drawn(ready: Boolean) = LaunchedEffect(ready) {
    if (ready) {
        repeat(FRAMES) { withFrameNanos { } }
        Runtime.getRuntime().halt(0)
    }
}

/** Tells when 今天 was read. */
private class Watching(private val core: Core) : Core by core {
    var isRead by mutableStateOf(false)
        private set

    override fun todayBy(filter: String, query: String) = core.todayBy(filter, query).also { isRead = true }
}
