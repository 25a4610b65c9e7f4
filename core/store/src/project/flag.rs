//! Flags: of two sightings with one derived id the first is the flag.

use super::{ops_of, run, subject_columns};
use crate::error::Result;
use rusqlite::{Connection, ToSql};
use tanfang_domain::event::Event;
use tanfang_values::{FlagId, VisitId};

pub(super) fn recompute(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_flag WHERE flag_id = ?1", [id])?;
    let ops = ops_of(db, id, &["flag.raised"])?;
    let Some((op, Event::FlagRaised(flag))) = ops.first() else {
        return Ok(());
    };
    let (about_kind, about_id) = subject_columns(&flag.about);
    let params: &[&dyn ToSql] = &[
        &id,
        &flag.code,
        &about_kind,
        &about_id,
        &flag.household.as_str(),
        &op.scope.grid.as_str(),
        &op.scope.class.name(),
        &op.actor.as_str(),
        &flag.visit.as_ref().map(VisitId::as_str),
        &flag.q,
        &flag.day.to_string(),
        &flag.note,
        &flag.same_as.as_ref().map(FlagId::as_str),
        &op.origin.op.as_str(),
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_flag
         (flag_id, code, about_kind, about_id, household_id, grid_id, data, worker_id, visit_id,
          q, day, note, same_as, op_id, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params,
    )
}
