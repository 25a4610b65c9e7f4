//! Drafts of visits, and records carried to and from another store.

use std::collections::BTreeMap;
use tanfang_domain::visit::Draft;
use tanfang_log::{BodyBytes, EnvelopeBytes};
use tanfang_store::OpBytes;
use tanfang_values::{HouseholdId, Stamp, VisitId, WorkerId};

use super::super::errors;
use super::super::exchange::Carried;
use super::super::kit::Kit;
use super::Db;
use crate::error::{ErrorKind, Result};
use crate::ports::Ports;

impl Db {
    /// Opens the draft of a home, or resumes it.
    pub(crate) fn open_draft(
        &self,
        kit: &Kit,
        ports: &Ports,
        worker: &WorkerId,
        household: &HouseholdId,
    ) -> Result<Draft> {
        self.store
            .open_draft(household, worker, &ports.moment(), &mut ports.draw())
            .map_err(|error| errors::store(kit, &error))
    }

    /// Returns the open draft of a home.
    pub(crate) fn draft_of(&self, kit: &Kit, household: &HouseholdId) -> Result<Option<Draft>> {
        self.read(kit, |reads| reads.0.draft_of(household))
    }

    /// Returns an open draft.
    pub(crate) fn draft(&self, kit: &Kit, visit: &str) -> Result<Option<Draft>> {
        self.read(kit, |reads| reads.0.draft(&VisitId::new(visit)))
    }

    /// Saves a draft; it is durable when this returns.
    pub(crate) fn save_draft(&self, kit: &Kit, draft: &Draft, now: Stamp) -> Result<()> {
        self.store
            .save_draft(draft, now)
            .map_err(|error| errors::store(kit, &error))
    }

    /// Returns the home of a visit that was closed.
    pub(crate) fn closed_home(&self, kit: &Kit, visit: &str) -> Result<Option<String>> {
        let detail = self.read(kit, |reads| reads.0.visit(&VisitId::new(visit)))?;
        Ok(detail.map(|detail| detail.record.household.as_str().to_owned()))
    }

    /// Returns every op as it travels.
    pub(crate) fn carried(&self, kit: &Kit) -> Result<Vec<Carried>> {
        let ops = self
            .store
            .export_ops(None, &BTreeMap::new())
            .map_err(|error| errors::store(kit, &error))?;
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes).map_err(|_| kit.error(ErrorKind::Internal, "internal", &[]))
        };
        ops.into_iter()
            .map(|op| {
                Ok(Carried {
                    envelope: text(op.envelope.into_vec())?,
                    body: op.body.map(|body| text(body.into_vec())).transpose()?,
                })
            })
            .collect()
    }

    /// Takes in ops of another store; returns how many are new and how many were refused.
    pub(crate) fn ingest(
        &self,
        kit: &Kit,
        ports: &Ports,
        ops: Vec<Carried>,
    ) -> Result<(u64, usize)> {
        let ops: Vec<OpBytes> = ops
            .into_iter()
            .map(|op| OpBytes {
                envelope: EnvelopeBytes::from_stored(op.envelope.into_bytes()),
                body: op
                    .body
                    .map(|body| BodyBytes::from_stored(body.into_bytes())),
            })
            .collect();
        let taken = self
            .store
            .ingest(&ops, &ports.moment())
            .map_err(|error| errors::store(kit, &error))?;
        for refused in &taken.refused {
            tracing::warn!(op = ?refused.op_id, why = %refused.why, "ingest");
        }
        Ok((taken.added, taken.refused.len()))
    }
}
