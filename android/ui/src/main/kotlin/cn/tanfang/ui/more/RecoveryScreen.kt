package cn.tanfang.ui.more

import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import cn.tanfang.ffi.RecoveryView
import cn.tanfang.ffi.Screen
import cn.tanfang.text.Strings
import cn.tanfang.ui.app.AppState
import cn.tanfang.ui.app.NewsNotice
import cn.tanfang.ui.app.topActions
import cn.tanfang.ui.parts.BodyLine
import cn.tanfang.ui.parts.BottomArea
import cn.tanfang.ui.parts.CodeGroups
import cn.tanfang.ui.parts.Page
import cn.tanfang.ui.parts.PrimaryButton
import cn.tanfang.ui.parts.QrPicture
import cn.tanfang.ui.parts.SmallLine
import cn.tanfang.ui.parts.TanfangCard
import cn.tanfang.ui.parts.TopActions
import cn.tanfang.ui.parts.TopBar

/** The code while it is being copied: in memory only, gone with a tap. */
@Stable
internal class Copying {
    var code by mutableStateOf<RecoveryView?>(null)
}

/** 恢复码: shown once, and only when asked for. */
@Composable
fun RecoveryScreen(app: AppState) {
    val copying = app.typed(Screen.Recovery) { Copying() }
    RecoveryContent(
        copying.code,
        onShow = { app.dismiss(); app.session.ask({ it.recoveryCode() }) { copying.code = it } },
        onCopied = { app.forget(Screen.Recovery); app.back() },
        topActions(app),
        notice = { NewsNotice(app) },
    )
}

@Composable
fun RecoveryContent(code: RecoveryView?, onShow: () -> Unit, onCopied: () -> Unit, top: TopActions, notice: @Composable () -> Unit = {}) {
    Page(
        top = { TopBar(Strings.Recovery.title, top) },
        bottom = {
            BottomArea {
                notice()
                if (code == null) PrimaryButton(Strings.Recovery.show, onShow) else PrimaryButton(Strings.Recovery.copied, onCopied)
            }
        },
    ) {
        item(key = "about") { TanfangCard { BodyLine(code?.sentence ?: Strings.Recovery.before) } }
        if (code != null) {
            item(key = "groups") { TanfangCard { CodeGroups(code.groups) } }
            item(key = "picture") {
                TanfangCard {
                    QrPicture(code.qrText)
                    SmallLine(Strings.Recovery.picture)
                }
            }
        }
    }
}
