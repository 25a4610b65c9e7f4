import Observation
import SwiftUI
import Tanfang
import TanfangShell

/// A name as it is being written: strokes of points, each with its time since the first.
@MainActor
@Observable
final class Writing {
    private(set) var strokes: [[StrokePoint]] = []
    @ObservationIgnored private var start = Date()
    @ObservationIgnored private var isDown = false

    /// Takes a place where the finger is.
    func touch(_ place: CGPoint, at time: Date) {
        if strokes.isEmpty, !isDown { start = time }
        let point = StrokePoint(
            x: Int32(place.x.rounded()), y: Int32(place.y.rounded()),
            ms: Int64((time.timeIntervalSince(start) * 1000).rounded()))
        if isDown {
            strokes[strokes.count - 1].append(point)
        } else {
            isDown = true
            strokes.append([point])
        }
    }

    /// Ends the stroke.
    func lift() { isDown = false }

    /// Wipes everything out.
    func clear() {
        strokes = []
        isDown = false
    }
}

/// A field to write one's name in with a finger.
struct SignPad: View {
    let writing: Writing
    @Environment(\.palette) private var palette

    private var lines: Path {
        Path { path in
            for stroke in writing.strokes {
                for (index, point) in stroke.enumerated() {
                    let place = CGPoint(x: CGFloat(point.x), y: CGFloat(point.y))
                    if index == 0 { path.move(to: place) }
                    path.addLine(to: place)
                }
            }
        }
    }

    var body: some View {
        lines
            .stroke(
                Color(hex: palette.ink),
                style: StrokeStyle(lineWidth: 4, lineCap: .round, lineJoin: .round)
            )
            .frame(maxWidth: .infinity, minHeight: 200, maxHeight: 200)
            .background(
                Color(hex: palette.surface), in: RoundedRectangle(cornerRadius: Space.corner)
            )
            .overlay {
                RoundedRectangle(cornerRadius: Space.corner)
                    .strokeBorder(Color(hex: palette.edge), lineWidth: palette.lineWidth)
            }
            .contentShape(RoundedRectangle(cornerRadius: Space.corner))
            // Before the page, which would scroll away under the finger.
            .highPriorityGesture(
                DragGesture(minimumDistance: 0)
                    .onChanged { writing.touch($0.location, at: $0.time) }
                    .onEnded { _ in writing.lift() }
            )
            .accessibilityLabel(Strings.Sign.pad)
    }
}
