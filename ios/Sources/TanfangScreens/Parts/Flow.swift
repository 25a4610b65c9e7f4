import SwiftUI

/// Puts things side by side and goes on below when a row is full.
struct Flow: Layout {
    var spacing: CGFloat = Space.betweenChoices

    private func rows(_ width: CGFloat?, _ views: Subviews) -> [[(index: Int, size: CGSize)]] {
        var rows: [[(index: Int, size: CGSize)]] = []
        var used: CGFloat = 0
        for (index, view) in views.enumerated() {
            let size = view.sizeThatFits(ProposedViewSize(width: width, height: nil))
            let free = (width ?? .infinity) - used
            if rows.isEmpty || used > 0 && size.width > free {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append((index, size))
            used += size.width + spacing
        }
        return rows
    }

    private func height(_ row: [(index: Int, size: CGSize)]) -> CGFloat {
        row.map(\.size.height).max() ?? 0
    }

    func sizeThatFits(
        proposal: ProposedViewSize, subviews: Subviews, cache: inout Void
    ) -> CGSize {
        let rows = rows(proposal.width, subviews)
        let widths = rows.map { row in
            row.map(\.size.width).reduce(0, +) + spacing * CGFloat(row.count - 1)
        }
        let gaps = spacing * CGFloat(max(0, rows.count - 1))
        return CGSize(width: widths.max() ?? 0, height: rows.map(height).reduce(0, +) + gaps)
    }

    func placeSubviews(
        in bounds: CGRect, proposal: ProposedViewSize, subviews: Subviews, cache: inout Void
    ) {
        var y = bounds.minY
        for row in rows(bounds.width, subviews) {
            let height = height(row)
            var x = bounds.minX
            for (index, size) in row {
                subviews[index].place(
                    at: CGPoint(x: x, y: y + (height - size.height) / 2), anchor: .topLeading,
                    proposal: ProposedViewSize(size))
                x += size.width + spacing
            }
            y += height + spacing
        }
    }
}
