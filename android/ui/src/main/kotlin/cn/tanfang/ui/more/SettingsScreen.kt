package cn.tanfang.ui.more

import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import cn.tanfang.ffi.LookSetting
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SettingsSection
import cn.tanfang.ffi.SettingsView
import cn.tanfang.ffi.ThemeChoice
import cn.tanfang.ffi.TypeSize
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsArea
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.readFile
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.app.writeFile
import cn.tanfang.ui.parts.Buttons
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.QuietAction
import cn.tanfang.ui.parts.QuietButton
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine

/** A name for the backup; it tells nothing of whom it is about. */
private const val BACKUP_NAME = "tanfang.backup"

/** The sections to which the platform adds what needs a file. */
private const val STORE = "store"
private const val CALENDAR = "calendar"

/** 设置: how it looks, packs and their dates, what is on this phone, numbers, and where else one can go. */
@Composable
fun SettingsScreen(app: AppState) {
    val model = app.keep(Screen.Settings) { app.session.model { it.settings() } }
    val numbers = app.typed(Screen.Settings) { NumberWords(app) }
    DisposableEffect(numbers) { onDispose { numbers.flush() } }
    Watched(model, app) { view, problem ->
        SettingsContent(
            view,
            app.look,
            onLook = app::lookLike,
            numbers,
            onBackup = { app.writeFile(BACKUP_NAME, { core, path -> core.backup(path) }) { outcome, _ -> app.session.done(outcome) } },
            onCalendar = { app.readFile({ core, path -> core.installCalendar(path) }) { app.session.done(it) } },
            deeds(app),
            topActions(app),
            bottom = { NewsArea(app) },
            problem = problem,
        )
    }
}

@Composable
internal fun SettingsContent(
    view: SettingsView,
    look: LookSetting,
    onLook: (LookSetting) -> Unit,
    numbers: NumberWords,
    onBackup: () -> Unit,
    onCalendar: () -> Unit,
    deeds: Deeds,
    top: TopActions,
    bottom: @Composable () -> Unit,
    problem: (@Composable () -> Unit)? = null,
) {
    Page(top = { TopBar(Strings.Settings.title, top) }, bottom = bottom) {
        problem?.let { item { it() } }
        item(key = "look") { LookPart(look, onLook) }
        items(view.sections, key = { it.key }) { section ->
            SectionPart(section, deeds) {
                if (section.key == STORE) QuietButton(Strings.Settings.backup, onBackup)
                if (section.key == CALENDAR) QuietButton(Strings.Settings.calendar, onCalendar)
            }
        }
        if (view.numbers.isNotEmpty()) item(key = "numbers") { NumbersPart(view.numbers, numbers) }
    }
}

@Composable
private fun LookPart(look: LookSetting, onLook: (LookSetting) -> Unit) = TanfangCard {
    Heading(Strings.Settings.size)
    Choices(sizes.map { (word, size) -> ChoiceItem(word, size == look.size) { onLook(look.copy(size = size)) } })
    Heading(Strings.Settings.theme)
    Choices(themes.map { (word, theme) -> ChoiceItem(word, theme == look.theme) { onLook(look.copy(theme = theme)) } })
    Heading(Strings.Settings.privacy)
    Choices(listOf(ChoiceItem(Strings.Settings.mask, look.mask) { onLook(look.copy(mask = !look.mask)) }), many = true)
}

@Composable
private fun SectionPart(section: SettingsSection, deeds: Deeds, more: @Composable () -> Unit) = TanfangCard {
    Heading(section.title)
    for (line in section.lines) ViewLine(line, deeds)
    Buttons {
        more()
        for (action in section.actions) QuietAction(action, deeds)
    }
}

private val sizes = listOf(
    Strings.Settings.sizeNormal to TypeSize.NORMAL,
    Strings.Settings.sizeLarge to TypeSize.LARGE,
    Strings.Settings.sizeHuge to TypeSize.HUGE,
)

private val themes = listOf(
    Strings.Settings.system to ThemeChoice.SYSTEM,
    Strings.Settings.light to ThemeChoice.LIGHT,
    Strings.Settings.sunlight to ThemeChoice.SUNLIGHT,
    Strings.Settings.dark to ThemeChoice.DARK,
)
