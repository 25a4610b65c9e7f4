import Foundation
import Testing

@testable import Tanfang

/// Replays the walk of `tests/vectors/views` through the FFI, to the byte.
@Suite struct VectorTests {
    @Test func theWalkGivesTheSameBytesAsRust() throws {
        let core = try Tanfang.openFixed(
            dir: temporaryFolder(), nowMs: 1_795_140_000_000, seed: 7)
        var walk = Walk()

        try walk.step("01_first", core.first())
        let setup = SetupInput(
            name: "赵小川", roles: ["GridMember"], village: "石板村",
            division: "990101001001", practice: false)
        try walk.step("02_setup", core.setup(input: setup))
        let list = repository.appending(path: "tests/data/rosters/clean.xlsx").path
        let found = try walk.step("03_import", core.importLook(path: list))
        try walk.step("04_imported", core.send(intent: found.primary.intent))
        try walk.step("05_today", core.today())
        let homes = try walk.step("06_homes", core.homes(query: "zmc", shown: 0))
        let row = try #require(homes.groups.first?.rows.first)
        let home = try walk.step("07_home", core.home(household: row.household))
        guard case .why(let key)? = home.due.first?.go else {
            Issue.record("the first duty leads to no reason")
            return
        }
        try walk.step("08_why", core.why(key: key))
        let primary = try #require(home.primary)
        let opened = try walk.step("09_opened", core.send(intent: primary.intent))
        guard case .visit(let visit)? = opened.go else {
            Issue.record("opening a visit leads to no visit")
            return
        }
        var view = try walk.step("10_visit", core.visit(visit: visit))
        var first = true
        while let question = view.groups.flatMap(\.questions).first(where: {
            !$0.answered && !$0.options.isEmpty
        }) {
            let input = VisitInput(
                key: question.key, value: .choose(codes: [question.options[0].code]))
            view = try core.visitAnswer(visit: visit, input: input)
            if first { try walk.step("11_answered", view) }
            first = false
        }
        try walk.step("12_all", view)
        try walk.step("13_closed", core.send(intent: view.primary.intent))
        try walk.step("14_ledger", core.ledger(ledger: "L06", period: nil, book: nil))
        try walk.step("15_after", core.today())
        try walk.step("16_flags", core.flags())
        let after = try walk.step("17_home", core.home(household: home.household))
        let card = try #require(after.hints.first?.cards.first)
        try walk.step("18_hint", core.hint(household: home.household, key: card.key))
        let policies = try walk.step("19_policies", core.policies(query: ""))
        let policy = try #require(policies.rows.first)
        try walk.step("20_policy", core.policy(key: policy.key))
        let order = try core.today().filters[0].choices[1]
        try walk.step("21_way", core.todayBy(filter: order.key, query: ""))
        try walk.step("22_month", core.month(month: nil))
        try walk.step("23_missed", core.missed(household: home.household))
        let question = try #require(core.form(key: "plan").groups.first?.questions.first)
        let input = VisitInput(key: question.key, value: .choose(codes: [question.options[0].code]))
        try walk.step("24_form", core.formAnswer(key: "plan", input: input))
        try walk.step("25_events", core.events())
        try walk.step("26_campaigns", core.campaigns())
        try walk.step("27_reports", core.reports())
        #expect(walk.steps == walk.files(), "every file of the walk was compared")
    }
}

/// Compares each step with its file.
private struct Walk {
    var steps: [String] = []
    private let folder = repository.appending(path: "tests/vectors/views")

    @discardableResult
    mutating func step<View>(_ name: String, _ view: View) throws -> View {
        steps.append(name)
        let wanted = try String(
            contentsOf: folder.appending(path: name + ".json"), encoding: .utf8)
        let got = viewJson(view) + "\n"
        if got != wanted {
            let common = zip(got, wanted).prefix { $0 == $1 }.count
            let from = max(0, common - 60)
            Issue.record(
                """
                \(name) differs at \(common):
                got    …\(got.dropFirst(from).prefix(160))
                wanted …\(wanted.dropFirst(from).prefix(160))
                """)
        }
        return view
    }

    func files() -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (names ?? []).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
            .sorted()
    }
}

/// The repository, found upwards from this file.
let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Makes an empty folder.
func temporaryFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "tanfang-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path
}
