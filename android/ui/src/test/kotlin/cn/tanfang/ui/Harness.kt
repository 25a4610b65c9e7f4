package cn.tanfang.ui

import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Modifier
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.requiredSize
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import cn.tanfang.core.Core
import cn.tanfang.core.Session
import cn.tanfang.ffi.Screen
import cn.tanfang.ui.app.App
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Shell
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import java.time.LocalDate

/** A platform that remembers what it was asked and answers at once. */
class FakeShell(private val roster: String? = null, private val export: (String) -> String? = { null }) : Shell {
    val dialled = mutableListOf<String>()
    val opened = mutableListOf<String>()

    override fun dial(number: String) {
        dialled += number
    }

    override suspend fun chooseRoster() = roster

    override suspend fun chooseExport(name: String) = export(name)

    override fun open(path: String) {
        opened += path
    }

    override fun today(): LocalDate = LocalDate.of(2026, 11, 20)
}

/** The app over [core] without any thread: a call is done when the tap is. */
fun appOver(core: Core, start: Screen, shell: Shell = FakeShell()) =
    AppState(Session(core, CoroutineScope(Dispatchers.Unconfined + Job()), Dispatchers.Unconfined), shell, start)

/** A small phone's screen, 360 × 640 dp, with the letters [fontScale] times as large. */
@Composable
fun Phone(fontScale: Float, app: AppState) {
    CompositionLocalProvider(LocalDensity provides Density(LocalDensity.current.density, fontScale)) {
        Box(Modifier.requiredSize(360.dp, 640.dp)) { App(app) }
    }
}

/** Every screen there is, by a name to tell it by. */
val screens: Map<String, Screen> = linkedMapOf(
    "first" to Screen.First,
    "today" to Screen.Today,
    "homes" to Screen.Homes,
    "home" to Screen.Home("h1"),
    "visit" to Screen.Visit("v1"),
    "why" to Screen.Why("duty"),
    "flags" to Screen.Flags,
    "ledger" to Screen.Ledger("L06"),
    "import" to Screen.Import,
    "more" to Screen.More,
    "settings" to Screen.Settings,
)
