//! The draft of a visit: local until it is closed, and never an op before.

use serde::{Deserialize, Serialize};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, HouseholdId, PersonId, Stamp, VisitId};

use crate::checklist::around::Around;
use crate::checklist::given::Answers;
use crate::checklist::question::Writes;
use crate::checklist::section::{Form, FormInput};
use crate::event::{Mode, Seen, Subject, VisitPlace};
use crate::pack::Work;
use crate::schedule::record::{MET_FAMILY, MET_PERSON};

/// Holds a visit that is being written down.
///
/// `visit` is minted when the draft opens, so that photos taken before closing
/// hang on it and closing twice is one visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The visit it will be.
    pub visit: VisitId,
    /// The home.
    pub household: HouseholdId,
    /// When it was opened.
    pub opened: Stamp,
    /// How the visit is made.
    pub mode: Mode,
    /// Where it takes place, where that was said.
    #[serde(default)]
    pub place: Option<VisitPlace>,
    /// The day the worker set, where it is an earlier one.
    pub day_set: Option<Day>,
    /// What has been answered.
    pub answers: Answers,
}

/// Code of the dictionary's `call` that says the person took the call.
pub const REACHED_PERSON: &str = "1";
/// Code of the dictionary's `call` that says family took the call.
pub const REACHED_FAMILY: &str = "2";

/// Says why a day cannot be the day of a visit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DayError {
    /// The day can only be moved back.
    #[error(
        "a visit cannot be on {day}: the latest day is {latest}; choose that or an earlier one"
    )]
    TooLate {
        /// The day given.
        day: Day,
        /// The latest day it can be.
        latest: Day,
    },
}

impl Draft {
    /// Opens a draft.
    pub fn new(visit: VisitId, household: HouseholdId, opened: Stamp) -> Self {
        Self {
            visit,
            household,
            opened,
            mode: Mode::InPerson,
            place: None,
            day_set: None,
            answers: Answers::default(),
        }
    }

    /// Returns the day of the visit: the one set, else the civil day on which
    /// it was first answered whom it met, else the day it was opened.
    pub fn day(&self) -> Day {
        self.day_set.unwrap_or_else(|| self.latest_day())
    }

    /// Moves the visit to an earlier day; both times are kept when it closes.
    pub fn set_day(&mut self, day: Day) -> Result<(), DayError> {
        let latest = self.latest_day();
        if day > latest {
            return Err(DayError::TooLate { day, latest });
        }
        self.day_set = (day != latest).then_some(day);
        Ok(())
    }

    fn latest_day(&self) -> Day {
        self.answers
            .iter()
            .filter(|given| [Writes::MET, Writes::REACHED].contains(&given.key.as_str()))
            .map(|given| given.at.day())
            .min()
            .unwrap_or_else(|| self.opened.day())
    }

    /// Lists whom it met, a person each, by id; on a visit by phone whom the call
    /// reached.
    pub fn seen(&self) -> Vec<Seen> {
        if self.mode != Mode::InPerson {
            return self.seen_by_call();
        }
        let mut seen: Vec<Seen> = self
            .answers
            .iter()
            .filter(|given| given.key == Writes::MET)
            .filter_map(|given| match (&given.about, &given.value) {
                (Subject::Person(person), FactValue::One(met)) => Some(Seen {
                    person: person.clone(),
                    met: met.clone(),
                }),
                _ => None,
            })
            .collect();
        seen.sort_by(|a, b| a.person.cmp(&b.person));
        seen
    }

    fn seen_by_call(&self) -> Vec<Seen> {
        let mut seen: Vec<Seen> = self
            .reached()
            .filter_map(|(person, result)| {
                let met = match result {
                    REACHED_PERSON => MET_PERSON,
                    REACHED_FAMILY => MET_FAMILY,
                    _ => return None,
                };
                Some(Seen {
                    person: person.clone(),
                    met: met.to_owned(),
                })
            })
            .collect();
        seen.sort_by(|a, b| a.person.cmp(&b.person));
        seen
    }

    /// Returns whom it met for a person.
    pub fn met(&self, person: &PersonId) -> Option<&str> {
        let about = Subject::Person(person.clone());
        match self.answers.get(Writes::MET, &about).map(|g| &g.value) {
            Some(FactValue::One(met)) => Some(met),
            _ => None,
        }
    }

    /// Tells whether it met anybody of the home: only then it is a visit and
    /// not an attempt.
    pub fn met_somebody(&self) -> bool {
        self.seen()
            .iter()
            .any(|seen| seen.met == MET_PERSON || seen.met == MET_FAMILY)
    }

    /// Returns what was said of whom a call reached, a person each: dictionary
    /// `call` code.
    pub fn reached(&self) -> impl Iterator<Item = (&PersonId, &str)> {
        let given = self.answers.iter();
        given
            .filter(|given| given.key == Writes::REACHED)
            .filter_map(|given| match (&given.about, &given.value) {
                (Subject::Person(person), FactValue::One(result)) => {
                    Some((person, result.as_str()))
                }
                _ => None,
            })
    }

    /// Tells whether a call reached anybody of the home: only then it is a visit
    /// by phone and not a call that nobody took.
    pub fn reached_somebody(&self) -> bool {
        self.reached()
            .any(|(_, result)| [REACHED_PERSON, REACHED_FAMILY].contains(&result))
    }

    /// Makes the form as it stands now.
    pub fn form<'w>(&self, work: &'w Work, around: &Around<'_>) -> Form<'w> {
        Form::new(
            work,
            FormInput {
                around,
                visit: &self.visit,
                mode: self.mode,
                answers: &self.answers,
            },
        )
    }
}
