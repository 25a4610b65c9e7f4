//! Workers with their roles, and who looks after a grid.

use super::{OpRow, run};
use crate::error::Result;
use rusqlite::{Connection, ToSql};
use tanfang_domain::event::{GridAssigned, WorkerRole};
use tanfang_values::WorkerId;

pub(super) fn worker_role(db: &Connection, op: &OpRow, event: &WorkerRole) -> Result<()> {
    let params: &[&dyn ToSql] = &[
        &op.origin.op.as_str(),
        &event.worker.as_str(),
        &event.name,
        &event.phone,
        &event.role.name(),
        &event.area,
        &event.from.to_string(),
        &event.until.map(|d| d.to_string()),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT OR REPLACE INTO p_worker_role
         (op_id, worker_id, name, phone, role, area, from_day, until_day, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params,
    )
}

pub(super) fn assigned(db: &Connection, op: &OpRow, event: &GridAssigned) -> Result<()> {
    let params: &[&dyn ToSql] = &[
        &op.origin.op.as_str(),
        &event.grid.as_str(),
        &event.name,
        &event.division,
        &event.worker.as_ref().map(WorkerId::as_str),
        &event.role.name(),
        &event.from.to_string(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT OR REPLACE INTO p_grid_post
         (op_id, grid_id, name, division, worker_id, role, from_day, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params,
    )
}
