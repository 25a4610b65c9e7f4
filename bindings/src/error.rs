//! What Kotlin and Swift catch.

use tanfang_app::{AppError, ErrorKind};

/// Tells what went wrong, sorted by what a screen does about it.
///
/// `code` is stable and for the log; `sentence` is what the worker reads: what
/// happened, that nothing is lost, and the one thing to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ApiError {
    /// The thing asked for is not here any more; the screen goes back.
    #[error("{code}")]
    NotFound {
        /// Stable code.
        code: String,
        /// What the worker reads.
        sentence: String,
    },
    /// What was entered does not fit; the screen stays.
    #[error("{code}")]
    Invalid {
        /// Stable code.
        code: String,
        /// What the worker reads.
        sentence: String,
    },
    /// The rules refuse it.
    #[error("{code}")]
    Conflict {
        /// Stable code.
        code: String,
        /// What the worker reads.
        sentence: String,
    },
    /// The store cannot be opened or written as it is; `code` says which way:
    /// `store_wrong_key`, `store_damaged`, `store_newer`, `store_disk_full`.
    #[error("{code}")]
    Store {
        /// Stable code.
        code: String,
        /// What the worker reads.
        sentence: String,
    },
    /// A file that the worker chose cannot be read or written.
    #[error("{code}")]
    Unreadable {
        /// Stable code.
        code: String,
        /// What the worker reads.
        sentence: String,
    },
    /// A defect of the program.
    #[error("{code}")]
    Internal {
        /// Stable code.
        code: String,
        /// What the worker reads.
        sentence: String,
    },
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        let AppError {
            kind,
            code,
            sentence,
            ..
        } = error;
        match kind {
            ErrorKind::NotFound => Self::NotFound { code, sentence },
            ErrorKind::Invalid => Self::Invalid { code, sentence },
            ErrorKind::Conflict => Self::Conflict { code, sentence },
            ErrorKind::WrongKey | ErrorKind::Damaged | ErrorKind::Newer | ErrorKind::DiskFull => {
                Self::Store { code, sentence }
            }
            ErrorKind::Unreadable => Self::Unreadable { code, sentence },
            ErrorKind::Internal => Self::Internal { code, sentence },
        }
    }
}
