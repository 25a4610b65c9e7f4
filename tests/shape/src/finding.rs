//! One place that breaks a rule.

use std::fmt;

/// Names a place that breaks a rule and says why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Path from the top of the checkout, with `/`.
    pub path: String,
    /// Line, counted from 1; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}: {}", self.path, self.what)
        } else {
            write!(f, "{}:{}: {}", self.path, self.line, self.what)
        }
    }
}

/// Returns nothing when all is well, else one message with every finding and what to do.
///
/// # Errors
/// The message, when there is at least one finding.
pub fn report(mut findings: Vec<Finding>, what_to_do: &str) -> Result<(), String> {
    if findings.is_empty() {
        return Ok(());
    }
    findings.sort();
    findings.dedup();
    let list: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Err(format!(
        "{} found.\n{}\n{what_to_do}",
        list.len(),
        list.join("\n")
    ))
}
