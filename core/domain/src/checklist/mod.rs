//! What to ask on a visit, and what to bring along from the last one.
//!
//! A tour:
//!
//! * [`question`] – checklists and questions as packs write them.
//! * [`visible`] – a question is hidden only where that is surely right.
//! * [`check`] – whether a value can be the answer.
//! * [`given`] – answers so far, each saved the moment it is given.
//! * [`section`] – the [`Form`] of a visit: what to ask, what 都一样 confirms,
//!   what is only brought along.

pub mod check;
pub mod given;
pub mod question;
pub mod section;
pub mod visible;

pub use given::{Answers, Given};
pub use section::{Asked, Form, FormInput, Last, Section, State};
