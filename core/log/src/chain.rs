//! Verifies the chain of one instance, op after op, over the bytes as stored.

use crate::envelope::{Envelope, ReadError};
use crate::hash::{Hash, Leaf};
use crate::merkle::CompactRange;
use std::collections::{BTreeMap, HashSet};
use tanfang_values::{Hlc, InstanceId, OpId};

/// The end of a chain: the last op's place and leaf. The default is the empty chain's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// Place of the last op; 0 if there is none.
    pub seq: u64,
    /// Its leaf; [`Hash::ZERO`] if there is none.
    pub leaf: Leaf,
}

/// An op as it was found: the bytes, and where they were filed.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The place under which it was filed.
    pub seq: u64,
    /// The id under which it was filed.
    pub op_id: &'a str,
    /// The envelope's bytes.
    pub envelope: &'a [u8],
    /// What there is of the body.
    pub body: BodySeen<'a>,
}

/// What there is of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodySeen<'a> {
    /// These bytes.
    Present(&'a [u8]),
    /// Nothing: purged or lost.
    Absent,
    /// Not looked for; only the envelopes are verified.
    NotRead,
}

/// An op without body, for the caller to say whether a purge covers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingBody {
    /// Place in the chain.
    pub seq: u64,
    /// Id of the op.
    pub op_id: OpId,
    /// Its scope.
    pub scope: String,
    /// Its kind.
    pub kind: String,
}

/// Something that does not fit, and at which op.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("op {op_id} at seq {seq}: {fault}")]
pub struct Finding {
    /// Place in the chain.
    pub seq: u64,
    /// Id of the op; empty if there is no op there.
    pub op_id: String,
    /// What does not fit.
    pub fault: Fault,
}

/// What does not fit; [`Fault::code`] is the key of its sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The envelope cannot be read.
    #[error("{error}")]
    Unreadable {
        /// Why not.
        error: ReadError,
    },
    /// The envelope says another place or id than it was filed under.
    #[error("it was filed as op {op_id} at seq {seq}")]
    FiledElsewhere {
        /// The place under which it was filed.
        seq: u64,
        /// The id under which it was filed.
        op_id: String,
    },
    /// The op is of another instance.
    #[error("it was written by instance {found}")]
    OtherInstance {
        /// The instance that wrote it.
        found: InstanceId,
    },
    /// Ops are missing before this one.
    #[error("ops {from} to {to} before it are missing")]
    Gap {
        /// First missing place.
        from: u64,
        /// Last missing place.
        to: u64,
    },
    /// It names another op before it than the one that stands there.
    #[error("it follows {found}, but {expected} stands before it")]
    WrongPrev {
        /// Leaf of the op before.
        expected: Leaf,
        /// Leaf that it names.
        found: Leaf,
    },
    /// The same op stands here twice.
    #[error("it stands here twice")]
    Doubled,
    /// Another op has the same place.
    #[error("another op, {other}, has the same place")]
    Forked {
        /// Leaf of the other one.
        other: Leaf,
    },
    /// It comes after a later op.
    #[error("it comes after seq {after}")]
    OutOfOrder {
        /// Place of the op before it.
        after: u64,
    },
    /// An earlier op has the same id.
    #[error("an earlier op has the same id")]
    SameId,
    /// Its hybrid clock is not after that of the op before.
    #[error("its clock {found:?} is not after {before:?}")]
    ClockBack {
        /// Clock of the op before.
        before: Hlc,
        /// Its clock.
        found: Hlc,
    },
    /// The body is not the one that the envelope names.
    #[error("its body has hash {found}, not {expected}")]
    WrongBody {
        /// Hash in the envelope.
        expected: Hash,
        /// Hash of the bytes.
        found: Hash,
    },
    /// The body is not there and no purge covers it.
    #[error("its body is missing and no purge covers it")]
    BodyLost,
    /// The recorded head says another op at this place.
    #[error("the recorded head has {expected} here")]
    OtherHead {
        /// Leaf recorded as head.
        expected: Leaf,
    },
    /// The chain ends before the recorded head.
    #[error("the chain ends at {end}; the recorded head is {recorded}")]
    EndsEarly {
        /// Last place found.
        end: u64,
        /// Place recorded as head.
        recorded: u64,
    },
    /// A checkpoint of this size has another root.
    #[error("the checkpoint of size {size} has another root")]
    OtherRoot {
        /// Size of the checkpoint.
        size: u64,
    },
    /// A checkpoint cannot be compared, because ops before its end are missing or were not looked at.
    #[error("the checkpoint of size {size} cannot be compared")]
    CheckpointUnchecked {
        /// Size of the checkpoint.
        size: u64,
    },
}

impl Fault {
    /// The stable name of the fault.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable",
            Self::FiledElsewhere { .. } => "filed_elsewhere",
            Self::OtherInstance { .. } => "other_instance",
            Self::Gap { .. } => "gap",
            Self::WrongPrev { .. } => "wrong_prev",
            Self::Doubled => "doubled",
            Self::Forked { .. } => "forked",
            Self::OutOfOrder { .. } => "out_of_order",
            Self::SameId => "same_id",
            Self::ClockBack { .. } => "clock_back",
            Self::WrongBody { .. } => "wrong_body",
            Self::BodyLost => "body_lost",
            Self::OtherHead { .. } => "other_head",
            Self::EndsEarly { .. } => "ends_early",
            Self::OtherRoot { .. } => "other_root",
            Self::CheckpointUnchecked { .. } => "checkpoint_unchecked",
        }
    }
}

/// What a verified chain came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// Whose chain it is.
    pub instance: InstanceId,
    /// How many ops were looked at.
    pub ops: u64,
    /// Where the chain ends.
    pub head: Head,
    /// The tree over all leaves; `None` if ops are missing.
    pub tree: Option<CompactRange>,
    /// How many bodies were there and were hashed.
    pub bodies: u64,
    /// How many bodies are gone by a recorded purge (内容已按期清除).
    pub purged: u64,
    /// What does not fit, in the order in which it was met.
    pub findings: Vec<Finding>,
}

impl ChainReport {
    /// Whether nothing was found; a purged body that a purge covers is no finding.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Verifies a chain in one pass; feed it the ops of one instance in order of `seq`.
///
/// It never stops at a finding: one torn op does not hide what else is torn.
#[derive(Debug, Clone)]
pub struct ChainVerifier {
    instance: InstanceId,
    head: Head,
    hlc: Option<Hlc>,
    tree: Option<CompactRange>,
    ids: HashSet<[u8; 16]>,
    recorded: Option<Head>,
    checkpoints: BTreeMap<u64, Vec<Hash>>,
    missing: Vec<MissingBody>,
    ops: u64,
    bodies: u64,
    findings: Vec<Finding>,
}

impl ChainVerifier {
    /// Starts at the beginning of the chain of `instance`.
    pub fn new(instance: InstanceId) -> Self {
        Self::resume(instance, Head::default(), CompactRange::new())
    }

    /// Goes on after a head that was verified before, with the tree up to it.
    ///
    /// Ids and clocks are compared among the ops from here on only.
    pub fn resume(instance: InstanceId, head: Head, tree: CompactRange) -> Self {
        Self {
            instance,
            tree: (tree.size() == head.seq).then_some(tree),
            head,
            hlc: None,
            ids: HashSet::new(),
            recorded: None,
            checkpoints: BTreeMap::new(),
            missing: Vec::new(),
            ops: 0,
            bodies: 0,
            findings: Vec::new(),
        }
    }

    /// Expects the chain to pass through `head`, which was recorded elsewhere.
    #[must_use]
    pub fn with_recorded_head(mut self, head: Head) -> Self {
        self.recorded = Some(head);
        self
    }

    /// Expects the tree of `size` ops to have `root`, as a checkpoint says.
    ///
    /// The signature of the checkpoint is the caller's to check; see
    /// [`Checkpoint::open`](crate::Checkpoint::open).
    #[must_use]
    pub fn with_checkpoint(mut self, size: u64, root: Hash) -> Self {
        self.checkpoints.entry(size).or_default().push(root);
        self
    }

    /// Looks at the next op.
    pub fn push(&mut self, entry: &Entry<'_>) {
        if self.ops == 0 {
            self.compare_checkpoints("");
        }
        self.ops += 1;
        let leaf = Hash::leaf(entry.envelope);
        let envelope = match Envelope::read(entry.envelope) {
            Ok(envelope) => envelope,
            Err(error) => {
                self.find(entry.seq, entry.op_id, Fault::Unreadable { error });
                // Its place is known by its file entry alone; what follows is still compared.
                self.place(entry.seq, entry.op_id, leaf, None);
                return;
            }
        };
        let (seq, op_id) = (envelope.seq, envelope.op_id.as_str());
        if seq != entry.seq || op_id != entry.op_id {
            let fault = Fault::FiledElsewhere {
                seq: entry.seq,
                op_id: entry.op_id.to_owned(),
            };
            self.find(seq, op_id, fault);
        }
        if envelope.instance != self.instance {
            let found = envelope.instance.clone();
            self.find(seq, op_id, Fault::OtherInstance { found });
        }
        self.place(seq, op_id, leaf, Some(&envelope));
        self.body(&envelope, entry.body);
    }

    /// Ends the pass; `covered` says whether a recorded purge covers a missing body.
    pub fn finish(mut self, mut covered: impl FnMut(&MissingBody) -> bool) -> ChainReport {
        if self.ops == 0 {
            self.compare_checkpoints("");
        }
        let mut purged = 0;
        for missing in std::mem::take(&mut self.missing) {
            if covered(&missing) {
                purged += 1;
            } else {
                self.find(missing.seq, missing.op_id.as_str(), Fault::BodyLost);
            }
        }
        let end = self.head.seq;
        if let Some(recorded) = self.recorded.filter(|recorded| recorded.seq > end) {
            let recorded = recorded.seq;
            self.find(recorded, "", Fault::EndsEarly { end, recorded });
        }
        for size in std::mem::take(&mut self.checkpoints).into_keys() {
            // A checkpoint beyond the end vouches for ops that are not here.
            let fault = if size > end {
                Fault::EndsEarly {
                    end,
                    recorded: size,
                }
            } else {
                Fault::CheckpointUnchecked { size }
            };
            self.find(size, "", fault);
        }
        ChainReport {
            instance: self.instance,
            ops: self.ops,
            head: self.head,
            tree: self.tree,
            bodies: self.bodies,
            purged,
            findings: self.findings,
        }
    }

    fn find(&mut self, seq: u64, op_id: &str, fault: Fault) {
        self.findings.push(Finding {
            seq,
            op_id: op_id.to_owned(),
            fault,
        });
    }

    /// Puts an op at its place in the chain; `envelope` is `None` if it cannot be read.
    fn place(&mut self, seq: u64, op_id: &str, leaf: Leaf, envelope: Option<&Envelope>) {
        let before = self.head;
        if seq <= before.seq {
            let fault = match (seq == before.seq, leaf == before.leaf) {
                (true, true) => Fault::Doubled,
                (true, false) => Fault::Forked { other: before.leaf },
                (false, _) => Fault::OutOfOrder { after: before.seq },
            };
            self.find(seq, op_id, fault);
            return;
        }
        let key = Hash::of(op_id.as_bytes());
        let key = key.as_bytes().first_chunk::<16>().copied();
        if key.is_some_and(|key| !self.ids.insert(key)) {
            self.find(seq, op_id, Fault::SameId);
        }
        let next = before.seq + 1;
        if seq > next {
            let to = seq - 1;
            self.find(seq, op_id, Fault::Gap { from: next, to });
            self.tree = None;
        }
        if let Some(envelope) = envelope {
            if seq == next && envelope.prev != before.leaf {
                let fault = Fault::WrongPrev {
                    expected: before.leaf,
                    found: envelope.prev,
                };
                self.find(seq, op_id, fault);
            }
            if let Some(before) = self.hlc.filter(|before| *before >= envelope.hlc) {
                let found = envelope.hlc;
                self.find(seq, op_id, Fault::ClockBack { before, found });
            }
            self.hlc = self.hlc.max(Some(envelope.hlc));
        }
        self.head = Head { seq, leaf };
        if let Some(tree) = &mut self.tree {
            tree.push(leaf);
        }
        if let Some(recorded) = self.recorded.filter(|recorded| recorded.seq == seq)
            && recorded.leaf != leaf
        {
            let expected = recorded.leaf;
            self.find(seq, op_id, Fault::OtherHead { expected });
        }
        self.compare_checkpoints(op_id);
    }

    /// Compares the checkpoints of the present size with the tree.
    fn compare_checkpoints(&mut self, op_id: &str) {
        let size = self.head.seq;
        let Some(tree) = &self.tree else { return };
        let Some(roots) = self.checkpoints.remove(&size) else {
            return;
        };
        let root = tree.root();
        for _ in roots.iter().filter(|expected| **expected != root) {
            self.find(size, op_id, Fault::OtherRoot { size });
        }
    }

    fn body(&mut self, envelope: &Envelope, body: BodySeen<'_>) {
        match body {
            BodySeen::Present(bytes) => {
                self.bodies += 1;
                let found = Hash::of(bytes);
                let expected = envelope.body_sha256;
                if found != expected {
                    let fault = Fault::WrongBody { expected, found };
                    self.find(envelope.seq, envelope.op_id.as_str(), fault);
                }
            }
            BodySeen::Absent => self.missing.push(MissingBody {
                seq: envelope.seq,
                op_id: envelope.op_id.clone(),
                scope: envelope.scope.clone(),
                kind: envelope.kind.clone(),
            }),
            BodySeen::NotRead => {}
        }
    }
}
