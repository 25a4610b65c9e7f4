//! Visits and attempts.

use super::{Of, Snapshot, day_of, from_json, unreadable};
use crate::error::Result;
use crate::project::{by_name, origin_at};
use rusqlite::Row;
use std::collections::BTreeMap;
use tanfang_domain::event::{Answer, Decoded, DutyRef, Event, ShownHint};
use tanfang_domain::schedule::record::{AnswerRecord, AttemptRecord, VisitRecord};
use tanfang_domain::visit::close::AlreadyClosed;
use tanfang_values::{AttemptId, Day, GridId, HouseholdId, OpId, Stamp, VisitId, WorkerId};

const VISIT: &str = "visit_id, household_id, grid_id, worker_id, day, opened_ms, opened_offset,
    closed_ms, closed_offset, mode, seen, roles, acts_for, answers, op_id, instance, hlc_ms, hlc_n,
    place";

const ATTEMPT: &str = "attempt_id, household_id, grid_id, worker_id, day, met, persons, roles,
    op_id, instance, hlc_ms, hlc_n";

/// A visit with what only its own page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitDetail {
    /// The visit with its corrections applied.
    pub record: VisitRecord,
    /// Duties that were shown as completed when it closed.
    pub duties: Vec<DutyRef>,
    /// Hints as they were shown.
    pub hints: Vec<ShownHint>,
    /// Whether a correction says that it did not take place.
    pub void: bool,
    /// How many other closings of the same visit are kept beside it.
    pub copies: u64,
}

impl Snapshot<'_> {
    /// Lists visits from a day on, by day; void ones are left out.
    pub fn visits(&self, of: Of<'_>, from: Day) -> Result<Vec<VisitRecord>> {
        let sql = format!(
            "SELECT {VISIT} FROM p_visit v WHERE {} AND v.day >= ?2 AND v.void = 0
             ORDER BY v.day, v.hlc_ms, v.hlc_n, v.instance, v.op_id",
            of.condition("v")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query((of.parameter(), from.to_string()))?;
        let mut visits = Vec::new();
        while let Some(row) = rows.next()? {
            visits.push(visit(row)?);
        }
        Ok(visits)
    }

    /// Returns a visit, a void one too.
    pub fn visit(&self, id: &VisitId) -> Result<Option<VisitDetail>> {
        let sql =
            format!("SELECT {VISIT}, duties, hints, void, copies FROM p_visit WHERE visit_id = ?1");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([id.as_str()])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        Ok(Some(VisitDetail {
            record: visit(row)?,
            duties: from_json("p_visit.duties", &row.get::<_, String>(19)?)?,
            hints: from_json("p_visit.hints", &row.get::<_, String>(20)?)?,
            void: row.get(21)?,
            copies: row.get::<_, i64>(22)?.cast_unsigned(),
        }))
    }

    /// Returns of each home the day of the last visit and its id.
    pub fn last_visits(&self, of: Of<'_>) -> Result<BTreeMap<HouseholdId, (Day, VisitId)>> {
        let sql = format!(
            "SELECT h.household_id, v.day, v.visit_id FROM p_household h CROSS JOIN p_visit v
             ON v.visit_id = (SELECT w.visit_id FROM p_visit w
                WHERE w.household_id = h.household_id AND w.void = 0
                ORDER BY w.day DESC, w.hlc_ms DESC, w.hlc_n DESC, w.instance DESC, w.op_id DESC
                LIMIT 1)
             WHERE {}",
            of.condition("h")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([of.parameter()])?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next()? {
            found.insert(
                HouseholdId::new(row.get::<_, String>(0)?),
                (
                    day_of("p_visit.day", &row.get::<_, String>(1)?)?,
                    VisitId::new(row.get::<_, String>(2)?),
                ),
            );
        }
        Ok(found)
    }

    /// Lists attempts from a day on, by day.
    pub fn attempts(&self, of: Of<'_>, from: Day) -> Result<Vec<AttemptRecord>> {
        let sql = format!(
            "SELECT {ATTEMPT} FROM p_attempt a WHERE {} AND a.day >= ?2
             ORDER BY a.day, a.hlc_ms, a.hlc_n, a.instance, a.op_id",
            of.condition("a")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query((of.parameter(), from.to_string()))?;
        let mut attempts = Vec::new();
        while let Some(row) = rows.next()? {
            attempts.push(attempt(row)?);
        }
        Ok(attempts)
    }

    /// Returns what a visit became when it was first closed, uncorrected.
    pub fn already_closed(&self, id: &VisitId) -> Result<Option<AlreadyClosed>> {
        let mut statement = self.db.prepare_cached(
            "SELECT l.kind, l.v, b.body, l.instance FROM op_log l JOIN op_body b ON b.pos = l.pos
             WHERE l.entity = ?1 AND l.kind IN ('visit.closed', 'visit.answers')
             ORDER BY l.kind DESC, l.hlc_ms, l.hlc_n, l.instance, l.op_id",
        )?;
        let mut rows = statement.query([id.as_str()])?;
        let mut first: Option<(String, AlreadyClosed)> = None;
        while let Some(row) = rows.next()? {
            let (kind, instance): (String, String) = (row.get(0)?, row.get(3)?);
            let body: Vec<u8> = row.get(2)?;
            let Decoded::Known(event) = Event::decode(&kind, row.get(1)?, &body) else {
                continue;
            };
            match (*event, &mut first) {
                (Event::VisitClosed(closed), None) => {
                    let answers = Vec::new();
                    first = Some((instance, AlreadyClosed { closed, answers }));
                }
                (Event::VisitAnswers(answers), Some((of, closed))) if *of == instance => {
                    closed.answers.push(answers);
                }
                _ => {}
            }
        }
        Ok(first.map(|(_, closed)| closed))
    }
}

fn visit(row: &Row<'_>) -> Result<VisitRecord> {
    let answers: Vec<(Answer, OpId)> = from_json("p_visit.answers", &row.get::<_, String>(13)?)?;
    Ok(VisitRecord {
        visit: VisitId::new(row.get::<_, String>(0)?),
        household: HouseholdId::new(row.get::<_, String>(1)?),
        grid: GridId::new(row.get::<_, String>(2)?),
        worker: WorkerId::new(row.get::<_, String>(3)?),
        day: day_of("p_visit.day", &row.get::<_, String>(4)?)?,
        opened: stamp(row, 5)?,
        closed: stamp(row, 7)?,
        mode: by_name(&row.get::<_, String>(9)?).ok_or_else(|| unreadable("p_visit.mode"))?,
        seen: from_json("p_visit.seen", &row.get::<_, String>(10)?)?,
        roles: from_json("p_visit.roles", &row.get::<_, String>(11)?)?,
        acts_for: from_json("p_visit.acts_for", &row.get::<_, String>(12)?)?,
        place: row
            .get::<_, Option<String>>(18)?
            .map(|place| by_name(&place).ok_or_else(|| unreadable("p_visit.place")))
            .transpose()?,
        answers: answers
            .into_iter()
            .map(|(answer, op)| AnswerRecord { answer, op })
            .collect(),
        origin: origin_at(row, 14)?,
    })
}

fn attempt(row: &Row<'_>) -> Result<AttemptRecord> {
    Ok(AttemptRecord {
        attempt: AttemptId::new(row.get::<_, String>(0)?),
        household: HouseholdId::new(row.get::<_, String>(1)?),
        grid: GridId::new(row.get::<_, String>(2)?),
        worker: WorkerId::new(row.get::<_, String>(3)?),
        day: day_of("p_attempt.day", &row.get::<_, String>(4)?)?,
        met: row.get(5)?,
        persons: from_json("p_attempt.persons", &row.get::<_, String>(6)?)?,
        roles: from_json("p_attempt.roles", &row.get::<_, String>(7)?)?,
        origin: origin_at(row, 8)?,
    })
}

fn stamp(row: &Row<'_>, first: usize) -> rusqlite::Result<Stamp> {
    Ok(Stamp {
        ms: row.get(first)?,
        offset_min: row.get(first + 1)?,
    })
}
