// How one gets about: tabs, stacks of pages, sheets, files.

public struct NavigationStack<Data, R: View>: Primitive {
    let root: R
    let path: Binding<[AnyHashable]>
    public func nodes(_ context: Context) -> [Node] {
        let open = path.wrappedValue
        forgetGone(open, context)
        let first = Page()
        var inner = context.at("stack")
        inner.page = first
        let base = render(root, inner)
        guard let top = open.last else { return [shown(base, first, back: nil, context)] }
        let page = Page()
        inner = context.at("stack/page\(open.count)/\(top)")
        inner.page = page
        let path = path
        inner.env.dismiss = DismissAction { path.wrappedValue.removeLast() }
        let make = first.make[ObjectIdentifier(type(of: top.base))]
        let made = make?(top, inner) ?? [Node(.text, "no navigationDestination for \(top)")]
        context.page?.hidesTabs = page.hidesTabs
        return [shown(made, page, back: { path.wrappedValue.removeLast() }, context)]
    }

    /// A page that was taken off loses its state, as on a phone.
    private func forgetGone(_ open: [AnyHashable], _ context: Context) {
        let key = context.path + "#open"
        let before = context.store.values[key] as? [AnyHashable] ?? []
        for (index, page) in before.enumerated()
        where index >= open.count || open[index] != page {
            context.store.forget(context.path + "/stack/page\(index + 1)/\(page)")
        }
        context.store.values[key] = open
    }

    private func shown(
        _ content: [Node], _ page: Page, back: (@MainActor () -> Void)?, _ context: Context
    ) -> Node {
        var parts: [Node] = []
        if let back {
            var inner = context.at("back")
            inner.env.ink = context.env.tint
            inner.env.font = .title3
            let icon = Node(
                .group, "", render(Image(systemName: "chevron.backward"), inner),
                arrange: .frame(width: 44...44, height: 44...44, .center))
            let node = Node(.back, "", [icon])
            node.act = back
            node.label = "Back"
            parts.append(node)
        }
        let title = Node(.group, "", render(Text(page.title).font(.headline), context.at("title")))
        title.children.first?.isHeader = true
        parts.append(title)
        parts += render(Spacer(), context)
        parts += page.tools
        let row = Node(.bar, "", parts, arrange: .stack(.horizontal, spacing: 8, across: 0.5))
        let bar = Node(
            .group, "", [row], arrange: .pad(.horizontal, 12))
        let body = Node(.group, "", content, arrange: .inside)
        return Node(.page, "", [bar, body], arrange: .stack(.vertical))
    }
}

extension NavigationStack {
    public init<E: Hashable>(path: Binding<[E]>, @ViewBuilder root: () -> R) where Data == [E] {
        self.root = root()
        self.path = Binding(
            get: { path.wrappedValue.map { AnyHashable($0) } },
            set: { path.wrappedValue = $0.compactMap { $0.base as? E } })
    }
}

extension NavigationStack where Data == Never {
    public init(@ViewBuilder root: () -> R) {
        self.root = root()
        path = .constant([])
    }
}

public struct TabView<S: Hashable, C: View>: Primitive {
    let selection: Binding<S>
    let content: C
    public init(selection: Binding<S>?, @ViewBuilder content: () -> C) {
        self.selection = selection ?? .constant(0 as! S)
        self.content = content()
    }
    public func nodes(_ context: Context) -> [Node] {
        let bar = Tabs()
        let page = Page()
        var inner = context.at("tabs")
        inner.page = page
        // Only the tab that is chosen is evaluated; the others keep their state.
        inner.env.objects[ObjectIdentifier(Tabs.self)] = bar
        bar.chosen = AnyHashable(selection.wrappedValue)
        let seen = render(content, inner)
        if page.hidesTabs { return seen }
        let buttons = bar.tabs.map { tab -> Node in
            let label = Node(
                .group, "", tab.label(context.at("tab\(tab.tag)")), arrange: .stack(.vertical, across: 0.5))
            let cell = Node(
                .group, "", [label],
                arrange: .frame(width: 0...(.infinity), height: 56...56, .center))
            let node = Node(.tab, "", [cell])
            node.isSelected = tab.tag == bar.chosen
            let selection = selection
            node.act = { if let tag = tab.tag.base as? S { selection.wrappedValue = tag } }
            return node
        }
        let strip = Node(.tabs, "", buttons, arrange: .stack(.horizontal))
        strip.paint.fill = context.env.keyed[ObjectIdentifier(TabGround.self)] as? Color
        return [
            Node(
                .group, "", [Node(.group, "", seen, arrange: .inside), strip], arrange: .above)
        ]
    }
}

/// The tabs that the content of a `TabView` declares.
@MainActor final class Tabs {
    var chosen: AnyHashable?
    var tabs: [(tag: AnyHashable, label: (Context) -> [Node])] = []
}

struct TabGround: EnvironmentKey {
    static var defaultValue: Color? { nil }
}

/// A tab: its label for the bar, its content only when it is chosen.
struct TabItem<V: View, L: View>: Primitive {
    let content: V
    let label: L
    var tag: AnyHashable?
    func nodes(_ context: Context) -> [Node] {
        guard let bar = context.env.objects[ObjectIdentifier(Tabs.self)] as? Tabs, let tag else {
            return render(content, context)
        }
        let label = label
        let chosen = tag == bar.chosen
        bar.tabs.append(
            (
                tag,
                { outer in
                    var inner = outer
                    inner.env.ink = chosen ? inner.env.tint : inner.env.ink
                    inner.env.font = .body
                    return render(label, inner).flatMap { node in
                        node.arrange = .stack(.vertical, across: 0.5)
                        return [node]
                    }
                }
            ))
        return chosen ? render(content, context.at("\(tag)")) : []
    }
}

extension View {
    public func tabItem<L: View>(@ViewBuilder _ label: () -> L) -> TabItemView<Self, L> {
        TabItemView(item: TabItem(content: self, label: label()))
    }
}

/// What `tabItem` returns; `tag` completes it.
public struct TabItemView<V: View, L: View>: Primitive {
    let item: TabItem<V, L>
    public func nodes(_ context: Context) -> [Node] { item.nodes(context) }
    public func tag<T: Hashable>(_ tag: T) -> some View {
        TabItem(content: item.content, label: item.label, tag: AnyHashable(tag))
    }
}

@MainActor public protocol ToolbarContent {
    func items(_ context: Context) -> [Node]
}

public struct ToolbarItemPlacement: Sendable {
    public static let automatic = Self()
    public static let primaryAction = Self()
    public static let topBarTrailing = Self()
}

public struct ToolbarItem<ID, C: View>: ToolbarContent {
    let content: C
    public func items(_ context: Context) -> [Node] { render(content, context) }
}

extension ToolbarItem where ID == Void {
    public init(
        placement: ToolbarItemPlacement = .automatic, @ViewBuilder content: () -> C
    ) {
        self.content = content()
    }
}

public struct ToolbarParts: ToolbarContent {
    let parts: [(Context) -> [Node]]
    public func items(_ context: Context) -> [Node] {
        parts.enumerated().flatMap { $1(context.at("\($0)")) }
    }
}

@resultBuilder @MainActor public enum ToolbarContentBuilder {
    public static func buildBlock<each C: ToolbarContent>(
        _ content: repeat each C
    ) -> ToolbarParts {
        var parts: [(Context) -> [Node]] = []
        repeat parts.append(items(each content))
        return ToolbarParts(parts: parts)
    }
}

@MainActor func items<C: ToolbarContent>(_ content: C) -> (Context) -> [Node] {
    { content.items($0) }
}

public enum ToolbarPlacement: Sendable { case navigationBar, tabBar }

public struct UTType: Sendable {
    public init?(filenameExtension: String) {}
}

extension View {
    @_disfavoredOverload public func navigationTitle<S: StringProtocol>(_ title: S) -> some View {
        Modified(self, during: { context in context.page?.title = String(title) })
    }
    public func navigationBarTitleDisplayMode(_ mode: NavigationBarItem.TitleDisplayMode) -> some View {
        self
    }
    public func navigationDestination<D: Hashable, C: View>(
        for data: D.Type, @ViewBuilder destination: @escaping (D) -> C
    ) -> some View {
        Modified(self, during: { context in
            context.page?.make[ObjectIdentifier(data)] = { value, inner in
                guard let value = value.base as? D else { return [] }
                return render(destination(value), inner)
            }
        })
    }
    public func toolbar<C: ToolbarContent>(@ToolbarContentBuilder content: () -> C) -> some View {
        let tools = content()
        return Modified(self, during: { context in
            context.page?.tools += tools.items(context.at("tools"))
        })
    }
    public func toolbar(_ visibility: Visibility, for bars: ToolbarPlacement...) -> some View {
        Modified(self, during: { context in
            if visibility == .hidden, bars.contains(.tabBar) { context.page?.hidesTabs = true }
        })
    }
    public func toolbarBackground<S: ShapeStyle>(_ style: S, for bars: ToolbarPlacement...) -> some View {
        Modified(self, before: { context in
            if bars.contains(.tabBar) {
                context.env.keyed[ObjectIdentifier(TabGround.self)] = style as? Color
            }
        })
    }
    public func safeAreaInset<C: View>(
        edge: VerticalEdge, spacing: CGFloat? = nil, @ViewBuilder content: @escaping () -> C
    ) -> some View {
        Inset(content: self, low: content())
    }
    public func sheet<I: Identifiable, C: View>(
        item: Binding<I?>, onDismiss: (() -> Void)? = nil,
        @ViewBuilder content: @escaping (I) -> C
    ) -> some View {
        Added(self) { context in
            guard let shown = item.wrappedValue else {
                context.store.forget(context.path)
                return []
            }
            var inner = context.at("\(shown.id)")
            inner.env.dismiss = DismissAction {
                item.wrappedValue = nil
                onDismiss?()
            }
            return [Node(.sheet, "", render(content(shown), inner))]
        }
    }
    public func fileImporter(
        isPresented: Binding<Bool>, allowedContentTypes: [UTType],
        onCompletion: @escaping (Result<URL, any Error>) -> Void
    ) -> some View {
        Added(self) { _ in
            guard isPresented.wrappedValue else { return [] }
            let node = Node(.importer)
            node.pick = {
                isPresented.wrappedValue = false
                onCompletion($0)
            }
            return [node]
        }
    }
}

public struct NavigationBarItem {
    public enum TitleDisplayMode: Sendable { case automatic, inline, large }
}

public enum VerticalEdge: Sendable { case top, bottom }

/// Content above what stays at the bottom.
struct Inset<V: View, L: View>: Primitive {
    let content: V
    let low: L
    func nodes(_ context: Context) -> [Node] {
        let upper = one(content, context.at("upper"))
        return [Node(.group, "", [upper, one(low, context.at("low"))], arrange: .above)]
    }
}
