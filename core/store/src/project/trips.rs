//! What changes which trips are owed, rounds through an area, what was handed in.

use super::{name_of, run, subject_columns, to_json, undo};
use crate::error::Result;
use rusqlite::{Connection, ToSql};
use tanfang_domain::event::{Clue, Event};
use tanfang_values::PersonId;

pub(super) fn recompute_pause(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_pause WHERE pause_id = ?1", [id])?;
    let ops = undo::live_ops_of(db, id, &["pause.set"])?;
    let Some((op, Event::PauseSet(pause))) = ops.last() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &pause.household.as_str(),
        &op.scope.grid.as_str(),
        &op.actor.as_str(),
        &pause.person.as_ref().map(PersonId::as_str),
        &to_json(&pause.obligations),
        &pause.from.to_string(),
        &pause.to.to_string(),
        &name_of(&pause.why),
        &pause.note,
        &pause.approved_by,
        &op.origin.op.as_str(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_pause
         (pause_id, household_id, grid_id, worker_id, person_id, obligations, from_day, to_day,
          why, note, approved_by, op_id, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params,
    )
}

pub(super) fn recompute_override(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_override WHERE override_id = ?1", [id])?;
    let ops = undo::live_ops_of(db, id, &["mode.override"])?;
    let Some((op, Event::ModeOverride(order))) = ops.last() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &op.scope.grid.as_str(),
        &op.actor.as_str(),
        &order.area,
        &to_json(&order.obligations),
        &name_of(&order.mode),
        &order.from.to_string(),
        &order.to.to_string(),
        &order.source,
        &op.origin.op.as_str(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_override
         (override_id, grid_id, worker_id, area, obligations, mode, from_day, to_day, source,
          op_id, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params,
    )
}

pub(super) fn recompute_patrol(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_patrol WHERE patrol_id = ?1", [id])?;
    run(db, "DELETE FROM p_patrol_clue WHERE patrol_id = ?1", [id])?;
    let ops = undo::live_ops_of(db, id, &["patrol"])?;
    let Some((op, Event::Patrol(patrol))) = ops.first() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &op.scope.grid.as_str(),
        &op.actor.as_str(),
        &patrol.day.to_string(),
        &patrol.at.ms,
        &patrol.at.offset_min,
        &to_json(&patrol.groups),
        &to_json(&patrol.roles),
        &to_json(&patrol.answers),
        &patrol.note,
        &op.origin.op.as_str(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_patrol
         (patrol_id, grid_id, worker_id, day, at_ms, at_offset, groups, roles, answers, note,
          op_id, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params,
    )?;
    for (n, clue) in (1i64..).zip(&patrol.clues) {
        insert_clue(db, id, n, clue)?;
    }
    Ok(())
}

fn insert_clue(db: &Connection, patrol: &str, n: i64, clue: &Clue) -> Result<()> {
    run(
        db,
        "INSERT INTO p_patrol_clue (patrol_id, n, clue_id, code, place, people, answers, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            patrol,
            n,
            clue.clue.as_str(),
            &clue.code,
            &clue.place,
            clue.people,
            to_json(&clue.answers),
            &clue.note,
        ),
    )
}

pub(super) fn recompute_report(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_report WHERE report_id = ?1", [id])?;
    let ops = undo::live_ops_of(db, id, &["report.handed"])?;
    let Some((op, Event::ReportHanded(handed))) = ops.last() else {
        return Ok(());
    };
    let (about_kind, about_id) = handed.about.as_ref().map(subject_columns).unzip();
    let params: &[&dyn ToSql] = &[
        &id,
        &op.scope.grid.as_str(),
        &op.actor.as_str(),
        &handed.deadline,
        &handed.role.name(),
        &handed.first.to_string(),
        &about_kind,
        &about_id,
        &handed.day.to_string(),
        &handed.note,
        &op.origin.op.as_str(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_report
         (report_id, grid_id, worker_id, deadline, role, first_day, about_kind, about_id, day,
          note, op_id, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params,
    )
}
