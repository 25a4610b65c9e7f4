//! The bodies that came with release 0.5, in the field order of `docs/ops.md`:
//! photos, what was made of them, signatures, exports and receipts.
//!
//! A photo is optional, always; so is its place, and so is a signature. Numbers of a place are
//! whole 1e-7 degrees, and there is one only if the worker gave it.

use serde::{Deserialize, Serialize};
use tanfang_values::{
    Day, ExportId, HouseholdId, OpId, PersonId, PhotoId, SignatureId, Stamp, VisitId, WorkerId,
};

use super::part::DataClass;

/// Says what a photo shows; it decides the class of the photo's scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// The house and what is around it (房屋环境).
    House,
    /// A thing (物品).
    Thing,
    /// A paper about money or rights (单据).
    Paper,
    /// A paper about an illness (病历).
    Medical,
    /// A person (人).
    Person,
    /// Anything else.
    Other,
}

/// Says where a photo came from; it caps what can be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// A: taken in this app (应用内拍摄).
    Taken,
    /// B: chosen from the album (相册导入).
    Album,
    /// C: a screenshot, or nobody knows (截屏或来源不明).
    Screen,
}

/// Says what the person answered when asked aloud whether a photo may be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// 同意.
    Agreed,
    /// 不同意.
    Declined,
    /// 仅物品.
    ThingsOnly,
}

/// Holds the original file as it was kept: its bytes are never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// What the first bytes say it is: `jpeg`, `png`, `heic` …, or `unknown`.
    pub kind: String,
    /// Width in pixels as stored; none if the header does not say.
    pub width: Option<u32>,
    /// Height in pixels as stored.
    pub height: Option<u32>,
    /// How it must be turned to stand upright: 1–8 as in EXIF.
    pub turn: u8,
}

/// Holds what the file says of itself, as read and never believed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExifRead {
    /// Who made the camera.
    pub make: Option<String>,
    /// Which camera.
    pub model: Option<String>,
    /// The program that wrote the file.
    pub software: Option<String>,
    /// When it says it was taken, as written.
    pub taken: Option<String>,
    /// Its offset from UTC, as written.
    pub offset: Option<String>,
    /// Latitude and longitude in 1e-7 degrees; only if the worker gives the place.
    pub place: Option<(i32, i32)>,
    /// The time of the satellites, as written.
    pub gps_time: Option<String>,
}

/// Holds a place that the worker gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenPlace {
    /// Latitude in 1e-7 degrees.
    pub lat_e7: i32,
    /// Longitude in 1e-7 degrees.
    pub lon_e7: i32,
    /// Radius in metres within which the device believes it is.
    pub accuracy_m: Option<u32>,
    /// What told it: `gps`, `network` …, as the platform names it.
    pub provider: Option<String>,
    /// Whether the platform says that the place is made up.
    pub mock: Option<bool>,
    /// How old the fix was, in seconds.
    pub age_s: Option<u32>,
    /// How many satellites.
    pub satellites: Option<u32>,
}

/// Holds the key of the device and where it lives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceMark {
    /// The public key, SEC1 compressed, lower-case hex.
    pub key: String,
    /// Where the private half lives: `strongbox`, `tee`, `secure_enclave`, `software`.
    pub level: String,
}

/// Holds the program that kept a photo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppMark {
    /// Name and version.
    pub version: String,
    /// Hash of the build; none where the platform does not tell.
    pub build: Option<String>,
    /// What the platform says of itself: `debug`, `rooted`.
    pub flags: Vec<String>,
}

/// Records that a photo was kept: the original, its clocks, its consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoTaken {
    /// The photo.
    pub photo: PhotoId,
    /// The visit it was taken on; none for one kept outside of a visit.
    pub visit: Option<VisitId>,
    /// The home.
    pub household: HouseholdId,
    /// The person it is about, if it is about one.
    pub person: Option<PersonId>,
    /// What it shows.
    pub matter: Matter,
    /// Where it came from.
    pub grade: Grade,
    /// The file.
    pub original: Original,
    /// What the file says of itself.
    pub exif: ExifRead,
    /// When it was taken, or chosen from the album.
    pub at: Stamp,
    /// Start of the device in which `elapsed_ms` counts.
    pub boot_id: String,
    /// Monotonic time at that moment.
    pub elapsed_ms: i64,
    /// The satellites' clock in UTC milliseconds, if there was a fix.
    pub gnss_ms: Option<i64>,
    /// SHA-256 of the newest receipt that was here: the photo is not older than it.
    pub receipt: Option<String>,
    /// The place, if the worker gave it.
    pub place: Option<GivenPlace>,
    /// What the person answered; none if nobody was asked, as of a house seen from outside.
    pub consent: Option<Consent>,
    /// The number that the township's task named, if one did.
    pub nonce: Option<String>,
    /// The device.
    pub device: DeviceMark,
    /// The program.
    pub app: AppMark,
    /// How the file is encrypted: the format of `docs/photo-files.md`.
    pub sealed: String,
}

/// Records what a person answered, where no photo was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoConsent {
    /// The visit.
    pub visit: VisitId,
    /// The home.
    pub household: HouseholdId,
    /// The person asked.
    pub person: Option<PersonId>,
    /// The answer.
    pub consent: Consent,
    /// Civil day.
    pub day: Day,
    /// When it was given.
    pub at: Stamp,
}

/// Holds a copy made of an original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Holds the fingerprint of a picture, by which it is found again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// How it was made: `dct16-1`.
    pub alg: String,
    /// Of the whole picture, 64 hex digits.
    pub full: String,
    /// Of the upper 76 %.
    pub top: String,
    /// Of the middle 80 %.
    pub centre: String,
    /// Of what is left without bars.
    pub trimmed: String,
    /// How much there is to tell apart, 0–100.
    pub quality: u8,
}

/// Holds a photo that looks alike, as it was found and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    /// The earlier photo.
    pub photo: PhotoId,
    /// In how many of 256 bits they differ; 0 with `same_file` for the very same bytes.
    pub distance: u16,
    /// Which view of this one met which of the other: `full-top` …
    pub views: String,
    /// How this one was turned: 0–7.
    pub turn: u8,
    /// Whether the two files are the same byte for byte.
    pub same_file: bool,
}

/// Records what was made of an original afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoDerived {
    /// The photo.
    pub photo: PhotoId,
    /// The op that recorded it.
    pub taken: OpId,
    /// How: `tf-photo-1`.
    pub pipeline: String,
    /// Which decoder read it.
    pub decoder: Option<String>,
    /// The copy to show; none if there could be none.
    pub view: Option<Rendition>,
    /// The thumbnail.
    pub thumb: Option<Rendition>,
    /// The fingerprint.
    pub mark: Option<Fingerprint>,
    /// What was noticed about the file, as codes.
    pub cues: Vec<String>,
    /// Whether the file ended early or was broken.
    pub incomplete: bool,
    /// Why there is no copy yet, as a code: it is left to the township.
    pub deferred: Option<String>,
    /// Earlier photos that look alike, nearest first.
    pub alike: Vec<Alike>,
    /// The watermark as drawn, line by line; it is no evidence.
    pub stamp: Vec<String>,
}

/// Says why an original is no longer kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidWhy {
    /// Its days are over.
    Retention,
    /// The person asked for it.
    Asked,
    /// Taken by mistake.
    Mistake,
    /// Room was needed; the township has it.
    Space,
    /// The file is gone or unreadable, and nobody removed it.
    Lost,
}

/// Records that the files of a photo were removed; its hash stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoVoid {
    /// The photo.
    pub photo: PhotoId,
    /// Whether the copies went with the original.
    pub copies: bool,
    /// Why.
    pub why: VoidWhy,
    /// Civil day.
    pub day: Day,
    /// In the worker's words.
    pub note: Option<String>,
}

/// Records what the worker says to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingExplained {
    /// The photo it is about.
    pub photo: Option<PhotoId>,
    /// The visit it is about.
    pub visit: Option<VisitId>,
    /// Which finding: `E7` …
    pub finding: String,
    /// The other photo or visit of the pair.
    pub other: Option<String>,
    /// The reason chosen, as a code of the string table.
    pub why: String,
    /// In the worker's words.
    pub note: Option<String>,
    /// Civil day.
    pub day: Day,
}

impl Matter {
    /// Returns the class of the scope in which a photo of this goes.
    ///
    /// In a home where a restricted class holds for a person shown, the caller takes
    /// [`DataClass::Restricted`] instead.
    pub const fn class(self) -> DataClass {
        match self {
            Self::Paper => DataClass::Economic,
            Self::Medical => DataClass::Health,
            Self::House | Self::Thing | Self::Person | Self::Other => DataClass::Core,
        }
    }
}

impl FindingExplained {
    /// Returns the id of what it is about: the photo, else the visit, else `_`.
    pub fn about(&self) -> &str {
        match (&self.photo, &self.visit) {
            (Some(photo), _) => photo.as_str(),
            (None, Some(visit)) => visit.as_str(),
            (None, None) => "_",
        }
    }
}

/// Says who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// The worker who made the visit.
    Worker,
    /// The second worker of a joint visit.
    SecondWorker,
    /// The person visited.
    Resident,
    /// The guardian.
    Guardian,
    /// A relative.
    Relative,
}

/// Says how somebody signed, or that nobody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedHow {
    /// By strokes on the glass.
    Strokes,
    /// By a fingermark, photographed.
    Fingermark,
    /// Cannot write (不会签): an answer like any other.
    Cannot,
    /// Did not want to.
    Declined,
}

/// Names an op that a signature is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signs {
    /// The op.
    pub op: OpId,
    /// Its leaf, lower-case hex.
    pub leaf: String,
}

/// Records a signature over the answers of a visit, or that there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitSigned {
    /// The signature.
    pub signature: SignatureId,
    /// The visit.
    pub visit: VisitId,
    /// The home.
    pub household: HouseholdId,
    /// Who.
    pub who: Signer,
    /// The worker, if a worker signs.
    pub worker: Option<WorkerId>,
    /// The person, if one of the home signs.
    pub person: Option<PersonId>,
    /// How.
    pub how: SignedHow,
    /// The ops of the closing that were shown, in their order.
    pub signs: Vec<Signs>,
    /// SHA-256 over those leaves, 32 bytes each, in that order; lower-case hex.
    pub answers_sha256: String,
    /// The strokes or the fingermark, if there are any.
    pub image: Option<SignatureImage>,
    /// Whether the signer unlocked the device as themselves; none for who needs no unlock.
    pub own_unlock: Option<bool>,
    /// When.
    pub at: Stamp,
}

/// Holds the file of a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureImage {
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// `strokes` (JSON of whole numbers) or `jpeg`.
    pub kind: String,
}

/// Names a file of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportMember {
    /// Path within the archive.
    pub path: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
}

/// Records that evidence was handed out: every file of it, by hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceExported {
    /// The export.
    pub export: ExportId,
    /// Civil day.
    pub day: Day,
    /// When.
    pub at: Stamp,
    /// For whom, as written.
    pub to: Option<String>,
    /// Visits it is about; empty means all.
    pub visits: Vec<VisitId>,
    /// Whether the originals are in it, or the copies.
    pub originals: bool,
    /// How many photos.
    pub photos: u32,
    /// How many ops of this log are in it whole; of the others it has the leaves.
    pub ops: u32,
    /// Its files in the order of the archive, but for those that the log itself proves.
    pub members: Vec<ExportMember>,
}

/// Records that another party saw the log up to a size, and signed that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptKept {
    /// How many leaves it covers.
    pub size: u64,
    /// Their root, lower-case hex.
    pub root: String,
    /// Who signed.
    pub by: String,
    /// The other party's clock, UTC milliseconds.
    pub time_ms: i64,
    /// The signed note as it came.
    pub note: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_a_body_is_the_one_of_the_catalogue() {
        let word = |text: &str| text.to_owned();
        assert_eq!(
            serde_json::to_string(&Matter::House).unwrap(),
            word("\"house\"")
        );
        assert_eq!(
            serde_json::to_string(&Grade::Album).unwrap(),
            word("\"album\"")
        );
        assert_eq!(
            serde_json::to_string(&Consent::ThingsOnly).unwrap(),
            word("\"things_only\"")
        );
        assert_eq!(
            serde_json::to_string(&Signer::SecondWorker).unwrap(),
            word("\"second_worker\"")
        );
    }

    #[test]
    fn a_place_is_whole_numbers() {
        let place = GivenPlace {
            lat_e7: 256_000_000,
            lon_e7: 1_061_000_000,
            accuracy_m: Some(12),
            provider: None,
            mock: Some(false),
            age_s: Some(3),
            satellites: None,
        };
        let json = serde_json::to_string(&place).unwrap();
        assert!(!json.contains('.'), "{json}");
    }
}
