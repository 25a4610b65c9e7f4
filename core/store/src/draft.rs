//! Drafts: saved at every answer, at most one open a home, no operations yet.

use crate::error::{Result, StoreError};
use crate::ops;
use crate::ports::{Moment, Random};
use crate::project::{by_name, name_of, to_json};
use crate::read::Snapshot;
use crate::store::Store;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior};
use tanfang_domain::checklist::given::{Answers, Given};
use tanfang_domain::event::{Mode, Subject};
use tanfang_domain::visit::draft::Draft;
use tanfang_values::{Day, HouseholdId, Stamp, VisitId, WorkerId};

impl Store {
    /// Opens the draft of a home: resumes the one that is open, or mints a visit.
    pub fn open_draft(
        &self,
        household: &HouseholdId,
        worker: &WorkerId,
        now: &Moment,
        random: &mut dyn Random,
    ) -> Result<Draft> {
        let mut writer = self.writer();
        let tx = writer
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(draft) = Snapshot::new(&tx).draft_of(household)? {
            return Ok(draft);
        }
        let visit = VisitId::new(ops::uuid_v7(now.stamp.ms, random));
        let draft = Draft::new(visit, household.clone(), now.stamp);
        tx.execute(
            "INSERT INTO l_draft
             (visit_id, household_id, worker_id, opened_ms, opened_offset, mode, day_set, changed_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, ?4)",
            (
                draft.visit.as_str(),
                household.as_str(),
                worker.as_str(),
                now.stamp.ms,
                now.stamp.offset_min,
                name_of(&draft.mode),
            ),
        )?;
        tx.commit()?;
        Ok(draft)
    }

    /// Saves an answer of an open draft; it is durable when this returns.
    pub fn save_answer(&self, visit: &VisitId, given: &Given) -> Result<()> {
        self.change_draft(visit, given.at.ms, |db| {
            db.prepare_cached(
                "INSERT INTO l_draft_answer (visit_id, key, about, given) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (visit_id, key, about) DO UPDATE SET given = excluded.given",
            )?
            .execute((
                visit.as_str(),
                &given.key,
                to_json(&given.about),
                to_json(given),
            ))?;
            Ok(())
        })
    }

    /// Takes an answer of an open draft back.
    pub fn take_answer(
        &self,
        visit: &VisitId,
        key: &str,
        about: &Subject,
        now: Stamp,
    ) -> Result<()> {
        self.change_draft(visit, now.ms, |db| {
            db.prepare_cached(
                "DELETE FROM l_draft_answer WHERE visit_id = ?1 AND key = ?2 AND about = ?3",
            )?
            .execute((visit.as_str(), key, to_json(about)))?;
            Ok(())
        })
    }

    /// Saves a draft whole: mode, day, place and every answer.
    pub fn save_draft(&self, draft: &Draft, now: Stamp) -> Result<()> {
        self.change_draft(&draft.visit, now.ms, |db| {
            db.prepare_cached(
                "UPDATE l_draft SET mode = ?2, day_set = ?3, place = ?4 WHERE visit_id = ?1",
            )?
            .execute((
                draft.visit.as_str(),
                name_of(&draft.mode),
                draft.day_set.map(|d| d.to_string()),
                draft.place.as_ref().map(name_of),
            ))?;
            let answers = draft.answers.iter();
            let rows: Vec<(&str, String, String)> = answers
                .map(|given| (given.key.as_str(), to_json(&given.about), to_json(given)))
                .collect();
            // An answer more leaves those before it as they stand.
            let same = rewrite_from(db, &draft.visit, &rows)?;
            let mut insert = db.prepare_cached(
                "INSERT INTO l_draft_answer (visit_id, key, about, given) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for (key, about, given) in rows.iter().skip(same) {
                insert.execute((draft.visit.as_str(), key, about, given))?;
            }
            Ok(())
        })
    }

    /// Throws an open draft away.
    pub fn discard_draft(&self, visit: &VisitId) -> Result<()> {
        self.writer()
            .db
            .prepare_cached("DELETE FROM l_draft WHERE visit_id = ?1")?
            .execute([visit.as_str()])?;
        Ok(())
    }

    fn change_draft(
        &self,
        visit: &VisitId,
        at_ms: i64,
        change: impl FnOnce(&Connection) -> Result<()>,
    ) -> Result<()> {
        let mut writer = self.writer();
        let tx = writer
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let there = tx
            .prepare_cached("UPDATE l_draft SET changed_ms = ?2 WHERE visit_id = ?1")?
            .execute((visit.as_str(), at_ms))?;
        if there == 0 {
            return Err(StoreError::NoDraft {
                visit_id: visit.as_str().to_owned(),
            });
        }
        change(&tx)?;
        tx.commit()?;
        Ok(())
    }
}

/// Removes the saved answers of a draft from the first that is another one now;
/// returns how many stay.
fn rewrite_from(
    db: &Connection,
    visit: &VisitId,
    rows: &[(&str, String, String)],
) -> Result<usize> {
    let mut statement = db.prepare_cached(
        "SELECT id, key, about, given FROM l_draft_answer WHERE visit_id = ?1 ORDER BY id",
    )?;
    let mut saved = statement.query([visit.as_str()])?;
    let mut same = 0;
    while let Some(row) = saved.next()? {
        let text = |n: usize| -> Result<&str> {
            let value = row.get_ref(n)?;
            Ok(value.as_str().unwrap_or_default())
        };
        let stands = match rows.get(same) {
            Some((key, about, given)) => text(1)? == *key && text(2)? == about && text(3)? == given,
            None => false,
        };
        if !stands {
            let first: i64 = row.get(0)?;
            db.prepare_cached("DELETE FROM l_draft_answer WHERE visit_id = ?1 AND id >= ?2")?
                .execute((visit.as_str(), first))?;
            break;
        }
        same += 1;
    }
    Ok(same)
}

const COLUMNS: &str = "visit_id, household_id, opened_ms, opened_offset, mode, day_set, place";

impl Snapshot<'_> {
    /// Returns an open draft by its visit.
    pub fn draft(&self, visit: &VisitId) -> Result<Option<Draft>> {
        self.one_draft("visit_id", visit.as_str())
    }

    /// Returns the open draft of a home.
    pub fn draft_of(&self, household: &HouseholdId) -> Result<Option<Draft>> {
        self.one_draft("household_id", household.as_str())
    }

    /// Lists all open drafts, the oldest first.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let sql = format!("SELECT {COLUMNS} FROM l_draft ORDER BY opened_ms, visit_id");
        let mut statement = self.db.prepare_cached(&sql)?;
        let drafts: Vec<Draft> = statement
            .query_map([], read)?
            .collect::<rusqlite::Result<_>>()?;
        drafts.into_iter().map(|d| self.with_answers(d)).collect()
    }

    fn one_draft(&self, column: &str, id: &str) -> Result<Option<Draft>> {
        let sql = format!("SELECT {COLUMNS} FROM l_draft WHERE {column} = ?1");
        let draft = self
            .db
            .prepare_cached(&sql)?
            .query_row([id], read)
            .optional()?;
        draft.map(|d| self.with_answers(d)).transpose()
    }

    fn with_answers(&self, mut draft: Draft) -> Result<Draft> {
        let mut statement = self
            .db
            .prepare_cached("SELECT given FROM l_draft_answer WHERE visit_id = ?1 ORDER BY id")?;
        let saved: Vec<String> = statement
            .query_map([draft.visit.as_str()], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let given = saved
            .iter()
            .map(|json| {
                serde_json::from_str::<Given>(json).map_err(|_| StoreError::Op {
                    op: draft.visit.as_str().to_owned(),
                    reason: "an answer of the draft does not read".to_owned(),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        draft.answers = Answers::new(given);
        Ok(draft)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let stamp = Stamp {
        ms: row.get(2)?,
        offset_min: row.get(3)?,
    };
    let visit = VisitId::new(row.get::<_, String>(0)?);
    let household = HouseholdId::new(row.get::<_, String>(1)?);
    let mut draft = Draft::new(visit, household, stamp);
    draft.mode = by_name(&row.get::<_, String>(4)?).unwrap_or(Mode::InPerson);
    draft.day_set = row
        .get::<_, Option<String>>(5)?
        .and_then(|day| Day::parse(&day).ok());
    draft.place = row
        .get::<_, Option<String>>(6)?
        .and_then(|place| by_name(&place));
    Ok(draft)
}
