//! The whole core, end to end: the command line (in `tests/`), and a month of work.
//!
//! * [`month`] plays a village's worker and the township's officer day by day,
//!   tap by tap, on clocks that it moves; `play-month` is the same as a program,
//!   for the demonstration.

pub mod month;
