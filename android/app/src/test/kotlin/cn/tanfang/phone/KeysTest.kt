package cn.tanfang.phone

import cn.tanfang.core.CoreProblem
import cn.tanfang.ffi.SecretException
import cn.tanfang.text.Strings
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File
import java.security.KeyFactory
import java.security.Signature
import java.security.interfaces.ECPublicKey
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** Keys on a phone, over a keystore of our own: see [FakeKeystore] for what that cannot show. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 34], qualifiers = "w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class KeysTest {
    @get:Rule
    val phone = Phone()

    private val folder get() = File(phone.application.noBackupFilesDir, "secrets")
    private val secrets get() = KeystoreSecretStore(File(phone.application.noBackupFilesDir, "other"))

    @Test
    fun `a secret comes back, is not on the disk as it is, and is forgotten`() {
        val bytes = "a secret of some length".toByteArray()
        secrets.set("a.key", bytes)
        assertContentEquals(bytes, secrets.get("a.key"))
        val file = File(phone.application.noBackupFilesDir, "other/a.key").readBytes()
        assertTrue("secret" !in String(file, Charsets.ISO_8859_1))
        secrets.set("a.key", byteArrayOf(1))
        assertContentEquals(byteArrayOf(1), secrets.get("a.key"))
        secrets.forget("a.key")
        assertNull(secrets.get("a.key"))
        secrets.forget("a.key")
    }

    @Test
    fun `a lost key, another key and another file's secret are told as lost, and a new one can be kept`() {
        secrets.set("a", byteArrayOf(1))
        secrets.set("b", byteArrayOf(2))
        val place = File(phone.application.noBackupFilesDir, "other")
        File(place, "a").copyTo(File(place, "b"), overwrite = true)
        assertFailsWith<SecretException.Lost> { secrets.get("b") }
        FakeKeystore.lose()
        assertFailsWith<SecretException.Lost> { secrets.get("a") }
        secrets.set("c", byteArrayOf(3))
        assertFailsWith<SecretException.Lost> { secrets.get("a") }
        assertContentEquals(byteArrayOf(3), secrets.get("c"))
        assertFailsWith<SecretException.Unavailable> { secrets.get("../a") }
    }

    @Test
    fun `the device key signs, names itself in 33 bytes, and stays the same`() {
        val key = KeystoreDeviceKey()
        val point = key.publicKey()
        assertEquals(33, point.size)
        assertTrue(point[0] == 2.toByte() || point[0] == 3.toByte())
        assertContentEquals(point, KeystoreDeviceKey().publicKey())
        val public = keystore().getCertificate("tanfang.device").publicKey as ECPublicKey
        assertEquals(public.w.affineX, java.math.BigInteger(1, point.copyOfRange(1, 33)))
        val message = "a checkpoint".toByteArray()
        assertTrue(
            Signature.getInstance("SHA256withECDSA").run {
                initVerify(KeyFactory.getInstance("EC").generatePublic(java.security.spec.X509EncodedKeySpec(public.encoded)))
                update(message)
                verify(key.sign(message))
            },
        )
    }

    @Test
    fun `the store's keys lie in the keystore's folder, practice apart from the rest`() {
        phone.setUp()
        phone.app.go(cn.tanfang.ffi.Screen.First)
        phone.hand.settle()
        phone.practise()
        val names = folder.list().orEmpty().toSet()
        assertTrue("tanfang.kek" in names && "practice.tanfang.kek" in names, "$names")
        assertTrue(phone.application.filesDir.walkTopDown().none { it.name == "keys" })
    }

    @Test
    fun `a phone that lost its keys says so, and the recovery code opens the store again`() {
        phone.setUp()
        val code = phone.core.recoveryCode().groups.joinToString(" ")
        phone.kill()
        FakeKeystore.lose()
        phone.start()
        val problem = assertIs<Standing.Shut>(phone.standing).problem
        assertEquals(CoreProblem.Kind.Store to "store_no_key", problem.kind to problem.code)
        assertTrue(phone.hand.sees(checkNotNull(problem.sentence)), "it is said on the screen")
        phone.hand.type(Strings.Settings.recovery, "0000")
        phone.hand.tap(Strings.open)
        assertEquals("store_recovery_code", assertIs<Standing.Shut>(phone.standing).problem.code)
        phone.hand.type(Strings.Settings.recovery, code)
        phone.hand.tap(Strings.open)
        assertTrue(phone.core.first().ready)
        phone.kill()
        phone.start()
        assertTrue(phone.core.first().ready, "the phone has a new key")
    }
}
