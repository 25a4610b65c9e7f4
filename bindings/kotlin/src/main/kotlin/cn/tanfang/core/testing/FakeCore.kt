package cn.tanfang.core.testing

import cn.tanfang.core.Core
import cn.tanfang.core.CoreProblem
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
import cn.tanfang.ffi.Screen
import cn.tanfang.ffi.SettingsView
import cn.tanfang.ffi.SetupInput
import cn.tanfang.ffi.SignInput
import cn.tanfang.ffi.SigningView
import cn.tanfang.ffi.ThemeChoice
import cn.tanfang.ffi.TodayView
import cn.tanfang.ffi.TypeSize
import cn.tanfang.ffi.VisitInput
import cn.tanfang.ffi.VisitView
import cn.tanfang.ffi.WhyView
import cn.tanfang.ffi.WipeView
import java.util.Collections

/**
 * A core that holds the views it is given and remembers what was sent: for tests and for drawing a screen alone.
 *
 * A view that was not given is a [CoreProblem] with code `missing`; [failWith] makes every call fail.
 */
class FakeCore(
    var first: FirstView? = null,
    var today: TodayView? = null,
    /** 今天 by filter and search text; without it, [today] for both. */
    var todayBy: ((String, String) -> TodayView)? = null,
    var month: MonthView? = null,
    var missed: PageView? = null,
    var events: PageView? = null,
    var campaigns: PageView? = null,
    var campaign: PageView? = null,
    var reports: PageView? = null,
    var form: ((String) -> FormView)? = null,
    var homes: ((String) -> HomesView)? = null,
    /** 各户 by search text and how many are shown; without it, [homes] for all numbers. */
    var homesTo: ((String, UInt) -> HomesView)? = null,
    var home: HomeView? = null,
    var visit: VisitView? = null,
    var why: WhyView? = null,
    var hint: HintView? = null,
    var items: ItemsView? = null,
    var policies: PoliciesView? = null,
    var policy: PolicyView? = null,
    var ledger: LedgerView? = null,
    var import: ImportView? = null,
    var flags: FlagsView? = null,
    var more: MoreView? = null,
    var settings: SettingsView? = null,
    var recovery: RecoveryView? = null,
    var batches: BatchesView? = null,
    var coverage: ((String?, String?) -> CoverageView)? = null,
    var add: AddView? = null,
    var matches: MatchesView? = null,
    var contact: ContactView? = null,
    var call: CallView? = null,
    var feedback: FeedbackView? = null,
    var handOver: HandOverView? = null,
    /** What stands on 交给接手的人 once the file is written. */
    var handedOver: HandOverView? = null,
    var wipe: WipeView? = null,
    var photos: PhotosView? = null,
    var photo: PhotoView? = null,
    /** The JPEG of a photo: of its copy, or of its thumbnail. */
    var picture: ((String, Boolean) -> ByteArray)? = null,
    /** The JPEG of a photo with its watermark, drawn with a font file. */
    var stamped: ((photo: String, font: String) -> ByteArray)? = null,
    var signing: SigningView? = null,
    var evidence: PageView? = null,
    var storage: PageView? = null,
    var verified: PageView? = null,
    /** How many photos wait for their copy. */
    @Volatile var waiting: Int = 0,
    var look: LookSetting = LookSetting(TypeSize.NORMAL, ThemeChoice.SYSTEM, mask = false),
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

    val added: MutableList<PersonInput> = Collections.synchronizedList(mutableListOf())
    val columns: MutableList<ColumnChoice> = Collections.synchronizedList(mutableListOf())

    /** Paths, codes and words that were handed in, with the name of the call. */
    val told: MutableList<Pair<String, String>> = Collections.synchronizedList(mutableListOf())

    override fun look() = look

    override fun first() = given(first)

    override fun setup(input: SetupInput): Outcome {
        check()
        setUp += input
        first = first?.copy(ready = true)
        return Outcome(sentence = "", undo = null, go = null, changed = true)
    }

    override fun today() = given(today)

    override fun todayBy(filter: String, query: String): TodayView = todayBy?.let { given(it)(filter, query) } ?: today()

    override fun month(month: String?) = given(this.month)

    override fun missed(household: String) = given(missed)

    override fun events() = given(events)

    override fun campaigns() = given(campaigns)

    override fun campaign(key: String) = given(campaign)

    override fun reports() = given(reports)

    override fun form(key: String) = given(form)(key)

    override fun formAnswer(key: String, input: VisitInput): FormView {
        val now = form(key)
        answered += input
        return now
    }

    override fun homes(query: String, shown: UInt): HomesView = homesTo?.let { given(it)(query, shown) } ?: given(homes)(query)

    override fun home(household: String) = given(home)

    override fun visit(visit: String) = given(this.visit)

    override fun visitAnswer(visit: String, input: VisitInput): VisitView {
        val now = answer(given(this.visit), input)
        answered += input
        this.visit = now
        return now
    }

    override fun why(key: String) = given(why)

    override fun hint(household: String, key: String) = given(hint)

    override fun answerHint(household: String, input: VisitInput): Outcome {
        check()
        answered += input
        return Outcome(sentence = "", undo = null, go = null, changed = true)
    }

    override fun items(household: String, key: String) = given(items)

    override fun addItem(household: String, key: String, inputs: List<VisitInput>): Outcome {
        check()
        answered += inputs
        return Outcome(sentence = "", undo = null, go = null, changed = true)
    }

    override fun policies(query: String): PoliciesView {
        told += "policies" to query
        return given(policies)
    }

    override fun policy(key: String) = given(policy)

    override fun ledger(ledger: String, period: String?, book: String?): LedgerView {
        told += "ledger" to listOfNotNull(ledger, period, book).joinToString(" ")
        return given(this.ledger)
    }

    override fun ledgerExport(ledger: String, period: String?, book: String?, format: ExportFormat, path: String): LedgerFile {
        check()
        return LedgerFile(path, sentence = path)
    }

    override fun importLook(path: String): ImportView {
        told += "importLook" to path
        return given(import)
    }

    override fun importColumns(token: String, choices: List<ColumnChoice>): ImportView {
        check()
        columns += choices
        return given(import)
    }

    override fun batches() = given(batches)

    override fun coverage(ofClass: String?, division: String?) = given(coverage)(ofClass, division)

    override fun addLook(household: String?, person: String?) = given(add)

    override fun addPerson(input: PersonInput): Outcome {
        check()
        added += input
        return told(input.name)
    }

    override fun matches() = given(matches)

    override fun matchExport(batch: String, path: String): LedgerFile {
        check()
        return LedgerFile(path, sentence = path)
    }

    override fun contact(household: String, whose: String) = given(contact)

    override fun call(flag: String?) = given(this.call)

    override fun flags() = given(flags)

    override fun more() = given(more)

    override fun settings() = given(settings)

    override fun backup(path: String): Outcome {
        check()
        return Outcome(sentence = path, undo = null, go = null, changed = false)
    }

    override fun recoveryCode() = given(recovery)

    override fun installCalendar(path: String) = told(path)

    override fun feedback() = given(feedback)

    override fun handOverLook() = given(handOver)

    override fun handOver(path: String, toName: String): HandOverView {
        told += "handOver" to "$path $toName"
        return given(handedOver)
    }

    override fun handOverCheck(from: String): HandOverView {
        told += "handOverCheck" to from
        return given(handedOver)
    }

    override fun takeOver(from: String, code: String, input: SetupInput): Outcome {
        check()
        told += "takeOver" to "$from $code"
        setUp += input
        return told(input.name)
    }

    override fun wipeLook() = given(wipe)

    override fun wipe(word: String): Outcome {
        check()
        told += "wipe" to word
        return Outcome(sentence = "", undo = null, go = Screen.First, changed = true)
    }

    val photographed: MutableList<PhotoInput> = Collections.synchronizedList(mutableListOf())
    val signed: MutableList<SignInput> = Collections.synchronizedList(mutableListOf())

    override fun photos(household: String, visit: String?) = given(photos)

    override fun photoAdd(input: PhotoInput): Outcome {
        check()
        photographed += input
        waiting++
        return told(input.matter)
    }

    override fun photoWork(): Int {
        check()
        waiting = maxOf(0, waiting - 1)
        return waiting
    }

    override fun photo(photo: String) = given(this.photo)

    override fun photoPicture(photo: String, thumb: Boolean): ByteArray = given(picture)(photo, thumb)

    override fun photoStamped(photo: String, font: String, index: Int): ByteArray = given(stamped)(photo, font)

    override fun signing(visit: String) = given(this.signing)

    override fun sign(input: SignInput): Outcome {
        check()
        signed += input
        return told(input.how)
    }

    override fun evidence(household: String?) = given(this.evidence)

    override fun storage() = given(storage)

    override fun evidenceExport(visits: List<String>, originals: Boolean, to: String, path: String): Outcome {
        told += "evidenceExport" to "${visits.joinToString(",")} $originals $to $path"
        return told(path)
    }

    override fun evidenceVerify(path: String?): PageView {
        told += "evidenceVerify" to path.orEmpty()
        return given(verified)
    }

    override fun evidenceReceipt(path: String): Outcome {
        told += "evidenceReceipt" to path
        return told(path)
    }

    override fun send(intent: Intent): Outcome {
        check()
        sent += intent
        return outcome(intent)
    }

    override fun close() {
        isClosed = true
    }

    private fun told(sentence: String): Outcome {
        check()
        return Outcome(sentence, undo = null, go = null, changed = true)
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
