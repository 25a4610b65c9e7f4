package cn.tanfang.phone

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import cn.tanfang.ffi.DeviceKey
import cn.tanfang.ffi.SecretException
import java.security.KeyPairGenerator
import java.security.PrivateKey
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec

/**
 * Signs checkpoints with a P-256 key that stays in the system's keystore.
 *
 * A key that is gone is replaced: a checkpoint names the key that signed it, so that the change is seen.
 */
class KeystoreDeviceKey : DeviceKey {
    override fun publicKey(): ByteArray = asking {
        val key = keystore().getCertificate(ALIAS)?.publicKey ?: make()
        compressed(key as? ECPublicKey ?: throw SecretException.Unavailable("not an EC key"))
    }

    override fun sign(message: ByteArray): ByteArray = asking {
        val key = keystore().getKey(ALIAS, null) as? PrivateKey ?: throw SecretException.Lost()
        Signature.getInstance("SHA256withECDSA").run {
            initSign(key)
            update(message)
            sign()
        }
    }

    private fun make() = KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, KEYSTORE).run {
        initialize(
            KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_SIGN)
                .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
                .setDigests(KeyProperties.DIGEST_SHA256)
                .build(),
        )
        generateKeyPair().public
    }

    /** The point as SEC1 writes it in 33 bytes: the parity of y, then x. */
    private fun compressed(key: ECPublicKey): ByteArray {
        val x = key.w.affineX.toByteArray().takeLast(SIZE).toByteArray()
        return byteArrayOf(if (key.w.affineY.testBit(0)) 3 else 2) + ByteArray(SIZE - x.size) + x
    }

    private companion object {
        const val ALIAS = "tanfang.device"
        const val SIZE = 32
    }
}
