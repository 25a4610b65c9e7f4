//! Reads the crate's source and holds every key in it against the table.

use std::path::Path;
use tanfang_app::texts::{StringTable, Texts};

/// A key as the code uses it.
struct Use {
    place: String,
    key: String,
    /// Names of the values given, where the call lists them.
    names: Option<Vec<String>>,
}

fn sources(dir: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap().to_owned();
            // Doc examples and comments are no calls.
            let code: String = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .fold(String::new(), |all, line| all + line + "\n");
            found.push((path.display().to_string(), code));
        }
    }
}

/// The literal at the start of `text`, if there is one.
fn literal(text: &str) -> Option<(String, &str)> {
    let inner = text.trim_start().strip_prefix('"')?;
    let (value, rest) = inner.split_once('"')?;
    Some((value.to_owned(), rest))
}

/// What stands up to the bracket that closes the call.
fn to_close(text: &str) -> &str {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

/// The names of the values in the list of a call; none where an entry is a
/// variable, so that the source alone does not say its name.
fn names_given(args: &str) -> Option<Vec<String>> {
    let list = args.split_once('[')?.1;
    let mut names = Vec::new();
    let (mut depth, mut begins) = (0_usize, true);
    for (at, c) in list.char_indices() {
        if begins && depth == 0 && !c.is_whitespace() && c != ']' {
            let entry = list[at..].strip_prefix('(')?;
            let (name, rest) = literal(entry)?;
            rest.trim_start().strip_prefix(',')?;
            names.push(name);
            begins = false;
        }
        match c {
            '(' | '[' | '{' => depth += 1,
            ']' if depth == 0 => return Some(names),
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            _ => {}
        }
    }
    Some(names)
}

fn uses(place: &str, code: &str) -> Vec<Use> {
    let mut all = Vec::new();
    for (call, filled) in [
        (".get(", false),
        (".try_get(", false),
        (".format(", true),
        (".try_format(", true),
        ("key(", false),
    ] {
        for (at, _) in code.match_indices(call) {
            let before = code[..at].trim_end();
            let mine = if call == "key(" {
                !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.')
            } else {
                before.ends_with("texts") || before.ends_with("texts()")
            };
            let Some((key, rest)) = literal(&code[at + call.len()..]).filter(|_| mine) else {
                continue;
            };
            let args = to_close(rest);
            all.push(Use {
                place: place.to_owned(),
                key,
                names: if filled { names_given(args) } else { None },
            });
        }
    }
    all
}

#[test]
fn every_key_in_the_code_is_in_the_table_with_its_names() {
    let table = StringTable::builtin().unwrap();
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut faults = Vec::new();
    for (place, code) in &files {
        for found in uses(place, code) {
            match (table.holes(&found.key), found.names) {
                (Err(error), _) => faults.push(format!("{}: {error}", found.place)),
                (Ok(holes), Some(mut names)) => {
                    let mut holes: Vec<String> = holes.into_iter().map(str::to_owned).collect();
                    holes.sort();
                    names.sort();
                    if holes != names {
                        faults.push(format!(
                            "{}: {} has {holes:?}, the call gives {names:?}",
                            found.place, found.key
                        ));
                    }
                }
                (Ok(_), None) => {}
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_reader_of_the_source_sees_what_it_should() {
    let code = r#"
        let a = self.texts.get("a.b");
        let b = texts
            .format(
                "c.d",
                &[("n", count(3).into()), ("who", name.into())],
            );
        let c = map.get("no.text");
        let d = cx.texts().try_get( "e.f" );
        let e = if x { key("g.h") } else { monkey("no") };
    "#;
    let mut keys: Vec<(String, Option<Vec<String>>)> = uses("here", code)
        .into_iter()
        .map(|u| (u.key, u.names))
        .collect();
    keys.sort();
    assert_eq!(
        keys,
        [
            ("a.b".to_owned(), None),
            (
                "c.d".to_owned(),
                Some(vec!["n".to_owned(), "who".to_owned()])
            ),
            ("e.f".to_owned(), None),
            ("g.h".to_owned(), None),
        ]
    );
}

#[test]
fn a_label_is_a_constant() {
    let table = StringTable::builtin().unwrap();
    for key in table.keys().filter(|key| key.starts_with("label.")) {
        assert!(table.try_get(key).is_ok(), "{key}");
    }
}

/// Error codes are put together with `error.` at run time: the source is read
/// for them, in this crate and in the store.
#[test]
fn every_error_has_its_sentence() {
    let table = StringTable::builtin().unwrap();
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    sources(&root.join("src"), &mut files);
    sources(&root.join("../store/src"), &mut files);
    let mut codes: Vec<(String, Option<Vec<String>>)> = Vec::new();
    for (_, code) in &files {
        for (at, call) in code.match_indices(".error(") {
            let args = to_close(&code[at + call.len()..]);
            let Some((_, rest)) = args.split_once(',') else {
                continue;
            };
            if let Some((found, rest)) = literal(rest) {
                codes.push((found, names_given(rest)));
            }
        }
        for (at, call) in code.match_indices("invalid(") {
            if let Some((found, rest)) = literal(&code[at + call.len()..]) {
                codes.push((found, names_given(to_close(rest))));
            }
        }
        for (at, call) in code.match_indices("=> \"store_") {
            let found = &code[at + call.len() - "store_".len()..];
            codes.push((found.split('"').next().unwrap().to_owned(), None));
        }
    }
    assert!(codes.len() > 40, "{codes:?}");
    for (code, names) in codes {
        let key = format!("error.{code}");
        let mut holes: Vec<String> = match table.holes(&key) {
            Ok(holes) => holes.into_iter().map(str::to_owned).collect(),
            Err(error) => panic!("{error}"),
        };
        if let Some(mut names) = names {
            names.sort();
            holes.sort();
            assert_eq!(holes, names, "{key}");
        }
    }
}
