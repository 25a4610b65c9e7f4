import Foundation
import Tanfang
import Testing

@testable import TanfangShell

@Suite struct TrailTests {
    private let home = Screen.home(household: "h1")

    @Test func aPlaceBeginsAnew() {
        var trail = Trail()
        trail.go(home)
        #expect(trail.here == home)
        trail.go(.more)
        #expect(trail.here == .more && trail[.today] == [home])
        trail.go(.today)
        #expect(trail.here == .today && trail[.today].isEmpty)
    }

    @Test func whatWasPassedIsGoneBackTo() {
        var trail = Trail()
        for screen in [home, .visit(visit: "v"), .why(key: "k"), home] { trail.go(screen) }
        #expect(trail[.today] == [home])
        #expect(trail.back() && !trail.back())
        #expect(trail.here == .today)
    }

    @Test func theFirstScreenStandsAloneAndLeavesNothingBehind() {
        var trail = Trail()
        trail.go(.more)
        trail.go(.first)
        #expect(trail.here == .first && !trail.back())
        trail.go(.import)
        #expect(trail[.today] == [.import] && !trail.first)
    }
}

@Suite struct CivilDayTests {
    @Test func aDayIsReadOnlyAsItIsWritten() {
        #expect(CivilDay("2026-11-20")?.description == "2026-11-20")
        for wrong in ["", "2026-11-3", "2026-02-30", "2026-13-01", "20261120", "2026-11-20 ", "a-b-c"] {
            #expect(CivilDay(wrong) == nil, "\(wrong)")
        }
    }

    @Test func daysAreCountedOverMonthsAndLeapYears() throws {
        let day = try #require(CivilDay("2028-02-28"))
        #expect(day.adding(1).description == "2028-02-29")
        #expect(day.adding(2).description == "2028-03-01")
        #expect(day.adding(-59).description == "2027-12-31")
        #expect(day < day.adding(1))
    }

    @Test func theDayIsThatOfTheWorkAndNotOfThePhone() {
        // 16:00 UTC is midnight in Shanghai.
        #expect(CivilDay(Date(timeIntervalSince1970: 1_795_104_000 - 1)).description == "2026-11-19")
        #expect(CivilDay(Date(timeIntervalSince1970: 1_795_104_000)).description == "2026-11-20")
    }
}

@Suite struct OutFilesTests {
    @Test func aFileOfALedgerIsNamedAfterItAndNobody() {
        #expect(
            OutFiles.name("走访探视记录簿 · 11月 · 石板村", .xlsx) == "走访探视记录簿-11月-石板村.xlsx")
        #expect(OutFiles.name("a/b:c", .print) == "a-b-c.html")
    }

    @Test func whatIsBorrowedIsGoneWhenCleared() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let files = OutFiles(below: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let lent = folder.appending(path: "a.xlsx")
        try Data([1]).write(to: lent)
        let copy = try files.borrow(lent)
        #expect(try Data(contentsOf: copy) == Data([1]) && copy != lent)
        #expect(try files.borrow(lent) == copy, "a second time replaces the first")
        files.clear()
        #expect(!FileManager.default.fileExists(atPath: copy.path))
        #expect(FileManager.default.fileExists(atPath: lent.path))
        // What a killed app left is gone at the next start.
        _ = try files.borrow(lent)
        _ = OutFiles(below: folder)
        #expect(!FileManager.default.fileExists(atPath: copy.path))
    }
}

@MainActor
@Suite struct AppModelTests {
    @Test func tapsAreDoneInTheOrderAsked() async {
        let core = FakeCore(outcome: Outcome(sentence: "", undo: nil, go: nil, changed: true))
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let app = AppModel(core, files: OutFiles(below: folder))
        let visits = (0..<50).map { Intent.closeVisit(visit: "\($0)") }
        for intent in visits { app.send(intent) }
        await app.rest()
        #expect(await core.sent == visits)
        #expect(app.changes == 50 && app.news == nil)
    }

    @Test func goingAwayPutsTheSentenceAway() async {
        let core = FakeCore(outcome: Outcome(sentence: "记下了", undo: nil, go: .today, changed: true))
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let app = AppModel(core, files: OutFiles(below: folder))
        app.go(.visit(visit: "v"))
        app.send(.closeVisit(visit: "v"))
        await app.rest()
        #expect(app.news == News("记下了") && app.trail.here == .today)
        app.go(.homes)
        #expect(app.news == nil)
    }
}
