//! Read, decide, append: the one way in which anything is written.

use crate::error::{Result, StoreError};
use crate::ports::{self, Moment, Random};
use crate::project::{self, Dirty, OpRow};
use crate::read::Snapshot;
use crate::store::{Store, own_head};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use tanfang_domain::event::{BeganWhy, Event, InstanceBegan, NewOp, Scope};
use tanfang_domain::merge::Origin;
use tanfang_log::{Leaf, OpMeta, SealedOp, seal};
use tanfang_values::{Hlc, InstanceId, OpId, VisitId, WorkerId};

/// Who writes, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The worker.
    pub worker: WorkerId,
    /// Name and version of the program.
    pub software: String,
    /// The device key, SEC1 compressed, lower-case hex.
    pub public_key: Option<String>,
}

/// What a decision wants written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision<T> {
    /// The operations, in order; none writes nothing.
    pub ops: Vec<NewOp>,
    /// The draft that became these operations and goes with them.
    pub ends_draft: Option<VisitId>,
    /// Whatever the caller wants back.
    pub value: T,
}

impl<T> Decision<T> {
    /// Makes a decision that ends no draft.
    pub fn new(ops: Vec<NewOp>, value: T) -> Self {
        Self {
            ops,
            ends_draft: None,
            value,
        }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// Ids of the operations, in the order of the decision.
    pub ops: Vec<OpId>,
    /// What the decision gave.
    pub value: T,
}

impl Store {
    /// Reads, decides and appends in one transaction, which is one SQLite commit.
    ///
    /// When this returns, everything is durable: the operations, what is
    /// projected from them, and the end of the draft. If `decide` or anything
    /// else fails, nothing is written. `decide` draws nothing at random and
    /// reads no clock; ids and salts of operations come from `random`.
    pub fn write<T, E: From<StoreError>>(
        &self,
        author: &Author,
        now: &Moment,
        random: &mut dyn Random,
        decide: impl FnOnce(&Snapshot<'_>) -> Result<Decision<T>, E>,
    ) -> Result<Written<T>, E> {
        let written = {
            let mut writer = self.writer();
            let tx = writer
                .db
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(StoreError::from)?;
            let decision = decide(&Snapshot::new(&tx))?;
            let mut dirty = Dirty::default();
            let ops = append(&tx, author, now, random, &decision.ops, &mut dirty)?;
            project::settle(&tx, &mut dirty)?;
            if let Some(draft) = &decision.ends_draft {
                tx.execute("DELETE FROM l_draft WHERE visit_id = ?1", [draft.as_str()])
                    .map_err(StoreError::from)?;
            }
            if ops.is_empty() && decision.ends_draft.is_none() {
                // Nothing to keep: ending the transaction costs no write.
                drop(tx);
            } else {
                tx.commit().map_err(StoreError::from)?;
                writer.behind = true;
            }
            Written {
                ops,
                value: decision.value,
            }
        };
        self.catch_up();
        Ok(written)
    }

    /// Appends operations that need no reading to be decided.
    pub fn append(
        &self,
        author: &Author,
        now: &Moment,
        random: &mut dyn Random,
        ops: Vec<NewOp>,
    ) -> Result<Vec<OpId>> {
        Ok(self
            .write::<(), StoreError>(author, now, random, |_| Ok(Decision::new(ops, ())))?
            .ops)
    }

    /// Runs reads over one moment of the store.
    pub fn read<T, E: From<StoreError>>(
        &self,
        read: impl FnOnce(&Snapshot<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut reader = self.reader();
        let tx = reader.transaction().map_err(StoreError::from)?;
        read(&Snapshot::new(&tx))
    }
}

/// Seals, stores and projects; a new instance says first that it began.
pub(crate) fn append(
    db: &Connection,
    author: &Author,
    now: &Moment,
    random: &mut dyn Random,
    ops: &[NewOp],
    dirty: &mut Dirty,
) -> Result<Vec<OpId>> {
    if ops.is_empty() {
        return Ok(Vec::new());
    }
    let head = own_head(db)?;
    crate::clock::note(db, &head, now)?;
    let mut chain = Chain {
        instance: InstanceId::new(head.instance),
        seq: head.seq,
        leaf: head.leaf.parse().map_err(|_| corrupt("head"))?,
        clock: clock(db)?,
    };
    if chain.seq == 0 {
        let began = NewOp {
            scope: Scope::own(),
            base: None,
            event: Event::InstanceBegan(began(db, author)?),
        };
        chain.push(db, author, now, random, &began, dirty)?;
    }
    let mut ids = Vec::with_capacity(ops.len());
    for op in ops {
        ids.push(chain.push(db, author, now, random, op, dirty)?);
    }
    set_clock(db, chain.clock)?;
    Ok(ids)
}

struct Chain {
    instance: InstanceId,
    seq: u64,
    leaf: Leaf,
    clock: Hlc,
}

impl Chain {
    fn push(
        &mut self,
        db: &Connection,
        author: &Author,
        now: &Moment,
        random: &mut dyn Random,
        op: &NewOp,
        dirty: &mut Dirty,
    ) -> Result<OpId> {
        let hlc = self.clock.tick(now.stamp.ms);
        let op_id = OpId::new(uuid_v7(now.stamp.ms, random));
        let seq = self.seq.saturating_add(1);
        let meta = OpMeta {
            op_id: op_id.clone(),
            instance: self.instance.clone(),
            seq,
            hlc,
            wall_ms: now.stamp.ms,
            offset_min: now.stamp.offset_min,
            boot_id: Some(now.boot_id.clone()),
            elapsed_ms: Some(now.elapsed_ms),
            actor: author.worker.clone(),
            scope: op.scope.to_string(),
            kind: op.event.kind().to_owned(),
            v: op.event.v(),
            entity: Some(op.event.entity().into_owned()),
            base: op.base.as_ref().map(|id| id.as_str().to_owned()),
        };
        let salt = ports::bytes::<16>(random);
        let sealed = seal(&meta, &op.event, salt, self.leaf).map_err(|e| StoreError::Op {
            op: op.event.kind().to_owned(),
            reason: e.to_string(),
        })?;
        let pos = store_op(db, &meta, &sealed)?;
        let row = OpRow {
            pos,
            actor: author.worker.clone(),
            scope: op.scope.clone(),
            origin: Origin {
                hlc,
                instance: self.instance.clone(),
                op: op_id.clone(),
            },
        };
        project::project(db, &row, &op.event, dirty)?;
        (self.seq, self.leaf, self.clock) = (seq, sealed.leaf, hlc);
        Ok(op_id)
    }
}

fn store_op(db: &Connection, meta: &OpMeta, sealed: &SealedOp) -> Result<i64> {
    let row = LogRow {
        op_id: meta.op_id.as_str(),
        instance: meta.instance.as_str(),
        seq: meta.seq,
        leaf: sealed.leaf,
        hlc: meta.hlc,
        kind: &meta.kind,
        v: meta.v,
        entity: meta.entity.as_deref(),
        scope: &meta.scope,
        envelope: sealed.envelope.as_slice(),
    };
    insert_op(db, &row, Some(sealed.body.as_slice()))
}

/// A row of `op_log`.
pub(crate) struct LogRow<'a> {
    pub(crate) op_id: &'a str,
    pub(crate) instance: &'a str,
    pub(crate) seq: u64,
    pub(crate) leaf: Leaf,
    pub(crate) hlc: Hlc,
    pub(crate) kind: &'a str,
    pub(crate) v: u32,
    pub(crate) entity: Option<&'a str>,
    pub(crate) scope: &'a str,
    pub(crate) envelope: &'a [u8],
}

/// Stores the bytes of an operation; returns its arrival number.
pub(crate) fn insert_op(db: &Connection, row: &LogRow<'_>, body: Option<&[u8]>) -> Result<i64> {
    db.prepare_cached(
        "INSERT INTO op_log
         (op_id, instance, seq, leaf, hlc_ms, hlc_n, kind, v, entity, scope, envelope)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute((
        row.op_id,
        row.instance,
        row.seq.cast_signed(),
        row.leaf.as_bytes().as_slice(),
        row.hlc.ms,
        row.hlc.n,
        row.kind,
        row.v,
        row.entity.unwrap_or_default(),
        row.scope,
        row.envelope,
    ))?;
    let pos = db.last_insert_rowid();
    if let Some(body) = body {
        db.prepare_cached("INSERT INTO op_body (pos, body) VALUES (?1, ?2)")?
            .execute((pos, body))?;
    }
    Ok(pos)
}

/// What the current instance says of its beginning.
fn began(db: &Connection, author: &Author) -> Result<InstanceBegan> {
    db.query_row(
        "SELECT instance, why, from_instance, from_seq, from_leaf FROM l_instance
         ORDER BY n DESC LIMIT 1",
        [],
        |r| {
            Ok(InstanceBegan {
                instance: InstanceId::new(r.get::<_, String>(0)?),
                why: project::by_name(&r.get::<_, String>(1)?).unwrap_or(BeganWhy::New),
                from_instance: r.get::<_, Option<String>>(2)?.map(InstanceId::new),
                from_seq: r.get::<_, Option<i64>>(3)?.map(i64::cast_unsigned),
                from_leaf: r.get(4)?,
                software: author.software.clone(),
                public_key: author.public_key.clone(),
            })
        },
    )
    .map_err(StoreError::from)
}

/// The greatest hybrid clock written or seen.
pub(crate) fn clock(db: &Connection) -> Result<Hlc> {
    let found = db
        .prepare_cached("SELECT ms, n FROM l_clock WHERE id = 0")?
        .query_row([], |r| {
            Ok(Hlc {
                ms: r.get(0)?,
                n: r.get(1)?,
            })
        })
        .optional()?;
    match found {
        Some(clock) => Ok(clock),
        // Lost with a damaged page: the operations know it, too.
        None => Ok(db
            .query_row(
                "SELECT hlc_ms, hlc_n FROM op_log ORDER BY hlc_ms DESC, hlc_n DESC LIMIT 1",
                [],
                |r| {
                    Ok(Hlc {
                        ms: r.get(0)?,
                        n: r.get(1)?,
                    })
                },
            )
            .optional()?
            .unwrap_or_default()),
    }
}

pub(crate) fn set_clock(db: &Connection, clock: Hlc) -> Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO l_clock (id, ms, n) VALUES (0, ?1, ?2)")?
        .execute((clock.ms, clock.n))?;
    Ok(())
}

/// A `UUIDv7` of a moment; before 1970 and after 10889 the time part is held at the end.
pub(crate) fn uuid_v7(ms: i64, random: &mut dyn Random) -> String {
    let ms = u64::try_from(ms).unwrap_or_default().min((1 << 48) - 1);
    uuid::Builder::from_unix_timestamp_millis(ms, &ports::bytes::<10>(random))
        .into_uuid()
        .to_string()
}

fn corrupt(what: &str) -> StoreError {
    StoreError::Damaged {
        detail: what.to_owned(),
    }
}
