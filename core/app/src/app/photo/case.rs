//! What a check of this phone's own records reads: the logs, the files, and whom it knows.
//!
//! [`logs`] reads every op, for a check of everything; [`of_photo`] so much as bears on one photo,
//! for its screen; [`chosen`] what is handed out. All are judged by `tanfang_evidence::finding`.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use tanfang_domain::event::Scope;
use tanfang_domain::people::Clearance;
use tanfang_evidence::bundle::Chooser;
use tanfang_evidence::finding::case::Reading;
use tanfang_evidence::finding::{Case, Files, Known, Log, LogOp, Part, PhotoFindings};
use tanfang_evidence::finding::{RememberingEye, examine_photo};
use tanfang_evidence::vault::{self, Vault, VaultError};
use tanfang_log::{BodyBytes, Hash, WitnessKey};
use tanfang_store::{OpBytes, PhotoRecord};
use tanfang_values::{InstanceId, PhotoId, VisitId};

use crate::app::open::Session;
use crate::app::{App, errors};
use crate::error::Result;

/// Setting that holds the public keys of those who may give receipts, one a line.
pub(super) const WITNESSES: &str = "evidence.witnesses";

/// The files of the vault, as a check reads them.
pub(super) struct InVault(pub(super) Arc<Vault>);

impl Files for InVault {
    fn with(&self, photo: &PhotoId, part: Part, read: Reading<'_>) -> io::Result<bool> {
        let part = match part {
            Part::Original => vault::Part::Original,
            Part::View => vault::Part::View,
            Part::Thumb => vault::Part::Thumb,
        };
        match self.0.get(photo, part) {
            Ok(mut opened) => read(&mut opened).map(|()| true),
            Err(VaultError::Missing { .. }) => Ok(false),
            Err(error @ (VaultError::Damaged { .. } | VaultError::Newer { .. })) => {
                Err(io::Error::new(io::ErrorKind::InvalidData, error.code()))
            }
            Err(error) => Err(io::Error::other(error.code())),
        }
    }
}

/// Every log that is here, with its newest head if it is this store's own.
pub(super) fn logs(app: &App, session: &Session) -> Result<(InstanceId, Vec<Log>)> {
    let failed = |error| errors::store(&app.kit, &error);
    let store = session.db.store();
    let own = store.instance().map_err(failed)?;
    let head = store.last_checkpoint().map_err(failed)?;
    let mut found: BTreeMap<InstanceId, BTreeMap<u64, LogOp>> = BTreeMap::new();
    for op in store.export_ops(None, &BTreeMap::new()).map_err(failed)? {
        let Ok(envelope) = op.envelope.read() else {
            continue;
        };
        let kept = log_op(envelope.seq, op);
        found
            .entry(envelope.instance)
            .or_default()
            .insert(kept.seq, kept);
    }
    let logs = found
        .into_iter()
        .map(|(instance, ops)| {
            let last = ops.keys().next_back().copied().unwrap_or(0);
            // A place whose op is not here has a leaf that nothing hashes to: it shows.
            let leaves = (1..=last)
                .map(|seq| {
                    ops.get(&seq)
                        .map_or(Hash::ZERO, |op| Hash::leaf(&op.envelope))
                })
                .collect();
            Log {
                heads: of_own(head.as_deref(), instance == own),
                instance,
                leaves,
                ops: ops.into_values().collect(),
            }
        })
        .collect();
    Ok((own, logs))
}

/// Reads the ops that go into an archive about some visits, of what a role may see, and no other:
/// the log goes by op for op.
pub(super) fn chosen(
    app: &App,
    session: &Session,
    visits: &BTreeSet<VisitId>,
    clearance: &Clearance,
) -> Result<(InstanceId, Vec<Log>)> {
    let failed = |error| errors::store(&app.kit, &error);
    let store = session.db.store();
    let own = store.instance().map_err(failed)?;
    let head = store.last_checkpoint().map_err(failed)?;
    // What this role may not see is not handed out by it.
    let allowed = |op: &OpBytes| {
        let scope = op
            .envelope
            .read()
            .ok()
            .and_then(|envelope| Scope::parse(&envelope.scope));
        scope.is_none_or(|scope| clearance.allows(scope.class))
    };
    let none = BTreeSet::new();
    let mut chooser = Chooser::new(visits, &none);
    let mut ops: BTreeMap<InstanceId, Vec<LogOp>> = BTreeMap::new();
    let leaves = session.db.read(&app.kit, |reads| {
        reads.0.each_op(Chooser::SEEN, |_, seq, op| {
            if allowed(&op) {
                chooser.see(&log_op(seq, op));
            }
        })?;
        reads.0.each_op(Chooser::KINDS, |instance, seq, op| {
            if allowed(&op) {
                let op = log_op(seq, op);
                if chooser.wants(&op) {
                    ops.entry(instance.clone()).or_default().push(op);
                }
            }
        })?;
        reads.0.log_leaves()
    })?;
    let logs = leaves.into_iter().map(|log| Log {
        ops: ops.remove(&log.instance).unwrap_or_default(),
        heads: of_own(head.as_deref(), log.instance == own),
        instance: log.instance,
        leaves: log.leaves,
    });
    let logs = logs.collect();
    Ok((own, logs))
}

/// Brings this store's own log to what it became by an op of a kind that was just written.
pub(super) fn grown(app: &App, session: &Session, mut log: Log, kind: &str) -> Result<Log> {
    let failed = |error| errors::store(&app.kit, &error);
    let head = session.db.store().last_checkpoint().map_err(failed)?;
    log.heads = head.into_iter().collect();
    session.db.read(&app.kit, |reads| {
        let all = reads.0.log_leaves()?;
        if let Some(now) = all.into_iter().find(|now| now.instance == log.instance) {
            log.leaves = now.leaves;
        }
        let last = u64::try_from(log.leaves.len()).unwrap_or(u64::MAX);
        reads.0.each_op(&[kind], |instance, seq, op| {
            if *instance == log.instance && seq == last {
                log.ops.push(log_op(seq, op));
            }
        })
    })?;
    Ok(log)
}

fn of_own(head: Option<&str>, is_own: bool) -> Vec<String> {
    head.filter(|_| is_own)
        .map(str::to_owned)
        .into_iter()
        .collect()
}

fn log_op(seq: u64, op: OpBytes) -> LogOp {
    LogOp {
        seq,
        envelope: op.envelope.into_vec(),
        body: op.body.map(BodyBytes::into_vec),
    }
}

/// Returns the public keys of those whose receipts are known here.
pub(super) fn witnesses(app: &App, session: &Session) -> Result<Vec<WitnessKey>> {
    let lines = session.db.setting(&app.kit, WITNESSES)?;
    Ok(lines
        .unwrap_or_default()
        .lines()
        .filter_map(|line| WitnessKey::parse(line).ok())
        .collect())
}

/// What bears on one photo, read; it is judged when the store is free again.
pub(super) struct OfPhoto {
    photo: PhotoId,
    logs: Vec<Log>,
    earlier: Vec<Known>,
    witnesses: Vec<WitnessKey>,
    files: InVault,
    eye: Arc<RememberingEye>,
    now_ms: i64,
}

/// Reads what bears on one photo: the leaves of the logs, and few of their ops.
pub(super) fn of_photo(app: &App, session: &mut Session, record: &PhotoRecord) -> Result<OfPhoto> {
    let failed = |error| errors::store(&app.kit, &error);
    let files = InVault(session.vault(&app.kit)?);
    let store = session.db.store();
    let own = store.instance().map_err(failed)?;
    let head = store.last_checkpoint().map_err(failed)?;
    let around = session.db.read(&app.kit, |reads| reads.0.around(record))?;
    let logs = around.logs.into_iter().map(|log| Log {
        heads: of_own(head.as_deref(), log.instance == own),
        instance: log.instance,
        leaves: log.leaves,
        ops: log
            .ops
            .into_iter()
            .map(|(seq, op)| log_op(seq, op))
            .collect(),
    });
    let earlier = around.earlier.into_iter().map(|one| Known {
        photo: one.photo,
        sha256: one.sha256,
        mark: one.mark,
        visit: one.visit,
        at_ms: one.at_ms,
    });
    Ok(OfPhoto {
        photo: record.taken.photo.clone(),
        logs: logs.collect(),
        earlier: earlier.collect(),
        witnesses: witnesses(app, session)?,
        files,
        eye: Arc::clone(&session.eye),
        now_ms: app.ports.moment().stamp.ms,
    })
}

impl OfPhoto {
    /// Judges the photo as a check of everything would.
    pub(super) fn examine(self) -> Option<PhotoFindings> {
        let mut case = Case::new(self.logs, &self.files, self.eye.as_ref(), self.now_ms);
        case.known = self.earlier;
        case.witnesses = self.witnesses;
        examine_photo(&case, &self.photo)
    }
}
