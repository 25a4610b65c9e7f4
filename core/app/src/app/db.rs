//! The store as the screens need it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tanfang_domain::event::{NewOp, Subject};
use tanfang_domain::ledger::FlagRow;
use tanfang_domain::people::Household;
use tanfang_domain::visit::{AlreadyClosed, Draft};
use tanfang_store::{Moment, RecoveryCode, Store};
use tanfang_values::{Day, OpId, PersonId, Stamp, VisitId, WorkerId};

use super::exchange::Carried;
use super::first::Setup;
use super::home::Problem;
use super::kit::{Kit, Pack};
use super::more::Held;
use super::people::{Post, Snapshot};
use crate::error::Result;
use crate::ports::{DeviceKey, Ports};

/// Says how much of the grid a snapshot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span<'a> {
    /// Every home with what is known now, and what happened lately.
    Today,
    /// One home with its whole history.
    Home(&'a str),
    /// Every home, and what happened in the month of a day.
    Month(Day),
    /// Every home, and nothing that happened.
    Roster,
}

pub(crate) struct Db {
    store: Store,
    key: Arc<dyn DeviceKey>,
}

pub(crate) struct Reads;

impl Reads {
    pub(crate) fn snapshot(
        &self,
        kit: &Kit,
        pack: &Pack,
        post: Post,
        today: Day,
        span: Span<'_>,
    ) -> Result<Snapshot> {
        nope(kit)
    }
    pub(crate) fn already_closed(
        &self,
        kit: &Kit,
        visit: &VisitId,
    ) -> Result<Option<AlreadyClosed>> {
        nope(kit)
    }
    pub(crate) fn drop_draft(&self, kit: &Kit, visit: &VisitId) -> Result<()> {
        nope(kit)
    }
    pub(crate) fn row_hashes(&self, kit: &Kit) -> Result<BTreeMap<PersonId, Vec<String>>> {
        nope(kit)
    }
    pub(crate) fn field_op(&self, entity: &str, field: &str) -> Option<OpId> {
        None
    }
}

fn nope<T>(kit: &Kit) -> Result<T> {
    Err(kit.error(crate::error::ErrorKind::Internal, "internal", &[]))
}

impl Db {
    pub(crate) fn new(store: Store, key: Arc<dyn DeviceKey>) -> Self {
        Self { store, key }
    }
    pub(crate) fn begin(&self, kit: &Kit, ports: &Ports) -> Result<()> {
        nope(kit)
    }
    pub(crate) fn is_set_up(&self, kit: &Kit) -> Result<bool> {
        nope(kit)
    }
    pub(crate) fn set_up(&self, kit: &Kit, ports: &Ports, setup: &Setup, today: Day) -> Result<()> {
        nope(kit)
    }
    pub(crate) fn post(&self, kit: &Kit) -> Result<Post> {
        nope(kit)
    }
    pub(crate) fn snapshot(
        &self,
        kit: &Kit,
        pack: &Pack,
        post: Post,
        today: Day,
        span: Span<'_>,
    ) -> Result<Snapshot> {
        nope(kit)
    }
    pub(crate) fn problems(&self, kit: &Kit, home: &Household) -> Result<Vec<Problem>> {
        nope(kit)
    }
    pub(crate) fn household_of(&self, kit: &Kit, about: &Subject) -> Result<Option<String>> {
        nope(kit)
    }
    pub(crate) fn raised(&self, kit: &Kit, snapshot: &Snapshot) -> Result<Vec<FlagRow>> {
        nope(kit)
    }
    pub(crate) fn held(&self, kit: &Kit, snapshot: &Snapshot, now: Stamp) -> Result<Held> {
        nope(kit)
    }
    pub(crate) fn backup(&self, kit: &Kit, path: &Path, now: &Moment) -> Result<()> {
        nope(kit)
    }
    pub(crate) fn new_recovery_code(&self, kit: &Kit, ports: &Ports) -> Result<RecoveryCode> {
        nope(kit)
    }
    pub(crate) fn draft_of(
        &self,
        kit: &Kit,
        household: &str,
    ) -> Result<Option<(Draft, Option<Stamp>)>> {
        nope(kit)
    }
    pub(crate) fn draft(&self, kit: &Kit, visit: &str) -> Result<Option<(Draft, Option<Stamp>)>> {
        nope(kit)
    }
    pub(crate) fn open_draft(&self, kit: &Kit, worker: &WorkerId, draft: &Draft) -> Result<()> {
        nope(kit)
    }
    pub(crate) fn save_draft(&self, kit: &Kit, draft: &Draft, now: Stamp) -> Result<()> {
        nope(kit)
    }
    pub(crate) fn closed_home(&self, kit: &Kit, visit: &str) -> Result<Option<String>> {
        nope(kit)
    }
    pub(crate) fn row_hashes(&self, kit: &Kit) -> Result<BTreeMap<PersonId, Vec<String>>> {
        nope(kit)
    }
    pub(crate) fn carried(&self, kit: &Kit) -> Result<Vec<Carried>> {
        nope(kit)
    }
    pub(crate) fn ingest(&self, kit: &Kit, ports: &Ports, ops: Vec<Carried>) -> Result<usize> {
        nope(kit)
    }
    pub(crate) fn checkpoint(&self, kit: &Kit, ports: &Ports, post: &Post) {}
    pub(crate) fn write<T>(
        &self,
        kit: &Kit,
        ports: &Ports,
        post: &Post,
        decide: impl FnOnce(&Reads) -> Result<(Vec<NewOp>, T)>,
    ) -> Result<T> {
        nope(kit)
    }
}
