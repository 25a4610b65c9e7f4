package cn.tanfang.phone

import android.security.keystore.KeyGenParameterSpec
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.KeyPairGeneratorSpi
import java.security.KeyStore
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.PublicKey
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.security.spec.ECGenParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/**
 * Stands for the phone's keystore, which Robolectric does not have: the same names, with keys in memory.
 *
 * What it cannot show: that a key never leaves hardware, what a maker's keystore throws, how long it takes.
 */
class FakeKeystore : Provider("AndroidKeyStore", "1", "keys in memory") {
    init {
        put("KeyStore.AndroidKeyStore", Store::class.java.name)
        put("KeyGenerator.AES", Secrets::class.java.name)
        put("KeyPairGenerator.EC", Pairs::class.java.name)
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(alias: String, password: CharArray?): Key? = keys[alias] ?: pairs[alias]?.private
        override fun engineGetCertificate(alias: String): Certificate? = pairs[alias]?.let { Named(it.public) }
        override fun engineContainsAlias(alias: String) = alias in keys || alias in pairs
        override fun engineAliases(): Enumeration<String> = Collections.enumeration(keys.keys + pairs.keys)
        override fun engineSize() = keys.size + pairs.size
        override fun engineIsKeyEntry(alias: String) = engineContainsAlias(alias)
        override fun engineIsCertificateEntry(alias: String) = false
        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = engineGetCertificate(alias)?.let { arrayOf(it) }
        override fun engineGetCertificateAlias(cert: Certificate?): String? = null
        override fun engineGetCreationDate(alias: String): Date? = null
        override fun engineDeleteEntry(alias: String) {
            keys.remove(alias)
            pairs.remove(alias)
        }

        override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<out Certificate>?) = throw UnsupportedOperationException()
        override fun engineSetKeyEntry(alias: String, key: ByteArray, chain: Array<out Certificate>?) = throw UnsupportedOperationException()
        override fun engineSetCertificateEntry(alias: String, cert: Certificate?) = throw UnsupportedOperationException()
        override fun engineStore(stream: OutputStream?, password: CharArray?) = throw UnsupportedOperationException()
        override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit
        override fun engineLoad(param: KeyStore.LoadStoreParameter?) = Unit
    }

    class Secrets : KeyGeneratorSpi() {
        private lateinit var alias: String

        override fun engineInit(params: AlgorithmParameterSpec, random: SecureRandom?) {
            alias = (params as KeyGenParameterSpec).keystoreAlias
        }

        override fun engineInit(random: SecureRandom?) = throw UnsupportedOperationException()
        override fun engineInit(keysize: Int, random: SecureRandom?) = throw UnsupportedOperationException()
        override fun engineGenerateKey(): SecretKey = SecretKeySpec(ByteArray(32).also(SecureRandom()::nextBytes), "AES").also { keys[alias] = it }
    }

    class Pairs : KeyPairGeneratorSpi() {
        private lateinit var alias: String

        override fun initialize(params: AlgorithmParameterSpec, random: SecureRandom?) {
            alias = (params as KeyGenParameterSpec).keystoreAlias
        }

        override fun initialize(keysize: Int, random: SecureRandom?) = throw UnsupportedOperationException()
        override fun generateKeyPair(): KeyPair =
            KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair().also { pairs[alias] = it }
    }

    /** A certificate as far as anybody asks: it names the public key. */
    private class Named(private val key: PublicKey) : Certificate("X.509") {
        override fun getEncoded(): ByteArray = key.encoded
        override fun verify(key: PublicKey?) = Unit
        override fun verify(key: PublicKey?, sigProvider: String?) = Unit
        override fun toString() = "a public key"
        override fun getPublicKey() = key
    }

    companion object {
        private val keys = mutableMapOf<String, SecretKey>()
        private val pairs = mutableMapOf<String, KeyPair>()

        /** Puts an empty keystore where the phone's is looked for. */
        fun install() {
            lose()
            Security.removeProvider("AndroidKeyStore")
            Security.addProvider(FakeKeystore())
        }

        /** Loses every key, as some phones do after an update. */
        fun lose() {
            keys.clear()
            pairs.clear()
        }
    }
}
