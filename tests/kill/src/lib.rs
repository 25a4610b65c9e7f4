//! What the writer that gets killed says, and the one who kills it hears.
//!
//! `kill-writer MODE DIR ROSTER SEED` opens the store in `DIR` and records
//! visits for ever: in mode `app` through the app, as a screen would; in mode
//! `store` through the store alone, which leaves more of the time to its
//! commits; in mode `form` it fills in forms, several at once, and closes none:
//! answers are changed and taken anew, as people do; in mode `photo` it keeps
//! photos and removes some. Whenever a call has returned, it says so on stdout in one line of
//! JSON ([`Said`]): from then on the work is *acknowledged* and must survive.
//!
//! `tests/` kills it with SIGKILL at seeded random moments, opens what is left
//! ([`Left`]) and compares that with what was promised ([`Promise`]).

mod left;
mod promise;

pub use left::{Left, STORE, code, now, open, question};
pub use promise::{Broken, Promise};

use serde::{Deserialize, Serialize};

/// One line of the writer: something that a call acknowledged by returning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// The program runs and will now open the store.
    Started,
    /// The store is open and the worker set up.
    SetUp,
    /// The homes are there.
    Homes {
        /// How many.
        count: usize,
    },
    /// A draft is open.
    Opened {
        /// The visit.
        visit: String,
    },
    /// An answer will now be saved, perhaps over an earlier one; nothing is acknowledged yet.
    Answering {
        /// The visit.
        visit: String,
        /// Key of the question.
        key: String,
        /// What is answered.
        answer: String,
    },
    /// An answer is saved in the draft.
    Answered {
        /// The visit.
        visit: String,
        /// Key of the question.
        key: String,
        /// What was answered.
        answer: String,
    },
    /// The visit will now be closed; nothing is acknowledged yet.
    Closing {
        /// The visit.
        visit: String,
    },
    /// The visit is closed.
    Closed {
        /// The visit.
        visit: String,
    },
    /// A photo is kept, or what was kept of it is gone.
    Photo {
        /// The photo.
        photo: String,
        /// Whether it is gone.
        void: bool,
    },
}
