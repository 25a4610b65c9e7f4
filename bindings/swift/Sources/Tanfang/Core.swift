import Foundation
@_exported import TanfangFFI

/// What screens ask of the core: a view a screen, an outcome a tap.
///
/// The generated records are used as they are; the generated object hides behind
/// this protocol, which fakes implement.
public protocol Core: Sendable {
    /// Returns 首次打开.
    func first() async throws -> FirstView
    /// Records who works here and in which village.
    func setup(_ input: SetupInput) async throws -> Outcome
    /// Returns 今天.
    func today() async throws -> TodayView
    /// Returns 今天 by a filter that a view of it gave, for a search text; both may be empty.
    func today(by filter: String, query: String) async throws -> TodayView
    /// Returns 本月, or another month (`2026-11`).
    func month(_ month: String?) async throws -> MonthView
    /// Returns 没见到人 of a home: what was found, and when to try again.
    func missed(_ household: String) async throws -> PageView
    /// Returns 事件: what is going on in the place, and what it changes.
    func events() async throws -> PageView
    /// Returns 活动: every campaign.
    func campaigns() async throws -> PageView
    /// Returns 活动 of one campaign, or of one of its classes.
    func campaign(_ key: String) async throws -> PageView
    /// Returns 报送: what is to be handed in by when, and what was.
    func reports() async throws -> PageView
    /// Returns a short form, by the key that a view gave.
    func form(_ key: String) async throws -> FormView
    /// Keeps one answer of a short form durably, then gives the form as it now stands.
    func answerForm(_ key: String, _ input: VisitInput) async throws -> FormView
    /// Returns 各户 for a search text, where an empty text finds every home, with the rows of
    /// so many homes, a page at least.
    func homes(_ query: String, shown: UInt32) async throws -> HomesView
    /// Returns 一户.
    func home(_ household: String) async throws -> HomeView
    /// Returns 提示 of one scheme, by the key that 一户 gave.
    func hint(_ household: String, key: String) async throws -> HintView
    /// Takes an answer to a question of 提示; then everything is judged anew.
    func answerHint(_ household: String, _ input: VisitInput) async throws -> Outcome
    /// Returns incomes, expenses or property, by the key that a question gave.
    func items(_ household: String, key: String) async throws -> ItemsView
    /// Writes one more item down; an input a field.
    func addItem(_ household: String, key: String, _ inputs: [VisitInput]) async throws -> Outcome
    /// Returns 政策 for a search text; an empty text gives every scheme in force.
    func policies(_ query: String) async throws -> PoliciesView
    /// Returns 政策 of one scheme.
    func policy(_ key: String) async throws -> PolicyView
    /// Returns 走访 of a visit whose draft is open.
    func visit(_ visit: String) async throws -> VisitView
    /// Takes one answer; it is durable when the call returns.
    func answer(_ visit: String, _ input: VisitInput) async throws -> VisitView
    /// Does what a tap means.
    func send(_ intent: Intent) async throws -> Outcome
    /// Returns 为什么 for a key that another view gave.
    func why(_ key: String) async throws -> WhyView
    /// Returns 台账 for a period such as `2026-11` and one of its books; without them, the present one, the first.
    func ledger(_ ledger: String, period: String?, book: String?) async throws -> LedgerView
    /// Writes a ledger to a file that the worker chose.
    func export(
        _ ledger: String, period: String?, book: String?, as format: ExportFormat, to path: String
    ) async throws -> LedgerFile
    /// Reads a list and returns what it would change; nothing is written.
    func lookAtList(_ path: String) async throws -> ImportView
    /// Returns 线索: every open flag.
    func flags() async throws -> FlagsView
    /// Reads a list that was looked at once more, with other columns; they are remembered.
    func importColumns(_ token: String, _ choices: [ColumnChoice]) async throws -> ImportView
    /// Returns 导入记录.
    func batches() async throws -> BatchesView
    /// Returns 名册对数 of all classes, of one, or of one in one village.
    func coverage(of class_: String?, in division: String?) async throws -> CoverageView
    /// Returns 加一人 for a home, for a new home, or for a person who is known.
    func addLook(household: String?, person: String?) async throws -> AddView
    /// Records somebody no list names, as a candidate.
    func addPerson(_ input: PersonInput) async throws -> Outcome
    /// Returns 比对核实.
    func matches() async throws -> MatchesView
    /// Writes the answered match list to a file that the worker chose.
    func exportMatches(_ batch: String, to path: String) async throws -> LedgerFile
    /// Returns 打通了吗 for a number of a home.
    func contact(_ household: String, whose: String) async throws -> ContactView
    /// Returns 紧急电话, for a flag or for any time.
    func call(flag: String?) async throws -> CallView
    /// Takes a working-day calendar from a file.
    func installCalendar(_ path: String) async throws -> Outcome
    /// Returns 投诉建议.
    func feedback() async throws -> FeedbackView
    /// Returns what stands on 交给接手的人 before the file is written.
    func handOverLook() async throws -> HandOverView
    /// Writes the encrypted file for the successor; its one-time code is shown once.
    func handOver(to path: String, name: String) async throws -> HandOverView
    /// Returns how the screens look on this phone; quick, for before the first screen.
    func look() async throws -> LookSetting
    /// Returns what must read the same on both screens for the file of somebody who hands over.
    func handOverCheck(_ path: String) async throws -> HandOverView
    /// Takes over what somebody handed over, into this empty store.
    func takeOver(from path: String, code: String, _ input: SetupInput) async throws -> Outcome
    /// Returns what wiping would lose.
    func wipeLook() async throws -> WipeView
    /// Removes everything of this worker from this phone.
    func wipe(_ word: String) async throws -> Outcome
    /// Returns 照片 of a visit, or of a home outside of any visit.
    func photos(_ household: String, visit: String?) async throws -> PhotosView
    /// Keeps a photo; the file and its record are durable when the call returns. Its copy is made by
    /// `makeCopy`.
    func addPhoto(_ input: PhotoInput) async throws -> Outcome
    /// Makes the copy of the oldest photo that has none; returns how many are left.
    func makeCopy() async throws -> Int
    /// Returns one photo with what can be said about it.
    func photo(_ photo: String) async throws -> PhotoView
    /// Returns the picture of a photo as a JPEG: the copy to show, or the thumbnail.
    func picture(_ photo: String, thumb: Bool) async throws -> Data
    /// Returns the copy of a photo with the watermark of its record drawn on it, as a JPEG.
    ///
    /// `font` is a file of the platform that has Chinese, `index` the font's place in it; one that
    /// cannot be drawn with is `ApiError.Unreadable` with the code `photo_no_font`.
    func stamped(_ photo: String, font: String, index: UInt32) async throws -> Data
    /// Returns 签字 of a visit that was closed.
    func signing(_ visit: String) async throws -> SigningView
    /// Keeps a signature, or that there is none.
    func sign(_ input: SignInput) async throws -> Outcome
    /// Returns what is worth a second look in a home, or in every home.
    func evidence(_ household: String?) async throws -> PageView
    /// Returns 存储: the room that photos take, and what may be freed.
    func storage() async throws -> PageView
    /// Writes the evidence of visits (all, if none is named) to a file that others can check.
    func exportEvidence(
        _ visits: [String], originals: Bool, for receiver: String, to path: String
    ) async throws -> Outcome
    /// Checks this phone's own records, or a file or folder that was handed out.
    func verifyEvidence(_ path: String?) async throws -> PageView
    /// Keeps the receipts of a file that came back from the township, or its public key.
    func keepReceipt(_ path: String) async throws -> Outcome
    /// Returns 更多.
    func more() async throws -> MoreView
    /// Returns 设置.
    func settings() async throws -> SettingsView
    /// Writes one encrypted file from which the store can be restored.
    func backup(to path: String) async throws -> Outcome
    /// Makes a recovery code, which replaces the one before and is shown once.
    func recoveryCode() async throws -> RecoveryView
}

extension Core {
    /// Returns 各户 for a search text, the first page of it.
    public func homes(_ query: String) async throws -> HomesView {
        try await homes(query, shown: 0)
    }
}

/// The core itself, off the main thread: its calls are synchronous and may touch the disk.
public actor RealCore: Core {
    private let object: Tanfang

    /// Opens the store in a folder, or makes one there.
    public init(folder: String, practice: Bool = false) throws {
        object = try Tanfang.`open`(dir: folder, practice: practice)
    }

    /// Opens the store in a folder with its keys in the platform's keystore.
    ///
    /// Where that lost them, the error is `ApiError.Store` with the code `store_no_key`:
    /// `init(recovering:code:secrets:deviceKey:pictures:)` opens it. `pictures` decodes HEIC; without
    /// it such a photo is kept and has no copy. None of them may call the core back.
    public init(
        folder: String, practice: Bool = false, secrets: any SecretStore,
        deviceKey: (any DeviceKey)?, pictures: (any PictureDecoder)? = nil
    ) throws {
        object = try Tanfang.openWith(
            dir: folder, practice: practice, secrets: secrets, deviceKey: deviceKey,
            pictures: pictures)
    }

    /// Opens a store whose keys were lost with the recovery code; the keystore gets new ones.
    public init(
        recovering folder: String, code: String, secrets: any SecretStore,
        deviceKey: (any DeviceKey)?, pictures: (any PictureDecoder)? = nil
    ) throws {
        object = try Tanfang.recoverWith(
            dir: folder, practice: false, code: code, secrets: secrets, deviceKey: deviceKey,
            pictures: pictures)
    }

    /// Opens a store whose clock stands still and whose draws are seeded; for tests.
    public init(folder: String, nowMs: Int64, seed: Int64) throws {
        object = try Tanfang.openFixed(dir: folder, nowMs: nowMs, seed: seed)
    }

    public func first() throws -> FirstView { try object.first() }
    public func setup(_ input: SetupInput) throws -> Outcome { try object.setup(input: input) }
    public func today() throws -> TodayView { try object.today() }
    public func today(by filter: String, query: String) throws -> TodayView {
        try object.todayBy(filter: filter, query: query)
    }
    public func month(_ month: String?) throws -> MonthView { try object.month(month: month) }
    public func missed(_ household: String) throws -> PageView {
        try object.missed(household: household)
    }
    public func events() throws -> PageView { try object.events() }
    public func campaigns() throws -> PageView { try object.campaigns() }
    public func campaign(_ key: String) throws -> PageView { try object.campaign(key: key) }
    public func reports() throws -> PageView { try object.reports() }
    public func form(_ key: String) throws -> FormView { try object.form(key: key) }
    public func answerForm(_ key: String, _ input: VisitInput) throws -> FormView {
        try object.formAnswer(key: key, input: input)
    }
    public func homes(_ query: String, shown: UInt32) throws -> HomesView {
        try object.homes(query: query, shown: shown)
    }
    public func home(_ household: String) throws -> HomeView {
        try object.home(household: household)
    }
    public func visit(_ visit: String) throws -> VisitView { try object.visit(visit: visit) }
    public func answer(_ visit: String, _ input: VisitInput) throws -> VisitView {
        try object.visitAnswer(visit: visit, input: input)
    }
    public func send(_ intent: Intent) throws -> Outcome { try object.send(intent: intent) }
    public func why(_ key: String) throws -> WhyView { try object.why(key: key) }
    public func hint(_ household: String, key: String) throws -> HintView {
        try object.hint(household: household, key: key)
    }
    public func answerHint(_ household: String, _ input: VisitInput) throws -> Outcome {
        try object.answerHint(household: household, input: input)
    }
    public func items(_ household: String, key: String) throws -> ItemsView {
        try object.items(household: household, key: key)
    }
    public func addItem(_ household: String, key: String, _ inputs: [VisitInput]) throws -> Outcome {
        try object.addItem(household: household, key: key, inputs: inputs)
    }
    public func policies(_ query: String) throws -> PoliciesView { try object.policies(query: query) }
    public func policy(_ key: String) throws -> PolicyView { try object.policy(key: key) }
    public func ledger(_ ledger: String, period: String?, book: String?) throws -> LedgerView {
        try object.ledger(ledger: ledger, period: period, book: book)
    }
    public func export(
        _ ledger: String, period: String?, book: String?, as format: ExportFormat, to path: String
    ) throws -> LedgerFile {
        try object.ledgerExport(
            ledger: ledger, period: period, book: book, format: format, path: path)
    }
    public func lookAtList(_ path: String) throws -> ImportView {
        try object.importLook(path: path)
    }
    public func flags() throws -> FlagsView { try object.flags() }
    public func importColumns(_ token: String, _ choices: [ColumnChoice]) throws -> ImportView {
        try object.importColumns(token: token, choices: choices)
    }
    public func batches() throws -> BatchesView { try object.batches() }
    public func coverage(of class_: String?, in division: String?) throws -> CoverageView {
        try object.coverage(class: class_, division: division)
    }
    public func addLook(household: String?, person: String?) throws -> AddView {
        try object.addLook(household: household, person: person)
    }
    public func addPerson(_ input: PersonInput) throws -> Outcome {
        try object.addPerson(input: input)
    }
    public func matches() throws -> MatchesView { try object.matches() }
    public func exportMatches(_ batch: String, to path: String) throws -> LedgerFile {
        try object.matchExport(batch: batch, path: path)
    }
    public func contact(_ household: String, whose: String) throws -> ContactView {
        try object.contact(household: household, whose: whose)
    }
    public func call(flag: String?) throws -> CallView { try object.call(flag: flag) }
    public func installCalendar(_ path: String) throws -> Outcome {
        try object.installCalendar(path: path)
    }
    public func feedback() throws -> FeedbackView { try object.feedback() }
    public func handOverLook() throws -> HandOverView { try object.handOverLook() }
    public func handOver(to path: String, name: String) throws -> HandOverView {
        try object.handOver(path: path, toName: name)
    }
    public func look() throws -> LookSetting { try object.look() }
    public func handOverCheck(_ path: String) throws -> HandOverView {
        try TanfangFFI.handOverCheck(from: path)
    }
    public func takeOver(from path: String, code: String, _ input: SetupInput) throws -> Outcome {
        try object.takeOverHere(from: path, code: code, input: input)
    }
    public func wipeLook() throws -> WipeView { try object.wipeLook() }
    public func wipe(_ word: String) throws -> Outcome { try object.wipe(word: word) }
    public func photos(_ household: String, visit: String?) throws -> PhotosView {
        try object.photos(household: household, visit: visit)
    }
    public func addPhoto(_ input: PhotoInput) throws -> Outcome { try object.photoAdd(input: input) }
    public func makeCopy() throws -> Int { Int(try object.photoWork()) }
    public func photo(_ photo: String) throws -> PhotoView { try object.photo(photo: photo) }
    public func picture(_ photo: String, thumb: Bool) throws -> Data {
        try object.photoPicture(photo: photo, thumb: thumb)
    }
    public func stamped(_ photo: String, font: String, index: UInt32) throws -> Data {
        try object.photoStamped(photo: photo, font: font, index: index)
    }
    public func signing(_ visit: String) throws -> SigningView { try object.signing(visit: visit) }
    public func sign(_ input: SignInput) throws -> Outcome { try object.sign(input: input) }
    public func evidence(_ household: String?) throws -> PageView {
        try object.evidence(household: household)
    }
    public func storage() throws -> PageView { try object.storage() }
    public func exportEvidence(
        _ visits: [String], originals: Bool, for receiver: String, to path: String
    ) throws -> Outcome {
        try object.evidenceExport(visits: visits, originals: originals, to: receiver, path: path)
    }
    public func verifyEvidence(_ path: String?) throws -> PageView {
        try object.evidenceVerify(path: path)
    }
    public func keepReceipt(_ path: String) throws -> Outcome {
        try object.evidenceReceipt(path: path)
    }
    public func more() throws -> MoreView { try object.more() }
    public func settings() throws -> SettingsView { try object.settings() }
    public func backup(to path: String) throws -> Outcome { try object.backup(path: path) }
    public func recoveryCode() throws -> RecoveryView { try object.recoveryCode() }
}
