//! Who is on which list, counted against how many there ought to be.
//!
//! Homes and persons are counted apart: of a class of homes (低保) the number
//! that an office knows is that of homes, of a class of persons that of persons.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::{Day, DivisionCode, HouseholdId, PersonId};

use crate::people::Household;
use crate::people::classes::Classes;

/// Holds how many there ought to be of a class in a division (control total).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Code of the class.
    pub class: String,
    /// Division, 12 digits; a township's stands for all its villages.
    pub division: String,
    /// Homes, if that number is known.
    pub households: Option<u32>,
    /// Persons, if that number is known.
    pub persons: Option<u32>,
}

/// Holds who of a class lives in a division, and how many there ought to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Code of the class.
    pub class: String,
    /// Division, 12 digits.
    pub division: String,
    /// Homes with somebody of the class, by id.
    pub households: Vec<HouseholdId>,
    /// Persons of the class who stand on a list, receive it, or are known to be
    /// of it by a fact; by id.
    pub persons: Vec<PersonId>,
    /// Persons put down by hand only (候选), by id; not among `persons`, and a
    /// home with nobody else of the class is not among `households`.
    pub candidates: Vec<PersonId>,
    /// Homes there ought to be, if that number is known.
    pub control_households: Option<u32>,
    /// Persons there ought to be, if that number is known.
    pub control_persons: Option<u32>,
}

impl Coverage {
    /// Returns homes on lists less homes there ought to be; negative where some
    /// are missing, none where nobody gave the number.
    pub fn households_over(&self) -> Option<i64> {
        over(self.households.len(), self.control_households)
    }

    /// Returns persons on lists less persons there ought to be.
    pub fn persons_over(&self) -> Option<i64> {
        over(self.persons.len(), self.control_persons)
    }
}

fn over(counted: usize, control: Option<u32>) -> Option<i64> {
    let counted = i64::try_from(counted).unwrap_or(i64::MAX);
    control.map(|control| counted - i64::from(control))
}

/// Counts who is of which class on a day: for every village with somebody of
/// it, and for every division with a control total, by class and division.
///
/// A division above the villages counts all homes in it. Classes nobody is of
/// and nobody gave a number for are left out. The homes are those that the
/// viewer may see: what is restricted is neither listed nor counted.
pub fn coverage(
    classes: &Classes,
    homes: &[Household],
    controls: &[Control],
    day: Day,
) -> Vec<Coverage> {
    let mut rows: BTreeMap<(String, String), Counted> = BTreeMap::new();
    let wider: BTreeSet<(&str, &str)> = controls
        .iter()
        .filter(|control| classes.get(&control.class).is_some())
        .map(|control| (control.class.as_str(), control.division.as_str()))
        .collect();
    for (class, division) in &wider {
        rows.entry(((*class).to_owned(), (*division).to_owned()))
            .or_default();
    }
    for home in homes {
        for person in &home.persons {
            for held in classes.of(home, person, day) {
                let class = held.class.id.as_str();
                let above = wider
                    .iter()
                    .filter(|(of, division)| *of == class && holds(division, &home.division))
                    .map(|(_, division)| *division);
                let own = std::iter::once(home.division.as_str());
                let divisions: BTreeSet<&str> = above.chain(own).collect();
                for division in divisions {
                    let row = rows
                        .entry((class.to_owned(), division.to_owned()))
                        .or_default();
                    if held.is_candidate() {
                        row.candidates.insert(person.id.clone());
                    } else {
                        row.households.insert(home.id.clone());
                        row.persons.insert(person.id.clone());
                    }
                }
            }
        }
    }
    rows.into_iter()
        .map(|((class, division), counted)| {
            // Of several totals of one class and place the last given counts.
            let control = controls
                .iter()
                .rev()
                .find(|control| control.class == class && control.division == division);
            Coverage {
                households: counted.households.into_iter().collect(),
                persons: counted.persons.into_iter().collect(),
                candidates: counted.candidates.into_iter().collect(),
                control_households: control.and_then(|control| control.households),
                control_persons: control.and_then(|control| control.persons),
                class,
                division,
            }
        })
        .collect()
}

#[derive(Default)]
struct Counted {
    households: BTreeSet<HouseholdId>,
    persons: BTreeSet<PersonId>,
    candidates: BTreeSet<PersonId>,
}

/// Tells whether a division holds another, as its codes say.
fn holds(wider: &str, narrower: &str) -> bool {
    let codes = DivisionCode::parse(wider)
        .ok()
        .zip(DivisionCode::parse(narrower).ok());
    codes.is_some_and(|(wider, narrower)| wider.contains(&narrower))
}
