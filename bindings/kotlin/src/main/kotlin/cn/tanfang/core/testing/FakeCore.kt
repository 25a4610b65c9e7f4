package cn.tanfang.core.testing

import cn.tanfang.core.Core
import cn.tanfang.core.CoreProblem
import cn.tanfang.ffi.ExportFormat
import cn.tanfang.ffi.FirstView
import cn.tanfang.ffi.FlagsView
import cn.tanfang.ffi.HomeView
import cn.tanfang.ffi.HomesView
import cn.tanfang.ffi.ImportView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.LedgerFile
import cn.tanfang.ffi.LedgerView
import cn.tanfang.ffi.MoreView
import cn.tanfang.ffi.Outcome
import cn.tanfang.ffi.RecoveryView
import cn.tanfang.ffi.SettingsView
import cn.tanfang.ffi.SetupInput
import cn.tanfang.ffi.TodayView
import cn.tanfang.ffi.VisitInput
import cn.tanfang.ffi.VisitView
import cn.tanfang.ffi.WhyView
import java.util.Collections

/**
 * A core that holds the views it is given and remembers what was sent: for tests and for drawing a screen alone.
 *
 * A view that was not given is a [CoreProblem] with code `missing`; [failWith] makes every call fail.
 */
class FakeCore(
    var first: FirstView? = null,
    var today: TodayView? = null,
    var homes: ((String) -> HomesView)? = null,
    var home: HomeView? = null,
    var visit: VisitView? = null,
    var why: WhyView? = null,
    var ledger: LedgerView? = null,
    var import: ImportView? = null,
    var flags: FlagsView? = null,
    var more: MoreView? = null,
    var settings: SettingsView? = null,
    var recovery: RecoveryView? = null,
    /** What a tap leads to. */
    var outcome: (Intent) -> Outcome = { Outcome(sentence = "", undo = null, go = (it as? Intent.Go)?.screen, changed = false) },
    /** What an answer makes of the visit. */
    var answer: (VisitView, VisitInput) -> VisitView = { view, _ -> view },
) : Core {
    val sent: MutableList<Intent> = Collections.synchronizedList(mutableListOf())
    val answered: MutableList<VisitInput> = Collections.synchronizedList(mutableListOf())
    val setUp: MutableList<SetupInput> = Collections.synchronizedList(mutableListOf())

    @Volatile
    var failWith: CoreProblem? = null

    @Volatile
    var isClosed = false
        private set

    override fun first() = given(first)

    override fun setup(input: SetupInput): Outcome {
        check()
        setUp += input
        first = first?.copy(ready = true)
        return Outcome(sentence = "", undo = null, go = null, changed = true)
    }

    override fun today() = given(today)

    override fun homes(query: String) = given(homes)(query)

    override fun home(household: String) = given(home)

    override fun visit(visit: String) = given(this.visit)

    override fun visitAnswer(visit: String, input: VisitInput): VisitView {
        val now = answer(given(this.visit), input)
        answered += input
        this.visit = now
        return now
    }

    override fun why(key: String) = given(why)

    override fun ledger(ledger: String, month: String?) = given(this.ledger)

    override fun ledgerExport(ledger: String, month: String?, format: ExportFormat, path: String): LedgerFile {
        check()
        return LedgerFile(path, sentence = path)
    }

    override fun importLook(path: String) = given(import)

    override fun flags() = given(flags)

    override fun more() = given(more)

    override fun settings() = given(settings)

    override fun backup(path: String): Outcome {
        check()
        return Outcome(sentence = path, undo = null, go = null, changed = false)
    }

    override fun recoveryCode() = given(recovery)

    override fun send(intent: Intent): Outcome {
        check()
        sent += intent
        return outcome(intent)
    }

    override fun close() {
        isClosed = true
    }

    private fun check() {
        failWith?.let { throw it }
        if (isClosed) throw CoreProblem(CoreProblem.Kind.Closed, "closed", sentence = null)
    }

    private fun <T : Any> given(view: T?): T {
        check()
        return view ?: throw CoreProblem(CoreProblem.Kind.NotFound, "missing", sentence = null)
    }
}
