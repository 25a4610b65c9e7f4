//! `[[deadline]]` of `obligations.toml`.

use std::sync::Arc;
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::dict::About;
use tanfang_policy::doc::{Reader, Value};
use tanfang_policy::pack::NOT_SET;
use tanfang_values::PeriodKind;

use super::{Reading, clause, not_allowed, roles, unknown};
use crate::schedule::audience::Looks;
use crate::schedule::campaign::Campaign;
use crate::schedule::deadline::{Clock, Deadline, Due};
use crate::schedule::obligation::{Area, Target};

/// The word for moving to the next working day.
const ROLLS: &str = "顺延";
/// The word for the period before.
const PREVIOUS: &str = "上月";

pub(super) fn read(reading: &mut Reading<'_>, campaigns: &[Arc<Campaign>]) -> Vec<Deadline> {
    let mut deadlines = Vec::new();
    for item in reading.items("obligations.toml", "deadline") {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        for key in ["replaces", "warn"] {
            reader.skip(key);
        }
        let id = reader.str("id").unwrap_or_default().to_owned();
        let name = reader.str("name").unwrap_or_default().to_owned();
        reader.require("who");
        let who = roles(&mut reader, "who");
        reader.require("about");
        let about = reader.opt_word("about", &["人", "户", "村", "乡镇", "协议"]);
        let about = match about {
            Some("村") => Target::Area(Area::Village),
            Some("乡镇") => Target::Area(Area::Township),
            Some("协议") => Target::Agreement,
            Some("人") => Target::Subject(About::Person),
            _ => Target::Subject(About::Household),
        };
        let scope = match about {
            Target::Subject(about) => about,
            Target::Agreement => About::Person,
            Target::Area(_) => About::Household,
        };
        let makes = reader.opt_str("makes").map(str::to_owned);
        let every = match reader.opt_word("every", &["日", "周", "月", "季", "半年", "年"]) {
            Some("日") => Some(PeriodKind::Day),
            Some("周") => Some(PeriodKind::Week),
            Some("月") => Some(PeriodKind::Month),
            Some("季") => Some(PeriodKind::Quarter),
            Some("半年") => Some(PeriodKind::HalfYear),
            Some(_) => Some(PeriodKind::Year),
            None => None,
        };
        let for_previous = match reader.opt_str("for") {
            Some(PREVIOUS | "上周" | "上季" | "上年" | "上半年" | "前一天") => true,
            None | Some("本月" | "本周" | "本季" | "本年" | "本半年" | "当天") => {
                false
            }
            Some(other) => {
                not_allowed(
                    &mut reader,
                    "for",
                    other,
                    &["上月", "上周", "上季", "上半年", "上年", "前一天"].join(" "),
                );
                false
            }
        };
        let on = reader.opt_node("on");
        let once = reader.opt_str("once").and_then(|id| {
            let found = campaigns.iter().find(|campaign| campaign.id == id);
            if found.is_none() {
                unknown(&mut reader, "once", id);
            }
            found.map(Arc::clone)
        });
        let within = reader.opt_str("within");
        let is_once = reader.table.get("once").is_some();
        let (due, rolls) = if is_once {
            // A campaign is due on its last day.
            (Due::Unset, false)
        } else {
            due(&mut reader, within)
        };
        if [every.is_some(), on.is_some(), is_once]
            .iter()
            .filter(|given| **given)
            .count()
            != 1
        {
            let finding = Diagnostic::error(Code::MissingKey).with("key", "every | on | once");
            reader.find("every", finding);
        }
        let event = reader.opt_node("while");
        let clause = clause(&mut reader, &item, days, reading.resolved, true);
        reader.finish();
        reading.findings.extend(findings);
        let file = &item.table.file;
        let event = event.and_then(|node| reading.sound_rule(&id, file, node, scope));
        let on = on.and_then(|node| reading.sound_rule(&id, file, node, scope));
        let mut facts: Vec<String> = Vec::new();
        for rule in [&event, &on].into_iter().flatten() {
            facts.extend(rule.reads.iter().cloned());
        }
        facts.sort_unstable();
        facts.dedup();
        deadlines.push(Deadline {
            id,
            name,
            who,
            about,
            event,
            reads: facts.into(),
            looks: Looks::default(),
            makes,
            every,
            once,
            for_previous,
            on,
            due,
            rolls,
            clause,
        });
    }
    deadlines.sort_by(|a, b| a.id.cmp(&b.id));
    deadlines
}

/// Reads `due = { … }` or `within = "…"`, and whether it moves over holidays.
fn due(reader: &mut Reader<'_, '_>, within: Option<&str>) -> (Due, bool) {
    if let Some(text) = within {
        reader.skip("due");
        if text == NOT_SET {
            return (Due::Unset, false);
        }
        let Some(clock) = Clock::parse(text) else {
            let finding = Diagnostic::error(Code::BadValue)
                .with("key", "within")
                .with("given", text)
                .with(
                    "wanted",
                    ["5个工作日", "3天", "24小时", "12个月", "当日"].join(" "),
                );
            reader.find("within", finding);
            return (Due::Unset, false);
        };
        return (Due::Within(clock), false);
    }
    if matches!(reader.table.get("due").map(|node| &node.value), Some(Value::Str(text)) if text == NOT_SET)
    {
        reader.skip("due");
        return (Due::Unset, false);
    }
    reader.require("due");
    let Some(table) = reader.opt_table("due") else {
        return (Due::Unset, false);
    };
    let mut findings = Vec::new();
    let mut inner = table.reader(&mut findings);
    let mut day = |key: &'static str| {
        let number = inner.opt_int(key)?;
        let day = u32::try_from(number)
            .ok()
            .filter(|day| (1..=31).contains(day));
        if day.is_none() {
            let finding = Diagnostic::error(Code::BadValue)
                .with("key", key)
                .with("given", number.to_string())
                .with("wanted", "1~31");
            inner.find(key, finding);
        }
        day
    };
    let (on, from, to) = (day("day"), day("from"), day("to"));
    let date = inner.opt_str("date");
    let rolls = inner.opt_word("holiday", &[ROLLS]).is_some();
    let month_day = date.and_then(|text| {
        let (month, day) = text.split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
    });
    let due = match (on, from, to, month_day) {
        (Some(day), None, None, None) => Some(Due::Day(day)),
        (None, Some(from), Some(to), None) if from <= to => Some(Due::Window { from, to }),
        (None, None, None, Some((month, day))) => Some(Due::Date { month, day }),
        _ => None,
    };
    if due.is_none() {
        let finding = Diagnostic::error(Code::NotAllowed)
            .with("key", "due")
            .with("given", date.unwrap_or_default())
            .with("allowed", "{day} {from, to} {date = \"11-30\"}");
        inner.find("day", finding);
    }
    inner.finish();
    for finding in findings {
        reader.push(finding);
    }
    (due.unwrap_or(Due::Unset), rolls)
}
