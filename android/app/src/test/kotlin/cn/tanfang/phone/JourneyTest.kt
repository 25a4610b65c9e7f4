package cn.tanfang.phone

import android.Manifest
import android.content.Intent
import android.content.pm.ApplicationInfo
import android.content.pm.PackageManager
import android.os.Build
import android.view.WindowManager
import cn.tanfang.ffi.Screen
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** The app in a real activity, on the oldest Android it is for and on a newer one. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 34], qualifiers = "w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class JourneyTest {
    @get:Rule
    val phone = Phone()

    @Test
    fun `from the first opening through practice to a closed visit`() {
        phone.practise()
        val household = phone.core.today().groups.first().cards.first().household
        val before = phone.core.home(household).history.size
        val visit = phone.openVisit()
        phone.answerAll(visit)
        phone.hand.tap(phone.core.visit(visit).primary.label)
        assertFalse(phone.app.here is Screen.Visit, "a closed visit leads on")
        assertEquals(false, phone.app.news?.problem)
        assertTrue(phone.core.home(household).history.size > before, "the visit is in the history of the home")
        phone.hand.picture(File("target/pictures/today-${Build.VERSION.SDK_INT}.png"))
    }

    @Test
    fun `turning the phone in the middle of a visit loses nothing`() {
        phone.practise()
        val visit = phone.openVisit()
        phone.answer(visit)
        val before = phone.answered(visit)
        val trail = phone.app.trail
        phone.turn()
        assertEquals(trail, phone.app.trail)
        assertEquals(before, phone.answered(visit))
        assertTrue(phone.hand.sees(phone.core.visit(visit).primary.label), "the visit is on the screen")
        assertTrue(phone.answer(visit) && phone.answered(visit) > before, "and goes on")
    }

    @Test
    fun `a killed process comes back to the same screen with every answer`() {
        phone.practise()
        val visit = phone.openVisit()
        phone.answer(visit)
        phone.app.covered = true
        val before = phone.answered(visit)
        val trail = phone.app.trail
        val saved = phone.kill()
        assertNothingPersonal(saved.getStringArrayList("tanfang.trail").orEmpty())
        phone.start(saved)
        assertEquals(trail, phone.app.trail)
        assertEquals(before, phone.answered(visit))
        assertTrue(phone.app.covered, "what was covered stays covered")
        assertTrue(phone.hand.sees(phone.core.visit(visit).primary.label), "the visit is on the screen")
    }

    @Test
    fun `a new start after a visit was left open offers it again`() {
        phone.practise()
        val visit = phone.openVisit()
        phone.answer(visit)
        val before = phone.answered(visit)
        phone.kill()
        phone.start()
        assertEquals(Screen.Today, phone.app.here, "who is set up is not asked again")
        assertEquals(before, phone.answered(visit))
    }

    @Test
    fun `the system's back goes back along the trail, and out from today`() {
        phone.practise()
        phone.openVisit()
        val back = phone.activity.onBackPressedDispatcher
        back.onBackPressed()
        phone.hand.settle()
        assertEquals(Screen.Today, phone.app.here)
        assertFalse(phone.activity.isFinishing)
        back.onBackPressed()
        phone.hand.settle()
        assertTrue(phone.activity.isFinishing)
    }

    @Test
    fun `a number goes to the dialler, and no call is made`() {
        phone.practise()
        val home = phone.core.today().groups.flatMap { it.cards }.map { phone.core.home(it.household) }.first { it.dial != null }
        phone.app.go(Screen.Home(home.household))
        phone.hand.settle()
        val dial = checkNotNull(home.dial)
        phone.hand.tap(dial.spoken)
        val intent = shadowOf(phone.activity).nextStartedActivity
        assertEquals(Intent.ACTION_DIAL, intent.action)
        assertEquals("tel:${dial.number}", intent.dataString)
    }

    @Test
    fun `nothing is shown to the list of recent apps, nothing is asked for at the start, nothing is backed up`() {
        assertNotEquals(0, phone.activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE)
        val info = phone.application.packageManager.getPackageInfo(phone.application.packageName, PackageManager.GET_PERMISSIONS)
        val place = listOf(Manifest.permission.ACCESS_COARSE_LOCATION, Manifest.permission.ACCESS_FINE_LOCATION)
        assertEquals(place, info.requestedPermissions.orEmpty().toList(), "the place, when a photo wants it, and nothing else")
        assertNull(shadowOf(phone.activity).lastRequestedPermission)
        assertEquals(0, phone.application.applicationInfo.flags and ApplicationInfo.FLAG_ALLOW_BACKUP)
    }

    private fun assertNothingPersonal(kept: List<String>) {
        assertTrue(kept.isNotEmpty())
        for (entry in kept) assertTrue(entry.all { it.code < 128 }, entry)
    }
}
