//! Writes a form that was taken over as TOML, in the format of packs.

use std::fmt::Write as _;

use super::rule::Bounds;

/// How a fact is come by, and how long it is fresh: as strict as can be until a person decides.
const ASKED: &str = "问";
const FRESH: &str = "每次";

/// Holds one question as it is written.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) ask: String,
    /// Word of the format, such as 单选.
    pub(super) kind: &'static str,
    /// Name of the fact, or of the ledger cell.
    pub(super) writes: String,
    pub(super) show_if: Option<String>,
    pub(super) member: bool,
}

/// Holds one fact as it is written.
pub(super) struct Fact {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) member: bool,
    pub(super) ty: String,
    pub(super) ask: String,
    pub(super) bounds: Bounds,
    /// Whether bounds are counts, written bare.
    pub(super) whole: bool,
}

/// Holds one derived value as it is written.
pub(super) struct Derived {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) member: bool,
    pub(super) ty: &'static str,
    pub(super) expr: String,
}

/// Holds one list of choices as it is written.
pub(super) struct Choices {
    pub(super) id: String,
    /// Code and label.
    pub(super) items: Vec<(String, String)>,
}

/// Writes a text in quotes.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Writes the checklist.
pub(super) fn checklist(id: &str, name: &str, order: u32, lines: &[Line]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "id = {}", quoted(id));
    let _ = writeln!(out, "name = {}", quoted(name));
    let _ = writeln!(out, "about = \"户\"");
    let _ = writeln!(out, "order = {order}");
    let _ = writeln!(out, "cite = {}", quoted(id));
    for line in lines {
        let _ = writeln!(out, "\n[[q]]\nid = {}", quoted(&line.id));
        let _ = writeln!(out, "ask = {}", quoted(&line.ask));
        let _ = writeln!(out, "type = \"{}\"", line.kind);
        let _ = writeln!(out, "writes = {}", quoted(&line.writes));
        if line.member {
            let _ = writeln!(out, "each = \"成员\"");
        }
        if let Some(show_if) = &line.show_if {
            let _ = writeln!(out, "show_if = {}", quoted(show_if));
        }
        let _ = writeln!(out, "carry = \"必问\"");
        let _ = writeln!(out, "optional = true");
    }
    out
}

/// Writes what the checklist needs of the dictionary, to be merged by a person.
pub(super) fn facts(choices: &[Choices], facts: &[Fact], derived: &[Derived]) -> String {
    let of = |member: bool| if member { "人" } else { "户" };
    let mut out = String::from("[enum]\n");
    for list in choices {
        let items: Vec<String> = list
            .items
            .iter()
            .map(|(code, label)| quoted(&format!("{code} {label}")))
            .collect();
        let _ = writeln!(out, "{} = [{}]", key(&list.id), items.join(", "));
    }
    out.push_str("\n[fact]\n");
    for fact in facts {
        let _ = write!(
            out,
            "{} = {{ name = {}, of = \"{}\", type = {}, how = \"{ASKED}\", fresh = \"{FRESH}\", ask = {}",
            key(&fact.id),
            quoted(&fact.name),
            of(fact.member),
            quoted(&fact.ty),
            quoted(&fact.ask)
        );
        for (key, bound) in [("min", &fact.bounds.min), ("max", &fact.bounds.max)] {
            if let Some(bound) = bound {
                let bound = if fact.whole {
                    bound.clone()
                } else {
                    quoted(bound)
                };
                let _ = write!(out, ", {key} = {bound}");
            }
        }
        out.push_str(" }\n");
    }
    out.push_str("\n[derived]\n");
    for value in derived {
        let _ = writeln!(
            out,
            "{} = {{ name = {}, of = \"{}\", type = \"{}\", expr = {} }}",
            key(&value.id),
            quoted(&value.name),
            of(value.member),
            value.ty,
            quoted(&value.expr)
        );
    }
    out
}

/// Writes a key; one with a point has to stand in quotes.
fn key(id: &str) -> String {
    if id.contains('.') {
        quoted(id)
    } else {
        id.to_owned()
    }
}
