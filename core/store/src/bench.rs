//! What the bench compares with: plain SQLite over the same rows.

use crate::error::{Result, StoreError};
use crate::ports;
use crate::read::Snapshot;
use crate::sqlcipher;
use crate::store::Store;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Instant;

/// A store without encryption, to be read only.
pub struct PlainStore(Connection);

impl std::fmt::Debug for PlainStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlainStore").finish_non_exhaustive()
    }
}

impl PlainStore {
    /// Opens the file with the settings of a store, but for the key.
    pub fn open(path: &Path) -> Result<Self> {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        sqlcipher::common_settings(&db)?;
        sqlcipher::read_first_page(&db)?;
        Ok(Self(db))
    }

    /// Runs reads over one moment.
    pub fn read<T>(&mut self, read: impl FnOnce(&Snapshot<'_>) -> Result<T>) -> Result<T> {
        let tx = self.0.transaction()?;
        read(&Snapshot::new(&tx))
    }
}

/// Copies a store to a file without encryption.
pub fn export_plain(store: &Store, to: &Path) -> Result<()> {
    drop(ports::private_file(to)?);
    let writer = store.writer();
    let to = to.to_str().ok_or(StoreError::Unreadable)?;
    writer
        .db
        .execute("ATTACH DATABASE ?1 AS plain KEY ''", [to])?;
    writer
        .db
        .query_row("SELECT sqlcipher_export('plain')", [], |_| Ok(()))?;
    writer
        .db
        .execute_batch("PRAGMA plain.journal_mode = WAL; DETACH DATABASE plain;")?;
    Ok(())
}

/// CPU-bound seconds for reading every row of three files, the file cache warm.
#[derive(Debug, Clone, Copy)]
pub struct Scans {
    /// Without encryption.
    pub plain: f64,
    /// With HMAC-SHA256 pages, as a store has.
    pub sha256: f64,
    /// With HMAC-SHA512 pages, SQLCipher's default.
    pub sha512: f64,
}

/// Measures what the page authentication costs.
pub fn scan_seconds(folder: &Path, rows: u32) -> Result<Scans> {
    sqlcipher::route_messages()?;
    let one = |name: &str, pragmas: &str| -> Result<f64> {
        let path = folder.join(name);
        drop(ports::private_file(&path)?);
        let db = Connection::open(&path)?;
        db.execute_batch(pragmas)?;
        db.execute_batch("BEGIN; CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB NOT NULL);")?;
        for _ in 0..rows {
            db.prepare_cached("INSERT INTO t (body) VALUES (randomblob(1400))")?
                .execute([])?;
        }
        db.execute_batch("COMMIT;")?;
        drop(db);
        let mut best = f64::MAX;
        for _ in 0..5 {
            let db = Connection::open(&path)?;
            db.execute_batch(pragmas)?;
            let start = Instant::now();
            let _: i64 = db.query_row("SELECT sum(length(hex(body))) FROM t", [], |r| r.get(0))?;
            best = best.min(start.elapsed().as_secs_f64());
        }
        Ok(best)
    };
    let key =
        "PRAGMA key = \"x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'\";";
    Ok(Scans {
        plain: one("scan-plain.db", "")?,
        sha256: one(
            "scan-256.db",
            &format!("{key} PRAGMA cipher_hmac_algorithm = HMAC_SHA256;"),
        )?,
        sha512: one(
            "scan-512.db",
            &format!("{key} PRAGMA cipher_hmac_algorithm = HMAC_SHA512;"),
        )?,
    })
}
