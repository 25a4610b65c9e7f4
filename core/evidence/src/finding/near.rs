//! How far two recorded fingerprints are from each other.

use tanfang_domain::event::Fingerprint;

/// At most so many bits apart is the same picture, lightly edited.
pub const RED: u32 = 40;
/// At most so many bits apart is worth a look at both side by side.
pub const AMBER: u32 = 72;

/// A fingerprint with its hashes read.
#[derive(Debug, Clone)]
pub(super) struct Views {
    alg: String,
    full: [u8; 32],
    top: [u8; 32],
    centre: [u8; 32],
    trimmed: [u8; 32],
    pub(super) quality: u8,
}

impl Views {
    pub(super) fn read(mark: &Fingerprint) -> Option<Self> {
        Some(Self {
            alg: mark.alg.clone(),
            full: hash(&mark.full)?,
            top: hash(&mark.top)?,
            centre: hash(&mark.centre)?,
            trimmed: hash(&mark.trimmed)?,
            quality: mark.quality,
        })
    }

    pub(super) const fn full(&self) -> &[u8; 32] {
        &self.full
    }

    /// The nearest pair of views, and its name; none for fingerprints of two kinds.
    pub(super) fn nearest(&self, other: &Self) -> Option<(u32, &'static str)> {
        if self.alg != other.alg {
            return None;
        }
        [
            ("full-full", &self.full, &other.full),
            ("top-top", &self.top, &other.top),
            ("centre-full", &self.centre, &other.full),
            ("full-centre", &self.full, &other.centre),
            ("trimmed-full", &self.trimmed, &other.full),
            ("full-trimmed", &self.full, &other.trimmed),
            ("trimmed-trimmed", &self.trimmed, &other.trimmed),
        ]
        .into_iter()
        .map(|(name, a, b)| (distance(a, b), name))
        .min_by_key(|(distance, _)| *distance)
    }
}

/// In how many bits two hashes differ.
pub(super) fn distance(a: &[u8; 32], b: &[u8; 32]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum()
}

fn hash(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}
