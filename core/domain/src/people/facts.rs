//! Every value of a fact, each with its day and the op that says so.

use serde::{Deserialize, Serialize};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, OpId, VisitId};

use crate::event::{Certainty, FactSource};
use crate::merge::{Dated, Merged, Origin};

/// Holds one value of a fact of a person or a home.
///
/// The name is a dictionary id; answers that go to the visit or a ledger and
/// are no facts stand under `ledger.<x>` the same way, so that they too have a
/// last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactRecord {
    /// Dictionary id, or `ledger.<x>`.
    pub fact: String,
    /// The value.
    pub value: FactValue,
    /// The day from which it is known to be so.
    pub day: Day,
    /// Who wrote it and when; names the op.
    pub origin: Origin,
    /// Where it came from.
    pub source: FactSource,
    /// How sure it is.
    pub certainty: Certainty,
    /// The visit on which it was answered.
    pub visit: Option<VisitId>,
}

impl FactRecord {
    /// Returns the op that says so.
    pub fn op(&self) -> &OpId {
        &self.origin.op
    }
}

impl Merged for FactRecord {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Dated for FactRecord {
    fn day(&self) -> Day {
        self.day
    }
}

/// Holds all values of all facts of one subject, each fact by (day, hlc,
/// instance, op id) ascending.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<FactRecord>", into = "Vec<FactRecord>")]
pub struct FactHistory {
    /// By name; none of them is empty. Lists and not a map, each as long as what it
    /// holds: a township is ten thousand homes with a few records each.
    facts: Vec<Vec<FactRecord>>,
}

impl FactHistory {
    /// Makes the history of records in any order.
    pub fn new(records: impl IntoIterator<Item = FactRecord>) -> Self {
        let mut records: Vec<FactRecord> = records.into_iter().collect();
        records.sort_by(|a, b| (&a.fact, a.day, &a.origin).cmp(&(&b.fact, b.day, &b.origin)));
        records.dedup_by(|a, b| a.fact == b.fact && a.origin == b.origin);
        let lengths: Vec<usize> = records
            .chunk_by(|a, b| a.fact == b.fact)
            .map(<[FactRecord]>::len)
            .collect();
        let mut records = records.into_iter();
        let facts = lengths.iter().map(|n| {
            let mut of_one = Vec::with_capacity(*n);
            of_one.extend(records.by_ref().take(*n));
            of_one
        });
        Self {
            facts: facts.collect(),
        }
    }

    /// Adds one record.
    pub fn push(&mut self, record: FactRecord) {
        let at = self.place(&record.fact);
        let Some(records) = self.facts.get_mut(at).filter(|of| name(of) == record.fact) else {
            self.facts.insert(at, vec![record]);
            return;
        };
        let place = records.partition_point(|r| (r.day, &r.origin) < (record.day, &record.origin));
        if records
            .get(place)
            .is_none_or(|there| there.origin != record.origin)
        {
            records.insert(place, record);
        }
    }

    /// Returns what was known of a fact on a day, by its newest record.
    pub fn on(&self, fact: &str, day: Day) -> Option<&FactRecord> {
        newest(self.records(fact), day)
    }

    /// Returns what was known on a day before a given visit: its own answers
    /// are left out.
    pub fn before_visit(&self, fact: &str, day: Day, visit: &VisitId) -> Option<&FactRecord> {
        before_visit(self.records(fact), day, visit)
    }

    /// Lists the facts of which anything is known.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().map(|of| name(of))
    }

    /// Lists the facts whose names begin with these letters, of which anything is known.
    pub fn names_under<'a>(&'a self, prefix: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let wanted = prefix.to_owned();
        let from = self.facts.get(self.place(prefix)..).unwrap_or_default();
        from.iter()
            .map(|of| name(of))
            .take_while(move |name| name.starts_with(&wanted))
    }

    /// Lists all records of one fact, oldest first.
    pub fn records(&self, fact: &str) -> &[FactRecord] {
        let found = self.facts.get(self.place(fact));
        found
            .filter(|of| name(of) == fact)
            .map_or(&[], Vec::as_slice)
    }

    /// Lists every record, by fact and then oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &FactRecord> {
        self.facts.iter().flatten()
    }

    /// Lists the facts of which anything is known with their records, by name.
    pub fn by_name(&self) -> impl Iterator<Item = (&str, &[FactRecord])> {
        self.facts.iter().map(|of| (name(of), of.as_slice()))
    }

    /// Lists those of some facts, named in ascending order, of which anything is
    /// known: the place of the name, and the records, oldest first.
    pub fn among<'a>(
        &'a self,
        names: &'a [String],
    ) -> impl Iterator<Item = (usize, &'a [FactRecord])> {
        let mut at = 0;
        self.by_name().filter_map(move |(name, records)| {
            while names.get(at).is_some_and(|wanted| wanted.as_str() < name) {
                at += 1;
            }
            let wanted = names.get(at)?;
            (wanted == name).then_some((at, records))
        })
    }

    /// Lists the days on which the value of a fact changed, oldest first.
    pub fn changes<'a>(&'a self, fact: &str) -> impl Iterator<Item = &'a FactRecord> {
        changed(self.records(fact))
    }

    /// Keeps only the facts that `keep` approves of.
    pub fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        self.facts.retain(|of| keep(name(of)));
    }

    /// Returns where a fact stands, or would.
    fn place(&self, fact: &str) -> usize {
        self.facts.partition_point(|of| name(of) < fact)
    }
}

/// Names the fact that records are of.
fn name(records: &[FactRecord]) -> &str {
    records.first().map_or("", |record| &record.fact)
}

/// Returns the newest of the records of one fact, oldest first, that was known
/// on a day.
pub(crate) fn newest(records: &[FactRecord], day: Day) -> Option<&FactRecord> {
    let place = records.partition_point(|record| record.day <= day);
    place.checked_sub(1).and_then(|last| records.get(last))
}

/// Returns the newest of the records of one fact, oldest first, that was known
/// on a day and was not answered on a visit.
pub(crate) fn before_visit<'a>(
    records: &'a [FactRecord],
    day: Day,
    visit: &VisitId,
) -> Option<&'a FactRecord> {
    let known = records.iter().rev().filter(|record| record.day <= day);
    let mut others = known.filter(|record| record.visit.as_ref() != Some(visit));
    others.next()
}

/// Lists those of the records of one fact, oldest first, that changed its value.
pub(crate) fn changed(records: &[FactRecord]) -> impl Iterator<Item = &FactRecord> {
    let mut before: Option<&FactValue> = None;
    records.iter().filter(move |record| {
        let changed = before != Some(&record.value);
        before = Some(&record.value);
        changed
    })
}

impl From<Vec<FactRecord>> for FactHistory {
    fn from(records: Vec<FactRecord>) -> Self {
        Self::new(records)
    }
}

impl From<FactHistory> for Vec<FactRecord> {
    fn from(history: FactHistory) -> Self {
        history.facts.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tanfang_values::{Hlc, InstanceId};

    fn record(day: &str, ms: i64, op: &str, value: bool) -> FactRecord {
        FactRecord {
            fact: "food_ok".into(),
            value: FactValue::Bool(value),
            day: Day::parse(day).unwrap(),
            origin: Origin {
                hlc: Hlc { ms, n: 0 },
                instance: InstanceId::new("i1"),
                op: OpId::new(op),
            },
            source: FactSource::Visit,
            certainty: Certainty::Said,
            visit: Some(VisitId::new(format!("v-{op}"))),
        }
    }

    #[test]
    fn the_day_decides_and_not_the_arrival() {
        // A back-dated answer arrives last and does not hide the later one.
        let history = FactHistory::new([
            record("2026-11-14", 1, "a", true),
            record("2026-11-02", 9, "b", false),
        ]);
        let on = |d: &str| history.on("food_ok", Day::parse(d).unwrap());
        assert_eq!(on("2026-11-20").map(|r| r.op().as_str()), Some("a"));
        assert_eq!(on("2026-11-10").map(|r| r.op().as_str()), Some("b"));
        assert_eq!(on("2026-11-01"), None);
        assert_eq!(
            history.on("health", Day::parse("2026-11-20").unwrap()),
            None
        );
    }

    #[test]
    fn adding_one_by_one_is_the_same_as_all_at_once() {
        let records = [
            record("2026-11-14", 1, "a", true),
            record("2026-11-02", 9, "b", false),
            record("2026-11-14", 0, "c", true),
        ];
        let mut one = FactHistory::default();
        for record in records.iter().rev().cloned() {
            one.push(record.clone());
            one.push(record);
        }
        assert_eq!(one, FactHistory::new(records));
    }

    #[test]
    fn a_visit_does_not_see_its_own_answers_as_the_last_time() {
        let history = FactHistory::new([
            record("2026-11-07", 1, "a", true),
            record("2026-11-14", 2, "b", false),
        ]);
        let day = Day::parse("2026-11-14").unwrap();
        let last = history.before_visit("food_ok", day, &VisitId::new("v-b"));
        assert_eq!(last.map(|r| r.op().as_str()), Some("a"));
    }

    #[test]
    fn of_some_names_those_are_listed_of_which_anything_is_known() {
        let other = |fact: &str| FactRecord {
            fact: fact.into(),
            ..record("2026-11-07", 1, fact, true)
        };
        let history = FactHistory::new([other("b"), other("d"), other("e")]);
        let names = ["a", "b", "c", "e", "f"].map(str::to_owned);
        let found: Vec<(usize, usize)> = history
            .among(&names)
            .map(|(at, records)| (at, records.len()))
            .collect();
        assert_eq!(found, [(1, 1), (3, 1)]);
        assert_eq!(history.among(&[]).count(), 0);
    }

    #[test]
    fn a_repeated_value_is_no_change() {
        let history = FactHistory::new([
            record("2026-11-07", 1, "a", true),
            record("2026-11-14", 2, "b", true),
            record("2026-11-21", 3, "c", false),
        ]);
        let ops: Vec<&str> = history
            .changes("food_ok")
            .map(|r| r.op().as_str())
            .collect();
        assert_eq!(ops, ["a", "c"]);
    }
}
