//! Operations of other instances: given away as bytes, taken in as bytes.

use crate::error::Result;
use crate::ops::{self, LogRow};
use crate::ports::Moment;
use crate::project::{self, Dirty};
use crate::rebuild;
use crate::store::Store;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use std::collections::BTreeMap;
use tanfang_domain::event::Scope;
use tanfang_log::{BodyBytes, Envelope, EnvelopeBytes, Hash};
use tanfang_values::InstanceId;

/// An operation as it travels: its two byte strings, the body if it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpBytes {
    /// The envelope.
    pub envelope: EnvelopeBytes,
    /// The body; none if it was purged.
    pub body: Option<BodyBytes>,
}

/// What became of operations that were taken in; the counts add up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ingested {
    /// New here.
    pub added: u64,
    /// Here already.
    pub known: u64,
    /// Not taken, each with its reason.
    pub refused: Vec<Refused>,
}

/// An operation that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its id, if it could be read.
    pub op_id: Option<String>,
    /// Why.
    pub why: RefusedWhy,
}

/// Why an operation was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusedWhy {
    /// The envelope does not read.
    #[error("its envelope does not read")]
    Unreadable,
    /// The body is not the one the envelope names.
    #[error("its body is not the one its envelope names")]
    WrongBody,
    /// Its place in its instance's chain is taken by another operation.
    #[error("its place in the chain is taken by another operation")]
    PlaceTaken,
    /// It does not follow the operation before it, which is here.
    #[error("it does not follow the operation before it")]
    WrongPrevious,
    /// The same id is here with other bytes.
    #[error("the same id is here with other bytes")]
    OtherBytes,
}

impl Store {
    /// Returns operations in the order they arrived here.
    ///
    /// `scopes` limits them to these scopes (none: all); `since` leaves out, of
    /// each instance named, what stands up to that sequence number. What an
    /// instance says of itself is always among them.
    pub fn export_ops(
        &self,
        scopes: Option<&[Scope]>,
        since: &BTreeMap<InstanceId, u64>,
    ) -> Result<Vec<OpBytes>> {
        let db = self.reader();
        let mut statement = db.prepare(
            "SELECT l.instance, l.seq, l.scope, l.envelope, b.body
             FROM op_log l LEFT JOIN op_body b ON b.pos = l.pos ORDER BY l.pos",
        )?;
        let mut rows = statement.query([])?;
        let mut ops = Vec::new();
        let own = Scope::own();
        while let Some(row) = rows.next()? {
            let instance = InstanceId::new(row.get::<_, String>(0)?);
            let seq = row.get::<_, i64>(1)?.cast_unsigned();
            if since.get(&instance).is_some_and(|seen| seq <= *seen) {
                continue;
            }
            let scope: String = row.get(2)?;
            let wanted = scopes.is_none_or(|scopes| {
                Scope::parse(&scope).is_some_and(|s| s == own || scopes.contains(&s))
            });
            if wanted {
                ops.push(OpBytes {
                    envelope: EnvelopeBytes::from_stored(row.get(3)?),
                    body: row.get::<_, Option<_>>(4)?.map(BodyBytes::from_stored),
                });
            }
        }
        Ok(ops)
    }

    /// Takes in operations of other instances, in one transaction.
    ///
    /// Each is checked by its hashes and against its neighbours that are here;
    /// one that does not fit is named in the result and the others are taken.
    /// Taking in the same again changes nothing.
    pub fn ingest(&self, ops: &[OpBytes], now: &Moment) -> Result<Ingested> {
        let report = {
            let mut writer = self.writer();
            let tx = writer
                .db
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut report = Ingested::default();
            let mut dirty = Dirty::default();
            let mut clock = ops::clock(&tx)?;
            for op in ops {
                match take(&tx, op, &mut dirty)? {
                    Taken::Added(hlc) => {
                        report.added += 1;
                        clock = clock.max(hlc);
                    }
                    Taken::Known => report.known += 1,
                    Taken::Refused(refused) => report.refused.push(refused),
                }
            }
            project::settle(&tx, &mut dirty)?;
            if report.added > 0 {
                ops::set_clock(&tx, clock.observe(clock, now.stamp.ms))?;
                tx.commit()?;
                writer.behind = true;
            } else {
                tx.commit()?;
            }
            report
        };
        self.catch_up();
        Ok(report)
    }
}

enum Taken {
    Added(tanfang_values::Hlc),
    Known,
    Refused(Refused),
}

fn take(db: &Connection, op: &OpBytes, dirty: &mut Dirty) -> Result<Taken> {
    let refuse = |op_id: Option<&str>, why| {
        Ok(Taken::Refused(Refused {
            op_id: op_id.map(str::to_owned),
            why,
        }))
    };
    let Ok(envelope) = op.envelope.read() else {
        return refuse(None, RefusedWhy::Unreadable);
    };
    let id = envelope.op_id.as_str();
    if op
        .body
        .as_ref()
        .is_some_and(|body| body.hash() != envelope.body_sha256)
    {
        return refuse(Some(id), RefusedWhy::WrongBody);
    }
    let there: Option<Vec<u8>> = db
        .prepare_cached("SELECT envelope FROM op_log WHERE op_id = ?1")?
        .query_row([id], |r| r.get(0))
        .optional()?;
    if let Some(there) = there {
        if there != op.envelope.as_slice() {
            return refuse(Some(id), RefusedWhy::OtherBytes);
        }
        return Ok(Taken::Known);
    }
    if let Some(why) = misplaced(db, &envelope, op.envelope.leaf())? {
        return refuse(Some(id), why);
    }
    let row = LogRow {
        op_id: id,
        instance: envelope.instance.as_str(),
        seq: envelope.seq,
        leaf: op.envelope.leaf(),
        hlc: envelope.hlc,
        kind: &envelope.kind,
        v: envelope.v,
        entity: envelope.entity.as_deref(),
        scope: &envelope.scope,
        envelope: op.envelope.as_slice(),
    };
    let body = op.body.as_ref().map(BodyBytes::as_slice);
    let pos = ops::insert_op(db, &row, body)?;
    if let Some(body) = body {
        let kind = (envelope.kind.as_str(), envelope.v);
        let bytes = (op.envelope.as_slice(), body);
        rebuild::project_bytes(db, pos, id, kind, bytes, dirty)?;
    }
    Ok(Taken::Added(envelope.hlc))
}

/// Compares an operation with those before, at and after its place that are here.
fn misplaced(db: &Connection, envelope: &Envelope, leaf: Hash) -> Result<Option<RefusedWhy>> {
    let mut statement =
        db.prepare_cached("SELECT leaf, envelope FROM op_log WHERE instance = ?1 AND seq = ?2")?;
    let mut at = |seq: u64| -> Result<Option<(Vec<u8>, Vec<u8>)>> {
        Ok(statement
            .query_row((envelope.instance.as_str(), seq.cast_signed()), |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
            .optional()?)
    };
    if envelope.seq == 0 || i64::try_from(envelope.seq).is_err() {
        return Ok(Some(RefusedWhy::Unreadable));
    }
    if at(envelope.seq)?.is_some() {
        return Ok(Some(RefusedWhy::PlaceTaken));
    }
    let follows = match envelope.seq {
        1 => envelope.prev == Hash::ZERO,
        seq => at(seq - 1)?.is_none_or(|(before, _)| before == envelope.prev.as_bytes()),
    };
    let leads = at(envelope.seq + 1)?
        .is_none_or(|(_, after)| Envelope::read(&after).is_ok_and(|after| after.prev == leaf));
    Ok((!follows || !leads).then_some(RefusedWhy::WrongPrevious))
}
