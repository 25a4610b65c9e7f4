import Foundation
import SwiftUI
import Tanfang
import Testing

@testable import TanfangScreens

/// What must hold of every screen, at the sizes of letters that a worker may have set.
@MainActor
@Suite struct AccessibilityTests {
    nonisolated static let names = Samples.screens.map(\.name)
    nonisolated static let sizes: [DynamicTypeSize] = [.large, .xxxLarge, .accessibility5]

    private func show(_ name: String, _ size: DynamicTypeSize = .large) async throws -> Phone {
        let screen = try #require(Samples.screens.first { $0.name == name }).screen
        let phone = try await Phone.sample(screen, size: size)
        #expect(phone.app.trail.here == screen)
        return phone
    }

    @Test(arguments: names, sizes)
    func everyControlSaysWhatItIs(_ name: String, _ size: DynamicTypeSize) async throws {
        let phone = try await show(name, size)
        let controls = phone.host.all.filter(\.isControl)
        #expect(controls.count > 1)
        for control in controls { #expect(!control.spoken.isEmpty, "\(control.outline)") }
    }

    @Test(arguments: names)
    func noTwoControlsOfAScreenSayTheSame(_ name: String) async throws {
        let phone = try await show(name)
        let said = phone.host.all.filter { $0.isControl && $0.kind != .field }.map(\.spoken)
        let twice = Dictionary(grouping: said) { $0 }.filter { $0.value.count > 1 }.keys
        // The word of the action of a card stands below the name of its home.
        #expect(twice.filter { !["去走访", "给他家打电话"].contains($0) && !$0.contains("欧阳满仓") && name != "ledger" }.isEmpty)
    }

    @Test(arguments: names, [DynamicTypeSize.xxxLarge, .accessibility5])
    func largeLettersLeaveEveryTextThere(_ name: String, _ size: DynamicTypeSize) async throws {
        let usual = try await show(name).host.texts.sorted()
        let large = try await show(name, size).host.texts.sorted()
        #expect(large == usual)
    }

    @Test(arguments: names, sizes)
    func whatIsPressedIsLargeEnough(_ name: String, _ size: DynamicTypeSize) async throws {
        let phone = try await show(name, size)
        let screen = phone.host.laidOut(width: 375, height: 667)
        for control in screen.all where control.isControl {
            let frame = control.reach
            #expect(frame.width >= 44 && frame.height >= 44, "\(control.spoken) \(frame)")
        }
    }

    @Test(arguments: names, sizes)
    func noTextLeavesTheScreenAtItsSide(_ name: String, _ size: DynamicTypeSize) async throws {
        let phone = try await show(name, size)
        let screen = phone.host.laidOut(width: 375, height: 667)
        for text in screen.all where text.kind == .text && !text.text.isEmpty {
            #expect(text.frame.minX >= -0.5 && text.frame.maxX <= 375.5, "\(text.text) \(text.frame)")
        }
    }

    @Test(arguments: names)
    func thereIsAtMostOnePrimaryAction(_ name: String) async throws {
        let phone = try await show(name)
        let primary = phone.host.laidOut(width: 375, height: 667).all.filter {
            $0.identifier == "primary"
        }
        let oneThing = [
            "first", "home", "visit", "ledger", "import", "contact", "coverage", "add", "feedback",
            "recovery", "handover", "wipe", "hint", "items", "events", "form",
            "photos",
        ].contains(name)
        #expect(primary.count == (oneThing ? 1 : 0))
        for button in primary {
            #expect(button.frame.height >= 56 && button.frame.width >= 375 - 32.5)
            #expect(button.frame.maxY <= 667, "it stays in sight")
        }
    }

    @Test(arguments: names)
    func aScreenHasATitleToJumpTo(_ name: String) async throws {
        let phone = try await show(name)
        let page = try #require(phone.host.all.first { $0.kind == .scroll })
        #expect(page.all.first { $0.kind == .text }?.isHeader == true)
        #expect(phone.host.all.filter(\.isHeader).allSatisfy { $0.kind == .text })
    }
}
