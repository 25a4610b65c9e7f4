package cn.tanfang.ui.app

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import cn.tanfang.core.Core
import cn.tanfang.core.Session

/** Holds the text searched for, which the platform owns while it is typed, and what it finds. */
internal class Search<V : Any>(session: Session, find: (Core, String) -> V) {
    var text by mutableStateOf("")
    val model = session.model { find(it, text) }
}
