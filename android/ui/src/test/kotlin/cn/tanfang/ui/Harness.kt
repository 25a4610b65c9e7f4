package cn.tanfang.ui

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.requiredSize
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.toComposeImageBitmap
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import cn.tanfang.core.Core
import cn.tanfang.core.Session
import cn.tanfang.core.testing.FakeCore
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.ffi.Screen
import cn.tanfang.ui.app.App
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Fix
import cn.tanfang.ui.app.FontFile
import cn.tanfang.ui.app.Shell
import cn.tanfang.ui.evidence.Checking
import cn.tanfang.ui.first.FirstWords
import cn.tanfang.ui.more.Copying
import cn.tanfang.ui.more.HandingOver
import cn.tanfang.ui.roster.Looking
import cn.tanfang.ui.sign.Signing
import java.time.LocalDate
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import org.jetbrains.skia.Image

/** A platform that remembers what it was asked and answers at once. */
class FakeShell(private val roster: String? = null, private val export: (String) -> String? = { null }) : Shell {
    val dialled = mutableListOf<String>()
    val opened = mutableListOf<String>()

    /** What the camera leaves; null for a device without one. */
    var camera: String? = "in/taken.jpg"

    /** Files handed back. */
    val settled = mutableListOf<String>()

    override val takesPhotos get() = camera != null

    /** Where the device is; null where it cannot tell, and without [finds] nobody is asked. */
    var fix: Fix? = null
    var finds = false
    var placed = 0
        private set

    /** The fonts of the platform. */
    var fonts: List<FontFile> = emptyList()

    /** What an ended process left. */
    var left: PhotoInput? = null

    override suspend fun takePhoto(wanted: PhotoInput?) = camera

    override suspend fun photoLeft() = left

    override val findsPlace get() = finds

    override suspend fun place(): Fix? {
        placed++
        return fix
    }

    override fun chineseFonts() = fonts

    override fun picture(jpeg: ByteArray) = Image.makeFromEncoded(jpeg).toComposeImageBitmap()

    override suspend fun settle(path: String): Boolean {
        settled += path
        return true
    }

    override fun dial(number: String) {
        dialled += number
    }

    override suspend fun chooseRoster() = roster

    override suspend fun chooseExport(name: String) = export(name)

    override fun open(path: String) {
        opened += path
    }

    override fun today(): LocalDate = LocalDate.of(2026, 11, 20)
}

/** The app over [core] without any thread: a call is done when the tap is. */
fun appOver(core: Core, start: Screen, shell: Shell = FakeShell()) =
    AppState(Session(core, CoroutineScope(Dispatchers.Unconfined + Job()), Dispatchers.Unconfined), shell, start)

/** A small phone's screen, 360 × 640 dp or as high as [height] says, with the letters [fontScale] times as large. */
@Composable
fun Phone(fontScale: Float, app: AppState, height: Dp = 640.dp) {
    CompositionLocalProvider(LocalDensity provides Density(LocalDensity.current.density, fontScale)) {
        Box(Modifier.requiredSize(360.dp, height)) { App(app) }
    }
}

/** A screen as it is to be looked at: what the core holds, and what was typed or tapped before. */
class Shot(val screen: Screen, private val core: FakeCore.() -> Unit = {}, private val before: AppState.() -> Unit = {}) {
    fun app(shell: Shell = FakeShell(), more: FakeCore.() -> Unit = {}): AppState =
        appOver(Samples.core().apply(core).apply(more), screen, shell).apply(before)
}

/** Every screen there is, some in several states, by a name to tell it by. */
val screens: Map<String, Shot> = linkedMapOf(
    "first" to Shot(Screen.First),
    "first-taking" to Shot(Screen.First) {
        typed(Screen.First) { FirstWords() }.apply {
            takingOver = true
            took("in/tanfang.handover", Samples.handedOver)
            alike = true
        }
    },
    "first-other" to Shot(Screen.First) {
        typed(Screen.First) { FirstWords() }.apply {
            takingOver = true
            took("in/tanfang.handover", Samples.handedOver)
            alike = false
        }
    },
    "today" to Shot(Screen.Today),
    "today-filtered" to Shot(Screen.Today, { today = Samples.today.copy(filter = "route", query = "赵") }),
    "month" to Shot(Screen.Month(null)),
    "missed" to Shot(Screen.Missed("h1")),
    "events" to Shot(Screen.Events),
    "campaigns" to Shot(Screen.Campaigns),
    "campaign" to Shot(Screen.Campaign("c1")),
    "reports" to Shot(Screen.Reports),
    "form" to Shot(Screen.Form("event")),
    "homes" to Shot(Screen.Homes),
    "home" to Shot(Screen.Home("h1")),
    "visit" to Shot(Screen.Visit("v1")),
    "visit-urgent" to Shot(Screen.Visit("v1"), { visit = Samples.visit.copy(urgent = Samples.call) }),
    "why" to Shot(Screen.Why("duty")),
    "hint" to Shot(Screen.Hint("h1", "k1")),
    "items" to Shot(Screen.Items("h1", "income@p1")),
    "policies" to Shot(Screen.Policies),
    "policy" to Shot(Screen.Policy("CN-2026:R01")),
    "flags" to Shot(Screen.Flags),
    "ledger" to Shot(Screen.Ledger("L06")),
    "import" to Shot(Screen.Import),
    "import-found" to Shot(Screen.Import) { typed(Screen.Import) { Looking() }.show(Samples.roster) },
    "import-columns" to Shot(Screen.Import) {
        typed(Screen.Import) { Looking() }.apply {
            show(Samples.roster)
            correcting = true
        }
    },
    "more" to Shot(Screen.More),
    "settings" to Shot(Screen.Settings),
    "contact" to Shot(Screen.Contact("h1", "person p1")),
    "call" to Shot(Screen.Call(null)),
    "batches" to Shot(Screen.Batches),
    "coverage" to Shot(Screen.Coverage("dibao", "990101001001")),
    "add" to Shot(Screen.AddPerson("h1", null)),
    "add-home" to Shot(Screen.AddPerson(null, null)),
    "add-class" to Shot(Screen.AddPerson("h1", "p1")),
    "matches" to Shot(Screen.Matches),
    "feedback" to Shot(Screen.Feedback),
    "recovery" to Shot(Screen.Recovery),
    "recovery-shown" to Shot(Screen.Recovery) { typed(Screen.Recovery) { Copying() }.code = Samples.recovery },
    "handover" to Shot(Screen.HandOver),
    "handover-written" to Shot(Screen.HandOver) { typed(Screen.HandOver) { HandingOver() }.written = Samples.handedOver },
    "wipe" to Shot(Screen.Wipe),
    "photos" to Shot(Screen.Photos("h1", "v1")),
    "photos-none" to Shot(Screen.Photos("h1", null), { photos = PhotoSamples.none }),
    "photo" to Shot(Screen.Photo("f2")),
    "signing" to Shot(Screen.Signing("v1")),
    "signing-pad" to Shot(Screen.Signing("v1")) {
        typed(Screen.Signing("v1")) { Signing() }.apply {
            begin("person p1", "strokes")
            writing.begin(60, 60, 0)
            for (i in 1..40) writing.goOn(60 + i * 8, 60 + (i % 7) * 12, i * 16L)
        }
    },
    "evidence" to Shot(Screen.Evidence(null)),
    "verified" to Shot(Screen.Evidence(null)) { typed(Screen.Evidence(null)) { Checking() }.found = PhotoSamples.verified },
    "storage" to Shot(Screen.Storage),
)
