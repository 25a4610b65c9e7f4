//! Homes cut into parts that share no worker, tasks that are alike made one.

use std::collections::BTreeMap;

use super::cover::{Goer, Kind, place};
use super::days::{Days, index};
use super::input::{Input, Need};

/// Holds the input by numbers of days.
pub(super) struct Frame<'a> {
    pub(super) input: &'a Input,
    /// Days of the horizon.
    pub(super) days: usize,
    /// By worker, the days on which he or she works.
    free: Vec<Days>,
    /// By home, the days on which a trip is not in vain.
    pub(super) open: Vec<Days>,
    /// By area and day, what a trip costs.
    pub(super) costs: Vec<Vec<u64>>,
    /// By home, the tasks.
    pub(super) tasks: Vec<Vec<usize>>,
    /// By home, workers and days told of before.
    pub(super) told: Vec<Vec<(usize, usize)>>,
}

/// Says what becomes of a task in the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// It ended before.
    Past,
    /// It may still be done after; the day from which it may be done, if inside.
    After(usize),
    /// It has to be done inside, from the first to the last of these days.
    Within(usize, usize),
}

/// Holds what one home asks of workers who stand in for each other.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// The home, by place in the input.
    pub(super) home: usize,
    pub(super) kinds: Vec<Kind>,
    pub(super) fields: Vec<u128>,
    pub(super) goers: Vec<Goer>,
    pub(super) urgent: bool,
    /// False where its tasks were too many to be looked at together.
    pub(super) whole: bool,
}

impl<'a> Frame<'a> {
    pub(super) fn new(input: &'a Input) -> Self {
        let count = usize::try_from(input.first.days_until(input.last)).map_or(0, |days| days + 1);
        let all = Days::all(count);
        let set = |days: &[tanfang_values::Day]| {
            let mut set = Days::default();
            for day in days {
                if let Some(day) = index(input.first, count, *day) {
                    set.insert(day);
                }
            }
            set
        };
        let mut tasks = vec![Vec::new(); input.homes.len()];
        for (number, task) in input.tasks.iter().enumerate() {
            if let Some(list) = tasks.get_mut(task.home) {
                list.push(number);
            }
        }
        let mut told = vec![Vec::new(); input.homes.len()];
        for trip in &input.told {
            if let (Some(list), Some(day)) =
                (told.get_mut(trip.home), index(input.first, count, trip.day))
            {
                list.push((trip.worker, day));
            }
        }
        Self {
            input,
            days: count,
            free: input
                .workers
                .iter()
                .map(|worker| set(&worker.free))
                .collect(),
            open: input
                .homes
                .iter()
                .map(|home| all.without(&set(&home.closed)))
                .collect(),
            costs: input
                .areas
                .iter()
                .map(|area| {
                    let mut costs = vec![0; count];
                    for (day, cost) in &area.costs {
                        if let Some(slot) =
                            index(input.first, count, *day).and_then(|day| costs.get_mut(day))
                        {
                            *slot = u64::from(*cost);
                        }
                    }
                    costs
                })
                .collect(),
            tasks,
            told,
        }
    }

    /// Returns when a task may be done.
    pub(super) fn when(&self, task: usize) -> When {
        let Some(task) = self.input.tasks.get(task) else {
            return When::Past;
        };
        let from = self.input.first.days_until(task.first).max(0);
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        if task.last > self.input.last {
            return When::After(from);
        }
        match index(self.input.first, self.days, task.last) {
            Some(last) if from <= last => When::Within(from, last),
            _ => When::Past,
        }
    }

    /// Tells whether a worker can go out, or call, on a day.
    pub(super) fn is_free(&self, need: Need, worker: usize, day: usize) -> bool {
        let goes = self.input.workers.get(worker);
        self.free.get(worker).is_some_and(|days| days.has(day))
            && (need != Need::AtHome || goes.is_some_and(|worker| worker.capacity > 0))
    }

    /// Tells whether a trip to a home is not in vain on a day.
    pub(super) fn is_open(&self, home: usize, day: usize) -> bool {
        self.open.get(home).is_some_and(|days| days.has(day))
    }

    /// Counts the days on which one of the workers could close a task.
    pub(super) fn chances(
        &self,
        need: Need,
        home: usize,
        workers: &[usize],
        span: (usize, usize),
    ) -> usize {
        (span.0..=span.1)
            .filter(|day| need != Need::AtHome || self.is_open(home, *day))
            .filter(|day| self.is_staffed(need, workers, *day))
            .count()
    }

    /// Tells whether one of the workers is free on a day.
    pub(super) fn is_staffed(&self, need: Need, workers: &[usize], day: usize) -> bool {
        workers
            .iter()
            .any(|worker| self.is_free(need, *worker, day))
    }

    /// Cuts a home into parts: `asked` are its tasks with the number of days each still takes.
    pub(super) fn parts(&self, home: usize, asked: &[(usize, u32)], need: Need) -> Vec<Part> {
        let mut kinds: BTreeMap<Alike, Vec<usize>> = BTreeMap::new();
        for (number, repeats) in asked {
            let (When::Within(first, last), Some(task)) =
                (self.when(*number), self.input.tasks.get(*number))
            else {
                continue;
            };
            let mut workers = task.workers.clone();
            workers.sort_unstable();
            workers.dedup();
            let chances = self.chances(need, home, &workers, (first, last));
            if chances == 0 {
                continue;
            }
            let mut prefer = Days::default();
            for day in &task.prefer {
                if let Some(day) = index(self.input.first, self.days, *day) {
                    prefer.insert(day);
                }
            }
            kinds
                .entry(Alike {
                    last,
                    first,
                    repeats: (*repeats)
                        .max(1)
                        .min(u32::try_from(chances).unwrap_or(u32::MAX)),
                    urgent: task.urgent,
                    prefer: (!prefer.is_empty()).then_some(prefer),
                    workers,
                })
                .or_default()
                .push(*number);
        }
        let mut groups: Vec<Vec<Kind>> = Vec::new();
        for (alike, tasks) in kinds {
            let kind = Kind {
                home: 0,
                first: alike.first,
                last: alike.last,
                repeats: alike.repeats,
                urgent: alike.urgent,
                prefer: alike.prefer,
                tasks,
                workers: alike.workers,
            };
            let shares = |group: &Vec<Kind>| {
                group
                    .iter()
                    .any(|other| other.workers.iter().any(|w| kind.workers.contains(w)))
            };
            let (mut joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(shares);
            groups = apart;
            let mut group: Vec<Kind> = joined.drain(..).flatten().collect();
            group.push(kind);
            groups.push(group);
        }
        groups
            .into_iter()
            .flat_map(|kinds| pieces(home, kinds))
            .collect()
    }
}

/// What makes tasks of a home alike.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    last: usize,
    first: usize,
    repeats: u32,
    urgent: bool,
    prefer: Option<Days>,
    workers: Vec<usize>,
}

/// Makes parts of kinds: one, unless they are too many to be looked at together.
fn pieces(home: usize, mut kinds: Vec<Kind>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut whole = true;
    while !kinds.is_empty() {
        let fields = place(&kinds);
        let (mut fit, mut held, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for (kind, field) in kinds.into_iter().zip(fields) {
            if field == 0 {
                rest.push(kind);
            } else {
                fit.push(kind);
                held.push(field);
            }
        }
        whole &= rest.is_empty();
        // One kind each is the rule, and a township has ten thousand parts.
        fit.shrink_to_fit();
        held.shrink_to_fit();
        parts.push(Part {
            home,
            goers: goers(&fit),
            urgent: fit.iter().any(|kind| kind.urgent),
            kinds: fit,
            fields: held,
            whole,
        });
        kinds = rest;
    }
    parts
}

/// Makes one goer of all workers who may do the same.
fn goers(kinds: &[Kind]) -> Vec<Goer> {
    let mut may: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, kind) in kinds.iter().enumerate() {
        for worker in &kind.workers {
            may.entry(*worker).or_default().push(number);
        }
    }
    let mut same: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for (worker, kinds) in may {
        same.entry(kinds).or_default().push(worker);
    }
    same.into_iter()
        .map(|(kinds, workers)| Goer {
            home: 0,
            workers,
            kinds,
            seat: 0,
        })
        .collect()
}
