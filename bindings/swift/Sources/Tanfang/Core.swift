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
    /// Returns 各户 for a search text; an empty text gives every home.
    func homes(_ query: String) async throws -> HomesView
    /// Returns 一户.
    func home(_ household: String) async throws -> HomeView
    /// Returns 走访 of a visit whose draft is open.
    func visit(_ visit: String) async throws -> VisitView
    /// Takes one answer; it is durable when the call returns.
    func answer(_ visit: String, _ input: VisitInput) async throws -> VisitView
    /// Does what a tap means.
    func send(_ intent: Intent) async throws -> Outcome
    /// Returns 为什么 for a key that another view gave.
    func why(_ key: String) async throws -> WhyView
    /// Returns 台账 for a month such as `2026-11`; without one, the present month.
    func ledger(_ ledger: String, month: String?) async throws -> LedgerView
    /// Writes a ledger to a file that the worker chose.
    func export(
        _ ledger: String, month: String?, as format: ExportFormat, to path: String
    ) async throws -> LedgerFile
    /// Reads a list and returns what it would change; nothing is written.
    func lookAtList(_ path: String) async throws -> ImportView
    /// Returns 线索: every open flag.
    func flags() async throws -> FlagsView
    /// Returns 更多.
    func more() async throws -> MoreView
    /// Returns 设置.
    func settings() async throws -> SettingsView
    /// Writes one encrypted file from which the store can be restored.
    func backup(to path: String) async throws -> Outcome
    /// Makes a recovery code, which replaces the one before and is shown once.
    func recoveryCode() async throws -> RecoveryView
}

/// The core itself, off the main thread: its calls are synchronous and may touch the disk.
public actor RealCore: Core {
    private let object: Tanfang

    /// Opens the store in a folder, or makes one there.
    public init(folder: String, practice: Bool = false) throws {
        object = try Tanfang.`open`(dir: folder, practice: practice)
    }

    /// Opens a store whose clock stands still and whose draws are seeded; for tests.
    public init(folder: String, nowMs: Int64, seed: Int64) throws {
        object = try Tanfang.openFixed(dir: folder, nowMs: nowMs, seed: seed)
    }

    public func first() throws -> FirstView { try object.first() }
    public func setup(_ input: SetupInput) throws -> Outcome { try object.setup(input: input) }
    public func today() throws -> TodayView { try object.today() }
    public func homes(_ query: String) throws -> HomesView { try object.homes(query: query) }
    public func home(_ household: String) throws -> HomeView {
        try object.home(household: household)
    }
    public func visit(_ visit: String) throws -> VisitView { try object.visit(visit: visit) }
    public func answer(_ visit: String, _ input: VisitInput) throws -> VisitView {
        try object.visitAnswer(visit: visit, input: input)
    }
    public func send(_ intent: Intent) throws -> Outcome { try object.send(intent: intent) }
    public func why(_ key: String) throws -> WhyView { try object.why(key: key) }
    public func ledger(_ ledger: String, month: String?) throws -> LedgerView {
        try object.ledger(ledger: ledger, month: month)
    }
    public func export(
        _ ledger: String, month: String?, as format: ExportFormat, to path: String
    ) throws -> LedgerFile {
        try object.ledgerExport(ledger: ledger, month: month, format: format, path: path)
    }
    public func lookAtList(_ path: String) throws -> ImportView {
        try object.importLook(path: path)
    }
    public func flags() throws -> FlagsView { try object.flags() }
    public func more() throws -> MoreView { try object.more() }
    public func settings() throws -> SettingsView { try object.settings() }
    public func backup(to path: String) throws -> Outcome { try object.backup(path: path) }
    public func recoveryCode() throws -> RecoveryView { try object.recoveryCode() }
}
