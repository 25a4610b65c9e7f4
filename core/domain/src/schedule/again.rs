//! When to try again after trips that met nobody: the one place that decides
//! it, for 没见到人 and for 为什么 alike.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tanfang_values::{Day, HouseholdId, Weekday};

use super::record::AttemptRecord;
use super::why::DayPart;
use super::{DutyState, Schedule};

/// So many days ahead a next try is looked for, from the first on which it may be.
pub const AHEAD: i64 = 7;

/// Says when somebody is at home, as the worker was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtHome {
    /// 上午.
    Morning,
    /// 下午.
    Afternoon,
    /// 晚上.
    Evening,
    /// 周末.
    Weekend,
}

impl AtHome {
    /// Every word, in the order of the day.
    pub const ALL: [Self; 4] = [Self::Morning, Self::Afternoon, Self::Evening, Self::Weekend];

    /// Tells whether a try on a day and in a part of it is at such a time.
    pub fn holds(self, day: Day, part: DayPart) -> bool {
        match self {
            Self::Morning => part == DayPart::Morning,
            Self::Afternoon => part == DayPart::Afternoon,
            Self::Evening => part == DayPart::Evening,
            Self::Weekend => is_weekend(day),
        }
    }
}

/// Holds what is known of the days to come and of a home; empty is nothing known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Times {
    /// Days on which the worker does not go.
    pub off: BTreeSet<Day>,
    /// Market days, on which people are away.
    pub market: BTreeSet<Day>,
    /// When somebody is at home.
    pub at_home: Option<AtHome>,
}

/// Names a trip that met nobody: its day, and its part of the day where that is known.
pub type Tried = (Day, Option<DayPart>);

/// How badly a try fits: what was said of the home, a market day, what failed
/// alike, how far it is, when on that day.
type Misfit = (bool, bool, usize, i64, DayPart);

/// Finds when to try again: on another day of the week and in another part of
/// the day than what failed, as soon as may be and not after `until`.
///
/// The first moment that may be proposed is `from`. What was said of when
/// somebody is at home goes before everything, then market days are avoided; a
/// day on which the worker does not go is no day. None where no day is left.
pub fn again(
    tried: &[Tried],
    times: &Times,
    from: (Day, DayPart),
    until: Option<Day>,
) -> Option<(Day, DayPart)> {
    let mut found: Option<(Misfit, Day, DayPart)> = None;
    for ahead in 0..AHEAD {
        let day = from.0.plus_days(ahead);
        if until.is_some_and(|until| day > until) || times.off.contains(&day) {
            continue;
        }
        let parts = DayPart::ALL.into_iter();
        for part in parts.filter(|part| ahead > 0 || from.1 <= *part) {
            let alike = tried
                .iter()
                .map(|(failed, at)| {
                    usize::from(failed.weekday() == day.weekday())
                        + usize::from(is_weekend(*failed) == is_weekend(day))
                        + usize::from(*at == Some(part))
                })
                .sum();
            let misfit = (
                times.at_home.is_some_and(|said| !said.holds(day, part)),
                times.market.contains(&day),
                alike,
                ahead,
                part,
            );
            if found.as_ref().is_none_or(|(least, ..)| misfit < *least) {
                found = Some((misfit, day, part));
            }
        }
    }
    found.map(|(_, day, part)| (day, part))
}

impl<'a> Schedule<'a> {
    /// Lists the trips to a home, by day, since somebody was last met there.
    pub fn missed(&self, home: &HouseholdId) -> Vec<&'a AttemptRecord> {
        let met = self.book.visits(home).iter().map(|visit| visit.day);
        let last = met.filter(|day| *day <= self.today).max();
        let mut tried: Vec<&'a AttemptRecord> = self
            .book
            .attempts(home)
            .iter()
            .copied()
            .filter(|trip| trip.day <= self.today && last.is_none_or(|last| last < trip.day))
            .collect();
        tried.sort_by_key(|trip| (trip.day, trip.origin.clone()));
        tried
    }

    /// Says when to try a home again, with `duties` the duties of that home
    /// today; `now` is the part of today that it is.
    ///
    /// The viewer's open duty that ends first bounds the days, of those that
    /// another try can still meet: the answer is one a home, whichever of its
    /// duties is looked at. What is late already bounds nothing. `failing` is a
    /// trip of today that is not written down yet. None where no day is left.
    pub fn again(
        &self,
        home: &HouseholdId,
        duties: &[DutyState],
        times: &Times,
        now: DayPart,
        failing: bool,
    ) -> Option<(Day, DayPart)> {
        let open = duties
            .iter()
            .filter(|duty| duty.household == *home && duty.own && duty.is_open_on(self.today));
        let dues: Vec<Option<Day>> = open.map(DutyState::due_day).collect();
        let trips = self.missed(home);
        let mut tried: Vec<Tried> = trips.iter().map(|trip| (trip.day, trip.part())).collect();
        if failing {
            tried.push((self.today, Some(now)));
        }
        let from = if tried.iter().any(|(day, _)| *day == self.today) {
            (self.today.plus_days(1), DayPart::Morning)
        } else {
            (self.today, now)
        };
        // What is late, or never ends, waits for the next try however long it takes.
        let waits = |due: &Option<Day>| due.is_none_or(|due| due < self.today);
        let ends = || dues.iter().flatten().copied();
        let until = match ends().filter(|due| *due >= from.0).min() {
            None if !dues.iter().any(waits) => ends().max(),
            bound => bound,
        };
        again(&tried, times, from, until)
    }
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// From the morning of the day after.
    fn after(text: &str) -> (Day, DayPart) {
        (day(text).plus_days(1), DayPart::Morning)
    }

    #[test]
    fn the_next_try_is_another_day_and_another_time() {
        let times = Times::default();
        // Friday morning failed: not a Friday, not a morning, and the weekend is new.
        let tried = [(day("2026-11-20"), Some(DayPart::Morning))];
        let next = again(&tried, &times, after("2026-11-20"), None);
        assert_eq!(next, Some((day("2026-11-21"), DayPart::Afternoon)));
        // Saturday afternoon failed too.
        let tried = [tried[0], (day("2026-11-21"), Some(DayPart::Afternoon))];
        let next = again(&tried, &times, after("2026-11-21"), None);
        assert_eq!(next, Some((day("2026-11-22"), DayPart::Evening)));
    }

    #[test]
    fn when_somebody_is_at_home_goes_first_and_the_period_last() {
        let friday = "2026-11-20";
        let said = |at_home| Times {
            at_home: Some(at_home),
            ..Times::default()
        };
        let next = again(&[], &said(AtHome::Weekend), after(friday), None);
        assert_eq!(next, Some((day("2026-11-21"), DayPart::Morning)));
        let next = again(&[], &said(AtHome::Evening), after(friday), None);
        assert_eq!(next, Some((day("2026-11-21"), DayPart::Evening)));
        let none = again(&[], &Times::default(), after(friday), Some(day(friday)));
        assert_eq!(none, None);
        let times = Times {
            off: [day("2026-11-21")].into(),
            ..Times::default()
        };
        let next = again(&[], &times, after(friday), Some(day("2026-11-22")));
        assert_eq!(next, Some((day("2026-11-22"), DayPart::Morning)));
    }

    #[test]
    fn a_market_day_is_avoided_where_another_is_left_and_never_before_what_was_said() {
        let market = [day("2026-11-21")].into();
        let times = Times {
            market,
            ..Times::default()
        };
        let next = again(&[], &times, after("2026-11-20"), None);
        assert_eq!(next, Some((day("2026-11-22"), DayPart::Morning)));
        let only = Some(day("2026-11-21"));
        let next = again(&[], &times, after("2026-11-20"), only);
        assert_eq!(next, Some((day("2026-11-21"), DayPart::Morning)));
        let times = Times {
            at_home: Some(AtHome::Weekend),
            off: [day("2026-11-22")].into(),
            ..times
        };
        let next = again(&[], &times, after("2026-11-20"), None);
        assert_eq!(next, Some((day("2026-11-21"), DayPart::Morning)));
    }

    #[test]
    fn what_is_over_of_today_is_not_proposed() {
        let noon = (day("2026-11-24"), DayPart::Afternoon);
        let tried = [(day("2026-11-20"), Some(DayPart::Afternoon))];
        let next = again(&tried, &Times::default(), noon, Some(day("2026-11-24")));
        assert_eq!(next, Some((day("2026-11-24"), DayPart::Evening)));
    }

    proptest! {
        #[test]
        fn a_next_try_is_within_a_week_and_the_period(
            tried in proptest::collection::vec((0i32..60, 0usize..4), 0..8),
            until in proptest::option::of(0i64..20),
            closed in proptest::collection::btree_set(0i64..12, 0..8),
            market in proptest::collection::btree_set(0i64..12, 0..8),
            said in 0usize..5,
        ) {
            let today = day("2026-11-20");
            let tried: Vec<Tried> = tried
                .into_iter()
                .map(|(ago, part)| {
                    (today.plus_days(-i64::from(ago)), DayPart::ALL.get(part).copied())
                })
                .collect();
            let days = |of: BTreeSet<i64>| of.iter().map(|n| today.plus_days(*n)).collect();
            let times = Times {
                off: days(closed.clone()),
                market: days(market),
                at_home: AtHome::ALL.get(said).copied(),
            };
            let until = until.map(|days| today.plus_days(days));
            let from = (today.plus_days(1), DayPart::Morning);
            if let Some((day, _)) = again(&tried, &times, from, until) {
                prop_assert!(today < day && day <= today.plus_days(AHEAD));
                prop_assert!(until.is_none_or(|until| day <= until) && !times.off.contains(&day));
            } else {
                let end = until.unwrap_or(Day::MAX).min(today.plus_days(AHEAD));
                let left = (1..=today.days_until(end)).find(|n| !closed.contains(n));
                prop_assert_eq!(left, None);
            }
        }
    }
}
