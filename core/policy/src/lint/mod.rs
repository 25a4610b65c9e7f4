//! What a careful colleague would notice in a pack: findings that refuse nothing.
//!
//! Loading finds what makes a pack wrong; [`lint`] what makes it doubtful: a
//! name that nothing uses, days without a standard, a condition that no case
//! shows both ways, a word that must not be said. Every finding is a warning
//! with its place; a pack without any is clean. A tour: [`words`](self) reads
//! texts and names, `standards` the dated values, `schemes` conditions and
//! amounts, `coverage` the cases, `questions` the checklists.

mod coverage;
mod questions;
mod schemes;
mod standards;
mod words;

pub use words::Banned;

use crate::cases;
use crate::diag::Diagnostic;
use crate::doc::{Node, Table, Value};
use crate::pack::{Layer, PackSet, Resolved};
use std::collections::BTreeSet;
use tanfang_values::Day;

/// What the findings need besides the packs.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Words that must not be said.
    pub banned: Banned,
    /// The day on which the packs are looked at; without it nothing is called old.
    pub day: Option<Day>,
}

/// Looks over the packs `only` (all, if empty); the findings come by file and line, none twice.
pub fn lint(packs: &PackSet, only: &BTreeSet<String>, rules: &Rules) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let all: Vec<Resolved> = packs
        .ids()
        .into_iter()
        .filter_map(|id| packs.resolve(id))
        .collect();
    for pack in &all {
        let Some(layer) = pack.layers().last() else {
            continue;
        };
        if !only.is_empty() && !only.contains(&layer.head.id) {
            continue;
        }
        let ran = cases::run(pack).cases;
        // A name of a parent may be used by any pack that stands on it.
        let family: Vec<&Resolved> = all
            .iter()
            .filter(|other| {
                let mut layers = other.layers().iter();
                layers.any(|below| below.head.id == layer.head.id)
            })
            .collect();
        let used = words::used(&family);
        words::banned(layer, &rules.banned, &mut findings);
        words::unused(layer, &used, &mut findings);
        standards::dates(pack, layer, rules.day, &mut findings);
        standards::demands(pack, layer, &mut findings);
        standards::ten_times(pack, layer, &mut findings);
        schemes::names(pack, layer, &mut findings);
        schemes::constants(pack, layer, &mut findings);
        schemes::amounts(layer, &ran, &mut findings);
        schemes::excludes(pack, layer, &mut findings);
        coverage::cases(pack, layer, &ran, &mut findings);
        questions::questions(layer, &family, &used, &mut findings);
    }
    if only.is_empty() || only.contains(crate::dict::Dictionary::FILE) {
        words::banned_in_dictionary(packs.dictionary(), &rules.banned, &mut findings);
    }
    let findings: BTreeSet<Diagnostic> = findings.into_iter().collect();
    findings.into_iter().collect()
}

/// Visits every text of a table: key, text, node, and the table it stands in.
fn texts<'t>(table: &'t Table, visit: &mut dyn FnMut(&'t str, &'t str, &'t Node, &'t Table)) {
    fn inside<'t>(
        key: &'t str,
        node: &'t Node,
        table: &'t Table,
        visit: &mut dyn FnMut(&'t str, &'t str, &'t Node, &'t Table),
    ) {
        match &node.value {
            Value::Str(text) => visit(key, text, node, table),
            Value::Array(items) => {
                for item in items {
                    inside(key, item, table, visit);
                }
            }
            Value::Table(inner) => texts(inner, visit),
            Value::Int(_) | Value::Bool(_) | Value::Day(_) => {}
        }
    }
    for (key, node) in table.entries() {
        inside(key, node, table, visit);
    }
}

/// The file of a scheme in a layer.
fn scheme_doc<'l>(layer: &'l Layer, id: &str) -> Option<&'l Table> {
    layer
        .docs_in("schemes/")
        .map(|(_, doc)| doc)
        .find(|doc| crate::pack::text_of(doc, "id") == Some(id))
}
