import Observation
import SwiftUI
import Tanfang
import TanfangShell

/// Who is signing and how, until it is kept.
@MainActor
@Observable
final class Signing {
    private(set) var signer: String?
    private(set) var way: String?
    let writing = Writing()

    /// Ways to sign that need more than a tap, as records name them.
    static let strokes = "strokes"
    static let fingermark = "fingermark"

    /// Begins anew.
    func begin(_ signer: String?, _ way: String?) {
        writing.clear()
        (self.signer, self.way) = (signer, way)
    }
}

/// 签字 after a visit: what is signed, and who may sign how. Nobody has to.
struct SigningScreen: View {
    private let visit: String
    @State private var model: ScreenModel<SigningView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ visit: String) {
        self.visit = visit
        _model = State(initialValue: ScreenModel(core) { try await $0.signing(visit) })
    }

    var body: some View {
        Watched(model) { view in
            SigningContent(view: view, signing: app.typed(.signing(visit: visit)) { Signing() }) {
                ProblemNotice(model: model)
            }
        }
    }
}

struct SigningContent<Problem: View>: View {
    let view: SigningView
    let signing: Signing
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    var body: some View {
        Page(Strings.Sign.title, under: view.title.shown(covered)) {
            problem()
            Card { BodyLine(view.sentence) }
            LinesCard(title: Strings.Sign.answers, lines: view.answers)
            if let later = view.later { Card { ViewLine(line: later) } }
            ForEach(view.signers, id: \.key) { row in
                SignerPart(visit: view.visit, row: row, signing: signing)
            }
        }
    }
}

/// One who may sign: how it was signed, or the ways there are.
private struct SignerPart: View {
    let visit: String
    let row: SignerRow
    let signing: Signing
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered

    private var way: String? { signing.signer == row.key ? signing.way : nil }

    var body: some View {
        Card {
            Heading(row.name.shown(covered))
            if let done = row.done { ViewLine(line: done) }
            if !row.ways.isEmpty {
                // What one signs has to be in sight.
                if covered { SmallLine(Strings.Sign.covered) } else { ways }
            }
        }
    }

    @ViewBuilder private var ways: some View {
        OptionsPart(options: row.ways, chosen: way) { code in
            signing.begin(row.key, code)
            if code != Signing.strokes, code != Signing.fingermark { sign(code) }
        }
        if way == Signing.strokes { pad }
        if way == Signing.fingermark { mark }
    }

    @ViewBuilder private var pad: some View {
        SmallLine(Strings.Sign.pad)
        SignPad(writing: signing.writing)
        Flow {
            Deed(Strings.Sign.save, .card) { sign(Signing.strokes) }
                .disabled(signing.writing.strokes.isEmpty)
            Deed(Strings.Sign.again, .quiet) { signing.writing.clear() }
                .disabled(signing.writing.strokes.isEmpty)
        }
    }

    private var mark: some View {
        Flow {
            if app.source?.takes == true {
                Deed(Strings.Sign.fingermark, .card) { take(camera: true) }
            }
            Deed(Strings.Sign.choose, .quiet) { take(camera: false) }
        }
    }

    private func sign(_ way: String) {
        let input = SignInput(
            visit: visit, signer: row.key, how: way, strokes: signing.writing.strokes, path: nil)
        app.act({ try await $0.sign(input) }) { _ in signing.begin(nil, nil) }
    }

    private func take(camera: Bool) {
        guard let source = app.source else { return }
        let (visit, key, app, signing) = (visit, row.key, app, signing)
        Task {
            guard let file = await camera ? source.take() : source.choose() else { return }
            let input = SignInput(
                visit: visit, signer: key, how: Signing.fingermark, strokes: [], path: file.path)
            app.act({ try await $0.sign(input) }) { _ in
                signing.begin(nil, nil)
                removeFile(file.path)
            } failed: {
                removeFile(file.path)
            }
        }
    }
}
