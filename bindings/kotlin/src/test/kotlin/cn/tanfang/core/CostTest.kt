package cn.tanfang.core

import org.junit.Rule
import org.junit.rules.TemporaryFolder
import java.io.File
import kotlin.test.Test
import kotlin.test.assertTrue

/** What a screen costs across the boundary. The figure is printed; no time is asserted, since machines differ. */
class CostTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun `the list of all homes`() = prepared(RealCore.openFixed(folder.root.path, NOW, seed = 7)).use { core ->
        val lists = File(checkNotNull(System.getProperty("tanfang.root"))).resolve("tests/data/rosters")
        for (list in listOf("clean.xlsx", "messy.xlsx")) core.send(core.importLook(lists.resolve(list).path).primary.intent)
        val homes = core.homes("").groups.sumOf { it.rows.size }
        assertTrue(homes >= 60, "only $homes homes")
        repeat(10) { core.homes("") }
        val times = List(31) {
            val start = System.nanoTime()
            core.homes("")
            System.nanoTime() - start
        }.sorted()
        val median = times[times.size / 2] / 1e6
        println("homes() of %d homes: median %.1f ms, worst %.1f ms; for 500 by proportion %.1f ms".format(homes, median, times.last() / 1e6, median * 500 / homes))
    }
}
