package cn.tanfang.ui.evidence

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import cn.tanfang.ffi.PageView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.readFile
import cn.tanfang.ui.app.sendFile
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.app.writeFile
import cn.tanfang.ui.parts.BlockPart
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.EmptyCard
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryAction
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.shown

/** The name of a file of evidence; it names nobody. */
private const val FILE_NAME = "tanfang-evidence.zip"

/** What is to be handed out, and what a check found while one looks at it. */
@Stable
class Checking {
    var to by mutableStateOf("")
    var originals by mutableStateOf(false)
    var found by mutableStateOf<PageView?>(null)
}

/** What one can do with evidence; null where this device cannot. */
internal class EvidenceDeeds(
    val write: () -> Unit,
    val send: (() -> Unit)?,
    val checkOwn: () -> Unit,
    val checkFile: () -> Unit,
    val receive: () -> Unit,
    val done: () -> Unit,
)

/** 值得看一眼的: what photos and times of visits say; from here evidence is handed out, and checked. */
@Composable
fun EvidenceScreen(app: AppState, screen: Screen.Evidence) {
    val model = app.keep(screen) { app.session.model { it.evidence(screen.household) } }
    val checking = app.typed(screen) { Checking() }
    Watched(model, app) { view, problem ->
        EvidenceContent(
            view,
            checking,
            // Of one home there is only what is worth a look: files hold whole visits.
            if (screen.household != null) null else evidenceDeeds(app, checking),
            deeds(app),
            topActions(app),
            notice = { NewsNotice(app) },
            bottom = { NewsArea(app) },
            problem = problem,
        )
    }
}

private fun evidenceDeeds(app: AppState, checking: Checking) = EvidenceDeeds(
    write = {
        app.writeFile(
            FILE_NAME,
            { core, path -> core.evidenceExport(emptyList(), checking.originals, checking.to.trim(), path) },
        ) { outcome, _ -> app.session.done(outcome) }
    },
    send = if (app.shell.sends) ({
        app.sendFile(FILE_NAME) { core, path -> core.evidenceExport(emptyList(), checking.originals, checking.to.trim(), path) }
    }) else null,
    checkOwn = {
        app.dismiss()
        app.session.ask({ it.evidenceVerify(null) }) { checking.found = it }
    },
    checkFile = { app.readFile({ core, path -> core.evidenceVerify(path) }) { checking.found = it } },
    receive = { app.readFile({ core, path -> core.evidenceReceipt(path) }) { app.session.done(it) } },
    done = { checking.found = null },
)

@Composable
internal fun EvidenceContent(
    view: PageView,
    checking: Checking,
    doing: EvidenceDeeds?,
    deeds: Deeds,
    top: TopActions,
    notice: @Composable () -> Unit = {},
    bottom: @Composable () -> Unit = {},
    problem: (@Composable () -> Unit)? = null,
) {
    val found = checking.found
    val page = found ?: view
    val primary = page.primary
    Page(
        top = { TopBar(page.title.shown, top) },
        // What was found begins at its top, wherever one had scrolled to before.
        list = remember(found) { LazyListState() },
        bottom = when {
            found != null && doing != null -> ({ BottomArea { notice(); PrimaryButton(Strings.Check.done, doing.done) } })
            primary != null -> ({ BottomArea { notice(); PrimaryAction(primary, deeds) } })
            else -> bottom
        },
    ) {
        problem?.let { item { it() } }
        page.sentence?.let { item { BodyLine(it.shown) } }
        page.empty?.let { item { EmptyCard(it, deeds, isPrimary = found == null && primary == null) } }
        items(page.blocks) { BlockPart(it, deeds) }
        if (found == null && doing != null) {
            item(key = "verify") { VerifyPart(doing) }
            item(key = "hand out") { HandOutPart(checking, doing) }
        }
    }
}

@Composable
private fun VerifyPart(doing: EvidenceDeeds) = TanfangCard {
    Heading(Strings.Check.verify)
    Buttons {
        QuietButton(Strings.Check.own, doing.checkOwn)
        QuietButton(Strings.Check.file, doing.checkFile)
        QuietButton(Strings.Check.receipt, doing.receive)
    }
}

@Composable
private fun HandOutPart(checking: Checking, doing: EvidenceDeeds) = TanfangCard {
    Heading(Strings.Check.handOut)
    Field(checking.to, { checking.to = it }, Strings.Check.to, Modifier.fillMaxWidth())
    Choices(listOf(ChoiceItem(Strings.Check.originals, checking.originals) { checking.originals = !checking.originals }), many = true)
    val ready = checking.to.isNotBlank()
    Buttons {
        QuietButton(Strings.Check.write, doing.write, enabled = ready)
        doing.send?.let { QuietButton(Strings.Check.send, it, enabled = ready) }
    }
}
