//! Whether the cases of a pack show every condition both ways.

use super::scheme_doc;
use crate::cases::Ran;
use crate::diag::{Code, Diagnostic};
use crate::doc::Table;
use crate::eval::Outcomes;
use crate::pack::{Layer, Resolved, tables_of, text_of};
use crate::scheme::Part;
use std::collections::BTreeMap;

/// Cases that a scheme needs at least.
const LEAST: usize = 2;

pub(super) fn cases(pack: &Resolved, layer: &Layer, ran: &[Ran], findings: &mut Vec<Diagnostic>) {
    for scheme in pack.schemes().iter().filter(|s| s.pack == layer.head.id) {
        let Some(doc) = scheme_doc(layer, &scheme.id) else {
            continue;
        };
        let hints: Vec<&Ran> = ran.iter().filter(|r| r.hint.scheme == scheme.id).collect();
        if hints.len() < LEAST {
            findings.push(
                Diagnostic::warning(Code::FewCases)
                    .with("id", &scheme.id)
                    .with("cases", hints.len().to_string())
                    .at(&doc.file, doc.line_of("id"), None),
            );
        }
        // Which way each condition came out: surely yes, surely no.
        let mut ways: BTreeMap<&str, [bool; 2]> = BTreeMap::new();
        if scheme.for_whom().is_some() {
            ways.insert("for", [false; 2]);
        }
        for condition in &scheme.conditions {
            if decides(condition.part) {
                ways.insert(condition.id.as_str(), [false; 2]);
            }
        }
        for result in hints.iter().flat_map(|ran| &ran.hint.conditions) {
            if let Some([yes, no]) = ways.get_mut(result.id.as_str()) {
                *yes |= result.outcomes == Outcomes::TRUE;
                *no |= result.outcomes == Outcomes::FALSE;
            }
        }
        for (id, [yes, no]) in ways {
            for (seen, word) in [(yes, YES), (no, NO)] {
                if !seen {
                    findings.push(
                        Diagnostic::warning(Code::OneWay)
                            .with("scheme", &scheme.id)
                            .with("id", id)
                            .with("lacks", word)
                            .at(&doc.file, line_of(doc, id), None),
                    );
                }
            }
        }
    }
}

const YES: &str = "是";
const NO: &str = "否";

const fn decides(part: Part) -> bool {
    matches!(part, Part::Require | Part::AnyOf | Part::NotIf)
}

/// The line of a condition in the file of its scheme.
pub(super) fn line_of(doc: &Table, id: &str) -> u32 {
    if id == "for" {
        return doc.line_of("for");
    }
    ["require", "any_of", "not_if", "caution"]
        .iter()
        .flat_map(|key| tables_of(doc, key))
        .find(|table| text_of(table, "id") == Some(id))
        .map_or(doc.line, |table| table.line_of("id"))
}
