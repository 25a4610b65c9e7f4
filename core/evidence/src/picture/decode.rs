//! The picture of a photo, decoded small: scaled while it is decoded, so that 108 million pixels
//! take the memory of three.

use super::lean::Lean;
use super::source::ByByte;
use super::{
    Guard, HeicDecoder, Kind, NoHeic, Picture, Probe, Source, Turn, exif, fit, heic, probe, shrink,
    whole,
};
use jpeg_decoder::{Decoder, Error as JpegError, PixelFormat};
use std::borrow::Cow;
use std::hint::black_box;
use std::io::{ErrorKind, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

/// What the coefficients of a progressive JPEG may take: 24 million pixels at 4:2:0.
const MOST_COEFFICIENTS: u64 = 72_000_000;

/// The memory of one photo at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// So much that a photo frees is kept for its next step; the largest block of one takes 9 MB.
const KEPT: usize = 16 << 20;

/// Lets the allocator keep what one step of a photo frees for the next.
///
/// That of GNU gives every block beyond 128 KiB back to the system at once, and takes it anew, page
/// by page, until a larger one was freed: a tenth of the computing of a photo. Others have no such
/// bound, and this costs them nothing: no byte of the block is touched.
fn keep_memory() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(black_box(Vec::<u8>::with_capacity(KEPT))));
}

/// Waits until no other photo is worked on.
pub(super) fn one_at_a_time() -> MutexGuard<'static, ()> {
    keep_memory();
    // A decoder that panicked left nothing half done here.
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A picture decoded small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Small {
    /// The picture, upright.
    pub picture: Picture,
    /// Names the decoder, for the record.
    pub decoder: Cow<'static, str>,
    /// Whether a part of the picture is missing.
    pub incomplete: bool,
    /// Whether the file holds more pictures than this one.
    pub first_of_many: bool,
}

/// Why no copy is made on this device; the township makes it from the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deferred {
    /// A progressive JPEG whose coefficients would take too much memory.
    Progressive,
    /// A kind for which this device has no decoder.
    NoDecoder,
    /// A picture that can only be decoded whole, and is too large for that.
    Memory,
}

/// Why there is no picture. The original is kept whatever this says.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It was refused from its head.
    #[error(transparent)]
    Guard(#[from] Guard),
    /// It could be decoded, but not here.
    #[error("the picture is left to a larger machine: {0:?}")]
    Deferred(Deferred),
    /// Nothing could be made of its data.
    #[error("the picture is damaged: {reason}")]
    Damaged {
        /// What the decoder said.
        reason: Cow<'static, str>,
    },
    /// The photo could not be read.
    #[error("the photo could not be read: {0}")]
    Read(std::io::Error),
}

impl Unreadable {
    /// A short name for the sentence on the screen and for records.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Guard(guard) => guard.code(),
            Self::Deferred(Deferred::Progressive) => "deferred_progressive",
            Self::Deferred(Deferred::NoDecoder) => "deferred_no_decoder",
            Self::Deferred(Deferred::Memory) => "deferred_memory",
            Self::Damaged { .. } => "damaged",
            Self::Read(_) => "read",
        }
    }
}

/// A picture as a decoder gives it: at least as large as asked for, not yet upright.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// The picture as stored.
    pub picture: Picture,
    /// Whether a part of it is missing.
    pub incomplete: bool,
}

/// Decodes a JPEG at a fraction of its size.
///
/// Another decoder (one in C, if a real phone asks for it) can stand in its place.
pub trait ScaledDecoder: Send + Sync {
    /// Names the decoder and its version for the record.
    fn id(&self) -> &'static str;

    /// Decodes to at least `edge` pixels on the longer side, if there are as many.
    ///
    /// # Errors
    ///
    /// [`Unreadable::Damaged`] lets the next decoder try.
    fn decode(
        &self,
        source: &mut dyn Source,
        probe: &Probe,
        edge: u32,
    ) -> Result<Loose, Unreadable>;
}

/// The decoders of this device.
#[derive(Clone, Copy)]
pub struct Decoders<'a> {
    /// For JPEG.
    pub jpeg: &'a dyn ScaledDecoder,
    /// For HEIC.
    pub heic: &'a dyn HeicDecoder,
}

impl Default for Decoders<'_> {
    fn default() -> Self {
        Self {
            jpeg: &JpegScaled,
            heic: &NoHeic,
        }
    }
}

/// The decoder in Rust, scaling while it transforms (1/2, 1/4, 1/8).
#[derive(Debug, Clone, Copy, Default)]
pub struct JpegScaled;

impl ScaledDecoder for JpegScaled {
    fn id(&self) -> &'static str {
        "jpeg-decoder-0.3"
    }

    fn decode(
        &self,
        source: &mut dyn Source,
        probe: &Probe,
        edge: u32,
    ) -> Result<Loose, Unreadable> {
        source.seek(SeekFrom::Start(0)).map_err(Unreadable::Read)?;
        let mut lean = Lean::new(&mut *source);
        let mut decoder = Decoder::new(ByByte::new(&mut lean, 16 * 1024));
        let (width, height) = fit(probe.width, probe.height, edge);
        let side = |side: u32| u16::try_from(side).unwrap_or(u16::MAX);
        decoder
            .scale(side(width), side(height))
            .map_err(|why| jpeg_refused(&why))?;
        let bytes = decoder.decode().map_err(|why| jpeg_refused(&why))?;
        let info = decoder.info();
        drop(decoder);
        let picture = info.and_then(|info| {
            let rgb = rgb(bytes, info.pixel_format);
            Picture::new(u32::from(info.width), u32::from(info.height), rgb)
        });
        Ok(Loose {
            picture: picture.ok_or(Unreadable::Damaged {
                reason: "fewer pixels than said".into(),
            })?,
            incomplete: lean.was_cut(),
        })
    }
}

fn jpeg_refused(why: &JpegError) -> Unreadable {
    match why {
        JpegError::Io(why)
            if !matches!(
                why.kind(),
                ErrorKind::UnexpectedEof | ErrorKind::InvalidData
            ) =>
        {
            Unreadable::Read(std::io::Error::new(why.kind(), why.to_string()))
        }
        why => Unreadable::Damaged {
            reason: why.to_string().into(),
        },
    }
}

/// Makes RGB of what a JPEG can hold.
fn rgb(bytes: Vec<u8>, format: PixelFormat) -> Vec<u8> {
    match format {
        PixelFormat::RGB24 => bytes,
        PixelFormat::L8 => bytes.iter().flat_map(|&grey| [grey; 3]).collect(),
        // Big-endian or not, the samples of the crate are in the machine's order.
        PixelFormat::L16 => {
            let (samples, _) = bytes.as_chunks::<2>();
            let high = |sample: &[u8; 2]| u16::from_ne_bytes(*sample).to_be_bytes();
            samples
                .iter()
                .map(high)
                .flat_map(|[high, _]| [high; 3])
                .collect()
        }
        PixelFormat::CMYK32 => {
            let (inks, _) = bytes.as_chunks::<4>();
            inks.iter().copied().flat_map(of_inks).collect()
        }
    }
}

/// Mixes four inks (0 none, 255 full) as a screen shows them, without a colour profile.
fn of_inks([cyan, magenta, yellow, black]: [u8; 4]) -> [u8; 3] {
    let paper = 255 - u32::from(black);
    [cyan, magenta, yellow].map(|ink| {
        let light = (255 - u32::from(ink)) * paper;
        u8::try_from((light + 127) / 255).unwrap_or(255)
    })
}

/// Decodes a photo to at most `edge` pixels on its longer side, upright.
///
/// Waits for another photo that is being worked on.
///
/// # Errors
///
/// See [`Unreadable`]; nothing a file holds makes this panic.
pub fn decode_small(
    source: &mut dyn Source,
    decoders: &Decoders<'_>,
    edge: u32,
) -> Result<Small, Unreadable> {
    let _turn = one_at_a_time();
    decode_alone(source, decoders, edge)
}

/// Does the work of [`decode_small`] for a caller whose turn it is.
pub(super) fn decode_alone(
    source: &mut dyn Source,
    decoders: &Decoders<'_>,
    edge: u32,
) -> Result<Small, Unreadable> {
    let probed = probe(source)?;
    let (loose, decoder, turn): (Loose, Cow<'static, str>, Turn) = match probed.kind {
        Kind::Heic => {
            heic::guard(source, &probed)?;
            let decoded = calm(|| {
                let decoded = decoders.heic.decode(source, edge);
                decoded.map_err(|reason| Unreadable::Damaged {
                    reason: reason.into(),
                })
            })?;
            let picture = decoded.ok_or(Unreadable::Deferred(Deferred::NoDecoder))?;
            let loose = Loose {
                picture,
                incomplete: false,
            };
            // The platform's decoder has set it upright.
            (loose, decoders.heic.id(), Turn::Upright)
        }
        Kind::Jpeg => {
            let (loose, decoder) = decode_jpeg(source, &probed, decoders, edge)?;
            (loose, decoder.into(), turn_of(source, &probed)?)
        }
        Kind::Png | Kind::Gif | Kind::WebP | Kind::Bmp | Kind::Tiff => {
            let loose = calm(|| whole::decode(source, &probed, edge))?;
            (loose, "image-0.25".into(), turn_of(source, &probed)?)
        }
    };
    let fitted = shrink(&loose.picture, edge).ok_or(Unreadable::Damaged {
        reason: "the picture could not be made smaller".into(),
    })?;
    drop(loose.picture);
    Ok(Small {
        picture: turn.apply(fitted),
        decoder,
        incomplete: loose.incomplete,
        first_of_many: probed.animated,
    })
}

fn turn_of(source: &mut dyn Source, probed: &Probe) -> Result<Turn, Unreadable> {
    let read = exif::read(source, probed, exif::Ask::NoPlace);
    Ok(read.map_err(Unreadable::Read)?.turn)
}

/// Tries the scaled decoder, then, for a picture of ordinary size, one that forgives more.
fn decode_jpeg(
    source: &mut dyn Source,
    probed: &Probe,
    decoders: &Decoders<'_>,
    edge: u32,
) -> Result<(Loose, &'static str), Unreadable> {
    if probed.progressive && probed.coefficients > MOST_COEFFICIENTS {
        return Err(Unreadable::Deferred(Deferred::Progressive));
    }
    let scaled = calm(|| decoders.jpeg.decode(source, probed, edge));
    let why = match scaled {
        Ok(loose) => return Ok((loose, decoders.jpeg.id())),
        Err(Unreadable::Damaged { reason }) => reason,
        Err(other) => return Err(other),
    };
    // Its own words say more than those of the second decoder.
    let damaged = Unreadable::Damaged { reason: why };
    match calm(|| whole::forgiving(source, probed, edge).transpose()) {
        Ok(Some(loose)) => Ok((loose, "zune-jpeg-0.5")),
        Err(Unreadable::Read(why)) => Err(Unreadable::Read(why)),
        Ok(None) | Err(_) => Err(damaged),
    }
}

/// Runs a decoder; should it panic, the photo is damaged and the program goes on.
fn calm<T>(decode: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or(Err(Unreadable::Damaged {
        reason: "the decoder gave up".into(),
    }))
}
