//! What holds for one photo: its bytes (E1), its entry (E2–E4), its source (E8), its copy (E9),
//! who saw it (E10); time, place and likeness have files of their own.

use super::case::{Case, Part};
use super::log::{Body, Looked, ReadLog, ReadOp, latest, not_synced};
use super::near::nearest;
use super::{Check, Finding, PhotoFindings, Reason, Verdict, place, when};
use crate::mark::{AMBER, Mark, RED};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Read};
use tanfang_domain::event::{
    Event, FindingExplained, Grade, PhotoDerived, PhotoTaken, PhotoVoid, VisitClosed,
};
use tanfang_log::{Envelope, Hash};
use tanfang_values::{PhotoId, VisitId};

const DAY_MS: i64 = 86_400_000;
/// At most so many bits may differ between a picture and itself, decoded by another decoder.
const SAME_PICTURE: u32 = 4;

/// A photo with all that the logs say of it.
pub(super) struct Photo<'a> {
    pub(super) log: usize,
    pub(super) op: &'a ReadOp<'a>,
    pub(super) taken: &'a PhotoTaken,
    pub(super) derived: Option<&'a PhotoDerived>,
    pub(super) voids: Vec<&'a PhotoVoid>,
    pub(super) mark: Option<Mark>,
}

impl Photo<'_> {
    pub(super) fn id(&self) -> &PhotoId {
        &self.taken.photo
    }
}

/// All that photos are compared with.
pub(super) struct Around<'a> {
    pub(super) case: &'a Case<'a>,
    pub(super) read: &'a [ReadLog<'a>],
    pub(super) looked: &'a [Looked],
    /// In order of their clocks.
    pub(super) photos: Vec<Photo<'a>>,
    pub(super) visits: BTreeMap<VisitId, (&'a ReadOp<'a>, &'a VisitClosed)>,
    explained: Vec<&'a FindingExplained>,
}

impl Around<'_> {
    /// Adds what the worker said to a finding.
    pub(super) fn explain(&self, photo: &Photo<'_>, check: Check, reasons: &mut Vec<Reason>) {
        let said = self.explained.iter().filter(|said| {
            said.finding == check.name()
                && (said.photo.as_ref() == Some(photo.id())
                    || (said.photo.is_none()
                        && said.visit.is_some()
                        && said.visit == photo.taken.visit))
        });
        for said in said {
            let reason = match &said.note {
                Some(note) => {
                    Reason::new(Verdict::Pass, "explained_note").text("note", note.clone())
                }
                None => Reason::new(Verdict::Pass, "explained"),
            };
            reasons.push(reason.text("why", said.why.clone()));
        }
    }
}

/// Looks at every photo of the logs, or at one among them: only its files are read then.
pub(super) fn look(
    case: &Case<'_>,
    read: &[ReadLog<'_>],
    looked: &[Looked],
    only: Option<&PhotoId>,
) -> Vec<PhotoFindings> {
    let around = gather(case, read, looked);
    let mut files: HashMap<String, usize> = HashMap::new();
    let mut found = Vec::new();
    for (index, photo) in around.photos.iter().enumerate() {
        let first = *files
            .entry(photo.taken.original.sha256.clone())
            .or_insert(index);
        let Some(log) = looked.get(photo.log) else {
            continue;
        };
        if only.is_some_and(|only| only != photo.id()) {
            continue;
        }
        let findings = vec![
            original(case, photo),
            entry(photo, log),
            copy_of(log, Check::E3, Vec::new()),
            copy_of(log, Check::E4, device(photo, log)),
            when::look(&around, index, photo, log),
            place::look(&around, index, photo),
            alike(&around, index, first, photo),
            source(photo),
            copies(case, photo),
            seen(case, photo, log),
        ];
        found.push(PhotoFindings {
            photo: photo.id().to_string(),
            instance: read
                .get(photo.log)
                .map(|log| log.instance().to_string())
                .unwrap_or_default(),
            seq: photo.op.op.seq,
            findings,
        });
    }
    found
}

fn gather<'a>(case: &'a Case<'a>, read: &'a [ReadLog<'a>], looked: &'a [Looked]) -> Around<'a> {
    let mut photos = Vec::new();
    let mut derived: BTreeMap<String, (&Envelope, &PhotoDerived)> = BTreeMap::new();
    let mut voids: BTreeMap<&str, Vec<&PhotoVoid>> = BTreeMap::new();
    let mut visits = BTreeMap::new();
    let mut explained = Vec::new();
    for (index, log) in read.iter().enumerate() {
        for (op, event) in log.events() {
            match event {
                Event::PhotoTaken(taken) => photos.push((index, op, taken)),
                // Said by an entry that does not hold, it is not said.
                _ if !op.holds() => {}
                Event::PhotoDerived(made) => {
                    if let Some(envelope) = &op.envelope {
                        latest(&mut derived, made.photo.as_str(), envelope, made);
                    }
                }
                Event::PhotoVoid(void) => {
                    voids.entry(void.photo.as_str()).or_default().push(void);
                }
                Event::VisitClosed(visit) => {
                    visits.entry(visit.visit.clone()).or_insert((op, visit));
                }
                Event::FindingExplained(said) => explained.push(said),
                _ => {}
            }
        }
    }
    photos.sort_by_key(|(_, op, taken)| {
        (
            op.envelope.as_ref().map(|e| (e.hlc, e.instance.clone())),
            taken.photo.clone(),
        )
    });
    let photos = photos
        .into_iter()
        .map(|(log, op, taken)| {
            let derived = derived
                .get(taken.photo.as_str())
                .map(|(_, derived)| *derived);
            Photo {
                log,
                op,
                taken,
                mark: derived
                    .and_then(|d| d.mark.as_ref())
                    .and_then(|mark| Mark::of_record(mark).ok()),
                derived,
                voids: voids.get(taken.photo.as_str()).cloned().unwrap_or_default(),
            }
        })
        .collect();
    Around {
        case,
        read,
        looked,
        photos,
        visits,
        explained,
    }
}

/// E1: the bytes are those that were recorded when the photo was kept.
fn original(case: &Case<'_>, photo: &Photo<'_>) -> Finding {
    let said = &photo.taken.original;
    let reason = match hash(case, photo.id(), Part::Original) {
        Ok(Some((sha256, bytes))) if sha256 == said.sha256 && bytes == said.bytes => {
            Reason::new(Verdict::Pass, "original_same").int("bytes", bytes)
        }
        Ok(Some((_, bytes))) => Reason::new(Verdict::Mismatch, "original_differs")
            .int("bytes", bytes)
            .int("said", said.bytes),
        Ok(None) => match photo.voids.first() {
            Some(void) => Reason::new(Verdict::CannotTell, "original_removed")
                .text("why", name_of(&void.why))
                .text("day", void.day.to_string()),
            None if case.originals => Reason::new(Verdict::Mismatch, "original_missing"),
            None => Reason::new(Verdict::CannotTell, "original_not_here"),
        },
        Err(error) => unreadable(&error, "original_damaged", "original_unread"),
    };
    Finding::of(Check::E1, vec![reason])
}

/// E2: the entry of this photo, in the tree up to a signed head.
fn entry(photo: &Photo<'_>, log: &Looked) -> Finding {
    let seq = photo.op.op.seq;
    let reason = |verdict, code| Reason::new(verdict, code).int("seq", seq);
    let reason = if !photo.op.placed {
        reason(Verdict::Mismatch, "entry_not_in_log")
    } else if photo.op.body == Body::Wrong {
        reason(Verdict::Mismatch, "entry_other_content")
    } else if log.broken {
        reason(Verdict::CannotTell, "entry_in_broken_log")
    } else if seq > log.signed {
        reason(Verdict::CannotTell, "entry_after_head").int("size", log.signed)
    } else {
        reason(Verdict::Pass, "entry_in_log").int("size", log.signed)
    };
    Finding::of(Check::E2, vec![reason])
}

/// What holds for the whole log holds for each of its photos.
fn copy_of(log: &Looked, check: Check, mut more: Vec<Reason>) -> Finding {
    if let Some(finding) = log.get(check) {
        more.extend(finding.reasons.iter().cloned());
    }
    Finding::of(check, more)
}

/// E4: the key that the photo names, and where it lives.
fn device(photo: &Photo<'_>, log: &Looked) -> Vec<Reason> {
    let device = &photo.taken.device;
    let mut reasons = Vec::new();
    if let Some(key) = &log.key
        && hex::encode(key) != device.key
    {
        reasons.push(Reason::new(Verdict::Mismatch, "photo_of_other_key"));
    }
    reasons.push(match device.level.as_str() {
        "strongbox" | "tee" | "secure_enclave" => {
            Reason::new(Verdict::Pass, "key_in_hardware").text("level", device.level.clone())
        }
        "software" => Reason::new(Verdict::Note, "key_in_software"),
        level => Reason::new(Verdict::CannotTell, "key_level").text("level", level),
    });
    for flag in &photo.taken.app.flags {
        reasons.push(Reason::new(Verdict::Note, "device_flags").text("flag", flag.clone()));
    }
    reasons
}

/// E7: the nearest earlier photo of another visit, and the very same file.
fn alike(around: &Around<'_>, index: usize, first: usize, photo: &Photo<'_>) -> Finding {
    let limits = &around.case.limits;
    let mut reasons = Vec::new();
    let other_visit = |visit: &Option<VisitId>| {
        visit.is_none() || photo.taken.visit.is_none() || *visit != photo.taken.visit
    };
    let earlier = around.photos.get(..index).unwrap_or_default();
    let same_file = around
        .photos
        .get(first..index)
        .unwrap_or_default()
        .iter()
        .filter(|other| other.taken.original.sha256 == photo.taken.original.sha256)
        .map(|other| (other.id(), &other.taken.visit))
        .chain(
            around
                .case
                .known
                .iter()
                .filter(|known| known.sha256 == photo.taken.original.sha256)
                .filter(|known| known.photo != *photo.id())
                .map(|known| (&known.photo, &known.visit)),
        );
    for (other, visit) in same_file {
        let (verdict, code) = if other_visit(visit) {
            (Verdict::Mismatch, "same_file")
        } else {
            (Verdict::Note, "same_file_same_visit")
        };
        reasons.push(Reason::new(verdict, code).text("photo", other.to_string()));
    }
    let mut compared = 0;
    let mut closest: Option<(u32, String, String)> = None;
    if let Some(mark) = photo.mark.as_ref().filter(|m| m.quality >= limits.quality) {
        let known: Vec<(&PhotoId, &Option<VisitId>, Mark)> = around
            .case
            .known
            .iter()
            .filter(|known| known.photo != *photo.id())
            .filter_map(|known| {
                let mark = Mark::of_record(known.mark.as_ref()?).ok()?;
                Some((&known.photo, &known.visit, mark))
            })
            .collect();
        let others = earlier
            .iter()
            .filter_map(|other| Some((other.id(), &other.taken.visit, other.mark.as_ref()?)))
            .chain(known.iter().map(|(id, visit, mark)| (*id, *visit, mark)))
            .filter(|(_, _, other)| other.quality >= limits.quality);
        for (other, visit, theirs) in others {
            compared += 1;
            let Some((distance, pair)) = nearest(mark, theirs) else {
                continue;
            };
            let closer = closest
                .as_ref()
                .is_none_or(|(least, _, _)| distance < *least);
            if other_visit(visit) && distance <= AMBER && closer {
                closest = Some((distance, pair, other.to_string()));
            }
        }
    }
    if let Some((distance, pair, other)) = closest {
        reasons.push(
            Reason::new(Verdict::Note, near_code(distance))
                .text("photo", other)
                .int("distance", distance)
                .text("views", pair),
        );
    }
    recorded(photo, &mut reasons);
    if reasons.is_empty() {
        reasons.push(match &photo.mark {
            Some(mark) if mark.quality >= limits.quality => {
                Reason::new(Verdict::Pass, "none_alike").int("n", compared)
            }
            Some(_) => Reason::new(Verdict::CannotTell, "too_little_to_see"),
            None => Reason::new(Verdict::CannotTell, "no_fingerprint"),
        });
    }
    around.explain(photo, Check::E7, &mut reasons);
    Finding::of(Check::E7, reasons)
}

/// What the phone found when the photo came, among photos that may not be here.
fn recorded(photo: &Photo<'_>, reasons: &mut Vec<Reason>) {
    let Some(nearest) = photo.derived.and_then(|derived| derived.alike.first()) else {
        return;
    };
    let told = |reason: &Reason| {
        reason
            .args
            .iter()
            .any(|(_, arg)| matches!(arg, super::Arg::Text(id) if id == nearest.photo.as_str()))
    };
    if reasons.iter().any(told) {
        return;
    }
    let reason = if nearest.same_file {
        Reason::new(Verdict::Note, "same_file_seen_on_phone")
    } else if u32::from(nearest.distance) <= AMBER {
        Reason::new(Verdict::Note, "alike_seen_on_phone")
            .int("distance", nearest.distance)
            .int("turn", nearest.turn)
    } else {
        return;
    };
    reasons.push(reason.text("photo", nearest.photo.to_string()));
}

const fn near_code(distance: u32) -> &'static str {
    if distance <= RED {
        "nearly_same"
    } else {
        "alike"
    }
}

/// E8: where it came from, and what was noticed about the file.
fn source(photo: &Photo<'_>) -> Finding {
    let mut reasons = vec![match photo.taken.grade {
        Grade::Taken => Reason::new(Verdict::Pass, "taken_in_app"),
        Grade::Album => Reason::new(Verdict::CannotTell, "from_album"),
        Grade::Screen => Reason::new(Verdict::Note, "screenshot"),
    }];
    if let Some(derived) = photo.derived {
        for cue in &derived.cues {
            reasons.push(Reason::new(Verdict::Note, "cue").text("cue", cue.clone()));
        }
        if derived.incomplete {
            reasons.push(Reason::new(Verdict::Note, "file_incomplete"));
        }
    }
    Finding::of(Check::E8, reasons)
}

/// E9: the copy and the thumbnail are those that were recorded, and of this original.
fn copies(case: &Case<'_>, photo: &Photo<'_>) -> Finding {
    let Some(derived) = photo.derived else {
        let reason = Reason::new(Verdict::CannotTell, "no_copy");
        return Finding::of(Check::E9, vec![reason]);
    };
    let mut reasons = Vec::new();
    if let Some(why) = &derived.deferred {
        reasons.push(Reason::new(Verdict::CannotTell, "copy_deferred").text("why", why.clone()));
    }
    for (part, made) in [(Part::View, &derived.view), (Part::Thumb, &derived.thumb)] {
        let Some(made) = made else { continue };
        let reason = match hash(case, photo.id(), part) {
            Ok(Some((sha256, bytes))) if sha256 == made.sha256 && bytes == made.bytes => continue,
            Ok(Some(_)) => Reason::new(Verdict::Mismatch, "copy_differs"),
            Ok(None) => Reason::new(Verdict::CannotTell, "copy_not_here"),
            Err(error) => unreadable(&error, "copy_damaged", "copy_unread"),
        };
        reasons.push(reason.text("part", part.name()));
    }
    if let Some(mark) = &photo.mark {
        let again = |part| {
            let mut seen = None;
            let read = case.files.with(photo.id(), part, &mut |reader| {
                seen = case.eye.mark(reader);
                Ok(())
            });
            read.ok().and(seen)
        };
        match again(Part::Original) {
            Some(seen) => reasons.push(compared(
                seen.full.distance(&mark.full),
                SAME_PICTURE,
                "copy_of_original",
                "copy_of_other",
            )),
            None => reasons.push(Reason::new(Verdict::CannotTell, "copy_not_remade")),
        }
        // A watermark lies on the copy alone.
        let limit = if derived.stamp.is_empty() {
            SAME_PICTURE
        } else {
            AMBER
        };
        if derived.view.is_some()
            && let Some(seen) = again(Part::View)
        {
            reasons.push(compared(
                seen.full.distance(&mark.full),
                limit,
                "copy_as_recorded",
                "copy_not_as_recorded",
            ));
        }
    } else if derived.deferred.is_none() {
        reasons.push(Reason::new(Verdict::CannotTell, "no_fingerprint"));
    }
    Finding::of(Check::E9, reasons)
}

fn compared(distance: u32, limit: u32, same: &'static str, other: &'static str) -> Reason {
    let reason = if distance <= limit {
        Reason::new(Verdict::Pass, same)
    } else {
        Reason::new(Verdict::Mismatch, other)
    };
    reason.int("distance", distance)
}

/// E10: the first receipt that covers it.
fn seen(case: &Case<'_>, photo: &Photo<'_>, log: &Looked) -> Finding {
    let mut reasons: Vec<Reason> = log
        .get(Check::E10)
        .into_iter()
        .flat_map(|finding| &finding.reasons)
        // What is wrong with a receipt, and that nobody here knows who gave it.
        .filter(|reason| reason.code.starts_with("receipt_"))
        .cloned()
        .collect();
    let covering = log
        .receipts
        .iter()
        .filter(|receipt| receipt.size >= photo.op.op.seq)
        .min_by_key(|receipt| receipt.time_ms);
    reasons.push(match covering {
        Some(receipt) => Reason::new(Verdict::Pass, "seen_by")
            .text("by", receipt.by.clone())
            .at("at", receipt.time_ms),
        None => not_synced(case, (case.now_ms - photo.op.wall_ms()).max(0) / DAY_MS),
    });
    Finding::of(Check::E10, reasons)
}

fn unreadable(error: &io::Error, damaged: &'static str, unread: &'static str) -> Reason {
    // What is decrypted fails with InvalidData when a byte of it was changed.
    if matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
    ) {
        Reason::new(Verdict::Mismatch, damaged)
    } else {
        Reason::new(Verdict::CannotTell, unread)
    }
}

/// SHA-256 and length of a file, in one pass and little memory.
pub(crate) fn digest(reader: &mut dyn Read) -> io::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 65_536];
    let mut bytes = 0u64;
    loop {
        let n = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(buffer.get(..n).unwrap_or_default());
        bytes += u64::try_from(n).unwrap_or(0);
    }
    let hash: [u8; 32] = hasher.finalize().into();
    Ok((Hash::from_bytes(hash).to_hex(), bytes))
}

fn hash(case: &Case<'_>, photo: &PhotoId, part: Part) -> io::Result<Option<(String, u64)>> {
    let mut found = None;
    let there = case.files.with(photo, part, &mut |reader| {
        found = Some(digest(reader)?);
        Ok(())
    })?;
    Ok(found.filter(|_| there))
}

/// The name of a code as it stands in records.
fn name_of<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
