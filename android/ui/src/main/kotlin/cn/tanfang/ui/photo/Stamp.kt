package cn.tanfang.ui.photo

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.platform.testTag
import cn.tanfang.core.Core
import cn.tanfang.core.CoreProblem
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Shell
import cn.tanfang.ui.app.sendFile
import cn.tanfang.ui.app.writeFile
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import java.io.File

/** The test tag of the part with the watermark. */
const val STAMP_PART = "stamp"

/** The name of a picture that is handed on; it names nobody. */
private const val FILE_NAME = "tanfang-photo.jpg"

/** The code of a problem that another font may not have. */
private const val NO_FONT = "photo_no_font"

/** The picture with its watermark, once it was asked for; gone when the screen is left. */
@Stable
class Stamping {
    var picture by mutableStateOf<ImageBitmap?>(null)
}

/** What one can do with a picture that has a watermark; null where this device cannot. */
class StampDeeds(val show: () -> Unit, val write: () -> Unit, val send: (() -> Unit)?)

internal fun stampDeeds(app: AppState, stamping: Stamping, photo: String) = StampDeeds(
    show = {
        app.dismiss()
        app.session.ask({ core -> app.shell.picture(stamped(core, app.shell, photo)) }) { stamping.picture = it }
    },
    write = {
        app.writeFile(FILE_NAME, { core, path -> File(path).writeBytes(stamped(core, app.shell, photo)) }) { _, _ -> app.tell(Strings.Photo.stampSaved) }
    },
    send = if (app.shell.sends) ({
        app.sendFile(FILE_NAME) { core, path -> File(path).writeBytes(stamped(core, app.shell, photo)) }
    }) else null,
)

/** Has the watermark drawn with the first font of the shell that serves. */
private fun stamped(core: Core, shell: Shell, photo: String): ByteArray {
    for (font in shell.chineseFonts()) {
        try {
            return core.photoStamped(photo, font.path, font.index)
        } catch (problem: CoreProblem) {
            if (problem.code != NO_FONT) throw problem
        }
    }
    // Where there is none, the core says so.
    return core.photoStamped(photo, "", 0)
}

/** The way to the picture with its watermark, and that it is no evidence. Under 遮 there is neither. */
@Composable
internal fun StampPart(label: String, described: String, stamping: Stamping, doing: StampDeeds) {
    val covered = LocalCovered.current
    LaunchedEffect(covered) { if (covered) stamping.picture = null }
    if (covered) return
    val picture = stamping.picture
    TanfangCard(Modifier.testTag(STAMP_PART)) {
        if (picture == null) {
            QuietButton(Strings.Photo.stamped, doing.show)
            SmallLine(label)
        } else {
            Drawn(picture, "$described · $label")
            SmallLine(label)
            Buttons {
                QuietButton(Strings.Check.write, doing.write)
                doing.send?.let { QuietButton(Strings.Check.send, it) }
            }
        }
    }
}
