//! Lists that were applied, and the rows of them that said something new.

use super::{Dirty, OpRow, ops_of, people, run, to_json, undo};
use crate::error::Result;
use rusqlite::{Connection, ToSql};
use tanfang_domain::event::{Event, RosterRow};

pub(super) fn row(
    db: &Connection,
    op: &OpRow,
    whole: &Event,
    event: &RosterRow,
    dirty: &mut Dirty,
) -> Result<()> {
    let live = undo::is_live(db, op, whole)?;
    if live {
        people::home(db, op, &event.household, &event.household_fields, dirty)?;
        let who = (&event.person, &event.household);
        people::person(db, op, who, (&event.fields, &event.facts), dirty)?;
    }
    run(
        db,
        "INSERT OR REPLACE INTO p_roster_row
         (op_id, batch_id, sheet, row, row_sha256, household_id, person_id, problems, undone, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (
            op.origin.op.as_str(),
            event.batch.as_str(),
            &event.sheet,
            event.row,
            &event.row_sha256,
            event.household.as_str(),
            event.person.as_str(),
            to_json(&event.problems),
            !live,
            op.pos,
        ),
    )
}

pub(super) fn recompute_batch(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_batch WHERE batch_id = ?1", [id])?;
    let ops = ops_of(db, id, &["roster.batch"])?;
    let Some((op, Event::RosterBatch(batch))) = ops.first() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &op.scope.grid.as_str(),
        &batch.file_name,
        &batch.file_sha256,
        &batch.class,
        &to_json(&batch.sheets),
        &batch.day.to_string(),
        &batch.changed,
        &to_json(&batch.postponed),
        &op.actor.as_str(),
        &op.origin.op.as_str(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_batch
         (batch_id, grid_id, file_name, file_sha256, class, sheets, day, changed, postponed, worker_id,
          op_id, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params,
    )
}
