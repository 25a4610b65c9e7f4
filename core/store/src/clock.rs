//! The device's clock set back: seen, said, and harmless.
//!
//! The hybrid clock never goes back, so that nothing written later is taken for
//! older. But a day read from a clock that is wrong is a wrong day, and only the
//! worker can put that right: so it is said.

use crate::error::Result;
use crate::meta::Head;
use crate::ports::Moment;
use crate::project::to_json;
use crate::store::{Store, own_head};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use tanfang_values::Day;

/// The local setting that keeps the last time the clock went back.
pub(crate) const BACK: &str = "clock.back";

/// Less than this is a clock that is put right by the network.
const TOLERANCE_MS: i64 = 300_000;

/// A clock that went back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockBack {
    /// The day that the clock showed after it.
    pub day: Day,
    /// How far it went back, in milliseconds.
    pub by_ms: i64,
    /// Whether it still shows less than it showed before.
    pub still: bool,
}

/// What is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    day: Day,
    /// What it should have shown, and what it showed.
    expected_ms: i64,
    found_ms: i64,
}

impl Store {
    /// Tells when the clock of this device last went back while the store was in
    /// use, if it ever did.
    pub fn clock_back(&self, now: &Moment) -> Result<Option<ClockBack>> {
        let kept = self.setting(BACK)?;
        let kept = kept.and_then(|json| serde_json::from_str::<Kept>(&json).ok());
        let db = self.reader();
        let seen = went_back(&db, &own_head(&db)?, now)?.or(kept);
        Ok(seen.map(|back| ClockBack {
            day: back.day,
            by_ms: back.expected_ms.saturating_sub(back.found_ms),
            still: now.stamp.ms < back.expected_ms,
        }))
    }
}

/// Keeps that the clock went back since the last operation, if it did.
pub(crate) fn note(db: &Connection, head: &Head, now: &Moment) -> Result<()> {
    if let Some(back) = went_back(db, head, now)? {
        tracing::warn!("the clock went back");
        db.prepare_cached("INSERT OR REPLACE INTO l_setting (key, value) VALUES (?1, ?2)")?
            .execute((BACK, to_json(&back)))?;
    }
    Ok(())
}

fn went_back(db: &Connection, head: &Head, now: &Moment) -> Result<Option<Kept>> {
    let last: Option<Vec<u8>> = db
        .prepare_cached("SELECT envelope FROM op_log WHERE instance = ?1 AND seq = ?2")?
        .query_row((&head.instance, head.seq.cast_signed()), |r| r.get(0))
        .optional()?;
    let Some(last) = last.and_then(|bytes| tanfang_log::Envelope::read(&bytes).ok()) else {
        return Ok(None);
    };
    // Since the same start of the device the monotonic clock tells how much time went by.
    let passed = match (&last.boot_id, last.elapsed_ms) {
        (Some(boot), Some(elapsed)) if *boot == now.boot_id => (now.elapsed_ms - elapsed).max(0),
        _ => 0,
    };
    let expected_ms = last.wall_ms.saturating_add(passed);
    let back = expected_ms.saturating_sub(now.stamp.ms) > TOLERANCE_MS;
    Ok(back.then(|| Kept {
        day: now.stamp.day(),
        expected_ms,
        found_ms: now.stamp.ms,
    }))
}
