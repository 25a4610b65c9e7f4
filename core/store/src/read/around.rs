//! What of the log bears on one photo: so much, and no more, is read to judge it.

use super::{PhotoRecord, Snapshot};
use crate::error::Result;
use crate::exchange::OpBytes;
use rusqlite::Params;
use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::event::Fingerprint;
use tanfang_log::{BodyBytes, EnvelopeBytes, Hash, Leaf};
use tanfang_values::{InstanceId, PhotoId, VisitId};

/// The leaves of a log, and some of its ops whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogAround {
    /// Whose it is.
    pub instance: InstanceId,
    /// The leaf of every op, in order from place 1; zero where the op is not here.
    pub leaves: Vec<Leaf>,
    /// The ops, by their place.
    pub ops: BTreeMap<u64, OpBytes>,
}

/// An earlier photo, as far as a later one is held against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierPhoto {
    /// The photo.
    pub photo: PhotoId,
    /// SHA-256 of its original, lower-case hex.
    pub sha256: String,
    /// Its fingerprint, if one was made.
    pub mark: Option<Fingerprint>,
    /// The visit.
    pub visit: Option<VisitId>,
    /// When it was taken, UTC milliseconds.
    pub at_ms: i64,
}

/// What is read to judge one photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// Every log that is here.
    pub logs: Vec<LogAround>,
    /// Earlier photos whose ops are not among those of the logs, in order of their clocks.
    pub earlier: Vec<EarlierPhoto>,
}

/// So many ops in a row may be missing before what follows is taken for no part of the log.
const MOST_MISSING: usize = 1_000_000;

/// The records of a thing that a check goes by.
const OF_PHOTO: &str = "SELECT pos FROM op_log WHERE entity = ?1 AND kind IN
    ('photo.taken', 'photo.derived', 'photo.void', 'finding.explained')";
const OF_VISIT: &str = "SELECT pos FROM op_log WHERE entity = ?1 AND kind IN
    ('visit.closed', 'finding.explained')";
const BESIDE: &str = "SELECT n.pos FROM op_log l JOIN op_log n
    ON n.instance = l.instance AND n.seq IN (l.seq - 1, l.seq + 1) WHERE l.op_id = ?1";
const OF_ALL: &str = "SELECT pos FROM op_log WHERE entity = '_' AND kind IN ('receipt', 'purge')
    UNION ALL SELECT l.pos FROM (SELECT DISTINCT instance FROM op_log) i
    JOIN op_log l ON l.instance = i.instance AND l.seq = 1";
const OVERLAPPING: &str = "SELECT l.pos FROM p_visit mine
    JOIN p_visit v ON v.worker_id = mine.worker_id
        AND v.opened_ms < mine.closed_ms AND mine.opened_ms < v.closed_ms
    JOIN op_log l ON l.op_id = v.op_id WHERE mine.visit_id = ?1";

/// What comes before a photo in the order of the clocks, by four parameters.
const BEFORE: &str = "(p.hlc_ms, p.hlc_n, p.instance, p.photo_id) < (?1, ?2, ?3, ?4)";

impl Snapshot<'_> {
    /// Reads what bears on a photo, of every log that is here.
    ///
    /// Whole are: beginnings, receipts and purges, the photo's own records and the ops beside
    /// it, the photos before it of its log that its time and its place are held against, the
    /// visits of one worker at its time, and what was said to its findings. Of all other ops
    /// there is the leaf alone.
    pub fn around(&self, photo: &PhotoRecord) -> Result<Around> {
        let id = photo.taken.photo.as_str();
        let mut wanted = BTreeSet::new();
        self.positions(&mut wanted, OF_ALL, [])?;
        self.positions(&mut wanted, BESIDE, [photo.origin.op.as_str()])?;
        let before = self.just_before(photo)?;
        for photo in before.iter().map(String::as_str).chain([id]) {
            self.positions(&mut wanted, OF_PHOTO, [photo])?;
        }
        if let Some(visit) = &photo.taken.visit {
            self.positions(&mut wanted, OF_VISIT, [visit.as_str()])?;
            self.positions(&mut wanted, OVERLAPPING, [visit.as_str()])?;
        }
        let mut logs = self.leaves()?;
        for pos in wanted {
            let (instance, seq, op) = self.op_at(pos)?;
            if let Some(log) = logs.get_mut(&instance) {
                log.ops.insert(seq, op);
            }
        }
        Ok(Around {
            logs: logs.into_values().collect(),
            earlier: self.earlier(photo, &before)?,
        })
    }

    fn positions(
        &self,
        into: &mut BTreeSet<i64>,
        sql: &str,
        parameters: impl Params,
    ) -> Result<()> {
        into.extend(self.rows_of(sql, parameters, |row| Ok(row.get::<_, i64>(0)?))?);
        Ok(())
    }

    /// The photos right before one in its log: of the same start of the device, and with a place.
    fn just_before(&self, photo: &PhotoRecord) -> Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        let clock = &photo.origin;
        let mut last = |condition: &str, value: &str| -> Result<()> {
            let sql = format!(
                "SELECT p.photo_id FROM p_photo p WHERE {BEFORE} AND p.instance = ?3
                 AND {condition} ORDER BY p.hlc_ms DESC, p.hlc_n DESC, p.photo_id DESC LIMIT 1"
            );
            let parameters = (
                clock.hlc.ms,
                clock.hlc.n,
                clock.instance.as_str(),
                photo.taken.photo.as_str(),
                value,
            );
            found.extend(self.rows_of(&sql, parameters, |row| Ok(row.get::<_, String>(0)?))?);
            Ok(())
        };
        last(
            "json_extract(p.taken, '$.boot_id') = ?5",
            &photo.taken.boot_id,
        )?;
        if photo.taken.place.is_some() {
            last("json_extract(p.taken, ?5) IS NOT NULL", "$.place")?;
        }
        Ok(found)
    }

    /// Returns the leaves of every log, as they were kept when their ops came, and no op.
    pub fn log_leaves(&self) -> Result<Vec<LogAround>> {
        Ok(self.leaves()?.into_values().collect())
    }

    /// Hands the ops of some kinds over one after the other, by log and place: none is held.
    pub fn each_op(
        &self,
        kinds: &[&str],
        mut see: impl FnMut(&InstanceId, u64, OpBytes),
    ) -> Result<()> {
        let places: Vec<&str> = kinds.iter().map(|_| "?").collect();
        let sql = format!(
            "SELECT l.instance, l.seq, l.envelope, b.body FROM op_log l
             LEFT JOIN op_body b ON b.pos = l.pos WHERE l.kind IN ({})
             ORDER BY l.instance, l.seq",
            places.join(", ")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(kinds))?;
        while let Some(row) = rows.next()? {
            let instance = InstanceId::new(row.get::<_, String>(0)?);
            let op = OpBytes {
                envelope: EnvelopeBytes::from_stored(row.get(2)?),
                body: row.get::<_, Option<_>>(3)?.map(BodyBytes::from_stored),
            };
            see(&instance, row.get::<_, i64>(1)?.cast_unsigned(), op);
        }
        Ok(())
    }

    fn leaves(&self) -> Result<BTreeMap<String, LogAround>> {
        let mut logs: BTreeMap<String, LogAround> = BTreeMap::new();
        let mut statement = self
            .db
            .prepare_cached("SELECT instance, seq, leaf FROM op_log ORDER BY instance, seq")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (instance, seq): (String, i64) = (row.get(0)?, row.get(1)?);
            let leaf = Hash::from_bytes(row.get(2)?);
            let log = logs
                .entry(instance)
                .or_insert_with_key(|instance| LogAround {
                    instance: InstanceId::new(instance.as_str()),
                    leaves: Vec::new(),
                    ops: BTreeMap::new(),
                });
            let before = usize::try_from(seq.max(1) - 1).unwrap_or(usize::MAX);
            if before.saturating_sub(log.leaves.len()) > MOST_MISSING {
                continue;
            }
            // A place whose op is not here has a leaf that nothing hashes to: it shows.
            log.leaves.resize(before, Hash::ZERO);
            log.leaves.push(leaf);
        }
        Ok(logs)
    }

    fn op_at(&self, pos: i64) -> Result<(String, u64, OpBytes)> {
        let mut statement = self.db.prepare_cached(
            "SELECT l.instance, l.seq, l.envelope, b.body FROM op_log l
             LEFT JOIN op_body b ON b.pos = l.pos WHERE l.pos = ?1",
        )?;
        Ok(statement.query_row([pos], |row| {
            let op = OpBytes {
                envelope: EnvelopeBytes::from_stored(row.get(2)?),
                body: row.get::<_, Option<_>>(3)?.map(BodyBytes::from_stored),
            };
            Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned(), op))
        })?)
    }

    fn earlier(&self, photo: &PhotoRecord, whole: &BTreeSet<String>) -> Result<Vec<EarlierPhoto>> {
        let sql = format!(
            "SELECT p.photo_id, p.sha256, p.visit_id, p.at_ms,
                 m.alg, m.whole, m.top, m.centre, m.trimmed, m.quality
             FROM p_photo p LEFT JOIN p_photo_mark m ON m.photo_id = p.photo_id
             WHERE {BEFORE} ORDER BY p.hlc_ms, p.hlc_n, p.instance, p.photo_id"
        );
        let clock = &photo.origin;
        let parameters = (
            clock.hlc.ms,
            clock.hlc.n,
            clock.instance.as_str(),
            photo.taken.photo.as_str(),
        );
        let mut earlier = self.rows_of(&sql, parameters, |row| {
            let alg: Option<String> = row.get(4)?;
            let mark = alg.map(|alg| -> rusqlite::Result<Fingerprint> {
                Ok(Fingerprint {
                    alg,
                    full: row.get(5)?,
                    top: row.get(6)?,
                    centre: row.get(7)?,
                    trimmed: row.get(8)?,
                    quality: row.get(9)?,
                })
            });
            Ok(EarlierPhoto {
                photo: PhotoId::new(row.get::<_, String>(0)?),
                sha256: row.get(1)?,
                mark: mark.transpose()?,
                visit: row.get::<_, Option<String>>(2)?.map(VisitId::new),
                at_ms: row.get(3)?,
            })
        })?;
        earlier.retain(|one| !whole.contains(one.photo.as_str()));
        Ok(earlier)
    }
}
