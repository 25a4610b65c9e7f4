//! A phone in memory that keeps photos, and what people do to make them say something else.
//!
//! * [`phone`] – [`Phone`]: a chain, a key, clocks and files; it visits, takes photos, is seen by
//!   a witness and hands out an archive, with no store and no screen.
//! * [`Township`] – the witness on the other side.
//! * [`fraud`] – one case a row of the fraud table, each with what must be found.
//!   `cargo run -p tanfang-frauds -- FOLDER` writes them.
//!
//! Test support: everything is made of the arguments and a counter, so that the same calls give
//! the same bytes. All names and places are invented.

// It is test code: what cannot be is a defect of the test.
#![allow(clippy::unwrap_used, clippy::panic, clippy::missing_panics_doc)]

pub mod fraud;
pub mod phone;

pub use phone::{Phone, Shot, Township};
