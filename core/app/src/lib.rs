//! Ports, use cases and one ready view per screen.
//!
//! A tour: [`App`] is the one object that screens talk to. [`view`] holds one
//! record per screen, ready to draw; [`error`] what can go wrong. [`ports`]
//! are what the device gives, [`desktop`] what a desktop gives. What needs no
//! store:
//!
//! * [`texts`] – every sentence people read, by key, with typed holes.
//! * [`words`] – numbers, groups and doors as villagers write them.
//! * [`export`] – a ledger as a workbook or a page to print.
//! * [`import`] – lists of people read, every row accounted for, and compared.
//! * [`xlsform`] – a form of ODK or Kobo taken over as a checklist.
//! * [`say`] – days, names, values and states in words people use.
//! * [`search`] – a home by name, pinyin, phone, group or door.
//! * [`proof`] – what a check of evidence came to, and the report for an archive.
//! * [`lunar`] – a day by the farmers' calendar.

pub mod app;
pub mod desktop;
pub mod error;
pub mod export;
pub mod import;
pub mod lunar;
mod phrases;
pub mod ports;
pub mod proof;
pub mod say;
pub mod search;
pub mod texts;
pub mod view;
pub mod words;
pub mod xlsform;

pub use app::{App, Correction, Fixed, OpenConfig};
pub use error::{AppError, ErrorKind, Result};
