//! 暂停: visits of a person or a home suspended for a time, with approval.
//!
//! The duties stay: nobody is late while a pause runs, and it is shown with who
//! approved it. It lifts itself after its last day.

use tanfang_values::{Day, GridId, HouseholdId, OpId, PauseId, PersonId, Stamp};

use super::{TripError, check_obligations, check_span, said};
use crate::event::{DataClass, Event, NewOp, PauseSet, PauseWhy, Scope, derive_id};
use crate::pack::Work;
use crate::people::Household;
use crate::schedule::record::PauseRecord;

/// Holds what was written down of a pause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The person; none means everybody of the home.
    pub person: Option<PersonId>,
    /// Obligations it holds for; empty means every one that takes a visit.
    pub obligations: Vec<String>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Why.
    pub why: PauseWhy,
    /// In the worker's words.
    pub note: Option<String>,
    /// Who approved it, as written.
    pub approved_by: String,
    /// The op of the pause of that [`id`] that stands already, if one does.
    pub was: Option<OpId>,
}

/// Returns the id of a pause: the same home, person, obligations and first day
/// are one pause, with what was said last.
pub fn id(home: &HouseholdId, asked: &Asked) -> PauseId {
    let about = asked.person.as_ref().map_or("", PersonId::as_str);
    let first = asked.from.to_string();
    let mut parts = vec![home.as_str(), about, &first];
    parts.extend(asked.obligations.iter().map(String::as_str));
    PauseId::new(derive_id("pause", &parts))
}

/// Makes a pause.
///
/// # Errors
/// [`TripError`] where days, persons, obligations or the approval do not hold.
pub fn decide(work: &Work, home: &Household, asked: &Asked, at: Stamp) -> Result<NewOp, TripError> {
    check_span(asked.from, asked.to, at.day())?;
    check_obligations(work, &asked.obligations)?;
    let approved_by = said(Some(&asked.approved_by)).ok_or(TripError::NoApprover)?;
    let note = said(asked.note.as_deref());
    if asked.why == PauseWhy::Other && note.is_none() {
        return Err(TripError::NoReason);
    }
    let is_meant = |id: &PersonId| asked.person.as_ref().is_none_or(|person| person == id);
    let lives_there = [asked.from, asked.to]
        .iter()
        .any(|day| home.present(*day).any(|person| is_meant(&person.id)));
    if !lives_there {
        return Err(TripError::NobodyThere {
            household: home.id.clone(),
        });
    }
    Ok(op(
        home.grid.clone(),
        PauseSet {
            pause: id(&home.id, asked),
            household: home.id.clone(),
            person: asked.person.clone(),
            obligations: asked.obligations.clone(),
            from: asked.from,
            to: asked.to,
            why: asked.why,
            note,
            approved_by,
            was: asked.was.clone(),
        },
    ))
}

/// Sets an earlier last day of a pause; one before its first day takes it away.
///
/// # Errors
/// [`TripError::NotEarlier`] where the day is not earlier than the one that stands.
pub fn lift(home: &Household, pause: &PauseRecord, last: Day) -> Result<NewOp, TripError> {
    if last >= pause.to {
        return Err(TripError::NotEarlier {
            day: last,
            stands: pause.to,
        });
    }
    Ok(op(
        home.grid.clone(),
        PauseSet {
            pause: pause.pause.clone(),
            household: pause.household.clone(),
            person: pause.person.clone(),
            obligations: pause.obligations.clone(),
            from: pause.from,
            to: last,
            why: pause.why,
            note: pause.note.clone(),
            approved_by: pause.approved_by.clone(),
            was: Some(pause.origin.op.clone()),
        },
    ))
}

fn op(grid: GridId, pause: PauseSet) -> NewOp {
    NewOp::new(Scope::new(grid, DataClass::Core), Event::PauseSet(pause))
}
