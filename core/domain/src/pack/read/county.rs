//! What a county decides in its `pack.toml`: who acts for whom, who sees what,
//! whom to call.

use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::doc::Table;
use tanfang_policy::pack::{NOT_SET, OwnedItem};

use super::super::{ActsForRule, Call, ClearanceRule, Host, Rhythm};
use super::{Reading, clause, not_allowed, role_names, unknown};
use crate::event::DataClass;
use crate::flag::FlagClass;
use crate::role::Role;
use crate::schedule::obligation::Obligation;

/// Lists the `[[key]]` tables of every layer's `pack.toml`, farthest parent first.
fn tables(reading: &mut Reading<'_>, key: &str) -> Vec<OwnedItem> {
    let mut found = Vec::new();
    for layer in reading.resolved.layers() {
        let Some(table) = layer.doc("pack.toml") else {
            continue;
        };
        let mut findings = Vec::new();
        let tables: Vec<Table> = table
            .reader(&mut findings)
            .tables(key)
            .into_iter()
            .cloned()
            .collect();
        reading.findings.append(&mut findings);
        found.extend(tables.into_iter().map(|table| OwnedItem {
            pack: layer.head.id.clone(),
            id: String::new(),
            table,
        }));
    }
    found
}

pub(super) fn acts_for(reading: &mut Reading<'_>, obligations: &[Obligation]) -> Vec<ActsForRule> {
    let mut rules = Vec::new();
    for item in tables(reading, "acts_for") {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        let mut role = |key: &'static str| {
            let name = reader.str(key)?;
            let role = Role::parse(name);
            if role.is_none() {
                not_allowed(&mut reader, key, name, &role_names());
            }
            role
        };
        let (held, for_role) = (role("role"), role("for"));
        reader.require("on");
        let on: Vec<String> = reader.strs("on").into_iter().map(str::to_owned).collect();
        for id in &on {
            // An obligation of another pack (V15) may be named ahead of its coming.
            let Some(obligation) = obligations.iter().find(|o| o.id == *id) else {
                continue;
            };
            if !obligation.stand_in {
                not_allowed(&mut reader, "on", id, "stand_in = false");
            } else if let Some(for_role) = for_role
                && !obligation.who.contains(&for_role)
            {
                unknown(&mut reader, "for", id);
            }
        }
        let clause = clause(&mut reader, &item, days, reading.resolved, true);
        reader.finish();
        reading.findings.extend(findings);
        if let (Some(role), Some(for_role)) = (held, for_role) {
            rules.push(ActsForRule {
                role,
                for_role,
                on,
                clause,
            });
        }
    }
    rules
}

/// Reads who runs the program; the nearest layer says it.
pub(super) fn host(reading: &mut Reading<'_>) -> Option<Host> {
    let mut found = None;
    for item in tables(reading, "host") {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        reader.require("name");
        let name = reader.str("name").unwrap_or_default().to_owned();
        let filing = reader.opt_str("filing").map(str::to_owned);
        let clause = clause(&mut reader, &item, days, reading.resolved, true);
        reader.finish();
        reading.findings.extend(findings);
        found = Some(Host {
            name,
            filing,
            clause,
        });
    }
    found
}

/// Reads what the seeds leave to the county about the rhythm of visits; the
/// nearest layer that says it counts.
pub(super) fn rhythm(reading: &mut Reading<'_>) -> Rhythm {
    let mut rhythm = Rhythm::default();
    for item in tables(reading, "rhythm") {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        let mut number = |key: &'static str| {
            let given = reader.opt_int(key)?;
            let number = u32::try_from(given).ok().filter(|number| *number >= 1);
            if number.is_none() {
                let finding = Diagnostic::error(Code::BadValue)
                    .with("key", key)
                    .with("given", given.to_string())
                    .with("wanted", "≥ 1");
                reader.find(key, finding);
            }
            number
        };
        let first = number("first_visit_days");
        let missed = number("missed_in_row");
        rhythm.first_visit_days = first.or(rhythm.first_visit_days);
        rhythm.missed_in_row = missed.or(rhythm.missed_in_row);
        clause(&mut reader, &item, days, reading.resolved, true);
        reader.finish();
        reading.findings.extend(findings);
    }
    rhythm
}

pub(super) fn clearances(reading: &mut Reading<'_>) -> Vec<ClearanceRule> {
    let mut rules = Vec::new();
    for item in tables(reading, "clearance") {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        let name = reader.str("role").unwrap_or_default();
        let role = Role::parse(name);
        if role.is_none() {
            not_allowed(&mut reader, "role", name, &role_names());
        }
        reader.require("data");
        let mut data = Vec::new();
        for name in reader.strs("data") {
            if let Some(class) = DataClass::parse(name) {
                data.push(class);
            } else {
                let allowed = DataClass::ALL.map(DataClass::name).join(" ");
                not_allowed(&mut reader, "data", name, &allowed);
            }
        }
        let clause = clause(&mut reader, &item, days, reading.resolved, true);
        reader.finish();
        reading.findings.extend(findings);
        if let Some(role) = role {
            rules.push(ClearanceRule { role, data, clause });
        }
    }
    rules
}

/// Reads `[[call]]`; a child fills in the number that its parent leaves open, or
/// gives its own, by the same key.
pub(super) fn calls(reading: &mut Reading<'_>, flags: &[FlagClass]) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    for item in tables(reading, "call") {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        let key = reader.str("key").unwrap_or_default().to_owned();
        let name = reader.opt_str("name").map(str::to_owned);
        let number = reader.str("number").filter(|number| *number != NOT_SET);
        if let Some(text) = number
            && (text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()))
        {
            not_allowed(&mut reader, "number", text, "0-9");
        }
        let number = number.map(str::to_owned);
        let fixed = reader.flag("fixed");
        let known = calls.iter().position(|call| call.key == key);
        if known.is_none() {
            reader.require("name");
        }
        let clause = clause(&mut reader, &item, days, reading.resolved, false);
        reader.finish();
        reading.findings.extend(findings);
        let call = Call {
            key,
            name: name.unwrap_or_default(),
            number,
            fixed,
            clause,
        };
        match known.and_then(|at| calls.get_mut(at)) {
            Some(there) => {
                let name = std::mem::take(&mut there.name);
                *there = call;
                if there.name.is_empty() {
                    there.name = name;
                }
            }
            None => calls.push(call),
        }
    }
    for flag in flags {
        for key in &flag.call {
            if !calls.iter().any(|call| call.key == *key) {
                let finding = Diagnostic::error(Code::UnknownTarget)
                    .with("call", "call")
                    .with("name", key.as_str());
                let clause = &flag.clause;
                let finding = finding.at(&clause.file, clause.line, None);
                reading.findings.push(finding);
            }
        }
    }
    calls
}
