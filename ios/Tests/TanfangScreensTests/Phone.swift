import Foundation
import SwiftUI
import Tanfang
import TanfangShell
import Testing

@testable import TanfangScreens

/// The whole app in a hand: what it shows, and taps on it.
@MainActor
final class Phone {
    let app: AppModel
    let host: Window<AnyApp>
    let folder: URL

    init(
        _ core: any Core, at screen: Screen = .today, source: (any PictureSource)? = nil,
        place: (any PlaceSource)? = nil, fonts: [FontFile] = []
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tanfang-" + UUID().uuidString)
        app = AppModel(
            core, files: OutFiles(below: folder), source: source, place: place, fonts: { fonts })
        app.go(screen)
        host = Window(AnyApp(app: app))
    }

    /// Waits until nothing is on its way any more.
    func settle() async {
        repeat {
            await app.rest()
            await Task.yield()
        } while await host.settle()
        await app.rest()
    }

    /// Taps, and waits for what comes of it. Fails the test when there is nothing to tap.
    func tap(_ said: String, _ place: SourceLocation = #_sourceLocation) async {
        if !host.tap(said) {
            Issue.record("nothing to tap says \(said) in\n\(host.outline)", sourceLocation: place)
        }
        await settle()
    }

    func shows(_ text: String) -> Bool { host.texts.contains { $0.contains(text) } }
}

/// The app on the day of the vectors.
struct AnyApp: View {
    let app: AppModel
    var body: some View {
        AppView(app).environment(\.civilToday, CivilDay("2026-11-20") ?? CivilDay())
    }
}

extension Phone {
    /// A phone over the sample views, at a screen.
    static func sample(_ screen: Screen, size: DynamicTypeSize = .large) async throws -> Phone {
        let phone = try Phone(FakeCore(Samples.views), at: screen)
        phone.host.env.dynamicTypeSize = size
        await phone.settle()
        // 首次打开 is where one goes on purpose once somebody is set up.
        if screen == .first { phone.app.go(.first) }
        await phone.settle()
        return phone
    }
}

extension Phone {
    /// Goes back by the bar's button, and waits for what comes of it.
    func back() async {
        host.back()
        await settle()
    }

    /// Types into a field, and waits for what comes of it. Fails the test when there is none.
    func enter(_ text: String, _ label: String, _ place: SourceLocation = #_sourceLocation) async {
        if !host.enter(text, into: label) {
            Issue.record("no field says \(label) in\n\(host.outline)", sourceLocation: place)
        }
        await settle()
    }
}

extension Phone {
    /// Presses the one thing to do. Fails the test when there is none, or it is disabled.
    func tapPrimary(_ place: SourceLocation = #_sourceLocation) async {
        let button = host.all.first { $0.identifier == "primary" }
        #expect(button?.isEnabled == true, sourceLocation: place)
        button?.press()
        await settle()
    }
}

extension Phone {
    /// Draws what is shown, on a screen of a small phone, into `target/ios`.
    func draw(_ name: String) throws {
        let folder = repository.appending(path: "target/ios")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let picture = host.picture(
            width: 390, height: 780, note: "SwiftUI, rendered by our stand-in on Linux; never run on iOS")
        #expect(picture.utf8.count < 60_000, "\(name)")
        try picture.write(
            to: folder.appending(path: "ios-\(name).svg"), atomically: true, encoding: .utf8)
    }
}
