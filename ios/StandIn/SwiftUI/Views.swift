// What is only to be seen: texts, pictures, stacks and shapes.

public struct LocalizedStringKey: ExpressibleByStringInterpolation, Sendable {
    let key: String
    public init(stringLiteral: String) { key = stringLiteral }
    public init(_ key: String) { self.key = key }
}

public struct Text: Primitive {
    let string: String
    var own: Font?
    var weight: Font.Weight?
    var ink: Color?
    public nonisolated init(_ key: LocalizedStringKey) { string = key.key }
    @_disfavoredOverload public nonisolated init<S: StringProtocol>(_ string: S) {
        self.string = String(string)
    }
    public nonisolated init(verbatim: String) { string = verbatim }

    public func font(_ font: Font?) -> Text { with { $0.own = font } }
    public func fontWeight(_ weight: Font.Weight?) -> Text { with { $0.weight = weight } }
    public func bold() -> Text { fontWeight(.bold) }
    public func monospacedDigit() -> Text { self }
    private func with(_ change: (inout Text) -> Void) -> Text {
        var text = self
        change(&text)
        return text
    }

    public func nodes(_ context: Context) -> [Node] {
        let env = context.env
        var font = own ?? env.font ?? .body
        if let weight { font.weight = weight }
        let size = font.size(env.dynamicTypeSize)
        let high = size * 1.25 + env.leading
        let node = Node(.text, string)
        let string = string
        node.arrange = .leaf { proposal in
            let lines = Letters.lines(string, size, within: proposal.width)
            let wide = lines.map { Letters.width($0, size) }.max() ?? 0
            return CGSize(width: wide, height: high * CGFloat(lines.count))
        }
        node.paint.font = font
        node.paint.size = env.dynamicTypeSize
        node.paint.leading = env.leading
        node.paint.centred = env.centred
        node.paint.ink = ink ?? env.ink ?? .primary
        return [node]
    }
}

public struct Image: Primitive {
    let name: String
    var picture: UIImage?
    public nonisolated init(systemName: String) { name = systemName }
    public func nodes(_ context: Context) -> [Node] {
        if let picture { return [drawn(picture)] }
        let node = Node(.image)
        let font = context.env.font ?? .body
        let side = font.size(context.env.dynamicTypeSize) * 1.15
        node.value = name
        node.paint.ink = context.env.ink ?? .primary
        node.arrange = .leaf { _ in CGSize(width: side, height: side) }
        return [node]
    }
}

public struct Label<T: View, I: View>: Primitive {
    let title: T
    let icon: I
    public func nodes(_ context: Context) -> [Node] {
        let parts = render(icon, context.at("i")) + render(title, context.at("t"))
        return [Node(.group, "", parts, arrange: .stack(.horizontal, spacing: 6, across: 0.5))]
    }
}

extension Label where T == Text, I == Image {
    @_disfavoredOverload public init<S: StringProtocol>(_ title: S, systemImage: String) {
        (self.title, icon) = (Text(title), Image(systemName: systemImage))
    }
    public init(_ key: LocalizedStringKey, systemImage: String) {
        (title, icon) = (Text(key), Image(systemName: systemImage))
    }
}

/// Nodes of a content within one node.
struct Box<C: View>: Primitive {
    let content: C
    let kind: Node.Kind
    let arrange: Arrange
    var change: (Node) -> Void = { _ in }
    func nodes(_ context: Context) -> [Node] {
        let node = Node(
            kind, "", render(content, context.at(kind.rawValue)), arrange: arrange)
        change(node)
        return [node]
    }
}

public struct HStack<C: View>: Primitive {
    let box: Box<C>
    public init(
        alignment: VerticalAlignment = .center, spacing: CGFloat? = nil,
        @ViewBuilder content: () -> C
    ) {
        box = Box(
            content: content(), kind: .group,
            arrange: .stack(.horizontal, spacing: spacing ?? 8, across: alignment.place))
    }
    public func nodes(_ context: Context) -> [Node] { box.nodes(context) }
}

public struct VStack<C: View>: Primitive {
    let box: Box<C>
    public init(
        alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil,
        @ViewBuilder content: () -> C
    ) {
        box = Box(
            content: content(), kind: .group,
            arrange: .stack(.vertical, spacing: spacing ?? 8, across: alignment.place))
    }
    public func nodes(_ context: Context) -> [Node] { box.nodes(context) }
}

public struct LazyVStack<C: View>: Primitive {
    let stack: VStack<C>
    public init(
        alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil,
        @ViewBuilder content: () -> C
    ) {
        stack = VStack(alignment: alignment, spacing: spacing, content: content)
    }
    public func nodes(_ context: Context) -> [Node] {
        let nodes = stack.nodes(context)
        // A lazy stack is as wide as it may be.
        return [
            Node(
                .group, "", nodes,
                arrange: .frame(width: 0...(.infinity), height: nil, .topLeading))
        ]
    }
}

public struct ScrollView<C: View>: Primitive {
    let box: Box<C>
    public init(_ axes: Axis.Set = .vertical, @ViewBuilder content: () -> C) {
        box = Box(content: content(), kind: .scroll, arrange: .scroll) { $0.paint.clips = true }
    }
    public func nodes(_ context: Context) -> [Node] { box.nodes(context) }
}

public struct Group<C> {
    let content: C
}

extension Group: View, Primitive where C: View {
    public init(@ViewBuilder content: () -> C) { self.content = content() }
    public func nodes(_ context: Context) -> [Node] { render(content, context.at("group")) }
}

public struct Spacer: Primitive {
    let least: CGFloat
    public init(minLength: CGFloat? = nil) { least = minLength ?? 8 }
    public func nodes(_ context: Context) -> [Node] {
        let least = least
        let node = Node(.shape)
        node.isSpacer = true
        node.arrange = .leaf { proposal in
            CGSize(width: max(least, proposal.width ?? least), height: 0)
        }
        return [node]
    }
}

public struct ProgressView: Primitive {
    let title: String
    public init() { title = "" }
    @_disfavoredOverload public init<S: StringProtocol>(_ title: S) { self.title = String(title) }
    public func nodes(_ context: Context) -> [Node] {
        let node = Node(.progress, "", title.isEmpty ? [] : render(Text(title), context))
        return [node]
    }
}

public struct ForEach<D: RandomAccessCollection, ID: Hashable, C> {
    let data: D
    let id: (D.Element) -> ID
    let make: (D.Element) -> C
}

extension ForEach: View, Primitive where C: View {
    public init(
        _ data: D, id: KeyPath<D.Element, ID>, @ViewBuilder content: @escaping (D.Element) -> C
    ) {
        self.data = data
        self.id = { $0[keyPath: id] }
        make = content
    }
    public init(_ data: D, @ViewBuilder content: @escaping (D.Element) -> C)
    where D.Element: Identifiable, ID == D.Element.ID {
        self.data = data
        id = { $0.id }
        make = content
    }
    public func nodes(_ context: Context) -> [Node] {
        var seen: Set<ID> = []
        return data.flatMap { element in
            let id = id(element)
            precondition(seen.insert(id).inserted, "ForEach: the ID \(id) occurs twice")
            return render(make(element), context.at("\(id)"))
        }
    }
}

@MainActor @preconcurrency public protocol Shape: View {
    nonisolated var radius: CGFloat { get }
}

public struct RoundedRectangle: Shape, Primitive {
    public nonisolated let radius: CGFloat
    public nonisolated init(cornerRadius: CGFloat) { radius = cornerRadius }
    public func nodes(_ context: Context) -> [Node] {
        filled(context.env.ink ?? .primary).nodes(context)
    }
}

public struct Rectangle: Shape, Primitive {
    public nonisolated var radius: CGFloat { 0 }
    public nonisolated init() {}
    public func nodes(_ context: Context) -> [Node] {
        filled(context.env.ink ?? .primary).nodes(context)
    }
}

extension Shape {
    public func fill<S: ShapeStyle>(_ style: S) -> some View { filled(style as? Color ?? .primary) }
    public func strokeBorder<S: ShapeStyle>(_ style: S, lineWidth: CGFloat = 1) -> some View {
        Drawn(corner: radius, stroke: (style as? Color ?? .primary, lineWidth))
    }
    func filled(_ color: Color) -> Drawn { Drawn(corner: radius, fill: color) }
}

/// A shape as it is drawn; it takes what it is given.
struct Drawn: Primitive {
    let corner: CGFloat
    var fill: Color?
    var stroke: (Color, CGFloat)?
    func nodes(_ context: Context) -> [Node] {
        let node = Node(.shape)
        node.paint.corner = corner
        node.paint.fill = fill
        node.paint.stroke = stroke.map { (color: $0.0, width: $0.1) }
        node.arrange = .leaf { $0.replacingUnspecifiedDimensions() }
        return [node]
    }
}

extension Color: View, Primitive {
    public func nodes(_ context: Context) -> [Node] { Rectangle().filled(self).nodes(context) }
}
