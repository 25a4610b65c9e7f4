//! What to ask on a visit, and what to bring along from the last one.
//!
//! A tour:
//!
//! * [`question`] – checklists and questions as packs write them.
//! * [`visible`] – a question is hidden only where that is surely right.
//! * [`check`] – whether a value can be the answer.
//! * [`given`] – answers so far, each saved the moment it is given.
//! * [`around`] – what stands around a visit: what is owed, missing, flagged.
//! * [`section`] – the [`Form`] of a visit: what to ask, what 都一样 confirms,
//!   what is only brought along, and why.
//! * [`union`](mod@union) – how the form is put together of all checklists.

pub mod around;
pub mod check;
pub mod given;
pub mod question;
pub mod section;
pub mod union;
pub mod visible;

pub use around::{Around, LastMet, MissingFact, Owed};
pub use given::{Answers, Given};
pub use section::{Asked, Form, FormInput, Last, Reason, Section, State};
