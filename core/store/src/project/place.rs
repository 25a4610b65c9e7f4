//! What is said of a place: how many there ought to be, what is going on; and
//! feedback and hand-over, which are of the instance itself.

use super::{OpRow, ops_of, run};
use crate::error::Result;
use rusqlite::{Connection, ToSql};
use tanfang_domain::event::{Event, InstanceHandedOver};
use tanfang_values::BatchId;

pub(super) fn recompute_total(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_control_total WHERE total_id = ?1", [id])?;
    let ops = ops_of(db, id, &["control.total"])?;
    let Some((op, Event::ControlTotal(total))) = ops.last() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &op.scope.grid.as_str(),
        &total.class,
        &total.division,
        &total.households,
        &total.persons,
        &total.day.to_string(),
        &total.source.as_ref().map(BatchId::as_str),
        &total.note,
        &op.origin.op.as_str(),
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_control_total
         (total_id, grid_id, class, division, households, persons, day, source, note, op_id, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params,
    )
}

pub(super) fn recompute_event(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_event WHERE event_id = ?1", [id])?;
    let ops = ops_of(db, id, &["event.set"])?;
    let Some((op, Event::EventSet(set))) = ops.last() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &op.scope.grid.as_str(),
        &set.name,
        &set.area,
        &set.from.to_string(),
        &set.to.map(|d| d.to_string()),
        &set.source,
        &op.actor.as_str(),
        &op.origin.op.as_str(),
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_event
         (event_id, grid_id, name, area, from_day, to_day, source, worker_id, op_id, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params,
    )
}

pub(super) fn recompute_feedback(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_feedback WHERE feedback_id = ?1", [id])?;
    let ops = ops_of(db, id, &["feedback"])?;
    let Some((op, Event::Feedback(said))) = ops.first() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &op.actor.as_str(),
        &said.day.to_string(),
        &said.at.ms,
        &said.at.offset_min,
        &said.topic,
        &said.text,
        &said.call_back,
        &op.origin.op.as_str(),
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_feedback
         (feedback_id, worker_id, day, at_ms, at_offset, topic, text, call_back, op_id, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params,
    )
}

pub(super) fn handed_over(db: &Connection, op: &OpRow, event: &InstanceHandedOver) -> Result<()> {
    let params: &[&dyn ToSql] = &[
        &op.origin.op.as_str(),
        &event.instance.as_str(),
        &event.day.to_string(),
        &event.to_name,
        // SQLite has no unsigned integers; no chain is that long.
        &i64::try_from(event.upto_seq).unwrap_or(i64::MAX),
        &event.upto_leaf,
        &op.actor.as_str(),
        &op.pos,
    ];
    run(
        db,
        "INSERT OR REPLACE INTO p_handed_over
         (op_id, instance_id, day, to_name, upto_seq, upto_leaf, worker_id, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params,
    )
}
