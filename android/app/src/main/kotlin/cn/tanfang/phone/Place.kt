package cn.tanfang.phone

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.content.Context
import android.content.pm.PackageManager
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.os.Build
import android.os.Bundle
import android.os.CancellationSignal
import android.os.Looper
import android.os.SystemClock
import cn.tanfang.ffi.PhotoPlace
import cn.tanfang.ui.app.Fix
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.coroutines.resume
import kotlin.math.ceil
import kotlin.math.roundToInt

/**
 * Where the phone is, asked once for one photo and forgotten: no track, nothing in the background. The permission is asked
 * for by [ask] when a place is first wanted; who refuses has the photo without one.
 */
class PhonePlace(private val context: Context, private val ask: (Array<String>) -> Boolean) {
    private val manager: LocationManager? = context.getSystemService(LocationManager::class.java)
    private var asking: CompletableDeferred<Boolean>? = null

    /** Whether this phone can tell its place at all. */
    val isThere: Boolean get() = manager != null && context.packageManager.hasSystemFeature(PackageManager.FEATURE_LOCATION)

    /** Where the phone is now: by satellites, or, where they are not seen in time, by what the network says. */
    suspend fun now(): Fix? {
        val manager = manager ?: return null
        if (!isAllowed() && !allow()) return null
        for ((provider, patience) in PROVIDERS) {
            val location = try {
                if (provider !in manager.allProviders || !manager.isProviderEnabled(provider)) null else withTimeoutOrNull(patience) { once(manager, provider) }
            } catch (_: SecurityException) {
                // Only a rough place was allowed, or it was taken back meanwhile.
                null
            }
            if (location != null) return location.fix()
        }
        return null
    }

    /** Is told whether the user allowed it. */
    internal fun answered(isAllowed: Boolean) {
        asking?.complete(isAllowed)
        asking = null
    }

    private fun isAllowed() = PERMISSIONS.any { context.checkSelfPermission(it) == PackageManager.PERMISSION_GRANTED }

    private suspend fun allow(): Boolean {
        val answer = CompletableDeferred<Boolean>()
        asking?.complete(false)
        asking = answer
        return ask(PERMISSIONS) && answer.await()
    }

    private suspend fun once(manager: LocationManager, provider: String): Location? = suspendCancellableCoroutine { waiting ->
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            val signal = CancellationSignal()
            waiting.invokeOnCancellation { signal.cancel() }
            manager.getCurrentLocation(provider, signal, context.mainExecutor) { if (waiting.isActive) waiting.resume(it) }
        } else {
            val listener = OneFix { if (waiting.isActive) waiting.resume(it) }
            waiting.invokeOnCancellation { manager.removeUpdates(listener) }
            @Suppress("DEPRECATION")
            manager.requestSingleUpdate(provider, listener, Looper.getMainLooper())
        }
    }

    /** Before Android 11 every method of a listener has to be there. */
    private class OneFix(private val then: (Location?) -> Unit) : LocationListener {
        override fun onLocationChanged(location: Location) = then(location)

        @Deprecated("called before Android 10")
        override fun onStatusChanged(provider: String?, status: Int, extras: Bundle?) = Unit

        override fun onProviderEnabled(provider: String) = Unit

        override fun onProviderDisabled(provider: String) = then(null)
    }

    private companion object {
        val PERMISSIONS = arrayOf(ACCESS_COARSE_LOCATION, ACCESS_FINE_LOCATION)

        /** Who is asked, and for how many milliseconds. */
        val PROVIDERS = listOf(LocationManager.GPS_PROVIDER to 12_000L, LocationManager.NETWORK_PROVIDER to 4_000L)
    }
}

/** A place as records keep it. */
internal fun Location.fix(): Fix {
    @Suppress("DEPRECATION")
    val mock = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) isMock else isFromMockProvider
    val bySatellites = provider == LocationManager.GPS_PROVIDER
    val age = (SystemClock.elapsedRealtimeNanos() - elapsedRealtimeNanos) / NANOS
    return Fix(
        PhotoPlace(
            latE7 = (latitude * E7).roundToInt(),
            lonE7 = (longitude * E7).roundToInt(),
            accuracyM = if (hasAccuracy()) ceil(accuracy).toUInt() else null,
            provider = provider,
            mock = mock,
            ageS = age.coerceIn(0, UInt.MAX_VALUE.toLong()).toUInt(),
            satellites = extras?.getInt(SATELLITES, -1)?.takeIf { it >= 0 && bySatellites }?.toUInt(),
        ),
        // Only satellites bring a clock of their own; what a mock says is nobody's clock.
        gnssMs = time.takeIf { bySatellites && !mock },
    )
}

private const val E7 = 1e7
private const val NANOS = 1_000_000_000L
private const val SATELLITES = "satellites"
