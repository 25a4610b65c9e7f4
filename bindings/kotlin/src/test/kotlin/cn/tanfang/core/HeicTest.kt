package cn.tanfang.core

import cn.tanfang.ffi.DecodeException
import cn.tanfang.ffi.DecodedPicture
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.ffi.PhotoView
import cn.tanfang.ffi.PictureDecoder
import cn.tanfang.ffi.SecretStore
import cn.tanfang.ffi.SetupInput
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import java.io.File
import java.nio.ByteBuffer
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

/** A platform's decoder of HEIC under the core: asked for the very file, believed only where it gives what it was asked for. */
class HeicTest {
    @get:Rule
    val folder = TemporaryFolder()

    private class Decoder(private val give: (UInt) -> DecodedPicture?) : PictureDecoder {
        val given = mutableListOf<ByteArray>()
        var broken = false

        override fun name() = if (broken) error("no name") else "kotlin-test-1"

        override fun decode(file: ByteArray, edge: UInt): DecodedPicture? {
            given += file
            return give(edge)
        }
    }

    private class Secrets : SecretStore {
        private val kept = mutableMapOf<String, ByteArray>()

        override fun get(name: String) = kept[name]

        override fun set(name: String, bytes: ByteArray) {
            kept[name] = bytes
        }

        override fun forget(name: String) {
            kept.remove(name)
        }
    }

    private fun grey(width: UInt, height: UInt) = DecodedPicture(width, height, ByteArray((width * height * 3u).toInt()) { 90 })

    /** A HEIC as far as its head says so. */
    private val file by lazy {
        val head = ByteBuffer.allocate(48).put(byteArrayOf(0, 0, 0, 24)).put("ftypheic".toByteArray()).putInt(0).put("mif1heic".toByteArray())
        head.put(byteArrayOf(0, 0, 0, 20)).put("ispe".toByteArray()).putInt(0).putInt(4032).putInt(3024)
        File(folder.root, "a.heic").apply { writeBytes(head.array().copyOf(head.position())) }
    }

    /** What becomes of a HEIC that is kept with [decoder] there. */
    private fun kept(decoder: PictureDecoder?, look: (RealCore, PhotoView) -> Unit) =
        RealCore.open(folder.newFolder().path, Secrets(), null, pictures = decoder).use { core ->
            core.setup(SetupInput("赵小川", listOf("GridMember"), "石板村", "990101001001", practice = true))
            val home = core.homes("").groups.first().rows.first().household
            val matter = core.photos(home, null).matters.first().code
            core.photoAdd(PhotoInput(null, home, null, matter, "album", file.path, null, null, false, null))
            core.photoWork()
            look(core, core.photo(core.photos(home, null).cards.single().photo))
        }

    @Test
    fun `the port of the platform is given the file and what it gives is shown`() {
        val decoder = Decoder { edge -> grey(edge, edge * 3u / 4u) }
        kept(decoder) { core, photo ->
            assertContentEquals(file.readBytes(), decoder.given.single())
            assertTrue(photo.picture)
            assertNotNull(photo.stamp)
            assertEquals(0xFF.toByte(), core.photoPicture(photo.photo, thumb = true).first())
        }
    }

    @Test
    fun `one that throws, gives nothing, or gives something else harms nothing`() {
        val bad = listOf<(UInt) -> DecodedPicture?>(
            { null },
            { throw DecodeException.Failed() },
            { error("赵小川") },
            { edge -> grey(edge + 1u, 4u) },
            { DecodedPicture(8u, 8u, ByteArray(3)) },
        )
        for (give in bad) {
            kept(Decoder(give)) { core, photo ->
                assertFalse(photo.picture)
                assertTrue("打不开" in photo.missing.orEmpty(), photo.missing)
                assertFailsWith<CoreProblem> { core.photoPicture(photo.photo, thumb = false) }
                assertTrue(core.first().ready, "the core lives on")
            }
        }
        kept(Decoder { edge -> grey(edge, edge) }.apply { broken = true }) { _, photo -> assertTrue(photo.picture, "a decoder without a name decodes") }
        kept(null) { _, photo -> assertFalse(photo.picture) }
    }
}
