//! 电话联系: a call to a home and whether anybody answered. It is no visit and
//! completes none of the duties that take one; the number is never written down.

use tanfang_values::{ContactId, HouseholdId, PersonId, Stamp};

use crate::event::{Contact, DataClass, Event, Mode, NewOp, Scope, Whose, derive_id};
use crate::pack::Work;
use crate::people::{Household, Viewer};

/// Enum of the dictionary with the results of a call.
pub const RESULTS: &str = "call";

/// Says why a call cannot be written down.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContactError {
    /// Not among the results.
    #[error("{result} is no result of a call: choose one of the enum {RESULTS}")]
    UnknownResult {
        /// The code given.
        result: String,
    },
    /// The person does not live in the home on that day.
    #[error("nobody to be called lives in home {household} on that day")]
    NobodyThere {
        /// The home.
        household: HouseholdId,
    },
}

/// Makes the record of a call.
///
/// `person` is whose own number or whose guardian's it was; without one the
/// number is the home's and everybody present was to be reached. Its id comes
/// from the home, the moment and the result, so that writing the same down twice
/// is one contact.
#[allow(clippy::too_many_arguments)] // the fields of one event
pub fn contact(
    work: &Work,
    home: &Household,
    viewer: &Viewer,
    whose: Whose,
    person: Option<&PersonId>,
    result: &str,
    note: Option<String>,
    at: Stamp,
) -> Result<NewOp, ContactError> {
    let results = work.dictionary().enum_def(RESULTS);
    if results.is_none_or(|results| results.by_code(result).is_none()) {
        return Err(ContactError::UnknownResult {
            result: result.to_owned(),
        });
    }
    let day = at.day();
    let mut persons: Vec<PersonId> = home
        .present(day)
        .map(|present| present.id.clone())
        .filter(|id| person.is_none_or(|person| person == id))
        .collect();
    if persons.is_empty() {
        return Err(ContactError::NobodyThere {
            household: home.id.clone(),
        });
    }
    persons.sort();
    let whom = person.map_or("", PersonId::as_str);
    let moment = at.ms.to_string();
    let id = derive_id(
        "contact",
        &[
            home.id.as_str(),
            viewer.worker.as_str(),
            whom,
            &moment,
            result,
        ],
    );
    Ok(NewOp::new(
        Scope::new(home.grid.clone(), DataClass::Core),
        Event::Contact(Contact {
            contact: ContactId::new(id),
            household: home.id.clone(),
            day,
            at,
            mode: Mode::Phone,
            whose,
            persons,
            result: result.to_owned(),
            roles: viewer.roles.iter().copied().collect(),
            note,
        }),
    ))
}
