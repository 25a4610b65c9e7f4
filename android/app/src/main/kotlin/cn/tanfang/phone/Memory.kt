package cn.tanfang.phone

import android.os.Bundle
import cn.tanfang.ui.app.AppState

/**
 * What the system keeps of the app while its process is gone: the screens one came by, as kinds and ids, and whether 遮
 * was on. No name, no answer: those are in the core.
 */
data class Memory(val trail: List<String>, val covered: Boolean) {
    fun save(into: Bundle) {
        into.putStringArrayList(TRAIL, ArrayList(trail))
        into.putBoolean(COVERED, covered)
    }

    companion object {
        private const val TRAIL = "tanfang.trail"
        private const val COVERED = "tanfang.covered"

        fun of(app: AppState) = Memory(app.saved(), app.covered)

        fun of(saved: Bundle): Memory? =
            saved.getStringArrayList(TRAIL)?.let { Memory(it, saved.getBoolean(COVERED)) }
    }
}

/** Goes where [memory] says, unless somebody has gone somewhere meanwhile. */
internal fun AppState.takeUp(memory: Memory) {
    if (!starting) return
    restore(memory.trail)
    covered = memory.covered
}
