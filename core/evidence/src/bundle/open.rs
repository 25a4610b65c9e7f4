//! Verifying an archive: what the log of it proves, and that nothing else is in it.

use super::members::Members;
use super::{FORMAT, Manifest, body_path, envelope_path, head_path, leaves_path, plain};
use crate::finding::case::Reading;
use crate::finding::{
    Case, Check, Eye, Files, Finding, Log, LogOp, Part, Reason, Report, Verdict, examine,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use tanfang_domain::event::{Decoded, Event, EvidenceExported};
use tanfang_log::{Checkpoint, Envelope, Hash};
use tanfang_values::{InstanceId, PhotoId};

/// A list of leaves or a manifest may be long; one of this length is of ten million entries.
const MAX_LIST: u64 = 650_000_000;
/// One entry is a few kilobytes; a roster's is some hundred.
const MAX_ENTRY: u64 = 16_000_000;
/// A head is five lines.
const MAX_HEAD: u64 = 65_536;

/// An archive that was opened: its logs, its files, and what does not fit.
pub struct Archive<'a> {
    members: &'a dyn Members,
    files: BTreeMap<(String, Part), String>,
    /// The logs, as they stand there.
    pub logs: Vec<Log>,
    /// What it says of itself, if that reads.
    pub manifest: Option<Manifest>,
    /// The op that records it, if there is one that holds.
    pub exported: Option<EvidenceExported>,
    reasons: Vec<(Check, Reason)>,
}

/// Verifies an archive; `fill` adds what else is known to the case before it is looked at.
///
/// Total: whatever lies there, there is a report.
pub fn look(
    members: &dyn Members,
    eye: &dyn Eye,
    now_ms: i64,
    fill: impl FnOnce(&mut Case<'_>),
) -> Report {
    let archive = Archive::open(members);
    let mut case = Case::new(archive.logs.clone(), &archive, eye, now_ms);
    case.originals = false;
    fill(&mut case);
    let mut report = examine(&case);
    report.archive = archive.findings();
    report
}

impl Files for Archive<'_> {
    fn with(&self, photo: &PhotoId, part: Part, read: Reading<'_>) -> io::Result<bool> {
        match self.files.get(&(photo.to_string(), part)) {
            Some(path) => self.members.with(path, read),
            None => Ok(false),
        }
    }
}

impl<'a> Archive<'a> {
    /// Opens an archive and compares what is in it with what its log says is in it.
    pub fn open(members: &'a dyn Members) -> Self {
        let mut archive = Self {
            members,
            files: BTreeMap::new(),
            logs: Vec::new(),
            manifest: None,
            exported: None,
            reasons: Vec::new(),
        };
        let names: BTreeSet<String> = members.names().into_iter().collect();
        for name in members.odd() {
            archive.say(Check::E3, Verdict::Mismatch, "file_odd", &name);
        }
        archive.read_manifest();
        archive.read_logs(&names);
        archive.find_files(&names);
        let proven = archive.find_export();
        archive.compare(&names, &proven);
        archive
    }

    /// Returns what was found about the archive itself, one finding a check that has something.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for check in Check::ALL {
            let reasons: Vec<Reason> = self
                .reasons
                .iter()
                .filter(|(of, _)| *of == check)
                .map(|(_, reason)| reason.clone())
                .collect();
            if !reasons.is_empty() {
                findings.push(Finding::of(check, reasons));
            }
        }
        if findings.is_empty() {
            let files = self.exported.as_ref().map_or(0, |e| e.members.len());
            let reason = Reason::new(Verdict::Pass, "archive_complete").int("n", files);
            findings.push(Finding::of(Check::E3, vec![reason]));
        }
        findings
    }

    fn say(&mut self, check: Check, verdict: Verdict, code: &'static str, path: &str) {
        let reason = Reason::new(verdict, code).text("path", path);
        self.reasons.push((check, reason));
    }

    fn wrong(&mut self, check: Check, code: &'static str, path: &str) {
        self.say(check, Verdict::Mismatch, code, path);
    }

    fn read_manifest(&mut self) {
        let path = "manifest.json";
        let manifest = match self.members.read(path, MAX_LIST) {
            Ok(Some(bytes)) => serde_json::from_slice::<Manifest>(&bytes).ok(),
            Ok(None) => return self.wrong(Check::E3, "file_missing", path),
            Err(_) => None,
        };
        match manifest {
            Some(manifest) if manifest.format == FORMAT => self.manifest = Some(manifest),
            Some(_) => self.say(Check::E3, Verdict::CannotTell, "format_unknown", path),
            None => self.wrong(Check::E3, "file_form", path),
        }
    }

    /// Logs are found by the names of files: a broken manifest hides none.
    fn read_logs(&mut self, names: &BTreeSet<String>) {
        let mut seqs: BTreeMap<String, BTreeMap<u64, (bool, bool)>> = BTreeMap::new();
        for name in names {
            let Some((instance, file)) = name
                .strip_prefix("log/")
                .and_then(|rest| rest.split_once('/'))
            else {
                continue;
            };
            if !plain(instance) {
                continue;
            }
            let ops = seqs.entry(instance.to_owned()).or_default();
            if let Some(seq) = seq_of(file, ".envelope.json") {
                ops.entry(seq).or_default().0 = true;
            } else if let Some(seq) = seq_of(file, ".body.json") {
                ops.entry(seq).or_default().1 = true;
            }
        }
        for (instance, found) in seqs {
            let instance = InstanceId::new(instance);
            let own = self
                .manifest
                .as_ref()
                .is_none_or(|manifest| manifest.instance == instance);
            let leaves = self.leaves(&instance);
            let heads = self.head(&instance, own);
            let mut ops = Vec::new();
            for (seq, (envelope, body)) in found {
                let path = envelope_path(&instance, seq);
                if !envelope {
                    self.wrong(Check::E2, "file_missing", &path);
                    continue;
                }
                let Some(envelope) = self.entry(&path) else {
                    continue;
                };
                let body = body
                    .then(|| self.entry(&body_path(&instance, seq)))
                    .flatten();
                ops.push(LogOp {
                    seq,
                    envelope,
                    body,
                });
            }
            self.logs.push(Log {
                instance,
                leaves,
                ops,
                heads,
            });
        }
    }

    fn entry(&mut self, path: &str) -> Option<Vec<u8>> {
        let bytes = self.members.read(path, MAX_ENTRY).ok().flatten();
        if bytes.is_none() {
            self.wrong(Check::E2, "file_form", path);
        }
        bytes
    }

    /// Reads the leaves: each line 64 lower-case hex digits and its newline, nothing else.
    fn leaves(&mut self, instance: &InstanceId) -> Vec<Hash> {
        let path = leaves_path(instance);
        let bytes = match self.members.read(&path, MAX_LIST) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                self.wrong(Check::E3, "file_missing", &path);
                return Vec::new();
            }
            Err(_) => {
                self.wrong(Check::E3, "file_form", &path);
                return Vec::new();
            }
        };
        let mut leaves = Vec::with_capacity(bytes.len() / 65);
        for line in bytes.split_inclusive(|b| *b == b'\n') {
            let leaf = line
                .strip_suffix(b"\n")
                .and_then(|line| std::str::from_utf8(line).ok())
                .and_then(|line| line.parse().ok());
            let Some(leaf) = leaf else {
                self.wrong(Check::E3, "file_form", &path);
                break;
            };
            leaves.push(leaf);
        }
        leaves
    }

    fn head(&mut self, instance: &InstanceId, own: bool) -> Vec<String> {
        let path = head_path(instance);
        match self.members.read(&path, MAX_HEAD) {
            Ok(Some(bytes)) => match String::from_utf8(bytes) {
                // One signature, of the device: what else is added is not covered by anything.
                Ok(note) if note.lines().count() == 5 => vec![note],
                _ => {
                    self.wrong(Check::E4, "file_form", &path);
                    Vec::new()
                }
            },
            Ok(None) => {
                if own {
                    self.wrong(Check::E4, "file_missing", &path);
                }
                Vec::new()
            }
            Err(_) => {
                self.wrong(Check::E4, "file_form", &path);
                Vec::new()
            }
        }
    }

    fn find_files(&mut self, names: &BTreeSet<String>) {
        for name in names {
            let Some(file) = name.strip_prefix("photos/") else {
                continue;
            };
            let mut parts = file.splitn(3, '.');
            let (Some(photo), Some(part)) = (parts.next(), parts.next()) else {
                continue;
            };
            if let Some(part) = Part::ALL.into_iter().find(|known| known.name() == part) {
                let key = (photo.to_owned(), part);
                self.files.entry(key).or_insert_with(|| name.clone());
            }
        }
    }

    /// Finds the op that records this archive; returns the files that the own log proves.
    fn find_export(&mut self) -> BTreeSet<String> {
        let mut proven = BTreeSet::new();
        let last = self.logs.iter().find_map(|log| {
            let own = self
                .manifest
                .as_ref()
                .is_none_or(|manifest| manifest.instance == log.instance);
            let size = u64::try_from(log.leaves.len()).ok()?;
            let op = log.ops.last().filter(|op| own && op.seq == size)?;
            let leaf = Hash::leaf(&op.envelope);
            let envelope = Envelope::read(&op.envelope).ok()?;
            let body = op.body.as_deref()?;
            let holds = log.leaves.last() == Some(&leaf) && Hash::of(body) == envelope.body_sha256;
            match Event::decode(&envelope.kind, envelope.v, body) {
                Decoded::Known(event) if holds => match *event {
                    Event::EvidenceExported(exported) => {
                        Some((log.instance.clone(), size, exported))
                    }
                    _ => None,
                },
                _ => None,
            }
        });
        let Some((instance, size, exported)) = last else {
            self.wrong(Check::E3, "export_not_recorded", "manifest.json");
            // Without it nothing says what else ought to be here; the logs speak for themselves.
            for log in &self.logs {
                proven.insert(leaves_path(&log.instance));
                proven.insert(head_path(&log.instance));
                for op in &log.ops {
                    proven.insert(envelope_path(&log.instance, op.seq));
                    proven.insert(body_path(&log.instance, op.seq));
                }
            }
            self.counts(None);
            return proven;
        };
        // Whoever hands out signs once more after that op: an older head was put there since.
        let own = self.logs.iter().filter(|log| log.instance == instance);
        let signed: Vec<u64> = own
            .flat_map(|log| &log.heads)
            .filter_map(|note| Checkpoint::parse(note).ok())
            .map(|(head, _)| head.size)
            .collect();
        if !signed.is_empty() && signed.iter().all(|signed| *signed < size) {
            self.wrong(Check::E4, "head_before_export", &head_path(&instance));
        }
        proven.insert(leaves_path(&instance));
        proven.insert(head_path(&instance));
        proven.insert(envelope_path(&instance, size));
        proven.insert(body_path(&instance, size));
        self.counts(Some((&instance, &exported)));
        if let Some(manifest) = &self.manifest {
            let own = manifest.logs.iter().filter(|log| log.instance == instance);
            for log in own {
                for seq in spread(&log.whole, size) {
                    proven.insert(envelope_path(&instance, seq));
                    proven.insert(body_path(&instance, seq));
                }
                for seq in spread(&log.purged, size) {
                    proven.insert(envelope_path(&instance, seq));
                }
            }
        }
        self.exported = Some(exported);
        proven
    }

    /// The entries that ought to be here are, and the numbers are those that were recorded.
    fn counts(&mut self, recorded: Option<(&InstanceId, &EvidenceExported)>) {
        let Some(manifest) = self.manifest.clone() else {
            return;
        };
        for said in &manifest.logs {
            let found = self.logs.iter().find(|log| log.instance == said.instance);
            let (here, bodies): (BTreeSet<u64>, BTreeSet<u64>) = found
                .map(|log| {
                    let whole = log.ops.iter().filter(|op| op.body.is_some());
                    (
                        log.ops.iter().map(|op| op.seq).collect(),
                        whole.map(|op| op.seq).collect(),
                    )
                })
                .unwrap_or_default();
            let size = found.map_or(0, |log| u64::try_from(log.leaves.len()).unwrap_or(u64::MAX));
            let most = size.max(here.last().copied().unwrap_or(0));
            for seq in spread(&said.whole, most) {
                if !bodies.contains(&seq) {
                    let path = if here.contains(&seq) {
                        body_path(&said.instance, seq)
                    } else {
                        envelope_path(&said.instance, seq)
                    };
                    self.wrong(Check::E2, "file_missing", &path);
                }
            }
            for seq in spread(&said.purged, most) {
                if !here.contains(&seq) {
                    self.wrong(
                        Check::E2,
                        "file_missing",
                        &envelope_path(&said.instance, seq),
                    );
                }
            }
        }
        let Some((instance, exported)) = recorded else {
            return;
        };
        let listed: u64 = manifest
            .logs
            .iter()
            .filter(|log| log.instance == *instance)
            .flat_map(|log| log.whole.iter().chain(&log.purged))
            .map(|(first, last)| last.saturating_sub(*first).saturating_add(1))
            .fold(0, u64::saturating_add);
        let photos = u64::try_from(manifest.photos.len()).unwrap_or(u64::MAX);
        if listed != u64::from(exported.ops)
            || photos != u64::from(exported.photos)
            || manifest.export != exported.export
        {
            self.wrong(Check::E3, "counts_differ", "manifest.json");
        }
    }

    /// Every file that was recorded is here byte for byte, and no other is.
    fn compare(&mut self, names: &BTreeSet<String>, proven: &BTreeSet<String>) {
        let members = self
            .exported
            .as_ref()
            .map(|exported| exported.members.clone())
            .unwrap_or_default();
        let mut listed = BTreeSet::new();
        for member in members {
            let check = covers(&member.path);
            let mut found = None;
            let read = self.members.with(&member.path, &mut |reader| {
                let mut bounded = reader.take(member.bytes.saturating_add(1));
                found = Some(crate::finding::digest(&mut bounded)?);
                Ok(())
            });
            match (read, found) {
                (Ok(false), _) => self.wrong(check, "file_missing", &member.path),
                (Ok(true), Some((sha256, bytes)))
                    if sha256 == member.sha256 && bytes == member.bytes => {}
                _ => self.wrong(check, "file_differs", &member.path),
            }
            listed.insert(member.path);
        }
        let unknown: Vec<&String> = names
            .iter()
            .filter(|name| !listed.contains(*name) && !proven.contains(*name))
            .collect();
        for name in unknown {
            // Without the record of the export, nobody can say what belongs here.
            if self.exported.is_some() {
                self.wrong(Check::E3, "file_extra", name);
            }
        }
    }
}

/// Which check a file stands for.
fn covers(path: &str) -> Check {
    match path.strip_prefix("photos/") {
        Some(file) if file.contains(".original.") => Check::E1,
        Some(_) => Check::E9,
        None => Check::E3,
    }
}

/// The place in a file name of eight digits or more.
fn seq_of(file: &str, suffix: &str) -> Option<u64> {
    let digits = file.strip_suffix(suffix)?;
    let seq: u64 = digits.parse().ok()?;
    (format!("{seq:08}") == digits && seq > 0).then_some(seq)
}

/// The numbers of ranges that lie within a log; ranges out of it are bounded, not followed.
fn spread(ranges: &[(u64, u64)], most: u64) -> impl Iterator<Item = u64> + '_ {
    ranges.iter().flat_map(move |(first, last)| {
        // One beyond the end is enough to tell that something is missing.
        *first..=(*last).min(most.saturating_add(1))
    })
}
