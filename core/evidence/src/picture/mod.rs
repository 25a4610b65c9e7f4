//! What is read of a photo: what it is, what it says of itself, and the picture, decoded small.
//!
//! In the order of use:
//!
//! * [`probe()`] – kind and size from the head of the file, before anything is decoded; what must not
//!   be decoded is refused here.
//! * [`exif::read`] – what the camera wrote, leniently.
//! * [`decode_small`] – the picture at most 1,600 pixels long, upright, as [`Picture`].
//! * [`derive`] – all that is made of an original in one go: the copy to show, the thumbnail, and
//!   what the caller computes of the same picture (its fingerprints).
//!
//! One photo at a time: [`decode_small`] and [`derive`] wait for each other, so that two photos never
//! take the memory of two. Nothing here reads a file whole.

mod decode;
mod encode;
pub mod exif;
mod heic;
mod lean;
mod probe;
mod resize;
mod source;
mod turn;
mod whole;

pub use decode::{
    Decoders, Deferred, JpegScaled, Loose, ScaledDecoder, Small, Unreadable, decode_small,
};
pub use encode::{Derived, derive, jpeg};
pub use heic::{HeicDecoder, MOST_HEIC_BYTES, MOST_HEIC_PIXELS, NoHeic};
pub use probe::{Guard, Kind, MOST_PIXELS, Probe, Tail, probe};
pub use resize::shrink;
pub use source::Source;
pub use turn::Turn;

/// Names what makes view and thumbnail: sizes, filters, qualities. Another way gets another name.
pub const PIPELINE: &str = "tf-photo-1";

/// Longest edge of the copy to show, in pixels.
pub const VIEW_EDGE: u32 = 1600;

/// Longest edge of the thumbnail, in pixels.
pub const THUMB_EDGE: u32 = 256;

/// JPEG quality of the copy to show.
pub const VIEW_QUALITY: u8 = 80;

/// JPEG quality of the thumbnail.
pub const THUMB_QUALITY: u8 = 75;

/// A decoded picture: rows from the top, three bytes (red, green, blue) a pixel, upright.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Picture {
    /// Takes `width` × `height` × 3 bytes; `None` if there are more or fewer, or none at all.
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Option<Self> {
        let pixels = u64::from(width) * u64::from(height);
        let bytes = pixels.checked_mul(3).filter(|bytes| *bytes > 0)?;
        let fits = u64::try_from(rgb.len()).is_ok_and(|len| len == bytes);
        fits.then_some(Self { width, height, rgb })
    }

    /// The width in pixels, at least 1.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// The height in pixels, at least 1.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The bytes: red, green, blue, row by row.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// The rows from the top, each `width` × 3 bytes.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        let row = usize::try_from(self.width).map_or(1, |width| (width * 3).max(1));
        self.rgb.chunks_exact(row)
    }

    /// Gives the bytes away.
    pub fn into_rgb(self) -> Vec<u8> {
        self.rgb
    }
}

/// A picture shows its size only: what is on it belongs to nobody's log.
impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} × {})", self.width, self.height)
    }
}

/// Returns `width` × `height` made to fit in `edge` × `edge`: never larger than before, never 0.
pub(crate) fn fit(width: u32, height: u32, edge: u32) -> (u32, u32) {
    let longest = width.max(height).max(1);
    if longest <= edge {
        return (width.max(1), height.max(1));
    }
    let scaled = |side: u32| {
        let exact = u64::from(side) * u64::from(edge);
        let rounded = (exact + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(rounded).unwrap_or(edge).clamp(1, edge)
    };
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_all_its_bytes() {
        assert!(Picture::new(2, 2, vec![0; 12]).is_some());
        assert!(Picture::new(2, 2, vec![0; 11]).is_none());
        assert!(Picture::new(0, 2, Vec::new()).is_none());
        assert!(Picture::new(u32::MAX, u32::MAX, vec![0; 3]).is_none());
    }

    #[test]
    fn a_fit_keeps_the_shape_and_never_grows() {
        assert_eq!(fit(4000, 3000, 1600), (1600, 1200));
        assert_eq!(fit(3000, 4000, 1600), (1200, 1600));
        assert_eq!(fit(640, 480, 1600), (640, 480));
        assert_eq!(fit(65_500, 1, 1600), (1600, 1));
        assert_eq!(fit(0, 0, 1600), (1, 1));
    }
}
