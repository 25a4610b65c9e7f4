//! Merging the packs of a chain by id; what changes a parent's item says so.

use super::Layer;
use crate::diag::{Code, Diagnostic};
use crate::doc::{Table, Value};

/// An item after overlay: a parameter, an obligation, a list of questions.
#[derive(Debug, Clone)]
pub struct OwnedItem {
    /// The pack it stands in.
    pub pack: String,
    /// Its id.
    pub id: String,
    /// What stands there; `table.file` and lines point into the pack.
    pub table: Table,
}

/// The text under a key.
pub(crate) fn text_of<'t>(table: &'t Table, key: &str) -> Option<&'t str> {
    match &table.get(key)?.value {
        Value::Str(text) => Some(text),
        _ => None,
    }
}

/// The tables under a key.
pub(crate) fn tables_of<'t>(table: &'t Table, key: &str) -> Vec<&'t Table> {
    let Some(node) = table.get(key) else {
        return Vec::new();
    };
    match &node.value {
        Value::Array(items) => items
            .iter()
            .filter_map(|item| match &item.value {
                Value::Table(table) => Some(table),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Removals that a pack asks for: id and the pack whose item it removes.
pub(crate) fn drops(layer: &Layer) -> Vec<(&Table, &str, &str)> {
    let Some(params) = layer.doc("params.toml") else {
        return Vec::new();
    };
    tables_of(params, "drop")
        .into_iter()
        .filter_map(|table| Some((table, text_of(table, "id")?, text_of(table, "replaces")?)))
        .collect()
}

/// Collects items over a chain, the farthest parent first.
pub(crate) struct Overlay<'f> {
    items: Vec<OwnedItem>,
    findings: &'f mut Vec<Diagnostic>,
    /// Ids that a `[[drop]]` removed.
    pub(crate) dropped: Vec<String>,
}

impl<'f> Overlay<'f> {
    pub(crate) fn new(findings: &'f mut Vec<Diagnostic>) -> Self {
        Self {
            items: Vec::new(),
            findings,
            dropped: Vec::new(),
        }
    }

    /// Adds an item; its id is `id`, else `name`.
    pub(crate) fn add(&mut self, pack: &str, table: &Table) {
        let Some(id) = text_of(table, "id").or_else(|| text_of(table, "name")) else {
            let finding = Diagnostic::error(Code::MissingKey).with("key", "id");
            self.findings
                .push(finding.at(&table.file, table.line, None));
            return;
        };
        let replaces = text_of(table, "replaces");
        let at = self.items.iter().position(|item| item.id == id);
        let item = OwnedItem {
            pack: pack.to_owned(),
            id: id.to_owned(),
            table: table.clone(),
        };
        let Some(below) = at.and_then(|at| self.items.get_mut(at)) else {
            match replaces {
                None => self.items.push(item),
                Some(parent) => {
                    let finding = Diagnostic::error(Code::NothingToReplace)
                        .with("id", id)
                        .with("parent", parent);
                    let line = table.line_of("replaces");
                    self.findings.push(finding.at(&table.file, line, None));
                }
            }
            return;
        };
        let code = match replaces {
            Some(parent) if below.pack == parent && below.pack != pack => {
                *below = item;
                return;
            }
            Some(_) => Code::NothingToReplace,
            None if below.pack == pack => Code::IdTwice,
            None => Code::NoReplaces,
        };
        let parent = below.pack.clone();
        self.findings.push(
            Diagnostic::error(code)
                .with("id", id)
                .with("other", &parent)
                .with("parent", parent.clone())
                .at(&table.file, table.line_of("id"), None),
        );
    }

    /// Removes what a layer drops.
    pub(crate) fn drop_items(&mut self, layer: &Layer) {
        for (_, id, parent) in drops(layer) {
            let before = self.items.len();
            self.items
                .retain(|item| !(item.id == id && item.pack == parent));
            if self.items.len() < before {
                self.dropped.push(id.to_owned());
            }
        }
    }

    pub(crate) fn finish(self) -> Vec<OwnedItem> {
        self.items
    }
}

/// Merges `[[key]]` of one file.
pub(crate) fn items(
    layers: &[Layer],
    path: &str,
    key: &str,
    findings: &mut Vec<Diagnostic>,
    dropped: &mut Vec<String>,
) -> Vec<OwnedItem> {
    let mut overlay = Overlay::new(findings);
    for layer in layers {
        overlay.drop_items(layer);
        if let Some(doc) = layer.doc(path) {
            for table in tables_of(doc, key) {
                overlay.add(&layer.head.id, table);
            }
        }
    }
    dropped.append(&mut overlay.dropped);
    overlay.finish()
}

/// Merges the files of one folder, one item a file.
pub(crate) fn documents(
    layers: &[Layer],
    folder: &str,
    findings: &mut Vec<Diagnostic>,
    dropped: &mut Vec<String>,
) -> Vec<OwnedItem> {
    let mut overlay = Overlay::new(findings);
    for layer in layers {
        overlay.drop_items(layer);
        for (_, doc) in layer.docs_in(folder) {
            overlay.add(&layer.head.id, doc);
        }
    }
    dropped.append(&mut overlay.dropped);
    overlay.finish()
}
