package cn.tanfang.phone

import android.os.Bundle
import android.view.WindowManager
import androidx.activity.ComponentActivity
import androidx.activity.compose.BackHandler
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.result.contract.ActivityResultContracts.CreateDocument
import androidx.activity.result.contract.ActivityResultContracts.OpenDocument
import androidx.activity.result.contract.ActivityResultContracts.RequestMultiplePermissions
import androidx.activity.result.contract.ActivityResultContracts.TakePicture
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.Modifier
import androidx.core.view.WindowCompat
import cn.tanfang.ui.app.App
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Problem
import cn.tanfang.ui.theme.Palette

/** The one window. It holds nothing: what is shown comes from the [Keeper], which outlives it. */
class MainActivity : ComponentActivity() {
    private val keeper get() = (application as TanfangApplication).keeper

    // Registered anew by each activity under the same keys, so that an answer finds its way after a rotation too.
    private val pick = registerForActivityResult(OpenDocument()) { keeper.shell.picked(it) }
    private val create = registerForActivityResult(CreateDocument("*/*")) { keeper.shell.created(it) }
    private val picture = registerForActivityResult(TakePicture()) { keeper.shell.camera.taken(it) }

    private val permit = registerForActivityResult(RequestMultiplePermissions()) { answers -> keeper.shell.place.answered(answers.values.any { it }) }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        enableEdgeToEdge()
        // People's names and numbers: not in the list of recent apps, not in a screenshot.
        window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        savedInstanceState?.let(Memory::of)?.let(keeper::remember)
        keeper.shell.attach(AndroidShell.Window(this, pick, create, picture, permit))
        keeper.open()
        setContent { Content() }
    }

    override fun onResume() {
        super.onResume()
        // What the camera answered, if it did, came before.
        keeper.seen()
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        (keeper.state.value as? Standing.Open)?.let { Memory.of(it.app).save(outState) }
    }

    override fun onDestroy() {
        keeper.shell.detach(this)
        super.onDestroy()
    }

    @Composable
    private fun Content() {
        val standing by keeper.state.collectAsState()
        when (val now = standing) {
            // A few frames at most: paper, as the window before it.
            Standing.Opening -> Box(Modifier.fillMaxSize().background(Palette.light.background))
            is Standing.Shut -> Problem(now.problem, onCode = keeper::recover, onRetry = keeper::open)
            is Standing.Open -> {
                BackHandler(enabled = now.app.trail.size > 1) { now.app.back() }
                Bars(now.app)
                App(now.app)
            }
        }
    }

    /** Draws the system's signs dark on a light theme and light on a dark one. */
    @Composable
    private fun Bars(app: AppState) {
        LaunchedEffect(app.palette) {
            WindowCompat.getInsetsController(window, window.decorView).run {
                isAppearanceLightStatusBars = !app.palette.isDark
                isAppearanceLightNavigationBars = !app.palette.isDark
            }
        }
    }
}
