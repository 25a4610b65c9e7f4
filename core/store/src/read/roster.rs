//! Lists that were applied.

use super::{Snapshot, day_of, from_json};
use crate::error::Result;
use rusqlite::OptionalExtension;
use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::event::{RowAt, RowProblem, SheetCount};
use tanfang_values::{BatchId, Day, GridId, HouseholdId, OpId, PersonId, WorkerId};

/// A list that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRecord {
    /// The batch.
    pub batch: BatchId,
    /// The grid it was applied to.
    pub grid: GridId,
    /// Name of the file.
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
    /// Rows that the worker put off.
    pub postponed: Vec<RowAt>,
    /// Who applied it.
    pub worker: WorkerId,
    /// The op that says so.
    pub op: OpId,
    /// Whether it was undone.
    pub undone: Option<BatchUndone>,
}

/// The undoing of a list; of several the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchUndone {
    /// Civil day.
    pub day: Day,
    /// Who undid it.
    pub worker: WorkerId,
    /// Why, in the worker's words.
    pub reason: Option<String>,
    /// Persons whose rows stay, by any undoing of it.
    pub kept: Vec<PersonId>,
    /// The op that says so.
    pub op: OpId,
}

/// Why the rows of a person must stay when a list is undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeptWhy {
    /// The home was visited.
    Visit,
    /// Somebody went there and met nobody.
    Attempt,
    /// The home was called.
    Contact,
    /// Visits of the person or the home were suspended.
    Pause,
    /// A flag was raised.
    Flag,
    /// The worker changed something of the person or the home.
    Edit,
    /// A draft of a visit is open.
    Draft,
    /// A task of a match list is about the person, or was answered.
    Task,
}

/// A person of a list with the reasons for which the rows stay when it is undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WouldBeKept {
    /// The person.
    pub person: PersonId,
    /// The home the list names.
    pub household: HouseholdId,
    /// Why, each once.
    pub why: Vec<KeptWhy>,
}

/// Who would go and who would stay if a list were undone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UndoLook {
    /// Persons the list names.
    pub persons: u64,
    /// Those who would stay, by person.
    pub kept: Vec<WouldBeKept>,
}

/// A row of a list that said something new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRowRecord {
    /// The batch.
    pub batch: BatchId,
    /// Name of the sheet.
    pub sheet: String,
    /// Row in the sheet, from 1.
    pub row: u32,
    /// SHA-256 of the row's cells.
    pub row_sha256: String,
    /// The home.
    pub household: HouseholdId,
    /// The person.
    pub person: PersonId,
    /// What could not be read as it stands.
    pub problems: Vec<RowProblem>,
    /// Whether it is undone with its list.
    pub undone: bool,
    /// The op that says so.
    pub op: OpId,
}

/// What keeps a person (?1) of a home (?2) when a list is undone: what was written
/// after the list (?3, ?4), and what is open.
const UNDO_REASONS: &[(&str, KeptWhy)] = &[
    (
        "SELECT 1 FROM p_visit WHERE household_id = ?2 AND (hlc_ms, hlc_n) > (?3, ?4) AND ?1 <> ''",
        KeptWhy::Visit,
    ),
    (
        "SELECT 1 FROM p_attempt WHERE household_id = ?2 AND (hlc_ms, hlc_n) > (?3, ?4) AND ?1 <> ''",
        KeptWhy::Attempt,
    ),
    (
        "SELECT 1 FROM p_contact WHERE household_id = ?2 AND (hlc_ms, hlc_n) > (?3, ?4) AND ?1 <> ''",
        KeptWhy::Contact,
    ),
    (
        "SELECT 1 FROM p_pause WHERE household_id = ?2 AND (hlc_ms, hlc_n) > (?3, ?4)
         AND (person_id IS NULL OR person_id = ?1)",
        KeptWhy::Pause,
    ),
    (
        "SELECT 1 FROM p_flag f JOIN op_log l ON l.op_id = f.op_id WHERE f.household_id = ?2
         AND (l.hlc_ms, l.hlc_n) > (?3, ?4) AND ?1 <> ''",
        KeptWhy::Flag,
    ),
    (
        "SELECT 1 FROM op_log WHERE entity IN (?1, ?2) AND (hlc_ms, hlc_n) > (?3, ?4) AND kind IN
         ('person.set', 'household.set', 'person.died', 'person.left', 'person.joined')
         AND op_id NOT IN (SELECT named FROM p_change_undone)",
        KeptWhy::Edit,
    ),
    (
        "SELECT 1 FROM p_membership m JOIN op_log l ON l.op_id = m.op_id WHERE m.person_id = ?1
         AND m.source IS NULL AND (l.hlc_ms, l.hlc_n) > (?3, ?4) AND ?2 <> ''",
        KeptWhy::Edit,
    ),
    (
        "SELECT 1 FROM l_draft WHERE household_id = ?2 AND ?1 <> ''",
        KeptWhy::Draft,
    ),
    (
        "SELECT 1 FROM p_match_task WHERE household_id = ?2 AND person_id = ?1",
        KeptWhy::Task,
    ),
];

impl Snapshot<'_> {
    /// Lists the lists that were applied, the newest first; undone ones are among them.
    pub fn batches(&self) -> Result<Vec<BatchRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT b.batch_id, b.grid_id, b.file_name, b.file_sha256, b.class, b.sheets, b.day,
                b.changed, b.postponed, b.worker_id, b.op_id, u.op_id, u.day, u.worker_id, u.reason
             FROM p_batch b LEFT JOIN p_batch_undone u ON u.op_id =
                (SELECT w.op_id FROM p_batch_undone w WHERE w.batch_id = b.batch_id
                 ORDER BY w.hlc_ms, w.hlc_n, w.instance, w.op_id LIMIT 1)
             ORDER BY b.day DESC, b.op_id DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut batches = Vec::new();
        while let Some(row) = rows.next()? {
            let batch = BatchId::new(row.get::<_, String>(0)?);
            let undone = match row.get::<_, Option<String>>(11)? {
                Some(op) => Some(BatchUndone {
                    day: day_of("p_batch_undone.day", &row.get::<_, String>(12)?)?,
                    worker: WorkerId::new(row.get::<_, String>(13)?),
                    reason: row.get(14)?,
                    kept: self.kept_of(&batch)?,
                    op: OpId::new(op),
                }),
                None => None,
            };
            batches.push(BatchRecord {
                batch,
                grid: GridId::new(row.get::<_, String>(1)?),
                file_name: row.get(2)?,
                file_sha256: row.get(3)?,
                class: row.get(4)?,
                sheets: from_json("p_batch.sheets", &row.get::<_, String>(5)?)?,
                day: day_of("p_batch.day", &row.get::<_, String>(6)?)?,
                changed: row.get(7)?,
                postponed: from_json("p_batch.postponed", &row.get::<_, String>(8)?)?,
                worker: WorkerId::new(row.get::<_, String>(9)?),
                op: OpId::new(row.get::<_, String>(10)?),
                undone,
            });
        }
        Ok(batches)
    }

    fn kept_of(&self, batch: &BatchId) -> Result<Vec<PersonId>> {
        let mut statement = self.db.prepare_cached(
            "SELECT person_id FROM p_batch_kept WHERE batch_id = ?1 ORDER BY person_id",
        )?;
        let rows = statement.query_map([batch.as_str()], |r| {
            Ok(PersonId::new(r.get::<_, String>(0)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Looks who would stay if a list were undone: everybody of it in whose home
    /// something was written down since, or who was changed by hand.
    ///
    /// `kept` of the undoing op are these persons.
    pub fn undo_look(&self, batch: &BatchId) -> Result<UndoLook> {
        let since = self
            .db
            .prepare_cached("SELECT hlc_ms, hlc_n FROM p_batch WHERE batch_id = ?1")?
            .query_row([batch.as_str()], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let (ms, n): (i64, i64) = since.unwrap_or((i64::MIN, 0));
        let mut persons: BTreeMap<PersonId, (HouseholdId, BTreeSet<KeptWhy>)> = BTreeMap::new();
        let mut statement = self.db.prepare_cached(
            "SELECT person_id, household_id FROM p_roster_row WHERE batch_id = ?1 ORDER BY op_id",
        )?;
        let rows = statement.query_map([batch.as_str()], |r| {
            Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?))
        })?;
        for row in rows {
            let (person, home) = row?;
            persons.insert(
                PersonId::new(person),
                (HouseholdId::new(home), BTreeSet::new()),
            );
        }
        for (sql, why) in UNDO_REASONS {
            let mut statement = self.db.prepare_cached(sql)?;
            let wanted = statement.parameter_count();
            for (person, (home, reasons)) in &mut persons {
                let ids = (person.as_str(), home.as_str());
                let found = match wanted {
                    2 => statement.exists(ids)?,
                    _ => statement.exists((ids.0, ids.1, ms, n))?,
                };
                if found {
                    reasons.insert(*why);
                }
            }
        }
        Ok(UndoLook {
            persons: persons.len() as u64,
            kept: persons
                .into_iter()
                .filter(|(_, (_, why))| !why.is_empty())
                .map(|(person, (household, why))| WouldBeKept {
                    person,
                    household,
                    why: why.into_iter().collect(),
                })
                .collect(),
        })
    }

    /// Lists the rows of a list that gave an op, in the order of the sheets; undone
    /// rows are among them and say so.
    pub fn roster_rows(&self, batch: &BatchId) -> Result<Vec<RosterRowRecord>> {
        self.rows(
            "WHERE batch_id = ?1 ORDER BY sheet, row, op_id",
            batch.as_str(),
        )
    }

    /// Lists the rows of every list that gave an op and is not undone, oldest first.
    pub fn all_roster_rows(&self) -> Result<Vec<RosterRowRecord>> {
        self.rows("WHERE ?1 = '' AND undone = 0 ORDER BY op_id", "")
    }

    /// Lists everything lists say of a person, oldest first; undone rows are left out.
    pub fn roster_rows_of(&self, person: &PersonId) -> Result<Vec<RosterRowRecord>> {
        self.rows(
            "WHERE person_id = ?1 AND undone = 0 ORDER BY op_id",
            person.as_str(),
        )
    }

    /// Finds the persons of an identity number, as written.
    pub fn persons_by_id_number(&self, id_number: &str) -> Result<Vec<PersonId>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT person_id FROM p_person WHERE id_number = ?1 ORDER BY 1")?;
        let rows =
            statement.query_map([id_number], |r| Ok(PersonId::new(r.get::<_, String>(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Tells whether a file with this SHA-256 was applied before and not undone
    /// since, and returns its batch.
    pub fn batch_of_file(&self, file_sha256: &str) -> Result<Option<BatchId>> {
        let found: Option<String> = self
            .db
            .prepare_cached(
                "SELECT batch_id FROM p_batch b WHERE file_sha256 = ?1 AND NOT EXISTS
                 (SELECT 1 FROM p_batch_undone u WHERE u.batch_id = b.batch_id)
                 ORDER BY op_id LIMIT 1",
            )?
            .query_row([file_sha256], |r| r.get(0))
            .optional()?;
        Ok(found.map(BatchId::new))
    }

    fn rows(&self, condition: &str, id: &str) -> Result<Vec<RosterRowRecord>> {
        let sql = format!(
            "SELECT batch_id, sheet, row, row_sha256, household_id, person_id, problems, undone,
                op_id
             FROM p_roster_row {condition}"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([id])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(RosterRowRecord {
                batch: BatchId::new(row.get::<_, String>(0)?),
                sheet: row.get(1)?,
                row: row.get(2)?,
                row_sha256: row.get(3)?,
                household: HouseholdId::new(row.get::<_, String>(4)?),
                person: PersonId::new(row.get::<_, String>(5)?),
                problems: from_json("p_roster_row.problems", &row.get::<_, String>(6)?)?,
                undone: row.get(7)?,
                op: OpId::new(row.get::<_, String>(8)?),
            });
        }
        Ok(found)
    }
}
