//! The bodies: one struct a kind, in the field order of `docs/ops.md`.

use serde::{Deserialize, Serialize};
use tanfang_values::{
    AttemptId, BatchId, BenefitId, Day, FlagId, GridId, HouseholdId, InstanceId, MembershipId,
    OpId, PersonId, Stamp, VisitId, WorkerId,
};

use super::part::{
    ActsFor, Answer, BodyRange, DataClass, DutyRef, FactSet, FieldSet, Mode, PackRef, RowAt,
    RowProblem, Section, Seen, SheetCount, ShownHint, Subject,
};
use super::trips::VisitPlace;
use crate::role::Role;

/// Records that a store began to write its own chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceBegan {
    /// The instance itself.
    pub instance: InstanceId,
    /// Why it began.
    pub why: BeganWhy,
    /// The instance it continues, after a restore or a hand-over.
    pub from_instance: Option<InstanceId>,
    /// The last sequence number known of that instance.
    pub from_seq: Option<u64>,
    /// The leaf of that op, lower-case hex.
    pub from_leaf: Option<String>,
    /// Name and version of the program.
    pub software: String,
    /// The device key, SEC1 compressed, lower-case hex.
    pub public_key: Option<String>,
}

/// Says why an instance began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BeganWhy {
    /// A new store.
    New,
    /// The store turned out to be an older copy of itself.
    Restored,
    /// The store was handed over by another worker.
    Successor,
}

/// Gives a worker a role from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerRole {
    /// The worker.
    pub worker: WorkerId,
    /// Name as shown.
    pub name: String,
    /// Phone number as written.
    pub phone: Option<String>,
    /// The role held.
    pub role: Role,
    /// Division the role is held in, 12 digits.
    pub area: Option<String>,
    /// First day.
    pub from: Day,
    /// Last day, if it ended.
    pub until: Option<Day>,
}

/// Says who looks after a grid, in which role, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridAssigned {
    /// The grid.
    pub grid: GridId,
    /// Name as shown.
    pub name: String,
    /// Village the grid lies in, 12 digits.
    pub division: String,
    /// The worker, or none when the post is vacant.
    pub worker: Option<WorkerId>,
    /// The role in which the worker looks after it.
    pub role: Role,
    /// First day.
    pub from: Day,
    /// The assignment it replaces, as its author saw it.
    pub was: Option<OpId>,
}

/// Records that a list was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterBatch {
    /// The batch.
    pub batch: BatchId,
    /// Name of the file, without folders.
    pub file_name: String,
    /// SHA-256 of the file, lower-case hex.
    pub file_sha256: String,
    /// Class the list is of, if it is of one.
    pub class: Option<String>,
    /// What became of the rows, a sheet each.
    pub sheets: Vec<SheetCount>,
    /// Day on which it was applied.
    pub day: Day,
    /// Rows that gave an op.
    pub changed: u32,
    /// Rows that the worker put off; absent before release 0.2.
    #[serde(default)]
    pub postponed: Vec<RowAt>,
}

/// Sets what one row of a list says of one person and the home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRow {
    /// The batch it came with.
    pub batch: BatchId,
    /// Name of the sheet.
    pub sheet: String,
    /// Row in the sheet, from 1.
    pub row: u32,
    /// SHA-256 of the row's cells, lower-case hex; tells that nothing changed.
    pub row_sha256: String,
    /// The home.
    pub household: HouseholdId,
    /// The person.
    pub person: PersonId,
    /// Fields of the person.
    pub fields: Vec<FieldSet>,
    /// Fields of the home.
    pub household_fields: Vec<FieldSet>,
    /// Facts about the person.
    pub facts: Vec<FactSet>,
    /// What could not be read as it stands.
    pub problems: Vec<RowProblem>,
}

/// Sets fields and facts of a home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdSet {
    /// The home.
    pub household: HouseholdId,
    /// Its fields.
    pub fields: Vec<FieldSet>,
    /// Facts about it.
    pub facts: Vec<FactSet>,
    /// Why, in the worker's words.
    pub reason: Option<String>,
}

/// Sets fields and facts of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSet {
    /// The person.
    pub person: PersonId,
    /// The home the person belongs to.
    pub household: HouseholdId,
    /// Fields of the person.
    pub fields: Vec<FieldSet>,
    /// Facts about the person.
    pub facts: Vec<FactSet>,
    /// Why, in the worker's words.
    pub reason: Option<String>,
}

/// Puts a person into a class from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipAdd {
    /// The membership.
    pub membership: MembershipId,
    /// The person.
    pub person: PersonId,
    /// Code of the class.
    pub class: String,
    /// First day.
    pub from: Day,
    /// The list that says so.
    pub source: Option<BatchId>,
}

/// Ends a membership on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipEnd {
    /// The membership.
    pub membership: MembershipId,
    /// The person.
    pub person: PersonId,
    /// First day on which it no longer holds.
    pub day: Day,
    /// Why it ended.
    pub reason: Option<String>,
    /// The adds it saw: only these are ended.
    pub adds: Vec<OpId>,
    /// The list that no longer names the person; absent before release 0.2.
    #[serde(default)]
    pub source: Option<BatchId>,
}

/// Sets a benefit episode: what a person receives, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenefitSet {
    /// The episode.
    pub benefit: BenefitId,
    /// The person who receives it.
    pub person: PersonId,
    /// Code of the dictionary's `aid`.
    pub scheme: String,
    /// Class within the scheme.
    pub level: Option<String>,
    /// Amount a month in fen.
    pub amount_fen_month: Option<i64>,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Code of the dictionary's `exit_why`.
    pub why_ended: Option<String>,
    /// Whether it runs out gradually (渐退).
    pub tapering: bool,
    /// The list that says so.
    pub source: Option<BatchId>,
    /// The op it replaces, as its author saw it.
    pub was: Option<OpId>,
}

/// Records that a person came into a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonJoined {
    /// The person.
    pub person: PersonId,
    /// The home.
    pub household: HouseholdId,
    /// First day here.
    pub day: Day,
    /// The grid the person came from, if from one of ours.
    pub from_grid: Option<GridId>,
    /// Fields of the person, so that this scope stands on its own.
    pub fields: Vec<FieldSet>,
    /// Fields of the home.
    pub household_fields: Vec<FieldSet>,
    /// Facts about the person.
    pub facts: Vec<FactSet>,
}

/// Records that a person left a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLeft {
    /// The person.
    pub person: PersonId,
    /// The home left.
    pub household: HouseholdId,
    /// First day on which the person is no longer here.
    pub day: Day,
    /// Why.
    pub why: LeftWhy,
    /// The grid the person went to, if to one of ours.
    pub to_grid: Option<GridId>,
    /// In the worker's words.
    pub note: Option<String>,
}

/// Says why a person left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftWhy {
    /// 迁出.
    Moved,
    /// Went to live in an institution elsewhere.
    Institution,
    /// Anything else; the note says what.
    Other,
}

/// Records that a person died.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDied {
    /// The person.
    pub person: PersonId,
    /// The day.
    pub day: Day,
    /// In the worker's words.
    pub note: Option<String>,
}

/// Records that a visit took place and what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitClosed {
    /// The visit; minted when its draft opened.
    pub visit: VisitId,
    /// The home.
    pub household: HouseholdId,
    /// Civil day on which 见到本人 was answered, or the earlier one the worker set.
    pub day: Day,
    /// When the draft was opened.
    pub opened: Stamp,
    /// When it was closed.
    pub closed: Stamp,
    /// How it was made.
    pub mode: Mode,
    /// Who was met, a person each.
    pub seen: Vec<Seen>,
    /// Roles the worker held on that day.
    pub roles: Vec<Role>,
    /// For whom the worker acted.
    pub acts_for: Vec<ActsFor>,
    /// Duties that were shown as completed by it.
    pub duties: Vec<DutyRef>,
    /// Checklist sections that were asked, and why.
    pub sections: Vec<Section>,
    /// The packs that asked.
    pub packs: Vec<PackRef>,
    /// Number of the engine that asked.
    pub engine: u32,
    /// Other workers of a joint visit.
    pub with: Vec<WorkerId>,
    /// Where the person was met, if that was said; absent before release 0.4.
    #[serde(default)]
    pub place: Option<VisitPlace>,
}

/// Records the answers of one data class of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitAnswers {
    /// The visit.
    pub visit: VisitId,
    /// The home.
    pub household: HouseholdId,
    /// Day of the visit.
    pub day: Day,
    /// Class of everything below.
    pub class: DataClass,
    /// The answers, in the order asked.
    pub answers: Vec<Answer>,
    /// Hints as they were shown (economic class only).
    pub hints: Vec<ShownHint>,
    /// How many ops of this kind the closing wrote.
    pub parts: u32,
}

/// Corrects an earlier op of a visit, which stays as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitCorrected {
    /// The visit.
    pub visit: VisitId,
    /// The home.
    pub household: HouseholdId,
    /// The op that is corrected.
    pub names: OpId,
    /// The right day, if that was wrong.
    pub day: Option<Day>,
    /// Who was really met, if that was wrong.
    pub seen: Option<Vec<Seen>>,
    /// Answers that replace those to the same question about the same subject.
    pub answers: Vec<Answer>,
    /// Whether the visit did not take place at all.
    pub void: bool,
    /// Why, in the worker's words.
    pub reason: Option<String>,
}

/// Records a trip that met nobody who could be visited (未遇).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The attempt.
    pub attempt: AttemptId,
    /// The home.
    pub household: HouseholdId,
    /// Civil day.
    pub day: Day,
    /// When it was written down.
    pub at: Stamp,
    /// Code of the dictionary's `met`: `0` nobody, `3` a neighbour only.
    pub met: String,
    /// Persons who should have been seen.
    pub persons: Vec<PersonId>,
    /// Roles the worker held on that day.
    pub roles: Vec<Role>,
    /// What a neighbour said.
    pub note: Option<String>,
}

/// Raises a flag (线索), or links a sighting to one that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagRaised {
    /// The flag; derived from visit, rule and subject.
    pub flag: FlagId,
    /// Id of the flag class in the pack.
    pub code: String,
    /// Whom it concerns.
    pub about: Subject,
    /// The home.
    pub household: HouseholdId,
    /// The visit that raised it.
    pub visit: Option<VisitId>,
    /// The question that raised it.
    pub q: Option<String>,
    /// Civil day.
    pub day: Day,
    /// In the worker's words.
    pub note: Option<String>,
    /// The open flag of the same class and subject, if there was one.
    pub same_as: Option<FlagId>,
}

/// Records that bodies were deleted, so that it differs from tampering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purge {
    /// Why.
    pub why: PurgeWhy,
    /// Scopes that were lost, if that is why.
    pub scopes: Vec<String>,
    /// The bodies, as ranges of sequence numbers an instance.
    pub bodies: Vec<BodyRange>,
}

/// Says why bodies were deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurgeWhy {
    /// The worker no longer looks after the scope.
    ScopeLost,
    /// The time for which it may be kept is over.
    Retention,
    /// A person asked for it.
    Erasure,
}

/// Records a signed checkpoint over the first leaves of the author's chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckpointSigned {
    /// How many leaves it covers.
    pub size: u64,
    /// Root of the RFC 6962 tree, lower-case hex.
    pub root: String,
    /// The signed note (C2SP tlog-checkpoint), as it stands.
    pub note: String,
}
