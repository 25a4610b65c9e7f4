// State, bindings and the environment.

@propertyWrapper @dynamicMemberLookup public struct Binding<Value> {
    let get: () -> Value
    let set: (Value) -> Void
    public var wrappedValue: Value {
        get { get() }
        nonmutating set { set(newValue) }
    }
    public init(get: @escaping () -> Value, set: @escaping (Value) -> Void) {
        (self.get, self.set) = (get, set)
    }
    public var projectedValue: Binding<Value> { self }
    public static func constant(_ value: Value) -> Binding<Value> {
        Binding(get: { value }, set: { _ in })
    }
    public subscript<S>(dynamicMember path: WritableKeyPath<Value, S>) -> Binding<S> {
        Binding<S>(
            get: { get()[keyPath: path] },
            set: {
                var value = get()
                value[keyPath: path] = $0
                set(value)
            })
    }
}

@propertyWrapper public struct State<Value> {
    final class Box {
        var value: Value
        var other: Box?
        init(_ value: Value) { self.value = value }
        var real: Box { other?.real ?? self }
    }
    let box: Box
    public init(wrappedValue: Value) { box = Box(wrappedValue) }
    public init(initialValue: Value) { box = Box(initialValue) }
    public var wrappedValue: Value {
        get { box.real.value }
        nonmutating set { box.real.value = newValue }
    }
    public var projectedValue: Binding<Value> {
        let box = box
        return Binding(get: { box.real.value }, set: { box.real.value = $0 })
    }
}

extension State where Value: ExpressibleByNilLiteral {
    public init() { self.init(wrappedValue: nil) }
}

extension State: Linked {
    func link(_ context: Context) {
        guard let kept = context.store.boxes[context.path] as? Box else {
            context.store.boxes[context.path] = box
            return
        }
        if kept !== box { box.other = kept }
    }
}

/// Which field has the keyboard; here it is only remembered.
@propertyWrapper public struct FocusState<Value: Hashable> {
    public struct Binding { let state: State<Value> }
    let state: State<Value>
    public init() where Value == Bool { state = State(wrappedValue: false) }
    public var wrappedValue: Value {
        get { state.wrappedValue }
        nonmutating set { state.wrappedValue = newValue }
    }
    public var projectedValue: FocusState<Value>.Binding { Binding(state: state) }
}

extension FocusState: Linked {
    func link(_ context: Context) { state.link(context) }
}

@propertyWrapper @dynamicMemberLookup public struct Bindable<Value: AnyObject> {
    public var wrappedValue: Value
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
    public init(_ value: Value) { wrappedValue = value }
    public var projectedValue: Bindable<Value> { self }
    public subscript<S>(dynamicMember path: ReferenceWritableKeyPath<Value, S>) -> Binding<S> {
        let object = wrappedValue
        return Binding(get: { object[keyPath: path] }, set: { object[keyPath: path] = $0 })
    }
}

public protocol EnvironmentKey {
    associatedtype Value
    static var defaultValue: Value { get }
}

public struct EnvironmentValues {
    public var dismiss = DismissAction {}
    public var openURL = OpenURLAction { _ in .systemAction }
    public var colorScheme = ColorScheme.light
    public var scenePhase = ScenePhase.active
    public var dynamicTypeSize = DynamicTypeSize.large
    public var isEnabled = true
    var objects: [ObjectIdentifier: AnyObject] = [:]
    var keyed: [ObjectIdentifier: Any] = [:]
    var ink: Color?
    var tint: Color?
    var font: Font?
    var leading: CGFloat = 0
    var centred = false
    var buttonStyle: (any ButtonStyle)?
    var opened: ((URL) -> Void)?

    public subscript<K: EnvironmentKey>(key: K.Type) -> K.Value {
        get { keyed[ObjectIdentifier(key)] as? K.Value ?? K.defaultValue }
        set { keyed[ObjectIdentifier(key)] = newValue }
    }
}

@propertyWrapper public struct Environment<Value> {
    final class Box {
        var read: (() -> Value)?
    }
    let box = Box()
    let read: (EnvironmentValues) -> Value
    public init(_ path: KeyPath<EnvironmentValues, Value>) { read = { $0[keyPath: path] } }
    public init(_ type: Value.Type) where Value: AnyObject & Observable {
        read = {
            guard let object = $0.objects[ObjectIdentifier(type)] as? Value else {
                fatalError("no \(type) in the environment")
            }
            return object
        }
    }
    public var wrappedValue: Value {
        guard let read = box.read else { fatalError("@Environment read outside of body") }
        return read()
    }
}

extension Environment: Linked {
    func link(_ context: Context) {
        let value = read(context.env)
        box.read = { value }
    }
}

public struct DismissAction {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
    @MainActor public func callAsFunction() { run() }
}

public struct OpenURLAction {
    public struct Result: Sendable {
        public static let systemAction = Result()
        public static let handled = Result()
    }
    let run: (URL) -> Result
    public init(handler: @escaping (URL) -> Result) { run = handler }
    @MainActor public func callAsFunction(_ url: URL) { _ = run(url) }
}

public enum ScenePhase: Comparable, Sendable { case background, inactive, active }

public enum DynamicTypeSize: Int, Comparable, CaseIterable, Sendable {
    case xSmall, small, medium, large, xLarge, xxLarge, xxxLarge
    case accessibility1, accessibility2, accessibility3, accessibility4, accessibility5
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    public var isAccessibilitySize: Bool { self >= .accessibility1 }
}
