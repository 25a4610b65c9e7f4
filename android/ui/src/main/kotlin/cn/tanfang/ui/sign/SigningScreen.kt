package cn.tanfang.ui.sign

import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SignInput
import cn.tanfang.ffi.SignerRow
import cn.tanfang.ffi.SigningView
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.CardButton
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine
import cn.tanfang.ui.parts.shown

/** Ways to sign that need more than a tap, as records name them. */
private const val STROKES = "strokes"
private const val FINGERMARK = "fingermark"

/** Who is signing and how, until it is kept. */
@Stable
class Signing {
    var signer by mutableStateOf<String?>(null)
        private set
    var way by mutableStateOf<String?>(null)
        private set
    val writing = Writing()

    /** Begins anew, for [signer] by [way]. */
    fun begin(signer: String?, way: String?) {
        writing.clear()
        this.signer = signer
        this.way = way
    }
}

/** What one can do on 签字. */
internal class SignDeeds(
    val sign: (signer: String, way: String) -> Unit,
    val takeMark: ((signer: String) -> Unit)?,
    val chooseMark: (signer: String) -> Unit,
)

/** 签字 after a visit: what is signed, and who may sign how. Nobody has to. */
@Composable
fun SigningScreen(app: AppState, screen: Screen.Signing) {
    val model = app.keep(screen) { app.session.model { it.signing(screen.visit) } }
    val signing = app.typed(screen) { Signing() }
    Watched(model, app) { view, problem ->
        SigningContent(
            view,
            signing,
            SignDeeds(
                sign = { signer, way -> app.signed(signing, SignInput(view.visit, signer, way, signing.writing.strokes, path = null)) },
                takeMark = if (app.shell.takesPhotos) ({ app.fingermark(signing, view.visit, it, camera = true) }) else null,
                chooseMark = { app.fingermark(signing, view.visit, it, camera = false) },
            ),
            deeds(app),
            topActions(app),
            bottom = { NewsArea(app) },
            problem = problem,
        )
    }
}

private fun AppState.signed(signing: Signing, input: SignInput) {
    dismiss()
    session.act({ it.sign(input) }) { signing.begin(null, null) }
}

private fun AppState.fingermark(signing: Signing, visit: String, signer: String, camera: Boolean) = session.launch {
    val path = (if (camera) shell.takePhoto() else shell.choosePicture()) ?: return@launch
    dismiss()
    val outcome = try {
        session.call { it.sign(SignInput(visit, signer, FINGERMARK, emptyList(), path)) }
    } finally {
        shell.settle(path)
    }
    signing.begin(null, null)
    session.done(outcome)
}

@Composable
internal fun SigningContent(
    view: SigningView,
    signing: Signing,
    doing: SignDeeds,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit = {},
    problem: (@Composable () -> Unit)? = null,
) {
    Page(
        top = { TopBar(Strings.Sign.title, top) },
        under = { SmallLine(view.title.shown) },
        bottom = bottom,
    ) {
        problem?.let { item(key = "problem") { it() } }
        item(key = "about") { TanfangCard { BodyLine(view.sentence) } }
        item(key = "answers") { LinesCard(Strings.Sign.answers, view.answers, deeds) }
        view.later?.let { item(key = "later") { TanfangCard { ViewLine(it, deeds) } } }
        items(view.signers, key = { it.key }) { SignerPart(it, signing, doing, deeds) }
    }
}

/** One who may sign: how it was signed, or the ways there are. */
@Composable
private fun SignerPart(row: SignerRow, signing: Signing, doing: SignDeeds, deeds: Deeds) = TanfangCard(Modifier.testTag(row.key)) {
    Heading(row.name.shown)
    row.done?.let { ViewLine(it, deeds) }
    if (row.ways.isEmpty()) return@TanfangCard
    // What one signs has to be in sight.
    if (LocalCovered.current) {
        SmallLine(Strings.Sign.covered)
        return@TanfangCard
    }
    val way = signing.way.takeIf { signing.signer == row.key }
    Choices(
        row.ways.map { option ->
            ChoiceItem(option.label, option.code == way) {
                signing.begin(row.key, option.code)
                if (option.code != STROKES && option.code != FINGERMARK) doing.sign(row.key, option.code)
            }
        },
    )
    when (way) {
        STROKES -> {
            SmallLine(Strings.Sign.pad)
            SignPad(signing.writing)
            Buttons {
                CardButton(Strings.Sign.save, { doing.sign(row.key, STROKES) }, enabled = !signing.writing.isEmpty)
                QuietButton(Strings.Sign.again, signing.writing::clear, enabled = !signing.writing.isEmpty)
            }
        }
        FINGERMARK -> Buttons {
            doing.takeMark?.let { take -> CardButton(Strings.Sign.fingermark, { take(row.key) }) }
            QuietButton(Strings.Sign.choose, { doing.chooseMark(row.key) })
        }
    }
}
