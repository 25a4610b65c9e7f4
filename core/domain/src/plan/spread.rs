//! Trips spread over the days: every home its fewest, days level, neighbours together.
//!
//! Twice through all homes. The first time shows how many trips each needs at
//! least and how level the days can be; that becomes the quota of each worker and
//! day. The second time homes come 组 by 组 and fill the quotas, so that
//! neighbours fall on the same day. A home for which the days were full by then
//! pushes others aside ([`Spread::push`]), and where that is not enough and the
//! case is small, all homes that share workers are looked at as one ([`Spread::joint`]).

use std::collections::BTreeSet;

use super::cover::{Cover, Goer, Kind, Offer, Problem, Score, cover, place};
use super::input::Need;
use super::part::{Frame, Part};

/// Costs, each worth more than all below it together; a trip is worth more than any.
mod cost {
    /// A day that is full.
    pub(super) const FULL: u64 = 1 << 54;
    /// A day later for something urgent.
    pub(super) const LATE: u64 = 1 << 40;
    /// Another day than the one told.
    pub(super) const UNTOLD: u64 = 1 << 37;
    /// A day on which people are not at home, by its cost.
    pub(super) const BUSY: u64 = 1 << 28;
    /// A day that is not one of the preferred.
    pub(super) const UNWISHED: u64 = 1 << 26;
    /// One more trip on a day.
    pub(super) const LEVEL: u64 = 1 << 12;
    /// Another 组 on a day.
    pub(super) const GROUP: u64 = 1 << 6;
}

/// Ways kept at a time for one home, and for several.
const WIDEST: usize = 2_000;
const WIDEST_JOINT: usize = 60_000;
/// How far homes push each other aside, and how often in one plan.
const DEEPEST: u32 = 4;
const PUSHES: u32 = 4_000;
/// Size up to which homes are looked at as one.
const JOINT_HOMES: usize = 10;
const JOINT_WORKERS: usize = 8;
const JOINT_KINDS: usize = 20;

/// Says what a full day means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Full {
    /// It may be used, at a cost.
    Dear,
    /// It may not.
    Never,
}

/// Holds a part with its trips.
struct Placed {
    part: Part,
    /// Workers and days.
    trips: Vec<(usize, usize)>,
    /// What it needs by itself at least.
    least: Score,
    /// What it has.
    score: Score,
    exact: bool,
}

/// Holds what a part had before it was moved.
struct Moved {
    number: usize,
    trips: Vec<(usize, usize)>,
    score: Score,
}

/// Holds who goes where when, while it is being worked out.
pub(super) struct Spread<'a> {
    frame: &'a Frame<'a>,
    placed: Vec<Placed>,
    load: Vec<u32>,
    quota: Option<Vec<u32>>,
    /// By worker and day, how many trips to each village and 组.
    groups: Vec<Vec<((usize, u32), u32)>>,
    /// By worker and day, the parts that have a trip then.
    there: Vec<Vec<usize>>,
    pushes: u32,
}

/// Holds what came of it.
pub(super) struct Spreading {
    /// Home, worker and day of each trip.
    pub(super) trips: Vec<(usize, usize, usize)>,
    pub(super) least_trips: u64,
    pub(super) least_missing: u64,
    pub(super) proven: bool,
}

impl<'a> Spread<'a> {
    pub(super) fn new(frame: &'a Frame<'a>, parts: Vec<Part>) -> Self {
        let cells = frame.input.workers.len() * frame.days;
        let mut placed: Vec<Placed> = parts
            .into_iter()
            .map(|part| Placed {
                part,
                trips: Vec::new(),
                least: Score::default(),
                score: Score::default(),
                exact: true,
            })
            .collect();
        placed.sort_by_key(|placed| {
            let home = placed.part.home;
            let told = frame.told.get(home).is_some_and(|told| !told.is_empty());
            let place = frame.input.homes.get(home);
            (
                !placed.part.urgent,
                !told,
                place.map(|home| (home.area, home.group, home.order)),
                home,
            )
        });
        Self {
            frame,
            placed,
            load: vec![0; cells],
            quota: None,
            groups: vec![Vec::new(); cells],
            there: vec![Vec::new(); cells],
            pushes: PUSHES,
        }
    }

    /// Places every home.
    pub(super) fn run(mut self) -> Spreading {
        for number in 0..self.placed.len() {
            let cover = self.solve(number, Full::Dear, &[]);
            if let Some(placed) = self.placed.get_mut(number) {
                placed.least = cover.score;
                placed.exact = cover.exact && placed.part.whole;
            }
            self.put(number, &cover);
        }
        self.quota = Some(std::mem::take(&mut self.load));
        let cells = self.groups.len();
        self.load = vec![0; cells];
        self.groups.iter_mut().for_each(Vec::clear);
        self.there.iter_mut().for_each(Vec::clear);
        for placed in &mut self.placed {
            placed.trips.clear();
        }
        for number in 0..self.placed.len() {
            let cover = self.solve(number, Full::Never, &[]);
            self.put(number, &cover);
        }
        for number in 0..self.placed.len() {
            if self.is_short(number) {
                self.make_room(number);
            }
        }
        let mut proven = self.placed.iter().all(|placed| placed.exact);
        let mut settled = BTreeSet::new();
        for number in 0..self.placed.len() {
            if self.is_short(number) && !settled.contains(&number) {
                let together = self.together(number);
                proven &= self.joint(&together);
                settled.extend(together);
            }
        }
        let sum = |of: fn(Score) -> u64| self.placed.iter().map(|placed| of(placed.least)).sum();
        Spreading {
            least_trips: sum(Score::trips),
            least_missing: sum(Score::missing_days),
            proven,
            trips: self
                .placed
                .iter()
                .flat_map(|placed| {
                    let home = placed.part.home;
                    placed.trips.iter().map(move |(w, day)| (home, *w, *day))
                })
                .collect(),
        }
    }

    /// Tells whether a home has less, or goes more often, than by itself.
    fn is_short(&self, number: usize) -> bool {
        self.placed
            .get(number)
            .is_some_and(|placed| placed.score.head() > placed.least.head())
    }

    fn cell(&self, worker: usize, day: usize) -> usize {
        worker * self.frame.days + day
    }

    fn is_full(&self, worker: usize, day: usize) -> bool {
        let room = self.frame.input.workers.get(worker);
        let load = self.load.get(self.cell(worker, day));
        load.copied().unwrap_or(0) >= room.map_or(0, |worker| worker.capacity)
    }

    /// Finds the best trips of a part as the days stand; `shut` are days it may not have.
    fn solve(&self, number: usize, full: Full, shut: &[(usize, usize)]) -> Cover {
        let Some(placed) = self.placed.get(number) else {
            return Cover::default();
        };
        let part = &placed.part;
        let problem = Problem {
            kinds: &part.kinds,
            fields: &part.fields,
            goers: &part.goers,
            homes: 1,
            room: None,
            widest: WIDEST,
            late: cost::LATE,
            unwished: cost::UNWISHED,
        };
        cover(&problem, |goer, day| {
            if !self.frame.is_open(part.home, day) {
                return None;
            }
            let goer = part.goers.get(goer)?;
            goer.workers
                .iter()
                .filter(|worker| self.frame.is_free(Need::AtHome, **worker, day))
                .filter(|worker| !shut.contains(&(**worker, day)))
                .filter_map(|worker| {
                    let is_full = self.is_full(*worker, day);
                    if is_full && full == Full::Never {
                        return None;
                    }
                    let cost =
                        self.cost(part.home, *worker, day) + if is_full { cost::FULL } else { 0 };
                    Some(Offer {
                        worker: *worker,
                        cost,
                    })
                })
                .min_by_key(|offer| offer.cost)
        })
    }

    /// Returns what a trip costs as the days stand.
    fn cost(&self, home: usize, worker: usize, day: usize) -> u64 {
        let cell = self.cell(worker, day);
        let load = self.load.get(cell).copied().unwrap_or(0);
        let level = match &self.quota {
            None => 2 * u64::from(load) + 1,
            Some(quota) => {
                let quota = quota.get(cell).copied().unwrap_or(0);
                (u64::from(load) + 1).saturating_sub(u64::from(quota))
            }
        };
        let mut cost = level.min(1 << 12) * cost::LEVEL;
        if let Some(place) = self.frame.input.homes.get(home) {
            let here = (place.area, place.group);
            let near = self
                .groups
                .get(cell)
                .is_some_and(|groups| groups.iter().any(|(group, _)| *group == here));
            if !near {
                cost += cost::GROUP;
            }
        }
        cost + self.fixed_cost(home, worker, day)
    }

    /// Returns what a trip costs whatever else is planned.
    fn fixed_cost(&self, home: usize, worker: usize, day: usize) -> u64 {
        let frame = self.frame;
        let area = frame.input.homes.get(home).map_or(0, |home| home.area);
        let busy = frame.costs.get(area).and_then(|costs| costs.get(day));
        let told = frame.told.get(home).map_or(&[][..], Vec::as_slice);
        let untold = !told.is_empty() && !told.contains(&(worker, day));
        busy.copied().unwrap_or(0) * cost::BUSY + if untold { cost::UNTOLD } else { 0 }
    }

    /// Gives a part its trips.
    fn put(&mut self, number: usize, cover: &Cover) {
        let trips: Vec<(usize, usize)> = cover
            .trips
            .iter()
            .map(|(_, worker, day)| (*worker, *day))
            .collect();
        if let Some(placed) = self.placed.get_mut(number) {
            placed.score = cover.score;
        }
        self.set(number, trips);
    }

    /// Puts other trips in the place of a part's.
    fn set(&mut self, number: usize, trips: Vec<(usize, usize)>) {
        let Some(placed) = self.placed.get_mut(number) else {
            return;
        };
        let before = std::mem::replace(&mut placed.trips, trips.clone());
        let home = self.frame.input.homes.get(placed.part.home);
        let Some(here) = home.map(|home| (home.area, home.group)) else {
            return;
        };
        for (worker, day) in before {
            let cell = self.cell(worker, day);
            if let Some(load) = self.load.get_mut(cell) {
                *load = load.saturating_sub(1);
            }
            if let Some(groups) = self.groups.get_mut(cell) {
                for (_, count) in groups.iter_mut().filter(|(group, _)| *group == here) {
                    *count -= 1;
                }
                groups.retain(|(_, count)| *count > 0);
            }
            if let Some(there) = self.there.get_mut(cell) {
                there.retain(|other| *other != number);
            }
        }
        for (worker, day) in trips {
            let cell = self.cell(worker, day);
            if let Some(load) = self.load.get_mut(cell) {
                *load += 1;
            }
            if let Some(groups) = self.groups.get_mut(cell) {
                match groups.iter_mut().find(|(group, _)| *group == here) {
                    Some((_, count)) => *count += 1,
                    None => groups.push((here, 1)),
                }
            }
            if let Some(there) = self.there.get_mut(cell) {
                there.push(number);
            }
        }
    }

    /// Lets a part that came too late have full days, if others can move.
    fn make_room(&mut self, number: usize) {
        let (before, score) = match self.placed.get(number) {
            Some(placed) => (placed.trips.clone(), placed.score),
            None => return,
        };
        self.set(number, Vec::new());
        let cover = self.solve(number, Full::Dear, &[]);
        if cover.score.head() >= score.head() {
            self.set(number, before);
            return;
        }
        let mut undo = Vec::new();
        let wanted: Vec<(usize, usize)> = cover.trips.iter().map(|(_, w, d)| (*w, *d)).collect();
        let full: Vec<_> = wanted
            .iter()
            .copied()
            .filter(|(worker, day)| self.is_full(*worker, *day))
            .collect();
        self.put(number, &cover);
        for (worker, day) in full {
            let mut seen = vec![(worker, day)];
            if !self.push(number, worker, day, DEEPEST, &mut seen, &mut undo) {
                self.undo(undo);
                self.set(number, before);
                if let Some(placed) = self.placed.get_mut(number) {
                    placed.score = score;
                }
                return;
            }
        }
    }

    /// Puts back what was moved, the last first.
    fn undo(&mut self, moved: Vec<Moved>) {
        for moved in moved.into_iter().rev() {
            self.set(moved.number, moved.trips);
            if let Some(placed) = self.placed.get_mut(moved.number) {
                placed.score = moved.score;
            }
        }
    }

    /// Moves some other home off a day on which there is one too many.
    fn push(
        &mut self,
        but: usize,
        worker: usize,
        day: usize,
        depth: u32,
        seen: &mut Vec<(usize, usize)>,
        undo: &mut Vec<Moved>,
    ) -> bool {
        let there = self.there.get(self.cell(worker, day));
        let mut there: Vec<usize> = there.cloned().unwrap_or_default();
        there.retain(|other| *other != but);
        there.sort_unstable();
        for full in [Full::Never, Full::Dear] {
            if full == Full::Dear && depth == 0 {
                return false;
            }
            for other in &there {
                if self.pushes == 0 {
                    return false;
                }
                self.pushes -= 1;
                let Some((before, score)) = self
                    .placed
                    .get(*other)
                    .map(|placed| (placed.trips.clone(), placed.score))
                else {
                    continue;
                };
                self.set(*other, Vec::new());
                let cover = self.solve(*other, full, seen);
                if cover.score.head() > score.head() {
                    self.set(*other, before);
                    continue;
                }
                let over: Vec<(usize, usize)> = cover
                    .trips
                    .iter()
                    .map(|(_, worker, day)| (*worker, *day))
                    .filter(|(worker, day)| self.is_full(*worker, *day))
                    .collect();
                let mark = undo.len();
                undo.push(Moved {
                    number: *other,
                    trips: before,
                    score,
                });
                self.put(*other, &cover);
                let mut moved = true;
                for (worker, day) in over {
                    seen.push((worker, day));
                    moved &= self.push(*other, worker, day, depth - 1, seen, undo);
                    if !moved {
                        break;
                    }
                }
                if moved {
                    return true;
                }
                let back = undo.split_off(mark);
                self.undo(back);
            }
        }
        false
    }

    /// Lists the parts that share workers with one, directly or through others.
    fn together(&self, number: usize) -> Vec<usize> {
        let mut workers: BTreeSet<usize> = BTreeSet::new();
        let mut found = BTreeSet::from([number]);
        loop {
            let before = (found.len(), workers.len());
            for (other, placed) in self.placed.iter().enumerate() {
                let goers = placed.part.goers.iter().flat_map(|goer| &goer.workers);
                let mine: Vec<usize> = goers.copied().collect();
                if found.contains(&other) || mine.iter().any(|worker| workers.contains(worker)) {
                    found.insert(other);
                    workers.extend(mine);
                }
            }
            if (found.len(), workers.len()) == before {
                return found.into_iter().collect();
            }
        }
    }

    /// Looks at homes as one, if they are few; tells whether what stands is the best.
    fn joint(&mut self, together: &[usize]) -> bool {
        let mut kinds: Vec<Kind> = Vec::new();
        let mut goers: Vec<Goer> = Vec::new();
        let mut seats: Vec<usize> = Vec::new();
        for (home, number) in together.iter().enumerate() {
            let Some(placed) = self.placed.get(*number) else {
                continue;
            };
            let offset = kinds.len();
            for kind in &placed.part.kinds {
                kinds.push(Kind {
                    home,
                    ..kind.clone()
                });
            }
            for goer in &placed.part.goers {
                for worker in &goer.workers {
                    let seat = seats.iter().position(|seat| seat == worker);
                    let seat = seat.unwrap_or_else(|| {
                        seats.push(*worker);
                        seats.len() - 1
                    });
                    goers.push(Goer {
                        home,
                        workers: vec![*worker],
                        kinds: goer.kinds.iter().map(|kind| kind + offset).collect(),
                        seat,
                    });
                }
            }
        }
        let fields = place(&kinds);
        if together.len() > JOINT_HOMES
            || seats.len() > JOINT_WORKERS
            || kinds.len() > JOINT_KINDS
            || fields.contains(&0)
        {
            return false;
        }
        let room: Vec<u32> = seats
            .iter()
            .map(|worker| {
                let worker = self.frame.input.workers.get(*worker);
                worker
                    .map_or(0, |worker| worker.capacity)
                    .min(u32::from(u8::MAX) - 1)
            })
            .collect();
        let homes: Vec<usize> = together
            .iter()
            .filter_map(|number| self.placed.get(*number))
            .map(|placed| placed.part.home)
            .collect();
        let problem = Problem {
            kinds: &kinds,
            fields: &fields,
            goers: &goers,
            homes: together.len(),
            room: Some(&room),
            widest: WIDEST_JOINT,
            late: cost::LATE,
            unwished: cost::UNWISHED,
        };
        let cover = cover(&problem, |number, day| {
            let goer = goers.get(number)?;
            let home = *homes.get(goer.home)?;
            let worker = *goer.workers.first()?;
            let goes =
                self.frame.is_open(home, day) && self.frame.is_free(Need::AtHome, worker, day);
            goes.then(|| Offer {
                worker,
                cost: self.fixed_cost(home, worker, day),
            })
        });
        let heads = together
            .iter()
            .filter_map(|number| self.placed.get(*number));
        let before: u128 = heads.map(|placed| placed.score.head()).sum();
        if cover.score.head() < before {
            for (home, number) in together.iter().enumerate() {
                let trips = cover.trips.iter().filter(|(at, ..)| *at == home);
                let trips = trips.map(|(_, worker, day)| (*worker, *day)).collect();
                self.set(*number, trips);
            }
        }
        cover.exact
    }
}
