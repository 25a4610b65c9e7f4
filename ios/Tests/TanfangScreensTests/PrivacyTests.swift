import Foundation
import SwiftUI
import Tanfang
import Testing

@testable import TanfangScreens

/// 遮: one tap, and nothing private is there, neither to be read nor heard.
@MainActor
@Suite struct PrivacyTests {
    // Outside of the macro: a closure in its argument crashes the compiler (6.0.3).
    nonisolated static let names = Samples.screens.map(\.name).filter { $0 != "import" && $0 != "first" }

    @Test(arguments: names)
    func oneTapHidesNamesAndLabels(_ name: String) async throws {
        let screen = try #require(Samples.screens.first { $0.name == name }).screen
        let phone = try await Phone.sample(screen)
        if name == "home" { await phone.tap("看全部") }
        let before = phone.host.outline
        await phone.tap("遮")
        let after = phone.host.outline
        #expect(Samples.secrets.filter { after.contains($0) }.isEmpty)
        let open = ["more", "settings", "why", "batches", "feedback", "recovery", "handover", "wipe", "policies", "policy", "events", "campaigns", "reports", "form", "storage"]
        if !open.contains(name) {
            #expect(Samples.secrets.contains { before.contains($0) }, "there was something to hide")
        }
        await phone.tap("遮")
        #expect(phone.host.outline == before)
    }

    @Test func aListThatIsLookedAtIsHiddenToo() async throws {
        let phone = try await Phone.sample(.import)
        await phone.tap("选一张表")
        phone.host.pick(try emptyFile(phone))
        await phone.settle()
        #expect(phone.shows("13900000002"))
        await phone.tap("遮")
        #expect(Samples.secrets.filter { phone.host.outline.contains($0) }.isEmpty)
    }
}

/// A file as another app would lend it.
@MainActor func emptyFile(_ phone: Phone) throws -> URL {
    let file = phone.folder.appending(path: "list.xlsx")
    try FileManager.default.createDirectory(at: phone.folder, withIntermediateDirectories: true)
    try Data().write(to: file)
    return file
}
