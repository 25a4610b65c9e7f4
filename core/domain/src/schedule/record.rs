//! What happened at the homes: the records that duties are worked out from.

use serde::{Deserialize, Serialize};
use tanfang_values::{
    AttemptId, BatchId, ContactId, Day, DivisionCode, GridId, HouseholdId, OpId, OverrideId,
    PatrolId, PauseId, PersonId, Stamp, VisitId, WorkerId,
};

use crate::event::{ActsFor, Answer, Clue, How, Mode, PauseWhy, Seen, Subject, VisitPlace, Whose};
use crate::merge::{Merged, Origin};
use crate::people::Household;
use crate::role::Role;
use crate::schedule::answers::Answers;
use crate::schedule::why::DayPart;

/// Code of the dictionary's `met` that says the person was met.
pub const MET_PERSON: &str = "1";
/// Code of the dictionary's `met` that says only family was met.
pub const MET_FAMILY: &str = "2";
/// Code of the dictionary's `met` that says only a neighbour was met.
pub const MET_NEIGHBOUR: &str = "3";
/// Code of the dictionary's `met` that says nobody was there.
pub const MET_NOBODY: &str = "0";

/// Code of the dictionary's `call` that says the person answered.
pub const CALL_PERSON: &str = "1";
/// Code of the dictionary's `call` that says family answered.
pub const CALL_FAMILY: &str = "2";

/// Holds a closed visit with its corrections applied; a void one is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRecord {
    /// The visit.
    pub visit: VisitId,
    /// The home.
    pub household: HouseholdId,
    /// The grid in whose scope it was recorded.
    pub grid: GridId,
    /// Who made it.
    pub worker: WorkerId,
    /// Civil day on which it took place; this decides its period.
    pub day: Day,
    /// When its draft was opened.
    pub opened: Stamp,
    /// When it was closed.
    pub closed: Stamp,
    /// How it was made.
    pub mode: Mode,
    /// Who was met, a person each.
    pub seen: Vec<Seen>,
    /// Roles held on that day.
    pub roles: Vec<Role>,
    /// For whom the worker acted.
    pub acts_for: Vec<ActsFor>,
    /// Where it took place; none is not said, as before release 0.4.
    pub place: Option<VisitPlace>,
    /// Its answers, in the order asked.
    pub answers: Answers,
    /// Who wrote the closing and when.
    pub origin: Origin,
}

/// Holds one answer of a visit and the op it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRecord {
    /// The answer.
    pub answer: Answer,
    /// The `visit.answers` or `visit.corrected` op.
    pub op: OpId,
}

/// Holds a trip that met nobody who could be visited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRecord {
    /// The attempt.
    pub attempt: AttemptId,
    /// The home.
    pub household: HouseholdId,
    /// The grid in whose scope it was recorded.
    pub grid: GridId,
    /// Who made it.
    pub worker: WorkerId,
    /// Civil day.
    pub day: Day,
    /// Code of the dictionary's `met`.
    pub met: String,
    /// Persons who should have been seen.
    pub persons: Vec<PersonId>,
    /// Roles held on that day.
    pub roles: Vec<Role>,
    /// Who wrote it and when.
    pub origin: Origin,
}

/// Holds an event of a place: an epidemic, a flood, a stop to something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceEvent {
    /// Its name, as packs say it in 事件(…).
    pub name: String,
    /// The grid it was recorded for.
    pub grid: GridId,
    /// Division it holds in, 12 digits; none: the whole grid.
    pub area: Option<String>,
    /// First day.
    pub from: Day,
    /// Last day, once that is known.
    pub to: Option<Day>,
}

impl PlaceEvent {
    /// Tells whether it is on, on a day.
    pub fn runs(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Tells whether a home lies in its area.
    pub fn covers(&self, home: &Household) -> bool {
        self.grid == home.grid && lies_in(home, self.area.as_deref())
    }
}

/// Tells whether a home lies in a division; without one every home does.
fn lies_in(home: &Household, area: Option<&str>) -> bool {
    // A county's code ends in zeros where a village's goes on.
    area.is_none_or(|area| {
        let (area, home) = (
            DivisionCode::parse(area),
            DivisionCode::parse(&home.division),
        );
        area.ok()
            .zip(home.ok())
            .is_some_and(|(area, home)| area.contains(&home))
    })
}

impl OverrideRecord {
    /// Tells whether it runs on a day.
    pub fn runs(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// Tells whether it holds for an obligation at a home.
    pub fn covers(&self, home: &Household, obligation: &str) -> bool {
        self.grid == home.grid
            && (self.obligations.is_empty() || self.obligations.iter().any(|id| id == obligation))
            && lies_in(home, self.area.as_deref())
    }
}

impl PauseRecord {
    /// Tells whether it runs on a day.
    pub fn runs(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

/// Holds a row of a match list that somebody is to look at on the spot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchTask {
    /// Id of the task.
    pub task: String,
    /// The list it came with.
    pub batch: BatchId,
    /// Kind of the match, as packs say it in `on_import`.
    pub kind: String,
    /// Day on which the list came in.
    pub day: Day,
    /// The home.
    pub household: HouseholdId,
    /// Who is meant; a task of which that is not known makes no duty yet.
    pub person: PersonId,
    /// Day on which what was found was written down.
    pub answered: Option<Day>,
}

/// Holds a call or a message to a home: no visit, and no checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRecord {
    /// The contact.
    pub contact: ContactId,
    /// The home.
    pub household: HouseholdId,
    /// The grid in whose scope it was recorded.
    pub grid: GridId,
    /// Who called.
    pub worker: WorkerId,
    /// Civil day.
    pub day: Day,
    /// When it was written down.
    pub at: Stamp,
    /// By phone or by message.
    pub mode: Mode,
    /// Whose number it was.
    pub whose: Whose,
    /// Persons who were reached, or who should have been.
    pub persons: Vec<PersonId>,
    /// Code of the dictionary's `call`.
    pub result: String,
    /// Roles held on that day.
    pub roles: Vec<Role>,
    /// Who wrote it and when.
    pub origin: Origin,
}

/// Holds an approved pause (暂停): the duties stay, nobody is late while it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseRecord {
    /// The pause.
    pub pause: PauseId,
    /// The home.
    pub household: HouseholdId,
    /// The person; none is the whole home.
    pub person: Option<PersonId>,
    /// Ids of the obligations; empty is every one that takes a visit.
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
    /// Who wrote it and when.
    pub origin: Origin,
}

/// Holds an override of the mode: for a time, duties may be done without
/// contact (非接触替代), and are counted apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideRecord {
    /// The override.
    pub id: OverrideId,
    /// The grid it was recorded for.
    pub grid: GridId,
    /// Division it holds in, 12 digits; none: the whole grid.
    pub area: Option<String>,
    /// Ids of the obligations; empty is every one.
    pub obligations: Vec<String>,
    /// The mode that is enough.
    pub mode: Mode,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Who allowed it, by which paper.
    pub source: String,
    /// Who wrote it and when.
    pub origin: Origin,
}

/// Holds a patrol (巡查): a place was walked, no home visited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolRecord {
    /// The patrol.
    pub patrol: PatrolId,
    /// The grid in whose scope it was recorded.
    pub grid: GridId,
    /// Who walked.
    pub worker: WorkerId,
    /// Civil day.
    pub day: Day,
    /// When it was written down.
    pub at: Stamp,
    /// Which groups (组) were walked, as written.
    pub groups: Vec<String>,
    /// Roles held on that day.
    pub roles: Vec<Role>,
    /// In the worker's words.
    pub note: Option<String>,
    /// What was seen.
    pub clues: Vec<Clue>,
    /// Who wrote it and when.
    pub origin: Origin,
}

/// Holds that a report, a list or a decision was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedRecord {
    /// The deadline, such as `D01`.
    pub deadline: String,
    /// The role that owed it.
    pub role: Role,
    /// The grid in whose scope it was recorded.
    pub grid: GridId,
    /// First day of its period, or the day on which its clock began.
    pub first: Day,
    /// About whom, where it is about somebody.
    pub about: Option<Subject>,
    /// Day on which it was handed in.
    pub day: Day,
    /// In the worker's words.
    pub note: Option<String>,
    /// Who handed it in.
    pub worker: WorkerId,
    /// Who wrote it and when.
    pub origin: Origin,
}

impl Merged for ContactRecord {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Merged for PauseRecord {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Merged for OverrideRecord {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Merged for PatrolRecord {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Merged for HandedRecord {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Merged for VisitRecord {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl AttemptRecord {
    /// Returns the part of the day of the trip; one that was written down on a
    /// later day says nothing of it.
    pub fn part(&self) -> Option<DayPart> {
        let written = Stamp {
            ms: self.origin.hlc.ms,
            offset_min: 0,
        };
        (written.day() == self.day).then(|| DayPart::of(written))
    }
}

impl Merged for AttemptRecord {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl VisitRecord {
    /// Returns the code of whom the visit met for a person.
    pub fn met(&self, person: &PersonId) -> Option<&str> {
        self.seen
            .iter()
            .find(|seen| seen.person == *person)
            .map(|seen| seen.met.as_str())
    }

    /// Tells whether it was written down on a later day than it took place.
    pub fn entered_late(&self) -> bool {
        self.closed.day() > self.day
    }

    /// Returns how the worker may count for `role` under an obligation: in
    /// person, by acting for it, or not at all.
    pub fn capacity(&self, role: Role, obligation: &str) -> Option<Capacity> {
        if self.roles.contains(&role) {
            return Some(Capacity::Own);
        }
        self.acts_for
            .iter()
            .find(|acts| {
                acts.for_role == role
                    && acts.obligation == obligation
                    && self.roles.contains(&acts.role)
                    // Who inspects counts for nobody.
                    && acts.role != Role::Inspector
            })
            .map(|acts| Capacity::Acting(acts.role))
    }

    /// Returns the answer to what is written under a name, if it was answered.
    ///
    /// 不清楚 and 不愿说 are answers; what was not asked is none. Later records
    /// (corrections) win.
    pub fn answer(&self, about: &Subject, writes: &str) -> Option<&AnswerRecord> {
        self.answers.iter().rev().find(|record| {
            record.answer.how != How::NotAsked
                && record.answer.writes.as_deref() == Some(writes)
                && record.answer.about == *about
        })
    }
}

/// Says in which capacity a visit counts for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Capacity {
    /// The worker holds the role.
    Own,
    /// The worker holds this other role, which the county lets act for it.
    Acting(Role),
}
