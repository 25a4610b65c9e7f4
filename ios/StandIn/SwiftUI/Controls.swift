// What is pressed or typed into.

@MainActor @preconcurrency public protocol ButtonStyle {
    associatedtype Body: View
    typealias Configuration = ButtonStyleConfiguration
    @ViewBuilder func makeBody(configuration: Configuration) -> Body
}

public struct ButtonStyleConfiguration {
    public struct Label: Primitive {
        let make: (Context) -> [Node]
        public func nodes(_ context: Context) -> [Node] { make(context) }
    }
    public let label: Label
    public let isPressed: Bool
}

extension ButtonStyle {
    func draw(_ label: ButtonStyleConfiguration.Label, _ context: Context) -> [Node] {
        let context = context.at(name(of: Self.self))
        link(self, context)
        return render(
            makeBody(configuration: ButtonStyleConfiguration(label: label, isPressed: false)),
            context)
    }
}

public struct Button<L: View>: Primitive {
    let label: L
    let action: @MainActor () -> Void
    public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> L) {
        (self.label, self.action) = (label(), action)
    }
    public func nodes(_ context: Context) -> [Node] {
        let label = label
        let made = ButtonStyleConfiguration.Label { render(label, $0.at("label")) }
        let seen = context.env.buttonStyle?.draw(made, context) ?? made.nodes(context)
        let node = Node(.button, "", seen)
        node.act = action
        node.isEnabled = context.env.isEnabled
        return [node]
    }
}

extension Button where L == Text {
    @_disfavoredOverload public init<S: StringProtocol>(
        _ title: S, action: @escaping @MainActor () -> Void
    ) {
        (label, self.action) = (Text(title), action)
    }
    public init(_ key: LocalizedStringKey, action: @escaping @MainActor () -> Void) {
        (label, self.action) = (Text(key), action)
    }
}

/// A switch that looks like a button (`.toggleStyle(.button)`).
public struct Toggle<L: View>: Primitive {
    let label: L
    let isOn: Binding<Bool>
    public init(isOn: Binding<Bool>, @ViewBuilder label: () -> L) {
        (self.label, self.isOn) = (label(), isOn)
    }
    public func nodes(_ context: Context) -> [Node] {
        var context = context
        let tint = context.env.tint ?? .primary
        context.env.ink = isOn.wrappedValue ? .white : tint
        let inner = Node(
            .group, "", render(label, context.at("label")),
            arrange: .stack(.horizontal, spacing: 6, across: 0.5))
        let padded = Node(.group, "", [inner], arrange: .pad(.all, 11))
        padded.paint.corner = 12
        padded.paint.fill = isOn.wrappedValue ? tint : nil
        let node = Node(.toggle, "", [padded])
        node.value = isOn.wrappedValue ? "1" : "0"
        let isOn = isOn
        node.act = { isOn.wrappedValue.toggle() }
        node.isEnabled = context.env.isEnabled
        return [node]
    }
}

public struct TextField<L: View>: Primitive {
    let prompt: String
    let text: Binding<String>
    public func nodes(_ context: Context) -> [Node] {
        var inner = context.at("field")
        let shown = text.wrappedValue
        if shown.isEmpty { inner.env.ink = inner.env.ink?.opacity(0.6) }
        let node = Node(
            .field, "", render(Text(verbatim: shown.isEmpty ? prompt : shown), inner),
            arrange: .frame(width: 0...(.infinity), height: nil, .leading))
        node.label = prompt
        node.value = shown
        // What stands in a field is its value, and is not read a second time as a text.
        node.children.first?.isSilent = true
        let text = text
        node.input = { text.wrappedValue = $0 }
        node.isEnabled = context.env.isEnabled
        return [node]
    }
}

extension TextField where L == Text {
    @_disfavoredOverload public init<S: StringProtocol>(_ title: S, text: Binding<String>) {
        (prompt, self.text) = (String(title), text)
    }
    @_disfavoredOverload public init<S: StringProtocol>(
        _ title: S, text: Binding<String>, axis: Axis
    ) {
        (prompt, self.text) = (String(title), text)
    }
}

/// Hands a file to other apps; what they do with it is theirs.
public struct ShareLink<L: View>: Primitive {
    let item: URL
    let label: L
    public init(item: URL, @ViewBuilder label: () -> L) { (self.item, self.label) = (item, label()) }
    public func nodes(_ context: Context) -> [Node] {
        let label = label
        let made = ButtonStyleConfiguration.Label { render(label, $0.at("label")) }
        let seen = context.env.buttonStyle?.draw(made, context) ?? made.nodes(context)
        let node = Node(.share, "", seen)
        node.value = item.lastPathComponent
        node.isEnabled = context.env.isEnabled
        return [node]
    }
}
