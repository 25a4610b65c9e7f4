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
//! * [`audience`] – from when to when a rule applies to somebody, and what ended it.
//! * [`duty`] – [`DutyState`], [`Status`], ids.
//! * [`deadline`] – what is to be handed in by a day, over holidays or not.
//! * [`why`] – what is missing, as data that the app puts into words.
//! * [`Schedule`] – works it all out for a viewer on a day.

pub mod audience;
pub mod book;
pub mod campaign;
pub mod deadline;
pub mod duty;
mod judge;
pub mod obligation;
pub mod period;
pub mod record;
pub mod why;

use tanfang_policy::world::{Subject as Place, World};
use tanfang_values::{Calendar, Day, WorkerId};

use crate::event::DutyRef;
use crate::pack::Work;
use crate::people::{Household, Viewer};

pub use book::Book;
pub use campaign::Campaign;
pub use deadline::{Clock, Deadline, DeadlineState, Due, DueDay};
pub use duty::{
    ChangedFact, Done, Duties, DutyState, EndReason, Status, Undecided, duty_id, parse_duty_id,
};
pub use record::{
    AnswerRecord, AttemptRecord, Capacity, ContactRecord, HandedRecord, MatchTask, OverrideRecord,
    PatrolRecord, PauseRecord, PlaceEvent, VisitRecord,
};
pub use why::{AttemptSeen, LastVisit, Missing, OpenQuestion, Why};

/// Works out duties for a viewer, as things are known on a day.
#[derive(Debug, Clone, Copy)]
pub struct Schedule<'a> {
    work: &'a Work,
    book: &'a Book<'a>,
    viewer: &'a Viewer,
    today: Day,
}

impl<'a> Schedule<'a> {
    /// Makes a schedule; visits after `today` are not looked at.
    pub fn new(work: &'a Work, book: &'a Book<'a>, viewer: &'a Viewer, today: Day) -> Self {
        Self {
            work,
            book,
            viewer,
            today,
        }
    }

    /// Returns the duties of homes whose period holds today.
    pub fn today<'h>(&self, homes: impl IntoIterator<Item = &'h Household>) -> Duties {
        self.between(homes, self.today, self.today)
    }

    /// Returns the duties of homes whose period touches `first..=last`.
    pub fn between<'h>(
        &self,
        homes: impl IntoIterator<Item = &'h Household>,
        first: Day,
        last: Day,
    ) -> Duties {
        let mut duties = Duties::default();
        for home in homes {
            self.home(home, first, last, &mut duties);
        }
        duties
    }

    /// Returns one duty of a home, if there is such a duty.
    pub fn duty(&self, home: &Household, duty: &DutyRef) -> Option<DutyState> {
        self.between([home], duty.first, duty.first)
            .duties
            .into_iter()
            .find(|state| state.duty == *duty)
    }

    /// Returns the deadlines that the viewer owes in the periods that hold today.
    ///
    /// An event of any part of the place puts its deadlines in force: a report
    /// is the township's.
    pub fn deadlines(&self, calendar: &Calendar) -> Vec<DeadlineState> {
        let events: Vec<&PlaceEvent> = self.book.events().iter().collect();
        let mut world = World::new(self.today);
        world.events = audience::running(&events, self.today);
        deadline::deadlines_on(
            self.work.deadlines(),
            |role| self.viewer.roles.contains(&role),
            |rule| {
                tanfang_policy::eval::eval_bool(&rule.expr, &world, Place::Household).surely_true()
            },
            self.today,
            self.work.week_start(),
            calendar,
        )
    }

    fn own(&self) -> &WorkerId {
        &self.viewer.worker
    }
}
