//! A set of days of a horizon, one bit a day.

use tanfang_values::Day;

/// Longest horizon, in days: a leap year and some.
pub const LONGEST: usize = 384;
const WORDS: usize = LONGEST / 64;

/// Holds a set of days, counted from the first day of the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Days([u64; WORDS]);

impl Days {
    /// Makes the set of all days of a horizon of so many days.
    pub(super) fn all(count: usize) -> Self {
        let mut days = Self::default();
        for day in 0..count.min(LONGEST) {
            days.insert(day);
        }
        days
    }

    pub(super) fn insert(&mut self, day: usize) {
        if let Some(word) = self.0.get_mut(day / 64) {
            *word |= 1 << (day % 64);
        }
    }

    pub(super) fn has(&self, day: usize) -> bool {
        self.0
            .get(day / 64)
            .is_some_and(|word| word & (1 << (day % 64)) != 0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn without(mut self, other: &Self) -> Self {
        for (word, gone) in self.0.iter_mut().zip(other.0) {
            *word &= !gone;
        }
        self
    }
}

/// Returns the place of a day in a horizon, if it lies in it.
pub(super) fn index(first: Day, count: usize, day: Day) -> Option<usize> {
    usize::try_from(first.days_until(day))
        .ok()
        .filter(|index| *index < count)
}

/// Returns the day at a place of a horizon.
pub(super) fn day_at(first: Day, index: usize) -> Day {
    first.plus_days(i64::try_from(index).unwrap_or(i64::MAX))
}
