package cn.tanfang.ui.more

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import cn.tanfang.ffi.RecoveryView
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SettingsView
import cn.tanfang.ffi.Tone
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.Tag
import cn.tanfang.ui.parts.Tags
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.theme.Palette
import kotlinx.coroutines.launch

/** A name for the backup; it tells nothing of whom it is about. */
private const val BACKUP_NAME = "tanfang.backup"

/** 设置: packs and their dates, what is on this machine, the theme. */
@Composable
fun SettingsScreen(app: AppState) {
    val model = app.keep(Screen.Settings) { app.session.model { it.settings() } }
    val scope = rememberCoroutineScope()
    // Shown once: gone with the screen, kept nowhere.
    var recovery by remember { mutableStateOf<RecoveryView?>(null) }
    Watched(model, app) { view, problem ->
        SettingsContent(
            view,
            app.palette,
            onPalette = { app.palette = it },
            recovery,
            onBackup = { scope.launch { app.shell.chooseExport(BACKUP_NAME)?.let { path -> app.session.act { it.backup(path) } } } },
            onRecovery = { app.session.ask({ it.recoveryCode() }) { recovery = it } },
            deeds(app),
            topActions(app),
            notice = { problem?.invoke(); NewsNotice(app) },
        )
    }
}

@Composable
fun SettingsContent(
    view: SettingsView,
    palette: Palette,
    onPalette: (Palette) -> Unit,
    recovery: RecoveryView?,
    onBackup: () -> Unit,
    onRecovery: () -> Unit,
    deeds: Deeds,
    top: TopActions,
    notice: @Composable () -> Unit = {},
) {
    Page(top = { TopBar(Strings.Settings.title, top) }, bottom = null) {
        item { notice() }
        item {
            TanfangCard {
                Heading(Strings.Settings.theme)
                Choices(themes.map { (word, theme) -> ChoiceItem(word, theme == palette) { onPalette(theme) } })
            }
        }
        item {
            LinesCard(Strings.Settings.store, view.store, deeds) {
                Buttons {
                    QuietButton(Strings.Settings.backup, onBackup)
                    QuietButton(Strings.Settings.recovery, onRecovery)
                }
                recovery?.let { code ->
                    BodyLine(code.sentence)
                    Tags { for (group in code.groups) Tag(group, Tone.PLAIN) }
                }
            }
        }
        item { LinesCard(Strings.Settings.packs, view.packs, deeds) }
    }
}

private val themes = listOf(
    Strings.Settings.light to Palette.light,
    Strings.Settings.sunlight to Palette.sunlight,
    Strings.Settings.dark to Palette.dark,
)
