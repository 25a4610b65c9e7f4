//! Small local things: settings, what was shown once, receipts.

use crate::error::Result;
use crate::read::Snapshot;
use crate::store::Store;
use rusqlite::OptionalExtension;

impl Snapshot<'_> {
    /// Returns a setting of this device.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT value FROM l_setting WHERE key = ?1")?;
        Ok(statement.query_row([key], |r| r.get(0)).optional()?)
    }
}

impl Store {
    /// Returns a setting of this device.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        Snapshot::new(&self.reader()).setting(key)
    }

    /// Keeps a setting of this device, durably.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<()> {
        self.writer()
            .db
            .prepare_cached(
                "INSERT INTO l_setting (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )?
            .execute((key, value))?;
        Ok(())
    }

    /// Records that something was shown about a subject; returns whether it was the first time.
    pub fn mark_shown(&self, what: &str, subject: &str, at_ms: i64) -> Result<bool> {
        let changed = self
            .writer()
            .db
            .prepare_cached(
                "INSERT OR IGNORE INTO l_shown (what, subject, shown_ms) VALUES (?1, ?2, ?3)",
            )?
            .execute((what, subject, at_ms))?;
        Ok(changed > 0)
    }

    /// Returns whether something was shown about a subject before.
    pub fn was_shown(&self, what: &str, subject: &str) -> Result<bool> {
        let db = self.reader();
        let mut statement =
            db.prepare_cached("SELECT 1 FROM l_shown WHERE what = ?1 AND subject = ?2")?;
        Ok(statement.exists((what, subject))?)
    }
}
