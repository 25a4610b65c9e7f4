//! Connections: the settings of ADR 0005, in one place.

use crate::error::{Result, StoreError};
use crate::keys::DataKey;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Looks at a file without changing a byte of it.
    Probe,
    /// Reads beside the writer.
    Read,
    /// Writes to a file that is there.
    Write,
    /// Makes the file.
    Create,
}

/// Opens an encrypted file; the key is not yet known to be right.
pub(crate) fn connect(path: &Path, key: &DataKey, purpose: Use) -> Result<Connection> {
    route_messages()?;
    let base = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let flags = match purpose {
        Use::Probe | Use::Read => base | OpenFlags::SQLITE_OPEN_READ_ONLY,
        Use::Write => base | OpenFlags::SQLITE_OPEN_READ_WRITE,
        Use::Create => base | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    };
    let db = Connection::open_with_flags(path, flags)?;
    // The statement holds the key: its text must not travel in an error.
    db.execute_batch(&format!("PRAGMA key = \"{}\";", key.pragma()))
        .map_err(|_| StoreError::Unreadable)?;
    db.execute_batch(
        "PRAGMA cipher_page_size = 4096;
         PRAGMA cipher_hmac_algorithm = HMAC_SHA256;",
    )?;
    common_settings(&db)?;
    Ok(db)
}

/// Settings that have nothing to do with encryption.
pub(crate) fn common_settings(db: &Connection) -> Result<()> {
    db.execute_batch(
        "PRAGMA cache_size = -16384;
         PRAGMA temp_store = 2;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;",
    )?;
    db.busy_timeout(Duration::from_secs(5))?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// Settings of a writing connection that touch the file; call after the key is known to be right.
pub(crate) fn prepare_writer(db: &Connection) -> Result<()> {
    db.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA secure_delete = ON;
         PRAGMA journal_size_limit = 16777216;",
    )?;
    Ok(())
}

/// Encrypts a whole file anew under another key; nobody else may have it open.
pub(crate) fn rekey(db: &Connection, key: &DataKey) -> Result<()> {
    // The statement holds the key: its text must not travel in an error.
    db.execute_batch(&format!("PRAGMA rekey = \"{}\";", key.pragma()))
        .map_err(|_| StoreError::Unreadable)
}

/// Reads the first page: the schema number, if the key is right and the page whole.
pub(crate) fn read_first_page(db: &Connection) -> Result<u32> {
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get(0))?;
    let version: u32 = db.pragma_query_value(None, "user_version", |r| r.get(0))?;
    tracing::debug!(tables, version, "first page read");
    Ok(version)
}

/// Says once a process that SQLCipher writes nothing on stderr (its default is
/// to), and that files it attaches by itself, as `VACUUM INTO` does, get our settings.
///
/// What it would have said reaches the caller as a typed error, and `tracing` from there.
pub(crate) fn route_messages() -> Result<()> {
    static ONCE: OnceLock<bool> = OnceLock::new();
    let done = *ONCE.get_or_init(|| {
        Connection::open_in_memory()
            .and_then(|db| {
                db.execute_batch(
                    "PRAGMA cipher_log = off;
                     PRAGMA cipher_log_level = NONE;
                     PRAGMA cipher_default_page_size = 4096;
                     PRAGMA cipher_default_hmac_algorithm = HMAC_SHA256;",
                )
            })
            .is_ok()
    });
    if done {
        Ok(())
    } else {
        Err(StoreError::Unreadable)
    }
}
