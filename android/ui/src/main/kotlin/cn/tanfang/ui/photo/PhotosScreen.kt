package cn.tanfang.ui.photo

import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.ffi.PhotosView
import cn.tanfang.ffi.QuestionOption
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine
import cn.tanfang.ui.parts.shown

/** The test tag of the part that says where a picture and its place come from. */
const val PHOTO_FROM = "photo from"

/** What one can do on 照片 beside choosing; null where this device cannot. */
internal class PhotoDeeds(
    val take: (() -> Unit)?,
    val choose: () -> Unit,
    val onlyAnswer: ((consent: String) -> Unit)?,
    val again: (() -> Unit)?,
    val canGivePlace: Boolean,
)

/** 照片 of a visit or a home: taken or chosen, kept at once, never required. */
@Composable
fun PhotosScreen(app: AppState, screen: Screen.Photos) {
    val model = app.keep(screen) { app.session.model { it.photos(screen.household, screen.visit) } }
    val taking = app.typed(screen) { Taking() }
    val pictures = remember(app) { pictures(app) }
    // Asked anew each time one comes here.
    DisposableEffect(taking) { onDispose { taking.givesPlace = false } }
    Watched(model, app) { view, problem ->
        LaunchedEffect(view.waiting, taking.kept) { if (view.waiting > 0u) app.makeCopies(model::reload) }
        PhotosContent(
            view,
            taking,
            PhotoDeeds(
                take = if (app.shell.takesPhotos) ({ app.addPhoto(taking, camera = true) { view.input(taking, it, camera = true) } }) else null,
                choose = { app.addPhoto(taking, camera = false) { view.input(taking, it, camera = false) } },
                onlyAnswer = screen.visit?.let { visit -> { consent -> app.send(Intent.PhotoConsent(visit, taking.person, consent)) } },
                again = taking.left?.let { left -> { app.tryPhotoAgain(taking, left) } },
                canGivePlace = app.shell.takesPhotos && app.shell.findsPlace,
            ),
            pictures,
            deeds(app),
            topActions(app),
            notice = { problem?.invoke(); NewsNotice(app) },
        )
    }
}

/** What is to be kept: what was chosen here, or else what the core holds as chosen. */
internal fun PhotosView.input(taking: Taking, path: String, camera: Boolean) = PhotoInput(
    visit = visit,
    household = household,
    person = chosen(taking.person, persons),
    matter = chosen(taking.matter, matters).orEmpty(),
    grade = if (camera) TAKEN else chosen(taking.grade, others()).orEmpty(),
    path = path,
    consent = chosen(taking.consent, consents),
    place = null,
    keepExifPlace = taking.keepsExifPlace,
    gnssMs = null,
)

/** Where a photo may come from that is there already; the first stands until another is chosen. */
private fun PhotosView.others(): List<QuestionOption> {
    val others = grades.filter { it.code != TAKEN }
    return if (others.any { it.chosen }) others else others.mapIndexed { i, it -> it.copy(chosen = i == 0) }
}

private fun chosen(here: String?, options: List<QuestionOption>) = here ?: options.firstOrNull { it.chosen }?.code

@Composable
internal fun PhotosContent(
    view: PhotosView,
    taking: Taking,
    doing: PhotoDeeds,
    pictures: Pictures,
    deeds: Deeds,
    top: TopActions,
    notice: @Composable () -> Unit = {},
) {
    val covered = LocalCovered.current
    val ready = chosen(taking.matter, view.matters) != null
    Page(
        top = { TopBar(Strings.Photo.title, top) },
        under = { SmallLine(view.title.shown) },
        bottom = {
            BottomArea {
                notice()
                doing.again?.let { QuietButton(Strings.retry, it) }
                if (doing.take != null) PrimaryButton(Strings.Photo.take, doing.take, enabled = ready) else PrimaryButton(Strings.Photo.choose, doing.choose, enabled = ready)
            }
        },
    ) {
        item(key = "about") {
            TanfangCard {
                BodyLine(view.hint)
                SmallLine(view.sentence)
            }
        }
        asked(view, taking, doing, covered)
        item(key = "from") { FromPart(view, taking, doing, ready) }
        view.empty?.let { item(key = "empty") { EmptyCard(it, deeds, isPrimary = false) } }
        items(view.cards, key = { it.photo }) { PhotoCardPart(it, pictures, deeds) }
        item(key = "keeps") { LinesCard(Strings.Photo.keeps, view.keeps, deeds) }
        item(key = "storage") { TanfangCard { ViewLine(view.storage, deeds) } }
    }
}

/** What is asked before: the sentence to say aloud with its three answers, what it shows, whom it is about. */
private fun LazyListScope.asked(view: PhotosView, taking: Taking, doing: PhotoDeeds, covered: Boolean) {
    item(key = "consent") {
        TanfangCard {
            Heading(Strings.Photo.consent)
            BodyLine(view.consent)
            val consent = chosen(taking.consent, view.consents)
            Options(view.consents, consent) { taking.consent = it }
            val onlyAnswer = doing.onlyAnswer
            if (consent != null && onlyAnswer != null) QuietButton(Strings.Photo.onlyAnswer, { onlyAnswer(consent) })
        }
    }
    item(key = "matter") {
        TanfangCard {
            Heading(Strings.Photo.matter)
            Options(view.matters, chosen(taking.matter, view.matters)) { taking.matter = it }
        }
    }
    // Whom it is about is a name.
    val persons = view.persons.filter { !covered || it.masked != null }
    if (persons.isNotEmpty()) {
        item(key = "person") {
            TanfangCard {
                Heading(Strings.Photo.person)
                Options(persons, chosen(taking.person, persons)) { taking.person = it }
            }
        }
    }
}

/** A picture that is there already, and the place: only what the worker gives. */
@Composable
private fun FromPart(view: PhotosView, taking: Taking, doing: PhotoDeeds, ready: Boolean) = TanfangCard(Modifier.testTag(PHOTO_FROM)) {
    val others = view.others()
    if (others.size > 1) {
        Heading(Strings.Photo.from)
        Options(others, chosen(taking.grade, others)) { taking.grade = it }
    }
    if (doing.take != null) QuietButton(Strings.Photo.choose, doing.choose, enabled = ready)
    Heading(Strings.Photo.place)
    if (doing.canGivePlace) SmallLine(view.place)
    Choices(
        listOfNotNull(
            if (doing.canGivePlace) ChoiceItem(Strings.Photo.givePlace, taking.givesPlace) { taking.givesPlace = !taking.givesPlace } else null,
            ChoiceItem(Strings.Photo.keepExif, taking.keepsExifPlace) { taking.keepsExifPlace = !taking.keepsExifPlace },
        ),
        many = true,
    )
}

@Composable
private fun Options(options: List<QuestionOption>, chosen: String?, onChoose: (String) -> Unit) =
    Choices(options.map { ChoiceItem(it.shown, it.code == chosen) { onChoose(it.code) } })
