// Modifiers: what is changed before a view is evaluated, and on what came of it.

/// A view with something done to its context before, or to its place after.
struct Modified<V: View>: Primitive {
    let view: V
    var before: (inout Context) -> Void = { _ in }
    var after: ([Node], Context) -> Void = { _, _ in }
    init(_ view: V, before: @escaping (inout Context) -> Void) {
        (self.view, self.before) = (view, before)
    }
    init(_ view: V, during: @escaping (Context) -> Void) {
        self.view = view
        after = { _, context in during(context) }
    }
    init(_ view: V, after: @escaping ([Node], Context) -> Void) {
        (self.view, self.after) = (view, after)
    }
    func nodes(_ context: Context) -> [Node] {
        var context = context.at("m")
        before(&context)
        let made = render(view, context)
        after(made, context)
        return made
    }
}

/// A view with nodes added behind it.
struct Added<V: View>: Primitive {
    let view: V
    let extra: (Context) -> [Node]
    init(_ view: V, _ extra: @escaping (Context) -> [Node]) { (self.view, self.extra) = (view, extra) }
    func nodes(_ context: Context) -> [Node] {
        render(view, context.at("m")) + extra(context.at("x"))
    }
}

/// Each node of a view within a node of its own.
struct Wrapped<V: View>: Primitive {
    let view: V
    let wrap: (Node, Context) -> Node
    func nodes(_ context: Context) -> [Node] {
        render(view, context.at("w")).map { wrap($0, context) }
    }
}

extension View {
    func env(_ change: @escaping (inout EnvironmentValues) -> Void) -> Modified<Self> {
        Modified(self, before: { (context: inout Context) in change(&context.env) })
    }
    func element(_ change: @escaping (Node) -> Void) -> Modified<Self> {
        Modified(self, after: { nodes, _ in if let node = nodes.first { change(node.element) } })
    }
    func wrapped(_ arrange: Arrange, _ change: @escaping (Node) -> Void = { _ in }) -> Wrapped<Self> {
        Wrapped(view: self) { inner, _ in
            let node = Node(.group, "", [inner], arrange: arrange)
            change(node)
            return node
        }
    }

    // Looks
    public func font(_ font: Font?) -> some View { env { $0.font = font } }
    public func foregroundStyle<S: ShapeStyle>(_ style: S) -> some View {
        env { $0.ink = style as? Color }
    }
    public func tint<S: ShapeStyle>(_ style: S?) -> some View { env { $0.tint = style as? Color } }
    public func lineSpacing(_ length: CGFloat) -> some View { env { $0.leading = length } }
    public func multilineTextAlignment(_ alignment: TextAlignment) -> some View {
        env { $0.centred = alignment == .center }
    }
    public func dynamicTypeSize(_ size: DynamicTypeSize) -> some View {
        env { $0.dynamicTypeSize = size }
    }
    public func preferredColorScheme(_ scheme: ColorScheme?) -> some View { self }
    public func contentShape<S: Shape>(_ shape: S) -> some View { self }
    public func ignoresSafeArea() -> some View { self }
    public func background<S: ShapeStyle, T: Shape>(_ style: S, in shape: T) -> some View {
        wrapped(.inside) { node in
            node.paint.fill = style as? Color
            node.paint.corner = shape.radius
        }
    }
    public func background<S: ShapeStyle>(_ style: S) -> some View {
        background(style, in: Rectangle())
    }
    public func overlay<C: View>(
        alignment: Alignment = .center, @ViewBuilder content: () -> C
    ) -> some View {
        let over = content()
        return Wrapped(view: self) { inner, context in
            Node(.group, "", [inner, one(over, context.at("over"))], arrange: .over)
        }
    }
    public func padding(_ edges: Edge.Set = .all, _ length: CGFloat? = nil) -> some View {
        wrapped(.pad(edges, length ?? 16))
    }
    public func padding(_ length: CGFloat) -> some View { wrapped(.pad(.all, length)) }
    public func frame(
        minWidth: CGFloat? = nil, idealWidth: CGFloat? = nil, maxWidth: CGFloat? = nil,
        minHeight: CGFloat? = nil, idealHeight: CGFloat? = nil, maxHeight: CGFloat? = nil,
        alignment: Alignment = .center
    ) -> some View {
        func range(_ least: CGFloat?, _ most: CGFloat?) -> ClosedRange<CGFloat>? {
            least == nil && most == nil ? nil : (least ?? 0)...(most ?? .greatestFiniteMagnitude)
        }
        return wrapped(
            .frame(width: range(minWidth, maxWidth), height: range(minHeight, maxHeight), alignment))
    }
    public func frame(width: CGFloat? = nil, height: CGFloat? = nil, alignment: Alignment = .center)
        -> some View
    {
        wrapped(
            .frame(width: width.map { $0...$0 }, height: height.map { $0...$0 }, alignment))
    }
    public func fixedSize(horizontal: Bool, vertical: Bool) -> some View { self }

    // What a screen reader hears
    @_disfavoredOverload public func accessibilityLabel<S: StringProtocol>(_ label: S) -> some View {
        element { $0.label = String(label) }
    }
    @_disfavoredOverload public func accessibilityHint<S: StringProtocol>(_ hint: S) -> some View {
        element { $0.hint = String(hint) }
    }
    public func accessibilityIdentifier(_ identifier: String) -> some View {
        element { node in if !identifier.isEmpty { node.identifier = identifier } }
    }
    public func accessibilityHidden(_ hidden: Bool) -> some View {
        element { $0.isSilent = hidden }
    }
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View {
        element { node in
            if traits.contains(.isHeader) { node.isHeader = true }
            if traits.contains(.isSelected) { node.isSelected = true }
        }
    }
    public func accessibilityElement(children: AccessibilityChildBehavior = .ignore) -> some View {
        Modified(self, after: { nodes, _ in if children == .combine { nodes.first?.isWhole = true } })
    }

    // Behaviour
    public func buttonStyle<S: ButtonStyle>(_ style: S) -> some View { env { $0.buttonStyle = style } }
    public func toggleStyle(_ style: ButtonToggleStyle) -> some View { self }
    public func keyboardType(_ type: UIKeyboardType) -> some View { self }
    public func scrollDismissesKeyboard(_ mode: ScrollDismissesKeyboardMode) -> some View { self }
    public func textFieldStyle(_ style: PlainTextFieldStyle) -> some View { self }
    public func autocorrectionDisabled(_ disabled: Bool = true) -> some View { self }
    public func focused(_ state: FocusState<Bool>.Binding) -> some View { self }
    public func onTapGesture(count: Int = 1, perform action: @escaping () -> Void) -> some View {
        wrapped(.inside) { $0.passesOn = true }
    }
    public func disabled(_ disabled: Bool) -> some View {
        env { if disabled { $0.isEnabled = false } }
    }
    public func environment<T: AnyObject & Observable>(_ object: T?) -> some View {
        env { if let object { $0.objects[ObjectIdentifier(T.self)] = object } }
    }
    public func environment<T>(_ path: WritableKeyPath<EnvironmentValues, T>, _ value: T) -> some View {
        env { $0[keyPath: path] = value }
    }
    public func id<I: Hashable>(_ id: I) -> some View {
        Modified(self, before: { (context: inout Context) in context.path += "/#\(id)" })
    }
    public func task(
        priority: TaskPriority = .userInitiated,
        @_inheritActorContext _ action: @escaping @Sendable () async -> Void
    ) -> some View {
        Modified(self, during: { context in
            context.store.tasks.append((context.path, { await action() }))
        })
    }
    public func task<T: Equatable>(
        id: T, priority: TaskPriority = .userInitiated,
        @_inheritActorContext _ action: @escaping @Sendable () async -> Void
    ) -> some View {
        Modified(self, during: { context in
            context.store.tasks.append(("\(context.path)#\(id)", { await action() }))
        })
    }
    public func onAppear(perform action: (() -> Void)? = nil) -> some View {
        Modified(self, during: { context in
            guard let action, context.store.appeared.insert(context.path).inserted else { return }
            context.store.after.append(action)
        })
    }
    public func onDisappear(perform action: (() -> Void)? = nil) -> some View {
        Modified(self, during: { context in
            if let action { context.store.leaving[context.path] = action }
        })
    }
    public func onChange<T: Equatable>(
        of value: T, initial: Bool = false, _ action: @escaping (_ old: T, _ new: T) -> Void
    ) -> some View {
        Modified(self, during: { context in
            let old = context.store.values[context.path] as? T
            context.store.values[context.path] = value
            if let old {
                if old != value { context.store.after.append { action(old, value) } }
            } else if initial {
                context.store.after.append { action(value, value) }
            }
        })
    }
}
