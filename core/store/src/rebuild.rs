//! Rebuild: the projections made again from the operations, and their dump.

use crate::error::Result;
use crate::project::{self, Dirty};
use crate::store::Store;
use rusqlite::{Connection, TransactionBehavior};
use std::fmt::Write as _;
use tanfang_domain::event::{Decoded, Event};

/// The local setting that says by what the projections were made.
const PROJECTED_BY: &str = "projected.by";

impl Store {
    /// Makes every projection again from the operations, in one transaction.
    pub fn rebuild(&self) -> Result<()> {
        rebuild_on(&mut self.writer().db)
    }

    /// Returns every projection as text: of each table its DDL, then its rows by
    /// primary key, each value as SQLite's `quote()` gives it, without `pos`.
    ///
    /// Two stores that hold the same operations give the same text.
    pub fn dump(&self) -> Result<String> {
        let mut reader = self.reader();
        let tx = reader.transaction()?;
        dump_on(&tx)
    }
}

/// Whether another release, or one that knew fewer kinds, projected this store.
pub(crate) fn is_stale(db: &Connection) -> Result<bool> {
    let mut statement = db.prepare("SELECT 1 FROM l_setting WHERE key = ?1 AND value = ?2")?;
    Ok(!statement.exists((PROJECTED_BY, project::identity()))?)
}

/// Says that the projections are of this release.
pub(crate) fn mark_current(db: &Connection) -> Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO l_setting (key, value) VALUES (?1, ?2)",
        (PROJECTED_BY, project::identity()),
    )?;
    Ok(())
}

/// Empties every projection and fills it again, in one transaction.
pub(crate) fn rebuild_on(db: &mut Connection) -> Result<()> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    rebuild_in(&tx)?;
    tx.commit()?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub(crate) fn rebuild_in(db: &Connection) -> Result<()> {
    for (table, _) in projections(db)? {
        db.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let mut dirty = Dirty::default();
    {
        let mut statement = db.prepare(
            "SELECT l.pos, l.op_id, l.kind, l.v, l.envelope, b.body
             FROM op_log l JOIN op_body b ON b.pos = l.pos ORDER BY l.pos",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (pos, op_id, kind, v): (i64, String, String, u32) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let (envelope, body): (Vec<u8>, Vec<u8>) = (row.get(4)?, row.get(5)?);
            project_bytes(db, pos, &op_id, (&kind, v), (&envelope, &body), &mut dirty)?;
        }
    }
    project::settle(db, &mut dirty)?;
    mark_current(db)
}

/// Projects an operation from its stored bytes, or lists it as skipped.
pub(crate) fn project_bytes(
    db: &Connection,
    pos: i64,
    op_id: &str,
    (kind, v): (&str, u32),
    (envelope, body): (&[u8], &[u8]),
    dirty: &mut Dirty,
) -> Result<()> {
    let Some(op) = project::read_op(pos, envelope) else {
        return project::skip(db, pos, op_id, (kind, v), "scope");
    };
    match Event::decode(kind, v, body) {
        Decoded::Known(event) => project::project(db, &op, &event, dirty),
        Decoded::Unknown => project::skip(db, pos, op_id, (kind, v), "unknown"),
        Decoded::Malformed(_) => project::skip(db, pos, op_id, (kind, v), "malformed"),
    }
}

/// Name and DDL of every projection.
fn projections(db: &Connection) -> Result<Vec<(String, String)>> {
    let mut statement = db.prepare(
        "SELECT name, sql FROM sqlite_master
         WHERE type = 'table' AND name GLOB 'p_*' ORDER BY name",
    )?;
    let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn dump_on(db: &Connection) -> Result<String> {
    let mut text = String::new();
    for (table, ddl) in projections(db)? {
        text.push_str(&ddl);
        text.push('\n');
        let mut columns: Vec<String> = Vec::new();
        let mut key: Vec<(i64, String)> = Vec::new();
        let mut info = db.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
        let mut rows = info.query([&table])?;
        while let Some(row) = rows.next()? {
            let (name, pk): (String, i64) = (row.get(0)?, row.get(1)?);
            if pk > 0 {
                key.push((pk, name.clone()));
            }
            if name != "pos" {
                columns.push(format!("quote({name})"));
            }
        }
        key.sort();
        let order: Vec<String> = key.into_iter().map(|(_, name)| name).collect();
        let mut statement = db.prepare(&format!(
            "SELECT {} FROM {table} ORDER BY {}",
            columns.join(" || ',' || "),
            order.join(", ")
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            let _ = writeln!(text, "{line}");
        }
    }
    Ok(text)
}
