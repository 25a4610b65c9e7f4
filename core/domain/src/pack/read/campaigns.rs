//! `campaigns.toml`.

use std::sync::Arc;
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::dict::Type;
use tanfang_policy::doc::{Reader, Value};
use tanfang_policy::pack::NOT_SET;
use tanfang_values::Day;

use super::{Reading, clause, unknown};
use crate::schedule::campaign::Campaign;

pub(super) fn read(reading: &mut Reading<'_>) -> Vec<Arc<Campaign>> {
    let mut campaigns = Vec::new();
    for item in reading.items("campaigns.toml", "campaign") {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        for key in ["replaces", "warn"] {
            reader.skip(key);
        }
        let id = reader.str("id").unwrap_or_default().to_owned();
        let name = reader.str("name").unwrap_or_default().to_owned();
        let (from, until) = (day(&mut reader, "from"), day(&mut reader, "until"));
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            let finding = Diagnostic::error(Code::DatesReversed)
                .with("from", from.to_string())
                .with("until", until.to_string());
            reader.find("until", finding);
        }
        let mut classes = Vec::new();
        for name in reader.strs("classes") {
            match reading.classes.named(name) {
                Some(class) => classes.push(class.id.clone()),
                None => unknown(&mut reader, "classes", name),
            }
        }
        let mut screening = None;
        if let Some(name) = reader.opt_str("screening") {
            let found = reading.dictionary.fact_named(name);
            screening = found.filter(|def| matches!(def.ty, Type::Many(_))).cloned();
            if screening.is_none() {
                unknown(&mut reader, "screening", name);
            }
        }
        let clause = clause(&mut reader, &item, days, reading.resolved, true);
        reader.finish();
        reading.findings.extend(findings);
        campaigns.push(Arc::new(Campaign {
            id,
            name,
            from,
            until,
            classes,
            screening,
            clause,
        }));
    }
    campaigns
}

/// Reads a day that has to be written; none is 未配置.
fn day(reader: &mut Reader<'_, '_>, key: &'static str) -> Option<Day> {
    reader.require(key);
    let unset = reader
        .table
        .get(key)
        .is_some_and(|node| matches!(&node.value, Value::Str(text) if text == NOT_SET));
    if unset {
        reader.skip(key);
        return None;
    }
    reader.opt_day(key)
}
