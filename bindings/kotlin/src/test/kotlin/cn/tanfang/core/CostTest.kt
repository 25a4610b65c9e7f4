package cn.tanfang.core

import org.junit.Rule
import org.junit.rules.TemporaryFolder
import kotlin.test.Test
import kotlin.test.assertEquals

/** What a screen costs across the boundary. The figures are printed; no time is asserted, since machines differ. */
class CostTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun `the list of 500 homes`() = prepared(RealCore.openFixed(folder.newFolder().path, NOW, seed = 7)).use { core ->
        val list = folder.newFile("list.xlsx")
        writeWorkbook(list, listOf(HEADER) + List(HOMES) { n -> listOf("${n + 1}", "甲乙丙丁戊己庚辛壬癸"[n % 10] + "样例", "男", idNumber(n), "石板村", "${n % 10 + 1}组", "${n + 1}号", "139%08d".format(n), "分散") })
        core.send(core.importLook(list.path).primary.intent)
        assertEquals(HOMES, core.homes("").groups.sumOf { it.rows.size })

        val name = mapOf("homes()" to { core.homes("") }, "today()" to { core.today() })
        for ((call, make) in name) {
            repeat(3) { make() }
            val times = List(15) {
                val start = System.nanoTime()
                make()
                System.nanoTime() - start
            }.sorted()
            println("FFI: %s of %d homes: median %.1f ms, worst %.1f ms (library as built: see native.dir)".format(call, HOMES, times[times.size / 2] / 1e6, times.last() / 1e6))
        }
    }

    private companion object {
        const val HOMES = 500
        val HEADER = listOf("序号", "姓名", "性别", "身份证号", "村", "组", "门牌", "联系电话", "供养方式")
    }
}
