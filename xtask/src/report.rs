//! The table at the end: one row a step, then `N passed, N failed`.

use std::time::Instant;

use crate::fail::{Fail, Outcome};
use crate::run::say;

/// How one step ended.
#[derive(Debug)]
struct Row {
    name: String,
    seconds: f64,
    failed: Option<Fail>,
}

/// Runs steps one after the other and remembers how each ended.
#[derive(Debug, Default)]
pub(crate) struct Report {
    rows: Vec<Row>,
}

impl Report {
    /// Runs one step; a failure is kept for the end and the next step still runs.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Outcome<()>) -> bool {
        say(&format!("\n== {name}"));
        let began = Instant::now();
        let failed = work().err();
        let seconds = began.elapsed().as_secs_f64();
        if let Some(fail) = &failed {
            say(&format!("== {name}: FAILED after {seconds:.1} s\n  {fail}"));
        } else {
            say(&format!("== {name}: ok, {seconds:.1} s"));
        }
        let passed = failed.is_none();
        self.rows.push(Row {
            name: name.to_owned(),
            seconds,
            failed,
        });
        passed
    }

    /// Notes a step that cannot run because an earlier one failed.
    pub(crate) fn blocked(&mut self, name: &str, by: &str) {
        self.rows.push(Row {
            name: name.to_owned(),
            seconds: 0.0,
            failed: Some(Fail::new(format!("not run, because `{by}` failed"))),
        });
    }

    /// Prints the table and the closing line; reports whether every step passed.
    pub(crate) fn close(&self, began: Instant) -> bool {
        say(&format!("\n{}", self.table()));
        for row in &self.rows {
            if let Some(fail) = &row.failed {
                say(&format!("\n{}: {fail}", row.name));
            }
        }
        let failed = self.rows.iter().filter(|row| row.failed.is_some()).count();
        let passed = self.rows.len() - failed;
        say(&format!(
            "\nall steps together: {:.0} s\n{passed} passed, {failed} failed",
            began.elapsed().as_secs_f64()
        ));
        failed == 0
    }

    fn table(&self) -> String {
        let width = self
            .rows
            .iter()
            .map(|row| row.name.chars().count())
            .max()
            .unwrap_or(4)
            .max(4);
        let mut lines = vec![format!("{:width$}  result  seconds", "step")];
        for row in &self.rows {
            let result = if row.failed.is_some() { "FAILED" } else { "ok" };
            lines.push(format!(
                "{:width$}  {result:6}  {:7.1}",
                row.name, row.seconds
            ));
        }
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_kept_and_the_next_step_still_runs() {
        let mut report = Report::default();
        assert!(report.step("first", || Ok(())));
        assert!(!report.step("second", || Err(Fail::new("broken"))));
        assert!(report.step("third", || Ok(())));
        report.blocked("fourth", "second");
        assert!(!report.close(Instant::now()));
        let table = report.table();
        assert_eq!(table.matches("FAILED").count(), 2, "{table}");
        assert_eq!(table.matches(" ok ").count(), 2, "{table}");
    }
}
