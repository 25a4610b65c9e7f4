package cn.tanfang.phone

import android.net.Uri
import kotlinx.coroutines.CompletableDeferred
import java.io.File

/** Takes a photo; null when the user thought better of it. The file is the caller's to remove. */
interface Camera {
    suspend fun photo(): File?
}

/** Has the phone's own camera app take the photo, into a file lent to it: no permission is needed. */
class IntentCamera(private val copies: Copies, private val ask: (Uri) -> Boolean) : Camera {
    private var taking: CompletableDeferred<Boolean>? = null

    override suspend fun photo(): File? {
        val answer = CompletableDeferred<Boolean>()
        taking?.complete(false)
        taking = answer
        val file = copies.photo()
        val done = ask(copies.uri(file)) && answer.await() && file.length() > 0
        if (!done) copies.settle(file)
        return file.takeIf { done }
    }

    /** Is told whether the camera app took one. */
    internal fun taken(done: Boolean) {
        taking?.complete(done)
        taking = null
    }
}
