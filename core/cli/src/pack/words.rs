//! What the commands on packs say, from `common/texts/pack.zh.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use tanfang_policy::doc::{self, Value};

const PATH: &str = "texts/pack.zh.toml";

fn table() -> &'static BTreeMap<String, String> {
    static TABLE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = tanfang_packs::text("common", PATH).unwrap_or_default();
        let Ok(table) = doc::parse(PATH, text) else {
            return BTreeMap::new();
        };
        let mut out = BTreeMap::new();
        for (key, node) in table.entries() {
            if let Value::Str(sentence) = &node.value {
                out.insert(key.to_owned(), sentence.clone());
            }
        }
        out
    })
}

/// Returns a sentence with its words filled in; its key, if there is none.
pub(crate) fn words(key: &str, args: &[(&str, &str)]) -> String {
    let mut out = table().get(key).cloned().unwrap_or_else(|| key.to_owned());
    for (name, value) in args {
        out = out.replace(&format!("{{{name}}}"), value);
    }
    out
}
