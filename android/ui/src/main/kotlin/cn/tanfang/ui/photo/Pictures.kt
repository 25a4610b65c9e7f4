package cn.tanfang.ui.photo

import androidx.compose.foundation.Image
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.size
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.produceState
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.layout.ContentScale
import androidx.compose.ui.unit.dp
import cn.tanfang.core.CoreProblem
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.theme.Look

/** Where pictures come from: [load] gives the copy of a photo or its thumbnail, null where there is none to draw. */
@Immutable
internal class Pictures(val load: suspend (photo: String, thumb: Boolean) -> ImageBitmap?)

/** Pictures by the core, read and unpacked where its calls are made. A picture that does not come is no problem of the screen. */
internal fun pictures(app: AppState) = Pictures { photo, thumb ->
    try {
        app.session.call { core -> app.shell.picture(core.photoPicture(photo, thumb)) }
    } catch (_: CoreProblem) {
        null
    }
}

/** What became of a picture; [bitmap] is null where there is none. */
private class Loaded(val bitmap: ImageBitmap?)

/** A thumbnail, square; under 遮 a word in its place, and the picture is not even read. [described] is what a screen reader says. */
@Composable
internal fun Thumb(photo: String, described: String, pictures: Pictures, modifier: Modifier = Modifier) {
    val loaded = loaded(photo, thumb = true, pictures) ?: return
    val picture = loaded.bitmap
    if (picture == null) {
        SmallLine(Strings.Photo.noPicture, modifier = modifier)
    } else {
        Image(picture, described, modifier.size(THUMB).framed(), contentScale = ContentScale.Crop)
    }
}

/** The whole picture, as wide as there is room; under 遮 a word in its place. */
@Composable
internal fun WholePicture(photo: String, described: String, pictures: Pictures, modifier: Modifier = Modifier) {
    val loaded = loaded(photo, thumb = false, pictures) ?: return
    val picture = loaded.bitmap
    if (picture == null) {
        SmallLine(Strings.Photo.noPicture, modifier = modifier)
    } else {
        Drawn(picture, described, modifier)
    }
}

/** A picture as wide as there is room. */
@Composable
internal fun Drawn(picture: ImageBitmap, described: String, modifier: Modifier = Modifier) {
    val shape = picture.width.toFloat() / picture.height.coerceAtLeast(1)
    Image(picture, described, modifier.fillMaxWidth().aspectRatio(shape.coerceIn(NARROWEST, WIDEST)).framed(), contentScale = ContentScale.Fit)
}

/** The picture once it is read; null while something else stands there: the word of 遮, or an empty frame. */
@Composable
private fun loaded(photo: String, thumb: Boolean, pictures: Pictures): Loaded? {
    if (LocalCovered.current) {
        SmallLine(Strings.Photo.covered)
        return null
    }
    val loaded by produceState<Loaded?>(null, photo, thumb) { value = Loaded(pictures.load(photo, thumb)) }
    if (loaded == null) Box(Modifier.size(THUMB).framed())
    return loaded
}

@Composable
private fun Modifier.framed() = clip(Look.shape).background(Look.colours.background).border(Look.lineWidth, Look.colours.line, Look.shape)

private val THUMB = 96.dp

/** The shapes a picture is drawn in, width by height; what is narrower or wider gets a margin. */
private const val NARROWEST = 0.5f
private const val WIDEST = 3f
