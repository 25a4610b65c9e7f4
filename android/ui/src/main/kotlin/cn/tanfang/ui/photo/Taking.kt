package cn.tanfang.ui.photo

import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import cn.tanfang.core.CoreProblem
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState

/** What was said of the next photo, and the photo that could not be kept yet. */
@Stable
internal class Taking {
    var matter by mutableStateOf<String?>(null)
    var person by mutableStateOf<String?>(null)
    var consent by mutableStateOf<String?>(null)
    var grade by mutableStateOf<String?>(null)

    /** Whether the place of the next photo is recorded: off again after each, and whenever the screen is left. */
    var givesPlace by mutableStateOf(false)
    var keepsExifPlace by mutableStateOf(false)

    /** How many photos were kept here: each has a copy to be made. */
    var kept by mutableStateOf(0)

    /** A photo that was taken and could not be kept: its file stays until it is. */
    var left by mutableStateOf<PhotoInput?>(null)
}

/** The grade of a photo that the camera takes now, as records name it. */
internal const val TAKEN = "taken"

/** Has a photo taken ([camera]) or chosen, keeps it as [input] says, and hands the file back to the shell. */
internal fun AppState.addPhoto(taking: Taking, camera: Boolean, input: (path: String) -> PhotoInput) = session.launch {
    // Of a picture that is there already nobody knows here where it was taken.
    val asked = camera && taking.givesPlace
    taking.givesPlace = false
    val path = (if (camera) shell.takePhoto(input("")) else shell.choosePicture()) ?: return@launch
    dismiss()
    // With the camera put away: in the background no place is told.
    if (asked) tell(Strings.Photo.placing)
    val fix = if (asked) shell.place() else null
    keepPhoto(taking, input(path).copy(place = fix?.place, gnssMs = fix?.gnssMs), note = if (asked && fix == null) Strings.Photo.placeMissing else "")
}

/** Keeps [input]. Where that fails the file stays, and one may try again. */
internal fun AppState.tryPhotoAgain(taking: Taking, input: PhotoInput) = session.launch {
    dismiss()
    keepPhoto(taking, input)
}

private suspend fun AppState.keepPhoto(taking: Taking, input: PhotoInput, note: String = "") {
    val outcome = try {
        session.call { it.photoAdd(input) }
    } catch (problem: CoreProblem) {
        // Another one that waits for the same is given up: only the last can be tried again.
        taking.left?.let { if (it.path != input.path) shell.settle(it.path) }
        taking.left = input.takeIf { problem.kind != CoreProblem.Kind.Unreadable }
        if (taking.left == null) shell.settle(input.path)
        throw problem
    }
    taking.left = null
    taking.kept++
    shell.settle(input.path)
    session.done(outcome.copy(sentence = outcome.sentence + note))
}

/** Keeps the photo that was taken for a process that ended meanwhile, if there is one, and says so. */
fun AppState.keepPhotoLeft() = session.launch {
    val input = shell.photoLeft() ?: return@launch
    val outcome = try {
        session.call { it.photoAdd(input) }
    } catch (problem: CoreProblem) {
        // What the store could not do now it may do at the next start; all else would fail for ever.
        if (problem.kind != CoreProblem.Kind.Store) shell.settle(input.path)
        throw problem
    }
    shell.settle(input.path)
    session.done(outcome.copy(sentence = Strings.Photo.takenUp + outcome.sentence))
}

/** Makes the copies that wait, one call a photo, so that taps come between; [after] each, what is shown is read again. */
internal fun AppState.makeCopies(after: () -> Unit) = session.launch {
    if (isCopying) return@launch
    isCopying = true
    try {
        var left = Int.MAX_VALUE
        while (left > 0) {
            val now = session.call { it.photoWork() }
            after()
            // One that cannot be made would be tried for ever.
            if (now >= left) break
            left = now
        }
    } finally {
        isCopying = false
    }
}

/** The screen that shows the photos of [household] and [visit]. */
internal fun photosOf(household: String, visit: String? = null) = Screen.Photos(household, visit)
