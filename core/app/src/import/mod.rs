//! Reads lists of people as offices keep them, and says what they would change.
//!
//! Bytes become rows, rows become differences; nothing here touches the store.
//! A tour:
//!
//! * [`read_with`] opens an .xlsx or .csv file and accounts for every row of
//!   every sheet: a [`Workbook`] of [`Sheet`]s, each row one [`RowClass`]. A file
//!   that gives no list is an [`ImportError`] with one plain sentence.
//! * [`guess`] tells what each column seems to be ([`Guess`]); what a worker says
//!   otherwise is a [`Choice`], kept in [`Choices`] by the fingerprint of the
//!   titles and given to [`read_with`] from then on.
//! * [`RosterRow`] is one person: values read, every cell as it stands, and a
//!   [`RowProblem`] for each cell that could not be read. A row with a wrong
//!   identity number is still a person; nothing is dropped.
//! * [`Notice`] is what there is to say of a sheet: hidden rows, no list, a
//!   [`Total`] at its foot that is not what was read.
//! * [`listed_homes`] puts people of one home together (two brothers behind one
//!   door), and leaves the others alone. Homes and people are counted apart
//!   ([`Tally`]).
//! * [`diff`] compares with the [`ExistingPerson`]s: new, changed, same,
//!   conflicts, missing, unreadable. The same file again gives only `same`.
//! * [`read_match`] reads a list of doubts, which is no roster: every cell is kept
//!   to be sent back with an answer ([`crate::export::write_answered`]).
//! * [`Columns`] are the words: what heads a column, what stands for a code.
//!   They are data, `core/packs/common/import/columns.toml`; the classes are
//!   `core/packs/common/classes.toml`.
//!
//! Limits, all of them in that file: at most 100,000 rows and 256 columns a
//! sheet that hold something. A formula counts with the value last saved.

mod column_file;
mod columns;
mod csv;
mod date;
mod diff;
mod error;
mod field;
mod guess;
mod header;
mod hidden;
mod homes;
mod made;
mod match_list;
mod notice;
mod person;
mod phone;
mod problem;
mod read;
mod rows;
mod sheet;
mod totals;
mod value;
mod workbook;

pub use columns::{Columns, Field, Limits};
pub use date::PartialDay;
pub use diff::{
    Change, ChangedPerson, Conflict, ConflictWhy, Context, Differences, ExistingPerson, FieldValue,
    MatchedBy, NewPerson, Pays, ProposedHome, Received, SamePerson, diff, diff_in,
};
pub use error::ImportError;
pub use guess::{Choice, Choices, Guess, GuessColumn, HeaderRows};
pub use homes::{GroupedBy, ListedHome, listed_homes};
pub use made::made_on;
pub use match_list::{
    MatchKind, MatchList, MatchRow, MatchSheet, TitledCell, is_match, match_kinds, read_match,
};
pub(crate) use match_list::{is_match_raw, read_match_raw};
pub use notice::{Notice, NoticeWhat};
pub use phone::Phone;
pub use problem::{ProblemCode, RowProblem};
pub use read::{guess, read_with, read_workbook, read_workbook_with};
pub(crate) use read::{guess_raw, read_raw};
pub use sheet::{
    RawCell, RosterRow, RowClass, RowKey, Sheet, SheetColumn, Unreadable, UnreadableWhy, Workbook,
};
pub use totals::{Tally, Total, TotalOf, Totals};
pub use value::{Amount, Period};
pub use workbook::RawBook;
pub(crate) use workbook::{RawSheet, cell_name};
