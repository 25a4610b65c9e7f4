//! Reads: snapshots in the shapes the domain works on.
//!
//! A [`Snapshot`] sees one moment of the store. The same reads serve a screen
//! ([`crate::Store::read`]) and a decision inside its write transaction
//! ([`crate::Store::write`]). One file a feature.

mod around;
mod evidence;
mod flags;
mod ops;
mod people;
mod roster;
mod trips;
mod visits;
mod wider;
mod workers;

use crate::error::{Result, StoreError};
use rusqlite::Connection;
use serde::de::DeserializeOwned;
use tanfang_values::{Day, GridId, HouseholdId};

pub use around::{Around, EarlierPhoto, LogAround};
pub use evidence::{ExplainedRecord, PhotoMark, PhotoRecord, ReceiptRecord, SignatureRecord};
pub use flags::FlagRecord;
pub use ops::{OpRecord, SkippedOp};
pub use people::Depth;
pub use roster::{BatchRecord, BatchUndone, KeptWhy, RosterRowRecord, UndoLook, WouldBeKept};
pub use visits::VisitDetail;
pub use wider::{
    ContactRecord, ControlTotalRecord, EventRecord, FeedbackRecord, HandOverRecord, MatchAnswer,
    MatchBatchRecord, MatchTaskRecord, Tasks,
};
pub use workers::GridRecord;

/// Reads over one moment of a store.
#[derive(Debug)]
pub struct Snapshot<'a> {
    pub(crate) db: &'a Connection,
}

impl<'a> Snapshot<'a> {
    pub(crate) fn new(db: &'a Connection) -> Self {
        Self { db }
    }
}

/// Which homes a read is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of<'a> {
    /// All homes.
    All,
    /// The homes of one grid.
    Grid(&'a GridId),
    /// One home.
    Home(&'a HouseholdId),
}

impl Of<'_> {
    /// A condition with one parameter over a table that has both columns.
    fn condition(self, table: &str) -> String {
        match self {
            Self::All => "?1 = ''".to_owned(),
            Self::Grid(_) => format!("{table}.grid_id = ?1"),
            Self::Home(_) => format!("{table}.household_id = ?1"),
        }
    }

    fn parameter(&self) -> &str {
        match self {
            Self::All => "",
            Self::Grid(grid) => grid.as_str(),
            Self::Home(home) => home.as_str(),
        }
    }
}

/// Reads a list or another part of an event from its column.
fn from_json<T: DeserializeOwned>(column: &str, json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|_| unreadable(column))
}

fn day_of(column: &str, text: &str) -> Result<Day> {
    Day::parse(text).map_err(|_| unreadable(column))
}

fn day_or_none(column: &str, text: Option<String>) -> Result<Option<Day>> {
    text.map(|text| day_of(column, &text)).transpose()
}

fn unreadable(column: &str) -> StoreError {
    StoreError::Op {
        op: column.to_owned(),
        reason: "a projected value does not read: rebuild the store".to_owned(),
    }
}
