package cn.tanfang.core

import cn.tanfang.core.testing.FakeCore
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.MoreView
import cn.tanfang.ffi.Outcome
import cn.tanfang.ffi.Screen
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNull

@OptIn(ExperimentalCoroutinesApi::class)
class ScreenModelTest {
    private val core = FakeCore(more = MoreView(worker = "a", entries = emptyList()))
    private val intent = Intent.LeaveVisit("v")

    private fun TestScope.session() = Session(core, CoroutineScope(backgroundScope.coroutineContext), StandardTestDispatcher(testScheduler))

    @Test
    fun `a screen that is to be seen loads, and loads again when something changed`() = runTest {
        val session = session()
        val model = session.model { it.more() }
        backgroundScope.launch { model.watch() }
        runCurrent()
        assertEquals("a", model.state.value.view?.worker)

        core.more = MoreView(worker = "b", entries = emptyList())
        core.outcome = { Outcome(sentence = "", undo = null, go = null, changed = true) }
        session.send(intent)
        runCurrent()
        assertEquals("b", model.state.value.view?.worker)
        assertEquals(listOf<Intent>(intent), core.sent)
    }

    @Test
    fun `nothing is loaded again when nothing changed`() = runTest {
        val session = session()
        var loads = 0
        val model = session.model { loads++; it.more() }
        backgroundScope.launch { model.watch() }
        runCurrent()
        session.send(Intent.Go(Screen.More))
        runCurrent()
        assertEquals(1, loads)
    }

    @Test
    fun `a failure keeps the last good view, and trying again clears it`() = runTest {
        val model = session().model { it.more() }
        model.reload()
        runCurrent()
        core.failWith = CoreProblem(CoreProblem.Kind.Store, "disk_full", "x")
        model.reload()
        runCurrent()
        assertEquals("a", model.state.value.view?.worker)
        assertEquals("disk_full", model.state.value.problem?.code)

        core.failWith = null
        model.reload()
        runCurrent()
        assertNull(model.state.value.problem)
    }

    @Test
    fun `what a tap did is told once and in order`() = runTest {
        val session = session()
        core.outcome = { Outcome(sentence = (it as Intent.LeaveVisit).visit, undo = null, go = null, changed = false) }
        val visits = (1..50).map { it.toString() }
        visits.forEach { session.send(Intent.LeaveVisit(it)) }
        runCurrent()
        val told = session.news.take(50).toList().map { assertIs<Told.Done>(it).outcome.sentence }
        assertEquals(visits, told)
    }

    @Test
    fun `a tap that fails is told with its problem`() = runTest {
        val session = session()
        core.failWith = CoreProblem(CoreProblem.Kind.Conflict, "closed_twice", "x")
        session.send(intent)
        runCurrent()
        assertEquals("closed_twice", assertIs<Told.Failed>(session.news.first()).problem.code)
    }

    @Test
    fun `a defect becomes a problem without a sentence of its own`() = runTest {
        val model = session().model<MoreView> { error("defect") }
        model.reload()
        runCurrent()
        assertEquals(CoreProblem.Kind.Internal, model.state.value.problem?.kind)
        assertNull(model.state.value.problem?.sentence)
    }

    @Test
    fun `a closed core is a problem, not a crash`() = runTest {
        val model = session().model { it.more() }
        core.close()
        model.reload()
        runCurrent()
        assertEquals(CoreProblem.Kind.Closed, model.state.value.problem?.kind)
    }
}
