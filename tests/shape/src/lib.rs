//! Reads this checkout as data, for the tests about the shape of the code.
//!
//! * [`Tree`] lists the files that belong to the checkout and reads them.
//! * [`strip`] takes the comments, or the test parts, out of a source file.
//! * [`Finding`] is one place that breaks a rule; [`report`] turns findings into one message.
//!
//! The tests themselves stand in `tests/`, one module a rule.

mod finding;
mod strip;
mod tree;

pub use finding::{Finding, report};
pub use strip::{Language, Literal, code_without_tests, lines_without_tests, literals};
pub use tree::{File, Tree};
