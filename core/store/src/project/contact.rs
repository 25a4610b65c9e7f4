//! Calls and messages to a home.

use super::{name_of, run, to_json, undo};
use crate::error::Result;
use rusqlite::{Connection, ToSql};
use tanfang_domain::event::Event;

pub(super) fn recompute(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_contact WHERE contact_id = ?1", [id])?;
    let ops = undo::live_ops_of(db, id, &["contact"])?;
    let Some((op, Event::Contact(contact))) = ops.first() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &contact.household.as_str(),
        &op.scope.grid.as_str(),
        &op.actor.as_str(),
        &contact.day.to_string(),
        &contact.at.ms,
        &contact.at.offset_min,
        &name_of(&contact.mode),
        &name_of(&contact.whose),
        &to_json(&contact.persons),
        &contact.result,
        &to_json(&contact.roles),
        &contact.note,
        &op.origin.op.as_str(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_contact
         (contact_id, household_id, grid_id, worker_id, day, at_ms, at_offset, mode, whose,
          persons, result, roles, note, op_id, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params,
    )
}
