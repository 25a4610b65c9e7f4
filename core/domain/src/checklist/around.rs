//! What stands around a visit: who asks whom, what is owed there, and what else
//! is worth asking.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tanfang_values::{Day, OpId, PersonId, VisitId};

use crate::event::{Mode, Subject};
use crate::flag::OpenFlag;
use crate::pack::Work;
use crate::people::{Household, Viewer};
use crate::schedule::obligation::{NeedMode, Obligation};
use crate::schedule::{Book, PlaceEvent, Schedule};

/// Holds what a form is made from besides the draft; made anew for every day of
/// the visit and every change of the home.
#[derive(Debug, Clone)]
pub struct Around<'a> {
    /// The home as known.
    pub home: &'a Household,
    /// Who asks.
    pub viewer: &'a Viewer,
    /// The day of the visit.
    pub day: Day,
    /// Duties of the viewer at this home that are open on the day.
    pub owed: Vec<Owed>,
    /// Facts that are missing and whose answer would decide a hint.
    pub missing: Vec<MissingFact>,
    /// Flags of this home that are open.
    pub flags: &'a [OpenFlag],
    /// Whom the last visit before met, by person.
    pub met: BTreeMap<PersonId, LastMet>,
    /// Names of the events that are on at the home.
    pub events: BTreeSet<String>,
}

/// Names a duty that is open: what is asked, it asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Owed {
    /// The rule.
    pub obligation: Arc<Obligation>,
    /// To whom it is owed.
    pub about: Subject,
    /// Whether a call is enough on that day: the rule takes one, or the township
    /// lets it be done so for a time (非接触替代).
    pub by_call: bool,
}

/// Names a fact that is missing and would decide a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingFact {
    /// About whom.
    pub about: Subject,
    /// Dictionary id.
    pub fact: String,
    /// The scheme that its answer would decide, by its name.
    pub scheme: String,
}

/// Holds whom the last visit met for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastMet {
    /// Dictionary `met` code.
    pub met: String,
    /// The day of that visit.
    pub day: Day,
    /// The op that closed it.
    pub op: OpId,
}

impl<'a> Around<'a> {
    /// Works out what is owed at a home on a day.
    ///
    /// `visit` is the visit itself: what it may have closed already is not last
    /// time. Missing facts and open flags are added by the caller, who knows them.
    pub fn new(
        work: &Work,
        home: &'a Household,
        viewer: &'a Viewer,
        book: &Book<'_>,
        visit: &VisitId,
        day: Day,
    ) -> Self {
        let duties = Schedule::new(work, book, viewer, day).today([home]).duties;
        let owed = duties
            .into_iter()
            .filter(|duty| duty.own && duty.is_open_on(day))
            .map(|duty| {
                let mut overrides = book.overrides().iter();
                let id = &duty.obligation.id;
                Owed {
                    by_call: duty.obligation.takes(Mode::Phone)
                        || overrides.any(|given| given.runs(day) && given.covers(home, id)),
                    obligation: duty.obligation,
                    about: duty.duty.about,
                }
            })
            .collect();
        let mut met = BTreeMap::new();
        for record in book.visits(&home.id) {
            if record.day > day || record.visit == *visit || record.mode != Mode::InPerson {
                continue;
            }
            for seen in &record.seen {
                let last = LastMet {
                    met: seen.met.clone(),
                    day: record.day,
                    op: record.origin.op.clone(),
                };
                met.insert(seen.person.clone(), last);
            }
        }
        let here: Vec<&PlaceEvent> = book.events().iter().filter(|e| e.covers(home)).collect();
        Self {
            home,
            viewer,
            day,
            owed,
            missing: Vec::new(),
            flags: &[],
            met,
            events: crate::schedule::audience::running(&here, day),
        }
    }

    /// Tells whether everything that is owed here takes a call, and something is.
    pub fn is_all_by_call(&self) -> bool {
        let by_call = |owed: &Owed| owed.obligation.mode == Some(NeedMode::Phone);
        !self.owed.is_empty() && self.owed.iter().all(by_call)
    }

    /// Tells whether anything that is owed here takes a call.
    pub fn takes_call(&self) -> bool {
        self.owed.iter().any(|owed| owed.by_call)
    }

    /// Adds the facts that are missing and would decide a hint.
    #[must_use]
    pub fn with_missing(mut self, missing: Vec<MissingFact>) -> Self {
        self.missing = missing;
        self
    }

    /// Adds the open flags of the home.
    #[must_use]
    pub fn with_flags(mut self, flags: &'a [OpenFlag]) -> Self {
        self.flags = flags;
        self
    }
}
