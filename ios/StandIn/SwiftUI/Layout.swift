// Sizes and places, by SwiftUI's way: a parent proposes, a child answers, the parent places it.
// Letters are measured by rough widths, so that the figures are near those of a phone, not the same.

public struct ProposedViewSize: Hashable, Sendable {
    public var width: CGFloat?
    public var height: CGFloat?
    public init(width: CGFloat?, height: CGFloat?) { (self.width, self.height) = (width, height) }
    public init(_ size: CGSize) { self.init(width: size.width, height: size.height) }
    public static let unspecified = Self(width: nil, height: nil)
    public static let zero = Self(width: 0, height: 0)
    public static let infinity = Self(width: .infinity, height: .infinity)
    public func replacingUnspecifiedDimensions(
        by size: CGSize = CGSize(width: 10, height: 10)
    ) -> CGSize {
        CGSize(width: width ?? size.width, height: height ?? size.height)
    }
    public func hash(into hasher: inout Hasher) {
        hasher.combine(width)
        hasher.combine(height)
    }
}

public struct UnitPoint: Hashable, Sendable {
    public var x: CGFloat, y: CGFloat
    public init(x: CGFloat, y: CGFloat) { (self.x, self.y) = (x, y) }
    public static let topLeading = Self(x: 0, y: 0)
    public static let center = Self(x: 0.5, y: 0.5)
}

public struct LayoutSubview {
    let node: Node
    public func sizeThatFits(_ proposal: ProposedViewSize) -> CGSize { node.size(proposal) }
    public func place(
        at point: CGPoint, anchor: UnitPoint = .topLeading, proposal: ProposedViewSize
    ) {
        let size = node.size(proposal)
        let origin = CGPoint(
            x: point.x - size.width * anchor.x, y: point.y - size.height * anchor.y)
        node.place(CGRect(origin: origin, size: size), proposal)
    }
}

public typealias LayoutSubviews = [LayoutSubview]

public protocol Layout: Sendable {
    associatedtype Cache = Void
    typealias Subviews = LayoutSubviews
    func sizeThatFits(
        proposal: ProposedViewSize, subviews: Subviews, cache: inout Cache
    ) -> CGSize
    func placeSubviews(
        in bounds: CGRect, proposal: ProposedViewSize, subviews: Subviews, cache: inout Cache)
}

extension Layout where Cache == Void {
    @MainActor public func callAsFunction<V: View>(@ViewBuilder _ content: () -> V) -> some View {
        Box(content: content(), kind: .group, arrange: Arrange(self))
    }
}

/// Any layout, and the ways in which the views of this module arrange what is in them.
struct Arrange {
    var size: (ProposedViewSize, LayoutSubviews) -> CGSize
    var place: (CGRect, ProposedViewSize, LayoutSubviews) -> Void

    init(
        size: @escaping (ProposedViewSize, LayoutSubviews) -> CGSize,
        place: @escaping (CGRect, ProposedViewSize, LayoutSubviews) -> Void
    ) {
        (self.size, self.place) = (size, place)
    }

    init<L: Layout>(_ layout: L) where L.Cache == Void {
        size = { proposal, views in
            var cache: Void = ()
            return layout.sizeThatFits(proposal: proposal, subviews: views, cache: &cache)
        }
        place = { bounds, proposal, views in
            var cache: Void = ()
            layout.placeSubviews(in: bounds, proposal: proposal, subviews: views, cache: &cache)
        }
    }

    /// As large as the largest inside; all fill it.
    static var inside: Arrange {
        Arrange(
            size: { proposal, views in
                views.map { $0.sizeThatFits(proposal) }.reduce(.zero) {
                    CGSize(width: max($0.width, $1.width), height: max($0.height, $1.height))
                }
            },
            place: { bounds, _, views in
                for view in views { view.place(at: bounds.origin, proposal: ProposedViewSize(bounds.size)) }
            })
    }

    /// As large as the first; the others lie over it.
    static var over: Arrange {
        Arrange(
            size: { proposal, views in views.first?.sizeThatFits(proposal) ?? .zero },
            place: { bounds, proposal, views in
                for view in views {
                    view.place(at: bounds.origin, proposal: ProposedViewSize(bounds.size))
                }
            })
    }

    /// Takes what is proposed.
    static func leaf(_ size: @escaping (ProposedViewSize) -> CGSize) -> Arrange {
        Arrange(size: { proposal, _ in size(proposal) }, place: { _, _, _ in })
    }

    static func pad(_ edges: Edge.Set, _ length: CGFloat) -> Arrange {
        let left = edges.contains(.leading) ? length : 0
        let right = edges.contains(.trailing) ? length : 0
        let top = edges.contains(.top) ? length : 0
        let bottom = edges.contains(.bottom) ? length : 0
        func less(_ proposal: ProposedViewSize) -> ProposedViewSize {
            ProposedViewSize(
                width: proposal.width.map { max(0, $0 - left - right) },
                height: proposal.height.map { max(0, $0 - top - bottom) })
        }
        return Arrange(
            size: { proposal, views in
                let inner = views.first?.sizeThatFits(less(proposal)) ?? .zero
                return CGSize(
                    width: inner.width + left + right, height: inner.height + top + bottom)
            },
            place: { bounds, _, views in
                let inner = CGSize(
                    width: bounds.width - left - right, height: bounds.height - top - bottom)
                views.first?.place(
                    at: CGPoint(x: bounds.minX + left, y: bounds.minY + top),
                    proposal: ProposedViewSize(inner))
            })
    }

    /// Within bounds, aligned in what is left over.
    static func frame(
        width: ClosedRange<CGFloat>?, height: ClosedRange<CGFloat>?, _ alignment: Alignment
    ) -> Arrange {
        func within(_ value: CGFloat, _ range: ClosedRange<CGFloat>?, _ proposed: CGFloat?) -> CGFloat {
            guard let range else { return value }
            // A frame with a largest size takes what is proposed, up to that.
            let wanted = range.upperBound == .greatestFiniteMagnitude ? value : proposed ?? value
            return min(max(wanted == .infinity ? value : wanted, range.lowerBound), range.upperBound)
        }
        return Arrange(
            size: { proposal, views in
                let inner = views.first?.sizeThatFits(proposal) ?? .zero
                return CGSize(
                    width: within(inner.width, width, proposal.width),
                    height: within(inner.height, height, proposal.height))
            },
            place: { bounds, proposal, views in
                guard let view = views.first else { return }
                let inner = view.sizeThatFits(ProposedViewSize(bounds.size))
                let at = CGPoint(
                    x: bounds.minX + (bounds.width - inner.width) * alignment.x,
                    y: bounds.minY + (bounds.height - inner.height) * alignment.y)
                view.place(at: at, proposal: ProposedViewSize(bounds.size))
            })
    }

    /// What scrolls: takes the room there is, and its content as much as it needs.
    static var scroll: Arrange {
        Arrange(
            size: { proposal, views in
                let content = Arrange.stack(.vertical).size(
                    ProposedViewSize(width: proposal.width, height: nil), views)
                return CGSize(
                    width: proposal.width ?? content.width, height: proposal.height ?? content.height)
            },
            place: { bounds, _, views in
                Arrange.stack(.vertical).place(
                    bounds, ProposedViewSize(width: bounds.width, height: nil), views)
            })
    }

    /// The last has the height it needs, the first all that is left.
    static var above: Arrange {
        Arrange(
            size: { proposal, views in
                let last = views.last?.sizeThatFits(ProposedViewSize(width: proposal.width, height: nil))
                let rest = proposal.height.map { max(0, $0 - (last?.height ?? 0)) }
                let first = views.first?.sizeThatFits(
                    ProposedViewSize(width: proposal.width, height: rest))
                return CGSize(
                    width: proposal.width ?? first?.width ?? 0,
                    height: (first?.height ?? 0) + (last?.height ?? 0))
            },
            place: { bounds, _, views in
                guard let first = views.first, let last = views.last else { return }
                let low = last.sizeThatFits(ProposedViewSize(width: bounds.width, height: nil)).height
                let rest = max(0, bounds.height - low)
                first.place(
                    at: bounds.origin, proposal: ProposedViewSize(width: bounds.width, height: rest))
                last.place(
                    at: CGPoint(x: bounds.minX, y: bounds.minY + rest),
                    proposal: ProposedViewSize(width: bounds.width, height: low))
            })
    }

    /// One after another; the least flexible is asked first.
    static func stack(
        _ axis: Axis, spacing: CGFloat = 0, across: CGFloat = 0
    ) -> Arrange {
        func main(_ size: CGSize) -> CGFloat { axis == .horizontal ? size.width : size.height }
        func cross(_ size: CGSize) -> CGFloat { axis == .horizontal ? size.height : size.width }
        func proposal(_ main: CGFloat?, _ cross: CGFloat?) -> ProposedViewSize {
            axis == .horizontal
                ? ProposedViewSize(width: main, height: cross)
                : ProposedViewSize(width: cross, height: main)
        }
        func sizes(_ asked: ProposedViewSize, _ views: LayoutSubviews) -> [CGSize] {
            let along = axis == .horizontal ? asked.width : asked.height
            let side = axis == .horizontal ? asked.height : asked.width
            guard let along, along.isFinite else {
                return views.map { $0.sizeThatFits(proposal(nil, side)) }
            }
            var found = [CGSize](repeating: .zero, count: views.count)
            let stretch = views.map {
                main($0.sizeThatFits(proposal(1_000_000, side)))
                    - main($0.sizeThatFits(proposal(0, side)))
            }
            let spacers = views.indices.filter { views[$0].node.isSpacer }
            let order = views.indices.filter { !views[$0].node.isSpacer }
                .sorted { stretch[$0] < stretch[$1] }
            var left = along - spacing * CGFloat(max(0, views.count - 1))
            left -= spacers.map { main(views[$0].sizeThatFits(proposal(0, side))) }.reduce(0, +)
            for (done, index) in order.enumerated() {
                let share = max(0, left) / CGFloat(order.count - done)
                found[index] = views[index].sizeThatFits(proposal(share, side))
                left -= main(found[index])
            }
            for index in spacers {
                let least = main(views[index].sizeThatFits(proposal(0, side)))
                let share = least + max(0, left) / CGFloat(spacers.count)
                found[index] = views[index].sizeThatFits(proposal(share, side))
            }
            return found
        }
        return Arrange(
            size: { asked, views in
                let found = sizes(asked, views)
                let length =
                    found.map(main).reduce(0, +) + spacing * CGFloat(max(0, views.count - 1))
                let breadth = found.map(cross).max() ?? 0
                return axis == .horizontal
                    ? CGSize(width: length, height: breadth)
                    : CGSize(width: breadth, height: length)
            },
            place: { bounds, asked, views in
                var from = axis == .horizontal ? bounds.minX : bounds.minY
                let found = sizes(asked, views)
                for (view, size) in zip(views, found) {
                    let free = (axis == .horizontal ? bounds.height : bounds.width) - cross(size)
                    let at =
                        axis == .horizontal
                        ? CGPoint(x: from, y: bounds.minY + free * across)
                        : CGPoint(x: bounds.minX + free * across, y: from)
                    view.place(at: at, proposal: ProposedViewSize(size))
                    from += main(size) + spacing
                }
            })
    }
}

extension Node {
    private var subviews: LayoutSubviews { children.map { LayoutSubview(node: $0) } }

    func size(_ proposal: ProposedViewSize) -> CGSize {
        if let known = sizes[proposal] { return known }
        let found = arrange.size(proposal, subviews)
        sizes[proposal] = found
        return found
    }

    func place(_ rect: CGRect, _ proposal: ProposedViewSize) {
        (frame, reach) = (rect, rect)
        arrange.place(rect, proposal, subviews)
        if passesOn { for field in all where field.kind == .field { field.reach = rect } }
    }
}

/// A text cut into lines, and how wide it is.
enum Letters {
    static func width(_ character: Character, _ size: CGFloat) -> CGFloat {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x2000...0xffff, 0x20000...: return size
        case 0x30...0x39: return size * 0.57
        case 0x41...0x5a: return size * 0.66
        case 0x61...0x7a: return size * 0.53
        default: return size * 0.34
        }
    }

    static func width(_ text: Substring, _ size: CGFloat) -> CGFloat {
        text.reduce(0) { $0 + width($1, size) }
    }

    /// Cuts at the width; words of Latin letters and figures stay whole where they fit.
    static func lines(_ text: String, _ size: CGFloat, within: CGFloat?) -> [Substring] {
        guard let within, within.isFinite else { return text.split(separator: "\n", omittingEmptySubsequences: false) }
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            cut(line, size, max(within, size))
        }
    }

    private static func cut(_ line: Substring, _ size: CGFloat, _ within: CGFloat) -> [Substring] {
        var found: [Substring] = []
        var start = line.startIndex
        var used: CGFloat = 0
        var index = line.startIndex
        while index < line.endIndex {
            var next = line.index(after: index)
            while isWord(line[index]), next < line.endIndex, isWord(line[next]) {
                next = line.index(after: next)
            }
            var wide = width(line[index..<next], size)
            if used > 0, used + wide > within + 0.01 {
                found.append(line[start..<index])
                (start, used) = (index, 0)
            }
            // A word longer than the line is broken where the line ends.
            while wide > within, line.index(after: index) < next {
                next = line.index(before: next)
                wide = width(line[index..<next], size)
            }
            used += wide
            index = next
        }
        found.append(line[start...])
        return found
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }
}
