package cn.tanfang.desktop

import cn.tanfang.core.RealCore
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** The whole path on the real screens over the real core, as the demo plays it. */
class RobotTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun `the robot plays from the first opening to the printed ledger, the routine visit in six taps`() {
        val root = File(checkNotNull(System.getProperty("tanfang.root")) { "run by Maven, which says where the repository is" })
        val out = folder.newFolder("out")
        val robot = RealCore.open(folder.newFolder("store").path).use { core ->
            Robot(core, root.resolve("tests/data/rosters/clean.xlsx"), out).apply { play() }
        }
        assertEquals(6, robot.routineTaps)
        val written = out.listFiles().orEmpty().groupingBy { it.extension }.eachCount()
        assertTrue(written.getValue("xlsx") >= 1, "no workbook")
        assertEquals(1, written["html"])
        assertTrue(written.getValue("png") > 20, "only ${written["png"]} pictures")
    }
}
