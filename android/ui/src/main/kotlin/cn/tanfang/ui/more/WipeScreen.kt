package cn.tanfang.ui.more

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.WipeView
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Deeds
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.ViewLine

/** The word as far as it is typed. */
@Stable
internal class WipeWords {
    var word by mutableStateOf("")
}

/** 清空这部手机: the one deed that cannot be undone, so a word is typed first. */
@Composable
fun WipeScreen(app: AppState) {
    val model = app.keep(Screen.Wipe) { app.session.model { it.wipeLook() } }
    val words = app.typed(Screen.Wipe) { WipeWords() }
    Watched(model, app) { view, problem ->
        WipeContent(
            view,
            words.word,
            onWord = { words.word = it },
            onWipe = { app.dismiss(); app.session.act({ it.wipe(words.word.trim()) }) { app.forgetAll() } },
            deeds(app),
            topActions(app),
            notice = { problem?.invoke(); NewsNotice(app) },
        )
    }
}

@Composable
fun WipeContent(
    view: WipeView,
    word: String,
    onWord: (String) -> Unit,
    onWipe: () -> Unit,
    deeds: Deeds,
    top: TopActions,
    notice: @Composable () -> Unit = {},
) {
    Page(
        top = { TopBar(Strings.Wipe.title, top) },
        bottom = {
            BottomArea {
                notice()
                PrimaryButton(Strings.Wipe.wipe, onWipe, enabled = word.trim() == view.word)
            }
        },
    ) {
        item(key = "about") {
            TanfangCard {
                BodyLine(view.sentence)
                for (line in view.lines) ViewLine(line, deeds)
            }
        }
        item(key = "word") {
            TanfangCard {
                BodyLine(Strings.Wipe.word)
                Heading(view.word)
                Field(word, onWord, Strings.Wipe.type, Modifier.fillMaxWidth())
            }
        }
    }
}
