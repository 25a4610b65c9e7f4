//! The schema, in numbered steps.

use crate::error::Result;
use rusqlite::{Connection, TransactionBehavior};

/// The steps in order; a step that was released is never edited again.
const MIGRATIONS: &[(&str, &str)] = &[
    (
        "0001_first.sql",
        include_str!("../migrations/0001_first.sql"),
    ),
    (
        "0002_wider.sql",
        include_str!("../migrations/0002_wider.sql"),
    ),
    (
        "0003_trips.sql",
        include_str!("../migrations/0003_trips.sql"),
    ),
    (
        "0004_photos.sql",
        include_str!("../migrations/0004_photos.sql"),
    ),
];

/// The schema number of this release: the count of the steps.
pub const VERSION: u32 = {
    assert!(MIGRATIONS.len() < 10_000);
    #[allow(clippy::cast_possible_truncation)]
    let version = MIGRATIONS.len() as u32;
    version
};

/// Brings a store to [`VERSION`] in one transaction; returns the number it had.
pub(crate) fn migrate(db: &mut Connection) -> Result<u32> {
    // On an ordinary day opening takes no write lock.
    let now: u32 = db.pragma_query_value(None, "user_version", |r| r.get(0))?;
    if now >= VERSION {
        return Ok(now);
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let had: u32 = tx.pragma_query_value(None, "user_version", |r| r.get(0))?;
    if had < VERSION {
        for (name, sql) in MIGRATIONS.iter().skip(had as usize) {
            tracing::info!(name, "migrating the store");
            tx.execute_batch(sql)?;
        }
        tx.pragma_update(None, "user_version", VERSION)?;
        tx.commit()?;
    }
    Ok(had)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_in_the_folder_is_listed_and_numbered_without_a_gap() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|f| f.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let listed: Vec<&str> = MIGRATIONS.iter().map(|(name, _)| *name).collect();
        assert_eq!(files, listed);
        for (n, name) in listed.iter().enumerate() {
            assert!(name.starts_with(&format!("{:04}_", n + 1)), "{name}");
        }
    }
}
