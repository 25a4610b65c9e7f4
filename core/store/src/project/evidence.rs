//! Photos with what was made of them, consents, explanations, signatures, exports, receipts.
//!
//! A row holds the body it came from as JSON beside the columns that are searched.

use super::{OpRow, ops_of, run, to_json};
use crate::error::Result;
use rusqlite::{Connection, ToSql};
use tanfang_domain::event::{
    Event, EvidenceExported, FindingExplained, PhotoConsent, PhotoDerived, PhotoTaken, PhotoVoid,
    ReceiptKept,
};
use tanfang_values::VisitId;

const OF_A_PHOTO: &[&str] = &["photo.taken", "photo.derived", "photo.void"];

/// What is known of one photo, of the operations whose bodies are here.
#[derive(Default)]
struct OfPhoto {
    taken: Vec<(OpRow, PhotoTaken)>,
    derived: Option<PhotoDerived>,
    void: Option<PhotoVoid>,
}

impl OfPhoto {
    fn read(db: &Connection, id: &str) -> Result<Self> {
        let mut of = Self::default();
        // They come by origin: the first taking is the photo, the newest making counts.
        for (op, event) in ops_of(db, id, OF_A_PHOTO)? {
            match event {
                Event::PhotoTaken(taken) => of.taken.push((op, taken)),
                Event::PhotoDerived(derived) => of.derived = Some(derived),
                Event::PhotoVoid(void) => match &mut of.void {
                    // The first says why; that the copies went may be said later.
                    Some(first) => first.copies |= void.copies,
                    None => of.void = Some(void),
                },
                _ => {}
            }
        }
        Ok(of)
    }
}

pub(super) fn recompute_photo(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_photo WHERE photo_id = ?1", [id])?;
    run(db, "DELETE FROM p_photo_mark WHERE photo_id = ?1", [id])?;
    let of = OfPhoto::read(db, id)?;
    let Some((op, taken)) = of.taken.first() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &taken.household.as_str(),
        &op.scope.grid.as_str(),
        &op.scope.class.name(),
        &op.actor.as_str(),
        &taken.visit.as_ref().map(VisitId::as_str),
        &taken.at.day().to_string(),
        &taken.at.ms,
        &taken.original.sha256,
        &to_json(taken),
        &of.derived.as_ref().map(to_json),
        &of.void.as_ref().map(to_json),
        &i64::try_from(of.taken.len() - 1).unwrap_or(i64::MAX),
        &op.origin.op.as_str(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_photo
         (photo_id, household_id, grid_id, class, worker_id, visit_id, day, at_ms, sha256, taken,
          derived, void, copies, op_id, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params,
    )?;
    if let Some(mark) = of.derived.as_ref().and_then(|made| made.mark.as_ref()) {
        run(
            db,
            "INSERT INTO p_photo_mark (photo_id, alg, whole, top, centre, trimmed, quality)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                id,
                &mark.alg,
                &mark.full,
                &mark.top,
                &mark.centre,
                &mark.trimmed,
                mark.quality,
            ),
        )?;
    }
    Ok(())
}

pub(super) fn recompute_signature(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_signature WHERE signature_id = ?1", [id])?;
    let ops = ops_of(db, id, &["visit.signed"])?;
    let Some((op, Event::VisitSigned(signed))) = ops.first() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &signed.visit.as_str(),
        &signed.household.as_str(),
        &op.scope.grid.as_str(),
        &op.actor.as_str(),
        &to_json(signed),
        &i64::try_from(ops.len() - 1).unwrap_or(i64::MAX),
        &op.origin.op.as_str(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_signature
         (signature_id, visit_id, household_id, grid_id, worker_id, signed, copies, op_id,
          instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params,
    )
}

pub(super) fn recompute_export(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_export WHERE export_id = ?1", [id])?;
    let ops = ops_of(db, id, &["evidence.exported"])?;
    match ops.first() {
        Some((op, Event::EvidenceExported(exported))) => export(db, op, exported),
        _ => Ok(()),
    }
}

fn export(db: &Connection, op: &OpRow, exported: &EvidenceExported) -> Result<()> {
    run(
        db,
        "INSERT INTO p_export
         (export_id, worker_id, day, exported, op_id, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            exported.export.as_str(),
            op.actor.as_str(),
            exported.day.to_string(),
            to_json(exported),
            op.origin.op.as_str(),
            op.origin.instance.as_str(),
            op.origin.hlc.ms,
            op.origin.hlc.n,
            op.pos,
        ),
    )
}

pub(super) fn consent(db: &Connection, op: &OpRow, event: &PhotoConsent) -> Result<()> {
    run(
        db,
        "INSERT OR REPLACE INTO p_consent
         (op_id, visit_id, household_id, grid_id, worker_id, consent, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (
            op.origin.op.as_str(),
            event.visit.as_str(),
            event.household.as_str(),
            op.scope.grid.as_str(),
            op.actor.as_str(),
            to_json(event),
            op.origin.instance.as_str(),
            op.origin.hlc.ms,
            op.origin.hlc.n,
            op.pos,
        ),
    )
}

pub(super) fn explained(db: &Connection, op: &OpRow, event: &FindingExplained) -> Result<()> {
    run(
        db,
        "INSERT OR REPLACE INTO p_explained
         (op_id, about, grid_id, worker_id, said, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            op.origin.op.as_str(),
            event.about(),
            op.scope.grid.as_str(),
            op.actor.as_str(),
            to_json(event),
            op.origin.instance.as_str(),
            op.origin.hlc.ms,
            op.origin.hlc.n,
            op.pos,
        ),
    )
}

pub(super) fn receipt(db: &Connection, op: &OpRow, event: &ReceiptKept) -> Result<()> {
    run(
        db,
        "INSERT OR REPLACE INTO p_receipt
         (op_id, instance, size, time_ms, receipt, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            op.origin.op.as_str(),
            op.origin.instance.as_str(),
            event.size.cast_signed(),
            event.time_ms,
            to_json(event),
            op.origin.hlc.ms,
            op.origin.hlc.n,
            op.pos,
        ),
    )
}
