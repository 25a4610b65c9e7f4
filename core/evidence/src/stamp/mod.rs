//! The watermark: a picture of the record, drawn on the copy to show. It is no evidence.
//!
//! People expect a photo of a visit to carry time, place and matter in its lower left corner, so the
//! copy does. What is drawn comes from the record, never from the person who holds the phone, and
//! the original is never touched. The card says itself that it is no evidence; what leads back to the
//! record is the short code on it ([`code`]).
//!
//! A tour: [`Words`] are the texts, all of them from the caller; [`Font`] is a font as bytes; the
//! [`layout`] says where each text goes, at any size of the picture and never over more than a
//! quarter of it; [`draw`] puts it there. A character that the font lacks is named in the answer,
//! and drawn as a question mark.

pub mod code;
mod font;
mod layout;
mod paint;

pub use font::{BadFont, Font};
pub use layout::{Area, Layout, Piece, Role, layout};
pub use paint::draw;

/// The texts of a watermark, as they are to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The time of day, drawn large: `14:05`.
    pub time: String,
    /// The day, beside it: `2026-11-26`.
    pub day: String,
    /// What stands under the day, often the day of the week; may be empty.
    pub under_day: String,
    /// One row each for place, person or home, matter, code: whatever the record has and may show.
    pub rows: Vec<Row>,
    /// That this is drawn from the record and no evidence; always shown.
    pub label: String,
}

/// A row of a watermark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is: `地点`.
    pub name: String,
    /// What it says; a long one is wrapped, and cut at last if the picture is too small.
    pub text: String,
    /// Whether it may be left out or cut when the picture is small; the code may not.
    pub may_go: bool,
}

impl Words {
    /// Returns the lines as the log keeps them, whether or not all of them fitted.
    pub fn lines(&self) -> Vec<String> {
        let clock = [&self.day, &self.under_day, &self.time]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ");
        let rows = self.rows.iter().map(|row| {
            let parts = [row.name.as_str(), row.text.as_str()];
            parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        });
        std::iter::once(clock)
            .chain(rows)
            .chain([self.label.clone()])
            .filter(|line| !line.is_empty())
            .collect()
    }
}

/// Why no watermark was drawn; the picture is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoStamp {
    /// The picture is too small for time, code and label to be legible on a quarter of it.
    #[error("a picture of {width} × {height} pixels is too small for a legible watermark")]
    TooSmall {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// The bytes are no picture of this size.
    #[error("{bytes} bytes are no picture of {width} × {height} pixels in RGB")]
    BadPicture {
        /// The width as given.
        width: u32,
        /// The height as given.
        height: u32,
        /// How many bytes came with it.
        bytes: usize,
    },
}
