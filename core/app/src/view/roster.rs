//! 导入记录, 名册对数, 加一人, 比对核实: what came in, and whether it is whole.

use serde::{Deserialize, Serialize};

use super::part::{Action, Empty, Line, Masked, Screen, Tone};
use super::visit::QuestionOption;

/// Holds every list that came in, the last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchesView {
    /// The lists.
    pub rows: Vec<BatchRow>,
    /// What stands here when there are none.
    pub empty: Option<Empty>,
}

/// Holds one list that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchRow {
    /// The batch.
    pub batch: String,
    /// Name of the file and what it is of.
    pub title: String,
    /// When, by whom, how many.
    pub line: String,
    /// How the rows were counted, what was put off, whether it was taken back.
    pub details: Vec<Line>,
    /// Its tone.
    pub tone: Tone,
    /// Takes it back, if it was not yet.
    pub undo: Option<Action>,
    /// Whether the answered list can be written as a file ([`ImportSort::Match`](super::ImportSort)).
    pub answers: bool,
}

/// Holds 名册对数: 乡 → 村 → 户 → 人, a step a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageView {
    /// What it is of, such as 全部 or 低保 · 石板村.
    pub title: String,
    /// In one sentence, with the day.
    pub summary: String,
    /// A class, a village or a home each.
    pub rows: Vec<CoverageRow>,
    /// How many there ought to be, where one class of one village is shown.
    pub control: Option<ControlTotal>,
    /// What stands here when there are none.
    pub empty: Option<Empty>,
}

/// Holds one class, village or home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageRow {
    /// What it is called.
    pub title: Masked,
    /// Such as 38 户 42 人 · 应有 40 户 44 人 · 差 2 户 2 人.
    pub line: Masked,
    /// Its tone.
    pub tone: Tone,
    /// One step further down.
    pub go: Option<Screen>,
}

/// Holds how many there ought to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlTotal {
    /// The class.
    pub class: String,
    /// 12-digit division code of the village.
    pub division: String,
    /// Homes, in digits; empty when it is not said.
    pub households: String,
    /// Persons, in digits; empty when it is not said.
    pub persons: String,
    /// Where the numbers come from and of which day.
    pub source: Option<String>,
}

/// Holds 加一人: what one may say of somebody no list names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddView {
    /// 加一户, 加一人 or 加进一类.
    pub title: String,
    /// The person or the home it is about, if one is known.
    pub name: Option<Masked>,
    /// What it means, in one sentence: a candidate until a list says so.
    pub sentence: String,
    /// Classes to choose from.
    pub classes: Vec<QuestionOption>,
    /// Relations to the head of the home to choose from.
    pub relations: Vec<QuestionOption>,
}

/// Holds what 加一人 sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonInput {
    /// The home; without one, a new home.
    pub household: Option<String>,
    /// Name.
    pub name: String,
    /// Identity number as typed; may be empty.
    pub id_number: String,
    /// Day of birth as typed; may be empty.
    pub birth: String,
    /// Code of the relation to the head of the home; may be empty.
    pub relation: String,
    /// 组 as typed, for a new home; may be empty.
    pub group: String,
    /// House number as typed, for a new home; may be empty.
    pub house_no: String,
    /// Phone number as typed; may be empty.
    pub phone: String,
    /// Classes the person may belong to.
    pub classes: Vec<String>,
    /// In the worker's words; may be empty.
    pub note: String,
}

/// Holds 比对核实: what a match said, to be looked at on the spot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchesView {
    /// How many are open, in one sentence.
    pub summary: String,
    /// The rows, the open ones first.
    pub rows: Vec<MatchRow>,
    /// What stands here when there are none.
    pub empty: Option<Empty>,
}

/// Holds one row of a match list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRow {
    /// The task.
    pub task: String,
    /// Who it is about.
    pub name: Masked,
    /// What is doubted, as the sender wrote it.
    pub doubt: Masked,
    /// Every cell the sender wrote.
    pub cells: Vec<Line>,
    /// How it stands: still to visit, seen and to be answered, answered.
    pub state: String,
    /// Tone of the state.
    pub tone: Tone,
    /// Who may be meant, when that is not sure; choosing one is a person's word.
    pub who: Vec<QuestionOption>,
    /// The findings to choose from.
    pub findings: Vec<QuestionOption>,
    /// What was written with the finding.
    pub note: String,
    /// The home it leads to.
    pub go: Option<Screen>,
}
