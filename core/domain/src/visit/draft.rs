//! The draft of a visit: local until it is closed, and never an op before.

use serde::{Deserialize, Serialize};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, HouseholdId, PersonId, Stamp, VisitId};

use crate::checklist::given::Answers;
use crate::checklist::question::Writes;
use crate::checklist::section::{Form, FormInput};
use crate::event::{Mode, Seen, Subject};
use crate::pack::Work;
use crate::people::{Household, Viewer};
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
    /// The day the worker set, where it is an earlier one.
    pub day_set: Option<Day>,
    /// What has been answered.
    pub answers: Answers,
}

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
            .filter(|given| given.key == Writes::MET)
            .map(|given| given.at.day())
            .min()
            .unwrap_or_else(|| self.opened.day())
    }

    /// Lists whom it met, a person each, by id.
    pub fn seen(&self) -> Vec<Seen> {
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

    /// Makes the form as it stands now.
    pub fn form<'w>(&self, work: &'w Work, home: &Household, viewer: &Viewer) -> Form<'w> {
        Form::new(
            work,
            FormInput {
                home,
                viewer,
                visit: &self.visit,
                day: self.day(),
                answers: &self.answers,
            },
        )
    }
}
