package cn.tanfang.ui.photo

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import cn.tanfang.ffi.PhotoPair
import cn.tanfang.ffi.PhotoView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BlockPart
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LARGE
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.QuietActions
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.theme.Space

/** One photo: its picture, what was recorded, what can be said about it, and what looks like it. */
@Composable
fun PhotoScreen(app: AppState, screen: Screen.Photo) {
    val model = app.keep(screen) { app.session.model { it.photo(screen.photo) } }
    val pictures = remember(app) { pictures(app) }
    val stamping = remember(screen) { Stamping() }
    Watched(model, app) { view, problem ->
        // A picture that is still to be made is made now; one that is gone stays gone.
        LaunchedEffect(screen) { if (!view.picture) app.makeCopies(model::reload) }
        PhotoContent(view, pictures, deeds(app), topActions(app), stampDeeds(app, stamping, screen.photo), stamping, bottom = { NewsArea(app) }, problem = problem)
    }
}

@Composable
internal fun PhotoContent(
    view: PhotoView,
    pictures: Pictures,
    deeds: Deeds,
    top: TopActions,
    stamps: StampDeeds,
    stamping: Stamping = Stamping(),
    bottom: @Composable () -> Unit = {},
    problem: (@Composable () -> Unit)? = null,
) {
    val title = view.title.shown
    Page(
        top = { TopBar(title, top, view.status) },
        bottom = bottom,
    ) {
        problem?.let { item(key = "problem") { it() } }
        item(key = "picture") {
            if (view.picture) WholePicture(view.photo, title, pictures) else BodyLine(view.missing ?: Strings.Photo.noPicture)
        }
        if (view.pairs.isNotEmpty()) item(key = "alike") { Heading(Strings.Photo.alike) }
        items(view.pairs, key = { "pair ${it.other}" }) { PairPart(view, it, pictures, deeds) }
        view.stamp?.let { label -> item(key = "stamp") { StampPart(label, title, stamping, stamps) } }
        item(key = "record") { LinesCard(Strings.Photo.record, view.lines, deeds) }
        if (view.findings.isNotEmpty()) item(key = "findings") { Heading(Strings.Photo.findings) }
        items(view.findings) { BlockPart(it, deeds) }
        if (view.actions.isNotEmpty()) item(key = "actions") { QuietActions(view.actions, deeds) }
        item(key = "sentence") { SmallLine(view.sentence) }
    }
}

/** Two pictures to be looked at: side by side, or one below the other where letters are large. No accusation. */
@Composable
private fun PairPart(view: PhotoView, pair: PhotoPair, pictures: Pictures, deeds: Deeds) = TanfangCard(Modifier.testTag(pair.other)) {
    BodyLine(pair.sentence.shown)
    if (LocalCovered.current) {
        SmallLine(Strings.Photo.covered)
    } else if (view.picture && pair.picture) {
        if (LocalDensity.current.fontScale >= LARGE) {
            Side(Strings.Photo.thisOne, view.photo, pictures)
            Side(Strings.Photo.earlier, pair.other, pictures)
        } else {
            Row(Modifier.fillMaxWidth(), horizontalArrangement = Arrangement.spacedBy(Space.betweenChoices)) {
                Side(Strings.Photo.thisOne, view.photo, pictures, Modifier.weight(1f))
                Side(Strings.Photo.earlier, pair.other, pictures, Modifier.weight(1f))
            }
        }
    } else {
        SmallLine(Strings.Photo.noPicture)
    }
    SmallLine(pair.title.shown)
    QuietActions(pair.actions, deeds)
}

@Composable
private fun Side(word: String, photo: String, pictures: Pictures, modifier: Modifier = Modifier) =
    Column(modifier, verticalArrangement = Arrangement.spacedBy(Space.betweenLines)) {
        SmallLine(word)
        WholePicture(photo, word, pictures)
    }
