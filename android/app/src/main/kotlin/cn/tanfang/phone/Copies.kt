package cn.tanfang.phone

import android.content.Context
import android.net.Uri
import android.provider.OpenableColumns
import android.webkit.MimeTypeMap
import androidx.core.content.FileProvider
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException
import java.util.UUID
import java.util.concurrent.ConcurrentHashMap

/**
 * The files lent to the core and to other apps: each in a folder of its own, none for longer than needed. They lie in the
 * cache, but for what the camera writes: the system may empty the cache while the camera is open.
 */
class Copies(private val context: Context) {
    private val taken = File(context.cacheDir, "in")
    private val lent = File(context.cacheDir, "out")
    private val photos = File(context.filesDir, "photo")

    /** Where a lent file goes when it was written. */
    private val goals = ConcurrentHashMap<File, Uri>()

    /** Copies what lies at [uri] here, under its own name: the core tells a list's kind by its ending. */
    fun take(uri: Uri): File {
        val file = fresh(taken, name(uri))
        try {
            open(uri).use { from -> file.outputStream().use { from.copyTo(it) } }
        } catch (failed: IOException) {
            remove(file)
            throw failed
        }
        return file
    }

    /** Gives a place for a file called [name], which [settle] takes [to] where the user chose. */
    fun lend(name: String, to: Uri? = null): File = fresh(lent, name).also { file -> to?.let { goals[file] = it } }

    /** Gives a place for a photo. */
    fun photo(): File = fresh(photos, "photo.jpg")

    /** Takes a file to where it was to go and removes it here; false when it could not be taken there. */
    fun settle(file: File): Boolean {
        val goal = goals.remove(file)
        val done = goal == null || !file.isFile || put(file, goal)
        remove(file)
        return done
    }

    /** Names a file to another app. */
    fun uri(file: File): Uri = FileProvider.getUriForFile(context, AUTHORITY, file)

    fun type(name: String): String =
        MimeTypeMap.getSingleton().getMimeTypeFromExtension(name.substringAfterLast('.', "").lowercase()) ?: "application/octet-stream"

    /** Removes everything but [spared]. */
    fun clear(spared: File? = null) {
        for (folder in listOf(taken, lent)) folder.deleteRecursively()
        for (own in photos.listFiles().orEmpty()) if (own != spared?.parentFile) own.deleteRecursively()
        goals.clear()
    }

    private fun put(file: File, goal: Uri): Boolean = try {
        val out = context.contentResolver.openOutputStream(goal, "wt") ?: throw FileNotFoundException()
        out.use { to -> file.inputStream().use { it.copyTo(to) } }
        true
    } catch (_: IOException) {
        false
    } catch (_: SecurityException) {
        false
    }

    private fun open(uri: Uri) = context.contentResolver.openInputStream(uri) ?: throw FileNotFoundException()

    private fun name(uri: Uri): String {
        val shown = context.contentResolver.query(uri, arrayOf(OpenableColumns.DISPLAY_NAME), null, null, null)?.use { rows ->
            if (rows.moveToFirst() && !rows.isNull(0)) rows.getString(0) else null
        }
        // A name from another app: never a path.
        return (shown ?: uri.lastPathSegment.orEmpty()).substringAfterLast('/').trimStart('.').take(MOST).ifEmpty { "list" }
    }

    private fun fresh(folder: File, name: String): File {
        val own = File(folder, UUID.randomUUID().toString())
        own.mkdirs()
        return File(own, name)
    }

    private fun remove(file: File) {
        file.parentFile?.takeIf { it.parentFile in listOf(taken, lent, photos) }?.deleteRecursively()
    }

    private companion object {
        const val AUTHORITY = "cn.tanfang.phone.files"

        /** Characters of a name; a file system takes 255 bytes. */
        const val MOST = 60
    }
}
