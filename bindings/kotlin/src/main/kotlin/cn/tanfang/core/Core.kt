package cn.tanfang.core

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

/**
 * Everything a screen can ask of the core: one ready view a screen, and [send] for what a tap means.
 *
 * Calls block for a moment and may come from any thread; [ScreenModel] makes them off the drawing thread.
 * Each throws [CoreProblem] with a sentence for the user. [RealCore] is the Rust core,
 * [cn.tanfang.core.testing.FakeCore] a double that holds views.
 */
interface Core : AutoCloseable {
    fun first(): FirstView

    fun setup(input: SetupInput): Outcome

    fun today(): TodayView

    /** [query] is whatever one remembers: a name, its initials, a phone number, a house number. Empty means all. */
    fun homes(query: String): HomesView

    fun home(household: String): HomeView

    fun visit(visit: String): VisitView

    /** Stores one answer durably, then gives the visit as it now stands. */
    fun visitAnswer(visit: String, input: VisitInput): VisitView

    fun why(key: String): WhyView

    /** [month] is `2026-11`; null means the present one. */
    fun ledger(ledger: String, month: String?): LedgerView

    /** Writes the ledger to [path], which the user chose. */
    fun ledgerExport(ledger: String, month: String?, format: ExportFormat, path: String): LedgerFile

    /** Reads the list at [path] and tells what it would change; writes nothing. */
    fun importLook(path: String): ImportView

    fun flags(): FlagsView

    fun more(): MoreView

    fun settings(): SettingsView

    /** Writes one encrypted file to [path], which the user chose. */
    fun backup(path: String): Outcome

    /** Makes a recovery code; it is kept nowhere and shown once. */
    fun recoveryCode(): RecoveryView

    /** Does what a tap means, durably, and tells what happened. */
    fun send(intent: Intent): Outcome
}
