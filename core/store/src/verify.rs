//! The chain checked, and its head signed.

use crate::error::{Result, StoreError};
use crate::ports::Moment;
use crate::purge;
use crate::store::{Store, own_head};
use rusqlite::{Connection, OptionalExtension};
use tanfang_log::{
    BodySeen, ChainReport, ChainVerifier, Checkpoint, CompactRange, DeviceKey, Entry, Hash,
};
use tanfang_values::InstanceId;

impl Store {
    /// Verifies the chain of every instance whose whole chain is here, and what
    /// is here of the others' hashes.
    ///
    /// Bodies that a recorded purge covers are counted as purged
    /// (内容已按期清除); any other missing body is a finding. Of an instance
    /// known only in part the report has findings for the gaps.
    pub fn verify(&self) -> Result<Vec<ChainReport>> {
        let mut reader = self.reader();
        let tx = reader.transaction()?;
        let covered = purge::purged_ranges(&tx)?;
        let mut instances = tx.prepare("SELECT DISTINCT instance FROM op_log ORDER BY instance")?;
        let instances: Vec<String> = instances
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut reports = Vec::new();
        for instance in instances {
            let mut verifier = ChainVerifier::new(InstanceId::new(instance.as_str()));
            for (size, root) in checkpoints(&tx, &instance)? {
                verifier = verifier.with_checkpoint(size, root);
            }
            let mut statement = tx.prepare_cached(
                "SELECT l.seq, l.op_id, l.envelope, b.body FROM op_log l
                 LEFT JOIN op_body b ON b.pos = l.pos WHERE l.instance = ?1 ORDER BY l.seq",
            )?;
            let mut rows = statement.query([&instance])?;
            while let Some(row) = rows.next()? {
                let op_id: String = row.get(1)?;
                let (envelope, body): (Vec<u8>, Option<Vec<u8>>) = (row.get(2)?, row.get(3)?);
                verifier.push(&Entry {
                    seq: row.get::<_, i64>(0)?.cast_unsigned(),
                    op_id: &op_id,
                    envelope: &envelope,
                    body: body.as_deref().map_or(BodySeen::Absent, BodySeen::Present),
                });
            }
            reports.push(verifier.finish(|missing| covered.covers(&instance, missing.seq)));
        }
        Ok(reports)
    }

    /// Signs the head of this store's own chain and keeps the note.
    ///
    /// Call it after a save, outside of it: a missing checkpoint is covered by
    /// the next. Returns the note, or none while nothing was written.
    pub fn sign_checkpoint(&self, key: &dyn DeviceKey, now: &Moment) -> Result<Option<String>> {
        let (instance, tree) = {
            let reader = self.reader();
            let head = own_head(&reader)?;
            let tree = tree(&reader, &head.instance, None)?;
            (head.instance, tree)
        };
        if tree.size() == 0 {
            return Ok(None);
        }
        let checkpoint = Checkpoint::new(
            &InstanceId::new(instance.as_str()),
            tree.size(),
            tree.root(),
        );
        // A keystore may take its time; no lock is held meanwhile.
        let note = checkpoint.sign(key).map_err(|e| StoreError::Op {
            op: "checkpoint".to_owned(),
            reason: e.to_string(),
        })?;
        self.writer()
            .db
            .prepare_cached(
                "INSERT OR IGNORE INTO l_checkpoint (instance, size, text, tree, made_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((
                &instance,
                tree.size().cast_signed(),
                &note,
                tree.to_bytes(),
                now.stamp.ms,
            ))?;
        Ok(Some(note))
    }

    /// Returns the root that the first `size` ops of this store's own chain have; none if it has
    /// fewer.
    pub fn root_at(&self, size: u64) -> Result<Option<Hash>> {
        let reader = self.reader();
        let head = own_head(&reader)?;
        let tree = tree(&reader, &head.instance, Some(size))?;
        Ok((tree.size() == size).then(|| tree.root()))
    }

    /// Returns the newest signed note of this store's own chain.
    pub fn last_checkpoint(&self) -> Result<Option<String>> {
        let reader = self.reader();
        let head = own_head(&reader)?;
        Ok(reader
            .prepare_cached(
                "SELECT text FROM l_checkpoint WHERE instance = ?1 ORDER BY size DESC LIMIT 1",
            )?
            .query_row([head.instance], |r| r.get(0))
            .optional()?)
    }
}

/// The tree over an instance's leaves, all or the first so many, grown from a checkpoint's.
fn tree(db: &Connection, instance: &str, size: Option<u64>) -> Result<CompactRange> {
    let most = size.map_or(i64::MAX, |size| i64::try_from(size).unwrap_or(i64::MAX));
    let last: Option<Vec<u8>> = db
        .prepare_cached(
            "SELECT tree FROM l_checkpoint WHERE instance = ?1 AND size <= ?2
             ORDER BY size DESC LIMIT 1",
        )?
        .query_row((instance, most), |r| r.get(0))
        .optional()?;
    let mut tree = last
        .and_then(|bytes| CompactRange::from_bytes(&bytes).ok())
        .unwrap_or_default();
    let mut statement = db.prepare_cached(
        "SELECT leaf FROM op_log WHERE instance = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq",
    )?;
    let mut rows = statement.query((instance, tree.size().cast_signed(), most))?;
    while let Some(row) = rows.next()? {
        let leaf: [u8; 32] = row.get(0)?;
        tree.push(Hash::from_bytes(leaf));
    }
    Ok(tree)
}

/// Size and root of the kept checkpoints of an instance.
fn checkpoints(db: &Connection, instance: &str) -> Result<Vec<(u64, Hash)>> {
    let mut statement =
        db.prepare_cached("SELECT text FROM l_checkpoint WHERE instance = ?1 ORDER BY size")?;
    let notes: Vec<String> = statement
        .query_map([instance], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(notes
        .iter()
        .filter_map(|note| Checkpoint::parse(note).ok())
        .map(|(checkpoint, _)| (checkpoint.size, checkpoint.root))
        .collect())
}
