//! What can go wrong, sorted by what a screen does about it.

use serde::{Deserialize, Serialize};

/// Sorts errors by what a screen does differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorKind {
    /// The thing asked for is not here (any more); the screen goes back.
    NotFound,
    /// What was entered does not fit; the screen stays and says why.
    Invalid,
    /// The rules refuse it: closed with other content, a person who died.
    Conflict,
    /// The key does not open the store; nothing was touched.
    WrongKey,
    /// The store is damaged; the screen offers to save what is readable.
    Damaged,
    /// The store is of a later version; nothing was touched.
    Newer,
    /// No space is left; nothing earlier is lost.
    DiskFull,
    /// A file the worker chose cannot be read or written.
    Unreadable,
    /// A defect of the program.
    Internal,
}

/// Tells what went wrong: a stable code with its arguments, and one plain sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind:?} {code}")]
pub struct AppError {
    /// What a screen does about it.
    pub kind: ErrorKind,
    /// Stable code, such as `visit_closed_otherwise`; the sentence stands under `error.<code>`.
    pub code: String,
    /// Named arguments of the code; never printed, since they may name people.
    pub args: Vec<(String, String)>,
    /// What happened, that nothing is lost, and the one thing to do.
    pub sentence: String,
}

impl AppError {
    /// Makes an error of which the sentence is known.
    pub fn new(kind: ErrorKind, code: &str, sentence: String) -> Self {
        Self {
            kind,
            code: code.to_owned(),
            args: Vec::new(),
            sentence,
        }
    }
}

/// The result of a call of the app.
pub type Result<T, E = AppError> = std::result::Result<T, E>;
