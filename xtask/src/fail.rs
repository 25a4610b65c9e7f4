//! The one error of this program: what failed, and how a person does it by hand.

use std::fmt;
use std::path::Path;

/// What a fallible function of this program returns.
pub(crate) type Outcome<T> = Result<T, Fail>;

/// Says in plain words what failed and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fail {
    /// What failed.
    pub(crate) what: String,
    /// What a person can do, if there is something to say.
    pub(crate) by_hand: Option<String>,
}

impl Fail {
    /// Says what failed.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            by_hand: None,
        }
    }

    /// Adds what a person can do.
    #[must_use]
    pub(crate) fn by_hand(mut self, how: impl Into<String>) -> Self {
        self.by_hand = Some(how.into());
        self
    }

    /// Says which file could not be read or written, and why.
    pub(crate) fn file(doing: &str, path: &Path, why: &std::io::Error) -> Self {
        Self::new(format!("could not {doing} {}: {why}", path.display()))
    }
}

impl fmt::Display for Fail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if let Some(how) = &self.by_hand {
            write!(f, "\n  By hand: {how}")?;
        }
        Ok(())
    }
}
