//! Wiping: everything of a store removed from this device.
//!
//! First a mark, then the keys, then the files, then the mark: whenever it is cut
//! short, the mark is there and the next opening goes on, and once the keys are
//! gone nothing that is left can be read.

use crate::error::{Result, StoreError};
use crate::meta::{Meta, beside};
use crate::ports::{self, SecretStore};
use crate::store::{SecretNames, Store};
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;

/// Suffix of the mark that a wipe has begun.
const MARK: &str = ".wiping";

/// What would be lost with a wipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WipeLook {
    /// Operations stored.
    pub ops: u64,
    /// Operations that no backup holds.
    pub not_backed_up: u64,
    /// When the last backup was made, UTC milliseconds.
    pub last_backup_ms: Option<i64>,
    /// Drafts of visits that are open; a backup made before them does not hold them.
    pub drafts: u64,
    /// Whether a file for a successor was written and nothing has been since.
    pub handed_over: bool,
}

impl Store {
    /// Looks what would be lost if this store were wiped.
    pub fn wipe_look(&self) -> Result<WipeLook> {
        let not_backed_up = self.ops_since_backup()?;
        let last_backup_ms = self.setting(crate::backup::LAST)?;
        let db = self.reader();
        let count = |sql: &str| -> Result<u64> {
            let n: i64 = db.query_row(sql, [], |r| r.get(0))?;
            Ok(n.cast_unsigned())
        };
        let newest: Option<String> = db
            .query_row(
                "SELECT kind FROM op_log ORDER BY pos DESC LIMIT 1",
                [],
                |r| r.get(0),
            )
            .optional()?;
        Ok(WipeLook {
            ops: count("SELECT count(*) FROM op_log")?,
            not_backed_up,
            last_backup_ms: last_backup_ms.and_then(|ms| ms.parse().ok()),
            drafts: count("SELECT count(*) FROM l_draft")?,
            handed_over: newest.as_deref() == Some("instance.handed_over"),
        })
    }

    /// Lets go of the file, so that it can be wiped or another take its place;
    /// every later call on this store fails.
    pub fn let_go(&self) -> Result<()> {
        // The reader first: the last connection to close empties the log file.
        *self.reader() = Connection::open_in_memory()?;
        let mut writer = self.writer();
        writer.behind = false;
        writer.db = Connection::open_in_memory()?;
        Ok(())
    }

    /// Removes a store for good: its keys, its file and everything beside it.
    ///
    /// Nobody may have it open. Wiping what is not there is no error.
    pub fn wipe(path: &Path, secrets: &dyn SecretStore) -> Result<()> {
        let mark = beside(path, MARK);
        let file = ports::private_file(&mark)?;
        file.sync_all()
            .map_err(StoreError::file("syncing", &mark))?;
        ports::sync_folder(path)?;
        finish(path, secrets)
    }

    /// Whether a wipe of this store was cut short.
    pub fn is_being_wiped(path: &Path) -> bool {
        beside(path, MARK).exists()
    }
}

/// Goes on with a wipe that was begun.
pub(crate) fn finish(path: &Path, secrets: &dyn SecretStore) -> Result<()> {
    let mark = beside(path, MARK);
    if !mark.exists() {
        return Ok(());
    }
    let names = SecretNames::of(path);
    for name in [&names.kek, &names.keys, &names.head] {
        secrets.delete(name)?;
    }
    for file in beside_store(path)? {
        if file != mark {
            remove(&file)?;
        }
    }
    remove(path)?;
    remove(&Meta::path(path))?;
    ports::sync_folder(path)?;
    remove(&mark)?;
    ports::sync_folder(path)
}

/// Every file of ours beside a store: its name with something after it.
fn beside_store(path: &Path) -> Result<Vec<std::path::PathBuf>> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(StoreError::file("listing", folder))?;
    for entry in entries {
        let entry = entry.map_err(StoreError::file("listing", folder))?;
        let other = entry.file_name();
        let ours = other
            .to_string_lossy()
            .strip_prefix(&*name)
            .is_some_and(|rest| rest.starts_with(['.', '-']));
        if ours && entry.path().is_file() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::file("removing", path)(e))
        }
        _ => Ok(()),
    }
}
