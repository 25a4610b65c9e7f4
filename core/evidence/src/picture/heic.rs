//! HEIC pictures, which the platform decodes and this crate does not.

use super::{Picture, Source};

/// Decodes HEIC (and AVIF) pictures: Android's and iOS's own decoder behind one call.
///
/// `Ok(None)` says that this device has none; the original is kept and its copy is made later.
pub trait HeicDecoder: Send + Sync {
    /// Names the decoder and its version for the record.
    fn id(&self) -> &'static str;

    /// Decodes to about `edge` pixels on the longer side, or larger; upright.
    fn decode(&self, source: &mut dyn Source, edge: u32) -> Result<Option<Picture>, String>;
}

/// A device without a decoder for HEIC.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHeic;

impl HeicDecoder for NoHeic {
    fn id(&self) -> &'static str {
        "none"
    }

    fn decode(&self, _: &mut dyn Source, _: u32) -> Result<Option<Picture>, String> {
        Ok(None)
    }
}
