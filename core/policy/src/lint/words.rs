//! Words that must not be said, and names that nothing uses.

use super::texts;
use crate::diag::{Code, Diagnostic};
use crate::dict::{Dictionary, Formula};
use crate::doc::{Table, Value};
use crate::pack::{Layer, Resolved, tables_of, text_of};
use std::collections::{BTreeMap, BTreeSet};

/// Words that no text of a pack may say, each with what to write instead.
#[derive(Debug, Clone, Default)]
pub struct Banned(BTreeMap<String, String>);

impl Banned {
    /// Reads a table `word = "what to write instead"`.
    pub fn load(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let table = crate::doc::parse(file, text)?;
        let words = table.entries().filter_map(|(word, node)| {
            let Value::Str(instead) = &node.value else {
                return None;
            };
            Some((word.to_owned(), instead.clone()))
        });
        Ok(Self(words.collect()))
    }

    fn find(&self, text: &str, mut found: impl FnMut(&str, &str)) {
        for (word, instead) in &self.0 {
            if text.contains(word.as_str()) {
                found(word, instead);
            }
        }
    }
}

/// Keys whose values quote a source word for word.
const QUOTES: [&str; 4] = ["cite", "quote", "title", "source"];

fn finding(word: &str, instead: &str) -> Diagnostic {
    Diagnostic::warning(Code::Banned)
        .with("word", word)
        .with("instead", instead)
}

pub(super) fn banned(layer: &Layer, words: &Banned, findings: &mut Vec<Diagnostic>) {
    for file in layer.files.iter() {
        texts(&file.doc, &mut |key, text, node, table| {
            if QUOTES.contains(&key) {
                return;
            }
            words.find(text, |word, instead| {
                findings.push(finding(word, instead).at(&table.file, node.line, Some(node.column)));
            });
        });
    }
}

pub(super) fn banned_in_dictionary(
    dictionary: &Dictionary,
    words: &Banned,
    findings: &mut Vec<Diagnostic>,
) {
    let fields = dictionary.lists().iter().flat_map(|list| &list.fields);
    for fact in dictionary.facts().iter().chain(fields) {
        for text in [&fact.name, &fact.ask] {
            words.find(text, |word, instead| {
                findings.push(finding(word, instead).at(dictionary.file(), fact.line, None));
            });
        }
    }
}

/// Keys that hold sentences for people or make a name, and so use none.
const NOT_RULES: [&str; 21] = [
    "name",
    "was",
    "text",
    "ask",
    "cite",
    "title",
    "note",
    "reading",
    "say",
    "warn",
    "complete_ask",
    "writes",
    "param",
    "slot",
    "id",
    "rule",
    "where",
    "how_long",
    "documents",
    "fund",
    "about",
];

/// Folders whose texts say things rather than decide them.
const NOT_DECIDING: [&str; 4] = ["texts/", "cases/", "duties/", "import/"];

/// Every name that a rule, table, ledger or question of these packs reads.
pub(super) fn used(family: &[&Resolved]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for pack in family {
        for layer in pack.layers() {
            if !seen.insert(layer.head.id.as_str()) {
                continue;
            }
            for file in layer.files.iter() {
                if NOT_DECIDING.iter().any(|dir| file.path.starts_with(dir)) {
                    continue;
                }
                texts(&file.doc, &mut |key, text, _, _| {
                    if !NOT_RULES.contains(&key) {
                        out.extend(names_in(text));
                    }
                });
            }
        }
    }
    if let Some(pack) = family.first() {
        for derived in pack.dictionary().derived() {
            let (Formula::Expr(text) | Formula::Age(text)) = &derived.formula;
            out.extend(names_in(text));
        }
        let facts = pack.dictionary().facts();
        for only_if in facts.iter().filter_map(|fact| fact.only_if.as_ref()) {
            out.extend(names_in(only_if));
        }
    }
    out
}

/// The words of a text that could be names.
fn names_in(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
}

/// What this pack names itself and nothing uses.
pub(super) fn unused(layer: &Layer, used: &BTreeSet<String>, findings: &mut Vec<Diagnostic>) {
    let mut look = |kind: &'static str, table: &Table| {
        // A note says what a standard is for that is only shown to people.
        let Some(name) = text_of(table, "name").filter(|_| table.get("note").is_none()) else {
            return;
        };
        if !used.contains(name) {
            findings.push(
                Diagnostic::warning(Code::Unused)
                    .with("kind", kind)
                    .with("name", name)
                    .at(&table.file, table.line_of("name"), None),
            );
        }
    };
    // A slot has its use in being shown as 内容未配置.
    let parts = [
        ("params.toml", "param"),
        ("derive.toml", "derive"),
        ("tables.toml", "table"),
    ];
    for (path, kind) in parts {
        for table in layer
            .doc(path)
            .into_iter()
            .flat_map(|doc| tables_of(doc, kind))
        {
            look(kind, table);
        }
    }
    for (_, doc) in layer.docs_in("schemes/") {
        for table in tables_of(doc, "derive") {
            look("derive", table);
        }
    }
}
