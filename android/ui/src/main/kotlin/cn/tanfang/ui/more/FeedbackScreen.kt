package cn.tanfang.ui.more

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import cn.tanfang.ffi.FeedbackView
import cn.tanfang.ffi.Intent
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
import cn.tanfang.ui.parts.Field
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar

/** A complaint or a suggestion as it is being written. */
@Stable
internal class FeedbackWords {
    var topic by mutableStateOf<String?>(null)
    var text by mutableStateOf("")
    var callBack by mutableStateOf(false)
}

/** 投诉建议: written without a network, kept, and sent when there is one. */
@Composable
fun FeedbackScreen(app: AppState) {
    val model = app.keep(Screen.Feedback) { app.session.model { it.feedback() } }
    val words = app.typed(Screen.Feedback) { FeedbackWords() }
    Watched(model, app) { view, problem ->
        FeedbackContent(
            view,
            words,
            onSave = { topic ->
                app.send(Intent.WriteFeedback(topic, words.text.trim(), words.callBack)) {
                    words.topic = null
                    words.text = ""
                    words.callBack = false
                }
            },
            deeds(app),
            topActions(app),
            notice = { problem?.invoke(); NewsNotice(app) },
        )
    }
}

@Composable
internal fun FeedbackContent(
    view: FeedbackView,
    words: FeedbackWords,
    onSave: (topic: String) -> Unit,
    deeds: Deeds,
    top: TopActions,
    notice: @Composable () -> Unit = {},
) {
    val topic = words.topic
    val covered = LocalCovered.current
    Page(
        top = { TopBar(Strings.Feedback.title, top) },
        bottom = {
            BottomArea {
                notice()
                PrimaryButton(Strings.Feedback.save, { topic?.let(onSave) }, enabled = topic != null && words.text.isNotBlank())
            }
        },
    ) {
        item(key = "write") {
            TanfangCard {
                BodyLine(view.sentence)
                Heading(Strings.Feedback.topic)
                Choices(view.topics.map { ChoiceItem(it.label, it.code == topic) { words.topic = it.code } })
                Field(words.text, { words.text = it }, Strings.Feedback.text, Modifier.fillMaxWidth(), oneLine = false)
                Choices(listOf(ChoiceItem(Strings.Feedback.callBack, words.callBack) { words.callBack = !words.callBack }), many = true)
            }
        }
        view.empty?.let { item(key = "empty") { EmptyCard(it, deeds, isPrimary = false) } }
        if (!covered && view.rows.isNotEmpty()) item(key = "mine") { LinesCard(Strings.Feedback.mine, view.rows, deeds) }
    }
}
