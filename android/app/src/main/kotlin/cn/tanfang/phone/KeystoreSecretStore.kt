package cn.tanfang.phone

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.util.AtomicFile
import cn.tanfang.ffi.SecretException
import cn.tanfang.ffi.SecretStore
import java.io.File
import java.security.UnrecoverableKeyException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Keeps the core's secrets in [folder], each sealed by AES-GCM under one key that stays in the system's keystore.
 *
 * [folder] must lie where no backup reaches. A secret whose key is gone, or was replaced by another, is
 * [SecretException.Lost]: the store then asks for the recovery code.
 */
class KeystoreSecretStore(private val folder: File) : SecretStore {
    override fun get(name: String): ByteArray? = asking {
        val file = file(name)
        if (!file.isFile) return@asking null
        val sealed = AtomicFile(file).readFully()
        if (sealed.size <= IV + TAG) throw SecretException.Lost()
        try {
            val key = keystore().getKey(ALIAS, null) as? SecretKey ?: throw SecretException.Lost()
            cipher(name) { init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG * 8, sealed, 0, IV)) }.doFinal(sealed, IV, sealed.size - IV)
        } catch (_: KeyPermanentlyInvalidatedException) {
            throw SecretException.Lost()
        } catch (_: UnrecoverableKeyException) {
            throw SecretException.Lost()
        } catch (_: AEADBadTagException) {
            throw SecretException.Lost()
        }
    }

    override fun set(name: String, bytes: ByteArray) = asking {
        // The keystore draws the nonce itself and refuses one from outside.
        val cipher = cipher(name) { init(Cipher.ENCRYPT_MODE, key()) }
        val sealed = cipher.iv + cipher.doFinal(bytes)
        folder.mkdirs()
        val file = AtomicFile(file(name))
        val out = file.startWrite()
        try {
            out.write(sealed)
            file.finishWrite(out)
        } catch (failed: java.io.IOException) {
            file.failWrite(out)
            throw failed
        }
    }

    override fun forget(name: String) = asking { AtomicFile(file(name)).delete() }

    private fun file(name: String): File {
        if (name.startsWith(".") || name.any { it !in 'a'..'z' && it !in 'A'..'Z' && it !in '0'..'9' && it !in "._-" }) {
            throw SecretException.Unavailable("a name that is no name")
        }
        return File(folder, name)
    }

    /** A cipher bound to the secret's name, so that one file cannot stand in for another. */
    private fun cipher(name: String, start: Cipher.() -> Unit): Cipher = Cipher.getInstance("AES/GCM/NoPadding").apply {
        start()
        updateAAD(name.toByteArray())
    }

    private fun key(): SecretKey {
        val kept = try {
            keystore().getKey(ALIAS, null) as? SecretKey
        } catch (_: UnrecoverableKeyException) {
            null
        }
        return kept ?: KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KEYSTORE).run {
            init(
                KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
                    .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                    .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                    .setKeySize(256)
                    .build(),
            )
            generateKey()
        }
    }

    private companion object {
        const val ALIAS = "tanfang.secrets"

        /** Bytes of the nonce and of the tag. */
        const val IV = 12
        const val TAG = 16
    }
}
