//! What a file is, from its head: kind, size in pixels, and whether it may be decoded at all.
//!
//! A kind is told by the first bytes, never by the name. Nothing is decoded, and what is read is
//! bounded: some kilobytes of the head, the headers of segments, the last bytes.

mod boxes;
mod jpeg;
mod riff;
mod tiff;

use super::Source;
use super::source::read_at;
use std::io::SeekFrom;
use tanfang_log::Hash;

/// Most pixels a picture may have that is decoded at all.
pub const MOST_PIXELS: u64 = 200_000_000;

/// Bytes of the head that tell the kind and, for most, the size.
const HEAD: usize = 64;

/// How far from the end an end mark is looked for.
const TAIL: u64 = 64 * 1024;

/// What kind of picture a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG, with or without animation.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// Windows bitmap.
    Bmp,
    /// TIFF.
    Tiff,
    /// HEIC, HEIF or AVIF: a still picture coded as a film is.
    Heic,
}

impl Kind {
    /// The media type (RFC 6838).
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Bmp => "image/bmp",
            Self::Tiff => "image/tiff",
            Self::Heic => "image/heic",
        }
    }

    /// The short name in records: `jpeg`, `png`, `heic` …
    pub fn name(self) -> &'static str {
        self.mime().trim_start_matches("image/")
    }

    fn of(head: &[u8]) -> Option<Self> {
        let is = |at: usize, mark: &[u8]| head.get(at..).is_some_and(|rest| rest.starts_with(mark));
        if is(0, b"\xFF\xD8\xFF") {
            Some(Self::Jpeg)
        } else if is(0, b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if is(0, b"GIF87a") || is(0, b"GIF89a") {
            Some(Self::Gif)
        } else if is(0, b"RIFF") && is(8, b"WEBP") {
            Some(Self::WebP)
        } else if is(0, b"II*\0") || is(0, b"MM\0*") {
            Some(Self::Tiff)
        } else if is(4, b"ftyp") {
            [
                b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif",
            ]
            .iter()
            .any(|brand| is(8, *brand))
            .then_some(Self::Heic)
        } else if is(0, b"BM") && is(6, &[0; 4]) {
            Some(Self::Bmp)
        } else {
            None
        }
    }
}

/// How a file ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tail {
    /// Where its picture ends.
    Clean,
    /// This many bytes after its picture: a second file may hang on it.
    More(u64),
    /// Before its picture does.
    Cut,
    /// Its kind does not tell, or the end mark is not near the end.
    Unknown,
}

/// What the head of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// What kind of picture it is.
    pub kind: Kind,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Width in pixels as stored, before it is set upright.
    pub width: u32,
    /// Height in pixels as stored, before it is set upright.
    pub height: u32,
    /// Bits a sample, 0 where the head does not tell.
    pub bits: u8,
    /// Samples a pixel (1 grey, 3 colour, 4 colour with alpha or CMYK), 0 where the head does not
    /// tell.
    pub samples: u8,
    /// Whether it is stored in refinements (JPEG) or interlaced (PNG).
    pub progressive: bool,
    /// Whether it moves; only its first picture is shown.
    pub animated: bool,
    /// How the file ends.
    pub tail: Tail,
    /// SHA-256 of a JPEG's quantisation tables in the order in which they stand: another program
    /// than the camera writes other ones.
    pub tables: Option<Hash>,
    /// Where its EXIF data stand, without the "Exif" before them.
    pub(crate) exif: Option<(u64, usize)>,
    /// What a progressive JPEG's coefficients take, in bytes.
    pub(crate) coefficients: u64,
}

/// Why a file is not decoded, known before trying.
#[derive(Debug, thiserror::Error)]
pub enum Guard {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It is no picture of a known kind.
    #[error("the file is no picture of a kind we know")]
    NotAPicture,
    /// Its head does not say how large it is, or is broken.
    #[error("the head of the {} is broken: {what}", kind.mime())]
    Broken {
        /// The kind its first bytes tell.
        kind: Kind,
        /// What is wrong with it.
        what: &'static str,
    },
    /// It says that it is larger than any picture of a camera.
    #[error("the picture is said to be {width} × {height} pixels large, more than {MOST_PIXELS}")]
    TooLarge {
        /// Width in pixels as the head says.
        width: u32,
        /// Height in pixels as the head says.
        height: u32,
    },
    /// It could not be read.
    #[error("the photo could not be read: {0}")]
    Read(#[from] std::io::Error),
}

impl Guard {
    /// A short name for the sentence on the screen and for records.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAPicture => "not_a_picture",
            Self::Broken { .. } => "broken_head",
            Self::TooLarge { .. } => "too_large",
            Self::Read(_) => "read",
        }
    }
}

/// Tells what a file is, without decoding it.
///
/// # Errors
///
/// A [`Guard`] when it must not be decoded; the original can be kept all the same.
pub fn probe(source: &mut dyn Source) -> Result<Probe, Guard> {
    let bytes = source.seek(SeekFrom::End(0))?;
    if bytes == 0 {
        return Err(Guard::Empty);
    }
    let head = read_at(source, 0, HEAD)?;
    let kind = Kind::of(&head).ok_or(Guard::NotAPicture)?;
    let mut probe = Probe {
        kind,
        bytes,
        width: 0,
        height: 0,
        bits: 0,
        samples: 0,
        progressive: false,
        animated: false,
        tail: Tail::Unknown,
        tables: None,
        exif: None,
        coefficients: 0,
    };
    match kind {
        Kind::Jpeg => jpeg::look(source, &mut probe)?,
        Kind::Png => riff::png(source, &head, &mut probe)?,
        Kind::Gif => riff::gif(source, &head, &mut probe)?,
        Kind::WebP => riff::webp(source, &head, &mut probe)?,
        Kind::Bmp => riff::bmp(&head, &mut probe)?,
        Kind::Tiff => tiff::look(source, &head, &mut probe)?,
        Kind::Heic => boxes::look(source, &mut probe)?,
    }
    let (width, height) = (probe.width, probe.height);
    if width == 0 || height == 0 {
        return Err(Guard::Broken {
            kind,
            what: "no size",
        });
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Guard::TooLarge { width, height });
    }
    Ok(probe)
}

/// Finds the last `mark` near the end, and says how many bytes follow it.
fn tail_after(source: &mut dyn Source, bytes: u64, mark: &[u8]) -> std::io::Result<Tail> {
    let near = bytes.min(TAIL);
    let most = usize::try_from(near).unwrap_or_default();
    let end = read_at(source, bytes - near, most)?;
    let last = end.windows(mark.len()).rposition(|window| window == mark);
    Ok(match last {
        None => Tail::Unknown,
        Some(at) => match end.len() - at - mark.len() {
            0 => Tail::Clean,
            more => Tail::More(u64::try_from(more).unwrap_or(u64::MAX)),
        },
    })
}

/// Compares a size that a head declares with the size of the file.
fn tail_of_size(declared: u64, bytes: u64) -> Tail {
    match bytes.checked_sub(declared) {
        Some(0) => Tail::Clean,
        Some(more) => Tail::More(more),
        None => Tail::Cut,
    }
}

/// Takes `N` bytes at `at`.
fn take<const N: usize>(from: &[u8], at: usize) -> Option<[u8; N]> {
    from.get(at..)?.first_chunk().copied()
}
