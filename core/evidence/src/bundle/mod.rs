//! The archive that is handed out: every byte of it is vouched for by the log.
//!
//! ```text
//! manifest.json                         what is in it
//! report.html                           to be read in any browser, without this program
//! photos/<photo>.original.<jpg|png|…>   as it was kept
//! photos/<photo>.view.jpg  .thumb.jpg   the copies
//! log/<instance>/leaves.txt             the leaf of every entry, one a line, 64 hex digits
//! log/<instance>/head.txt               the signed head over all of them
//! log/<instance>/<seq>.envelope.json    an entry, its bytes as written
//! log/<instance>/<seq>.body.json        its content; `sha256sum` gives what the envelope names
//! ```
//!
//! How each byte is covered: handing out is itself an op, `evidence.exported`, the last of the
//! log. It names every file by SHA-256 but those of its own log. The leaves give the root that
//! the head is signed over; an envelope gives its leaf, a body the hash in its envelope. So
//! nothing can be changed, taken out or put in without the head being signed anew.
//!
//! A tour: [`choose`] says which entries go in whole; [`Writer`] writes, in two steps around the
//! op; [`members`] are the ways in which an archive lies about; [`look`] verifies one.

pub mod members;
mod open;
mod write;

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tanfang_domain::event::{Decoded, Event};
use tanfang_log::Envelope;
use tanfang_values::{ExportId, InstanceId, PhotoId, VisitId};

use crate::finding::{LogOp, Part};
pub use members::{Folder, Members, OpenError, Zip};
pub use open::{Archive, look};
pub use write::{About, Sink, WriteError, Writer, ZipSink};

/// The format of the archive, as its manifest names it.
pub const FORMAT: &str = "tanfang-evidence-1";

/// Holds what an archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The export.
    pub export: ExportId,
    /// Whose log has the export as its last entry.
    pub instance: InstanceId,
    /// The logs, that one last.
    pub logs: Vec<ManifestLog>,
    /// The photos.
    pub photos: Vec<ManifestPhoto>,
}

/// Says which entries of a log are here whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestLog {
    /// Whose log.
    pub instance: InstanceId,
    /// Ranges `[first, last]` of entries, ascending; without the export's own.
    pub whole: Vec<(u64, u64)>,
    /// Ranges of entries whose content was purged: the envelope alone is here.
    pub purged: Vec<(u64, u64)>,
}

/// Says which files of a photo are here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestPhoto {
    /// The photo.
    pub photo: PhotoId,
    /// Paths within the archive.
    pub files: Vec<String>,
}

/// Says which entries of a log go into an archive about some visits and photos.
///
/// Always the beginning of the log, its receipts and its purges; of the visits chosen (none: of
/// all) what happened there and every photo taken. What else is in the log, of other homes or
/// other matters, is never handed out: its leaves stand for it.
pub fn choose(
    ops: &[LogOp],
    visits: &BTreeSet<VisitId>,
    photos: &BTreeSet<PhotoId>,
) -> BTreeSet<u64> {
    let mut chooser = Chooser::new(visits, photos);
    for op in ops {
        chooser.see(op);
    }
    let wanted = ops.iter().filter(|op| chooser.wants(op));
    wanted.map(|op| op.seq).collect()
}

/// Chooses as [`choose`] does, of ops that are read twice and need not all be held: first each is
/// seen, then each is asked for.
#[derive(Debug, Clone)]
pub struct Chooser<'a> {
    visits: &'a BTreeSet<VisitId>,
    photos: &'a BTreeSet<PhotoId>,
    /// The photos that go in, as far as they were seen.
    shown: BTreeSet<PhotoId>,
}

impl<'a> Chooser<'a> {
    /// The kinds among which photos are chosen: no other need be seen.
    pub const SEEN: &'static [&'static str] = &["photo.taken"];
    /// The kinds that can go in: no other is ever wanted.
    pub const KINDS: &'static [&'static str] = &[
        "instance.began",
        "receipt",
        "purge",
        "photo.taken",
        "photo.derived",
        "photo.void",
        "photo.consent",
        "finding.explained",
        "visit.closed",
        "visit.answers",
        "visit.corrected",
        "visit.signed",
    ];

    /// Makes one for some visits and photos; none of both means all.
    pub const fn new(visits: &'a BTreeSet<VisitId>, photos: &'a BTreeSet<PhotoId>) -> Self {
        Self {
            visits,
            photos,
            shown: BTreeSet::new(),
        }
    }

    fn all(&self) -> bool {
        self.visits.is_empty() && self.photos.is_empty()
    }

    fn visited(&self, visit: Option<&VisitId>) -> bool {
        self.all() || visit.is_some_and(|visit| self.visits.contains(visit))
    }

    /// Takes note of an op: whether it is a photo that goes in.
    pub fn see(&mut self, op: &LogOp) {
        if let Some(Event::PhotoTaken(taken)) = event(op)
            && (self.photos.contains(&taken.photo) || self.visited(taken.visit.as_ref()))
        {
            self.shown.insert(taken.photo);
        }
    }

    /// Says whether an op goes in, after all were seen.
    pub fn wants(&self, op: &LogOp) -> bool {
        let Some(event) = event(op) else {
            return false;
        };
        match &event {
            Event::InstanceBegan(_) | Event::Receipt(_) | Event::Purge(_) => true,
            Event::PhotoTaken(taken) => self.shown.contains(&taken.photo),
            Event::PhotoDerived(made) => self.shown.contains(&made.photo),
            Event::PhotoVoid(void) => self.shown.contains(&void.photo),
            Event::FindingExplained(said) => match &said.photo {
                Some(photo) => self.shown.contains(photo),
                None => self.visited(said.visit.as_ref()),
            },
            Event::VisitClosed(visit) => self.visited(Some(&visit.visit)),
            Event::VisitAnswers(answers) => self.visited(Some(&answers.visit)),
            Event::VisitCorrected(corrected) => self.visited(Some(&corrected.visit)),
            Event::VisitSigned(signed) => self.visited(Some(&signed.visit)),
            Event::PhotoConsent(consent) => self.visited(Some(&consent.visit)),
            _ => false,
        }
    }
}

fn event(op: &LogOp) -> Option<Event> {
    let envelope = Envelope::read(&op.envelope).ok()?;
    match Event::decode(&envelope.kind, envelope.v, op.body.as_deref()?) {
        Decoded::Known(event) => Some(*event),
        Decoded::Unknown | Decoded::Malformed(_) => None,
    }
}

fn leaves_path(instance: &InstanceId) -> String {
    format!("log/{instance}/leaves.txt")
}

fn head_path(instance: &InstanceId) -> String {
    format!("log/{instance}/head.txt")
}

fn envelope_path(instance: &InstanceId, seq: u64) -> String {
    format!("log/{instance}/{seq:08}.envelope.json")
}

fn body_path(instance: &InstanceId, seq: u64) -> String {
    format!("log/{instance}/{seq:08}.body.json")
}

fn photo_path(photo: &PhotoId, part: Part, kind: &str) -> String {
    format!("photos/{photo}.{}.{}", part.name(), extension(kind))
}

/// What a file of a kind is called; one that nobody knows is a `bin`.
fn extension(kind: &str) -> &str {
    match kind {
        "jpeg" => "jpg",
        "png" | "gif" | "webp" | "bmp" | "tiff" | "heic" => kind,
        _ => "bin",
    }
}

/// Numbers as ranges `[first, last]`.
fn ranges(numbers: impl IntoIterator<Item = u64>) -> Vec<(u64, u64)> {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for n in numbers {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(n) => *last = n,
            _ => ranges.push((n, n)),
        }
    }
    ranges
}

/// Whether an id can stand in a path: ids of ours do, and nothing else goes into an archive.
fn plain(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 100
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_ranges() {
        assert_eq!(ranges([]), []);
        assert_eq!(ranges([1, 2, 3, 7, 9, 10]), [(1, 3), (7, 7), (9, 10)]);
    }

    #[test]
    fn an_id_that_is_a_path_is_none() {
        assert!(plain("0198c0de-0000-7000-8000-00000000aaaa"));
        for odd in ["", "..", "a/b", "a\\b", "a b", "照"] {
            assert!(!plain(odd), "{odd}");
        }
    }
}
