//! What an import reads of the store.

use std::collections::BTreeSet;
use tanfang_domain::event::Subject;
use tanfang_domain::people::Household;
use tanfang_store::{ControlTotalRecord, Depth, Of, StoreError};
use tanfang_values::{Day, OpId, PersonId, Stamp};

use crate::app::db::Reads;
use crate::app::kit::Pack;
use crate::app::people::Post;

/// Everybody of a grid, whoever may know of them: a list is compared with all,
/// so that nobody is taken for new because the worker may not see them.
#[derive(Debug)]
pub(crate) struct Everybody {
    pub(crate) homes: Vec<Household>,
    /// People whom the worker may not know; nothing of them is shown.
    pub(crate) hidden: BTreeSet<PersonId>,
}

/// Kinds of ops in which somebody changed a field by hand.
const BY_HAND: [&str; 3] = ["person.set", "household.set", "person.joined"];

impl Reads<'_> {
    /// Reads everybody of the grid with what is known now.
    pub(crate) fn everybody(
        &self,
        pack: &Pack,
        post: &Post,
        today: Day,
    ) -> Result<Everybody, StoreError> {
        let homes = self.0.households(Of::Grid(&post.grid), Depth::On(today))?;
        let clearance = pack.work.clearance(&post.worker.viewer(today).roles);
        let dictionary = pack.work.dictionary();
        let mut hidden = BTreeSet::new();
        for home in &homes {
            // Only what is restricted hides a person; most homes hold nothing of that.
            let restricted = home
                .persons
                .iter()
                .any(|p| p.memberships.iter().any(|m| !clearance.allows(m.data)));
            if !restricted {
                continue;
            }
            let seen = clearance.view(home, dictionary);
            let ids = home.persons.iter().map(|person| &person.id);
            hidden.extend(
                ids.filter(|id| seen.as_ref().is_none_or(|home| home.person(id).is_none()))
                    .cloned(),
            );
        }
        Ok(Everybody { homes, hidden })
    }

    /// Returns the day on which somebody set a field by hand, if its value is from that.
    pub(crate) fn set_by_hand(
        &self,
        about: &Subject,
        field: &str,
    ) -> Result<Option<Day>, StoreError> {
        match self.0.field_op(about, field)? {
            Some(op) => self.written_by_hand(&op),
            None => Ok(None),
        }
    }

    /// Counts how often a file was applied, undone or not.
    pub(crate) fn times_applied(&self, file_sha256: &str) -> Result<usize, StoreError> {
        let batches = self.0.batches()?;
        let of_file = batches.iter().filter(|b| b.file_sha256 == file_sha256);
        Ok(of_file.count())
    }

    /// Lists how many there ought to be, as lists or people said.
    pub(crate) fn control_totals(&self) -> Result<Vec<ControlTotalRecord>, StoreError> {
        self.0.control_totals()
    }

    fn written_by_hand(&self, op: &OpId) -> Result<Option<Day>, StoreError> {
        let Some(record) = self.0.op(op)? else {
            return Ok(None);
        };
        let envelope = &record.envelope;
        Ok(BY_HAND.contains(&envelope.kind.as_str()).then(|| {
            Stamp {
                ms: envelope.wall_ms,
                offset_min: envelope.offset_min,
            }
            .day()
        }))
    }
}
