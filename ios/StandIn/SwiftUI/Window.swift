/// Holds a view as a window would: state survives, `tap` and `enter` act as a person does, and
/// `settle` runs what the views started.
@MainActor public final class Window<V: View> {
    let view: V
    let store = Store()
    public var env = EnvironmentValues()
    /// The addresses that were opened, such as a number that was dialled.
    public private(set) var opened: [URL] = []
    private var started: Set<String> = []
    private var leaving: [String: () -> Void] = [:]

    public init(_ view: V) { self.view = view }

    /// Evaluates the view until nothing it did on the way changes it again.
    @discardableResult public func show() -> [Node] {
        for _ in 0..<50 {
            store.after = []
            store.tasks = []
            store.leaving = [:]
            var context = Context(store: store)
            context.env = env
            context.env.openURL = OpenURLAction { [weak self] url in
                self?.opened.append(url)
                return .handled
            }
            let nodes = render(view, context)
            let gone = leaving.filter { store.leaving[$0.key] == nil }.map(\.value)
            leaving = store.leaving
            // Who comes back starts anew.
            started.formIntersection(store.tasks.map(\.key))
            if store.after.isEmpty, gone.isEmpty { return nodes }
            gone.forEach { $0() }
            store.after.forEach { $0() }
        }
        fatalError("onChange, onAppear and onDisappear never come to rest")
    }

    /// Runs what was started, until nothing new is. Returns whether there was anything.
    @discardableResult public func settle() async -> Bool {
        for turn in 0..<50 {
            show()
            let new = store.tasks.filter { started.insert($0.key).inserted }
            if new.isEmpty { return turn > 0 }
            for task in new { await task.run() }
        }
        fatalError("tasks never come to rest")
    }

    public var all: [Node] { show().flatMap(\.all) }
    public var outline: String { show().map(\.outline).joined(separator: "\n") }
    public var texts: [String] { all.filter { $0.kind == .text }.map(\.text) }

    /// The control that says this, of what lies on top: a sheet hides what is under it.
    public func control(_ said: String) -> Node? {
        let nodes = all
        let top = nodes.last { $0.kind == .sheet }.map(\.all) ?? nodes
        return top.first { $0.isControl && $0.spoken == said }
    }

    /// Presses a control. Returns false if there is none, or it is disabled.
    @discardableResult public func tap(_ said: String) -> Bool {
        guard let node = control(said), node.isEnabled, let act = node.act else { return false }
        act()
        show()
        return true
    }

    /// Goes back by the bar's own button.
    @discardableResult public func back() -> Bool {
        guard let act = all.first(where: { $0.kind == .back })?.act else { return false }
        act()
        show()
        return true
    }

    /// Types a text into the field with this label.
    @discardableResult public func enter(_ text: String, into label: String) -> Bool {
        guard let field = all.first(where: { $0.input != nil && $0.label == label }),
            field.isEnabled
        else { return false }
        field.input?(text)
        show()
        return true
    }

    /// Chooses a file where a view asks for one.
    @discardableResult public func pick(_ file: URL) -> Bool {
        guard let node = all.first(where: { $0.pick != nil }) else { return false }
        node.pick?(.success(file))
        show()
        return true
    }

    /// Lays the view out on a screen of this size.
    public func laidOut(width: CGFloat, height: CGFloat) -> Node {
        let root = Node(.group, "", show(), arrange: .inside)
        root.place(
            CGRect(x: 0, y: 0, width: width, height: height),
            ProposedViewSize(width: width, height: height))
        return root
    }

    /// Draws the view as an SVG picture of this size.
    public func picture(width: CGFloat, height: CGFloat, note: String) -> String {
        Picture(width: width, height: height, note: note).draw(laidOut(width: width, height: height))
    }
}
