package cn.tanfang.phone

import android.net.Uri
import cn.tanfang.ffi.PhotoInput
import kotlinx.coroutines.CompletableDeferred
import java.io.File

/** Takes a photo; null when the user thought better of it. The file is the caller's to remove. */
interface Camera {
    /** [wanted] is what it will be kept as, still without its file; null for what need not outlive the process. */
    suspend fun photo(wanted: PhotoInput? = null): File?
}

/**
 * Has the phone's own camera app take the photo, into a file lent to it: no permission is needed. Should the process end
 * meanwhile, the next one finds the photo as [left].
 */
class IntentCamera internal constructor(private val copies: Copies, private val pending: PendingPhoto, private val ask: (Uri) -> Boolean) : Camera {
    private var taking: CompletableDeferred<Boolean>? = null

    /** What an earlier process had the camera take. */
    private var earlier: PhotoInput? = pending.read()

    /** The file that must outlive this start of the app. */
    internal val spared: File? get() = earlier?.let { File(it.path) }

    override suspend fun photo(wanted: PhotoInput?): File? {
        val answer = CompletableDeferred<Boolean>()
        taking?.complete(false)
        taking = answer
        val file = copies.photo()
        wanted?.let { pending.keep(it.copy(path = file.path)) }
        val done = ask(copies.uri(file)) && answer.await() && file.length() > 0
        if (!done) letGo(file)
        return file.takeIf { done }
    }

    /** Is told whether the camera app took one; what nobody waits for any more was asked for by an earlier process. */
    @Synchronized
    internal fun taken(done: Boolean) {
        if (taking == null && !done) earlier?.let { letGo(File(it.path)) }
        taking?.complete(done)
        taking = null
    }

    /** What an earlier process had taken and could not keep; told once. */
    @Synchronized
    internal fun left(): PhotoInput? {
        val input = earlier ?: return null
        val file = File(input.path)
        if (file.length() == 0L) letGo(file) else earlier = null
        return input.takeIf { file.length() > 0 }
    }

    /** Is told that a file of it was kept, or is not wanted. */
    internal fun settled(file: File) {
        if (pending.read()?.path == file.path) pending.forget()
    }

    private fun letGo(file: File) {
        settled(file)
        earlier = null
        copies.settle(file)
    }
}
