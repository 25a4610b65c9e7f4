//! How records of several devices become one truth, whatever order they come in.
//!
//! The store keeps every operation and projects with these functions; none of
//! them depends on the order of its input. A tour:
//!
//! * [`Origin`] – who wrote a record when; its order is the order of merging.
//! * [`newest`] – a register: the maximum of (hlc, instance, op id).
//! * [`as_of`] – a fact on a day: the maximum of (day, hlc, instance, op id).
//! * [`first`] – of two closings of one visit the least is the visit.
//! * [`surviving`] and [`span`] – sets: an add wins unless a removal saw it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tanfang_values::{Day, Hlc, InstanceId, OpId};

/// Names who wrote a record and when; ordered by (hlc, instance, op id).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// Hybrid logical clock of the operation.
    pub hlc: Hlc,
    /// The store that wrote it.
    pub instance: InstanceId,
    /// The operation itself.
    pub op: OpId,
}

/// Gives the origin by which a record merges.
pub trait Merged {
    /// Returns who wrote it and when.
    fn origin(&self) -> &Origin;
}

/// Gives the day on which a record is true.
pub trait Dated: Merged {
    /// Returns the day from which it is known to be so.
    fn day(&self) -> Day;
}

impl Merged for Origin {
    fn origin(&self) -> &Origin {
        self
    }
}

/// Returns the value of a register: the record of the greatest origin.
pub fn newest<'a, T: Merged>(records: impl IntoIterator<Item = &'a T>) -> Option<&'a T> {
    records
        .into_iter()
        .max_by(|a, b| a.origin().cmp(b.origin()))
}

/// Returns what was known of a fact on `day`: of the records not later than
/// that day, the one of the greatest (day, hlc, instance, op id).
pub fn as_of<'a, T: Dated>(records: impl IntoIterator<Item = &'a T>, day: Day) -> Option<&'a T> {
    records
        .into_iter()
        .filter(|record| record.day() <= day)
        .max_by(|a, b| (a.day(), a.origin()).cmp(&(b.day(), b.origin())))
}

/// Returns the record that counts when a thing may happen once: the least origin.
///
/// The others are kept as copies.
pub fn first<'a, T: Merged>(records: impl IntoIterator<Item = &'a T>) -> Option<&'a T> {
    records
        .into_iter()
        .min_by(|a, b| a.origin().cmp(b.origin()))
}

/// Holds an end of a membership: the day, and the adds its author saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetEnd {
    /// First day on which the membership no longer holds.
    pub day: Day,
    /// The adds that are ended; an add not named here stays.
    pub adds: Vec<OpId>,
}

/// Returns the adds that no removal has seen, in the order of their op ids.
pub fn surviving<'a>(
    adds: impl IntoIterator<Item = &'a OpId>,
    removals: impl IntoIterator<Item = &'a OpId>,
) -> Vec<&'a OpId> {
    let removed: BTreeSet<&OpId> = removals.into_iter().collect();
    let left: BTreeSet<&OpId> = adds
        .into_iter()
        .filter(|add| !removed.contains(add))
        .collect();
    left.into_iter().collect()
}

/// Returns from when to when a membership holds: `(from, first day no more)`.
///
/// An add runs until the earliest end that names it; the membership runs from
/// the earliest add to the latest of those ends, and has no end while one of
/// its adds has none. Returns none when there is no add.
pub fn span(adds: &[(OpId, Day)], ends: &[SetEnd]) -> Option<(Day, Option<Day>)> {
    let from = adds.iter().map(|(_, day)| *day).min()?;
    let mut until = Some(Day::MIN);
    for (add, _) in adds {
        let end = ends
            .iter()
            .filter(|end| end.adds.contains(add))
            .map(|end| end.day)
            .min();
        until = match (until, end) {
            (Some(a), Some(b)) => Some(a.max(b)),
            _ => None,
        };
    }
    Some((from, until))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone, PartialEq)]
    struct Record {
        origin: Origin,
        day: Day,
        value: u8,
    }

    impl Merged for Record {
        fn origin(&self) -> &Origin {
            &self.origin
        }
    }

    impl Dated for Record {
        fn day(&self) -> Day {
            self.day
        }
    }

    fn record() -> impl Strategy<Value = Record> {
        (0i64..4, 0u32..2, 0u8..3, 0u16..500, 0i32..6, any::<u8>()).prop_map(
            |(ms, n, instance, op, day, value)| Record {
                origin: Origin {
                    hlc: Hlc { ms, n },
                    instance: InstanceId::new(format!("i{instance}")),
                    op: OpId::new(format!("o{op:03}")),
                },
                day: Day::from_epoch_days(20_000 + day),
                value,
            },
        )
    }

    proptest! {
        #[test]
        fn no_merge_depends_on_the_order(
            mut records in proptest::collection::vec(record(), 0..12),
            shuffled in any::<proptest::sample::Index>(),
            on in 0i32..6,
        ) {
            records.sort_by(|a, b| a.origin.cmp(&b.origin));
            records.dedup_by(|a, b| a.origin == b.origin);
            let mut other = records.clone();
            if !other.is_empty() {
                let turn = shuffled.index(other.len());
                other.rotate_left(turn);
                other.reverse();
            }
            let day = Day::from_epoch_days(20_000 + on);
            prop_assert_eq!(newest(&records), newest(&other));
            prop_assert_eq!(first(&records), first(&other));
            prop_assert_eq!(as_of(&records, day), as_of(&other, day));
            // Merging what was merged changes nothing: any grouping gives the same.
            let middle = records.len() / 2;
            let (left, right) = records.split_at(middle);
            let halves: Vec<&Record> = [newest(left), newest(right)].into_iter().flatten().collect();
            prop_assert_eq!(newest(halves), newest(&records));
        }

        #[test]
        fn an_add_survives_unless_a_removal_saw_it(
            adds in proptest::collection::btree_set(0u8..20, 0..8),
            seen in proptest::collection::btree_set(0u8..20, 0..8),
        ) {
            let name = |n: &u8| OpId::new(format!("o{n}"));
            let (a, s): (Vec<OpId>, Vec<OpId>) = (adds.iter().map(name).collect(), seen.iter().map(name).collect());
            let left = surviving(&a, &s);
            for add in &a {
                prop_assert_eq!(left.contains(&add), !s.contains(add));
            }
            let mut back = a.clone();
            back.reverse();
            prop_assert_eq!(left, surviving(&back, &s));
        }

        #[test]
        fn a_membership_ends_only_when_every_add_was_seen(
            adds in proptest::collection::vec((0u8..6, 0i32..30), 1..5),
            ends in proptest::collection::vec((0i32..60, proptest::collection::vec(0u8..6, 0..4)), 0..5),
        ) {
            let day = Day::from_epoch_days;
            let adds: Vec<(OpId, Day)> = adds.into_iter().map(|(o, d)| (OpId::new(format!("o{o}")), day(d))).collect();
            let ends: Vec<SetEnd> = ends.into_iter().map(|(d, o)| SetEnd {
                day: day(d),
                adds: o.into_iter().map(|o| OpId::new(format!("o{o}"))).collect(),
            }).collect();
            let (from, until) = span(&adds, &ends).unwrap();
            prop_assert!(adds.iter().all(|(_, d)| from <= *d));
            let open = adds.iter().any(|(o, _)| ends.iter().all(|e| !e.adds.contains(o)));
            prop_assert_eq!(until.is_none(), open);
            let (mut other_adds, mut other_ends) = (adds.clone(), ends.clone());
            other_adds.reverse();
            other_ends.reverse();
            prop_assert_eq!(span(&other_adds, &other_ends), Some((from, until)));
        }
    }

    #[test]
    fn nothing_merges_to_nothing() {
        let none: [Record; 0] = [];
        assert!(newest(&none).is_none() && first(&none).is_none());
        assert!(as_of(&none, Day::MAX).is_none());
        assert_eq!(span(&[], &[]), None);
    }
}
