package cn.tanfang.phone

import android.graphics.Bitmap
import android.graphics.ImageDecoder
import android.os.Build
import androidx.annotation.RequiresApi
import cn.tanfang.ffi.DecodedPicture
import cn.tanfang.ffi.PictureDecoder
import java.io.IOException
import java.nio.ByteBuffer

/** The phone's decoder of HEIC; before Android 9 there is none, and such a photo is kept without a copy. */
internal fun phoneDecoder(): PictureDecoder? = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) ImageDecoding() else null

/**
 * HEIC by Android's own `ImageDecoder`, scaled while it is decoded. It sets the picture upright itself. Tested with a JPEG
 * under Robolectric: no phone was at hand, so no HEIC was ever decoded by it.
 */
@RequiresApi(Build.VERSION_CODES.P)
internal class ImageDecoding : PictureDecoder {
    override fun name() = "android-imagedecoder-${Build.VERSION.SDK_INT}"

    override fun decode(file: ByteArray, edge: UInt): DecodedPicture? = try {
        val bitmap = ImageDecoder.decodeBitmap(ImageDecoder.createSource(ByteBuffer.wrap(file))) { decoder, info, _ ->
            val (width, height) = fit(info.size.width, info.size.height, edge.toInt())
            decoder.setTargetSize(width, height)
            decoder.allocator = ImageDecoder.ALLOCATOR_SOFTWARE
        }
        try {
            DecodedPicture(bitmap.width.toUInt(), bitmap.height.toUInt(), bitmap.rgb())
        } finally {
            bitmap.recycle()
        }
    } catch (_: IOException) {
        null
    } catch (_: OutOfMemoryError) {
        // Another phone may have the room.
        null
    }

    /** Row by row: a second picture of four bytes a pixel would be memory for nothing. */
    private fun Bitmap.rgb(): ByteArray {
        val row = IntArray(width)
        val rgb = ByteArray(width * height * CHANNELS)
        var at = 0
        for (y in 0 until height) {
            getPixels(row, 0, width, 0, y, width, 1)
            for (pixel in row) {
                rgb[at++] = (pixel shr RED).toByte()
                rgb[at++] = (pixel shr GREEN).toByte()
                rgb[at++] = pixel.toByte()
            }
        }
        return rgb
    }

    internal companion object {
        private const val CHANNELS = 3
        private const val RED = 16
        private const val GREEN = 8

        /** The size of a picture made to fit in a square of [edge]: never larger than it is, never nothing. */
        fun fit(width: Int, height: Int, edge: Int): Pair<Int, Int> {
            val longest = maxOf(width, height, 1)
            if (longest <= edge) return width to height
            fun scaled(side: Int) = ((side.toLong() * edge + longest / 2) / longest).toInt().coerceIn(1, edge)
            return scaled(width) to scaled(height)
        }
    }
}
