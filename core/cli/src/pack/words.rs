//! What the commands on packs say, from `common/texts/pack.zh.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use tanfang_policy::doc::{self, Value};

const PATH: &str = "texts/pack.zh.toml";

fn table(path: &str) -> BTreeMap<String, String> {
    let text = tanfang_packs::text("common", path).unwrap_or_default();
    let Ok(table) = doc::parse(path, text) else {
        return BTreeMap::new();
    };
    let mut out = BTreeMap::new();
    for (key, node) in table.entries() {
        if let Value::Str(sentence) = &node.value {
            out.insert(key.to_owned(), sentence.clone());
        }
    }
    out
}

/// Returns a sentence with its words filled in; its key, if there is none.
pub(crate) fn words(key: &str, args: &[(&str, &str)]) -> String {
    static TABLE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    filled(TABLE.get_or_init(|| table(PATH)), key, args)
}

/// Holds the sentences of one file of the pack `common`.
pub(crate) struct Sentences(BTreeMap<String, String>);

impl Sentences {
    /// Reads a file.
    pub(crate) fn of(path: &str) -> Self {
        Self(table(path))
    }

    /// Returns a sentence with its words filled in; its key, if there is none.
    pub(crate) fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        filled(&self.0, key, args)
    }
}

fn filled(table: &BTreeMap<String, String>, key: &str, args: &[(&str, &str)]) -> String {
    let mut out = table.get(key).cloned().unwrap_or_else(|| key.to_owned());
    for (name, value) in args {
        out = out.replace(&format!("{{{name}}}"), value);
    }
    out
}
