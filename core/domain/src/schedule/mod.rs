//! Duties: whose home is due, for whom, in which period, and why.
//!
//! Whether a duty is done is never stored; it is worked out here from visits,
//! obligations and the day, so that a correction, a death or a late visit
//! changes it. A tour:
//!
//! * [`obligation`] – the rule: who, whom, how often, what completes it.
//! * [`campaign`] – everybody of a roster once, between two days.
//! * [`period`] – calendar periods that tile; nothing carries over.
//! * [`record`] – visits, attempts, calls, pauses, patrols; [`book`] – all of them
//!   in a [`Book`] that also knows up to when each actor's records have come in.
//! * [`answers`] – what a visit answered, with what each answer settles noted once.
//! * [`audience`] – from when to when a rule applies to somebody, and what ended it.
//! * [`duty`] – [`DutyState`], [`Status`], [`Standing`], ids.
//! * [`place`] – patrols of a place, [`PlaceDuty`].
//! * [`deadline`] – what is to be handed in by a day, over holidays or not.
//! * [`doubt`] – visits that cannot have been as they are written: kept, marked.
//! * [`frozen`] – what an event holds back, and what comes back after it.
//! * [`why`] – what is missing, as data that the app puts into words.
//! * [`again`] – when to try again where nobody was met.
//! * [`outing`] – what an open duty asks of a [`crate::plan`].
//! * [`Schedule`] – works it all out for a viewer on a day.

pub mod again;
pub mod answers;
pub mod audience;
pub mod book;
pub mod campaign;
pub mod deadline;
pub mod doubt;
pub mod duty;
pub mod frozen;
mod judge;
pub mod obligation;
pub mod outing;
pub mod period;
pub mod place;
pub mod record;
mod reports;
pub mod why;

use std::sync::Arc;
use tanfang_values::{Calendar, Day, WorkerId};

use crate::event::DutyRef;
use crate::pack::Work;
use crate::people::{Household, Viewer};
use crate::role::Role;
use obligation::{Cadence, Obligation};

pub use answers::Answers;
pub use book::Book;
pub use campaign::Campaign;
pub use deadline::{Clock, Deadline, DeadlineState, Due, DueDay, Handed};
pub use doubt::{Doubt, Doubtful};
pub use duty::{
    ChangedFact, Done, Duties, DutyState, EndReason, Standing, Status, Undecided, UnsetDuty,
    duty_id, parse_duty_id,
};
pub use place::PlaceDuty;
pub use record::{
    AnswerRecord, AttemptRecord, Capacity, ContactRecord, HandedRecord, MatchTask, OverrideRecord,
    PatrolRecord, PauseRecord, PlaceEvent, VisitRecord,
};
pub use why::{AttemptSeen, CallSeen, DayPart, LastVisit, Missing, OpenQuestion, Suggestion, Why};

/// Works out duties for a viewer, as things are known on a day.
#[derive(Debug, Clone, Copy)]
pub struct Schedule<'a> {
    work: &'a Work,
    book: &'a Book<'a>,
    viewer: &'a Viewer,
    today: Day,
    calendar: Option<&'a Calendar>,
}

impl<'a> Schedule<'a> {
    /// Makes a schedule; visits after `today` are not looked at.
    pub fn new(work: &'a Work, book: &'a Book<'a>, viewer: &'a Viewer, today: Day) -> Self {
        Self {
            work,
            book,
            viewer,
            today,
            calendar: book.calendar(),
        }
    }

    /// Adds the calendar of working days, instead of the book's; without one,
    /// what is due in working days has no last day.
    #[must_use]
    pub fn with_calendar(mut self, calendar: &'a Calendar) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// Returns the duties of homes whose period holds today, or that are still
    /// open, and the patrols of the places where they lie.
    pub fn today<'h>(&self, homes: impl IntoIterator<Item = &'h Household>) -> Duties {
        self.between(homes, self.today, self.today)
    }

    /// Returns the duties of homes whose period touches `first..=last`.
    ///
    /// No home hangs on another: whoever has very many may share them out among
    /// threads, and who only counts takes them one by one ([`Schedule::each`]).
    pub fn between<'h>(
        &self,
        homes: impl IntoIterator<Item = &'h Household>,
        first: Day,
        last: Day,
    ) -> Duties {
        if first > last {
            return Duties::default();
        }
        let homes: Vec<&Household> = homes.into_iter().collect();
        let span = self.span(first, last);
        let mut duties = Duties::default();
        for home in &homes {
            self.home(home, &span, &mut duties);
        }
        duties.places = self.places(homes, first, last);
        duties
    }

    /// Works out the same home after home, without the patrols of the places, and
    /// hands each home's on: a year of a township is millions of duties, and few
    /// of them are wanted at a time. What is not taken out is dropped.
    pub fn each<'h>(
        &self,
        homes: impl IntoIterator<Item = &'h Household>,
        first: Day,
        last: Day,
        mut take: impl FnMut(&'h Household, &mut Duties),
    ) {
        if first > last {
            return;
        }
        let span = self.span(first, last);
        let mut duties = Duties::default();
        for home in homes {
            self.home(home, &span, &mut duties);
            take(home, &mut duties);
            duties.clear();
        }
    }

    /// Returns those of the same duties that are wanted; the others are dropped
    /// home by home.
    pub fn only<'h>(
        &self,
        homes: impl IntoIterator<Item = &'h Household>,
        first: Day,
        last: Day,
        wanted: impl Fn(&DutyState) -> bool,
    ) -> Vec<DutyState> {
        let mut all = Vec::new();
        self.each(homes, first, last, |_, duties| {
            all.extend(duties.duties.drain(..).filter(&wanted));
        });
        all
    }

    /// Returns one duty of a home, if there is such a duty.
    pub fn duty(&self, home: &Household, duty: &DutyRef) -> Option<DutyState> {
        let mut duties = Duties::default();
        self.home(home, &self.span(duty.first, duty.first), &mut duties);
        duties.duties.into_iter().find(|state| state.duty == *duty)
    }

    fn own(&self) -> &WorkerId {
        &self.viewer.worker
    }

    fn work(&self) -> &'a Work {
        self.work
    }

    fn book(&self) -> &'a Book<'a> {
        self.book
    }

    fn day(&self) -> Day {
        self.today
    }

    /// Tells whether what a role owes is the viewer's, by role or by acting for it.
    fn is_own(&self, obligation: &Arc<Obligation>, role: Role) -> bool {
        let roles = &self.viewer.roles;
        roles.contains(&role) || self.work.may_act(roles, role, obligation).is_some()
    }

    /// Returns how somebody of these roles counts for a role, none if by no
    /// right; what a match list or a campaign asks for, whichever of those it is
    /// asked of went.
    fn capacity_of(&self, roles: &[Role], role: Role, obligation: &Obligation) -> Option<Capacity> {
        let any = matches!(
            obligation.cadence,
            Cadence::OnImport { .. } | Cadence::Once(_)
        );
        if roles.contains(&role) || (any && obligation.who.iter().any(|who| roles.contains(who))) {
            return Some(Capacity::Own);
        }
        let holds = |held: Role| held != Role::Inspector && roles.contains(&held);
        self.work
            .acts(holds, role, obligation)
            .map(Capacity::Acting)
    }
}
