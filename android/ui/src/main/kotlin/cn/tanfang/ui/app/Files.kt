package cn.tanfang.ui.app

import cn.tanfang.core.Core
import cn.tanfang.text.Strings

/*
 * Files that the user chooses. On a phone the core never sees where they lie: it reads and writes a copy that the shell
 * lends, and the shell takes it on. All of it outlives the screen that began it, so that turning the phone while the
 * system's picker is open loses nothing.
 */

/** Lets the user choose a list, has [read] read it, and hands on what that gave. */
fun <R> AppState.readList(read: (Core, path: String) -> R, then: suspend (R) -> Unit) = reading({ shell.chooseRoster() }, read, then)

/** Lets the user choose a file of any kind, has [read] read it, and hands on what that gave. */
fun <R> AppState.readFile(read: (Core, path: String) -> R, then: suspend (R) -> Unit) = reading({ shell.chooseFile() }, read, then)

private fun <R> AppState.reading(choose: suspend () -> String?, read: (Core, path: String) -> R, then: suspend (R) -> Unit) = session.launch {
    val path = choose() ?: return@launch
    dismiss()
    val view = try {
        session.call { read(it, path) }
    } finally {
        shell.settle(path)
    }
    then(view)
}

/** As [readFile], for a file that is needed again: it stays until [letGo]. [before] is one chosen earlier, now not wanted. */
fun <R> AppState.keepFile(before: String?, read: (Core, path: String) -> R, then: (R, path: String) -> Unit) = session.launch {
    val path = shell.chooseFile() ?: return@launch
    dismiss()
    val view = try {
        session.call { read(it, path) }
    } catch (problem: Exception) {
        shell.settle(path)
        throw problem
    }
    before?.let { shell.settle(it) }
    then(view, path)
}

/** Lets go of a file that [keepFile] kept. */
fun AppState.letGo(path: String) = session.launch { shell.settle(path) }

/** Lets the user choose where a file called [name] goes, has [write] write it, and hands on what that gave. */
fun <R> AppState.writeFile(name: String, write: (Core, path: String) -> R, then: suspend (R, path: String) -> Unit) = session.launch {
    val path = shell.chooseExport(name) ?: return@launch
    dismiss()
    val written = try {
        session.call { write(it, path) }
    } catch (problem: Exception) {
        shell.settle(path)
        throw problem
    }
    then(written, path)
    if (!shell.settle(path)) tell(Strings.Error.notPlaced, problem = true)
}

/** Has [write] write a file called [name] and hands it to an app the user chooses. */
fun AppState.sendFile(name: String, write: (Core, path: String) -> Unit) = session.launch {
    val path = shell.lend(name) ?: return@launch
    dismiss()
    session.call { write(it, path) }
    shell.share(path)
}
