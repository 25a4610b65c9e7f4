//! Reads lists of people as offices keep them, and says what they would change.
//!
//! Bytes become rows, rows become differences; nothing here touches the store.
//! A tour:
//!
//! * [`read_workbook`] opens an .xlsx file and accounts for every row of every
//!   sheet: a [`Workbook`] of [`Sheet`]s, each row one [`RowClass`]. A file that
//!   gives no list is an [`ImportError`] with one plain sentence.
//! * [`RosterRow`] is one person: values read, every cell as it stands, and a
//!   [`RowProblem`] for each cell that could not be read. A row with a wrong
//!   identity number is still a person; nothing is dropped.
//! * [`listed_homes`] puts people of one home together (two brothers behind one
//!   door), and leaves the others alone.
//! * [`diff`] compares with the [`ExistingPerson`]s: new, changed, same,
//!   conflicts, missing, unreadable. The same file again gives only `same`.
//! * [`Columns`] are the words: what heads a column, what stands for a code.
//!   They are data, `core/packs/common/import/columns.toml`.
//!
//! Limits, all of them in that file: .xlsx only, at most 100,000 rows and 256
//! columns a sheet. A formula counts with the value last saved.

mod columns;
mod diff;
mod error;
mod header;
mod homes;
mod problem;
mod rows;
mod sheet;
mod value;
mod workbook;

pub use columns::{Columns, Field, Limits};
pub use diff::{
    Change, ChangedPerson, Conflict, ConflictWhy, Differences, ExistingPerson, FieldValue,
    MatchedBy, NewPerson, ProposedHome, SamePerson, diff,
};
pub use error::ImportError;
pub use homes::{GroupedBy, ListedHome, listed_homes};
pub use problem::{ProblemCode, RowProblem};
pub use sheet::{
    RawCell, RosterRow, RowClass, RowKey, Sheet, SheetColumn, Unreadable, UnreadableWhy, Workbook,
    read_workbook, read_workbook_with,
};
pub use value::{PartialDay, Phone};
