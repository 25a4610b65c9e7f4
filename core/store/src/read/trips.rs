//! What changes which trips are owed, rounds through an area, what was handed in.

use super::{Of, Snapshot, day_of, from_json, unreadable};
use crate::error::Result;
use crate::project::{PERSON, by_name, origin_at};
use rusqlite::Row;
use std::collections::BTreeMap;
use tanfang_domain::event::{Clue, ClueAnswer, Subject};
use tanfang_domain::role::Role;
use tanfang_domain::schedule::record::{HandedRecord, OverrideRecord, PatrolRecord, PauseRecord};
use tanfang_values::{
    ClueId, Day, GridId, HouseholdId, OverrideId, PatrolId, PauseId, PersonId, Stamp, WorkerId,
};

const PAUSE: &str = "pause_id, household_id, person_id, obligations, from_day, to_day, why, note,
    approved_by, op_id, instance, hlc_ms, hlc_n";

const OVERRIDE: &str = "override_id, grid_id, area, obligations, mode, from_day, to_day, source,
    op_id, instance, hlc_ms, hlc_n";

const PATROL: &str = "patrol_id, grid_id, worker_id, day, at_ms, at_offset, groups, roles, note,
    op_id, instance, hlc_ms, hlc_n";

const REPORT: &str = "deadline, role, grid_id, first_day, about_kind, about_id, day, note,
    worker_id, op_id, instance, hlc_ms, hlc_n";

impl Snapshot<'_> {
    /// Lists pauses that end on a day or later, by first day.
    pub fn pauses(&self, of: Of<'_>, from: Day) -> Result<Vec<PauseRecord>> {
        let sql = format!(
            "SELECT {PAUSE} FROM p_pause s WHERE {} AND s.to_day >= ?2
             ORDER BY s.from_day, s.pause_id",
            of.condition("s")
        );
        self.listed(&sql, (of.parameter(), from.to_string()), pause)
    }

    /// Returns one pause.
    pub fn pause(&self, id: &PauseId) -> Result<Option<PauseRecord>> {
        let sql = format!("SELECT {PAUSE} FROM p_pause WHERE pause_id = ?1");
        Ok(self.listed(&sql, [id.as_str()], pause)?.pop())
    }

    /// Lists orders of another contact in a grid that end on a day or later, by first day.
    pub fn overrides(&self, grid: &GridId, from: Day) -> Result<Vec<OverrideRecord>> {
        let sql = format!(
            "SELECT {OVERRIDE} FROM p_override WHERE grid_id = ?1 AND to_day >= ?2
             ORDER BY from_day, override_id"
        );
        self.listed(&sql, (grid.as_str(), from.to_string()), order)
    }

    /// Returns one order of another contact.
    pub fn mode_override(&self, id: &OverrideId) -> Result<Option<OverrideRecord>> {
        let sql = format!("SELECT {OVERRIDE} FROM p_override WHERE override_id = ?1");
        Ok(self.listed(&sql, [id.as_str()], order)?.pop())
    }

    /// Lists rounds through a grid from a day on, by day, with what they saw.
    pub fn patrols(&self, grid: &GridId, from: Day) -> Result<Vec<PatrolRecord>> {
        let sql = format!(
            "SELECT {PATROL} FROM p_patrol WHERE grid_id = ?1 AND day >= ?2
             ORDER BY day, hlc_ms, hlc_n, instance, op_id"
        );
        let mut patrols = self.listed(&sql, (grid.as_str(), from.to_string()), patrol)?;
        let mut clues = self.clues(grid, from)?;
        for patrol in &mut patrols {
            patrol.clues = clues.remove(&patrol.patrol).unwrap_or_default();
        }
        Ok(patrols)
    }

    /// Returns what was answered to the list of a round; none where the round is not here.
    pub fn answers_of_round(&self, patrol: &PatrolId) -> Result<Option<Vec<ClueAnswer>>> {
        let sql = "SELECT answers FROM p_patrol WHERE patrol_id = ?1";
        let read = |row: &Row<'_>| from_json("p_patrol.answers", &row.get::<_, String>(0)?);
        Ok(self.listed(sql, [patrol.as_str()], read)?.pop())
    }

    fn clues(&self, grid: &GridId, from: Day) -> Result<BTreeMap<PatrolId, Vec<Clue>>> {
        let mut statement = self.db.prepare_cached(
            "SELECT c.patrol_id, c.clue_id, c.code, c.place, c.people, c.answers, c.note
             FROM p_patrol p JOIN p_patrol_clue c ON c.patrol_id = p.patrol_id
             WHERE p.grid_id = ?1 AND p.day >= ?2 ORDER BY c.patrol_id, c.n",
        )?;
        let mut rows = statement.query((grid.as_str(), from.to_string()))?;
        let mut clues: BTreeMap<PatrolId, Vec<Clue>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let of = PatrolId::new(row.get::<_, String>(0)?);
            clues.entry(of).or_default().push(Clue {
                clue: ClueId::new(row.get::<_, String>(1)?),
                code: row.get(2)?,
                place: row.get(3)?,
                people: row.get(4)?,
                answers: from_json("p_patrol_clue.answers", &row.get::<_, String>(5)?)?,
                note: row.get(6)?,
            });
        }
        Ok(clues)
    }

    /// Lists what was handed in for periods and clocks that began on a day or later.
    pub fn handed(&self, grid: &GridId, from: Day) -> Result<Vec<HandedRecord>> {
        let sql = format!(
            "SELECT {REPORT} FROM p_report WHERE grid_id = ?1 AND first_day >= ?2
             ORDER BY deadline, first_day, report_id"
        );
        self.listed(&sql, (grid.as_str(), from.to_string()), handed)
    }

    /// Returns what was handed in for one thing owed, by its id.
    pub fn handed_in(&self, report: &str) -> Result<Option<HandedRecord>> {
        let sql = format!("SELECT {REPORT} FROM p_report WHERE report_id = ?1");
        Ok(self.listed(&sql, [report], handed)?.pop())
    }

    fn listed<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }
}

fn pause(row: &Row<'_>) -> Result<PauseRecord> {
    Ok(PauseRecord {
        pause: PauseId::new(row.get::<_, String>(0)?),
        household: HouseholdId::new(row.get::<_, String>(1)?),
        person: row.get::<_, Option<String>>(2)?.map(PersonId::new),
        obligations: from_json("p_pause.obligations", &row.get::<_, String>(3)?)?,
        from: day_of("p_pause.from_day", &row.get::<_, String>(4)?)?,
        to: day_of("p_pause.to_day", &row.get::<_, String>(5)?)?,
        why: by_name(&row.get::<_, String>(6)?).ok_or_else(|| unreadable("p_pause.why"))?,
        note: row.get(7)?,
        approved_by: row.get(8)?,
        origin: origin_at(row, 9)?,
    })
}

fn order(row: &Row<'_>) -> Result<OverrideRecord> {
    Ok(OverrideRecord {
        id: OverrideId::new(row.get::<_, String>(0)?),
        grid: GridId::new(row.get::<_, String>(1)?),
        area: row.get(2)?,
        obligations: from_json("p_override.obligations", &row.get::<_, String>(3)?)?,
        mode: by_name(&row.get::<_, String>(4)?).ok_or_else(|| unreadable("p_override.mode"))?,
        from: day_of("p_override.from_day", &row.get::<_, String>(5)?)?,
        to: day_of("p_override.to_day", &row.get::<_, String>(6)?)?,
        source: row.get(7)?,
        origin: origin_at(row, 8)?,
    })
}

fn patrol(row: &Row<'_>) -> Result<PatrolRecord> {
    Ok(PatrolRecord {
        patrol: PatrolId::new(row.get::<_, String>(0)?),
        grid: GridId::new(row.get::<_, String>(1)?),
        worker: WorkerId::new(row.get::<_, String>(2)?),
        day: day_of("p_patrol.day", &row.get::<_, String>(3)?)?,
        at: Stamp {
            ms: row.get(4)?,
            offset_min: row.get(5)?,
        },
        groups: from_json("p_patrol.groups", &row.get::<_, String>(6)?)?,
        roles: from_json("p_patrol.roles", &row.get::<_, String>(7)?)?,
        note: row.get(8)?,
        clues: Vec::new(),
        origin: origin_at(row, 9)?,
    })
}

fn handed(row: &Row<'_>) -> Result<HandedRecord> {
    let about = match (
        row.get::<_, Option<String>>(4)?,
        row.get::<_, Option<String>>(5)?,
    ) {
        (Some(kind), Some(id)) if kind == PERSON => Some(Subject::Person(PersonId::new(id))),
        (Some(_), Some(id)) => Some(Subject::Household(HouseholdId::new(id))),
        _ => None,
    };
    let role: String = row.get(1)?;
    Ok(HandedRecord {
        deadline: row.get(0)?,
        role: Role::parse(&role).ok_or_else(|| unreadable("p_report.role"))?,
        grid: GridId::new(row.get::<_, String>(2)?),
        first: day_of("p_report.first_day", &row.get::<_, String>(3)?)?,
        about,
        day: day_of("p_report.day", &row.get::<_, String>(6)?)?,
        note: row.get(7)?,
        worker: WorkerId::new(row.get::<_, String>(8)?),
        origin: origin_at(row, 9)?,
    })
}
