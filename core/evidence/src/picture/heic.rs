//! HEIC pictures, which the platform decodes and this crate does not.

use super::decode::{Deferred, Unreadable};
use super::{Picture, Probe, Source};
use std::borrow::Cow;
use std::io::SeekFrom;

/// Largest HEIC that is given to the platform, in bytes: it is handed over whole.
pub const MOST_HEIC_BYTES: u64 = 12 << 20;

/// Most pixels of a HEIC that is given to the platform, which may decode it at full size.
pub const MOST_HEIC_PIXELS: u64 = 25_000_000;

/// Decodes HEIC (and AVIF) pictures: Android's and iOS's own decoder behind one call.
///
/// `Ok(None)` says that this device has none; the original is kept and its copy is made later.
/// It is only asked for what is at most [`MOST_HEIC_BYTES`] and [`MOST_HEIC_PIXELS`]: what it takes
/// in memory beyond that is the platform's, and was not measured on a phone.
pub trait HeicDecoder: Send + Sync {
    /// Names the decoder and its version for the record.
    fn id(&self) -> Cow<'static, str>;

    /// Decodes to about `edge` pixels on the longer side, or larger; upright.
    fn decode(&self, source: &mut dyn Source, edge: u32) -> Result<Option<Picture>, String>;
}

/// Refuses what a platform's decoder could take too much memory for.
pub(super) fn guard(source: &mut dyn Source, probed: &Probe) -> Result<(), Unreadable> {
    let bytes = source.seek(SeekFrom::End(0)).map_err(Unreadable::Read)?;
    source.seek(SeekFrom::Start(0)).map_err(Unreadable::Read)?;
    let pixels = u64::from(probed.width) * u64::from(probed.height);
    if bytes > MOST_HEIC_BYTES || pixels > MOST_HEIC_PIXELS {
        return Err(Unreadable::Deferred(Deferred::Memory));
    }
    Ok(())
}

/// A device without a decoder for HEIC.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHeic;

impl HeicDecoder for NoHeic {
    fn id(&self) -> Cow<'static, str> {
        Cow::Borrowed("none")
    }

    fn decode(&self, _: &mut dyn Source, _: u32) -> Result<Option<Picture>, String> {
        Ok(None)
    }
}
