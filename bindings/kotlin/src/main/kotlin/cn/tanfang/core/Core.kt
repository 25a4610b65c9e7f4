package cn.tanfang.core

import cn.tanfang.ffi.AddView
import cn.tanfang.ffi.BatchesView
import cn.tanfang.ffi.CallView
import cn.tanfang.ffi.ColumnChoice
import cn.tanfang.ffi.ContactView
import cn.tanfang.ffi.CoverageView
import cn.tanfang.ffi.ExportFormat
import cn.tanfang.ffi.FeedbackView
import cn.tanfang.ffi.FirstView
import cn.tanfang.ffi.FlagsView
import cn.tanfang.ffi.FormView
import cn.tanfang.ffi.HandOverView
import cn.tanfang.ffi.HintView
import cn.tanfang.ffi.HomeView
import cn.tanfang.ffi.HomesView
import cn.tanfang.ffi.ImportView
import cn.tanfang.ffi.Intent
import cn.tanfang.ffi.ItemsView
import cn.tanfang.ffi.LedgerFile
import cn.tanfang.ffi.LedgerView
import cn.tanfang.ffi.LookSetting
import cn.tanfang.ffi.MatchesView
import cn.tanfang.ffi.MonthView
import cn.tanfang.ffi.MoreView
import cn.tanfang.ffi.Outcome
import cn.tanfang.ffi.PageView
import cn.tanfang.ffi.PersonInput
import cn.tanfang.ffi.PhotoInput
import cn.tanfang.ffi.PhotoView
import cn.tanfang.ffi.PhotosView
import cn.tanfang.ffi.PoliciesView
import cn.tanfang.ffi.PolicyView
import cn.tanfang.ffi.RecoveryView
import cn.tanfang.ffi.SettingsView
import cn.tanfang.ffi.SetupInput
import cn.tanfang.ffi.SignInput
import cn.tanfang.ffi.SigningView
import cn.tanfang.ffi.TodayView
import cn.tanfang.ffi.VisitInput
import cn.tanfang.ffi.VisitView
import cn.tanfang.ffi.WhyView
import cn.tanfang.ffi.WipeView

/**
 * Everything a screen can ask of the core: one ready view a screen, and [send] for what a tap means.
 *
 * Calls block for a moment and may come from any thread; [ScreenModel] makes them off the drawing thread.
 * Each throws [CoreProblem] with a sentence for the user. [RealCore] is the Rust core,
 * [cn.tanfang.core.testing.FakeCore] a double that holds views.
 */
interface Core : AutoCloseable {
    /** How the screens look on this phone; quick, for before the first screen. */
    fun look(): LookSetting

    fun first(): FirstView

    fun setup(input: SetupInput): Outcome

    fun today(): TodayView

    /** 今天 by a [filter] that a view of it gave, for a search text; both may be empty. */
    fun todayBy(filter: String, query: String): TodayView

    /** 本月, or another [month] (`2026-11`). */
    fun month(month: String?): MonthView

    /** 没见到人 of a home: what was found, and when to try again. */
    fun missed(household: String): PageView

    /** 事件: what is going on in the place, and what it changes. */
    fun events(): PageView

    /** 活动: every campaign. */
    fun campaigns(): PageView

    /** 活动 of one campaign, or of one of its classes, by the [key] that a view gave. */
    fun campaign(key: String): PageView

    /** 报送: what is to be handed in by when, and what was. */
    fun reports(): PageView

    /** A short form, by the [key] that a view gave. */
    fun form(key: String): FormView

    /** Keeps one answer of a short form durably, then gives the form as it now stands. */
    fun formAnswer(key: String, input: VisitInput): FormView

    /**
     * [query] is whatever one remembers: a name, its initials, a phone number, a house number. Empty means all.
     * The rows of [shown] homes, a page at least; what is below is `more` of the view.
     */
    fun homes(query: String, shown: UInt = 0u): HomesView

    fun home(household: String): HomeView

    /** 提示 of one scheme, by the key that 一户 gave. */
    fun hint(household: String, key: String): HintView

    /** Stores an answer to a question of 提示 durably; then everything is judged anew. */
    fun answerHint(household: String, input: VisitInput): Outcome

    /** Incomes, expenses or property, by the key that a question gave. */
    fun items(household: String, key: String): ItemsView

    /** Writes one more item down; an input a field. */
    fun addItem(household: String, key: String, inputs: List<VisitInput>): Outcome

    /** 政策; an empty [query] gives every scheme in force. */
    fun policies(query: String): PoliciesView

    fun policy(key: String): PolicyView

    fun visit(visit: String): VisitView

    /** Stores one answer durably, then gives the visit as it now stands. */
    fun visitAnswer(visit: String, input: VisitInput): VisitView

    fun why(key: String): WhyView

    /** [period] is `2026-11`, `2026-W47` or `2026-Q4`, null the present one; a [book] of null is the first. */
    fun ledger(ledger: String, period: String?, book: String?): LedgerView

    /** Writes the ledger to [path], which the user chose. */
    fun ledgerExport(ledger: String, period: String?, book: String?, format: ExportFormat, path: String): LedgerFile

    /** Reads the list at [path] and tells what it would change; writes nothing. */
    fun importLook(path: String): ImportView

    /** Reads the list of [token] once more, its columns taken for what [choices] say; remembered for lists of that form. */
    fun importColumns(token: String, choices: List<ColumnChoice>): ImportView

    /** Every list that came in. */
    fun batches(): BatchesView

    /** How many there are of all classes, of one class, or of one class in one village. */
    fun coverage(ofClass: String?, division: String?): CoverageView

    /** 加一人 for a home, for a new home, or for a person who is known. */
    fun addLook(household: String?, person: String?): AddView

    /** Records somebody no list names, as a candidate. */
    fun addPerson(input: PersonInput): Outcome

    fun matches(): MatchesView

    /** Writes the answered match list to [path], which the user chose. */
    fun matchExport(batch: String, path: String): LedgerFile

    /** Whether anybody answered the number [whose] of a home. */
    fun contact(household: String, whose: String): ContactView

    /** Whom to call now, for a flag or for any time. */
    fun call(flag: String?): CallView

    fun flags(): FlagsView

    fun more(): MoreView

    fun settings(): SettingsView

    /** Writes one encrypted file to [path], which the user chose. */
    fun backup(path: String): Outcome

    /** Makes a recovery code; it is kept nowhere and shown once. */
    fun recoveryCode(): RecoveryView

    /** Takes the working-day calendar at [path], such as next year's. */
    fun installCalendar(path: String): Outcome

    fun feedback(): FeedbackView

    /** What stands on 交给接手的人 before the file is written. */
    fun handOverLook(): HandOverView

    /** Writes the encrypted file for the successor to [path]; its one-time code is shown once. */
    fun handOver(path: String, toName: String): HandOverView

    /** What must read the same on both phones before the code is typed, from the file at [from] alone. */
    fun handOverCheck(from: String): HandOverView

    /** Goes on with what the file at [from] holds, in place of a store in which nobody has begun. */
    fun takeOver(from: String, code: String, input: SetupInput): Outcome

    /** What wiping would lose. */
    fun wipeLook(): WipeView

    /** Removes everything of this worker from this phone; [word] is the one that [wipeLook] gave. */
    fun wipe(word: String): Outcome

    /** 照片 of a [visit], or of a home outside of any visit. */
    fun photos(household: String, visit: String?): PhotosView

    /** Keeps a photo; the file and its record are durable when this returns. Its copy is made by [photoWork]. */
    fun photoAdd(input: PhotoInput): Outcome

    /** Makes the copy of the oldest photo that has none, and gives how many are left. */
    fun photoWork(): Int

    fun photo(photo: String): PhotoView

    /** The picture of a photo as a JPEG: the copy to show, or the thumbnail. */
    fun photoPicture(photo: String, thumb: Boolean): ByteArray

    /**
     * The copy of a photo with the watermark of its record drawn on it, as a JPEG. [font] is a file of the platform that has
     * Chinese, [index] the font's place in it; one that cannot be drawn with is a problem with the code `photo_no_font`.
     */
    fun photoStamped(photo: String, font: String, index: Int): ByteArray

    /** 签字 of a visit that was closed. */
    fun signing(visit: String): SigningView

    /** Keeps a signature, or that there is none. */
    fun sign(input: SignInput): Outcome

    /** What is worth a second look in a home, or in every home. */
    fun evidence(household: String?): PageView

    /** 存储: the room that photos take, and what may be freed. */
    fun storage(): PageView

    /** Writes the evidence of [visits] (all, if none is named) for [to] to the file at [path], which the user chose. */
    fun evidenceExport(visits: List<String>, originals: Boolean, to: String, path: String): Outcome

    /** Checks this phone's own records, or the file or folder at [path]. */
    fun evidenceVerify(path: String?): PageView

    /** Keeps the receipts of the file at [path], which came back from the township, or its public key. */
    fun evidenceReceipt(path: String): Outcome

    /** Does what a tap means, durably, and tells what happened. */
    fun send(intent: Intent): Outcome
}
