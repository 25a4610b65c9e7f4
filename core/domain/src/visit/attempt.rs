//! 家中无人: a trip that met nobody who could be visited. It is no visit, it
//! completes nothing, and it is written down in two taps.

use tanfang_values::{AttemptId, HouseholdId, Stamp, VisitId};

use crate::event::{Attempt, DataClass, Event, NewOp, Scope, derive_id};
use crate::people::{Household, Viewer};
use crate::schedule::record::{MET_NEIGHBOUR, MET_NOBODY};
use crate::visit::draft::Draft;

/// Says why a trip cannot be written down as an attempt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AttemptError {
    /// Somebody of the home was met: that is a visit.
    #[error("visit {visit} met somebody of the home: close it as a visit")]
    MetSomebody {
        /// The draft.
        visit: VisitId,
    },
    /// The draft is of another home.
    #[error("the draft is of home {draft}, not of {home}: open the draft of that home")]
    OtherHome {
        /// The home of the draft.
        draft: HouseholdId,
        /// The home given.
        home: HouseholdId,
    },
    /// Everybody who lived there has died or left by that day.
    #[error("nobody lives in home {household} on that day: set an earlier day")]
    NobodyLeft {
        /// The home.
        household: HouseholdId,
    },
}

/// Makes the attempt of a draft that met nobody.
///
/// Its id comes from the visit that the draft would have been, so that writing
/// it down twice is one attempt. `persons` are those who should have been seen:
/// those for whom it was said whom the trip met, else everybody present.
pub fn attempt(
    draft: &Draft,
    home: &Household,
    viewer: &Viewer,
    at: Stamp,
    note: Option<String>,
) -> Result<NewOp, AttemptError> {
    if home.id != draft.household {
        return Err(AttemptError::OtherHome {
            draft: draft.household.clone(),
            home: home.id.clone(),
        });
    }
    if draft.met_somebody() {
        return Err(AttemptError::MetSomebody {
            visit: draft.visit.clone(),
        });
    }
    let day = draft.day();
    let seen = draft.seen();
    let mut persons: Vec<_> = seen.iter().map(|seen| seen.person.clone()).collect();
    if persons.is_empty() {
        persons = home.present(day).map(|person| person.id.clone()).collect();
        persons.sort();
    }
    if persons.is_empty() {
        return Err(AttemptError::NobodyLeft {
            household: home.id.clone(),
        });
    }
    let neighbour = seen.iter().any(|seen| seen.met == MET_NEIGHBOUR);
    Ok(NewOp::new(
        Scope::new(home.grid.clone(), DataClass::Core),
        Event::Attempt(Attempt {
            attempt: AttemptId::new(derive_id("attempt", &[draft.visit.as_str()])),
            household: home.id.clone(),
            day,
            at,
            met: if neighbour { MET_NEIGHBOUR } else { MET_NOBODY }.to_owned(),
            persons,
            roles: viewer.roles.iter().copied().collect(),
            note,
        }),
    ))
}
