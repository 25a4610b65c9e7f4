package cn.tanfang.core

import cn.tanfang.ffi.ApiException
import cn.tanfang.ffi.Fault
import cn.tanfang.ffi.InternalException
import cn.tanfang.ffi.SetupInput
import cn.tanfang.ffi.fault
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** What crosses the boundary to Rust, and how: errors, defects, threads, use after close. */
class BoundaryTest {
    @get:Rule
    val folder = TemporaryFolder()

    private fun open() = RealCore.openFixed(folder.newFolder().path, nowMs = NOW, seed = 7)

    @Test
    fun `an error arrives as its own type with its code`() {
        val thrown = assertFailsWith<ApiException.Invalid> { fault(Fault.ERROR) }
        assertEquals("fault", thrown.code)
    }

    @Test
    fun `a panic arrives as an exception and the object lives on`() = open().use { core ->
        assertFailsWith<InternalException> { fault(Fault.PANIC) }
        assertTrue(core.first().sentences.isNotEmpty())
    }

    @Test
    fun `misreading 6_10_7 panics or bare strings across the boundary instead of typed errors`() {
        // Every way of going wrong has its own type with a code; a panic has one as well; nothing is a bare string.
        assertFailsWith<ApiException> { fault(Fault.ERROR) }
        assertFailsWith<InternalException> { fault(Fault.PANIC) }
        val problems = listOf(Fault.ERROR, Fault.PANIC).map { CoreProblem.of(runCatching { fault(it) }.exceptionOrNull() as Exception) }
        assertEquals(listOf(CoreProblem.Kind.Invalid, CoreProblem.Kind.Internal), problems.map { it.kind })
        assertTrue(problems.all { it.code.isNotBlank() })
    }

    @Test
    fun `a panic becomes a problem without words of the core`() {
        val problem = CoreProblem.of(assertFailsWith<InternalException> { fault(Fault.PANIC) })
        assertEquals(CoreProblem.Kind.Internal, problem.kind)
        assertNull(problem.sentence)
    }

    @Test
    fun `a refusal says what to do, and changes nothing`() = open().use { core ->
        val problem = assertFailsWith<CoreProblem> { core.setup(SetupInput("", emptyList(), "", null, practice = false)) }
        assertEquals(CoreProblem.Kind.Invalid, problem.kind)
        assertTrue(problem.sentence.orEmpty().isNotBlank())
        assertEquals(false, core.first().ready)
    }

    @Test
    fun `what is not there is told as such`() = prepared(open()).use { core ->
        val problem = assertFailsWith<CoreProblem> { core.home("00000000-0000-7000-8000-000000000000") }
        assertEquals(CoreProblem.Kind.NotFound, problem.kind)
    }

    @Test
    fun `a list that is no workbook is told as unreadable`() = prepared(open()).use { core ->
        val file = folder.newFile("x.xlsx").apply { writeText("no workbook") }
        val problem = assertFailsWith<CoreProblem> { core.importLook(file.path) }
        assertEquals(CoreProblem.Kind.Unreadable, problem.kind)
        assertTrue(problem.sentence.orEmpty().isNotBlank())
    }

    @Test
    fun `a call after closing is told as such, closing twice is not`() {
        val core = open()
        core.close()
        core.close()
        assertEquals(CoreProblem.Kind.Closed, assertFailsWith<CoreProblem> { core.today() }.kind)
    }

    @Test
    fun `calls from eight threads at once all answer alike`() = prepared(open()).use { core ->
        val threads = Executors.newFixedThreadPool(8)
        try {
            val calls = List(200) { Callable { core.today() to core.homes("") } }
            val answers = threads.invokeAll(calls).map { it.get() }
            assertEquals(1, answers.distinct().size)
        } finally {
            threads.shutdownNow()
        }
    }

    @Test
    fun `closing while others call ends in answers and problems, never in a crash`() {
        val core = prepared(open())
        val threads = Executors.newFixedThreadPool(4)
        try {
            val calls = List(4) {
                threads.submit(
                    Callable {
                        repeat(500) { runCatching { core.today() }.exceptionOrNull()?.let { assertTrue(it is CoreProblem) } }
                    },
                )
            }
            core.close()
            calls.forEach { it.get() }
        } finally {
            threads.shutdownNow()
        }
    }

    @Test
    fun `what is written is there when the store is opened again`() {
        val dir = folder.newFolder().path
        prepared(RealCore.openFixed(dir, NOW, seed = 7)).close()
        RealCore.openFixed(dir, NOW, seed = 8).use { assertTrue(it.first().ready) }
    }
}

/** 2026-11-20 10:00 in Shanghai. */
internal const val NOW = 1_795_140_000_000

/** A worker set up in the village of the samples. */
internal fun prepared(core: RealCore): RealCore {
    core.setup(SetupInput("赵小川", listOf("GridMember"), "石板村", null, practice = false))
    return core
}
