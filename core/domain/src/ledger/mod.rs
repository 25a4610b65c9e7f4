//! Ledgers (台账): columns are data, cells are traced.
//!
//! * [`columns`] – what a pack says: rows, filter, columns, kinds of cells.
//! * [`rows`] – [`ledger`] makes the rows of a period from visits and flags;
//!   every cell names the ops it comes from. Words come in through [`Words`].

pub mod columns;
pub mod rows;

pub use columns::{CellKind, Column, LedgerDef, RowsOf, Source};
pub use rows::{Cell, FlagRow, Ledger, LedgerInput, Part, Row, Words, ledger};
