//! Items of lists (incomes, expenses, property) and what was said of benefits,
//! kept as facts with composed names.
//!
//! A name of one of these facts has slashes, which no dictionary id has:
//!
//! * `<list>/<item>/<field>`: a field of one item, such as `income/9f…/amount`;
//!   besides the fields of the dictionary `period` (an amount said for a month or
//!   a year) and `gone` (the item was wrong, or has ended).
//! * `<list>/complete`: whether the items known are all (齐全), as somebody said.
//! * `aid/<code>`: whether somebody receives that benefit, as somebody said.
//!
//! So an item merges, is undone and is purged as every other fact is.

use std::collections::BTreeMap;
use tanfang_policy::value::FactValue;
use tanfang_values::Day;

use crate::event::DataClass;
use crate::people::facts::{FactHistory, FactRecord};

/// Id of the list of benefits in the dictionary.
pub const AID: &str = "aid";
/// Id of the list of persons in the dictionary.
pub const MEMBERS: &str = "members";
/// Field that says for what span an amount was said.
pub const PERIOD: &str = "period";
/// Code of [`PERIOD`]: a month.
pub const MONTH: &str = "month";
/// Code of [`PERIOD`]: a year.
pub const YEAR: &str = "year";
/// Field of an amount as said.
pub const AMOUNT: &str = "amount";
/// Field of an amount a month, which rules read.
pub const MONTHLY: &str = "monthly";
const COMPLETE: &str = "complete";
const GONE: &str = "gone";
const SLASH: char = '/';

/// Returns the name of a field of an item.
pub fn field_name(list: &str, item: &str, field: &str) -> String {
    format!("{list}/{item}/{field}")
}

/// Returns the name of the fact that takes an item away.
pub fn gone_name(list: &str, item: &str) -> String {
    field_name(list, item, GONE)
}

/// Returns the name of the fact that says whether a list is 齐全.
pub fn complete_name(list: &str) -> String {
    format!("{list}/{COMPLETE}")
}

/// Returns the name of the fact that says whether somebody receives a benefit.
pub fn aid_name(code: &str) -> String {
    format!("{AID}/{code}")
}

/// Tells whether a name is composed as this module writes them.
pub fn is_composed(name: &str) -> bool {
    name.contains(SLASH)
}

/// Returns who may know a fact with a composed name; money where it is of any list
/// but that of the persons.
pub fn class_of_name(name: &str) -> Option<DataClass> {
    let (list, _) = name.split_once(SLASH)?;
    Some(if list == MEMBERS {
        DataClass::Core
    } else {
        DataClass::Economic
    })
}

/// Holds one item of a list as it is known on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem<'a> {
    /// The item.
    pub id: &'a str,
    /// Its fields, each by its newest record.
    pub fields: BTreeMap<&'a str, &'a FactRecord>,
}

impl ListItem<'_> {
    /// Returns the value of a field.
    pub fn value(&self, field: &str) -> Option<&FactValue> {
        self.fields.get(field).map(|record| &record.value)
    }

    /// Returns what the amount comes to in a month, in fen.
    ///
    /// A year's amount that twelve does not divide is given as the two whole fen
    /// around it: rules see a range, and nothing is rounded away.
    pub fn monthly(&self) -> Option<FactValue> {
        let amount = self.value(AMOUNT)?;
        let yearly = match self.value(PERIOD) {
            Some(FactValue::One(code)) if code == YEAR => true,
            Some(FactValue::One(code)) if code == MONTH => false,
            // Said without its span it may be either: that is nothing a rule can use.
            _ => return None,
        };
        let (low, high) = match amount {
            FactValue::Fen(fen) => (*fen, *fen),
            FactValue::FenRange(low, high) => (*low, *high),
            _ => return None,
        };
        let (low, high) = if yearly {
            (low.div_euclid(12), ceiling(high))
        } else {
            (low, high)
        };
        Some(if low == high {
            FactValue::Fen(low)
        } else {
            FactValue::FenRange(low, high)
        })
    }
}

fn ceiling(fen: i64) -> i64 {
    fen.div_euclid(12) + i64::from(fen.rem_euclid(12) != 0)
}

/// Lists the items of a list that hold on a day, by id.
pub fn items<'a>(history: &'a FactHistory, list: &str, day: Day) -> Vec<ListItem<'a>> {
    let mut found: BTreeMap<&str, ListItem<'_>> = BTreeMap::new();
    let prefix = format!("{list}{SLASH}");
    for name in history.names_under(&prefix) {
        let rest = name.get(prefix.len()..).unwrap_or_default();
        let Some((id, field)) = rest.split_once(SLASH) else {
            continue;
        };
        if let Some(record) = history.on(name, day) {
            found
                .entry(id)
                .or_insert_with(|| ListItem {
                    id,
                    fields: BTreeMap::new(),
                })
                .fields
                .insert(field, record);
        }
    }
    found
        .into_values()
        .filter(|item| item.value(GONE) != Some(&FactValue::Bool(true)))
        .collect()
}

/// Tells whether somebody said that a list is 齐全.
pub fn is_complete(history: &FactHistory, list: &str, day: Day) -> bool {
    let said = history.on(&complete_name(list), day);
    said.is_some_and(|record| record.value == FactValue::Bool(true))
}

/// Returns what was said of receiving a benefit.
pub fn said_of_aid<'a>(history: &'a FactHistory, code: &str, day: Day) -> Option<&'a FactRecord> {
    history.on(&aid_name(code), day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Certainty, FactSource};
    use crate::merge::Origin;
    use proptest::prelude::*;
    use tanfang_values::{Hlc, InstanceId, OpId};

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn record(name: &str, value: FactValue, on: &str) -> FactRecord {
        FactRecord {
            fact: name.to_owned(),
            value,
            day: day(on),
            origin: Origin {
                hlc: Hlc { ms: 1, n: 0 },
                instance: InstanceId::new("i"),
                op: OpId::new(format!("{name}-{on}")),
            },
            source: FactSource::Worker,
            certainty: Certainty::Said,
            visit: None,
        }
    }

    fn income(amount: FactValue, period: &str) -> FactHistory {
        FactHistory::new([
            record("income/a/amount", amount, "2026-11-01"),
            record(
                "income/a/period",
                FactValue::One(period.into()),
                "2026-11-01",
            ),
        ])
    }

    #[test]
    fn a_year_is_twelve_months_and_nothing_is_rounded_away() {
        let monthly = |amount, period| {
            let history = income(amount, period);
            items(&history, "income", day("2026-11-20"))[0].monthly()
        };
        assert_eq!(
            monthly(FactValue::Fen(120_000), YEAR),
            Some(FactValue::Fen(10_000))
        );
        assert_eq!(
            monthly(FactValue::Fen(100_000), YEAR),
            Some(FactValue::FenRange(8_333, 8_334))
        );
        assert_eq!(
            monthly(FactValue::Fen(100_000), MONTH),
            Some(FactValue::Fen(100_000))
        );
        assert_eq!(monthly(FactValue::Fen(100_000), "week"), None);
        assert_eq!(monthly(FactValue::Unclear, YEAR), None);
    }

    #[test]
    fn an_item_taken_away_is_there_until_that_day() {
        let mut history = income(FactValue::Fen(1), MONTH);
        history.push(record(
            &gone_name("income", "a"),
            FactValue::Bool(true),
            "2026-11-10",
        ));
        assert_eq!(items(&history, "income", day("2026-11-09")).len(), 1);
        assert!(items(&history, "income", day("2026-11-10")).is_empty());
        assert!(items(&history, "expense", day("2026-11-09")).is_empty());
    }

    #[test]
    fn money_is_not_for_everybody() {
        assert_eq!(class_of_name("income/a/amount"), Some(DataClass::Economic));
        assert_eq!(class_of_name("members/complete"), Some(DataClass::Core));
        assert_eq!(class_of_name("health"), None);
    }

    proptest! {
        #[test]
        fn the_month_lies_around_the_twelfth(fen in 0_i64..10_000_000_000) {
            let history = income(FactValue::Fen(fen), YEAR);
            let (low, high) = match items(&history, "income", day("2026-11-20"))[0].monthly() {
                Some(FactValue::Fen(n)) => (n, n),
                Some(FactValue::FenRange(low, high)) => (low, high),
                other => panic!("{other:?}"),
            };
            prop_assert!(low * 12 <= fen && fen <= high * 12);
            prop_assert!(high - low <= 1);
        }
    }
}
