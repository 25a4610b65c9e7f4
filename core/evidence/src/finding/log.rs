//! What holds for a whole log: its entries (E2), its tree (E3), its signature (E4), its
//! receipts (E10).

use super::case::{Case, Log, LogOp};
use super::{Check, Finding, Reason, Verdict};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use tanfang_domain::event::{BeganWhy, Decoded, Event, InstanceBegan, ReceiptKept};
use tanfang_log::{
    Checkpoint, CheckpointError, CompactRange, Envelope, Hash, KeyError, Leaf, PublicKey,
};
use tanfang_values::InstanceId;

const DAY_MS: i64 = 86_400_000;

/// What there is of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// The one that the envelope names.
    Right,
    /// Another one.
    Wrong,
    /// None.
    Gone,
}

/// An op with what was read of it.
pub(super) struct ReadOp<'a> {
    pub(super) op: &'a LogOp,
    pub(super) envelope: Option<Envelope>,
    pub(super) body: Body,
    /// Whether its leaf stands at its place in the list of leaves.
    pub(super) placed: bool,
    pub(super) event: Option<Event>,
    /// A known kind whose body does not read.
    malformed: bool,
}

impl ReadOp<'_> {
    /// Whether its content is what the log says: the leaf at its place, the body its own.
    pub(super) fn holds(&self) -> bool {
        self.placed && self.body == Body::Right
    }

    /// The wall clock of the device when it was written.
    pub(super) fn wall_ms(&self) -> i64 {
        self.envelope.as_ref().map_or(0, |e| e.wall_ms)
    }
}

/// A log with what was read of it.
pub(super) struct ReadLog<'a> {
    pub(super) log: &'a Log,
    pub(super) ops: Vec<ReadOp<'a>>,
}

impl<'a> ReadLog<'a> {
    pub(super) fn of(log: &'a Log) -> Self {
        let ops = log
            .ops
            .iter()
            .map(|op| {
                let envelope = Envelope::read(&op.envelope).ok();
                let leaf = Hash::leaf(&op.envelope);
                let placed = leaf_at(&log.leaves, op.seq) == Some(leaf);
                let body = match (&op.body, &envelope) {
                    (None, _) => Body::Gone,
                    (Some(bytes), Some(envelope)) if Hash::of(bytes) == envelope.body_sha256 => {
                        Body::Right
                    }
                    (Some(_), _) => Body::Wrong,
                };
                let decoded = match (&envelope, &op.body) {
                    (Some(envelope), Some(body)) => Event::decode(&envelope.kind, envelope.v, body),
                    _ => Decoded::Unknown,
                };
                let malformed = matches!(decoded, Decoded::Malformed(_));
                let event = match decoded {
                    Decoded::Known(event) => Some(*event),
                    Decoded::Unknown | Decoded::Malformed(_) => None,
                };
                ReadOp {
                    op,
                    envelope,
                    body,
                    placed,
                    event,
                    malformed,
                }
            })
            .collect();
        Self { log, ops }
    }

    pub(super) const fn instance(&self) -> &InstanceId {
        &self.log.instance
    }

    pub(super) fn leaves(&self) -> u64 {
        u64::try_from(self.log.leaves.len()).unwrap_or(u64::MAX)
    }

    pub(super) fn whole(&self) -> u64 {
        u64::try_from(self.ops.len()).unwrap_or(u64::MAX)
    }

    /// Every event that could be read, with its op.
    pub(super) fn events(&self) -> impl Iterator<Item = (&ReadOp<'a>, &Event)> {
        self.ops
            .iter()
            .filter_map(|op| op.event.as_ref().map(|event| (op, event)))
    }

    fn began(&self) -> Option<(&ReadOp<'a>, &InstanceBegan)> {
        self.events().find_map(|(op, event)| match event {
            Event::InstanceBegan(began) if op.op.seq == 1 => Some((op, began)),
            _ => None,
        })
    }
}

/// A receipt that holds: the signature of a known witness over a root of this log.
#[derive(Debug, Clone)]
pub(super) struct Receipt {
    pub(super) size: u64,
    pub(super) time_ms: i64,
    pub(super) by: String,
    /// SHA-256 of the note, by which a photo names it.
    pub(super) sha256: String,
}

/// What was found about a log, and what photos need of it.
pub(super) struct Looked {
    /// E2, E3, E4, E10.
    pub(super) findings: Vec<Finding>,
    /// Ordered by size.
    pub(super) receipts: Vec<Receipt>,
    /// Up to which place a head vouches: signed by the log's key, its root that of the leaves.
    pub(super) signed: u64,
    /// Whether a head or receipt has another root than the leaves.
    pub(super) broken: bool,
    /// The log's key.
    pub(super) key: Option<Vec<u8>>,
}

impl Looked {
    pub(super) fn get(&self, check: Check) -> Option<&Finding> {
        self.findings.iter().find(|f| f.check == check)
    }
}

/// Looks at one log; the others are asked for purges and for the log that this one continues.
pub(super) fn look(case: &Case<'_>, log: &ReadLog<'_>, all: &[ReadLog<'_>]) -> Looked {
    let (receipts, mut told) = receipts(case, log);
    let heads = heads(log);
    let wanted = heads
        .iter()
        .filter_map(|head| head.as_ref().ok().map(|(head, _)| head.size))
        .chain(receipts.iter().map(|(receipt, _)| receipt.size))
        .collect();
    let roots = roots(&log.log.leaves, &wanted);

    let key = log
        .began()
        .filter(|(op, _)| op.holds())
        .and_then(|(_, began)| began.public_key.as_deref())
        .and_then(|text| hex::decode(text).ok());
    let public = key
        .as_deref()
        .and_then(|sec1| PublicKey::from_sec1(sec1).ok());

    let mut tree = Vec::new();
    let mut kept = Vec::new();
    for (receipt, root) in receipts {
        match roots.get(&receipt.size) {
            Some(found) if *found == root => kept.push(receipt),
            found => {
                let code = match found {
                    Some(_) => "receipt_other_history",
                    None => "receipt_longer",
                };
                let reason = |code| {
                    Reason::new(Verdict::Mismatch, code)
                        .text("by", receipt.by.clone())
                        .int("size", receipt.size)
                        .int("entries", log.leaves())
                };
                tree.push(reason(code));
                told.push(reason(code));
            }
        }
    }
    kept.sort_by_key(|receipt| (receipt.size, receipt.time_ms));

    let (signed, signature) = signatures(log, &heads, &roots, public.as_ref(), &mut tree);
    let broken = tree.iter().any(|r| r.verdict == Verdict::Mismatch);
    structure(log, all, &mut tree);
    if tree.iter().all(|r| r.verdict == Verdict::Pass) {
        if signed == 0 {
            tree.push(Reason::new(Verdict::CannotTell, "no_head"));
        } else if signed < log.leaves() {
            tree.push(
                Reason::new(Verdict::CannotTell, "tail_unsigned")
                    .int("n", log.leaves() - signed)
                    .int("size", signed),
            );
        } else {
            tree.push(Reason::new(Verdict::Pass, "complete").int("n", signed));
        }
    }

    let mut named = signature;
    named.extend(enrolment(case, key.as_deref(), &kept));
    told.push(synced(case, log, &kept));
    Looked {
        findings: vec![
            Finding::of(Check::E2, entries(log, all)),
            Finding::of(Check::E3, tree),
            Finding::of(Check::E4, named),
            Finding::of(Check::E10, told),
        ],
        receipts: kept,
        signed,
        broken,
        key,
    }
}

/// E2: each entry that is here whole is the one that its leaf names.
fn entries(log: &ReadLog<'_>, all: &[ReadLog<'_>]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut seen = HashSet::new();
    for op in &log.ops {
        let seq = op.op.seq;
        let mut say = |verdict, code| reasons.push(Reason::new(verdict, code).int("seq", seq));
        if !seen.insert(seq) {
            say(Verdict::Mismatch, "entry_twice");
        }
        let Some(envelope) = &op.envelope else {
            say(Verdict::Mismatch, "entry_unreadable");
            continue;
        };
        if !op.placed {
            say(Verdict::Mismatch, "entry_not_in_log");
        }
        if envelope.seq != seq {
            say(Verdict::Mismatch, "entry_elsewhere");
        }
        if envelope.instance != log.log.instance {
            say(Verdict::Mismatch, "entry_of_other_log");
        }
        match op.body {
            Body::Right if op.malformed => say(Verdict::CannotTell, "entry_content_unreadable"),
            Body::Right => {}
            Body::Wrong => say(Verdict::Mismatch, "entry_other_content"),
            Body::Gone if purged(all, &log.log.instance, seq) => {
                say(Verdict::CannotTell, "entry_purged");
            }
            Body::Gone => say(Verdict::Mismatch, "entry_content_lost"),
        }
    }
    if reasons.is_empty() {
        reasons.push(Reason::new(Verdict::Pass, "entries_in_log").int("n", log.whole()));
    }
    reasons
}

/// Whether a recorded purge covers a body.
fn purged(all: &[ReadLog<'_>], instance: &InstanceId, seq: u64) -> bool {
    all.iter().flat_map(ReadLog::events).any(|(op, event)| {
        let Event::Purge(purge) = event else {
            return false;
        };
        op.holds()
            && purge.bodies.iter().any(|range| {
                range.instance == *instance
                    && range
                        .seqs
                        .iter()
                        .any(|(first, last)| (*first..=*last).contains(&seq))
            })
    })
}

/// E3: order, clocks, ids, and the log that this one continues.
fn structure(log: &ReadLog<'_>, all: &[ReadLog<'_>], reasons: &mut Vec<Reason>) {
    let mut ids = HashSet::new();
    let mut clock = None;
    let mut ordered: Vec<&ReadOp<'_>> = log.ops.iter().collect();
    ordered.sort_by_key(|op| op.op.seq);
    for op in ordered {
        let Some(envelope) = &op.envelope else {
            continue;
        };
        let seq = op.op.seq;
        let mut say = |code| reasons.push(Reason::new(Verdict::Mismatch, code).int("seq", seq));
        if op.placed {
            let before = match seq {
                0 => None,
                1 => Some(Hash::ZERO),
                _ => leaf_at(&log.log.leaves, seq - 1),
            };
            if before != Some(envelope.prev) {
                say("wrong_before");
            }
        }
        if !ids.insert(envelope.op_id.clone()) {
            say("same_id");
        }
        if clock.is_some_and(|before| before >= envelope.hlc) {
            say("clock_back");
        }
        clock = clock.max(Some(envelope.hlc));
    }
    continues(log, all, reasons);
}

/// A log that goes on after another names its head.
fn continues(log: &ReadLog<'_>, all: &[ReadLog<'_>], reasons: &mut Vec<Reason>) {
    let Some((_, began)) = log.began() else {
        if log.ops.iter().all(|op| op.op.seq != 1) {
            reasons.push(Reason::new(Verdict::CannotTell, "beginning_not_here"));
        }
        return;
    };
    if began.instance != log.log.instance {
        reasons.push(Reason::new(Verdict::Mismatch, "began_as_other"));
    }
    let (Some(from), Some(seq), Some(leaf)) =
        (&began.from_instance, began.from_seq, &began.from_leaf)
    else {
        return;
    };
    let why = match began.why {
        BeganWhy::New => "continues_new",
        BeganWhy::Restored => "continues_restored",
        BeganWhy::Successor => "continues_successor",
    };
    match all.iter().find(|other| other.instance() == from) {
        None => reasons.push(
            Reason::new(Verdict::CannotTell, why)
                .text("instance", from.to_string())
                .int("seq", seq),
        ),
        Some(other) => {
            let found = leaf_at(&other.log.leaves, seq).map(|leaf| leaf.to_hex());
            if found.as_deref() != Some(leaf) {
                reasons.push(
                    Reason::new(Verdict::Mismatch, "continues_other")
                        .text("instance", from.to_string())
                        .int("seq", seq),
                );
            }
        }
    }
}

type Head = Result<(Checkpoint, String), CheckpointError>;

fn heads(log: &ReadLog<'_>) -> Vec<Head> {
    log.log
        .heads
        .iter()
        .map(|note| Checkpoint::parse(note).map(|(head, _)| (head, note.clone())))
        .collect()
}

/// E4: every head is signed by the log's key; what of the tree they say goes to E3.
fn signatures(
    log: &ReadLog<'_>,
    heads: &[Head],
    roots: &HashMap<u64, Hash>,
    key: Option<&PublicKey>,
    tree: &mut Vec<Reason>,
) -> (u64, Vec<Reason>) {
    let mut reasons = Vec::new();
    let mut signed = 0;
    if heads.is_empty() {
        reasons.push(Reason::new(Verdict::CannotTell, "no_head"));
    }
    if key.is_none() {
        reasons.push(Reason::new(Verdict::CannotTell, "no_key"));
    }
    for head in heads {
        let (head, note) = match head {
            Ok(read) => read,
            Err(error) => {
                reasons.push(refused(error, 0));
                continue;
            }
        };
        let fits = roots.get(&head.size) == Some(&head.root);
        if !fits {
            let code = if head.size > log.leaves() {
                "ends_early"
            } else {
                "other_root"
            };
            tree.push(
                Reason::new(Verdict::Mismatch, code)
                    .int("size", head.size)
                    .int("entries", log.leaves()),
            );
        }
        let Some(key) = key else { continue };
        match Checkpoint::open(note, &log.log.instance, key) {
            Ok(_) if fits => signed = signed.max(head.size),
            Ok(_) => {}
            Err(error) => reasons.push(refused(&error, head.size)),
        }
    }
    if reasons.is_empty() {
        reasons.push(Reason::new(Verdict::Pass, "signed").int("size", signed));
    }
    (signed, reasons)
}

fn refused(error: &CheckpointError, size: u64) -> Reason {
    match error {
        CheckpointError::Form { line, .. } => {
            Reason::new(Verdict::Mismatch, "head_form").int("line", *line)
        }
        CheckpointError::Origin { .. } => {
            Reason::new(Verdict::Mismatch, "head_of_other_log").int("size", size)
        }
        _ => Reason::new(Verdict::Mismatch, "signature_wrong").int("size", size),
    }
}

/// E4: whether somebody vouches for the key itself.
fn enrolment(case: &Case<'_>, key: Option<&[u8]>, receipts: &[Receipt]) -> Option<Reason> {
    let key = key?;
    match (&case.enrolled, receipts.first()) {
        (Some(list), _) if list.iter().any(|known| known == key) => {
            Some(Reason::new(Verdict::Pass, "key_listed"))
        }
        (Some(_), _) => Some(Reason::new(Verdict::Mismatch, "key_not_listed")),
        (None, Some(receipt)) => {
            Some(Reason::new(Verdict::Pass, "key_vouched").text("by", receipt.by.clone()))
        }
        (None, None) => Some(Reason::new(Verdict::CannotTell, "key_unknown")),
    }
}

/// The receipts that are signed by a known witness, with their roots; and what is wrong with others.
fn receipts(case: &Case<'_>, log: &ReadLog<'_>) -> (Vec<(Receipt, Hash)>, Vec<Reason>) {
    let mut kept = Vec::new();
    let mut reasons = Vec::new();
    let inside = log.events().filter_map(|(op, event)| match event {
        Event::Receipt(receipt) if op.holds() => Some((receipt.note.as_str(), Some(receipt))),
        _ => None,
    });
    let beside = case.receipts.iter().map(|note| (note.as_str(), None));
    for (note, said) in inside.chain(beside) {
        let Ok((head, _)) = Checkpoint::parse(note) else {
            reasons.push(Reason::new(Verdict::Mismatch, "receipt_form"));
            continue;
        };
        if head.instance().as_ref() != Some(&log.log.instance) {
            // One that came beside may be of another log; one inside may not.
            if said.is_some() {
                reasons.push(Reason::new(Verdict::Mismatch, "receipt_of_other_log"));
            }
            continue;
        }
        match witnessed(case, note) {
            Ok((by, time_s)) => {
                let receipt = Receipt {
                    size: head.size,
                    time_ms: i64::try_from(time_s)
                        .ok()
                        .and_then(|s| s.checked_mul(1000))
                        .unwrap_or(i64::MAX),
                    by,
                    sha256: Hash::of(note.as_bytes()).to_hex(),
                };
                if said.is_some_and(|said| !same_words(said, &receipt, &head)) {
                    reasons.push(
                        Reason::new(Verdict::Mismatch, "receipt_other_words")
                            .text("by", receipt.by.clone()),
                    );
                }
                kept.push((receipt, head.root));
            }
            Err(reason) => reasons.push(reason),
        }
    }
    (kept, reasons)
}

fn same_words(said: &ReceiptKept, receipt: &Receipt, head: &Checkpoint) -> bool {
    said.size == receipt.size
        && said.time_ms == receipt.time_ms
        && said.root == head.root.to_hex()
        && said.by == receipt.by
}

/// The first known witness whose line holds.
fn witnessed(case: &Case<'_>, note: &str) -> Result<(String, u64), Reason> {
    let mut reason = Reason::new(Verdict::CannotTell, "receipt_by_unknown");
    for witness in &case.witnesses {
        match witness.open(note) {
            Ok((_, time)) => return Ok((witness.name().to_owned(), time)),
            Err(CheckpointError::Unsigned { .. }) => {}
            Err(CheckpointError::Key(KeyError::Unavailable { .. })) => {
                reason = Reason::new(Verdict::CannotTell, "receipt_algorithm")
                    .text("by", witness.name());
            }
            Err(_) => {
                return Err(
                    Reason::new(Verdict::Mismatch, "receipt_wrong").text("by", witness.name())
                );
            }
        }
    }
    Err(reason)
}

/// E10 of the log: who saw it last, and how much came after.
fn synced(case: &Case<'_>, log: &ReadLog<'_>, receipts: &[Receipt]) -> Reason {
    if let Some(last) = receipts.last() {
        let days = (case.now_ms - last.time_ms).max(0) / DAY_MS;
        let verdict = if days > case.limits.receipt_days {
            Verdict::Note
        } else {
            Verdict::Pass
        };
        return Reason::new(verdict, "last_receipt")
            .text("by", last.by.clone())
            .at("at", last.time_ms)
            .int("size", last.size)
            .int("days", days);
    }
    let first = log.ops.iter().map(ReadOp::wall_ms).min();
    let days = first.map_or(0, |first| (case.now_ms - first).max(0) / DAY_MS);
    not_synced(case, days)
}

/// That nobody else has seen it, for how many days.
pub(super) fn not_synced(case: &Case<'_>, days: i64) -> Reason {
    let verdict = if days > case.limits.receipt_days {
        Verdict::Note
    } else {
        Verdict::CannotTell
    };
    Reason::new(verdict, "not_synced").int("days", days)
}

pub(super) fn leaf_at(leaves: &[Leaf], seq: u64) -> Option<Leaf> {
    let index = usize::try_from(seq.checked_sub(1)?).ok()?;
    leaves.get(index).copied()
}

/// The roots of the tree at the sizes that are wanted, in one pass.
fn roots(leaves: &[Leaf], wanted: &BTreeSet<u64>) -> HashMap<u64, Hash> {
    let mut range = CompactRange::new();
    let mut roots = HashMap::new();
    if wanted.contains(&0) {
        roots.insert(0, range.root());
    }
    let last = wanted.last().copied().unwrap_or(0);
    for leaf in leaves {
        if range.size() >= last {
            break;
        }
        range.push(*leaf);
        if wanted.contains(&range.size()) {
            roots.insert(range.size(), range.root());
        }
    }
    roots
}

/// Latest of several ops about one thing, by (hlc, instance, op id).
pub(super) fn latest<'a, T>(
    found: &mut BTreeMap<String, (&'a Envelope, T)>,
    key: &str,
    envelope: &'a Envelope,
    value: T,
) {
    let rank = |e: &Envelope| (e.hlc, e.instance.clone(), e.op_id.clone());
    let newer = found
        .get(key)
        .is_none_or(|(before, _)| rank(before) < rank(envelope));
    if newer {
        found.insert(key.to_owned(), (envelope, value));
    }
}
