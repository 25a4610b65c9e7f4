//! Match lists: what is to be looked at, who is meant, what was found.

use super::{ops_of, run, to_json};
use crate::error::Result;
use rusqlite::{Connection, ToSql};
use tanfang_domain::event::Event;
use tanfang_values::{HouseholdId, PersonId, VisitId};

pub(super) fn recompute_batch(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_match_batch WHERE batch_id = ?1", [id])?;
    let ops = ops_of(db, id, &["match.batch"])?;
    let Some((op, Event::MatchBatch(batch))) = ops.first() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &op.scope.grid.as_str(),
        &batch.file_name,
        &batch.file_sha256,
        &batch.match_kind,
        &batch.source,
        &batch.day.to_string(),
        &to_json(&batch.sheets),
        &batch.rows,
        &op.actor.as_str(),
        &op.origin.op.as_str(),
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_match_batch
         (batch_id, grid_id, file_name, file_sha256, match_kind, source, day, sheets, tasks,
          worker_id, op_id, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params,
    )
}

/// The first row is the task; of links and of answers the last counts.
pub(super) fn recompute_task(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_match_task WHERE task_id = ?1", [id])?;
    let ops = ops_of(db, id, &["match.row", "match.linked", "match.answered"])?;
    let row = ops.iter().find_map(|(op, event)| match event {
        Event::MatchRow(e) => Some((op, e)),
        _ => None,
    });
    let Some((op, task)) = row else { return Ok(()) };
    let linked = ops.iter().rev().find_map(|(op, event)| match event {
        Event::MatchLinked(e) => Some((op, e)),
        _ => None,
    });
    let answered = ops.iter().rev().find_map(|(op, event)| match event {
        Event::MatchAnswered(e) => Some((op, e)),
        _ => None,
    });
    let home = linked.map_or(task.household.as_ref(), |(_, e)| Some(&e.household));
    let person = linked.map_or(task.person.as_ref(), |(_, e)| Some(&e.person));
    let params: &[&dyn ToSql] = &[
        &id,
        &task.batch.as_str(),
        &op.scope.grid.as_str(),
        &task.sheet,
        &task.row,
        &task.row_sha256,
        &task.name,
        &home.map(HouseholdId::as_str),
        &person.map(PersonId::as_str),
        &to_json(&task.cells),
        &task.doubt,
        &op.origin.op.as_str(),
        &linked.map(|(_, e)| e.day.to_string()),
        &linked.map(|(op, _)| op.origin.op.as_str()),
        &answered.map(|(_, e)| e.day.to_string()),
        &answered.and_then(|(_, e)| e.visit.as_ref().map(VisitId::as_str)),
        &answered.map(|(_, e)| e.finding.as_str()),
        &answered.and_then(|(_, e)| e.note.as_deref()),
        &answered.map(|(op, _)| op.actor.as_str()),
        &answered.map(|(op, _)| op.origin.op.as_str()),
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_match_task
         (task_id, batch_id, grid_id, sheet, row, row_sha256, name, household_id, person_id, cells,
          doubt, op_id, linked_day, linked_op, answered_day, visit_id, finding, answer_note,
          answered_by, answered_op, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
          ?19, ?20, ?21)",
        params,
    )
}
