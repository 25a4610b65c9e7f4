//! The rules about the shape of the code, one module a rule.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail like tests"
)]

mod test_architecture;
mod test_arrows;
mod test_docs;
mod test_forgotten;
mod test_pure;
mod test_size;
mod test_tracked;
mod test_unfinished;
mod test_words;

use tanfang_shape::{Finding, Tree, report};

/// Returns the checkout.
fn tree() -> Tree {
    Tree::here().unwrap()
}

/// Fails with every finding and what to do about it.
fn check(findings: Vec<Finding>, what_to_do: &str) {
    if let Err(message) = report(findings, what_to_do) {
        panic!("{message}");
    }
}

/// Names a place that breaks a rule.
fn finding(path: &str, line: usize, what: impl Into<String>) -> Finding {
    Finding {
        path: path.to_owned(),
        line,
        what: what.into(),
    }
}
