package cn.tanfang.phone

import android.content.Context
import cn.tanfang.core.Core
import cn.tanfang.core.CoreProblem
import cn.tanfang.core.RealCore
import cn.tanfang.core.Session
import cn.tanfang.ffi.DeviceKey
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SecretStore
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.photo.keepPhotoLeft
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.io.File
import kotlin.coroutines.CoroutineContext

/** How the app stands: being opened, open, or not to be opened as it is. */
sealed interface Standing {
    data object Opening : Standing

    data class Open(val app: AppState) : Standing

    data class Shut(val problem: CoreProblem) : Standing
}

/**
 * Holds the core, the shell and where one is, for as long as the process lives: activities come and go over it.
 *
 * [io] is where blocking calls go; a test gives one without threads.
 */
class Keeper(context: Context, private val io: CoroutineContext = Dispatchers.IO, ui: CoroutineContext = Dispatchers.Main.immediate) {
    private val scope = CoroutineScope(ui + SupervisorJob())
    private val dir = File(context.filesDir, "store").apply { mkdirs() }.path
    private val secrets: SecretStore = KeystoreSecretStore(File(context.noBackupFilesDir, "secrets"))
    private val deviceKey: DeviceKey = KeystoreDeviceKey()
    private val standing = MutableStateFlow<Standing>(Standing.Opening)
    private var core: Core? = null
    private var opening: Job? = null
    private var memory: Memory? = null
    private var seen = false

    val shell = AndroidShell(context, io)
    val state: StateFlow<Standing> = standing

    /** Opens the store, unless it is open or being opened. */
    fun open() = start { RealCore.open(dir, secrets, deviceKey, pictures = phoneDecoder()) }

    /** Opens a store whose key this phone lost. */
    fun recover(code: String) = start { RealCore.recover(dir, code, secrets, deviceKey, phoneDecoder()) }

    /** Comes back to where a killed process was. */
    fun remember(kept: Memory) {
        memory = kept
        (standing.value as? Standing.Open)?.let { it.app.takeUp(kept) }
    }

    /** Is told that the window is before the user's eyes. */
    fun seen() {
        seen = true
        keepPhotoLeft()
    }

    /** Shuts the core, as the end of the process does. */
    internal fun shut() {
        scope.cancel()
        core?.close()
    }

    private fun start(make: () -> RealCore) {
        if (core != null || opening?.isActive == true) return
        standing.value = Standing.Opening
        opening = scope.launch {
            standing.value = try {
                val made = withContext(io) {
                    shell.tidy()
                    make()
                }
                core = made
                val app = AppState(Session(made, scope, io), shell, Screen.First)
                memory?.let { app.takeUp(it) }
                shell.tell = { sentence -> app.tell(sentence, problem = true) }
                Standing.Open(app)
            } catch (problem: CoreProblem) {
                Standing.Shut(problem)
            }
            keepPhotoLeft()
        }
    }

    /** Keeps what an earlier process had the camera take, once the store is open and the camera has answered. */
    private fun keepPhotoLeft() {
        if (seen) (standing.value as? Standing.Open)?.app?.keepPhotoLeft()
    }
}
