package cn.tanfang.phone

import cn.tanfang.ffi.SecretException
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.ProviderException

/** The system's keystore: keys in it never leave it, not even into this process. */
internal const val KEYSTORE = "AndroidKeyStore"

internal fun keystore(): KeyStore = KeyStore.getInstance(KEYSTORE).apply { load(null) }

/**
 * Makes [call], and of whatever a keystore throws what the core understands. The text of such an exception differs from
 * maker to maker, so only its kind is passed on.
 */
internal fun <R> asking(call: () -> R): R = try {
    call()
} catch (told: SecretException) {
    throw told
} catch (failed: GeneralSecurityException) {
    throw SecretException.Unavailable(failed.javaClass.simpleName)
} catch (failed: ProviderException) {
    throw SecretException.Unavailable(failed.javaClass.simpleName)
} catch (failed: java.io.IOException) {
    throw SecretException.Unavailable(failed.javaClass.simpleName)
}
