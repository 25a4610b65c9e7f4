//! Ledgers (台账): columns are data, cells are traced.
//!
//! * [`columns`] – what a pack says: rows, filter, columns, kinds of cells.
//! * [`rows`] – [`ledger`] makes the rows of a period from homes, visits, flags
//!   and duties; every cell names the ops it comes from. Words come in through
//!   [`Words`]. Rows a home and rows that count duties have files of their own.

pub mod columns;
mod duties;
mod homes;
pub mod rows;

pub use columns::{Book, CellKind, Column, DutyCount, LedgerDef, RowsOf, Source, Split};
pub use rows::{Cell, FlagRow, Ledger, LedgerInput, Part, Row, Words, ledger};
