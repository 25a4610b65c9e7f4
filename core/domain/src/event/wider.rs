//! The bodies that came with release 0.2, in the field order of `docs/ops.md`:
//! calls, undoing, control totals, match lists, events of a place, feedback, hand-over.

use serde::{Deserialize, Serialize};
use tanfang_values::{
    BatchId, ContactId, Day, EventId, FeedbackId, HouseholdId, InstanceId, OpId, PersonId, Stamp,
    TaskId, VisitId,
};

use super::part::{MatchCell, MatchSheet, Mode, Whose};
use crate::role::Role;

/// Records a call or a message to a home (电话联系); the number is never kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The contact.
    pub contact: ContactId,
    /// The home.
    pub household: HouseholdId,
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
    /// Roles the worker held on that day.
    pub roles: Vec<Role>,
    /// In the worker's words.
    pub note: Option<String>,
}

/// Undoes a batch: what came with it is as if it had not been written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterUndone {
    /// The batch.
    pub batch: BatchId,
    /// Civil day.
    pub day: Day,
    /// Persons whose rows stay, because they were visited or edited since.
    pub kept: Vec<PersonId>,
    /// Why, in the worker's words.
    pub reason: Option<String>,
}

/// Undoes single changes: the named ops are as if they had not been written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeUndone {
    /// The person, or [`ChangeUndone::NOBODY`].
    pub person: PersonId,
    /// The home, or [`ChangeUndone::NOBODY`].
    pub household: HouseholdId,
    /// The ops; an id of a kind that cannot be undone changes nothing.
    pub names: Vec<OpId>,
    /// Civil day.
    pub day: Day,
    /// Why, in the worker's words.
    pub reason: Option<String>,
}

impl ChangeUndone {
    /// The kinds of which single ops can be undone.
    pub const KINDS: &'static [&'static str] = &[
        "person.died",
        "person.left",
        "person.joined",
        "person.set",
        "household.set",
        "membership.add",
        "membership.end",
        "attempt",
        "contact",
        "pause.set",
        "mode.override",
        "patrol",
        "report.handed",
    ];

    /// Stands for the person and the home where what is undone is of no home.
    pub const NOBODY: &'static str = "_";
}

/// Says how many homes and persons of a class there ought to be in a division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlTotal {
    /// Code of the class.
    pub class: String,
    /// The division, 12 digits.
    pub division: String,
    /// Homes, if they were counted.
    pub households: Option<u32>,
    /// Persons, if they were counted.
    pub persons: Option<u32>,
    /// Day on which it was said.
    pub day: Day,
    /// The list that says so.
    pub source: Option<BatchId>,
    /// Who says so, in the worker's words.
    pub note: Option<String>,
    /// The op it replaces, as its author saw it.
    pub was: Option<OpId>,
}

impl ControlTotal {
    /// Returns the id of a total: `<class>@<division>`.
    pub fn id(class: &str, division: &str) -> String {
        format!("{class}@{division}")
    }
}

/// Records that a match list (信息比对结果) was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchBatch {
    /// The batch.
    pub batch: BatchId,
    /// Name of the file, without folders.
    pub file_name: String,
    /// SHA-256 of the file, lower-case hex.
    pub file_sha256: String,
    /// Id in the packs' import words.
    pub match_kind: String,
    /// Who compared what, as written.
    pub source: Option<String>,
    /// Day on which it was applied.
    pub day: Day,
    /// What became of the rows, a sheet each.
    pub sheets: Vec<MatchSheet>,
    /// Tasks it made.
    pub rows: u32,
}

/// Asks for one row of a match list to be looked at on a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRow {
    /// The batch it came with.
    pub batch: BatchId,
    /// The task.
    pub task: TaskId,
    /// Name of the sheet.
    pub sheet: String,
    /// Row in the sheet, from 1.
    pub row: u32,
    /// SHA-256 of the row's cells, lower-case hex.
    pub row_sha256: String,
    /// Name as written.
    pub name: String,
    /// The home, if it is surely known who is meant.
    pub household: Option<HouseholdId>,
    /// The person, if it is surely known who is meant.
    pub person: Option<PersonId>,
    /// Every cell as the sender wrote it.
    pub cells: Vec<MatchCell>,
    /// What the sender doubts, as written.
    pub doubt: Option<String>,
}

/// Says who is meant by a row of a match list: a person's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchLinked {
    /// The task.
    pub task: TaskId,
    /// Its batch.
    pub batch: BatchId,
    /// The home.
    pub household: HouseholdId,
    /// The person.
    pub person: PersonId,
    /// Civil day.
    pub day: Day,
    /// The op it replaces, as its author saw it.
    pub was: Option<OpId>,
}

/// Answers a row of a match list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchAnswered {
    /// The task.
    pub task: TaskId,
    /// Its batch.
    pub batch: BatchId,
    /// Civil day.
    pub day: Day,
    /// The visit on which it was looked at.
    pub visit: Option<VisitId>,
    /// Code of the dictionary's `finding`.
    pub finding: String,
    /// In the worker's words.
    pub note: Option<String>,
    /// The op it replaces, as its author saw it.
    pub was: Option<OpId>,
}

/// Says that an event of a place runs, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSet {
    /// The event.
    pub event: EventId,
    /// Name, as packs say it in 事件(…).
    pub name: String,
    /// Division it holds in, 12 digits; none: the whole grid.
    pub area: Option<String>,
    /// First day.
    pub from: Day,
    /// Last day, once that is known.
    pub to: Option<Day>,
    /// Who announced it.
    pub source: Option<String>,
    /// The op it replaces, as its author saw it.
    pub was: Option<OpId>,
}

/// Holds a word of feedback (投诉建议), written offline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// The feedback.
    pub feedback: FeedbackId,
    /// Civil day.
    pub day: Day,
    /// When it was written.
    pub at: Stamp,
    /// What it is about: a code of the app's list.
    pub topic: String,
    /// The text.
    pub text: String,
    /// Whether the writer may be called.
    pub call_back: bool,
}

/// Records that a store was written to a file for a successor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceHandedOver {
    /// The instance handed over.
    pub instance: InstanceId,
    /// Civil day.
    pub day: Day,
    /// Name of the successor.
    pub to_name: String,
    /// Last sequence number that the file holds.
    pub upto_seq: u64,
    /// Leaf of that op, lower-case hex.
    pub upto_leaf: String,
}
