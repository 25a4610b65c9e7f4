//! Ledgers: columns as packs write them.

pub mod columns;
