package cn.tanfang.ui.app

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveableStateHolder
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.Density
import cn.tanfang.core.CoreProblem
import cn.tanfang.core.ScreenModel
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.contact.CallScreen
import cn.tanfang.ui.contact.ContactScreen
import cn.tanfang.ui.evidence.EvidenceScreen
import cn.tanfang.ui.first.FirstScreen
import cn.tanfang.ui.flags.FlagsScreen
import cn.tanfang.ui.hint.HintScreen
import cn.tanfang.ui.hint.ItemsScreen
import cn.tanfang.ui.home.HomeScreen
import cn.tanfang.ui.homes.HomesScreen
import cn.tanfang.ui.ledger.LedgerScreen
import cn.tanfang.ui.month.MonthScreen
import cn.tanfang.ui.more.FeedbackScreen
import cn.tanfang.ui.more.HandOverScreen
import cn.tanfang.ui.more.MoreScreen
import cn.tanfang.ui.more.RecoveryScreen
import cn.tanfang.ui.more.SettingsScreen
import cn.tanfang.ui.more.WipeScreen
import cn.tanfang.ui.page.FormScreen
import cn.tanfang.ui.page.PageScreen
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.BottomBar
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Icons
import cn.tanfang.ui.parts.Loading
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.Notice
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.Place
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.ProblemNotice
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.WordButton
import cn.tanfang.ui.parts.words
import cn.tanfang.ui.photo.PhotoScreen
import cn.tanfang.ui.photo.PhotosScreen
import cn.tanfang.ui.policy.PoliciesScreen
import cn.tanfang.ui.policy.PolicyScreen
import cn.tanfang.ui.reason.WhyScreen
import cn.tanfang.ui.roster.AddScreen
import cn.tanfang.ui.roster.BatchesScreen
import cn.tanfang.ui.roster.CoverageScreen
import cn.tanfang.ui.roster.MatchesScreen
import cn.tanfang.ui.roster.RosterScreen
import cn.tanfang.ui.sign.SigningScreen
import cn.tanfang.ui.theme.Look
import cn.tanfang.ui.theme.Space
import cn.tanfang.ui.theme.TanfangTheme
import cn.tanfang.ui.theme.scale
import cn.tanfang.ui.today.TodayScreen
import cn.tanfang.ui.visit.VisitScreen

/** The whole app over one [AppState]: the same on a phone, in a window and under the robot. */
@Composable
fun App(app: AppState) {
    LaunchedEffect(app) { app.follow() }
    val keeper = rememberSaveableStateHolder()
    val system = LocalDensity.current
    TanfangTheme(app.palette) {
        CompositionLocalProvider(
            LocalCovered provides app.covered,
            LocalDensity provides Density(system.density, app.look.size.scale(system.fontScale)),
        ) {
            Box(Modifier.fillMaxSize().background(Look.colours.background)) {
                keeper.SaveableStateProvider(app.memory(app.here)) { ScreenOf(app.here, app) }
            }
        }
    }
}

@Composable
private fun ScreenOf(screen: Screen, app: AppState) {
    when (screen) {
        is Screen.First -> FirstScreen(app)
        is Screen.Today -> TodayScreen(app)
        is Screen.Homes -> HomesScreen(app)
        is Screen.Home -> HomeScreen(app, screen)
        is Screen.Visit -> VisitScreen(app, screen)
        is Screen.Why -> WhyScreen(app, screen)
        is Screen.Flags -> FlagsScreen(app)
        is Screen.Ledger -> LedgerScreen(app, screen)
        is Screen.Import -> RosterScreen(app)
        is Screen.More -> MoreScreen(app)
        is Screen.Settings -> SettingsScreen(app)
        is Screen.Contact -> ContactScreen(app, screen)
        is Screen.Call -> CallScreen(app, screen)
        is Screen.Batches -> BatchesScreen(app)
        is Screen.Coverage -> CoverageScreen(app, screen)
        is Screen.AddPerson -> AddScreen(app, screen)
        is Screen.Matches -> MatchesScreen(app)
        is Screen.Feedback -> FeedbackScreen(app)
        is Screen.Recovery -> RecoveryScreen(app)
        is Screen.HandOver -> HandOverScreen(app)
        is Screen.Wipe -> WipeScreen(app)
        is Screen.Hint -> HintScreen(app, screen)
        is Screen.Items -> ItemsScreen(app, screen)
        is Screen.Policies -> PoliciesScreen(app)
        is Screen.Policy -> PolicyScreen(app, screen)
        is Screen.Month -> MonthScreen(app, screen)
        is Screen.Missed -> PageScreen(app, screen) { it.missed(screen.household) }
        is Screen.Events -> PageScreen(app, screen) { it.events() }
        is Screen.Campaigns -> PageScreen(app, screen) { it.campaigns() }
        is Screen.Campaign -> PageScreen(app, screen) { it.campaign(screen.key) }
        is Screen.Reports -> PageScreen(app, screen) { it.reports() }
        is Screen.Form -> FormScreen(app, screen)
        is Screen.Photos -> PhotosScreen(app, screen)
        is Screen.Photo -> PhotoScreen(app, screen)
        is Screen.Signing -> SigningScreen(app, screen)
        is Screen.Evidence -> EvidenceScreen(app, screen)
        is Screen.Storage -> PageScreen(app, screen) { it.storage() }
    }
}

/** Shows what [model] holds: the view through [content], with what went wrong handed to it, or what stands before it. */
@Composable
internal fun <V : Any> Watched(model: ScreenModel<V>, app: AppState, content: @Composable (V, problem: (@Composable () -> Unit)?) -> Unit) {
    val shown by model.state.collectAsState()
    LaunchedEffect(model) { model.watch() }
    val problem: (@Composable () -> Unit)? = shown.problem?.let { { ProblemNotice(it, model::reload) } }
    val view = shown.view
    if (view != null) {
        content(view, problem)
    } else {
        Page(
            top = { TopBar("", topActions(app)) },
            bottom = null,
        ) { item { problem?.invoke() ?: Loading() } }
    }
}

/**
 * Stands alone where the store could not be opened: what happened, that it was left as it is, what to do. Where a key is
 * missing and the platform can take a recovery code, [onCode] gets it; [onRetry] tries again.
 */
@Composable
fun Problem(problem: CoreProblem, onCode: ((String) -> Unit)? = null, onRetry: (() -> Unit)? = null) {
    // Not saved: a code is not for a platform to keep.
    var code by remember { mutableStateOf("") }
    val asks = onCode.takeIf { problem.code in KEYLESS }
    TanfangTheme {
        Page(
            top = { TopBar(Strings.First.title, TopActions(back = null, cover = null)) },
            bottom = when {
                asks != null -> ({ BottomArea { PrimaryButton(Strings.open, { asks(code.trim()) }, enabled = code.isNotBlank()) } })
                onRetry != null -> ({ BottomArea { PrimaryButton(Strings.retry, onRetry) } })
                else -> null
            },
        ) {
            item { Notice(problem.words, Tone.AMBER) }
            asks?.let { item { TanfangCard { Field(code, { code = it }, Strings.Settings.recovery, Modifier.fillMaxWidth()) } } }
        }
    }
}

/** What the core says when only the recovery code helps. */
private val KEYLESS = setOf("store_no_key", "store_wrong_key", "store_recovery_code")

internal fun deeds(app: AppState) = Deeds(send = { app.send(it) }, go = app::go, dial = app::dial)

internal fun topActions(app: AppState) = TopActions(
    back = if (app.trail.size == 1 || app.here in AppState.places) null else Strings.back to { app.back() },
    cover = Triple(Strings.mask, app.covered) { app.covered = it },
)

/** The four places; also where the last sentence stands on a list. */
@Composable
internal fun Places(app: AppState) {
    Column {
        app.news?.let { Box(Modifier.padding(horizontal = Space.page, vertical = Space.betweenLines)) { NewsNotice(app) } }
        BottomBar(
            listOf(
                Place(Strings.Place.today, Icons.today, app.here == Screen.Today) { app.go(Screen.Today) },
                Place(Strings.Place.homes, Icons.homes, app.here == Screen.Homes) { app.go(Screen.Homes) },
                Place(Strings.Place.flags, Icons.flags, app.here == Screen.Flags) { app.go(Screen.Flags) },
                Place(Strings.Place.more, Icons.more, app.here == Screen.More) { app.go(Screen.More) },
            ),
        )
    }
}

/** What stands at the bottom of a screen without a primary action: the last sentence, when there is one. */
@Composable
internal fun NewsArea(app: AppState) {
    if (app.news != null) BottomArea { NewsNotice(app) }
}

/** What the last tap led to, with its undo; it stays until read or until the next deed, and is read aloud. */
@Composable
internal fun NewsNotice(app: AppState) {
    val news = app.news ?: return
    Notice(
        news.sentence,
        if (news.problem) Tone.AMBER else Tone.DONE,
        Modifier.semantics { liveRegion = LiveRegionMode.Polite },
    ) {
        news.undo?.let { undo -> WordButton(undo.label, { app.send(undo.intent) }) }
        WordButton(Strings.close, app::dismiss)
    }
}
