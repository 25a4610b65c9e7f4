package cn.tanfang.desktop

import cn.tanfang.core.RealCore
import cn.tanfang.ffi.Screen
import java.io.File
import java.util.concurrent.CompletableFuture

/** Opens the store beside the window, which takes its own time to come, and finds out where one begins. */
internal class Opening(store: File) {
    private val coming = CompletableFuture.supplyAsync {
        runCatching {
            val core = RealCore.open(store.path)
            Opened(core, if (core.first().ready) Screen.Today else Screen.First)
        }
    }

    /** Waits until it is open, or says why it cannot be. */
    val opened: Result<Opened> get() = coming.join()
}

/** An open core, and the screen to begin with: who has begun before does not see 首次打开 again. */
internal data class Opened(val core: RealCore, val start: Screen)
