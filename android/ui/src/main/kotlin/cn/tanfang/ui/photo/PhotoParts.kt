package cn.tanfang.ui.photo

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import cn.tanfang.ffi.PhotoCard
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LARGE
import cn.tanfang.ui.parts.LeadingLines
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.OpeningCard
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TagRow
import cn.tanfang.ui.parts.ViewLine
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.theme.Space

/** One photo of a list: its thumbnail and what is to be said of it; the card opens the photo. */
@Composable
internal fun PhotoCardPart(card: PhotoCard, pictures: Pictures, deeds: Deeds) {
    val title = card.title.shown
    val words = card.lines.takeWhile { it.go == null }
    val leading = card.lines.drop(words.size)
    OpeningCard(
        Strings.open,
        onOpen = { deeds.go(card.go) },
        modifier = Modifier.testTag(card.photo),
        action = if (leading.isEmpty()) null else ({ Column { LeadingLines(leading, deeds) } }),
    ) {
        Beside(picture = if (card.thumb) ({ Thumb(card.photo, title, pictures) }) else null) {
            BodyLine(title)
            for (line in words) ViewLine(line, deeds, small = true)
            TagRow(card.chips)
        }
    }
}

/** A picture with words beside it, or above them where letters are large. */
@Composable
private fun Beside(picture: (@Composable () -> Unit)?, words: @Composable () -> Unit) {
    if (picture == null || LocalDensity.current.fontScale >= LARGE) {
        Column(Modifier.fillMaxWidth(), verticalArrangement = Arrangement.spacedBy(Space.betweenLines)) {
            picture?.invoke()
            words()
        }
    } else {
        Row(Modifier.fillMaxWidth(), horizontalArrangement = Arrangement.spacedBy(Space.betweenCards)) {
            picture()
            Column(Modifier.weight(1f), verticalArrangement = Arrangement.spacedBy(Space.betweenLines)) { words() }
        }
    }
}

/** 照片 on 走访 and 一户: the last few thumbnails, and the way to all of them. It never stands in the way of a visit. */
@Composable
internal fun PhotoStrip(app: AppState, screen: Screen.Photos) {
    val model = app.keep(screen) { app.session.model { it.photos(screen.household, screen.visit) } }
    val shown by model.state.collectAsState()
    LaunchedEffect(model) { model.watch() }
    // Copies that a closed app left unmade are made here too.
    val waiting = shown.view?.waiting ?: 0u
    LaunchedEffect(waiting) { if (waiting > 0u) app.makeCopies(model::reload) }
    val pictures = remember(app) { pictures(app) }
    PhotoStripPart(shown.view?.cards.orEmpty(), pictures, onOpen = { app.go(screen) })
}

@Composable
internal fun PhotoStripPart(cards: List<PhotoCard>, pictures: Pictures, onOpen: () -> Unit) {
    val drawn = cards.filter { it.thumb }.take(FEW)
    OpeningCard(Strings.open, onOpen, Modifier.testTag(PHOTO_STRIP)) {
        Heading(Strings.Photo.title)
        if (drawn.isNotEmpty()) {
            if (LocalCovered.current) SmallLine(Strings.Photo.covered) else Buttons { for (card in drawn) Thumb(card.photo, card.title.shown, pictures) }
        }
        cards.firstOrNull()?.let { if (!it.thumb) SmallLine(it.title.shown) }
    }
}

/** The test tag of the part that leads to 照片. */
const val PHOTO_STRIP = "photo strip"

/** How many thumbnails are enough to know that photos are there. */
private const val FEW = 3
