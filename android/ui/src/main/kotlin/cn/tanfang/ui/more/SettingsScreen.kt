package cn.tanfang.ui.more

import androidx.compose.runtime.Composable
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SettingsView
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.ChoiceItem
import cn.tanfang.ui.parts.Choices
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.theme.Palette

/** 设置: packs and their dates, what is on this machine, the theme. */
@Composable
fun SettingsScreen(app: AppState) {
    val model = app.keep(Screen.Settings) { app.session.model { it.settings() } }
    Watched(model, app) { view, problem ->
        SettingsContent(view, app.palette, { app.palette = it }, deeds(app), topActions(app), problem)
    }
}

@Composable
fun SettingsContent(
    view: SettingsView,
    palette: Palette,
    onPalette: (Palette) -> Unit,
    deeds: Deeds,
    top: TopActions,
    problem: (@Composable () -> Unit)? = null,
) {
    Page(top = { TopBar(Strings.Settings.title, top) }, bottom = null) {
        problem?.let { item { it() } }
        item {
            TanfangCard {
                Heading(Strings.Settings.theme)
                Choices(themes.map { (word, theme) -> ChoiceItem(word, theme == palette) { onPalette(theme) } })
            }
        }
        item { LinesCard(Strings.Settings.store, view.store, deeds) }
        item { LinesCard(Strings.Settings.packs, view.packs, deeds) }
    }
}

private val themes = listOf(
    Strings.Settings.light to Palette.light,
    Strings.Settings.sunlight to Palette.sunlight,
    Strings.Settings.dark to Palette.dark,
)
