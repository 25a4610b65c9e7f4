//! Why a home is due: the parts of the answer, which the app puts into words.

use serde::{Deserialize, Serialize};
use tanfang_values::{AttemptId, Day, VisitId, WorkerId};

use crate::event::{Mode, Subject};
use crate::schedule::record::Capacity;

/// Explains a duty; rule, clause and period stand in the duty itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Why {
    /// The last time the subject was really met for this role.
    pub last: Option<LastVisit>,
    /// Trips of this period that met nobody; they count for nothing else.
    pub attempts: Vec<AttemptSeen>,
    /// What is missing; empty exactly when the duty is done.
    pub missing: Vec<Missing>,
    /// Last day of which records of the actor are here, for another's duty.
    pub heard_through: Option<Day>,
}

/// Names the last visit on which the subject was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastVisit {
    /// The visit.
    pub visit: VisitId,
    /// Its day.
    pub day: Day,
    /// Who made it.
    pub worker: WorkerId,
    /// In which capacity.
    pub capacity: Capacity,
}

/// Names a trip that met nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptSeen {
    /// The attempt.
    pub attempt: AttemptId,
    /// Its day.
    pub day: Day,
    /// Code of the dictionary's `met`.
    pub met: String,
}

/// Says what keeps a duty from being done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Nobody has been there for it in this period.
    NoVisit,
    /// There was a contact, but not of the kind the rule asks for.
    OtherMode {
        /// The contact.
        visit: VisitId,
        /// Its day.
        day: Day,
        /// What it was.
        mode: Mode,
    },
    /// There was a visit, but whom the rule asks for was not seen.
    NotSeen {
        /// The visit.
        visit: VisitId,
        /// Its day.
        day: Day,
        /// Code of the dictionary's `met`; none if nothing was said.
        met: Option<String>,
    },
    /// The subject was seen; these questions have no answer.
    Questions {
        /// The visit.
        visit: VisitId,
        /// Its day.
        day: Day,
        /// The questions.
        questions: Vec<OpenQuestion>,
    },
    /// It takes so many more visits on other days.
    MoreVisits(u32),
    /// What was found on the spot has not been written down.
    Answer,
    /// The records of whoever owes it have not come in.
    Records,
}

/// Names a question without an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// The question.
    pub q: String,
    /// About whom.
    pub about: Subject,
}
