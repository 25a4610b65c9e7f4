import Foundation

/// Writes a generated record as the JSON of the view vectors.
///
/// Written by reflection and not from the core's own bytes: a field that was lost or
/// swapped on its way through the FFI gives other text.
func viewJson(_ value: Any) -> String {
    switch value {
    case let text as String: return quoted(text)
    case let flag as Bool: return flag ? "true" : "false"
    case let number as any BinaryInteger: return "\(number)"
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
        guard let inner = mirror.children.first else { return "null" }
        return viewJson(inner.value)
    case .collection:
        return "[" + mirror.children.map { viewJson($0.value) }.joined(separator: ",") + "]"
    case .enum:
        guard let payload = mirror.children.first, let name = payload.label else {
            return quoted(upperFirst("\(value)"))
        }
        return "{" + quoted(upperFirst(name)) + ":" + fields(payload.value) + "}"
    default:
        return fields(value)
    }
}

private func fields(_ value: Any) -> String {
    // A case with one labelled value and one with several both come as a tuple of labels.
    let children = Mirror(reflecting: value).children
    let pairs = children.map { quoted(snake($0.label ?? "")) + ":" + viewJson($0.value) }
    return "{" + pairs.joined(separator: ",") + "}"
}

private func upperFirst(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
}

private func snake(_ name: String) -> String {
    var text = ""
    for letter in name {
        if letter.isUppercase { text += "_" + letter.lowercased() } else { text.append(letter) }
    }
    return text
}

private func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "\r": out += "\\r"
        case "\t": out += "\\t"
        case let control where control.value < 0x20:
            out += String(format: "\\u%04x", control.value)
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out + "\""
}
