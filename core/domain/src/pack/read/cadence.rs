//! When an obligation falls due: exactly one of the keys of [`WHEN`].

use std::sync::Arc;
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::dict::{About, Dictionary, Type};
use tanfang_policy::doc::{Node, Reader, Value};
use tanfang_policy::pack::NOT_SET;
use tanfang_values::PeriodKind;

use super::{not_allowed, unknown};
use crate::schedule::campaign::Campaign;
use crate::schedule::deadline::Clock;
use crate::schedule::obligation::{Cadence, YearDay};

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

/// What a cadence is before its rule is checked.
pub(super) enum Read<'t> {
    Whole(Cadence),
    On {
        rule: &'t Node,
        within: Option<Clock>,
    },
}

/// Reads the cadence of an obligation about persons or homes.
pub(super) fn read<'t>(
    reader: &mut Reader<'t, '_>,
    dictionary: &Dictionary,
    campaigns: &[Arc<Campaign>],
    about: Option<About>,
) -> Read<'t> {
    let given: Vec<&'static str> = WHEN
        .into_iter()
        .filter(|key| reader.table.get(key).is_some())
        .collect();
    let every = reader.opt_word("every", &["日", "周", "月", "季", "半年", "年", NOT_SET]);
    let at_least = reader.opt_int("at_least");
    let once = reader.opt_str("once");
    let on = reader.opt_node("on");
    let import = reader.opt_str("on_import").map(str::to_owned);
    let before = reader.opt_str("before");
    let unset_window = matches!(
        reader.table.get("window").map(|node| &node.value),
        Some(Value::Str(text)) if text == NOT_SET
    );
    if unset_window {
        reader.skip("window");
    }
    let window = if unset_window {
        None
    } else {
        reader.opt_table("window")
    };
    let sample = reader.flag("sample");
    let within = span(reader, "within");
    let lead = span(reader, "lead");
    match given.as_slice() {
        [] => {
            let finding = Diagnostic::error(Code::MissingKey).with("key", WHEN.join(" | "));
            reader.find("every", finding);
            return Read::Whole(Cadence::Unset);
        }
        [_] => {}
        [_, second, ..] => not_allowed(reader, second, second, &WHEN.join(" | ")),
    }
    let timed = on.is_some() || import.is_some();
    if timed && within == Span::Absent {
        reader.require("within");
    }
    for (key, is_given, fits) in [
        ("within", within != Span::Absent, timed),
        ("lead", lead != Span::Absent, before.is_some()),
        ("at_least", at_least.is_some(), every.is_some()),
    ] {
        if is_given && !fits {
            not_allowed(reader, key, key, &WHEN.join(" | "));
        }
    }
    let within = within.clock();
    if let Some(word) = every {
        return Read::Whole(periodic(reader, word, at_least));
    }
    if let Some(rule) = on {
        return Read::On { rule, within };
    }
    if let Some(kind) = import {
        return Read::Whole(Cadence::OnImport { kind, within });
    }
    if let Some(id) = once {
        let found = campaigns.iter().find(|campaign| campaign.id == id);
        if found.is_none() {
            unknown(reader, "once", id);
        }
        return Read::Whole(found.map_or(Cadence::Unset, |campaign| {
            Cadence::Once(Arc::clone(campaign))
        }));
    }
    if let Some(name) = before {
        if lead == Span::Absent {
            reader.require("lead");
        }
        let found = dictionary.fact_named(name).filter(|def| {
            matches!(def.ty, Type::Date)
                && (def.about == About::Household || about == Some(About::Person))
        });
        let Some(def) = found else {
            unknown(reader, "before", name);
            return Read::Whole(Cadence::Unset);
        };
        return Read::Whole(Cadence::Before {
            fact: def.id.as_str().to_owned(),
            of: def.about,
            lead: lead.clock(),
        });
    }
    if let Some(table) = window {
        let mut findings = Vec::new();
        let mut inner = table.reader(&mut findings);
        let mut day = |key: &'static str| {
            inner.require(key);
            let text = inner.opt_str(key)?;
            let day = YearDay::parse(text);
            if day.is_none() {
                let finding = Diagnostic::error(Code::BadValue)
                    .with("key", key)
                    .with("given", text)
                    .with("wanted", "11-01");
                inner.find(key, finding);
            }
            day
        };
        let (from, to) = (day("from"), day("to"));
        inner.finish();
        for finding in findings {
            reader.push(finding);
        }
        return Read::Whole(match from.zip(to) {
            Some((from, to)) => Cadence::Window { from, to },
            None => Cadence::Unset,
        });
    }
    Read::Whole(if sample {
        Cadence::Sample
    } else {
        Cadence::Unset
    })
}

/// Reads how often a period; more times than it has days is impossible, since
/// two visits on one day are one time.
fn periodic(reader: &mut Reader<'_, '_>, word: &str, at_least: Option<i64>) -> Cadence {
    let (kind, days) = match word {
        "日" => (PeriodKind::Day, 1),
        "周" => (PeriodKind::Week, 7),
        "月" => (PeriodKind::Month, 28),
        "季" => (PeriodKind::Quarter, 90),
        "半年" => (PeriodKind::HalfYear, 181),
        "年" => (PeriodKind::Year, 365),
        _ => return Cadence::Unset,
    };
    let number = at_least.map_or(Ok(1), u32::try_from).unwrap_or(0);
    if (1..=days).contains(&number) {
        return Cadence::Every {
            kind,
            at_least: number,
        };
    }
    let finding = Diagnostic::error(Code::BadValue)
        .with("key", "at_least")
        .with("given", at_least.unwrap_or_default().to_string())
        .with("wanted", format!("1~{days}"));
    reader.find("at_least", finding);
    Cadence::Every { kind, at_least: 1 }
}

/// What a key says about a span of time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Span {
    /// The key is absent.
    Absent,
    /// 未配置, or what cannot be read.
    Unset,
    Of(Clock),
}

impl Span {
    fn clock(self) -> Option<Clock> {
        match self {
            Self::Of(clock) => Some(clock),
            Self::Absent | Self::Unset => None,
        }
    }
}

/// Reads a span of time.
fn span(reader: &mut Reader<'_, '_>, key: &'static str) -> Span {
    let Some(text) = reader.opt_str(key) else {
        return Span::Absent;
    };
    if text == NOT_SET {
        return Span::Unset;
    }
    if let Some(clock) = Clock::parse(text) {
        return Span::Of(clock);
    }
    let finding = Diagnostic::error(Code::BadValue)
        .with("key", key)
        .with("given", text)
        .with(
            "wanted",
            ["5个工作日", "3天", "24小时", "12个月", "当日", NOT_SET].join(" "),
        );
    reader.find(key, finding);
    Span::Unset
}
