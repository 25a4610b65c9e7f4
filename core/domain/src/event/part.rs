//! The parts that bodies are made of.

use serde::{Deserialize, Serialize};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, GridId, HouseholdId, InstanceId, OpId, PersonId};

use crate::role::Role;

/// Sorts data by who may hold it; the second half of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataClass {
    /// Who lives where, visits, days.
    Core,
    /// Money.
    Economic,
    /// Body and mind.
    Health,
    /// Flags.
    Risk,
    /// Minors, HIV, confidential reports: absent for roles without it.
    Restricted,
}

impl DataClass {
    /// Every class, in the order of a scope list.
    pub const ALL: [Self; 5] = [
        Self::Core,
        Self::Economic,
        Self::Health,
        Self::Risk,
        Self::Restricted,
    ];

    /// Returns the name used in scopes and packs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Economic => "economic",
            Self::Health => "health",
            Self::Risk => "risk",
            Self::Restricted => "restricted",
        }
    }

    /// Finds a class by its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }
}

/// Says where an op belongs: `<grid id>/<data class>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The grid, or [`Scope::OWN_GRID`].
    pub grid: GridId,
    /// The class of the body.
    pub class: DataClass,
}

impl Scope {
    /// Stands for a grid in ops that belong to the instance itself.
    pub const OWN_GRID: &'static str = "_";

    /// Makes the scope of a grid and a class.
    pub fn new(grid: GridId, class: DataClass) -> Self {
        Self { grid, class }
    }

    /// Returns the scope of ops about the instance itself.
    pub fn own() -> Self {
        Self::new(GridId::new(Self::OWN_GRID), DataClass::Core)
    }

    /// Reads `<grid id>/<data class>`.
    pub fn parse(text: &str) -> Option<Self> {
        let (grid, class) = text.rsplit_once('/')?;
        if grid.is_empty() {
            return None;
        }
        Some(Self::new(GridId::new(grid), DataClass::parse(class)?))
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.grid, self.class.name())
    }
}

/// Names whom a statement is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One person.
    Person(PersonId),
    /// A whole home.
    Household(HouseholdId),
}

impl Subject {
    /// Returns the person, if it is one.
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            Self::Person(id) => Some(id),
            Self::Household(_) => None,
        }
    }

    /// Returns the id, whichever it is.
    pub fn id(&self) -> &str {
        match self {
            Self::Person(id) => id.as_str(),
            Self::Household(id) => id.as_str(),
        }
    }
}

/// Sets one register field, naming the op it replaces.
///
/// Fields of a person: `name`, `id_number`, `sex` (GB/T 2261.1 code),
/// `relation` (GB/T 4761 code), `phone`, `nickname`, `guardian`,
/// `guardian_phone`, `note`. Fields of a home: `head` (person id), `group`,
/// `house_no`, `address`, `phone`, `note`. Readers keep names they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldSet {
    /// Name of the field.
    pub name: String,
    /// The new value; none clears it.
    pub value: Option<String>,
    /// The op whose value it replaces, as its author saw it.
    pub was: Option<OpId>,
}

/// Says where a fact came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactSource {
    /// A list of the office.
    Roster,
    /// A visit.
    Visit,
    /// Written down outside a visit.
    Worker,
}

/// Says how sure a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// 本人说.
    Said,
    /// 看到证件.
    Seen,
    /// 核对.
    Checked,
}

/// Sets one fact as of a day, naming the op it replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactSet {
    /// Id in the fact dictionary.
    pub fact: String,
    /// The value.
    pub value: FactValue,
    /// The day from which it is known to be so.
    pub day: Day,
    /// Where it came from.
    pub source: FactSource,
    /// How sure it is.
    pub certainty: Certainty,
    /// The op whose value it replaces, as its author saw it.
    pub was: Option<OpId>,
}

/// Names what in a row could not be read as it stands; nothing is dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// Cell, such as `D17`.
    pub cell: String,
    /// Code of the problem.
    pub code: String,
    /// The cell's text.
    pub raw: String,
}

/// Names a row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowAt {
    /// Name of the sheet.
    pub sheet: String,
    /// Row in the sheet, from 1.
    pub row: u32,
}

/// Counts what became of the rows of a sheet; the counts add up to `rows`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCount {
    /// Name of the sheet.
    pub name: String,
    /// Rows in its used range.
    pub rows: u32,
    /// Rows read as a person.
    pub read: u32,
    /// Empty rows.
    pub blank: u32,
    /// Title rows.
    pub title: u32,
    /// Header rows.
    pub header: u32,
    /// Rows of totals.
    pub total: u32,
    /// Rows of remarks.
    pub note: u32,
    /// Rows that name nobody and are none of the above.
    pub unreadable: u32,
}

/// Says how a visit was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// 入户.
    InPerson,
    /// 电话.
    Phone,
    /// 微信.
    Wechat,
    /// 巡查.
    Patrol,
}

/// Says whom a visit met for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The person the visit was for.
    pub person: PersonId,
    /// Code of the dictionary's `met`; `1` is the person.
    pub met: String,
}

/// Says for which role and obligation a worker acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActsFor {
    /// The role held.
    pub role: Role,
    /// The role acted for.
    #[serde(rename = "for")]
    pub for_role: Role,
    /// The obligation, such as `V02`.
    pub obligation: String,
}

/// Names a duty: obligation, actor role, subject and first day of its period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DutyRef {
    /// The obligation.
    pub obligation: String,
    /// The role that owes it.
    pub role: Role,
    /// To whom.
    pub about: Subject,
    /// First day of the period.
    pub first: Day,
}

/// Names a checklist section that was asked and the obligations that asked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The checklist, such as `CL-03`.
    pub checklist: String,
    /// About whom.
    pub about: Subject,
    /// Obligations for which it was asked; empty when the worker opened it.
    pub why: Vec<String>,
}

/// Names a pack by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackRef {
    /// Id of the pack.
    pub id: String,
    /// SHA-256 of its content, lower-case hex.
    pub sha256: String,
}

/// Says how an answer came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It was asked on this visit.
    Asked,
    /// 与上次相同 was confirmed on this visit.
    Same,
    /// It was shown and not asked (没问).
    NotAsked,
}

/// Holds one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The question, such as `CL-03-2`.
    pub q: String,
    /// About whom.
    pub about: Subject,
    /// What it writes: a dictionary id, `visit.<x>`, `ledger.<x>`, or nothing.
    pub writes: Option<String>,
    /// The value; none exactly when it was not asked.
    pub value: Option<FactValue>,
    /// How it came to be.
    pub how: How,
    /// The op of the answer it repeats.
    pub same_as: Option<OpId>,
}

/// Holds a hint as it was shown; it is never recomputed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownHint {
    /// The scheme, such as `R16`.
    pub scheme: String,
    /// About whom.
    pub about: Subject,
    /// Code of the verdict: `may_qualify`, `not_by_what_is_known`, `to_verify`,
    /// `standard_not_set`, `needs_judgement` or `does_not_apply`.
    pub verdict: String,
    /// The pack that judged, one of `visit.closed.packs` or beside it; absent in records before 0.3.
    #[serde(default)]
    pub pack: Option<String>,
    /// Ids of the conditions that made the verdict.
    #[serde(default)]
    pub because: Vec<String>,
    /// Facts that were missing.
    #[serde(default)]
    pub missing: Vec<ShownMissing>,
    /// Names of standards that were not set.
    #[serde(default)]
    pub unset: Vec<String>,
    /// The amount, as far as one was given.
    #[serde(default)]
    pub amount: Option<ShownAmount>,
}

/// Names a fact that a hint was missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownMissing {
    /// Whose: a person, or none for the home.
    pub person: Option<PersonId>,
    /// Id of the fact, the list or the field, as rules name it.
    pub fact: String,
}

/// Holds an amount as a hint gave it, rounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownAmount {
    /// At least so many fen.
    pub low: Option<i64>,
    /// At most so many fen; equal to `low` where it was exact.
    pub high: Option<i64>,
    /// `once`, `month` or `year`.
    pub unit: String,
}

/// Names bodies of one instance by ranges of sequence numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyRange {
    /// The instance that wrote them.
    pub instance: InstanceId,
    /// Ranges `[first, last]`, ascending, both ends included.
    pub seqs: Vec<(u64, u64)>,
}

/// Says whose number was called; the number itself is never kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// The person's own.
    Person,
    /// The home's.
    Household,
    /// The guardian's or carer's.
    Guardian,
}

/// Counts what became of the rows of a sheet of a match list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchSheet {
    /// Name of the sheet.
    pub name: String,
    /// Titles of its columns as written, in their order.
    pub titles: Vec<String>,
    /// Rows that became tasks.
    pub rows: u32,
    /// Empty rows.
    pub blank: u32,
    /// Titles, headers and remarks.
    pub note: u32,
    /// Rows that name nobody and are none of the above.
    pub unreadable: u32,
}

/// Holds one cell of a match list as the sender wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchCell {
    /// Title of its column.
    pub title: String,
    /// The text.
    pub text: String,
}
