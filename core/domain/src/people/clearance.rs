//! Which classes of data a viewer may hold; what is restricted is absent for
//! everybody else, as if it had never been written.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tanfang_policy::dict::{Dictionary, FactDef, Sensitivity};

use crate::event::DataClass;
use crate::people::items::class_of_name;
use crate::people::{Household, Person};

/// Holds the classes of data that somebody may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clearance {
    classes: BTreeSet<DataClass>,
}

impl Clearance {
    /// Makes a clearance of the classes given; [`DataClass::Core`] is always in it.
    pub fn new(classes: impl IntoIterator<Item = DataClass>) -> Self {
        let mut classes: BTreeSet<DataClass> = classes.into_iter().collect();
        classes.insert(DataClass::Core);
        Self { classes }
    }

    /// Returns everything but what is restricted.
    pub fn ordinary() -> Self {
        Self::new(
            DataClass::ALL
                .into_iter()
                .filter(|class| *class != DataClass::Restricted),
        )
    }

    /// Returns everything.
    pub fn full() -> Self {
        Self::new(DataClass::ALL)
    }

    /// Tells whether a class may be seen.
    pub fn allows(&self, class: DataClass) -> bool {
        self.classes.contains(&class)
    }

    /// Returns the home as somebody with this clearance may know it.
    ///
    /// Memberships and facts of other classes are absent. A person known for
    /// nothing but such memberships is absent too, and so is a home in which
    /// nobody is left; both are then absent from lists, search and counts,
    /// because this is the only way a home reaches them.
    pub fn view(&self, home: &Household, dictionary: &Dictionary) -> Option<Household> {
        self.seen(home.clone(), dictionary)
    }

    /// Returns a home as [`Clearance::view`] does, made of the home itself.
    pub fn seen(&self, mut seen: Household, dictionary: &Dictionary) -> Option<Household> {
        let persons = seen.persons.len();
        seen.persons.retain(|person| !self.hides(person));
        if persons > 0 && seen.persons.is_empty() {
            return None;
        }
        if seen.persons.len() < persons {
            seen.persons_complete = false;
        }
        if let Some(head) = &seen.head
            && seen.person(head).is_none()
        {
            seen.head = None;
        }
        seen.facts.retain(|fact| self.allows_fact(dictionary, fact));
        for person in &mut seen.persons {
            person.memberships.retain(|m| self.allows(m.data));
            person
                .facts
                .retain(|fact| self.allows_fact(dictionary, fact));
            if !self.allows(DataClass::Economic) && !person.benefits.is_empty() {
                for benefit in &mut person.benefits {
                    benefit.amount = None;
                }
            }
        }
        Some(seen)
    }

    fn hides(&self, person: &Person) -> bool {
        !person.memberships.is_empty()
            && person.benefits.is_empty()
            && person.memberships.iter().all(|m| !self.allows(m.data))
    }

    fn allows_fact(&self, dictionary: &Dictionary, fact: &str) -> bool {
        let class = match dictionary.fact(fact) {
            Some(def) => Some(class_of(def)),
            None => class_of_name(fact),
        };
        class.is_none_or(|class| self.allows(class))
    }
}

/// Returns the class of data a fact belongs to, from the dictionary alone: what
/// is restricted, then money, then what is sensitive (body and mind), then the
/// rest.
pub fn class_of(def: &FactDef) -> DataClass {
    match def.sens {
        Sensitivity::Restricted => DataClass::Restricted,
        _ if def.ty.is_money() => DataClass::Economic,
        Sensitivity::Sensitive => DataClass::Health,
        Sensitivity::Normal => DataClass::Core,
    }
}
