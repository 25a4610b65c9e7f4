package cn.tanfang.core

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.update

/** What a screen shows: the last good [view], and what kept a newer one from coming. Both null: not loaded yet. */
data class Shown<out V>(val view: V? = null, val problem: CoreProblem? = null)

/**
 * The one model there is, for every screen: loads a view, loads it again when something changed, keeps the last good
 * one when that fails. It decides nothing and holds nothing that would be missed.
 */
class ScreenModel<V : Any> internal constructor(private val session: Session, private val load: (Core) -> V) {
    private val shown = MutableStateFlow(Shown<V>())

    val state: StateFlow<Shown<V>> = shown

    /** Loads now and after every change, for as long as the caller collects: while the screen is to be seen. */
    suspend fun watch(): Nothing = session.changes.collect { refresh(load) }

    /** Loads again, as after a failure. */
    fun reload() = session.launch { refresh(load) }

    /** Makes a call that answers with the view as it now stands. What went wrong is shown on this screen. */
    fun update(call: (Core) -> V) = session.launch { refresh(call) }

    private suspend fun refresh(call: (Core) -> V) {
        try {
            val view = session.call(call)
            shown.value = Shown(view)
        } catch (problem: CoreProblem) {
            shown.update { it.copy(problem = problem) }
        }
    }
}
