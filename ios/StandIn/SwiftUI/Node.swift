// A stand-in for SwiftUI where there is none. It evaluates views into a tree of nodes that a test
// can read, tap, lay out and draw. What it shows is "rendered by our stand-in", never "runs on iOS".
//
// In reading order: Node (what came of a view), Graph (how views are evaluated), State, Views,
// Controls, Navigation, Modifiers, Drawing, Values, Layout and Picture; Window is what a test holds.
// A symbol is declared only with the signature that Apple documents, and no convenience is added.
@_exported import Foundation
@_exported import Observation

/// What came of one view: something to read, to press, or only to arrange what is in it.
public final class Node {
    /// What a node is to a person, or `group` when it only arranges others.
    public enum Kind: String, Sendable {
        case text, image, button, toggle, field, share, importer, tab, tabs, back, bar, page, sheet
        case scroll, progress, canvas, shape, group
    }

    public let kind: Kind
    public var text: String
    public var children: [Node]
    public var label: String?
    public var hint: String?
    public var value: String?
    public var identifier: String?
    public var isEnabled = true
    public var isSelected = false
    public var isHeader = false
    /// Left out of what a screen reader says.
    public var isSilent = false
    /// Said as one thing with all that is in it.
    public var isWhole = false
    /// Where the last layout put it.
    public internal(set) var frame = CGRect.zero
    /// Where a press reaches it: its own frame, or that of what passes presses on to it.
    public internal(set) var reach = CGRect.zero
    /// Passes a press anywhere in it on to the field in it.
    var passesOn = false
    /// Takes only the room that nothing else of a stack wants.
    var isSpacer = false

    var tag: AnyHashable?
    var act: (@MainActor () -> Void)?
    var input: (@MainActor (String) -> Void)?
    var pick: (@MainActor (Result<URL, any Error>) -> Void)?
    var drag: (@MainActor ([DragGesture.Value]) -> Void)?
    var paint = Paint()
    var arrange: Arrange
    var sizes: [ProposedViewSize: CGSize] = [:]

    init(_ kind: Kind, _ text: String = "", _ children: [Node] = [], arrange: Arrange = .inside) {
        (self.kind, self.text, self.children, self.arrange) = (kind, text, children, arrange)
    }

    /// What a screen reader says: the label if there is one, else the texts inside.
    public var spoken: String {
        if isSilent { return "" }
        if let label { return label }
        return ([text] + children.map(\.spoken)).filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Whether a person can press it or type into it.
    public var isControl: Bool { act != nil || input != nil || kind == .share }

    /// Does what a press on it does, where it is not disabled.
    @MainActor public func press() { if isEnabled { act?() } }

    /// This node and all within, in the order in which they are read.
    public var all: [Node] { [self] + children.flatMap(\.all) }

    /// The tree as indented lines, without what only arranges.
    public var outline: String { lines(0).joined(separator: "\n") }

    private func lines(_ depth: Int) -> [String] {
        if kind == .group && label == nil && identifier == nil || kind == .shape {
            return children.flatMap { $0.lines(depth) }
        }
        var line = String(repeating: "  ", count: depth) + kind.rawValue
        if !text.isEmpty { line += " \"\(text)\"" }
        for (name, said) in [("label", label), ("value", value), ("hint", hint)] {
            if let said { line += " \(name)=\"\(said)\"" }
        }
        if !isEnabled { line += " disabled" }
        if isSelected { line += " selected" }
        if isHeader { line += " header" }
        return [line] + children.flatMap { $0.lines(depth + 1) }
    }

    /// The node that a modifier for screen readers is about: what stands alone inside.
    var element: Node {
        if kind != .group || isWhole { return self }
        let seen = children.filter { $0.kind != .shape }
        return seen.count == 1 ? seen[0].element : self
    }
}

/// How a node is drawn, beside its children.
struct Paint {
    var fill: Color?
    var stroke: (color: Color, width: CGFloat)?
    var corner: CGFloat = 0
    var ink = Color.primary
    var font = Font.body
    var size: DynamicTypeSize = .large
    var leading: CGFloat = 0
    var centred = false
    var clips = false
    var lines: (path: [[CGPoint]], color: Color, width: CGFloat)?
}
