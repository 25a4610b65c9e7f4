import Foundation
import SwiftUI
import Tanfang
import TanfangShell
import Testing

@testable import TanfangScreens

/// The screens over the real core: what a worker does in the first week.
@MainActor
@Suite struct WalkTests {
    static let noon = Int64(1_795_140_000_000)
    static let day = Int64(86_400_000)

    private func core(_ folder: String, day: Int64 = 0) throws -> RealCore {
        try RealCore(folder: folder, nowMs: Self.noon + day * Self.day, seed: 7 + day)
    }

    private func begin(_ folder: String) async throws -> Phone {
        let phone = try Phone(try core(folder))
        await phone.settle()
        phone.host.enter("赵小川", into: Strings.First.name)
        phone.host.enter("石板村", into: Strings.First.village)
        phone.host.enter("990101001001", into: Strings.First.division)
        await phone.tap("网格员")
        await phone.tap("开始用")
        return phone
    }

    private func importList(_ phone: Phone, _ name: String) async throws {
        phone.app.go(.import)
        await phone.settle()
        await phone.tap("选一张表")
        phone.host.pick(repository.appending(path: "tests/data/rosters/\(name)"))
        await phone.settle()
    }

    private func card(_ phone: Phone, _ name: String) throws -> Node {
        try #require(phone.host.all.first { $0.kind == .button && $0.spoken.hasPrefix(name) })
    }

    @Test func setUpImportVisitAndTheLedgerIsFilled() async throws {
        let folder = try temporaryFolder()
        let phone = try await begin(folder)
        #expect(phone.app.trail.here != .first)

        try await importList(phone, "clean.xlsx")
        #expect(phone.shows("41"))
        await phone.tapPrimary()
        phone.app.dismiss()
        phone.app.go(.today)
        await phone.settle()
        try phone.draw("today")
        phone.app.go(.homes)
        await phone.settle()
        phone.host.enter("zmc", into: Strings.Homes.search)
        await phone.settle()
        await phone.tap(try card(phone, "赵满仓").spoken)
        try phone.draw("home")
        await phone.tap("去走访")
        try phone.draw("visit")
        guard case .visit = phone.app.trail.here else {
            Issue.record("the visit did not open: \(phone.host.outline)")
            return
        }
        phone.host.enter("2027-12-31", into: "协议到哪天? \(Strings.Visit.typeDay)")
        await phone.settle()
        // The first option of every other question that has options, one tap each.
        for _ in 0..<60 {
            guard let next = unanswered(phone) else { break }
            next.act()
            await phone.settle()
        }
        await phone.tapPrimary()
        #expect(phone.app.news?.problem == false, "\(phone.app.news?.sentence ?? "")")
        phone.app.go(.ledger(ledger: "L06"))
        await phone.settle()
        #expect(phone.shows("走访探视记录簿"))
        try phone.draw("ledger")
        await phone.tap("存成Excel")
        let share = try #require(phone.host.all.first { $0.kind == .share })
        #expect(share.value?.hasSuffix(".xlsx") == true)

        try await routine(folder)
    }

    /// A week later everything is known: the routine visit takes six taps and nothing typed.
    private func routine(_ folder: String) async throws {
        let phone = try Phone(try core(folder, day: 7))
        await phone.settle()
        let cards = phone.host.all.drop { !($0.kind == .button && $0.spoken.hasPrefix("赵满仓")) }
        try #require(cards.first { $0.isControl && $0.spoken == "去走访" }).press()
        await phone.settle()
        var taps = 1
        for word in ["见到本人", "正常", "来过"] {
            await phone.tap(word)
            taps += 1
        }
        let same = try #require(
            phone.host.all.first { $0.isControl && $0.isEnabled && $0.spoken.contains("一样") })
        await phone.tap(same.spoken)
        await phone.tap("走访完成")
        taps += 2
        #expect(taps == 6)
        #expect(phone.app.news?.problem == false, "\(phone.app.news?.sentence ?? "")")
        let left = phone.host.all.filter { $0.kind == .button && $0.spoken.hasPrefix("赵满仓") }
        #expect(left.map(\.spoken) == [], "the home is done for this week")
    }

    @Test func nobodyHomeIsTwoTaps() async throws {
        let folder = try temporaryFolder()
        let phone = try await begin(folder)
        try await importList(phone, "clean.xlsx")
        await phone.tapPrimary()
        phone.app.go(.today)
        await phone.settle()
        await phone.tap("去走访")
        await phone.tap("家中无人")
        await phone.tapPrimary()
        #expect(phone.app.news?.problem == false, "\(phone.app.news?.sentence ?? "")")
        if case .visit = phone.app.trail.here { Issue.record("the attempt was not written") }
    }

    @Test func aMessyListIsShownCellByCell() async throws {
        let phone = try await begin(try temporaryFolder())
        try await importList(phone, "messy.xlsx")
        #expect(phone.host.texts.contains { $0.contains("D18") }, "the cell of a number too short")
        await phone.tapPrimary()
        #expect(phone.app.news?.problem == false, "\(phone.app.news?.sentence ?? "")")
    }

    @Test func aFileThatIsNoListIsRefusedInWords() async throws {
        let phone = try await begin(try temporaryFolder())
        phone.app.go(.import)
        await phone.settle()
        await phone.tap("选一张表")
        phone.host.pick(try emptyFile(phone))
        await phone.settle()
        #expect(phone.app.news?.problem == true)
        #expect(phone.app.trail.here == .import)
    }

    @Test func everyTextIsThereInLargeLettersAndNoneIsSaidTwice() async throws {
        let phone = try await begin(try temporaryFolder())
        for screen in [Screen.today, .homes, .flags, .more, .settings, .ledger(ledger: "L06")] {
            phone.app.go(screen)
            await phone.settle()
            let usual = phone.host.texts.sorted()
            phone.host.env.dynamicTypeSize = .accessibility3
            #expect(phone.host.texts.sorted() == usual)
            phone.host.env.dynamicTypeSize = .large
            for control in phone.host.all.filter(\.isControl) { #expect(!control.spoken.isEmpty) }
        }
    }

    /// The first option of a question of which none is chosen.
    private func unanswered(_ phone: Phone) -> (act: () -> Void, said: String)? {
        // A question's options stand in one row: buttons between two buttons of 为什么问.
        var options: [Node] = []
        var typed = false
        for node in phone.host.all where node.isControl {
            if node.spoken.hasPrefix(Strings.Visit.why) || node.identifier == "primary" {
                if let first = options.first, !typed, !options.contains(where: \.isSelected) {
                    return ({ first.press() }, first.spoken)
                }
                (options, typed) = ([], false)
            } else if node.kind == .field {
                typed = node.value?.isEmpty == false
            } else if node.identifier == "choice" {
                options.append(node)
            }
        }
        return nil
    }
}

/// The repository, found upwards from this file.
let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

/// Makes an empty folder.
func temporaryFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "tanfang-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path
}
