//! Puts a watermark that was laid out on a picture.

use super::font::{Font, whole};
use super::layout::{Area, Layout, Role, layout};
use super::{NoStamp, Words};

const CARD: [u8; 3] = [8, 10, 14];
const BAR: [u8; 3] = [250, 200, 60];
const WHITE: [u8; 3] = [255, 255, 255];
const DIM: [u8; 3] = [208, 212, 218];

/// How much of the card covers, of 255.
const COVER: u8 = 140;

/// A picture being drawn on.
struct Sheet<'a> {
    width: u32,
    rgb: &'a mut [u8],
}

impl Sheet<'_> {
    /// Mixes a colour into a pixel, `cover` of 255; nothing happens outside.
    fn mix(&mut self, x: u32, y: u32, colour: [u8; 3], cover: u8) {
        if x >= self.width {
            return;
        }
        let Some(start) = usize::try_from(u64::from(y) * u64::from(self.width) + u64::from(x))
            .ok()
            .and_then(|at| at.checked_mul(3))
        else {
            return;
        };
        if let Some(pixel) = self.rgb.get_mut(start..start + 3) {
            let cover = u32::from(cover);
            for (part, new) in pixel.iter_mut().zip(colour) {
                let mixed = u32::from(*part) * (255 - cover) + u32::from(new) * cover + 127;
                *part = u8::try_from(mixed / 255).unwrap_or(u8::MAX);
            }
        }
    }

    fn fill(&mut self, area: Area, colour: [u8; 3], cover: u8) {
        for y in area.y..area.y + area.height {
            for x in area.x..area.x + area.width {
                self.mix(x, y, colour, cover);
            }
        }
    }
}

/// Draws a watermark on a picture in RGB and returns how it was laid out.
///
/// If there is no room for a legible one, or the bytes are no picture, nothing is changed.
pub fn draw(
    width: u32,
    height: u32,
    rgb: &mut [u8],
    words: &Words,
    font: &Font,
) -> Result<Layout, NoStamp> {
    if (u64::from(width) * u64::from(height)).saturating_mul(3) != rgb.len() as u64 {
        return Err(NoStamp::BadPicture {
            width,
            height,
            bytes: rgb.len(),
        });
    }
    let layout = layout(width, height, words, font)?;
    let mut sheet = Sheet { width, rgb };
    sheet.fill(layout.card, CARD, COVER);
    sheet.fill(layout.bar, BAR, 255);
    for piece in &layout.pieces {
        let colour = match piece.role {
            Role::Time | Role::Day | Role::Text => WHITE,
            Role::Name | Role::Label => DIM,
        };
        let Area { x, y, height, .. } = piece.area;
        for glyph in font.outlines(&piece.text, height, x, y) {
            let corner = glyph.px_bounds().min;
            glyph.draw(|column, row, cover| {
                let (x, y) = (
                    corner.x + super::font::real(column),
                    corner.y + super::font::real(row),
                );
                if x >= 0.0 && y >= 0.0 {
                    let cover = u8::try_from(whole(cover.min(1.0) * 255.0)).unwrap_or(u8::MAX);
                    sheet.mix(whole(x), whole(y), colour, cover);
                }
            });
        }
    }
    Ok(layout)
}
