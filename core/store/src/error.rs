//! What can go wrong with a store, one variant for each thing a user does differently.

use std::path::{Path, PathBuf};

/// Why an operation on the store did not succeed.
///
/// Nothing that had been acknowledged before is lost by any of these. Use
/// [`StoreError::code`] to find the sentence for the screen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No store file at the path.
    #[error("no store at {}: create one or restore a backup", path.display())]
    NotFound {
        /// Where the store was looked for.
        path: PathBuf,
    },
    /// A store file is already at the path; creating or restoring never overwrites.
    #[error("a file is already at {}: choose another name", path.display())]
    AlreadyThere {
        /// The path in the way.
        path: PathBuf,
    },
    /// The secret store has no key for this store; the recovery code opens it.
    #[error("this device has no key for the store: enter the recovery code")]
    NoKey,
    /// The key is not this store's key. Nothing was touched.
    #[error("wrong key: this key does not open the store; nothing was changed")]
    WrongKey,
    /// The file cannot be read with the key, and nothing is left to tell a
    /// wrong key from damage. Nothing was touched.
    #[error("the store cannot be read, and neither its meta file nor its key check is here")]
    Unreadable,
    /// Written by a newer release. Nothing was touched.
    #[error("the store has schema {found}, this release knows up to {known}: update the program")]
    Newer {
        /// The schema number found.
        found: u32,
        /// The highest schema number known.
        known: u32,
    },
    /// Pages of the file are damaged; [`crate::Store::repair`] saves what is readable.
    #[error(
        "the store file is damaged ({detail}): repair copies every readable record to a new file"
    )]
    Damaged {
        /// Where the damage showed.
        detail: String,
    },
    /// No space left. The record being written was not saved; earlier ones are safe.
    #[error("no space left on the disk: free some and save again; earlier records are safe")]
    DiskFull,
    /// Another process holds the store.
    #[error("the store is in use by another program: close it and try again")]
    Busy,
    /// The recovery code was mistyped.
    #[error(transparent)]
    Recovery(#[from] crate::keys::RecoveryError),
    /// The file is not a backup of this program, or not a whole one.
    #[error("not a whole backup file: {reason}")]
    BadBackup {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The file is not one for a successor, or not a whole one.
    #[error("not a whole hand-over file: {reason}")]
    BadHandOver {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The code is not the one of this hand-over file. Nothing was written.
    #[error("this code is not the one of this hand-over file; nothing was written")]
    WrongHandOverCode,
    /// The platform's secret store failed.
    #[error("the device's secret store failed on {name:?}: {reason}")]
    Secret {
        /// The entry asked for.
        name: String,
        /// The platform's reason.
        reason: String,
    },
    /// A file operation failed.
    #[error("{what} {}: {source}", path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A draft is asked for that is not open.
    #[error("no draft {visit_id:?} is open")]
    NoDraft {
        /// The draft asked for.
        visit_id: String,
    },
    /// An operation could not be sealed or its stored bytes not read.
    #[error("operation {op:?}: {reason}")]
    Op {
        /// The operation or its kind.
        op: String,
        /// What is wrong.
        reason: String,
    },
    /// Any other failure of the database.
    #[error("database: {0}")]
    Sql(rusqlite::Error),
}

/// The result of a store operation.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreError {
    /// Every code there is, so that a test can look for a sentence for each.
    pub const CODES: &'static [&'static str] = &[
        "store_not_found",
        "store_already_there",
        "store_no_key",
        "store_wrong_key",
        "store_unreadable",
        "store_newer",
        "store_damaged",
        "store_disk_full",
        "store_busy",
        "store_recovery_code",
        "store_bad_backup",
        "store_bad_hand_over",
        "store_wrong_hand_over_code",
        "store_secret",
        "store_file",
        "store_no_draft",
        "store_op",
        "store_database",
    ];

    /// Returns a stable code, the key of the sentence the app shows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "store_not_found",
            Self::AlreadyThere { .. } => "store_already_there",
            Self::NoKey => "store_no_key",
            Self::WrongKey => "store_wrong_key",
            Self::Unreadable => "store_unreadable",
            Self::Newer { .. } => "store_newer",
            Self::Damaged { .. } => "store_damaged",
            Self::DiskFull => "store_disk_full",
            Self::Busy => "store_busy",
            Self::Recovery(_) => "store_recovery_code",
            Self::BadBackup { .. } => "store_bad_backup",
            Self::BadHandOver { .. } => "store_bad_hand_over",
            Self::WrongHandOverCode => "store_wrong_hand_over_code",
            Self::Secret { .. } => "store_secret",
            Self::File { .. } => "store_file",
            Self::NoDraft { .. } => "store_no_draft",
            Self::Op { .. } => "store_op",
            Self::Sql(_) => "store_database",
        }
    }

    pub(crate) fn file(
        what: &'static str,
        path: &Path,
    ) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| {
            if source.kind() == std::io::ErrorKind::StorageFull {
                Self::DiskFull
            } else {
                Self::File { what, path, source }
            }
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        // SQLITE_IOERR_SHMSIZE: the shared memory file of the log could not grow.
        const SHM_SIZE: i32 = 0x130A;
        match error.sqlite_error() {
            Some(e) if e.code == ErrorCode::DiskFull || e.extended_code == SHM_SIZE => {
                Self::DiskFull
            }
            Some(e) if matches!(e.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged {
                    detail: format!("SQLite code {}", e.extended_code),
                }
            }
            Some(e) if matches!(e.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Busy
            }
            _ => Self::Sql(error),
        }
    }
}
