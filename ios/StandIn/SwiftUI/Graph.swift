// How views are evaluated: each place in the tree keeps its state between two evaluations.

/// What outlives one evaluation.
@MainActor final class Store {
    var boxes: [String: AnyObject] = [:]
    var values: [String: Any] = [:]
    var appeared: Set<String> = []
    /// Of the present evaluation: what is to run after it.
    var after: [() -> Void] = []
    var tasks: [(key: String, run: @MainActor () async -> Void)] = []
    var leaving: [String: () -> Void] = [:]

    /// Forgets the state of a place that is gone.
    func forget(_ path: String) {
        boxes = boxes.filter { !$0.key.hasPrefix(path + "/") }
        values = values.filter { !$0.key.hasPrefix(path + "/") }
    }
}

/// What a page of a navigation stack says about itself while it is evaluated.
@MainActor final class Page {
    var title = ""
    var tools: [Node] = []
    var hidesTabs = false
    var make: [ObjectIdentifier: (AnyHashable, Context) -> [Node]] = [:]
}

/// Where in the tree the evaluation is.
@MainActor public struct Context {
    let store: Store
    var path = ""
    var env = EnvironmentValues()
    var page: Page?

    func at(_ part: String) -> Context {
        var next = self
        next.path += "/" + part
        return next
    }
}

@MainActor @preconcurrency public protocol View {
    associatedtype Body: View
    @ViewBuilder var body: Body { get }
}

extension Never: View {
    public var body: Never { fatalError("a primitive view has no body") }
}

/// A view of this module, which makes its nodes itself.
@MainActor @preconcurrency public protocol Primitive: View where Body == Never {
    func nodes(_ context: Context) -> [Node]
}

extension Primitive {
    public var body: Never { fatalError("a primitive view has no body") }
}

/// A property wrapper that is connected to its place before `body` is read.
@MainActor protocol Linked {
    func link(_ context: Context)
}

@MainActor func render<V: View>(_ view: V, _ context: Context) -> [Node] {
    if let primitive = view as? any Primitive { return primitive.nodes(context) }
    let context = context.at(name(of: V.self))
    link(view, context)
    return render(view.body, context)
}

/// A short name for a type: the whole one of a view in views can be longer than a page.
@MainActor func name(of type: Any.Type) -> String {
    let key = ObjectIdentifier(type)
    if let known = names[key] { return known }
    let made = "\(names.count)"
    names[key] = made
    return made
}

@MainActor private var names: [ObjectIdentifier: String] = [:]

@MainActor func link(_ holder: Any, _ context: Context) {
    for child in Mirror(reflecting: holder).children {
        (child.value as? any Linked)?.link(context.at(child.label ?? ""))
    }
}

/// Evaluates a view into one node: what it made, or a group of it.
@MainActor func one<V: View>(_ view: V, _ context: Context) -> Node {
    let made = render(view, context)
    return made.count == 1 ? made[0] : Node(.group, "", made, arrange: .stack(.vertical))
}

@resultBuilder @MainActor public enum ViewBuilder {
    public static func buildBlock() -> EmptyView { EmptyView() }
    public static func buildBlock<C: View>(_ content: C) -> C { content }
    public static func buildBlock<each C: View>(
        _ content: repeat each C
    ) -> TupleView<(repeat each C)> {
        var parts: [(Context) -> [Node]] = []
        repeat parts.append(part(each content))
        return TupleView(parts: parts)
    }
    public static func buildExpression<C: View>(_ content: C) -> C { content }
    public static func buildIf<C: View>(_ content: C?) -> C? { content }
    public static func buildEither<A: View, B: View>(first: A) -> _ConditionalContent<A, B> {
        _ConditionalContent(a: first, b: nil)
    }
    public static func buildEither<A: View, B: View>(second: B) -> _ConditionalContent<A, B> {
        _ConditionalContent(a: nil, b: second)
    }
}

@MainActor func part<C: View>(_ view: C) -> (Context) -> [Node] { { render(view, $0) } }

public struct EmptyView: Primitive {
    public nonisolated init() {}
    public func nodes(_ context: Context) -> [Node] { [] }
}

public struct TupleView<T>: Primitive {
    let parts: [(Context) -> [Node]]
    public func nodes(_ context: Context) -> [Node] {
        parts.enumerated().flatMap { $1(context.at("\($0)")) }
    }
}

public struct _ConditionalContent<A: View, B: View>: Primitive {
    let a: A?, b: B?
    public func nodes(_ context: Context) -> [Node] {
        a.map { render($0, context.at("a")) } ?? b.map { render($0, context.at("b")) } ?? []
    }
}

extension Optional: View where Wrapped: View {
    public var body: Never { fatalError("a primitive view has no body") }
}

extension Optional: Primitive where Wrapped: View {
    public func nodes(_ context: Context) -> [Node] {
        map { render($0, context.at("?")) } ?? []
    }
}
