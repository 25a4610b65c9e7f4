//! The records by home, and up to when each actor's have come in.

use std::collections::{BTreeMap, HashMap};
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
    visits: ByHome<'a, VisitRecord>,
    attempts: ByHome<'a, AttemptRecord>,
    heard: BTreeMap<(&'a GridId, Role), Vec<(&'a WorkerId, Day)>>,
    events: &'a [PlaceEvent],
    tasks: ByHome<'a, MatchTask>,
    contacts: ByHome<'a, ContactRecord>,
    pauses: ByHome<'a, PauseRecord>,
    overrides: Vec<&'a OverrideRecord>,
    patrols: Vec<&'a PatrolRecord>,
    handed: BTreeMap<Handed<'a>, &'a HandedRecord>,
    calendar: Option<&'a Calendar>,
}

/// Records of homes; they mostly come home by home, so that the last home is looked
/// at first.
#[derive(Debug, Clone)]
struct ByHome<'a, T> {
    places: HashMap<&'a HouseholdId, usize>,
    lists: Vec<Vec<&'a T>>,
    last: Option<(&'a HouseholdId, usize)>,
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
        let visits = visits.into_iter();
        let room = visits.size_hint().0;
        let mut closings: Vec<&VisitRecord> = Vec::with_capacity(room);
        let mut places: HashMap<&VisitId, usize> = HashMap::with_capacity(room);
        for visit in visits {
            let place = *places.entry(&visit.visit).or_insert(closings.len());
            match closings.get_mut(place) {
                None => closings.push(visit),
                Some(kept) if visit.origin < kept.origin => *kept = visit,
                Some(_) => {}
            }
        }
        book.hear(closings.iter().copied());
        for visit in closings {
            book.visits.push(&visit.household, visit);
        }
        let attempts: Vec<&AttemptRecord> = attempts.into_iter().collect();
        book.hear(attempts.iter().copied());
        for attempt in attempts {
            book.attempts.push(&attempt.household, attempt);
        }
        for visits in &mut book.visits.lists {
            visits.sort_by(|a, b| (a.day, &a.origin).cmp(&(b.day, &b.origin)));
        }
        for attempts in &mut book.attempts.lists {
            attempts.sort_by(|a, b| (a.day, &a.origin).cmp(&(b.day, &b.origin)));
        }
        book
    }

    /// Adds a visit that is being closed; nothing of it is written yet.
    #[must_use]
    pub fn with_visit(mut self, visit: &'a VisitRecord) -> Self {
        self.hear([visit]);
        let other = |there: &&VisitRecord| there.visit != visit.visit;
        if let Some(visits) = self.visits.of_mut(&visit.household) {
            visits.retain(other);
        }
        self.visits.push(&visit.household, visit);
        if let Some(visits) = self.visits.of_mut(&visit.household) {
            visits.sort_by(|a, b| (a.day, &a.origin).cmp(&(b.day, &b.origin)));
        }
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
            self.tasks.push(&task.household, task);
        }
        for tasks in &mut self.tasks.lists {
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
        let contacts: Vec<&ContactRecord> = contacts.into_iter().collect();
        self.hear(contacts.iter().copied());
        for contact in contacts {
            self.contacts.push(&contact.household, contact);
        }
        for contacts in &mut self.contacts.lists {
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
            self.pauses.push(&pause.household, pause);
        }
        for pauses in &mut self.pauses.lists {
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
        let patrols: Vec<&PatrolRecord> = patrols.into_iter().collect();
        self.hear(patrols.iter().copied());
        self.patrols.extend(patrols);
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
        self.contacts.of(household)
    }

    /// Lists the pauses of a home, by first day.
    pub fn pauses(&self, household: &HouseholdId) -> &[&'a PauseRecord] {
        self.pauses.of(household)
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
        self.tasks.of(household)
    }

    /// Notes up to when whoever wrote some records is heard of. Records of one hand
    /// mostly stand together: only the newest of such a row is noted.
    fn hear<R: Heard + 'a>(&mut self, records: impl IntoIterator<Item = &'a R>) {
        let mut row: Option<(&'a GridId, &'a [Role], &'a WorkerId, Day)> = None;
        for record in records {
            let (grid, roles, worker, day) = record.heard();
            match &mut row {
                Some(row) if (row.0, row.1, row.2) == (grid, roles, worker) => {
                    row.3 = row.3.max(day);
                }
                _ => {
                    if let Some(row) = row.replace((grid, roles, worker, day)) {
                        self.note(row);
                    }
                }
            }
        }
        if let Some(row) = row {
            self.note(row);
        }
    }

    fn note(&mut self, (grid, roles, worker, day): (&'a GridId, &[Role], &'a WorkerId, Day)) {
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
        self.visits.of(household)
    }

    /// Lists the attempts at a home, by day.
    pub fn attempts(&self, household: &HouseholdId) -> &[&'a AttemptRecord] {
        self.attempts.of(household)
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

/// Who wrote a record, and of which day.
trait Heard {
    fn heard(&self) -> (&GridId, &[Role], &WorkerId, Day);
}

macro_rules! heard {
    ($($record:ty),+) => {$(
        impl Heard for $record {
            fn heard(&self) -> (&GridId, &[Role], &WorkerId, Day) {
                (&self.grid, &self.roles, &self.worker, self.day)
            }
        }
    )+};
}

heard!(VisitRecord, AttemptRecord, ContactRecord, PatrolRecord);

impl<T> Default for ByHome<'_, T> {
    fn default() -> Self {
        Self {
            places: HashMap::new(),
            lists: Vec::new(),
            last: None,
        }
    }
}

impl<'a, T> ByHome<'a, T> {
    fn push(&mut self, household: &'a HouseholdId, record: &'a T) {
        let place = match self.last {
            Some((last, place)) if last == household => place,
            _ => *self.places.entry(household).or_insert(self.lists.len()),
        };
        self.last = Some((household, place));
        match self.lists.get_mut(place) {
            Some(list) => list.push(record),
            None => self.lists.push(vec![record]),
        }
    }

    fn of_mut(&mut self, household: &HouseholdId) -> Option<&mut Vec<&'a T>> {
        let place = self.places.get(household)?;
        self.lists.get_mut(*place)
    }

    fn of(&self, household: &HouseholdId) -> &[&'a T] {
        let place = self.places.get(household);
        place
            .and_then(|place| self.lists.get(*place))
            .map_or(&[], Vec::as_slice)
    }
}
