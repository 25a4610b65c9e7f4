//! The records by home, and up to when each actor's have come in.

use std::collections::BTreeMap;
use tanfang_values::{Calendar, Day, GridId, HouseholdId, OverrideId, PauseId, VisitId, WorkerId};

use super::record::{
    AttemptRecord, ContactRecord, HandedRecord, MatchTask, OverrideRecord, PatrolRecord,
    PauseRecord, PlaceEvent, VisitRecord,
};
use crate::event::Subject;
use crate::people::Household;
use crate::role::Role;

/// Orders records by home, and knows up to when each actor's have come in.
#[derive(Debug, Clone, Default)]
pub struct Book<'a> {
    visits: BTreeMap<&'a HouseholdId, Vec<&'a VisitRecord>>,
    attempts: BTreeMap<&'a HouseholdId, Vec<&'a AttemptRecord>>,
    heard: BTreeMap<(&'a GridId, Role), Vec<(&'a WorkerId, Day)>>,
    events: &'a [PlaceEvent],
    tasks: BTreeMap<&'a HouseholdId, Vec<&'a MatchTask>>,
    contacts: BTreeMap<&'a HouseholdId, Vec<&'a ContactRecord>>,
    pauses: BTreeMap<&'a HouseholdId, Vec<&'a PauseRecord>>,
    overrides: Vec<&'a OverrideRecord>,
    patrols: Vec<&'a PatrolRecord>,
    handed: BTreeMap<Handed<'a>, &'a HandedRecord>,
    calendar: Option<&'a Calendar>,
}

/// What a report is known by: deadline, role, first day, about whom.
type Handed<'a> = (&'a str, Role, Day, Option<&'a Subject>);

/// Holds what was written down about one home, looked up once.
#[derive(Debug, Clone)]
pub struct HomeRecords<'b> {
    /// Visits, by day.
    pub visits: &'b [&'b VisitRecord],
    /// Trips that met nobody, by day.
    pub attempts: &'b [&'b AttemptRecord],
    /// Calls, by day.
    pub contacts: &'b [&'b ContactRecord],
    /// Pauses, by first day.
    pub pauses: &'b [&'b PauseRecord],
    /// Events of the place that cover the home.
    pub events: Vec<&'b PlaceEvent>,
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

    /// Adds a visit that is being closed; nothing of it is written yet.
    #[must_use]
    pub fn with_visit(mut self, visit: &'a VisitRecord) -> Self {
        self.hear(&visit.grid, &visit.roles, &visit.worker, visit.day);
        let visits = self.visits.entry(&visit.household).or_default();
        visits.retain(|there| there.visit != visit.visit);
        visits.push(visit);
        visits.sort_by(|a, b| (a.day, &a.origin).cmp(&(b.day, &b.origin)));
        self
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

    /// Adds the calendar of working days, for schedules that bring none.
    #[must_use]
    pub fn with_calendar(mut self, calendar: Option<&'a Calendar>) -> Self {
        self.calendar = calendar;
        self
    }

    /// Returns the calendar of working days.
    pub fn calendar(&self) -> Option<&'a Calendar> {
        self.calendar
    }

    /// Adds calls and messages.
    #[must_use]
    pub fn with_contacts(mut self, contacts: impl IntoIterator<Item = &'a ContactRecord>) -> Self {
        for contact in contacts {
            self.hear(&contact.grid, &contact.roles, &contact.worker, contact.day);
            self.contacts
                .entry(&contact.household)
                .or_default()
                .push(contact);
        }
        for contacts in self.contacts.values_mut() {
            contacts.sort_by(|a, b| (a.day, &a.origin).cmp(&(b.day, &b.origin)));
            contacts.dedup_by(|a, b| a.contact == b.contact);
        }
        self
    }

    /// Adds approved pauses; of two under one id the newer counts.
    #[must_use]
    pub fn with_pauses(mut self, pauses: impl IntoIterator<Item = &'a PauseRecord>) -> Self {
        let mut newest: BTreeMap<&PauseId, &PauseRecord> = BTreeMap::new();
        for pause in pauses {
            let kept = newest.entry(&pause.pause).or_insert(pause);
            if kept.origin < pause.origin {
                *kept = pause;
            }
        }
        for pause in newest.into_values() {
            self.pauses.entry(&pause.household).or_default().push(pause);
        }
        for pauses in self.pauses.values_mut() {
            pauses.sort_by(|a, b| (a.from, &a.origin).cmp(&(b.from, &b.origin)));
        }
        self
    }

    /// Adds overrides of the mode; of two under one id the newer counts.
    #[must_use]
    pub fn with_overrides(
        mut self,
        overrides: impl IntoIterator<Item = &'a OverrideRecord>,
    ) -> Self {
        let mut newest: BTreeMap<&OverrideId, &OverrideRecord> = BTreeMap::new();
        for given in overrides {
            let kept = newest.entry(&given.id).or_insert(given);
            if kept.origin < given.origin {
                *kept = given;
            }
        }
        self.overrides = newest.into_values().collect();
        self
    }

    /// Adds patrols.
    #[must_use]
    pub fn with_patrols(mut self, patrols: impl IntoIterator<Item = &'a PatrolRecord>) -> Self {
        for patrol in patrols {
            self.hear(&patrol.grid, &patrol.roles, &patrol.worker, patrol.day);
            self.patrols.push(patrol);
        }
        self.patrols
            .sort_by(|a, b| (a.day, &a.origin).cmp(&(b.day, &b.origin)));
        self.patrols.dedup_by(|a, b| a.patrol == b.patrol);
        self
    }

    /// Adds reports handed in; of two for one deadline the newer counts.
    #[must_use]
    pub fn with_handed(mut self, handed: impl IntoIterator<Item = &'a HandedRecord>) -> Self {
        for record in handed {
            let key = (
                record.deadline.as_str(),
                record.role,
                record.first,
                record.about.as_ref(),
            );
            let kept = self.handed.entry(key).or_insert(record);
            if kept.origin < record.origin {
                *kept = record;
            }
        }
        self
    }

    /// Lists the calls to a home, by day.
    pub fn contacts(&self, household: &HouseholdId) -> &[&'a ContactRecord] {
        self.contacts.get(household).map_or(&[], Vec::as_slice)
    }

    /// Lists the pauses of a home, by first day.
    pub fn pauses(&self, household: &HouseholdId) -> &[&'a PauseRecord] {
        self.pauses.get(household).map_or(&[], Vec::as_slice)
    }

    /// Lists the overrides of the mode.
    pub fn overrides(&self) -> &[&'a OverrideRecord] {
        &self.overrides
    }

    /// Lists the patrols, by day.
    pub fn patrols(&self) -> &[&'a PatrolRecord] {
        &self.patrols
    }

    /// Finds what was handed in for a deadline.
    pub fn handed(
        &self,
        deadline: &str,
        role: Role,
        first: Day,
        about: Option<&Subject>,
    ) -> Option<&'a HandedRecord> {
        self.handed.get(&(deadline, role, first, about)).copied()
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

    /// Returns everything about a home.
    pub fn of(&self, home: &Household) -> HomeRecords<'_> {
        let events = self.events.iter();
        HomeRecords {
            visits: self.visits(&home.id),
            attempts: self.attempts(&home.id),
            contacts: self.contacts(&home.id),
            pauses: self.pauses(&home.id),
            events: events.filter(|event| event.covers(home)).collect(),
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
