//! Schemes: names they use, amounts they give, and those that exclude each other.

use super::coverage::line_of;
use super::scheme_doc;
use crate::cases::Ran;
use crate::diag::{Code, Diagnostic};
use crate::dict::{About, Type};
use crate::eval::eval_bool;
use crate::pack::{Layer, Resolved, tables_of, text_of};
use crate::scheme::Amount;
use crate::world::{Member, Subject, World};
use std::collections::BTreeSet;
use tanfang_values::Day;

/// Schemes and flags that are named and not there.
pub(super) fn names(pack: &Resolved, layer: &Layer, findings: &mut Vec<Diagnostic>) {
    let flags: BTreeSet<&str> = pack
        .layers()
        .iter()
        .filter_map(|layer| layer.doc("flags.toml"))
        .flat_map(|doc| tables_of(doc, "flag"))
        .filter_map(|flag| text_of(flag, "name"))
        .collect();
    for scheme in pack.schemes().iter().filter(|s| s.pack == layer.head.id) {
        let Some(doc) = scheme_doc(layer, &scheme.id) else {
            continue;
        };
        for other in &scheme.excludes {
            if pack.scheme(other).is_none() {
                findings.push(
                    Diagnostic::warning(Code::NoScheme)
                        .with("key", "excludes")
                        .with("name", other)
                        .at(&doc.file, doc.line_of("excludes"), None),
                );
            }
        }
        for condition in &scheme.conditions {
            if let Some(flag) = &condition.raises
                && !flags.contains(flag.as_str())
            {
                findings.push(Diagnostic::warning(Code::NoFlag).with("name", flag).at(
                    &doc.file,
                    line_of(doc, &condition.id),
                    None,
                ));
            }
        }
    }
}

/// `for` and the conditions of next steps that are the same for everybody.
pub(super) fn constants(pack: &Resolved, layer: &Layer, findings: &mut Vec<Diagnostic>) {
    // On a day before every parameter, with nothing known, only logic can decide.
    let mut world = World::new(Day::MIN);
    world.members.push(Member::default());
    for scheme in pack.schemes().iter().filter(|s| s.pack == layer.head.id) {
        let Some(doc) = scheme_doc(layer, &scheme.id) else {
            continue;
        };
        let subject = match scheme.about {
            About::Household => Subject::Household,
            About::Person => Subject::Person(0),
        };
        let next = tables_of(doc, "next");
        let steps = scheme.next.iter().zip(next).map(|(step, table)| {
            let line = table.line_of("if");
            (step.when.as_ref(), line, step.text.as_str())
        });
        let whom = std::iter::once((scheme.for_whom(), doc.line_of("for"), "for"));
        for (expr, line, id) in whom.chain(steps) {
            let Some(expr) = expr.filter(|expr| expr.events().is_empty()) else {
                continue;
            };
            let outcomes = eval_bool(expr, &world, subject).outcomes;
            if outcomes.is_decided() {
                findings.push(
                    Diagnostic::warning(Code::Constant)
                        .with("id", id)
                        .with("always", if outcomes.surely_true() { "是" } else { "否" })
                        .at(&doc.file, line, None),
                );
            }
        }
    }
}

/// Fen beyond which an amount of a case is taken for a slip: a month, once or a year.
const fn most(unit: &Type) -> i64 {
    match unit {
        Type::YuanMonth => 2_000_000,
        _ => 50_000_000,
    }
}

/// Amounts of the cases that no aid has.
pub(super) fn amounts(layer: &Layer, ran: &[Ran], findings: &mut Vec<Diagnostic>) {
    for ran in ran {
        let Amount::Fen { low, high, .. } = &ran.hint.amount else {
            continue;
        };
        let unit = ran.hint.unit.clone().unwrap_or(Type::Yuan);
        let ends = [*low, *high];
        let found = ends
            .into_iter()
            .flatten()
            .find(|fen| *fen < 0 || *fen > most(&unit));
        if let (Some(fen), Some(doc)) = (found, scheme_doc(layer, &ran.hint.scheme)) {
            let line = doc.get("amount").map_or(doc.line, |node| node.line);
            findings.push(
                Diagnostic::warning(Code::Implausible)
                    .with("id", &ran.hint.scheme)
                    .with("amount", crate::number::shown(fen, &unit))
                    .at(&doc.file, line, None),
            );
        }
    }
}

/// Schemes of which only one can be received say so on both sides.
pub(super) fn excludes(pack: &Resolved, layer: &Layer, findings: &mut Vec<Diagnostic>) {
    for scheme in pack.schemes().iter().filter(|s| s.pack == layer.head.id) {
        for other in scheme.excludes.iter().filter_map(|id| pack.scheme(id)) {
            if other.excludes.contains(&scheme.id) {
                continue;
            }
            if let Some(doc) = scheme_doc(layer, &scheme.id) {
                findings.push(
                    Diagnostic::warning(Code::Excludes)
                        .with("id", &scheme.id)
                        .with("other", &other.id)
                        .at(&doc.file, doc.line_of("excludes"), None),
                );
            }
        }
    }
}
