//! Which home on which day: the open duties of the viewer, planned with the fewest trips.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tanfang_domain::pack::Work;
use tanfang_domain::plan::{Area, Home, Input, LONGEST, Need, Task, WhyNot, Worker, plan};
use tanfang_domain::schedule::again::AtHome;
use tanfang_domain::schedule::outing::Errand;
use tanfang_values::{Day, HouseholdId, Weekday};

use super::habits::Habits;
use super::people::{PlaceKey, Snapshot};
use super::today::in_danger;
use crate::words::Words;

/// Trips a day where nobody said how many: more than anybody walks.
const NO_BOUND: u32 = 1_000;
/// How much a market day and a day of the busy season are avoided.
const MARKET: u8 = 2;
const BUSY: u8 = 1;

/// Holds a plan over duties: indices point into the duties it was made of.
#[derive(Debug, Default)]
pub(crate) struct Going {
    /// Homes of each day in the order of the way.
    pub(crate) days: BTreeMap<Day, Vec<Stop>>,
    /// Duties that cannot be done in the horizon, and why.
    pub(crate) cannot: Vec<(usize, WhyNot)>,
}

/// Holds the way that was planned last, for a filter and a search text.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) of: (String, String),
    pub(crate) going: Arc<Going>,
}

/// Holds one trip to a home, or one call.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) home: HouseholdId,
    /// Duties it closes.
    pub(crate) duties: Vec<usize>,
    /// Whether a call is enough.
    pub(crate) call: bool,
}

/// Plans what open duties still take, each at its home, from a day to a day.
///
/// A plan that cannot be made is an empty one: the list of homes stands without it.
pub(crate) fn going(
    words: &Words,
    work: &Work,
    snapshot: &Snapshot,
    habits: &Habits,
    duties: &[(&HouseholdId, impl AsRef<[Errand]>)],
    (first, last): (Day, Day),
) -> Going {
    let longest = i64::try_from(LONGEST).unwrap_or(i64::MAX);
    let last = last.min(first.plus_days(longest - 1));
    if last < first {
        return Going::default();
    }
    let wanted: BTreeSet<&HouseholdId> = duties.iter().map(|(home, _)| *home).collect();
    let (homes, places) = homes(words, snapshot, &wanted);
    let danger = in_danger(work, snapshot);
    let weekend = days(first, last)
        .filter(|day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .collect::<Vec<_>>();
    let (mut tasks, mut duty_of) = (Vec::with_capacity(duties.len()), Vec::new());
    for (at, (household, errands)) in duties.iter().enumerate() {
        let Some(home) = places.get(household) else {
            continue;
        };
        let prefers = habits.best_of(household) == Some(AtHome::Weekend);
        for errand in errands.as_ref() {
            tasks.push(Task {
                workers: vec![0],
                urgent: danger.contains(household),
                prefer: if prefers { weekend.clone() } else { Vec::new() },
                ..errand.task(*home)
            });
            duty_of.push(at);
        }
    }
    let costs = days(first, last).filter_map(|day| {
        let cost = u8::from(habits.is_market(day)) * MARKET + u8::from(habits.is_busy(day)) * BUSY;
        (cost > 0).then_some((day, cost))
    });
    let input = Input {
        first,
        last,
        tasks,
        homes,
        workers: vec![Worker {
            free: days(first, last).filter(|day| habits.goes(*day)).collect(),
            capacity: habits.a_day.unwrap_or(NO_BOUND),
        }],
        areas: vec![Area {
            costs: costs.collect(),
        }],
        told: Vec::new(),
    };
    let made = match plan(&input) {
        Ok(made) => made,
        Err(error) => {
            tracing::error!(%error, "plan");
            return Going::default();
        }
    };
    let duty_of = |task: &usize| duty_of.get(*task).copied();
    let mut going = Going::default();
    let of_place: BTreeMap<usize, &HouseholdId> =
        places.iter().map(|(id, place)| (*place, *id)).collect();
    for trip in made.trips.iter().chain(&made.calls) {
        let Some(home) = of_place.get(&trip.home) else {
            continue;
        };
        going.days.entry(trip.day).or_default().push(Stop {
            home: (*home).clone(),
            duties: trip.closes.iter().filter_map(duty_of).collect(),
            call: trip.need != Need::AtHome,
        });
    }
    going.cannot = made
        .uncovered
        .iter()
        .filter_map(|open| Some((duty_of(&open.task)?, open.why)))
        .collect();
    going
}

fn days(first: Day, last: Day) -> impl Iterator<Item = Day> {
    (0..=first.days_until(last)).map(move |ahead| first.plus_days(ahead))
}

/// Numbers 组 and doors in the order in which one walks them.
fn homes<'a>(
    words: &Words,
    snapshot: &'a Snapshot,
    wanted: &BTreeSet<&HouseholdId>,
) -> (Vec<Home>, BTreeMap<&'a HouseholdId, usize>) {
    let mut listed: Vec<(PlaceKey, PlaceKey, &HouseholdId)> = snapshot
        .homes
        .iter()
        .filter(|home| wanted.contains(&home.id))
        .map(|home| {
            let group = home.group.as_deref().map(str::trim);
            let group = group.filter(|group| !group.is_empty());
            (
                PlaceKey::group(words, group),
                PlaceKey::house(words, home.house_no.as_deref()),
                &home.id,
            )
        })
        .collect();
    listed.sort();
    let mut homes: Vec<Home> = Vec::with_capacity(listed.len());
    let mut places = BTreeMap::new();
    let (mut group, mut order) = (0, 0);
    let mut before: Option<&PlaceKey> = None;
    for (of, _, id) in &listed {
        if before.is_some_and(|before| before != of) {
            group += 1;
            order = 0;
        }
        before = Some(of);
        places.insert(*id, homes.len());
        homes.push(Home {
            area: 0,
            group,
            order,
            at: None,
            closed: Vec::new(),
        });
        order += 1;
    }
    (homes, places)
}
