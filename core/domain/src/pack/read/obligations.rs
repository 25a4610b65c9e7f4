//! `obligations.toml`.

use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_policy::dict::About;
use tanfang_policy::pack::NOT_SET;

use super::super::Notice;
use super::cadence::{self, Read};
use super::{Reading, clause, reads_classes, roles, unknown};
use crate::checklist::question::Checklist;
use crate::schedule::audience::Looks;
use crate::schedule::campaign::Campaign;
use crate::schedule::obligation::{Area, Cadence, Level, Meet, NeedMode, Obligation, Target};

pub(super) fn read(
    reading: &mut Reading<'_>,
    checklists: &[Checklist],
    campaigns: &[Arc<Campaign>],
) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    let dictionary = Arc::clone(reading.dictionary);
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
        let target = match about {
            Some("村") => Target::Area(Area::Village),
            Some("乡镇") => Target::Area(Area::Township),
            Some("协议") => Target::Agreement,
            Some("人") => Target::Subject(About::Person),
            _ => Target::Subject(About::Household),
        };
        let scope = match target {
            Target::Subject(about) => about,
            Target::Agreement => About::Person,
            Target::Area(_) => About::Household,
        };
        let read = cadence::read(&mut reader, &dictionary, campaigns, Some(scope));
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
        let level = match reader.opt_word("level", &["国家", "地方", "建议"]) {
            Some("国家") => Some(Level::National),
            Some("地方") => Some(Level::Local),
            Some(_) => Some(Level::Suggested),
            None => None,
        };
        let stand_in = reader
            .table
            .get("stand_in")
            .is_none_or(|_| reader.flag("stand_in"));
        let whom = reader.opt_node("whom");
        let event = reader.opt_node("while");
        let suggested = level == Some(Level::Suggested);
        let clause = clause(&mut reader, &item, days, reading.resolved, !suggested);
        reader.finish();
        reading.findings.extend(findings);
        let file = &item.table.file;
        let mut rule = |node| reading.sound_rule(&id, file, node, scope);
        let whom = whom.and_then(&mut rule);
        let event = event.and_then(&mut rule);
        let cadence = match read {
            Read::Whole(cadence) => cadence,
            Read::On { rule: node, within } => match rule(node) {
                Some(rule) => Cadence::On { rule, within },
                None => Cadence::Unset,
            },
        };
        let mut obligation = Obligation {
            id,
            name,
            who,
            about: target,
            whom,
            event,
            reads: Arc::default(),
            looks: Looks::default(),
            cadence,
            mode,
            modes_all,
            meet,
            done,
            must,
            principle,
            level,
            stand_in,
            clause,
        };
        obligation.reads = reads(reading, &obligation).into();
        notice(reading, &obligation);
        obligations.push(obligation);
    }
    obligations.sort_by(|a, b| a.id.cmp(&b.id));
    obligations
}

/// Lists the facts that decide to whom and when it applies.
fn reads(reading: &Reading<'_>, obligation: &Obligation) -> Vec<String> {
    let mut facts: Vec<String> = obligation
        .rules()
        .flat_map(|rule| rule.reads.iter().cloned())
        .collect();
    if let Cadence::Once(campaign) = &obligation.cadence
        && obligation.whom.is_none()
        && !campaign.classes.is_empty()
    {
        facts.extend(reads_classes(&reading.classes));
    }
    facts.sort_unstable();
    facts.dedup();
    facts
}

fn notice(reading: &mut Reading<'_>, obligation: &Obligation) {
    let unset_area = obligation.target_area().is_some()
        && !matches!(
            obligation.cadence,
            Cadence::Every { .. } | Cadence::Once(_) | Cadence::Window { .. } | Cadence::Sample
        );
    if obligation.is_unset() || unset_area {
        reading.notices.push(Notice::ObligationUnset {
            obligation: obligation.id.clone(),
        });
    }
}
