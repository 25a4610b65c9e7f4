package cn.tanfang.phone

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.content.Context
import android.location.Location
import android.location.LocationManager
import android.os.Bundle
import android.os.SystemClock
import cn.tanfang.ffi.PhotoPlace
import cn.tanfang.ui.app.Fix
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.shadows.ShadowLooper
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** The place of a photo: asked for once, refused without harm, and nothing goes on afterwards. */
@OptIn(ExperimentalCoroutinesApi::class)
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 34], qualifiers = "w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class PlaceTest {
    @get:Rule
    val phone = Phone()

    private val place get() = phone.application.keeper.shell.place
    private val satellites by lazy { shadowOf(phone.application.getSystemService(Context.LOCATION_SERVICE) as LocationManager) }

    @Before
    fun switchOn() = satellites.setProviderEnabled(LocationManager.GPS_PROVIDER, true)

    private fun ask(): Deferred<Fix?> = CoroutineScope(Dispatchers.Unconfined).async { place.now() }.also { phone.hand.settle() }

    private fun seen(provider: String = LocationManager.GPS_PROVIDER) = Location(provider).apply {
        latitude = 25.1234567
        longitude = -110.7654321
        accuracy = 7.2f
        time = 1_795_140_000_123
        elapsedRealtimeNanos = SystemClock.elapsedRealtimeNanos()
        extras = Bundle().apply { putInt("satellites", 9) }
    }

    @Test
    fun `what the satellites say is recorded with their clock, and then nobody listens any more`() {
        shadowOf(phone.application).grantPermissions(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        val asked = ask()
        assertFalse(asked.isCompleted)
        satellites.simulateLocation(seen())
        phone.hand.settle()
        val fix = asked.getCompleted()
        assertEquals(Fix(PhotoPlace(251_234_567, -1_107_654_321, 8u, "gps", false, 0u, 9u), gnssMs = 1_795_140_000_123), fix)
        assertTrue(satellites.getLocationRequests(LocationManager.GPS_PROVIDER).isEmpty(), "no track is kept")
        assertNull(shadowOf(phone.activity).lastRequestedPermission, "what is allowed is not asked again")
    }

    @Test
    fun `the permission is asked for only now, and who refuses has no place`() {
        val asked = ask()
        val wanted = shadowOf(phone.activity).lastRequestedPermission
        assertContentEquals(arrayOf(ACCESS_COARSE_LOCATION, ACCESS_FINE_LOCATION), wanted.requestedPermissions)
        assertFalse(asked.isCompleted)
        place.answered(false)
        phone.hand.settle()
        assertNull(asked.getCompleted())
        assertTrue(satellites.getLocationRequests(LocationManager.GPS_PROVIDER).isEmpty())
    }

    @Test
    fun `where nothing is heard one does not wait for ever`() {
        shadowOf(phone.application).grantPermissions(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        satellites.setProviderEnabled(LocationManager.GPS_PROVIDER, false)
        satellites.setProviderEnabled(LocationManager.NETWORK_PROVIDER, false)
        assertNull(ask().getCompleted())
    }

    @Test
    fun `a place that the network tells has no clock of its own`() {
        val fix = seen(LocationManager.NETWORK_PROVIDER).fix()
        assertNull(fix.gnssMs)
        assertNull(fix.place.satellites)
        assertEquals("network", fix.place.provider)
        ShadowLooper.idleMainLooper()
    }
}
