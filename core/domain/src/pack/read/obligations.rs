//! `obligations.toml`.

use std::collections::BTreeSet;
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::dict::About;
use tanfang_policy::doc::Reader;
use tanfang_policy::pack::NOT_SET;
use tanfang_values::PeriodKind;

use super::super::Notice;
use super::{Reading, clause, not_allowed, roles, unknown};
use crate::checklist::question::Checklist;
use crate::schedule::obligation::{Cadence, Meet, NeedMode, Obligation, Target};

/// The keys of which an obligation has exactly one.
const WHEN: [&str; 7] = [
    "every",
    "once",
    "on",
    "on_import",
    "before",
    "window",
    "sample",
];

pub(super) fn read(reading: &mut Reading<'_>, checklists: &[Checklist]) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    for item in reading.items("obligations.toml", "obligation") {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        for key in ["replaces", "adds", "verified_by", "warn"] {
            reader.skip(key);
        }
        let id = reader.str("id").unwrap_or_default().to_owned();
        let name = reader.str("name").unwrap_or_default().to_owned();
        reader.require("who");
        let who = roles(&mut reader, "who");
        reader.require("about");
        let about = reader.opt_word("about", &["人", "户", "村", "乡镇", "协议"]);
        let scope = about.and_then(About::parse);
        let cadence = cadence(&mut reader);
        reader.require("mode");
        let mode = match reader.opt_word("mode", &["见面", "上门", "电话", "巡查", NOT_SET])
        {
            Some("见面") => Some(NeedMode::Met),
            Some("上门") => Some(NeedMode::AtHome),
            Some("电话") => Some(NeedMode::Phone),
            Some("巡查") => Some(NeedMode::Patrol),
            _ => None,
        };
        let modes_all = reader.flag("modes_all");
        let meet = match reader.opt_word("meet", &["本人", "监护人", "家人"]) {
            None | Some("本人") => Meet::Person,
            Some(_) => Meet::Family,
        };
        let done: Vec<String> = reader.strs("done").into_iter().map(str::to_owned).collect();
        for list in &done {
            if !checklists.iter().any(|checklist| checklist.id == *list) {
                unknown(&mut reader, "done", list);
            }
        }
        let must: BTreeSet<String> = reader.strs("must").into_iter().map(str::to_owned).collect();
        for q in &must {
            if !checklists.iter().any(|list| list.question(q).is_some()) {
                unknown(&mut reader, "must", q);
            }
        }
        let principle = reader.flag("principle");
        let stand_in = reader
            .table
            .get("stand_in")
            .is_none_or(|_| reader.flag("stand_in"));
        let whom = reader.opt_node("whom");
        let event = reader.opt_node("while");
        let clause = clause(&mut reader, &item, days, reading.resolved, true);
        reader.finish();
        reading.findings.extend(findings);
        let rule_scope = scope.unwrap_or(About::Household);
        let target = scope.map_or(Target::Other, Target::Subject);
        let whom = whom.and_then(|node| reading.rule(&item.table.file, node, rule_scope));
        let event = event.and_then(|node| reading.rule(&item.table.file, node, rule_scope));
        let mut reads: Vec<String> = Vec::new();
        for rule in [&whom, &event].into_iter().flatten() {
            reads.extend(rule.reads.iter().cloned());
        }
        let obligation = Obligation {
            id,
            name,
            who,
            about: target,
            whom,
            event,
            reads: reads.into(),
            cadence,
            mode,
            modes_all,
            meet,
            done,
            must,
            principle,
            stand_in,
            clause,
        };
        notice(reading, &obligation);
        obligations.push(obligation);
    }
    obligations.sort_by(|a, b| a.id.cmp(&b.id));
    obligations
}

fn notice(reading: &mut Reading<'_>, obligation: &Obligation) {
    let id = obligation.id.clone();
    match obligation.cadence {
        Cadence::Event(key) => reading.notices.push(Notice::NotScheduled {
            obligation: id,
            key,
        }),
        Cadence::Every { .. } if obligation.about == Target::Other || obligation.modes_all => {
            reading.notices.push(Notice::NotScheduled {
                obligation: id,
                key: "every",
            });
        }
        Cadence::Every { .. } | Cadence::OnImport(_) if obligation.mode.is_some() => {}
        Cadence::Every { .. } | Cadence::OnImport(_) | Cadence::Unset => {
            reading
                .notices
                .push(Notice::ObligationUnset { obligation: id });
        }
    }
}

/// Reads when an obligation falls due: exactly one of the keys of [`WHEN`].
fn cadence(reader: &mut Reader<'_, '_>) -> Cadence {
    let given: Vec<&'static str> = WHEN
        .into_iter()
        .filter(|key| reader.table.get(key).is_some())
        .collect();
    for key in ["once", "on", "before", "window", "sample", "lead"] {
        reader.skip(key);
    }
    let within = reader.opt_str("within");
    let import = reader.opt_str("on_import").map(str::to_owned);
    let at_least = reader.opt_int("at_least");
    let every = reader.opt_word("every", &["日", "周", "月", "季", "半年", "年", NOT_SET]);
    match given.as_slice() {
        [] => {
            let finding = Diagnostic::error(Code::MissingKey).with("key", WHEN.join(" | "));
            reader.find("every", finding);
            return Cadence::Unset;
        }
        [_] => {}
        [_, second, ..] => {
            not_allowed(reader, second, second, &WHEN.join(" | "));
        }
    }
    let kind = match every {
        Some("日") => PeriodKind::Day,
        Some("周") => PeriodKind::Week,
        Some("月") => PeriodKind::Month,
        Some("季") => PeriodKind::Quarter,
        Some("半年") => PeriodKind::HalfYear,
        Some("年") => PeriodKind::Year,
        Some(_) => return Cadence::Unset,
        None if given == ["on_import"] => {
            // No source gives a match a day; a county that sets one needs a newer program.
            if within != Some(NOT_SET) {
                not_allowed(reader, "within", within.unwrap_or_default(), NOT_SET);
            }
            return import.map_or(Cadence::Unset, Cadence::OnImport);
        }
        None => {
            return given
                .first()
                .filter(|key| **key != "every")
                .map_or(Cadence::Unset, |key| Cadence::Event(key));
        }
    };
    let at_least = match at_least.map_or(Ok(1), u32::try_from) {
        Ok(number) if number >= 1 => number,
        _ => {
            let finding = Diagnostic::error(Code::BadValue)
                .with("key", "at_least")
                .with("given", at_least.unwrap_or_default().to_string())
                .with("wanted", "≥ 1");
            reader.find("at_least", finding);
            1
        }
    };
    Cadence::Every { kind, at_least }
}
