//! What happened at the homes: the records that duties are worked out from.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tanfang_values::{
    AttemptId, BatchId, Day, DivisionCode, GridId, HouseholdId, OpId, PersonId, Stamp, VisitId,
    WorkerId,
};

use crate::event::{ActsFor, Answer, How, Mode, Seen, Subject};
use crate::merge::{Merged, Origin};
use crate::people::Household;
use crate::role::Role;

/// Code of the dictionary's `met` that says the person was met.
pub const MET_PERSON: &str = "1";
/// Code of the dictionary's `met` that says only family was met.
pub const MET_FAMILY: &str = "2";
/// Code of the dictionary's `met` that says only a neighbour was met.
pub const MET_NEIGHBOUR: &str = "3";
/// Code of the dictionary's `met` that says nobody was there.
pub const MET_NOBODY: &str = "0";

/// Holds a closed visit with its corrections applied; a void one is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRecord {
    /// The visit.
    pub visit: VisitId,
    /// The home.
    pub household: HouseholdId,
    /// The grid in whose scope it was recorded.
    pub grid: GridId,
    /// Who made it.
    pub worker: WorkerId,
    /// Civil day on which it took place; this decides its period.
    pub day: Day,
    /// When its draft was opened.
    pub opened: Stamp,
    /// When it was closed.
    pub closed: Stamp,
    /// How it was made.
    pub mode: Mode,
    /// Who was met, a person each.
    pub seen: Vec<Seen>,
    /// Roles held on that day.
    pub roles: Vec<Role>,
    /// For whom the worker acted.
    pub acts_for: Vec<ActsFor>,
    /// Its answers, in the order asked.
    pub answers: Vec<AnswerRecord>,
    /// Who wrote the closing and when.
    pub origin: Origin,
}

/// Holds one answer of a visit and the op it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRecord {
    /// The answer.
    pub answer: Answer,
    /// The `visit.answers` or `visit.corrected` op.
    pub op: OpId,
}

/// Holds a trip that met nobody who could be visited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRecord {
    /// The attempt.
    pub attempt: AttemptId,
    /// The home.
    pub household: HouseholdId,
    /// The grid in whose scope it was recorded.
    pub grid: GridId,
    /// Who made it.
    pub worker: WorkerId,
    /// Civil day.
    pub day: Day,
    /// Code of the dictionary's `met`.
    pub met: String,
    /// Persons who should have been seen.
    pub persons: Vec<PersonId>,
    /// Roles held on that day.
    pub roles: Vec<Role>,
    /// Who wrote it and when.
    pub origin: Origin,
}

/// Holds an event of a place: an epidemic, a flood, a stop to something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceEvent {
    /// Its name, as packs say it in 事件(…).
    pub name: String,
    /// The grid it was recorded for.
    pub grid: GridId,
    /// Division it holds in, 12 digits; none: the whole grid.
    pub area: Option<String>,
    /// First day.
    pub from: Day,
    /// Last day, once that is known.
    pub to: Option<Day>,
}

impl PlaceEvent {
    /// Tells whether it is on, on a day.
    pub fn runs(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Tells whether a home lies in its area.
    pub fn covers(&self, home: &Household) -> bool {
        // A county's code ends in zeros where a village's goes on.
        self.grid == home.grid
            && self.area.as_deref().is_none_or(|area| {
                let (area, home) = (
                    DivisionCode::parse(area),
                    DivisionCode::parse(&home.division),
                );
                area.ok()
                    .zip(home.ok())
                    .is_some_and(|(area, home)| area.contains(&home))
            })
    }
}

/// Holds a row of a match list that somebody is to look at on the spot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchTask {
    /// Id of the task.
    pub task: String,
    /// The list it came with.
    pub batch: BatchId,
    /// Kind of the match, as packs say it in `on_import`.
    pub kind: String,
    /// Day on which the list came in.
    pub day: Day,
    /// The home.
    pub household: HouseholdId,
    /// Who is meant; a task of which that is not known makes no duty yet.
    pub person: PersonId,
    /// Day on which what was found was written down.
    pub answered: Option<Day>,
}

impl Merged for VisitRecord {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Merged for AttemptRecord {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl VisitRecord {
    /// Returns the code of whom the visit met for a person.
    pub fn met(&self, person: &PersonId) -> Option<&str> {
        self.seen
            .iter()
            .find(|seen| seen.person == *person)
            .map(|seen| seen.met.as_str())
    }

    /// Tells whether it was written down on a later day than it took place.
    pub fn entered_late(&self) -> bool {
        self.closed.day() > self.day
    }

    /// Returns how the worker may count for `role` under an obligation: in
    /// person, by acting for it, or not at all.
    pub fn capacity(&self, role: Role, obligation: &str) -> Option<Capacity> {
        if self.roles.contains(&role) {
            return Some(Capacity::Own);
        }
        self.acts_for
            .iter()
            .find(|acts| {
                acts.for_role == role
                    && acts.obligation == obligation
                    && self.roles.contains(&acts.role)
            })
            .map(|acts| Capacity::Acting(acts.role))
    }

    /// Returns the answer to what is written under a name, if it was answered.
    ///
    /// 不清楚 and 不愿说 are answers; what was not asked is none. Later records
    /// (corrections) win.
    pub fn answer(&self, about: &Subject, writes: &str) -> Option<&AnswerRecord> {
        self.answers.iter().rev().find(|record| {
            record.answer.how != How::NotAsked
                && record.answer.writes.as_deref() == Some(writes)
                && record.answer.about == *about
        })
    }
}

/// Says in which capacity a visit counts for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Capacity {
    /// The worker holds the role.
    Own,
    /// The worker holds this other role, which the county lets act for it.
    Acting(Role),
}

/// Orders records by home, and knows up to when each actor's have come in.
#[derive(Debug, Clone, Default)]
pub struct Book<'a> {
    visits: BTreeMap<&'a HouseholdId, Vec<&'a VisitRecord>>,
    attempts: BTreeMap<&'a HouseholdId, Vec<&'a AttemptRecord>>,
    heard: BTreeMap<(&'a GridId, Role), Vec<(&'a WorkerId, Day)>>,
    events: &'a [PlaceEvent],
    tasks: BTreeMap<&'a HouseholdId, Vec<&'a MatchTask>>,
}

impl<'a> Book<'a> {
    /// Makes a book of records in any order.
    pub fn new(
        visits: impl IntoIterator<Item = &'a VisitRecord>,
        attempts: impl IntoIterator<Item = &'a AttemptRecord>,
    ) -> Self {
        let mut book = Self::default();
        // Two closings of one visit: the least origin is the visit.
        let mut closings: BTreeMap<&VisitId, &VisitRecord> = BTreeMap::new();
        for visit in visits {
            let kept = closings.entry(&visit.visit).or_insert(visit);
            if visit.origin < kept.origin {
                *kept = visit;
            }
        }
        for visit in closings.into_values() {
            book.hear(&visit.grid, &visit.roles, &visit.worker, visit.day);
            book.visits.entry(&visit.household).or_default().push(visit);
        }
        for attempt in attempts {
            book.hear(&attempt.grid, &attempt.roles, &attempt.worker, attempt.day);
            book.attempts
                .entry(&attempt.household)
                .or_default()
                .push(attempt);
        }
        for visits in book.visits.values_mut() {
            visits.sort_by(|a, b| (a.day, &a.origin).cmp(&(b.day, &b.origin)));
        }
        for attempts in book.attempts.values_mut() {
            attempts.sort_by(|a, b| (a.day, &a.origin).cmp(&(b.day, &b.origin)));
        }
        book
    }

    /// Adds the events of the place; a book without them knows of none.
    #[must_use]
    pub fn with_events(mut self, events: &'a [PlaceEvent]) -> Self {
        self.events = events;
        self
    }

    /// Adds the tasks that match lists brought.
    #[must_use]
    pub fn with_tasks(mut self, tasks: impl IntoIterator<Item = &'a MatchTask>) -> Self {
        for task in tasks {
            self.tasks.entry(&task.household).or_default().push(task);
        }
        for tasks in self.tasks.values_mut() {
            tasks.sort_by(|a, b| (&a.person, a.day, &a.task).cmp(&(&b.person, b.day, &b.task)));
        }
        self
    }

    /// Lists the events of the place.
    pub fn events(&self) -> &'a [PlaceEvent] {
        self.events
    }

    /// Lists the tasks of a home: by person, then day.
    pub fn tasks(&self, household: &HouseholdId) -> &[&'a MatchTask] {
        self.tasks.get(household).map_or(&[], Vec::as_slice)
    }

    fn hear(&mut self, grid: &'a GridId, roles: &[Role], worker: &'a WorkerId, day: Day) {
        for role in roles {
            let heard = self.heard.entry((grid, *role)).or_default();
            match heard.iter_mut().find(|(who, _)| *who == worker) {
                Some((_, through)) => *through = day.max(*through),
                None => heard.push((worker, day)),
            }
        }
    }

    /// Lists the visits of a home, by day.
    pub fn visits(&self, household: &HouseholdId) -> &[&'a VisitRecord] {
        self.visits.get(household).map_or(&[], Vec::as_slice)
    }

    /// Lists the attempts at a home, by day.
    pub fn attempts(&self, household: &HouseholdId) -> &[&'a AttemptRecord] {
        self.attempts.get(household).map_or(&[], Vec::as_slice)
    }

    /// Returns the last day of which a record of a role in a grid is here,
    /// not counting records of `except`.
    pub fn heard_through(&self, grid: &GridId, role: Role, except: &WorkerId) -> Option<Day> {
        self.heard
            .get(&(grid, role))?
            .iter()
            .filter(|(worker, _)| *worker != except)
            .map(|(_, day)| *day)
            .max()
    }
}
