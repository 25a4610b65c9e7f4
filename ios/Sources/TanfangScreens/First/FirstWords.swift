import Observation
import Tanfang

/// Who one is, as far as it is typed, and what was chosen to take over.
@MainActor
@Observable
final class FirstWords {
    var name = ""
    var village = ""
    var division = ""
    var roles: [String] = []
    var isTakingOver = false
    var file: String?
    var check: HandOverView?
    /// Whether both screens read the same; nil as long as nobody said.
    var alike: Bool?
    var code = ""

    func choose(_ role: String) {
        if roles.contains(role) { roles.removeAll { $0 == role } } else { roles.append(role) }
    }

    var input: SetupInput {
        SetupInput(
            name: name.trimmed, roles: roles, village: village.trimmed,
            division: division.trimmed.isEmpty ? nil : division.trimmed, practice: false)
    }

    /// One may practise before one has said who one is.
    func practising(_ view: FirstView) -> SetupInput {
        let first = view.roles.prefix(1).map(\.role)
        return SetupInput(
            name: name.trimmed.isEmpty ? Strings.First.practiceName : name.trimmed,
            roles: roles.isEmpty ? first : roles,
            village: village.trimmed.isEmpty ? Strings.First.practiceVillage : village.trimmed,
            division: division.trimmed.isEmpty ? nil : division.trimmed, practice: true)
    }

    /// The village comes with the file.
    var successor: SetupInput {
        SetupInput(name: name.trimmed, roles: roles, village: "", division: nil, practice: false)
    }

    func took(_ path: String, _ view: HandOverView) { (file, check, alike) = (path, view, nil) }

    /// Whether all is there that taking over needs.
    var isReady: Bool {
        alike == true && !code.trimmed.isEmpty && !name.trimmed.isEmpty && !roles.isEmpty
    }
}
