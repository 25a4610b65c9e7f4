//! Makes the sample lists of `tests/data/rosters`: a clean one and a messy one.
//!
//! Everybody in them is invented: names say so, identity numbers carry the
//! unassigned area 990101, phone numbers begin with 139-0000. A tour:
//!
//! * [`book`] – a workbook as plain cells, and how it becomes bytes.
//! * [`people`] – who lives in the sample village.
//! * [`clean`] – 40 homes, one row a person, no mess.
//! * [`messy`] – 30 more, with every mess that offices make, each by name.
//! * [`big`] – a list of any length, for measuring.
//! * [`page`] – the page that says which mess is where.
//!
//! `cargo run -p tanfang-rosters` writes the files anew; a test compares what
//! is checked in with what is made.

pub mod big;
pub mod book;
pub mod clean;
pub mod messy;
pub mod page;
pub mod people;

pub use book::{Book, Mess, Value};
