//! Operations as they are stored: where a cell or a duty says it comes from.

use super::Snapshot;
use crate::error::{Result, StoreError};
use rusqlite::OptionalExtension;
use tanfang_log::{BodyBytes, Envelope, EnvelopeBytes, Leaf};
use tanfang_values::{InstanceId, OpId};

/// An operation with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpRecord {
    /// Arrival number on this device.
    pub pos: u64,
    /// What the envelope says.
    pub envelope: Envelope,
    /// The envelope's bytes.
    pub bytes: EnvelopeBytes,
    /// The leaf.
    pub leaf: Leaf,
    /// The body's bytes; none after a purge.
    pub body: Option<BodyBytes>,
}

/// An operation that is kept and not projected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedOp {
    /// The operation.
    pub op: OpId,
    /// Its kind and version.
    pub kind: (String, u32),
    /// `unknown`: of a later version; `malformed`, `scope`: does not read.
    pub why: String,
}

impl Snapshot<'_> {
    /// Returns an operation by its id.
    pub fn op(&self, id: &OpId) -> Result<Option<OpRecord>> {
        let found: Option<(i64, Vec<u8>, Option<Vec<u8>>)> = self
            .db
            .prepare_cached(
                "SELECT l.pos, l.envelope, b.body FROM op_log l
                 LEFT JOIN op_body b ON b.pos = l.pos WHERE l.op_id = ?1",
            )?
            .query_row([id.as_str()], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?;
        let Some((pos, envelope, body)) = found else {
            return Ok(None);
        };
        let bytes = EnvelopeBytes::from_stored(envelope);
        let envelope = bytes.read().map_err(|e| StoreError::Op {
            op: id.as_str().to_owned(),
            reason: e.to_string(),
        })?;
        Ok(Some(OpRecord {
            pos: pos.cast_unsigned(),
            envelope,
            leaf: bytes.leaf(),
            bytes,
            body: body.map(BodyBytes::from_stored),
        }))
    }

    /// Counts the operations stored.
    pub fn count_ops(&self) -> Result<u64> {
        let count: i64 = self
            .db
            .prepare_cached("SELECT count(*) FROM op_log")?
            .query_row([], |r| r.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// Returns the last sequence number of every instance that is here: the cut
    /// up to which a report reads.
    pub fn heads(&self) -> Result<Vec<(InstanceId, u64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT instance, max(seq) FROM op_log GROUP BY instance ORDER BY instance",
        )?;
        let rows = statement.query_map([], |r| {
            Ok((
                InstanceId::new(r.get::<_, String>(0)?),
                r.get::<_, i64>(1)?.cast_unsigned(),
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Lists the operations that are kept and not projected.
    pub fn skipped(&self) -> Result<Vec<SkippedOp>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT op_id, kind, v, why FROM p_skipped ORDER BY op_id")?;
        let rows = statement.query_map([], |r| {
            Ok(SkippedOp {
                op: OpId::new(r.get::<_, String>(0)?),
                kind: (r.get(1)?, r.get(2)?),
                why: r.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
