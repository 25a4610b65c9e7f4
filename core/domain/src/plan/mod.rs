//! The fewest trips that do everything that is due.
//!
//! No pack, no clock, no home known by name: tasks with a first and a last day,
//! homes, workers and days go in; trips come out, each with every task it
//! closes. A tour:
//!
//! * [`Input`] – [`Task`], [`Home`], [`Worker`], [`Area`], [`Told`].
//! * [`plan`] – makes a [`Plan`]: [`Trip`]s, calls, [`Uncovered`] tasks with
//!   [`WhyNot`], and [`Figures`].
//! * `cover` – the fewest trips for one home, exactly.
//! * `part` – cuts homes into what can be looked at alone.
//! * `spread` – days that are full, level days, neighbours together.
//! * `walk` – the order in which to walk.
//! * [`one_trip_a_task`] and [`earliest_due_first`] – how people go without a plan.
//!
//! # Order of aims
//!
//! 1. Nothing is left open that could be done; of what cannot all be done,
//!    urgent tasks first, then as many days of tasks as possible.
//! 2. Fewest trips.
//! 3. Urgent tasks as early as that allows; days the worker was told of; days on
//!    which people are at home; preferred days.
//! 4. Level days, then neighbours on the same day, then a short way.
//!
//! # Why the trips are the fewest
//!
//! For one home and one worker this is interval stabbing: go on the last possible
//! day of the task that ends first. With several workers who may do different
//! things, with closed days and with tasks that take several days that rule is no
//! longer right, so `cover` does not use it. It walks the days and keeps, for
//! every set of tasks that may still be open, the best way to get there; what a
//! way did before matters only through that set, so nothing better exists than
//! the best way at the end. No choice is left out but those that another way
//! dominates: one that leaves no more open at no higher score can copy every later
//! step of the other.
//!
//! Homes meet only where a worker's day is full. Each home taken by itself gives a
//! bound that no plan can beat ([`Figures::least_trips`], [`Figures::least_missing`]);
//! a plan that reaches it is proven. Where days are full, homes push each other
//! aside along chains (an augmenting path, exact where each home has one trip), and
//! a case of few homes is searched as a whole, exactly. A large case that reaches
//! the bound neither way is not proven ([`Figures::proven`]), and the distance
//! to the bound is what can be wrong with it.
//!
//! Costs break ties in whole numbers and ties of costs by place in the input, so
//! the same input gives the same plan.

mod cover;
mod days;
mod input;
mod naive;
mod outcome;
mod part;
mod spread;
mod walk;

use std::collections::BTreeMap;

pub use days::LONGEST;
pub use input::{Area, Home, Input, Need, PlanError, Point, Task, Told, Worker};
pub use naive::{earliest_due_first, one_trip_a_task};
pub use outcome::{Figures, Naive, Plan, Trip, Uncovered, WhyNot};

use cover::{Offer, Problem, cover};
use days::day_at;
use part::{Frame, Part, When};
use spread::{Spread, Spreading};

/// Worker, day and home of trips or calls, each with what it closes.
type Trips = BTreeMap<(usize, usize, usize), Vec<usize>>;

/// Makes the plan of a horizon.
///
/// # Errors
///
/// Input that contradicts itself ([`PlanError`]); what cannot be done is no error,
/// it stands in [`Plan::uncovered`].
pub fn plan(input: &Input) -> Result<Plan, PlanError> {
    input.check()?;
    let frame = Frame::new(input);
    let mut parts = Vec::new();
    let mut asked = Vec::new();
    for (home, tasks) in frame.tasks.iter().enumerate() {
        asked.clear();
        asked.extend(tasks.iter().filter_map(|number| {
            let task = input.tasks.get(*number)?;
            (task.need == Need::AtHome).then_some((*number, task.repeats.max(1)))
        }));
        parts.extend(frame.parts(home, &asked, Need::AtHome));
    }
    let spreading = Spread::new(&frame, parts).run();
    let mut closing = Closing::new(&frame, &spreading);
    closing.close_by_trips();
    closing.close_by_calls();
    Ok(closing.finish(&spreading))
}

/// Says what each trip closes, adds calls, and names what stays open.
struct Closing<'a> {
    frame: &'a Frame<'a>,
    /// By home, workers and days of its trips, by day.
    going: Vec<Vec<(usize, usize)>>,
    trips: Trips,
    calls: Trips,
    /// By task, days still missing.
    left: Vec<u32>,
    /// By task, days on which it is done.
    done: Vec<Vec<usize>>,
}

impl<'a> Closing<'a> {
    fn new(frame: &'a Frame<'a>, spreading: &Spreading) -> Self {
        let mut going = vec![Vec::new(); frame.input.homes.len()];
        for (home, worker, day) in &spreading.trips {
            if let Some(list) = going.get_mut(*home) {
                list.push((*worker, *day));
            }
        }
        for list in &mut going {
            list.sort_unstable_by_key(|(worker, day)| (*day, *worker));
            list.dedup();
        }
        Self {
            frame,
            going,
            trips: Trips::new(),
            calls: Trips::new(),
            left: frame
                .input
                .tasks
                .iter()
                .map(|task| task.repeats.max(1))
                .collect(),
            done: vec![Vec::new(); frame.input.tasks.len()],
        }
    }

    /// Lets every trip close all it may; a task is closed by the first that can.
    fn close_by_trips(&mut self) {
        for home in 0..self.going.len() {
            let going = self
                .going
                .get_mut(home)
                .map(std::mem::take)
                .unwrap_or_default();
            let tasks = self.frame.tasks.get(home).map_or(&[][..], Vec::as_slice);
            for (worker, day) in &going {
                for number in tasks {
                    if self.may(*number, *worker, *day) {
                        self.close(Need::AtHome, *number, (*worker, *day, home));
                    }
                }
            }
        }
    }

    /// Tells whether a trip may close a task that is open.
    fn may(&self, number: usize, worker: usize, day: usize) -> bool {
        let Some(task) = self.frame.input.tasks.get(number) else {
            return false;
        };
        let in_time = match self.frame.when(number) {
            When::Past => false,
            When::After(first) => first <= day,
            When::Within(first, last) => first <= day && day <= last,
        };
        in_time
            && task.need != Need::Call
            && task.workers.contains(&worker)
            && self.left.get(number).is_some_and(|left| *left > 0)
            && self.done.get(number).is_some_and(|days| !days.contains(&day))
            // What is urgent and can be said by phone does not wait for a trip.
            && (task.need == Need::AtHome || !task.urgent || self.first_call(number) == Some(day))
    }

    /// Returns the first day on which somebody can call about a task.
    fn first_call(&self, number: usize) -> Option<usize> {
        let task = self.frame.input.tasks.get(number)?;
        let (first, last) = match self.frame.when(number) {
            When::Past => return None,
            When::After(first) => (first, self.frame.days.saturating_sub(1)),
            When::Within(first, last) => (first, last),
        };
        (first..=last).find(|day| self.frame.is_staffed(Need::Phone, &task.workers, *day))
    }

    fn close(&mut self, need: Need, number: usize, at: (usize, usize, usize)) {
        if let Some(left) = self.left.get_mut(number) {
            *left = left.saturating_sub(1);
        }
        if let Some(days) = self.done.get_mut(number) {
            days.push(at.1);
        }
        let trips = match need {
            Need::AtHome => &mut self.trips,
            Need::Phone | Need::Call => &mut self.calls,
        };
        let closes = trips.entry(at).or_default();
        if !closes.contains(&number) {
            closes.push(number);
        }
    }

    /// Plans calls for what no trip closes, as few as possible, on the days with the fewest.
    fn close_by_calls(&mut self) {
        let frame = self.frame;
        let mut load: BTreeMap<(usize, usize), u64> = BTreeMap::new();
        for home in 0..frame.input.homes.len() {
            let tasks = frame.tasks.get(home).map_or(&[][..], Vec::as_slice);
            let asked: Vec<(usize, u32)> = tasks
                .iter()
                .filter(|number| {
                    let task = frame.input.tasks.get(**number);
                    task.is_some_and(|task| task.need != Need::AtHome)
                })
                .filter_map(|number| Some((*number, *self.left.get(*number)?)))
                .filter(|(_, left)| *left > 0)
                .collect();
            if asked.is_empty() {
                continue;
            }
            // A day on which a part of them was done gives no second one.
            let shut: Vec<usize> = asked
                .iter()
                .filter_map(|(number, _)| self.done.get(*number))
                .flatten()
                .copied()
                .collect();
            for part in frame.parts(home, &asked, Need::Phone) {
                for (worker, day) in calls(frame, &part, &shut, &load) {
                    *load.entry((worker, day)).or_default() += 1;
                    for number in part.kinds.iter().flat_map(|kind| &kind.tasks) {
                        if self.may_call(*number, worker, day) {
                            self.close(Need::Phone, *number, (worker, day, home));
                        }
                    }
                }
            }
        }
    }

    fn may_call(&self, number: usize, worker: usize, day: usize) -> bool {
        let task = self.frame.input.tasks.get(number);
        task.is_some_and(|task| task.workers.contains(&worker))
            && self.left.get(number).is_some_and(|left| *left > 0)
            && self
                .done
                .get(number)
                .is_some_and(|days| !days.contains(&day))
            && matches!(self.frame.when(number), When::Within(first, last)
                if first <= day && day <= last)
    }

    fn finish(self, spreading: &Spreading) -> Plan {
        let input = self.frame.input;
        let mut plan = Plan {
            calls: self.list(&self.calls, Need::Phone),
            trips: self.list(&self.trips, Need::AtHome),
            ..Plan::default()
        };
        let (mut missing, mut hopeless) = (0, 0);
        for (number, left) in self.left.iter().enumerate() {
            let Some(task) = input.tasks.get(number).filter(|_| *left > 0) else {
                continue;
            };
            let (first, last) = match self.frame.when(number) {
                When::After(_) => {
                    plan.waiting.push(number);
                    continue;
                }
                When::Past => {
                    plan.uncovered.push(Uncovered {
                        task: number,
                        missing: *left,
                        why: WhyNot::Past,
                    });
                    continue;
                }
                When::Within(first, last) => (first, last),
            };
            let workers = &task.workers;
            let chances = self
                .frame
                .chances(task.need, task.home, workers, (first, last));
            let staffed = |day| self.frame.is_staffed(task.need, workers, day);
            let short = task
                .repeats
                .max(1)
                .saturating_sub(u32::try_from(chances).unwrap_or(u32::MAX));
            let why = if task.workers.is_empty() {
                WhyNot::NoWorker
            } else if !(first..=last).any(staffed) {
                WhyNot::NoFreeDay
            } else if chances == 0 {
                WhyNot::NoOpenDay
            } else if *left <= short {
                WhyNot::TooFewDays
            } else {
                WhyNot::Capacity
            };
            if task.need == Need::AtHome {
                missing += u64::from(*left);
                hopeless += u64::from(short);
            }
            plan.uncovered.push(Uncovered {
                task: number,
                missing: *left,
                why,
            });
        }
        plan.figures = Figures {
            trips: plan.trips.len(),
            missing,
            least_trips: spreading.least_trips,
            least_missing: spreading.least_missing + hopeless,
            proven: spreading.proven,
        };
        plan
    }

    /// Lists trips by day and worker in walking order.
    fn list(&self, trips: &Trips, need: Need) -> Vec<Trip> {
        let input = self.frame.input;
        let is_urgent = |closes: &[usize]| {
            closes
                .iter()
                .any(|number| input.tasks.get(*number).is_some_and(|task| task.urgent))
        };
        let mut days: BTreeMap<(usize, usize), Vec<(usize, bool)>> = BTreeMap::new();
        for ((worker, day, home), closes) in trips {
            let stops = days.entry((*day, *worker)).or_default();
            stops.push((*home, is_urgent(closes)));
        }
        let mut list = Vec::with_capacity(trips.len());
        for ((day, worker), mut stops) in days {
            walk::order(&input.homes, &mut stops);
            for (home, urgent) in stops {
                let closes = trips.get(&(worker, day, home)).cloned();
                list.push(Trip {
                    worker,
                    day: day_at(input.first, day),
                    home,
                    need,
                    closes: closes.unwrap_or_default(),
                    urgent,
                });
            }
        }
        list
    }
}

/// Finds the fewest calls of a part.
fn calls(
    frame: &Frame<'_>,
    part: &Part,
    shut: &[usize],
    load: &BTreeMap<(usize, usize), u64>,
) -> Vec<(usize, usize)> {
    const LATE: u64 = 1 << 32;
    const UNWISHED: u64 = 1 << 24;
    let problem = Problem {
        kinds: &part.kinds,
        fields: &part.fields,
        goers: &part.goers,
        homes: 1,
        room: None,
        widest: 2_000,
        late: LATE,
        unwished: UNWISHED,
    };
    let found = cover(&problem, |goer, day| {
        let goer = part.goers.get(goer)?;
        let free = goer
            .workers
            .iter()
            .filter(|worker| frame.is_free(Need::Phone, **worker, day) && !shut.contains(&day));
        free.map(|worker| Offer {
            worker: *worker,
            cost: load.get(&(*worker, day)).copied().unwrap_or(0),
        })
        .min_by_key(|offer| offer.cost)
    });
    found
        .trips
        .into_iter()
        .map(|(_, worker, day)| (worker, day))
        .collect()
}
