//! What is looked at, wherever it came from: a store, a folder, an archive.

use std::collections::BTreeMap;
use std::io::{self, Read};
use tanfang_domain::event::Fingerprint;
use tanfang_log::{Leaf, WitnessKey};
use tanfang_values::{HouseholdId, InstanceId, PhotoId, VisitId};

use crate::mark::{Mark, PLAIN};

/// Names a file of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The original, as it came.
    Original,
    /// The copy to show.
    View,
    /// The thumbnail.
    Thumb,
}

impl Part {
    /// Every part, the original first.
    pub const ALL: [Self; 3] = [Self::Original, Self::View, Self::Thumb];

    /// Returns its name in file names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::View => "view",
            Self::Thumb => "thumb",
        }
    }
}

/// What [`Files::with`] and [`Eye::mark`] read from.
pub type Reading<'a> = &'a mut dyn FnMut(&mut dyn Read) -> io::Result<()>;

/// Gives the bytes of files.
pub trait Files {
    /// Hands a reader over the whole file to `read`; returns whether there is such a file.
    ///
    /// # Errors
    /// What reading gave, or `read` returned.
    fn with(&self, photo: &PhotoId, part: Part, read: Reading<'_>) -> io::Result<bool>;
}

/// Makes the fingerprint of a picture anew, to be compared with the one that was recorded.
pub trait Eye {
    /// Decodes a picture as the pipeline does; returns its fingerprint.
    ///
    /// None if it cannot be decoded here. The reader may be left anywhere.
    fn mark(&self, picture: &mut dyn Read) -> Option<Mark>;
}

/// Has no files.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn with(&self, _: &PhotoId, _: Part, _: Reading<'_>) -> io::Result<bool> {
        Ok(false)
    }
}

/// Sees nothing: copies are not made anew.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoEye;

impl Eye for NoEye {
    fn mark(&self, _: &mut dyn Read) -> Option<Mark> {
        None
    }
}

/// Holds an op as stored: bytes that were never encoded again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogOp {
    /// The place under which it was filed.
    pub seq: u64,
    /// The envelope.
    pub envelope: Vec<u8>,
    /// The body; none if it is not here.
    pub body: Option<Vec<u8>>,
}

/// Holds the log of one instance: the leaves of all, the bytes of some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Whose it is.
    pub instance: InstanceId,
    /// The leaf of every op, in order from place 1.
    pub leaves: Vec<Leaf>,
    /// The ops that are here whole, in order.
    pub ops: Vec<LogOp>,
    /// Signed heads, as they stand; any order.
    pub heads: Vec<String>,
}

/// Holds where a home stands, in 1e-7 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HomePlace {
    /// Latitude.
    pub lat_e7: i32,
    /// Longitude.
    pub lon_e7: i32,
}

/// Holds an earlier photo that is in none of the logs, for E7.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The photo.
    pub photo: PhotoId,
    /// SHA-256 of its original, lower-case hex.
    pub sha256: String,
    /// Its fingerprint.
    pub mark: Option<Fingerprint>,
    /// The visit.
    pub visit: Option<VisitId>,
    /// When it was recorded, UTC milliseconds.
    pub at_ms: i64,
}

/// Holds from where on something is worth a look.
///
/// They are limits of measurement, not rules of a policy: what a phone's clock drifts, how wide a
/// fix is, how fast one travels on a village road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How far two clocks may differ, in milliseconds.
    pub clock_ms: i64,
    /// How far a place may be from the home, beyond its own accuracy, in metres.
    pub home_m: i64,
    /// How wide a fix may be before it says nothing about a home, in metres.
    pub accuracy_m: i64,
    /// How fast one gets from one photo to the next, in metres a second.
    pub speed_m_s: i64,
    /// Within how many milliseconds photos of two homes are one moment.
    pub burst_ms: i64,
    /// Within how many metres they are one place.
    pub burst_m: i64,
    /// After how many days without a receipt it is said.
    pub receipt_days: i64,
    /// Below what quality a fingerprint is not judged.
    pub quality: u8,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // A phone without network drifts by seconds a day; five minutes are weeks.
            clock_ms: 5 * 60_000,
            home_m: 300,
            accuracy_m: 500,
            // 120 km/h, the limit on a motorway.
            speed_m_s: 33,
            burst_ms: 3 * 60_000,
            burst_m: 30,
            receipt_days: 7,
            quality: PLAIN,
        }
    }
}

/// Holds what is looked at.
pub struct Case<'a> {
    /// The logs.
    pub logs: Vec<Log>,
    /// The files of the photos.
    pub files: &'a dyn Files,
    /// Decodes pictures.
    pub eye: &'a dyn Eye,
    /// Whether originals ought to be here; if not, their absence says nothing.
    pub originals: bool,
    /// Where homes stand, as far as somebody wrote it down.
    pub homes: BTreeMap<HouseholdId, HomePlace>,
    /// Earlier photos that are in none of the logs.
    pub known: Vec<Known>,
    /// Keys of devices that the township has on its list, SEC1 compressed; none if there is no
    /// list here.
    pub enrolled: Option<Vec<Vec<u8>>>,
    /// Who may give receipts.
    pub witnesses: Vec<WitnessKey>,
    /// Receipts that came beside the logs, as notes.
    pub receipts: Vec<String>,
    /// Now, in UTC milliseconds.
    pub now_ms: i64,
    /// From where on something is worth a look.
    pub limits: Limits,
}

impl<'a> Case<'a> {
    /// Makes a case of logs and files; what else is known is filled in after.
    pub fn new(logs: Vec<Log>, files: &'a dyn Files, eye: &'a dyn Eye, now_ms: i64) -> Self {
        Self {
            logs,
            files,
            eye,
            originals: true,
            homes: BTreeMap::new(),
            known: Vec::new(),
            enrolled: None,
            witnesses: Vec::new(),
            receipts: Vec::new(),
            now_ms,
            limits: Limits::default(),
        }
    }
}
