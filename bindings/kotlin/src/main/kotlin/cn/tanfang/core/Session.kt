package cn.tanfang.core

import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.Outcome
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.receiveAsFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlin.coroutines.CoroutineContext

/**
 * One core and what all screens over it share: where its calls run, and the word that something changed.
 *
 * [scope] belongs to whoever draws and outlives every screen, so that what was tapped is done even when its screen
 * is left at once. [io] is where the blocking calls go.
 */
class Session(val core: Core, private val scope: CoroutineScope, private val io: CoroutineContext) {
    private val turn = Mutex()
    private val changeCount = MutableStateFlow(0L)
    private val told = Channel<Told>(Channel.UNLIMITED)

    /** Moves on whenever what is shown may have changed. */
    internal val changes: StateFlow<Long> = changeCount

    /** What taps did and what went wrong with them, in order. One reader: the app. */
    val news: Flow<Told> = told.receiveAsFlow()

    /** Makes the model of one screen. */
    fun <V : Any> model(load: (Core) -> V) = ScreenModel(this, load)

    /** Sends what a tap means; what it did comes by [news], and once it is done [then] is called. */
    fun send(intent: Intent, then: (Outcome) -> Unit = {}) = act({ it.send(intent) }, then)

    /** Makes any call that ends in an outcome; what it did comes by [news], and once it is done [then] is called. */
    fun act(call: (Core) -> Outcome, then: (Outcome) -> Unit = {}) = launch {
        val outcome = call(call)
        then(outcome)
        done(outcome)
    }

    /** Tells what a call did that was made among the steps of [launch]. */
    suspend fun done(outcome: Outcome) {
        if (outcome.changed) changed()
        told.send(Told.Done(outcome))
    }

    /** Makes a call whose result only its caller understands; a problem comes by [news]. */
    fun <R> ask(call: (Core) -> R, then: (R) -> Unit) = launch { then(call(call)) }

    internal fun changed() = changeCount.update { it + 1 }

    /** Makes [call] where calls are made, one at a time and in the order asked, so that a later tap cannot overtake. */
    suspend fun <R> call(call: (Core) -> R): R = turn.withLock {
        withContext(io) {
            try {
                call(core)
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (thrown: Exception) {
                throw CoreProblem.of(thrown)
            }
        }
    }

    /** Runs what takes several steps, such as choosing a file and reading it: it outlives the screen that began it. */
    fun launch(block: suspend () -> Unit) {
        scope.launch {
            try {
                block()
            } catch (problem: CoreProblem) {
                told.send(Told.Failed(problem))
            }
        }
    }
}

/** What a tap led to. */
sealed interface Told {
    data class Done(val outcome: Outcome) : Told

    data class Failed(val problem: CoreProblem) : Told
}
