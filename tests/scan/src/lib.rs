//! Looks for names, identity numbers and phone numbers where none may stand.
//!
//! [`Secrets`] collects them from a roster, with no help from the product's own import, so that a
//! mistake there cannot hide here. [`look`] searches files for them, byte by byte, in UTF-8 and
//! UTF-16, in the names of the files too. The program `tanfang-scan` does both:
//!
//! ```text
//! tanfang-scan --roster R.xlsx|R.csv... --look FOLDER... [--allow ENDING...]
//! ```
//!
//! It prints where something was found and of which kind it is, never what it is.

mod look;
mod secrets;

pub use look::{Found, Looked, look};
pub use secrets::{Kind, Secrets};
