//! Photos, consents, explanations, signatures, exports, receipts.

use super::{Of, Snapshot, from_json, unreadable};
use crate::error::Result;
use crate::project::origin_at;
use rusqlite::Row;
use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::event::{
    DataClass, EvidenceExported, FindingExplained, Fingerprint, PhotoConsent, PhotoDerived,
    PhotoTaken, PhotoVoid, ReceiptKept, Signs, VisitSigned,
};
use tanfang_domain::merge::Origin;
use tanfang_values::{
    GridId, HouseholdId, InstanceId, OpId, PhotoId, SignatureId, VisitId, WorkerId,
};

/// A photo as it was taken, with what was made of it and whether it is void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoRecord {
    /// What was taken.
    pub taken: PhotoTaken,
    /// The newest of what was made of it.
    pub derived: Option<PhotoDerived>,
    /// Why its files are gone, if they are.
    pub void: Option<PhotoVoid>,
    /// The grid in whose scope it is.
    pub grid: GridId,
    /// Who may know of it.
    pub class: DataClass,
    /// Who took it.
    pub worker: WorkerId,
    /// How many more records name the same photo: kept, and not shown as it.
    pub copies: u32,
    /// The op that took it.
    pub origin: Origin,
}

/// The fingerprint of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoMark {
    /// The photo.
    pub photo: PhotoId,
    /// When it was taken, UTC milliseconds.
    pub at_ms: i64,
    /// The fingerprint.
    pub mark: Fingerprint,
}

/// A signature, or that there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureRecord {
    /// What was signed, how and by whom.
    pub signed: VisitSigned,
    /// Who held the phone.
    pub worker: WorkerId,
    /// The op.
    pub origin: Origin,
}

/// A receipt with the chain that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRecord {
    /// The chain.
    pub instance: InstanceId,
    /// What was seen of it.
    pub receipt: ReceiptKept,
    /// The op.
    pub op: OpId,
}

/// What somebody said to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedRecord {
    /// What was said.
    pub said: FindingExplained,
    /// By whom.
    pub worker: WorkerId,
    /// The op.
    pub origin: Origin,
}

const PHOTO: &str = "p.taken, p.derived, p.void, p.grid_id, p.class, p.worker_id, p.copies,
    p.op_id, p.instance, p.hlc_ms, p.hlc_n";

impl Snapshot<'_> {
    /// Lists photos, the last taken first.
    pub fn photos(&self, of: Of<'_>) -> Result<Vec<PhotoRecord>> {
        let sql = format!(
            "SELECT {PHOTO} FROM p_photo p WHERE {} ORDER BY p.at_ms DESC, p.photo_id",
            of.condition("p")
        );
        self.rows_of(&sql, [of.parameter()], photo)
    }

    /// Lists the photos of a visit, the last taken first.
    pub fn photos_of_visit(&self, visit: &VisitId) -> Result<Vec<PhotoRecord>> {
        let sql = format!(
            "SELECT {PHOTO} FROM p_photo p WHERE p.visit_id = ?1
             ORDER BY p.at_ms DESC, p.photo_id"
        );
        self.rows_of(&sql, [visit.as_str()], photo)
    }

    /// Returns one photo.
    pub fn photo(&self, id: &PhotoId) -> Result<Option<PhotoRecord>> {
        let sql = format!("SELECT {PHOTO} FROM p_photo p WHERE p.photo_id = ?1");
        Ok(self.rows_of(&sql, [id.as_str()], photo)?.pop())
    }

    /// Lists the photos of which nothing was made yet, the oldest first.
    pub fn photos_waiting(&self) -> Result<Vec<PhotoRecord>> {
        let sql = format!(
            "SELECT {PHOTO} FROM p_photo p WHERE p.derived IS NULL AND p.void IS NULL
             ORDER BY p.at_ms, p.photo_id"
        );
        self.rows_of(&sql, [], photo)
    }

    /// Lists the photos whose copy was put off for this reason, the oldest first.
    pub fn photos_deferred(&self, code: &str) -> Result<Vec<PhotoRecord>> {
        let sql = format!(
            "SELECT {PHOTO} FROM p_photo p
             WHERE p.void IS NULL AND json_extract(p.derived, '$.deferred') = ?1
             ORDER BY p.at_ms, p.photo_id"
        );
        self.rows_of(&sql, [code], photo)
    }

    /// Lists the other photos of the very same bytes, the oldest first.
    pub fn photos_of_file(&self, sha256: &str) -> Result<Vec<PhotoRecord>> {
        let sql = format!(
            "SELECT {PHOTO} FROM p_photo p WHERE p.sha256 = ?1 ORDER BY p.at_ms, p.photo_id"
        );
        self.rows_of(&sql, [sha256], photo)
    }

    /// Lists the fingerprints of all photos, also of those whose files are gone.
    pub fn photo_marks(&self) -> Result<Vec<PhotoMark>> {
        self.rows_of(
            "SELECT m.photo_id, p.at_ms, m.alg, m.whole, m.top, m.centre, m.trimmed, m.quality
             FROM p_photo_mark m JOIN p_photo p ON p.photo_id = m.photo_id
             ORDER BY p.at_ms, m.photo_id",
            [],
            |row| {
                Ok(PhotoMark {
                    photo: PhotoId::new(row.get::<_, String>(0)?),
                    at_ms: row.get(1)?,
                    mark: Fingerprint {
                        alg: row.get(2)?,
                        full: row.get(3)?,
                        top: row.get(4)?,
                        centre: row.get(5)?,
                        trimmed: row.get(6)?,
                        quality: row.get(7)?,
                    },
                })
            },
        )
    }

    /// Lists what was answered on a visit where no photo was taken, in order.
    pub fn consents(&self, visit: &VisitId) -> Result<Vec<PhotoConsent>> {
        self.rows_of(
            "SELECT consent FROM p_consent WHERE visit_id = ?1
             ORDER BY hlc_ms, hlc_n, instance, op_id",
            [visit.as_str()],
            |row| from_json("p_consent.consent", &row.get::<_, String>(0)?),
        )
    }

    /// Lists what was said to findings about a photo or a visit, in order.
    pub fn explained(&self, about: &str) -> Result<Vec<ExplainedRecord>> {
        self.rows_of(
            "SELECT said, worker_id, op_id, instance, hlc_ms, hlc_n FROM p_explained
             WHERE about = ?1 ORDER BY hlc_ms, hlc_n, instance, op_id",
            [about],
            said,
        )
    }

    /// Lists what was said to findings, in order.
    pub fn all_explained(&self) -> Result<Vec<ExplainedRecord>> {
        self.rows_of(
            "SELECT said, worker_id, op_id, instance, hlc_ms, hlc_n FROM p_explained
             ORDER BY hlc_ms, hlc_n, instance, op_id",
            [],
            said,
        )
    }

    /// Lists the signatures of a visit, in order.
    pub fn signatures(&self, visit: &VisitId) -> Result<Vec<SignatureRecord>> {
        self.rows_of(
            "SELECT signed, worker_id, op_id, instance, hlc_ms, hlc_n FROM p_signature
             WHERE visit_id = ?1 ORDER BY hlc_ms, hlc_n, instance, op_id",
            [visit.as_str()],
            |row| {
                Ok(SignatureRecord {
                    signed: from_json("p_signature.signed", &row.get::<_, String>(0)?)?,
                    worker: WorkerId::new(row.get::<_, String>(1)?),
                    origin: origin_at(row, 2)?,
                })
            },
        )
    }

    /// Lists what was handed out, the last first.
    pub fn exports(&self) -> Result<Vec<EvidenceExported>> {
        self.rows_of(
            "SELECT exported FROM p_export ORDER BY day DESC, hlc_ms DESC, hlc_n DESC, export_id",
            [],
            |row| from_json("p_export.exported", &row.get::<_, String>(0)?),
        )
    }

    /// Lists the receipts of every chain, by size.
    pub fn receipts(&self) -> Result<Vec<ReceiptRecord>> {
        self.rows_of(
            "SELECT instance, receipt, op_id FROM p_receipt
             ORDER BY instance, size, time_ms, op_id",
            [],
            |row| {
                Ok(ReceiptRecord {
                    instance: InstanceId::new(row.get::<_, String>(0)?),
                    receipt: from_json("p_receipt.receipt", &row.get::<_, String>(1)?)?,
                    op: OpId::new(row.get::<_, String>(2)?),
                })
            },
        )
    }

    /// Counts the photos among the first `size` ops of a chain.
    pub fn photos_up_to(&self, instance: &InstanceId, size: u64) -> Result<u64> {
        let counts = self.rows_of(
            "SELECT count(*) FROM p_photo p JOIN op_log l ON l.op_id = p.op_id
             WHERE l.instance = ?1 AND l.seq <= ?2",
            (instance.as_str(), size.cast_signed()),
            |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()),
        )?;
        Ok(counts.into_iter().sum())
    }

    /// Returns the ops of the closing of a visit, as a signature names them: first the
    /// closing itself, then its answers, in their order. None where the visit is not here.
    pub fn closing(&self, visit: &VisitId) -> Result<Vec<Signs>> {
        let mut statement = self.db.prepare_cached(
            "SELECT l.op_id, lower(hex(l.leaf)), l.kind, l.entity FROM p_visit v
             JOIN op_log c ON c.op_id = v.op_id
             JOIN op_log l ON l.instance = c.instance AND l.seq >= c.seq
             WHERE v.visit_id = ?1 ORDER BY l.seq",
        )?;
        let mut rows = statement.query([visit.as_str()])?;
        let mut signs = Vec::new();
        while let Some(row) = rows.next()? {
            let (kind, entity): (String, String) = (row.get(2)?, row.get(3)?);
            let wanted = if signs.is_empty() {
                "visit.closed"
            } else {
                "visit.answers"
            };
            // They were written in one go: whatever else comes next ends it.
            if kind != wanted || entity != visit.as_str() {
                break;
            }
            signs.push(Signs {
                op: OpId::new(row.get::<_, String>(0)?),
                leaf: row.get(1)?,
            });
        }
        Ok(signs)
    }

    /// Tells whether an op of a kind was ever written for a thing, also if its body is gone.
    pub fn was_written(&self, entity: &str, kind: &str) -> Result<bool> {
        let mut statement = self
            .db
            .prepare_cached("SELECT 1 FROM op_log WHERE entity = ?1 AND kind = ?2 LIMIT 1")?;
        Ok(statement.exists((entity, kind))?)
    }

    /// Tells whether ops of a kind were written for a thing and all their bodies are purged: then
    /// nothing will ever be read of it again.
    pub fn was_purged(&self, entity: &str, kind: &str) -> Result<bool> {
        let counts = self.rows_of(
            "SELECT count(*), count(b.pos) FROM op_log l LEFT JOIN op_body b ON b.pos = l.pos
             WHERE l.entity = ?1 AND l.kind = ?2",
            (entity, kind),
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
        )?;
        Ok(counts
            .into_iter()
            .all(|(ops, bodies)| ops > 0 && bodies == 0))
    }

    /// Lists the ids of photos and of signatures whose record can be read: their files stay.
    pub fn evidence_ids(&self) -> Result<BTreeSet<String>> {
        let ids = self.rows_of(
            "SELECT photo_id FROM p_photo UNION SELECT signature_id FROM p_signature",
            [],
            |row| Ok(row.get::<_, String>(0)?),
        )?;
        Ok(ids.into_iter().collect())
    }

    /// Returns a signature by its id.
    pub fn signature(&self, id: &SignatureId) -> Result<Option<VisitSigned>> {
        let found = self.rows_of(
            "SELECT signed FROM p_signature WHERE signature_id = ?1",
            [id.as_str()],
            |row| from_json("p_signature.signed", &row.get::<_, String>(0)?),
        );
        Ok(found?.pop())
    }

    /// Counts the photos of each home of a grid.
    pub fn photo_counts(&self, grid: &GridId) -> Result<BTreeMap<HouseholdId, u32>> {
        let counts = self.rows_of(
            "SELECT household_id, count(*) FROM p_photo WHERE grid_id = ?1 GROUP BY household_id",
            [grid.as_str()],
            |row| Ok((HouseholdId::new(row.get::<_, String>(0)?), row.get(1)?)),
        )?;
        Ok(counts.into_iter().collect())
    }

    pub(super) fn rows_of<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }
}

fn photo(row: &Row<'_>) -> Result<PhotoRecord> {
    let part = |column: &str, n: usize| -> Result<Option<String>> {
        row.get::<_, Option<String>>(n)
            .map_err(|_| unreadable(column))
    };
    let class: String = row.get(4)?;
    Ok(PhotoRecord {
        taken: from_json("p_photo.taken", &row.get::<_, String>(0)?)?,
        derived: part("p_photo.derived", 1)?
            .map(|json| from_json("p_photo.derived", &json))
            .transpose()?,
        void: part("p_photo.void", 2)?
            .map(|json| from_json("p_photo.void", &json))
            .transpose()?,
        grid: GridId::new(row.get::<_, String>(3)?),
        class: DataClass::parse(&class).ok_or_else(|| unreadable("p_photo.class"))?,
        worker: WorkerId::new(row.get::<_, String>(5)?),
        copies: row.get(6)?,
        origin: origin_at(row, 7)?,
    })
}

fn said(row: &Row<'_>) -> Result<ExplainedRecord> {
    Ok(ExplainedRecord {
        said: from_json("p_explained.said", &row.get::<_, String>(0)?)?,
        worker: WorkerId::new(row.get::<_, String>(1)?),
        origin: origin_at(row, 2)?,
    })
}
