import Foundation

/// A core made of views, for screens and tests that need no Rust.
///
/// A call without a view is refused the way the real core refuses what is not there.
public actor FakeCore: Core {
    /// The views that the calls return.
    public struct Views: Sendable {
        public var first: FirstView?
        public var today: TodayView?
        public var month: MonthView?
        public var missed: PageView?
        public var events: PageView?
        public var campaigns: PageView?
        public var campaign: PageView?
        public var reports: PageView?
        public var form: FormView?
        public var homes: HomesView?
        public var home: HomeView?
        public var visit: VisitView?
        public var why: WhyView?
        public var hint: HintView?
        public var items: ItemsView?
        public var policies: PoliciesView?
        public var policy: PolicyView?
        public var ledger: LedgerView?
        public var file: LedgerFile?
        public var list: ImportView?
        public var flags: FlagsView?
        public var more: MoreView?
        public var settings: SettingsView?
        public var recovery: RecoveryView?
        public var batches: BatchesView?
        public var coverage: CoverageView?
        public var add: AddView?
        public var matches: MatchesView?
        public var contact: ContactView?
        public var call: CallView?
        public var feedback: FeedbackView?
        public var handOver: HandOverView?
        /// What stands there once the file is written, and what its check reads.
        public var handedOver: HandOverView?
        public var look: LookSetting?
        public var wipe: WipeView?
        public var photos: PhotosView?
        public var photo: PhotoView?
        /// The JPEG of every photo.
        public var picture: Data?
        /// The JPEG of every photo with its watermark, and the one font that draws it.
        public var stamped: Data?
        public var font: String?
        public var signing: SigningView?
        public var evidence: PageView?
        public var storage: PageView?
        /// What a check finds.
        public var verified: PageView?

        public init() {}
    }

    /// What the next calls return.
    public var views: Views
    /// What a tap does.
    public var outcome: Outcome?
    /// The taps that arrived, in order.
    public private(set) var sent: [Intent] = []
    /// How many homes 各户 was asked for, in order.
    public private(set) var pages: [UInt32] = []
    /// By which filters 今天 was asked for, in order.
    public private(set) var filters: [String] = []
    /// The columns that were corrected, in order.
    public private(set) var columns: [ColumnChoice] = []
    /// The codes that were typed to take over, in order.
    public private(set) var codes: [String] = []
    /// The people that were added, in order.
    public private(set) var added: [PersonInput] = []
    /// The answers that arrived, in order.
    public private(set) var answers: [VisitInput] = []
    /// The photos that were kept, in order.
    public private(set) var photographed: [PhotoInput] = []
    /// The photos whose picture was read, in order.
    public private(set) var drawn: [String] = []
    /// The signatures, in order.
    public private(set) var signatures: [SignInput] = []
    /// What was checked (empty for this phone) and to whom what was handed out, in order.
    public private(set) var checks: [String] = []
    /// How many photos wait for their copy.
    public private(set) var waiting = 0
    /// What went wrong with keeping a photo, until it goes well.
    public private(set) var refusal: ApiError?
    /// What was entered on 首次打开, in order.
    public private(set) var setups: [SetupInput] = []

    public init(_ views: Views = Views(), outcome: Outcome? = nil) {
        self.views = views
        self.outcome = outcome
    }

    /// Changes what the next calls return.
    public func show(_ change: @Sendable (inout Views) -> Void) { change(&views) }

    private func give<T>(_ view: T?) throws -> T {
        guard let view else { throw ApiError.NotFound(code: "fake", sentence: "") }
        return view
    }

    public func first() throws -> FirstView { try give(views.first) }
    public func setup(_ input: SetupInput) throws -> Outcome {
        setups.append(input)
        return try give(outcome)
    }
    public func today() throws -> TodayView { try give(views.today) }
    public func today(by filter: String, query: String) throws -> TodayView {
        filters.append(filter)
        return try give(views.today)
    }
    public func month(_ month: String?) throws -> MonthView { try give(views.month) }
    public func missed(_ household: String) throws -> PageView { try give(views.missed) }
    public func events() throws -> PageView { try give(views.events) }
    public func campaigns() throws -> PageView { try give(views.campaigns) }
    public func campaign(_ key: String) throws -> PageView { try give(views.campaign) }
    public func reports() throws -> PageView { try give(views.reports) }
    public func form(_ key: String) throws -> FormView { try give(views.form) }
    public func answerForm(_ key: String, _ input: VisitInput) throws -> FormView {
        answers.append(input)
        return try give(views.form)
    }
    public func homes(_ query: String, shown: UInt32) throws -> HomesView {
        pages.append(shown)
        return try give(views.homes)
    }
    public func home(_ household: String) throws -> HomeView { try give(views.home) }
    public func visit(_ visit: String) throws -> VisitView { try give(views.visit) }
    public func answer(_ visit: String, _ input: VisitInput) throws -> VisitView {
        answers.append(input)
        return try give(views.visit)
    }
    public func send(_ intent: Intent) throws -> Outcome {
        sent.append(intent)
        return try give(outcome)
    }
    public func why(_ key: String) throws -> WhyView { try give(views.why) }
    public func hint(_ household: String, key: String) throws -> HintView { try give(views.hint) }
    public func answerHint(_ household: String, _ input: VisitInput) throws -> Outcome {
        answers.append(input)
        return try give(Outcome(sentence: "", undo: nil, go: nil, changed: true))
    }
    public func items(_ household: String, key: String) throws -> ItemsView { try give(views.items) }
    public func addItem(_ household: String, key: String, _ inputs: [VisitInput]) throws -> Outcome {
        answers.append(contentsOf: inputs)
        return try give(Outcome(sentence: "", undo: nil, go: nil, changed: true))
    }
    public func policies(_ query: String) throws -> PoliciesView { try give(views.policies) }
    public func policy(_ key: String) throws -> PolicyView { try give(views.policy) }
    public func ledger(_ ledger: String, period: String?, book: String?) throws -> LedgerView {
        try give(views.ledger)
    }
    public func export(
        _ ledger: String, period: String?, book: String?, as format: ExportFormat, to path: String
    ) throws -> LedgerFile { try give(views.file) }
    public func lookAtList(_ path: String) throws -> ImportView { try give(views.list) }
    public func flags() throws -> FlagsView { try give(views.flags) }
    public func importColumns(_ token: String, _ choices: [ColumnChoice]) throws -> ImportView {
        columns.append(contentsOf: choices)
        return try give(views.list)
    }
    public func batches() throws -> BatchesView { try give(views.batches) }
    public func coverage(of class_: String?, in division: String?) throws -> CoverageView {
        try give(views.coverage)
    }
    public func addLook(household: String?, person: String?) throws -> AddView {
        try give(views.add)
    }
    public func addPerson(_ input: PersonInput) throws -> Outcome {
        added.append(input)
        return try give(outcome)
    }
    public func matches() throws -> MatchesView { try give(views.matches) }
    public func exportMatches(_ batch: String, to path: String) throws -> LedgerFile {
        try give(views.file)
    }
    public func contact(_ household: String, whose: String) throws -> ContactView {
        try give(views.contact)
    }
    public func call(flag: String?) throws -> CallView { try give(views.call) }
    public func installCalendar(_ path: String) throws -> Outcome { try give(outcome) }
    public func feedback() throws -> FeedbackView { try give(views.feedback) }
    public func handOverLook() throws -> HandOverView { try give(views.handOver) }
    public func handOver(to path: String, name: String) throws -> HandOverView {
        try give(views.handedOver)
    }
    public func look() throws -> LookSetting {
        views.look ?? LookSetting(size: .normal, theme: .system, mask: false)
    }
    public func handOverCheck(_ path: String) throws -> HandOverView {
        try give(views.handedOver)
    }
    public func takeOver(from path: String, code: String, _ input: SetupInput) throws -> Outcome {
        codes.append(code)
        setups.append(input)
        return try give(outcome)
    }
    public func wipeLook() throws -> WipeView { try give(views.wipe) }
    public func wipe(_ word: String) throws -> Outcome { try give(outcome) }
    /// Makes keeping a photo fail, or go well again.
    public func refuse(_ error: ApiError?) { refusal = error }
    public func photos(_ household: String, visit: String?) throws -> PhotosView {
        try give(views.photos)
    }
    public func addPhoto(_ input: PhotoInput) throws -> Outcome {
        if let refusal { throw refusal }
        photographed.append(input)
        waiting += 1
        return try give(Outcome(sentence: "", undo: nil, go: nil, changed: true))
    }
    public func makeCopy() throws -> Int {
        waiting = max(0, waiting - 1)
        return waiting
    }
    public func photo(_ photo: String) throws -> PhotoView { try give(views.photo) }
    public func picture(_ photo: String, thumb: Bool) throws -> Data {
        drawn.append(photo)
        return try give(views.picture)
    }
    public func stamped(_ photo: String, font: String, index: UInt32) throws -> Data {
        guard font == views.font else {
            throw ApiError.Unreadable(code: "photo_no_font", sentence: "photo_no_font")
        }
        return try give(views.stamped)
    }
    public func signing(_ visit: String) throws -> SigningView { try give(views.signing) }
    public func sign(_ input: SignInput) throws -> Outcome {
        signatures.append(input)
        return try give(Outcome(sentence: "", undo: nil, go: nil, changed: true))
    }
    public func evidence(_ household: String?) throws -> PageView { try give(views.evidence) }
    public func storage() throws -> PageView { try give(views.storage) }
    public func exportEvidence(
        _ visits: [String], originals: Bool, for receiver: String, to path: String
    ) throws -> Outcome {
        checks.append(receiver)
        return try give(Outcome(sentence: path, undo: nil, go: nil, changed: true))
    }
    public func verifyEvidence(_ path: String?) throws -> PageView {
        checks.append(path ?? "")
        return try give(views.verified)
    }
    public func keepReceipt(_ path: String) throws -> Outcome {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        checks.append(name)
        return try give(Outcome(sentence: name, undo: nil, go: nil, changed: true))
    }
    public func more() throws -> MoreView { try give(views.more) }
    public func settings() throws -> SettingsView { try give(views.settings) }
    public func backup(to path: String) throws -> Outcome { try give(outcome) }
    public func recoveryCode() throws -> RecoveryView { try give(views.recovery) }
}
