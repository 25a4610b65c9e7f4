package cn.tanfang.ui.hint

import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import cn.tanfang.ffi.ItemsView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.Watched
import cn.tanfang.ui.app.deeds
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.Divide
import cn.tanfang.ui.parts.Heading
import cn.tanfang.ui.parts.LinesCard
import cn.tanfang.ui.parts.LocalCovered
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.QuietAction
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar
import cn.tanfang.ui.parts.shown
import cn.tanfang.ui.visit.QuestionPart

/** The test tag of the form for one more item. */
const val ITEM_FORM = "item form"

/** 收入、支出、财产: item by item, and whether these are all. */
@Composable
fun ItemsScreen(app: AppState, screen: Screen.Items) {
    val model = app.keep(screen) { app.session.model { it.items(screen.household, screen.key) } }
    val asking = rememberAsking(app, screen, deeds(app)) { core, input -> core.answerHint(screen.household, input) }
    Watched(model, app) { view, problem ->
        ItemsContent(
            view,
            asking,
            onAdd = {
                asking.typing.flush()
                val inputs = view.fields.mapNotNull { asking.drafts.of(it.key) }
                app.dismiss()
                app.session.act({ it.addItem(screen.household, screen.key, inputs) }) {
                    for (field in view.fields) {
                        asking.typing.forget(field.key)
                        asking.drafts.forget(field.key)
                    }
                }
            },
            topActions(app),
            notice = { problem?.invoke(); NewsNotice(app) },
        )
    }
}

@Composable
internal fun ItemsContent(view: ItemsView, asking: Asking, onAdd: () -> Unit, top: TopActions, notice: @Composable () -> Unit = {}) {
    // What somebody earns and owns is not for the table.
    val covered = LocalCovered.current
    Page(
        top = { TopBar(view.title, top) },
        under = { SmallLine(view.whom.shown) },
        bottom = {
            BottomArea {
                notice()
                PrimaryButton(view.add, onAdd, enabled = view.fields.any { asking.waits(it) })
            }
        },
    ) {
        if (covered) return@Page
        if (view.items.isNotEmpty()) {
            item(key = "known") { Heading(Strings.Items.known) }
            items(view.items) { line ->
                TanfangCard {
                    BodyLine(line.text.shown)
                    SmallLine(line.source)
                    QuietAction(line.remove, asking.deeds)
                }
            }
        }
        if (view.totals.isNotEmpty()) item(key = "totals") { LinesCard(Strings.Items.totals, view.totals, asking.deeds) }
        item(key = "complete") { TanfangCard { Answer(view.complete, asking) } }
        item(key = ITEM_FORM) {
            TanfangCard(Modifier.testTag(ITEM_FORM)) {
                Heading(Strings.Items.more)
                view.fields.forEachIndexed { i, field ->
                    if (i > 0) Divide()
                    // A field is no answer yet: all of them go together.
                    QuestionPart(asking.drafts.over(field), asking.typing, asking.drafts::put, asking.deeds, asking.today, isHint = true)
                }
            }
        }
    }
}
