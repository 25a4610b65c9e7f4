//! Visits: the draft, its answers, and what closing it becomes.
//!
//! Everything is a pure step: a draft and an input give a draft or a typed
//! error; a draft and what is known give events. A tour:
//!
//! * [`draft`] – one open draft a home, its day, whom it met.
//! * [`answer`] – an answer, 都一样, taking back; what can be wrong with them.
//! * [`close`] – draft + facts + pack + now → `visit.closed`, one
//!   `visit.answers` a class of data, `flag.raised`.
//! * [`raise`] – which flags the answers raise, and which are open already.
//! * [`attempt`] – 家中无人: a trip that met nobody.
//! * [`contact`] – 电话联系: a call, which is no visit.

pub mod answer;
pub mod attempt;
pub mod close;
pub mod contact;
pub mod draft;
pub mod raise;

pub use answer::AnswerError;
pub use attempt::{AttemptError, attempt};
pub use close::{AlreadyClosed, CloseError, Closed, Closing, close};
pub use contact::{ContactError, contact};
pub use draft::{DayError, Draft};
