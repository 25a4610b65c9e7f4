package cn.tanfang.core

import cn.tanfang.ffi.InputValue
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SetupInput
import cn.tanfang.ffi.VisitInput
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs

/** Replays the walk of `tests/vectors/views` through the FFI; every view must be Rust's, byte for byte. */
class VectorTest {
    @get:Rule
    val folder = TemporaryFolder()

    private val steps = mutableListOf<String>()

    @Test
    fun `the walk gives the same bytes as Rust`() = RealCore.openFixed(folder.root.path, NOW, seed = 7).use { core ->
        step("01_first", core.first())
        step("02_setup", core.setup(SetupInput("赵小川", listOf("GridMember"), "石板村", "990101001001", practice = false)))
        val found = step("03_import", core.importLook(repository.resolve("tests/data/rosters/clean.xlsx").path))
        step("04_imported", core.send(found.primary.intent))
        step("05_today", core.today())
        val row = step("06_homes", core.homes("zmc")).groups.first().rows.first()
        val home = step("07_home", core.home(row.household))
        step("08_why", core.why(assertIs<Screen.Why>(home.due.first().go).key))
        val opened = step("09_opened", core.send(checkNotNull(home.primary).intent))
        val visit = assertIs<Screen.Visit>(opened.go).visit
        var view = step("10_visit", core.visit(visit))
        var first = true
        while (true) {
            val question = view.groups.flatMap { it.questions }.firstOrNull { !it.answered && it.options.isNotEmpty() } ?: break
            view = core.visitAnswer(visit, VisitInput(question.key, InputValue.Choose(listOf(question.options.first().code))))
            if (first) step("11_answered", view)
            first = false
        }
        step("12_all", view)
        step("13_closed", core.send(view.primary.intent))
        step("14_ledger", core.ledger("L06", null, null))
        step("15_after", core.today())
        step("16_flags", core.flags())
        val after = step("17_home", core.home(home.household))
        step("18_hint", core.hint(home.household, after.hints.first().cards.first().key))
        val policies = step("19_policies", core.policies(""))
        step("20_policy", core.policy(policies.rows.first().key))
        step("21_way", core.todayBy(core.today().filters[0].choices[1].key, ""))
        step("22_month", core.month(null))
        step("23_missed", core.missed(home.household))
        val question = core.form("plan").groups.first().questions.first()
        step("24_form", core.formAnswer("plan", VisitInput(question.key, InputValue.Choose(listOf(question.options.first().code)))))
        step("25_events", core.events())
        step("26_campaigns", core.campaigns())
        step("27_reports", core.reports())

        val files = vectors.listFiles { file -> file.extension == "json" }.orEmpty().map { it.nameWithoutExtension }.sorted()
        assertEquals(files, steps, "every file of the walk was compared")
    }

    private fun <V> step(name: String, view: V): V {
        steps += name
        assertEquals(vectors.resolve("$name.json").readText(), viewJson(view) + "\n", name)
        return view
    }

    private companion object {
        val repository = File(checkNotNull(System.getProperty("tanfang.root")) { "run by Maven, which says where the repository is" })
        val vectors = repository.resolve("tests/vectors/views")
    }
}
