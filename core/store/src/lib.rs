//! The encrypted store: operations are the truth, everything else is made from them.
//!
//! One file a worker, encrypted with a raw key. Nothing here decides: the
//! domain does, inside [`Store::write`], and the store appends and projects what
//! it decided in one commit. A tour:
//!
//! * [`Store::create`], [`Store::open`], [`Store::recover`] – keys, the meta file
//!   beside the store, and every way an opening can go ([`StoreError`], [`OpenNote`]).
//! * [`SecretStore`], [`Random`], [`Moment`] – what comes from outside; [`fakes`] for tests.
//! * [`Store::write`] – read, decide, append: one SQLite commit.
//! * [`Store::read`] and [`Snapshot`] – homes, visits, workers, flags, lists, in
//!   the shapes the domain works on.
//! * [`Store::open_draft`], [`Store::save_answer`] – drafts, durable at every answer.
//! * [`Store::rebuild`], [`Store::dump`] – the projections made again, and as text.
//! * [`Store::export_ops`], [`Store::ingest`] – operations of other instances, as bytes.
//! * [`Store::purge`] – bodies deleted, and the deletion recorded.
//! * [`Store::verify`], [`Store::sign_checkpoint`] – the chain checked and signed.
//! * [`Store::backup`], [`Store::restore`] – the whole store as one encrypted file.
//! * [`Store::hand_over`], [`hand_over_check`], [`Store::take_over`] – a file for a successor.
//! * [`Store::clock_back`] – a clock that was set back, to be said.
//! * [`Store::wipe_look`], [`Store::wipe`] – what would be lost; everything removed.
//! * [`Store::check_pages`], [`Store::repair`] – damage found, and what is readable saved.

mod backup;
#[doc(hidden)]
pub mod bench;
mod clock;
mod draft;
mod error;
mod exchange;
pub mod fakes;
mod handover;
mod keys;
mod local;
mod meta;
mod migrate;
mod ops;
mod ports;
mod project;
mod purge;
mod read;
mod rebuild;
mod repair;
mod sqlcipher;
mod store;
mod testing;
mod verify;
mod wipe;

pub use backup::{BackupInfo, backup_info};
pub use clock::ClockBack;
pub use error::{Result, StoreError};
pub use exchange::{Ingested, OpBytes, Refused, RefusedWhy};
pub use handover::{Beginning, CheckCode, HandedOver, hand_over_check, hand_over_opens};
pub use keys::{RecoveryCode, RecoveryError};
pub use meta::Head;
pub use migrate::VERSION;
pub use ops::{Author, Decision, Written};
pub use ports::{FileSecretStore, Moment, Random, SecretStore};
pub use purge::{PurgeWhat, Purged};
pub use read::{
    Around, BatchRecord, BatchUndone, ContactRecord, ControlTotalRecord, Depth, EarlierPhoto,
    EventRecord, ExplainedRecord, FeedbackRecord, FlagRecord, GridRecord, HandOverRecord, KeptWhy,
    LogAround, MatchAnswer, MatchBatchRecord, MatchTaskRecord, Of, OpRecord, PhotoMark,
    PhotoRecord, ReceiptRecord, RosterRowRecord, SignatureRecord, SkippedOp, Snapshot, Tasks,
    UndoLook, VisitDetail, WouldBeKept,
};
pub use repair::{Damage, Repaired, Salvage};
pub use store::{Created, OpenNote, Opened, Store};
pub use wipe::WipeLook;
