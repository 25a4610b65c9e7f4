//! 已交: what a deadline asks for was handed in.

use tanfang_values::{Day, GridId, OpId, Stamp};

use super::{TripError, said};
use crate::event::{DataClass, Event, NewOp, ReportHanded, Scope, Subject};
use crate::pack::Work;
use crate::people::Viewer;
use crate::role::Role;

/// Holds what was written down of handing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The deadline, such as `D01`.
    pub deadline: String,
    /// The role that owed it.
    pub role: Role,
    /// First day of its period, or the day on which its clock began.
    pub first: Day,
    /// Whom it is about, where its clock began with somebody.
    pub about: Option<Subject>,
    /// The day on which it was handed in.
    pub day: Day,
    /// To whom, in the worker's words.
    pub note: Option<String>,
    /// The op it replaces, where a day was corrected.
    pub was: Option<OpId>,
}

/// Makes the record that it was handed in.
///
/// # Errors
/// [`TripError`] where the day has not come, or it is not owed by this worker.
pub fn hand_in(
    work: &Work,
    grid: &GridId,
    viewer: &Viewer,
    asked: &Asked,
    at: Stamp,
) -> Result<NewOp, TripError> {
    let today = at.day();
    if asked.day > today {
        return Err(TripError::InFuture {
            day: asked.day,
            today,
        });
    }
    let mut deadlines = work.deadlines().iter();
    let deadline = deadlines
        .find(|deadline| deadline.id == asked.deadline)
        .ok_or_else(|| TripError::UnknownDeadline {
            id: asked.deadline.clone(),
        })?;
    if !deadline.who.contains(&asked.role) || !viewer.roles.contains(&asked.role) {
        return Err(TripError::NotOwed {
            deadline: asked.deadline.clone(),
            role: asked.role,
        });
    }
    let scope = Scope::new(grid.clone(), DataClass::Core);
    Ok(NewOp::new(
        scope,
        Event::ReportHanded(ReportHanded {
            deadline: asked.deadline.clone(),
            role: asked.role,
            first: asked.first,
            about: asked.about.clone(),
            day: asked.day,
            note: said(asked.note.as_deref()),
            was: asked.was.clone(),
        }),
    ))
}
