// Pictures from bytes, and lines that a finger draws.

/// A picture as the system would unpack it; here only whether it begins as a JPEG does, and its size.
public final class UIImage: Sendable {
    public let size: CGSize
    public init?(data: Data) {
        let bytes = [UInt8](data)
        guard bytes.count > 4, bytes[0] == 0xFF, bytes[1] == 0xD8 else { return nil }
        size = Self.frame(bytes) ?? CGSize(width: 4, height: 3)
    }

    /// Reads width and height from the head of a frame.
    private static func frame(_ bytes: [UInt8]) -> CGSize? {
        var at = 2
        while at + 9 < bytes.count, bytes[at] == 0xFF {
            if (0xC0...0xC2).contains(bytes[at + 1]) {
                let high = Int(bytes[at + 5]) << 8 | Int(bytes[at + 6])
                let wide = Int(bytes[at + 7]) << 8 | Int(bytes[at + 8])
                return wide > 0 && high > 0 ? CGSize(width: wide, height: high) : nil
            }
            at += 2 + (Int(bytes[at + 2]) << 8 | Int(bytes[at + 3]))
        }
        return nil
    }
}

extension Image {
    public nonisolated init(uiImage: UIImage) {
        self.init(systemName: "photo")
        picture = uiImage
    }
    public func resizable() -> Image { self }

    /// A node that is as large as fits what is proposed, in the shape of the picture.
    func drawn(_ picture: UIImage) -> Node {
        let node = Node(.image)
        let shape = picture.size
        node.value = "photo"
        node.paint.fill = Color(red: 0.75, green: 0.72, blue: 0.66)
        node.arrange = .leaf { proposal in
            let across = (proposal.width ?? shape.width) / shape.width
            let down = proposal.height.map { $0 / shape.height } ?? across
            let scale = min(across, down)
            return CGSize(width: shape.width * scale, height: shape.height * scale)
        }
        return node
    }
}

extension View {
    /// A picture of this module fits anyway.
    public func scaledToFit() -> some View { self }
}

public enum CGLineCap: Sendable { case butt, round, square }
public enum CGLineJoin: Sendable { case miter, round, bevel }

public struct StrokeStyle: Sendable {
    let width: CGFloat
    public init(lineWidth: CGFloat = 1, lineCap: CGLineCap = .butt, lineJoin: CGLineJoin = .miter) {
        width = lineWidth
    }
}

/// Lines from place to place.
public struct Path: Sendable {
    var lines: [[CGPoint]] = []
    public init() {}
    public init(_ draw: (inout Path) -> Void) { draw(&self) }
    public mutating func move(to end: CGPoint) { lines.append([end]) }
    public mutating func addLine(to end: CGPoint) {
        if !lines.isEmpty { lines[lines.count - 1].append(end) }
    }
    @MainActor public func stroke<S: ShapeStyle>(_ content: S, style: StrokeStyle) -> some View {
        Lines(path: self, ink: content as? Color ?? .primary, width: style.width)
    }
}

/// A path as it is drawn; it takes what it is given.
struct Lines: Primitive {
    let path: Path
    let ink: Color
    let width: CGFloat
    func nodes(_ context: Context) -> [Node] {
        let node = Node(.canvas)
        node.paint.lines = (path: path.lines, color: ink, width: width)
        node.arrange = .leaf { $0.replacingUnspecifiedDimensions() }
        return [node]
    }
}

@MainActor public protocol Gesture {}

/// A finger that goes over something; it begins when it touches if `minimumDistance` is 0.
public struct DragGesture: Gesture {
    public struct Value: Sendable {
        public let time: Date
        public let location: CGPoint
    }
    var changed: (Value) -> Void = { _ in }
    var ended: (Value) -> Void = { _ in }
    public init(minimumDistance: CGFloat = 10) {}
    public func onChanged(_ action: @escaping (Value) -> Void) -> DragGesture {
        var gesture = self
        gesture.changed = action
        return gesture
    }
    public func onEnded(_ action: @escaping (Value) -> Void) -> DragGesture {
        var gesture = self
        gesture.ended = action
        return gesture
    }
}

extension View {
    public func highPriorityGesture(_ gesture: DragGesture) -> some View {
        element { node in
            node.drag = { places in
                for place in places { gesture.changed(place) }
                if let last = places.last { gesture.ended(last) }
            }
        }
    }
}

extension Window {
    /// Draws a line with a finger on what says this, a place every 16 ms. Returns false if there is none.
    @discardableResult public func draw(_ places: [CGPoint], on said: String, from start: Date) -> Bool {
        guard let drag = all.first(where: { $0.drag != nil && $0.spoken == said })?.drag else {
            return false
        }
        drag(
            places.enumerated().map { index, place in
                DragGesture.Value(
                    time: start.addingTimeInterval(Double(index) * 0.016), location: place)
            })
        show()
        return true
    }
}
