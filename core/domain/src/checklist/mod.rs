//! What to ask on a visit: checklists and their questions.

pub mod question;
