//! What changes which trips are owed, and what is done where no home is.
//!
//! Pure steps as in [`crate::visit`]: what was written down and what is known
//! give one op, or a typed error. A tour:
//!
//! * [`pause`] – visits of a person or a home suspended, with approval; lifted.
//! * [`order`] – another contact allowed in place of visits (非接触替代); ended.
//! * [`patrol`] – a round through the grid and what it saw.
//! * [`report`] – what a deadline asks for was handed in.

pub mod order;
pub mod patrol;
pub mod pause;
pub mod report;

use tanfang_values::{Day, HouseholdId};

use crate::pack::Work;
use crate::role::Role;

/// How many days ahead a pause or an order may end; a later end is written down anew.
pub const LONGEST: i64 = 366;

/// Says why something cannot be written down.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TripError {
    /// The last day comes before the first.
    #[error("it ends on {to}, before it begins on {from}: set a later last day")]
    EndsBeforeItBegins {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
    },
    /// The last day is too far away to be meant.
    #[error(
        "it ends on {day}: the latest last day is {latest}; write it down anew when that comes"
    )]
    TooFar {
        /// The day given.
        day: Day,
        /// The latest it can be.
        latest: Day,
    },
    /// The day has not come yet.
    #[error("it cannot have been on {day}: today is {today}; choose that or an earlier day")]
    InFuture {
        /// The day given.
        day: Day,
        /// The day on which it is written down.
        today: Day,
    },
    /// The new last day is not earlier than the one that stands.
    #[error("it ends on {stands} as it is: choose an earlier last day than that, not {day}")]
    NotEarlier {
        /// The day given.
        day: Day,
        /// The last day that stands.
        stands: Day,
    },
    /// No obligation of the packs has that id.
    #[error("{id} is no obligation of the packs in force: choose one of them")]
    UnknownObligation {
        /// The id given.
        id: String,
    },
    /// Nobody is named who approved it.
    #[error("a pause needs the name of who approved it at the township")]
    NoApprover,
    /// Nothing says what the reason is.
    #[error("another reason needs a note that says what it is")]
    NoReason,
    /// Nothing says who allowed it.
    #[error("an order needs who allowed it, by which paper")]
    NoSource,
    /// The contact named is no other than a visit.
    #[error("only a call can stand in for a visit")]
    NoOtherContact,
    /// The area is no division.
    #[error("{area} is no division code of 12 digits")]
    BadArea {
        /// The text given.
        area: String,
    },
    /// The person does not live in the home in that time.
    #[error("nobody whom it could be about lives in home {household} in that time")]
    NobodyThere {
        /// The home.
        household: HouseholdId,
    },
    /// The worker holds no role on that day.
    #[error("the worker holds no role on {day}")]
    NoRole {
        /// The day.
        day: Day,
    },
    /// A clue does not say where it was seen.
    #[error("clue {n} does not say where it was")]
    NowhereSeen {
        /// Which of the clues, from 1.
        n: usize,
    },
    /// No flag class of the packs has that id.
    #[error("{code} is no flag class of the packs in force")]
    UnknownFlag {
        /// The id given.
        code: String,
    },
    /// The question is asked on no patrol.
    #[error("{q} is no question of a checklist that is asked on a patrol")]
    UnknownQuestion {
        /// The id given.
        q: String,
    },
    /// The value is no answer to the question.
    #[error("the value given is no answer to {q}")]
    WrongValue {
        /// The question.
        q: String,
    },
    /// No deadline of the packs has that id.
    #[error("{id} is no deadline of the packs in force")]
    UnknownDeadline {
        /// The id given.
        id: String,
    },
    /// The role does not owe it, or the worker does not hold the role.
    #[error("{deadline} is not owed by this worker as {role}")]
    NotOwed {
        /// The deadline.
        deadline: String,
        /// The role given.
        role: Role,
    },
}

/// Checks the days of something that runs from a day to a day, both included.
fn check_span(from: Day, to: Day, today: Day) -> Result<(), TripError> {
    if to < from {
        return Err(TripError::EndsBeforeItBegins { from, to });
    }
    let latest = today.max(from).plus_days(LONGEST);
    let latest = latest.min(today.plus_days(2 * LONGEST));
    if to > latest {
        return Err(TripError::TooFar { day: to, latest });
    }
    Ok(())
}

fn check_obligations(work: &Work, ids: &[String]) -> Result<(), TripError> {
    match ids.iter().find(|id| work.obligation(id).is_none()) {
        Some(id) => Err(TripError::UnknownObligation { id: id.clone() }),
        None => Ok(()),
    }
}

/// Returns a text without white space around it, if it says anything.
fn said(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
