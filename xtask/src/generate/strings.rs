//! Fixed labels as typed constants, so that a missing label does not compile.
//!
//! The string table holds them under `[label]` (`save = "…"` becomes `Strings.save`) and
//! `[label.<place>]` (`[label.today] go_visit = "…"` becomes `Strings.Today.goVisit`). A sentence
//! with data in it stands elsewhere in the table and is put together in Rust.

use std::fmt::Write as _;

use toml::{Table, Value};

/// Words that are no names in Kotlin.
const KOTLIN_WORDS: &[&str] = &[
    "as",
    "break",
    "class",
    "continue",
    "do",
    "else",
    "false",
    "for",
    "fun",
    "if",
    "in",
    "interface",
    "is",
    "null",
    "object",
    "package",
    "return",
    "super",
    "this",
    "throw",
    "true",
    "try",
    "typealias",
    "typeof",
    "val",
    "var",
    "when",
    "while",
];

/// Words that are no names in Swift.
const SWIFT_WORDS: &[&str] = &[
    "as",
    "associatedtype",
    "break",
    "case",
    "catch",
    "class",
    "continue",
    "default",
    "defer",
    "deinit",
    "do",
    "else",
    "enum",
    "extension",
    "fallthrough",
    "false",
    "fileprivate",
    "for",
    "func",
    "guard",
    "if",
    "import",
    "in",
    "init",
    "inout",
    "internal",
    "is",
    "let",
    "nil",
    "operator",
    "private",
    "protocol",
    "public",
    "repeat",
    "rethrows",
    "return",
    "self",
    "static",
    "struct",
    "subscript",
    "super",
    "switch",
    "throw",
    "throws",
    "true",
    "try",
    "typealias",
    "var",
    "where",
    "while",
];

/// One label: the place it belongs to (empty for none), its key, its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    place: String,
    key: String,
    text: String,
}

/// Reads the labels of a string table, in its order.
pub(crate) fn labels(table: &str) -> Result<Vec<Label>, String> {
    let table: Table = table.parse().map_err(|why| format!("{why}"))?;
    let Some(Value::Table(top)) = table.get("label") else {
        return Err("there is no table [label]".to_owned());
    };
    let mut found = Vec::new();
    for (key, value) in top {
        match value {
            Value::String(text) => found.push(label("", key, text)?),
            Value::Table(place) => {
                name_ok(key)?;
                for (inner, value) in place {
                    let Value::String(text) = value else {
                        return Err(format!("label.{key}.{inner} is not a text"));
                    };
                    found.push(label(key, inner, text)?);
                }
            }
            _ => return Err(format!("label.{key} is neither a text nor a table")),
        }
    }
    if found.is_empty() {
        return Err("the table [label] is empty".to_owned());
    }
    Ok(found)
}

fn label(place: &str, key: &str, text: &str) -> Result<Label, String> {
    name_ok(key)?;
    let at = if place.is_empty() {
        format!("label.{key}")
    } else {
        format!("label.{place}.{key}")
    };
    if text.trim().is_empty() {
        return Err(format!("{at} is empty"));
    }
    if text.contains(['{', '}']) {
        return Err(format!(
            "{at} has a placeholder; a sentence with data belongs outside [label] and is made in Rust"
        ));
    }
    Ok(Label {
        place: place.to_owned(),
        key: key.to_owned(),
        text: text.to_owned(),
    })
}

fn name_ok(key: &str) -> Result<(), String> {
    let good = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if good {
        Ok(())
    } else {
        Err(format!(
            "'{key}' is no name: small letters, digits and _ only, a letter first"
        ))
    }
}

/// Turns `go_visit` into `goVisit`, or `GoVisit` with `big`.
fn camel(key: &str, big: bool) -> String {
    let mut out = String::new();
    let mut raise = big;
    for c in key.chars() {
        if c == '_' {
            raise = true;
        } else if raise {
            out.push(c.to_ascii_uppercase());
            raise = false;
        } else {
            out.push(c);
        }
    }
    out
}

fn quoted(text: &str, kotlin: bool) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '$' if kotlin => out.push_str("\\$"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn escaped(name: String, words: &[&str]) -> String {
    if words.contains(&name.as_str()) {
        format!("`{name}`")
    } else {
        name
    }
}

const HEAD: &str = "// Made by `cargo xtask gen` from core/packs/common/texts/ui.zh.toml. Change that file, not this one.\n";

/// Writes the labels: those without a place first, then each place in the order of the table.
fn body(
    labels: &[Label],
    open: impl Fn(&str) -> String,
    line: impl Fn(&str, &str) -> String,
) -> String {
    let mut out = String::new();
    let mut places: Vec<&str> = Vec::new();
    for label in labels {
        if !places.contains(&label.place.as_str()) {
            places.push(&label.place);
        }
    }
    places.sort_by_key(|place| !place.is_empty());
    for place in places {
        let inner = if place.is_empty() { "    " } else { "        " };
        if !place.is_empty() {
            if !out.is_empty() {
                out.push('\n');
            }
            let _ = writeln!(out, "    {} {{", open(&camel(place, true)));
        }
        for label in labels.iter().filter(|label| label.place == place) {
            let _ = writeln!(
                out,
                "{inner}{}",
                line(&camel(&label.key, false), &label.text)
            );
        }
        if !place.is_empty() {
            out.push_str("    }\n");
        }
    }
    out
}

/// Writes `Strings.kt`.
pub(crate) fn kotlin(labels: &[Label]) -> String {
    let body = body(
        labels,
        |place| format!("object {place}"),
        |name, text| {
            let name = escaped(name.to_owned(), KOTLIN_WORDS);
            format!("const val {name}: String = {}", quoted(text, true))
        },
    );
    format!(
        "{HEAD}package cn.tanfang.text\n\n/** Holds the fixed labels of the screens. */\nobject Strings {{\n{body}}}\n"
    )
}

/// Writes `strings.xml`: the name under the app's icon, the one text Android takes from a resource.
pub(crate) fn android(labels: &[Label]) -> Option<String> {
    let name = labels
        .iter()
        .find(|label| label.place == "first" && label.key == "title")?;
    let text = name
        .text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('\'', "\\'");
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<resources>\n    <string name=\"app_name\">{text}</string>\n</resources>\n"
    ))
}

/// Writes `Strings.swift`.
pub(crate) fn swift(labels: &[Label]) -> String {
    let body = body(
        labels,
        |place| format!("public enum {place}"),
        |name, text| {
            let name = escaped(name.to_owned(), SWIFT_WORDS);
            format!("public static let {name} = {}", quoted(text, false))
        },
    );
    format!(
        "{HEAD}\n/// Holds the fixed labels of the screens.\npublic enum Strings {{\n{body}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"
        [error]
        row = "第 {row} 行"
        [label]
        save = "记下"
        [label.today]
        go_visit = "去走访"
        in = "说\"好\" $1"
    "#;

    #[test]
    fn labels_become_constants_in_both_languages() {
        let labels = labels(SAMPLE).unwrap();
        assert_eq!(labels.len(), 3);
        let kotlin = kotlin(&labels);
        assert!(
            kotlin.contains("    const val save: String = \"记下\"\n"),
            "{kotlin}"
        );
        assert!(
            kotlin.contains("    object Today {\n        const val goVisit: String = \"去走访\"\n"),
            "{kotlin}"
        );
        assert!(
            kotlin.contains(r#"const val `in`: String = "说\"好\" \$1""#),
            "{kotlin}"
        );
        let swift = swift(&labels);
        assert!(
            swift.contains(
                "    public enum Today {\n        public static let goVisit = \"去走访\"\n"
            ),
            "{swift}"
        );
        assert!(
            swift.contains(r#"public static let `in` = "说\"好\" $1""#),
            "{swift}"
        );
    }

    #[test]
    fn what_is_no_fixed_label_is_refused() {
        for (table, reason) in [
            ("[other]\na = \"b\"", "no table"),
            ("[label]\n", "empty"),
            ("[label]\na = \"{n} 户\"", "placeholder"),
            ("[label]\na = \" \"", "empty"),
            ("[label]\na = 3", "neither"),
            ("[label.today]\nb.c = \"x\"", "not a text"),
            ("[label]\nGoVisit = \"去\"", "no name"),
        ] {
            let why = labels(table).unwrap_err();
            assert!(why.contains(reason), "{table}: {why}");
        }
    }
}
