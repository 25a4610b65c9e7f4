import Foundation
import Testing

@testable import Tanfang

/// What arrives in Swift when something goes wrong on the other side.
@Suite struct BoundaryTests {
    @Test func anErrorArrivesTyped() {
        #expect(throws: ApiError.Invalid(code: "fault", sentence: "")) {
            try fault(kind: .error)
        }
    }

    @Test func aPanicIsCaughtAndTheObjectStaysUsable() throws {
        let core = try Tanfang.openFixed(dir: temporaryFolder(), nowMs: 1_795_140_000_000, seed: 1)
        #expect(throws: (any Error).self) { try fault(kind: .panic) }
        #expect(try core.first().sentences.count == 3)
    }

    @Test func aHomeThatIsNotThereIsAnErrorAndNoCrash() throws {
        let core = try Tanfang.openFixed(dir: temporaryFolder(), nowMs: 1_795_140_000_000, seed: 1)
        _ = try core.setup(input: worker)
        // No `#expect { } throws: { }`: Swift 6.0.3 crashes on a pattern in it.
        do {
            _ = try core.home(household: "nobody")
            Issue.record("a home was found")
        } catch ApiError.NotFound(_, let sentence) {
            #expect(!sentence.isEmpty)
        }
    }

    @Test func callsFromManyThreadsAtOnceAreAnswered() async throws {
        let core = try Tanfang.openFixed(dir: temporaryFolder(), nowMs: 1_795_140_000_000, seed: 1)
        _ = try core.setup(input: worker)
        let dates = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<16 {
                group.addTask { try core.today().date }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(dates.count == 1)
    }

    /// Swift has no close: the object lives as long as somebody holds it.
    @Test func aStoreMayBeOpenedAgainWhenTheObjectIsGone() throws {
        let folder = try temporaryFolder()
        do {
            let core = try Tanfang.openFixed(dir: folder, nowMs: 1_795_140_000_000, seed: 1)
            _ = try core.setup(input: worker)
        }
        let again = try Tanfang.openFixed(dir: folder, nowMs: 1_795_140_000_000, seed: 2)
        #expect(try again.first().ready)
    }

    private let worker = SetupInput(
        name: "赵小川", roles: ["GridMember"], village: "石板村",
        division: "990101001001", practice: false)
}
