//! `flags.toml`.

use std::collections::BTreeSet;
use tanfang_policy::dict::About;
use tanfang_policy::pack::NOT_SET;

use super::{Reading, clause, roles};
use crate::flag::{FlagClass, OnePer, Receiver, Urgency};
use crate::role::Role;

pub(super) fn read(reading: &mut Reading<'_>) -> Vec<FlagClass> {
    let mut flags = Vec::new();
    for item in reading.items("flags.toml", "flag") {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        reader.skip("replaces");
        let id = reader.str("id").unwrap_or_default().to_owned();
        let name = reader.str("name").unwrap_or_default().to_owned();
        reader.require("class");
        let class = reader.opt_word("class", &["紧急", "重要", "保密"]);
        let clock = reader.str("clock").filter(|clock| *clock != NOT_SET);
        let to = reader.strs("to").into_iter().map(|name| {
            Role::parse(name).map_or_else(|| Receiver::Office(name.to_owned()), Receiver::Role)
        });
        let to: Vec<Receiver> = to.collect();
        let phone = reader.flag("phone");
        let call = reader.strs("call").into_iter().map(str::to_owned).collect();
        reader.require("one_per");
        let one_per = reader.opt_word("one_per", &["人", "户", "件"]);
        let hide_from: BTreeSet<Role> = roles(&mut reader, "hide_from").into_iter().collect();
        let close = reader
            .strs("close")
            .into_iter()
            .map(str::to_owned)
            .collect();
        reader.skip("reasons");
        let when = reader.opt_node("when");
        let hold_if = reader.opt_node("hold_if");
        let clause = clause(&mut reader, &item, days, reading.resolved, false);
        reader.finish();
        reading.findings.extend(findings);
        let about = if one_per == Some("户") {
            About::Household
        } else {
            About::Person
        };
        flags.push(FlagClass {
            id,
            name,
            class: match class {
                Some("紧急") => Urgency::Urgent,
                Some("保密") => Urgency::Confidential,
                _ => Urgency::Important,
            },
            clock: clock.map(str::to_owned),
            to,
            phone,
            call,
            one_per: if one_per == Some("件") {
                OnePer::Each
            } else {
                OnePer::Subject(about)
            },
            when: when.and_then(|node| reading.rule(&item.table.file, node, about)),
            hold_if: hold_if.and_then(|node| reading.rule(&item.table.file, node, about)),
            hide_from,
            close,
            clause,
        });
    }
    flags.sort_by(|a, b| a.id.cmp(&b.id));
    flags
}
