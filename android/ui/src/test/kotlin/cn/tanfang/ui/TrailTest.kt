package cn.tanfang.ui

import cn.tanfang.ffi.Screen
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse

/** Where one is, kept while the process is gone. */
class TrailTest {
    private fun app() = appOver(Samples.core(), Screen.First)

    @Test
    fun `every screen comes back as it was`() {
        for (screen in screens.values.map { it.screen }.distinct()) {
            val app = app().apply { restore(listOf("0 today", "2 " + app().apply { go(screen) }.saved().last().substringAfter(' '))) }
            assertEquals(listOf(Screen.Today, screen), app.trail)
            assertEquals("$screen 2", app.memory(screen))
        }
    }

    @Test
    fun `what another version wrote ends the trail there`() {
        val app = app().apply { restore(listOf("0 today", "0 home h1", "0 somewhere else", "0 more")) }
        assertEquals(listOf(Screen.Today, Screen.Home("h1")), app.trail)
        assertEquals(Screen.First, app().apply { restore(listOf("0 somewhere")) }.here)
    }

    @Test
    fun `who has gone somewhere is left there`() {
        val app = app().apply { go(Screen.More) }
        app.restore(listOf("0 today", "0 home h1"))
        assertEquals(Screen.More, app.here)
        assertFalse(app.starting)
    }
}
