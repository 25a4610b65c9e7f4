/// Draws a tree that was laid out as SVG: texts, areas and edges, near to what a phone would show.
struct Picture {
    let width: CGFloat
    let height: CGFloat
    /// A line below the picture that says what it is.
    let note: String

    func draw(_ root: Node) -> String {
        var out: [String] = []
        var clips = 0
        walk(root, &out, &clips)
        let whole = number(height + 28)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="\(whole)" \
            viewBox="0 0 \(number(width)) \(whole)" font-family="\(Self.fonts)">
            \(out.joined(separator: "\n"))
            <rect x="0.5" y="0.5" width="\(number(width - 1))" height="\(number(height - 1))" \
            fill="none" stroke="#7C766B"/>
            <text x="4" y="\(number(height + 19))" font-size="12" fill="#55524C">\(escaped(note))</text>
            </svg>

            """
    }

    private static let fonts =
        "'PingFang SC','Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei',"
        + "'WenQuanYi Micro Hei',sans-serif"

    private func walk(_ node: Node, _ out: inout [String], _ clips: inout Int) {
        let paint = node.paint
        area(node.frame, paint, &out)
        switch node.kind {
        case .text: text(node, &out)
        case .image: symbol(node, &out)
        case .canvas: lines(node, &out)
        default: break
        }
        // An edge lies over what it frames.
        guard paint.clips else {
            for child in node.children { walk(child, &out, &clips) }
            return
        }
        clips += 1
        let frame = node.frame
        out.append(
            "<clipPath id=\"c\(clips)\"><rect \(place(frame))/></clipPath><g clip-path=\"url(#c\(clips))\">")
        for child in node.children { walk(child, &out, &clips) }
        out.append("</g>")
    }

    private func area(_ frame: CGRect, _ paint: Paint, _ out: inout [String]) {
        let fill = paint.fill.flatMap { $0.alpha > 0 ? $0 : nil }
        let stroke = paint.stroke.flatMap { $0.color.alpha > 0 ? $0 : nil }
        guard frame.minY < height, fill != nil || stroke != nil else { return }
        let inset = (stroke?.width ?? 0) / 2
        var parts = place(frame.insetBy(dx: inset, dy: inset))
        if paint.corner > 0 { parts += " rx=\"\(number(paint.corner))\"" }
        parts += " fill=\"\(fill.map(hex) ?? "none")\""
        if let stroke {
            parts += " stroke=\"\(hex(stroke.color))\" stroke-width=\"\(number(stroke.width))\""
        }
        out.append("<rect \(parts)/>")
    }

    private func text(_ node: Node, _ out: inout [String]) {
        let paint = node.paint
        let size = paint.font.size(paint.size)
        let high = size * 1.25 + paint.leading
        let lines = Letters.lines(node.text, size, within: node.frame.width + 0.5)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            let y = node.frame.minY + high * CGFloat(index) + size
            guard y < height + size else { return }
            let x = paint.centred ? node.frame.midX : node.frame.minX
            var parts = "x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\""
            parts += " fill=\"\(hex(paint.ink))\""
            if paint.centred { parts += " text-anchor=\"middle\"" }
            if paint.font.weight != .regular {
                parts += " font-weight=\"\(paint.font.weight.name)\""
            }
            out.append("<text \(parts)>\(escaped(String(line)))</text>")
        }
    }

    private func lines(_ node: Node, _ out: inout [String]) {
        guard let lines = node.paint.lines, node.frame.minY < height else { return }
        for stroke in lines.path {
            let places = stroke.map {
                "\(number(node.frame.minX + $0.x)),\(number(node.frame.minY + $0.y))"
            }
            out.append(
                "<polyline points=\"\(places.joined(separator: " "))\" fill=\"none\" "
                    + "stroke=\"\(hex(lines.color))\" stroke-width=\"\(number(lines.width))\" "
                    + "stroke-linecap=\"round\"/>")
        }
    }

    private func symbol(_ node: Node, _ out: inout [String]) {
        guard let path = Self.symbols[node.value ?? ""], node.frame.minY < height else { return }
        let scale = node.frame.width / 24
        out.append(
            "<path transform=\"translate(\(number(node.frame.minX)) \(number(node.frame.minY))) "
                + "scale(\(number(scale)))\" d=\"\(path)\" fill=\"none\" "
                + "stroke=\"\(hex(node.paint.ink))\" stroke-width=\"2\"/>")
    }

    /// Our own drawings, 24 by 24, for the few symbols that the screens name.
    private static let symbols: [String: String] = [
        "checkmark": "M4 13l5 5L20 6",
        "chevron.backward": "M15 4l-8 8 8 8",
        "eye": "M2 12q10-13 20 0q-10 13-20 0zM9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
        "eye.slash": "M2 12q10-13 20 0q-10 13-20 0zM4 21L20 3",
        "sun.max": "M7 12a5 5 0 1 0 10 0a5 5 0 1 0-10 0M12 1v3M12 20v3M1 12h3M20 12h3",
        "house": "M3 12l9-8 9 8M6 10v10h12V10",
        "flag": "M5 22V3h13l-3 5 3 5H5",
        "ellipsis": "M4 12h2M11 12h2M18 12h2",
        "phone": "M5 3h4l2 5-3 2q2 4 6 6l2-3 5 2v4q-14 2-16-16z",
    ]

    private func place(_ frame: CGRect) -> String {
        "x=\"\(number(frame.minX))\" y=\"\(number(frame.minY))\" "
            + "width=\"\(number(max(0, frame.width)))\" height=\"\(number(max(0, frame.height)))\""
    }

    private func hex(_ color: Color) -> String {
        let parts = [color.red, color.green, color.blue].map { part -> String in
            // On white, since the few colours that let something through lie on a light ground.
            let mixed = part * color.alpha + (1 - color.alpha)
            let byte = Int((mixed * 255).rounded())
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "#" + parts.joined()
    }

    private func number(_ value: CGFloat) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }

    private func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;")
            .replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;")
    }
}
