//! What came with release 0.4: where a visit took place, pauses, what a patrol saw.

use serde::{Deserialize, Serialize};
use tanfang_policy::value::FactValue;
use tanfang_values::ClueId;

/// Says where a visit took place; a duty goes with the person, wherever that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitPlace {
    /// At the home.
    Home,
    /// In a hospital.
    Hospital,
    /// At a relative's.
    Relative,
    /// In an institution, such as a home for the old.
    Institution,
    /// Elsewhere.
    Other,
}

/// Says why duties at a home are paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseWhy {
    /// In a hospital.
    Hospital,
    /// Away from the place.
    Away,
    /// Living with relatives for a time.
    WithRelatives,
    /// In an institution for a time.
    Institution,
    /// Something else; the note says what.
    Other,
}

/// Holds something seen on a patrol, where no home is concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clue {
    /// The clue.
    pub clue: ClueId,
    /// Id of the flag class, if it is one of them.
    pub code: Option<String>,
    /// Where, in the worker's words; names nobody.
    #[serde(rename = "where")]
    pub place: String,
    /// How many people are concerned, if that was seen.
    pub people: Option<u32>,
    /// What was asked about it.
    pub answers: Vec<ClueAnswer>,
    /// In the worker's words.
    pub note: Option<String>,
}

/// Holds one answer about a clue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClueAnswer {
    /// The question.
    pub q: String,
    /// What it writes, as answers of a visit do.
    pub writes: Option<String>,
    /// The value.
    pub value: Option<FactValue>,
}
