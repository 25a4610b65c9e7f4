package cn.tanfang.core

import cn.tanfang.ffi.DeviceKey
import cn.tanfang.ffi.SecretException
import cn.tanfang.ffi.SecretStore
import cn.tanfang.ffi.SetupInput
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import java.math.BigInteger
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** A platform's keystore under the core: kept, lost, broken, and a key that signs. */
class KeystoreTest {
    @get:Rule
    val folder = TemporaryFolder()

    /** A keystore in memory that can lose all it protects, or throw what no interface promises. */
    private class MemorySecrets : SecretStore {
        val kept = mutableMapOf<String, ByteArray>()
        private val lost = mutableSetOf<String>()
        var broken: Exception? = null

        override fun get(name: String): ByteArray? {
            broken?.let { throw it }
            if (name in lost) throw SecretException.Lost()
            return kept[name]
        }

        override fun set(name: String, bytes: ByteArray) {
            broken?.let { throw it }
            lost -= name
            kept[name] = bytes
        }

        override fun forget(name: String) {
            lost -= name
            kept.remove(name)
        }

        /** Loses what protects all that is kept so far. */
        fun lose() {
            lost += kept.keys
        }
    }

    private class SoftwareKey : DeviceKey {
        private val pair = KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair()
        var signed = 0
        var broken = false

        override fun publicKey(): ByteArray {
            if (broken) error("no key")
            val point = (pair.public as ECPublicKey).w
            return byteArrayOf(if (point.affineY.testBit(0)) 3 else 2) + point.affineX.fixed()
        }

        override fun sign(message: ByteArray): ByteArray {
            signed++
            return Signature.getInstance("SHA256withECDSA").run {
                initSign(pair.private)
                update(message)
                sign()
            }
        }

        private fun BigInteger.fixed() = toByteArray().takeLast(32).toByteArray().let { ByteArray(32 - it.size) + it }
    }

    private val secrets = MemorySecrets()
    private val dir by lazy { folder.newFolder().path }
    private val worker = SetupInput("赵小川", listOf("GridMember"), "石板村", "990101001001", practice = false)

    @Test
    fun `the keys lie in the keystore and nowhere beside the store`() {
        RealCore.open(dir, secrets, SoftwareKey()).use { it.setup(worker) }
        assertTrue(secrets.kept.keys.any { it.endsWith(".kek") }, "${secrets.kept.keys}")
        assertTrue(folder.root.walkTopDown().none { it.name == "keys" || it.name.endsWith(".kek") })
        RealCore.open(dir, secrets, SoftwareKey()).use { assertTrue(it.first().ready) }
    }

    @Test
    fun `a lost key is told as such, and the recovery code opens the store`() {
        val code = RealCore.open(dir, secrets, null).use {
            it.setup(worker)
            it.recoveryCode().groups.joinToString(" ")
        }
        secrets.lose()
        val problem = assertFailsWith<CoreProblem> { RealCore.open(dir, secrets, null) }
        assertEquals(CoreProblem.Kind.Store to "store_no_key", problem.kind to problem.code)
        val mistyped = assertFailsWith<CoreProblem> { RealCore.recover(dir, "0000", secrets, null) }
        assertEquals("store_recovery_code", mistyped.code)
        RealCore.recover(dir, code, secrets, null).use { assertTrue(it.first().ready) }
        RealCore.open(dir, secrets, null).use { assertTrue(it.first().ready, "the keystore has a new key") }
    }

    @Test
    fun `an exception in the keystore is a problem of that call, and the core lives on`() {
        RealCore.open(dir, secrets, null).use { it.setup(worker) }
        secrets.broken = IllegalStateException("赵小川")
        val problem = assertFailsWith<CoreProblem> { RealCore.open(dir, secrets, null) }
        assertEquals(CoreProblem.Kind.Store to "store_secret", problem.kind to problem.code)
        assertTrue("赵小川" !in problem.sentence.orEmpty(), "what it threw is not passed on")
        secrets.broken = SecretException.Unavailable("locked")
        assertEquals("store_secret", assertFailsWith<CoreProblem> { RealCore.open(dir, secrets, null) }.code)
        secrets.broken = null
        RealCore.open(dir, secrets, null).use { assertTrue(it.first().ready) }
    }

    @Test
    fun `the device key signs what was written, and a broken one locks nobody out`() {
        val key = SoftwareKey()
        RealCore.open(dir, secrets, key).use { core ->
            core.setup(worker.copy(practice = true))
            val card = core.today().groups.first().cards.first()
            core.send(card.visit.intent)
        }
        key.broken = true
        RealCore.open(dir, secrets, key).use { assertTrue(it.first().ready) }
    }
}
