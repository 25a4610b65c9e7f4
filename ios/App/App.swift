import SwiftUI
import Tanfang
import TanfangScreens
import TanfangShell

// The app target. It needs Apple's SDK, so it was never compiled where this project is tested; all
// that can be tested stands in TanfangShell and TanfangScreens.
@main
struct TanfangApp: App {
    @State private var opening = Opening()
    @Environment(\.scenePhase) private var phase

    var body: some Scene {
        WindowGroup {
            content
                .task { await opening.open() }
                // What an app switcher shows is not for others' eyes.
                .overlay { if phase != .active { Color(uiColor: .systemBackground).ignoresSafeArea() } }
        }
    }

    @ViewBuilder private var content: some View {
        switch opening.state {
        case .closed: ProgressView()
        case .open(let app): AppView(app)
        case .failed(let sentence): ScrollView { Text(sentence).font(.title3).padding() }
        case .noKey(let sentence): RecoverView(sentence: sentence) { await opening.recover($0) }
        }
    }
}

/// Opens the store once, or says in words why it could not.
@MainActor
@Observable
final class Opening {
    enum State {
        case closed
        case open(AppModel)
        case failed(String)
        /// The keychain has no key for the store: the recovery code opens it.
        case noKey(String)
    }

    private(set) var state = State.closed
    private let secrets = KeychainSecrets(
        KeychainStore(AppleKeychain(), service: "cn.tanfang.app"))

    func open() async {
        guard case .closed = state else { return }
        await run { secrets, folder in
            try RealCore(
                folder: folder, secrets: secrets, deviceKey: nil, pictures: ImageIODecoder())
        }
    }

    func recover(_ code: String) async {
        await run { secrets, folder in
            try RealCore(
                recovering: folder, code: code, secrets: secrets, deviceKey: nil,
                pictures: ImageIODecoder())
        }
    }

    private func run(_ make: @escaping @Sendable (KeychainSecrets, String) throws -> RealCore) async {
        let secrets = secrets
        do {
            let support = try FileManager.default.url(
                for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil,
                create: true)
            let folder = support.appending(path: "store")
            let core = try await Task.detached { () throws -> RealCore in
                try prepare(folder)
                return try make(secrets, folder.path)
            }.value
            state = .open(AppModel(
                core, files: OutFiles(below: .temporaryDirectory), source: PhonePictures(),
                place: PhonePlace(), fonts: { chineseFonts() }))
        } catch ApiError.Store(let code, let words) where code == "store_no_key" {
            state = .noKey(words)
        } catch {
            state = .failed(sentence(of: error))
        }
    }
}

/// Makes the folder of the store: closed while the phone is locked, and left out of backups, since a
/// copy of the phone must not become a second worker.
private func prepare(_ folder: URL) throws {
    try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true,
        attributes: [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication])
    var values = URLResourceValues()
    values.isExcludedFromBackup = true
    var folder = folder
    try folder.setResourceValues(values)
}

/// Asks for the recovery code where the keychain lost the key.
private struct RecoverView: View {
    let sentence: String
    let onCode: @MainActor (String) async -> Void
    @State private var code = ""

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                Text(sentence).font(.title3)
                TextField(Strings.Recovery.title, text: $code)
                    .textFieldStyle(.roundedBorder)
                    .font(.title3)
                    .autocorrectionDisabled()
                Button(Strings.open) { Task { await onCode(code) } }
                    .buttonStyle(.borderedProminent)
                    .controlSize(.large)
                    .disabled(code.isEmpty)
            }
            .padding()
        }
    }
}
