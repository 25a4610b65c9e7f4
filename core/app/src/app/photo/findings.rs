//! What can be said about one photo on this phone, each with its reason: never a score.

use tanfang_domain::event::Grade;
use tanfang_evidence::finding::Verdict;
use tanfang_evidence::mark::PLAIN;
use tanfang_evidence::vault::{Part, Vault, VaultError};
use tanfang_store::{PhotoRecord, ReceiptRecord};
use tanfang_values::{Day, Stamp};

use super::intake::receipt_hash;
use super::words::when;
use crate::proof::tone;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::Block;

const fn headline(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => key("photo.find_pass"),
        Verdict::Note => key("photo.find_note"),
        Verdict::Mismatch => key("photo.find_mismatch"),
        Verdict::CannotTell => key("photo.find_unknown"),
    }
}

/// What is known around a photo.
pub(super) struct Around<'a> {
    pub(super) vault: &'a Vault,
    pub(super) receipts: &'a [ReceiptRecord],
    /// Number of the op in its chain.
    pub(super) seq: Option<u64>,
    /// How many fingerprints it was compared with.
    pub(super) others: usize,
    pub(super) today: Day,
}

/// Lists what can be said about a photo.
pub(super) fn of(say: &Say, record: &PhotoRecord, around: &Around<'_>) -> Vec<Block> {
    let found = [
        (key("photo.find_e1"), original(say, record, around)),
        (key("photo.find_e5"), time(say, record, around)),
        (key("photo.find_e6"), place(say, record)),
        (key("photo.find_e7"), reuse(say, record, around)),
        (key("photo.find_e8"), source(say, record)),
        (key("photo.find_e10"), receipt(say, record, around)),
    ];
    found
        .into_iter()
        .map(|(what, (verdict, reason))| {
            let words = headline(verdict);
            let what = say.texts().get(what);
            let title = say.texts().format(words, &[("what", what.into())]);
            Block {
                title: Say::open(title),
                lines: vec![Say::line(say.covered(reason), tone(verdict), None)],
                actions: Vec::new(),
                go: None,
            }
        })
        .collect()
}

fn said(say: &Say, verdict: Verdict, key: &str) -> (Verdict, String) {
    (verdict, say.texts().get(key).to_owned())
}

fn original(say: &Say, record: &PhotoRecord, around: &Around<'_>) -> (Verdict, String) {
    if record.void.is_some() {
        return said(say, Verdict::CannotTell, key("photo.find_e1_gone"));
    }
    let taken = &record.taken;
    match around.vault.check(&taken.photo, Part::Original) {
        Ok(stored) if stored.sha256.to_string() == taken.original.sha256 => {
            said(say, Verdict::Pass, key("photo.find_e1_pass"))
        }
        Err(VaultError::Missing { .. }) => {
            said(say, Verdict::CannotTell, key("photo.find_e1_missing"))
        }
        _ => said(say, Verdict::Mismatch, key("photo.find_e1_mismatch")),
    }
}

/// The first receipt that covers the photo.
fn covering<'a>(record: &PhotoRecord, around: &Around<'a>) -> Option<&'a ReceiptRecord> {
    let seq = around.seq?;
    let mut receipts: Vec<_> = around
        .receipts
        .iter()
        .filter(|kept| kept.instance == record.origin.instance && kept.receipt.size >= seq)
        .collect();
    receipts.sort_by_key(|kept| kept.receipt.time_ms);
    receipts.first().copied()
}

/// The receipt that the photo names: it is not older than that.
fn quoted<'a>(record: &PhotoRecord, around: &Around<'a>) -> Option<&'a ReceiptRecord> {
    let named = record.taken.receipt.as_deref()?;
    around
        .receipts
        .iter()
        .find(|kept| receipt_hash(kept) == named)
}

fn time(say: &Say, record: &PhotoRecord, around: &Around<'_>) -> (Verdict, String) {
    let at = |kept: &ReceiptRecord| {
        when(
            say,
            Stamp {
                ms: kept.receipt.time_ms,
                offset_min: record.taken.at.offset_min,
            },
        )
    };
    let from = quoted(record, around).map(at);
    let to = covering(record, around).map(at);
    match (from, to) {
        (Some(from), Some(to)) => (
            Verdict::Pass,
            say.texts().format(
                "photo.find_e5_bracket",
                &[("from", (&from).into()), ("to", (&to).into())],
            ),
        ),
        (Some(from), None) => (
            Verdict::CannotTell,
            say.texts()
                .format("photo.find_e5_open", &[("from", (&from).into())]),
        ),
        _ => said(say, Verdict::CannotTell, key("photo.find_e5_unknown")),
    }
}

fn place(say: &Say, record: &PhotoRecord) -> (Verdict, String) {
    match &record.taken.place {
        // Not to give it is as good as to give it.
        None => said(say, Verdict::CannotTell, key("photo.find_e6_unknown")),
        Some(place) if place.mock == Some(true) => {
            said(say, Verdict::Note, key("photo.find_e6_mock"))
        }
        Some(_) => said(say, Verdict::CannotTell, key("photo.find_e6_given")),
    }
}

fn reuse(say: &Say, record: &PhotoRecord, around: &Around<'_>) -> (Verdict, String) {
    let Some(made) = &record.derived else {
        return said(say, Verdict::CannotTell, key("photo.find_e7_wait"));
    };
    let n = |key: &str, n: usize| say.texts().format(key, &[("n", n.into())]);
    if !made.alike.is_empty() {
        return (
            Verdict::Note,
            n(key("photo.find_e7_note"), made.alike.len()),
        );
    }
    match &made.mark {
        Some(mark) if mark.quality < PLAIN => {
            said(say, Verdict::CannotTell, key("photo.find_e7_plain"))
        }
        Some(_) => (Verdict::Pass, n(key("photo.find_e7_pass"), around.others)),
        None => said(say, Verdict::CannotTell, key("photo.find_e7_none")),
    }
}

fn source(say: &Say, record: &PhotoRecord) -> (Verdict, String) {
    match record.taken.grade {
        Grade::Taken => said(say, Verdict::Pass, key("photo.find_e8_taken")),
        Grade::Album => said(say, Verdict::Note, key("photo.find_e8_album")),
        Grade::Screen => said(say, Verdict::Note, key("photo.find_e8_screen")),
    }
}

fn receipt(say: &Say, record: &PhotoRecord, around: &Around<'_>) -> (Verdict, String) {
    if covering(record, around).is_some() {
        return said(say, Verdict::Pass, key("photo.find_e10_pass"));
    }
    let days = record.taken.at.day().days_until(around.today);
    if days <= 0 {
        return said(say, Verdict::Note, key("photo.find_e10_today"));
    }
    let words = say
        .texts()
        .format("photo.find_e10_none", &[("days", days.into())]);
    (Verdict::Note, words)
}
