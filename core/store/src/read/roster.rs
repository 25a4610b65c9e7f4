//! Lists that were applied.

use super::{Snapshot, day_of, from_json};
use crate::error::Result;
use rusqlite::OptionalExtension;
use tanfang_domain::event::{RowProblem, SheetCount};
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
    /// Who applied it.
    pub worker: WorkerId,
    /// The op that says so.
    pub op: OpId,
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
    /// The op that says so.
    pub op: OpId,
}

impl Snapshot<'_> {
    /// Lists the lists that were applied, the newest first.
    pub fn batches(&self) -> Result<Vec<BatchRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT batch_id, grid_id, file_name, file_sha256, class, sheets, day, changed,
                worker_id, op_id
             FROM p_batch ORDER BY day DESC, op_id DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut batches = Vec::new();
        while let Some(row) = rows.next()? {
            batches.push(BatchRecord {
                batch: BatchId::new(row.get::<_, String>(0)?),
                grid: GridId::new(row.get::<_, String>(1)?),
                file_name: row.get(2)?,
                file_sha256: row.get(3)?,
                class: row.get(4)?,
                sheets: from_json("p_batch.sheets", &row.get::<_, String>(5)?)?,
                day: day_of("p_batch.day", &row.get::<_, String>(6)?)?,
                changed: row.get(7)?,
                worker: WorkerId::new(row.get::<_, String>(8)?),
                op: OpId::new(row.get::<_, String>(9)?),
            });
        }
        Ok(batches)
    }

    /// Lists the rows of a list that gave an op, in the order of the sheets.
    pub fn roster_rows(&self, batch: &BatchId) -> Result<Vec<RosterRowRecord>> {
        self.rows(
            "WHERE batch_id = ?1 ORDER BY sheet, row, op_id",
            batch.as_str(),
        )
    }

    /// Lists the rows of every list that gave an op, oldest first.
    pub fn all_roster_rows(&self) -> Result<Vec<RosterRowRecord>> {
        self.rows("WHERE ?1 = '' ORDER BY op_id", "")
    }

    /// Lists everything lists have said of a person, oldest first.
    pub fn roster_rows_of(&self, person: &PersonId) -> Result<Vec<RosterRowRecord>> {
        self.rows("WHERE person_id = ?1 ORDER BY op_id", person.as_str())
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

    /// Tells whether a file with this SHA-256 was applied before, and returns its batch.
    pub fn batch_of_file(&self, file_sha256: &str) -> Result<Option<BatchId>> {
        let found: Option<String> = self
            .db
            .prepare_cached(
                "SELECT batch_id FROM p_batch WHERE file_sha256 = ?1 ORDER BY op_id LIMIT 1",
            )?
            .query_row([file_sha256], |r| r.get(0))
            .optional()?;
        Ok(found.map(BatchId::new))
    }

    fn rows(&self, condition: &str, id: &str) -> Result<Vec<RosterRowRecord>> {
        let sql = format!(
            "SELECT batch_id, sheet, row, row_sha256, household_id, person_id, problems, op_id
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
                op: OpId::new(row.get::<_, String>(7)?),
            });
        }
        Ok(found)
    }
}
