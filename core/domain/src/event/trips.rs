//! The bodies that came with release 0.4, in the field order of `docs/ops.md`:
//! what changes which trips are owed, and what is done where no home is.

use serde::{Deserialize, Serialize};
use tanfang_policy::value::FactValue;
use tanfang_values::{
    ClueId, Day, HouseholdId, OpId, OverrideId, PatrolId, PauseId, PersonId, Stamp,
};

use super::part::{Mode, Subject};
use crate::role::Role;

/// Says where a person was met on a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitPlace {
    /// At home.
    Home,
    /// In a hospital.
    Hospital,
    /// At a relative's.
    Relative,
    /// In an institution.
    Institution,
    /// Anywhere else.
    Other,
}

/// Suspends visits of a person or a home from a day to a day (暂停).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseSet {
    /// The pause.
    pub pause: PauseId,
    /// The home.
    pub household: HouseholdId,
    /// The person; none means everybody of the home.
    pub person: Option<PersonId>,
    /// Obligations it holds for; empty means every one that takes a visit.
    pub obligations: Vec<String>,
    /// First day.
    pub from: Day,
    /// Last day; an earlier one lifts it.
    pub to: Day,
    /// Why.
    pub why: PauseWhy,
    /// In the worker's words.
    pub note: Option<String>,
    /// Who approved it, as written.
    pub approved_by: String,
    /// The op it replaces, as its author saw it.
    pub was: Option<OpId>,
}

/// Says why visits are suspended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseWhy {
    /// In a hospital.
    Hospital,
    /// Away from the village.
    Away,
    /// With relatives elsewhere.
    WithRelatives,
    /// In an institution.
    Institution,
    /// Anything else; the note says what.
    Other,
}

/// Lets another kind of contact stand in for a visit, from a day to a day (非接触替代).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModeOverride {
    /// The order.
    #[serde(rename = "override")]
    pub id: OverrideId,
    /// Division it holds in, 12 digits; none: the whole grid.
    pub area: Option<String>,
    /// Obligations it holds for; empty means every one that takes a visit.
    pub obligations: Vec<String>,
    /// The kind of contact that is enough.
    pub mode: Mode,
    /// First day.
    pub from: Day,
    /// Last day; an earlier one ends it.
    pub to: Day,
    /// Who allowed it, by which paper.
    pub source: String,
    /// The op it replaces, as its author saw it.
    pub was: Option<OpId>,
}

/// Records a round through an area (巡查): it sees a place and no home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patrol {
    /// The round.
    pub patrol: PatrolId,
    /// Civil day.
    pub day: Day,
    /// When it was written down.
    pub at: Stamp,
    /// Which groups of the village were walked, as their homes say it.
    pub groups: Vec<String>,
    /// Roles the worker held on that day.
    pub roles: Vec<Role>,
    /// What the list of the round asks, in the order asked.
    pub answers: Vec<ClueAnswer>,
    /// In the worker's words.
    pub note: Option<String>,
    /// What was seen.
    pub clues: Vec<Clue>,
}

/// Holds what a round saw at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clue {
    /// The clue.
    pub clue: ClueId,
    /// Id of the flag class in the pack, if it is of one; of several the most pressing.
    pub code: Option<String>,
    /// Where, in the worker's words.
    #[serde(rename = "where")]
    pub place: String,
    /// How many people it concerns, if that was said.
    pub people: Option<u32>,
    /// What was asked about it, in the order asked.
    pub answers: Vec<ClueAnswer>,
    /// In the worker's words.
    pub note: Option<String>,
}

/// Holds one answer on a round, about it or about a clue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClueAnswer {
    /// The question, such as `CL-27-2`.
    pub q: String,
    /// What it writes: a dictionary id, `ledger.<x>`, or nothing.
    pub writes: Option<String>,
    /// The value.
    pub value: FactValue,
}

/// Says that what a deadline asks for was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportHanded {
    /// The deadline, such as `D01`.
    pub deadline: String,
    /// The role that owed it.
    pub role: Role,
    /// First day of the period, or the day on which its clock began.
    pub first: Day,
    /// Whom it is about, where its clock began with somebody.
    pub about: Option<Subject>,
    /// The day on which it was handed in.
    pub day: Day,
    /// To whom, in the worker's words.
    pub note: Option<String>,
    /// The op it replaces, as its author saw it.
    pub was: Option<OpId>,
}

impl ReportHanded {
    /// Returns the id of what was owed: `<deadline>/<role>/<first>`, and the subject.
    pub fn id(&self) -> String {
        let about = self.about.as_ref();
        Self::id_of(&self.deadline, self.role, self.first, about)
    }

    /// Returns the id of what a role owes by a deadline.
    pub fn id_of(deadline: &str, role: Role, first: Day, about: Option<&Subject>) -> String {
        let id = format!("{deadline}/{role}/{first}");
        match about {
            Some(about) => format!("{id}/{}", about.id()),
            None => id,
        }
    }
}
