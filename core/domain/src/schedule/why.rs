//! Why a home is due: the parts of the answer, which the app puts into words.

use serde::{Deserialize, Serialize};
use tanfang_values::{AttemptId, ContactId, Day, Stamp, VisitId, WorkerId};

use crate::event::{Mode, Subject};
use crate::schedule::doubt::Doubt;
use crate::schedule::record::Capacity;

/// Explains a duty; rule, clause and period stand in the duty itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Why {
    /// The last time the subject was really met for this role.
    pub last: Option<LastVisit>,
    /// Trips of this period that met nobody; they count for nothing else.
    pub attempts: Vec<AttemptSeen>,
    /// Calls of this period that nobody answered.
    pub unanswered: Vec<CallSeen>,
    /// Events of the place that ran while it was owed, such as a disaster: why
    /// it may have been missed.
    pub events: Vec<String>,
    /// How many trips in a row, up to today, met nobody.
    pub missed_in_row: u32,
    /// What is proposed besides.
    pub suggests: Vec<Suggestion>,
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

/// Names a call that nobody answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallSeen {
    /// The call.
    pub contact: ContactId,
    /// Its day.
    pub day: Day,
    /// Code of the dictionary's `call`.
    pub result: String,
}

/// Proposes what to do next; nothing happens by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suggestion {
    /// Nobody answered on that day: go there (上门).
    GoThere {
        /// The day.
        day: Day,
    },
    /// So many trips in a row met nobody, as many as the county says: 失联?
    Lost {
        /// How many.
        trips: u32,
    },
}

/// Names a part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayPart {
    /// Before noon.
    Morning,
    /// From noon to six.
    Afternoon,
    /// From six.
    Evening,
}

/// Hour from which it is 下午.
const NOON: u32 = 12;
/// Hour from which it is 晚上.
const EVENING: u32 = 18;

impl DayPart {
    /// Every part, in the order of the day.
    pub const ALL: [Self; 3] = [Self::Morning, Self::Afternoon, Self::Evening];

    /// Returns the part of the day in China of a moment.
    pub fn of(at: Stamp) -> Self {
        match at.shanghai_hm().0 {
            ..NOON => Self::Morning,
            NOON..EVENING => Self::Afternoon,
            _ => Self::Evening,
        }
    }
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
    /// Nobody has called in this period.
    NoCall,
    /// There was a call, and nobody who counts answered it.
    NoAnswer {
        /// The call.
        contact: ContactId,
        /// Its day.
        day: Day,
        /// Code of the dictionary's `call`.
        result: String,
    },
    /// Somebody answered a call, and nothing that has to be asked was written down.
    NotAsked {
        /// The call.
        contact: ContactId,
        /// Its day.
        day: Day,
    },
    /// There was a visit that cannot have been as it is written.
    Doubtful {
        /// The visit.
        visit: VisitId,
        /// Its day.
        day: Day,
        /// What is doubtful.
        doubt: Doubt,
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
