package cn.tanfang.phone

import cn.tanfang.ffi.PhotoInput
import java.io.File
import java.io.IOException
import java.util.Properties

/**
 * What the photo that the camera app is taking will be kept as, on the disk: while the camera is open the system may end
 * this process, and the next one has to know. Ids and codes, no name; gone as soon as the photo is kept or not wanted.
 */
internal class PendingPhoto(private val note: File) {
    /** Writes it down. A phone too full for that still takes the photo, as it always did. */
    fun keep(input: PhotoInput) {
        val words = Properties()
        fun put(name: String, value: String?) = value?.let { words.setProperty(name, it) }
        put(HOUSEHOLD, input.household)
        put(VISIT, input.visit)
        put(PERSON, input.person)
        put(MATTER, input.matter)
        put(GRADE, input.grade)
        put(CONSENT, input.consent)
        put(PATH, input.path)
        put(EXIF, input.keepExifPlace.toString())
        try {
            val half = File(note.path + ".new")
            half.outputStream().use { words.store(it, null) }
            half.renameTo(note)
        } catch (_: IOException) {
            forget()
        }
    }

    /** What was written down; null where nothing was, or nothing whole. */
    fun read(): PhotoInput? {
        val words = Properties()
        try {
            if (!note.isFile) return null
            note.inputStream().use(words::load)
        } catch (_: IOException) {
            return null
        } catch (_: IllegalArgumentException) {
            return null
        }
        fun get(name: String): String? = words.getProperty(name)
        return PhotoInput(
            visit = get(VISIT),
            household = get(HOUSEHOLD) ?: return null,
            person = get(PERSON),
            matter = get(MATTER) ?: return null,
            grade = get(GRADE) ?: return null,
            path = get(PATH) ?: return null,
            consent = get(CONSENT),
            // Whoever asked for the place asked the process that ended.
            place = null,
            keepExifPlace = get(EXIF).toBoolean(),
            gnssMs = null,
        )
    }

    fun forget() {
        note.delete()
    }

    private companion object {
        const val HOUSEHOLD = "household"
        const val VISIT = "visit"
        const val PERSON = "person"
        const val MATTER = "matter"
        const val GRADE = "grade"
        const val CONSENT = "consent"
        const val PATH = "path"
        const val EXIF = "exif"
    }
}
