//! A font as bytes.

use std::fmt;

use ab_glyph::{Font as _, FontVec, OutlinedGlyph, ScaleFont as _, point};

/// A TrueType or OpenType font, or one of a collection.
pub struct Font(FontVec);

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Font({} glyphs)", self.0.glyph_count())
    }
}

/// Bytes that are no font, or a collection without a font of that number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no font with the number {index}")]
pub struct BadFont {
    /// The number in the collection as given; 0 for a font that is alone in its file.
    pub index: u32,
}

/// What is drawn for a character that the font lacks.
const INSTEAD: char = '?';

impl Font {
    /// Reads a font; `index` is its number in a collection (`.ttc`), 0 for the first or only one.
    pub fn from_bytes(bytes: Vec<u8>, index: u32) -> Result<Self, BadFont> {
        FontVec::try_from_vec_and_index(bytes, index)
            .map(Self)
            .map_err(|_| BadFont { index })
    }

    /// Reports whether the font has a picture of a character.
    pub fn has(&self, sign: char) -> bool {
        self.0.glyph_id(sign).0 != 0
    }

    /// Returns the character itself, or what is drawn for it.
    pub(super) fn drawn(&self, sign: char) -> char {
        if self.has(sign) { sign } else { INSTEAD }
    }

    /// Returns how wide a text is at a size, in pixels, rounded up.
    pub(super) fn width(&self, text: &str, size: u32) -> u32 {
        let scaled = self.0.as_scaled(scale(size));
        let width: f32 = text
            .chars()
            .map(|sign| scaled.h_advance(scaled.glyph_id(self.drawn(sign))))
            .sum();
        whole(width.ceil())
    }

    /// Returns the signs of a text as outlines; its upper left corner is at (x, y), its line is
    /// `size` high.
    pub(super) fn outlines(&self, text: &str, size: u32, x: u32, y: u32) -> Vec<OutlinedGlyph> {
        let scaled = self.0.as_scaled(scale(size));
        let height = scaled.ascent() - scaled.descent();
        let mut at = real(x);
        let base = real(y) + scaled.ascent() + (real(size) - height) / 2.0;
        text.chars()
            .filter_map(|sign| {
                let id = scaled.glyph_id(self.drawn(sign));
                let glyph = id.with_scale_and_position(scale(size), point(at, base));
                at += scaled.h_advance(id);
                self.0.outline_glyph(glyph)
            })
            .collect()
    }
}

/// A line of `size` pixels holds signs a little smaller, so that lines do not touch.
fn scale(size: u32) -> f32 {
    real(size) * 1.04
}

/// Pictures have at most 65,535 pixels a side, which a float holds exactly.
#[allow(clippy::cast_precision_loss)]
pub(super) fn real(value: u32) -> f32 {
    value as f32
}

/// Cuts at 0 and at the largest number: what is drawn there is outside anyway.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn whole(value: f32) -> u32 {
    value as u32
}
