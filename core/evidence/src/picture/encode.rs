//! All that is made of an original in one go: view, thumbnail, and what the caller wants of the
//! same picture.

use super::decode::{Decoders, Unreadable, decode_alone, one_at_a_time};
use super::{Picture, Source, THUMB_EDGE, THUMB_QUALITY, VIEW_EDGE, VIEW_QUALITY, shrink};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use std::borrow::Cow;

/// What was made of an original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived<T> {
    /// The copy to show: JPEG, at most 1,600 pixels long, upright, without any EXIF.
    pub view: Vec<u8>,
    /// The thumbnail: JPEG, at most 256 pixels long.
    pub thumb: Vec<u8>,
    /// Width of the copy to show, in pixels.
    pub width: u32,
    /// Height of the copy to show, in pixels.
    pub height: u32,
    /// Names the decoder, for the record.
    pub decoder: Cow<'static, str>,
    /// Whether the file broke off or was damaged, so that a part of the picture is missing.
    pub incomplete: bool,
    /// Whether the file holds more pictures than the one shown (an animation, several pages).
    pub first_of_many: bool,
    /// What the caller computed of the picture, such as its fingerprints.
    pub more: T,
}

/// Makes view and thumbnail of an original, and whatever `more` computes of the same picture.
///
/// `more` sees the picture as decoded, before the view is compressed. Waits for another photo that
/// is being worked on.
pub fn derive<T>(
    source: &mut dyn Source,
    decoders: &Decoders<'_>,
    more: impl FnOnce(&Picture) -> T,
) -> Result<Derived<T>, Unreadable> {
    let _turn = one_at_a_time();
    let small = decode_alone(source, decoders, VIEW_EDGE)?;
    let thumb = shrink(&small.picture, THUMB_EDGE).ok_or(REFUSED)?;
    let thumb = jpeg(&thumb, THUMB_QUALITY)?;
    let more = more(&small.picture);
    Ok(Derived {
        view: jpeg(&small.picture, VIEW_QUALITY)?,
        thumb,
        width: small.picture.width(),
        height: small.picture.height(),
        decoder: small.decoder,
        incomplete: small.incomplete,
        first_of_many: small.first_of_many,
        more,
    })
}

/// What no picture is known to make happen.
const REFUSED: Unreadable = Unreadable::Damaged {
    reason: Cow::Borrowed("the picture could not be made smaller"),
};

/// Writes a picture as JPEG (4:2:0) of this quality, without any segment that tells of a camera.
pub fn jpeg(picture: &Picture, quality: u8) -> Result<Vec<u8>, Unreadable> {
    let refused = |reason: String| Unreadable::Damaged {
        reason: reason.into(),
    };
    let side = |side: u32| u16::try_from(side).map_err(|_| refused(format!("{side} pixels")));
    let (width, height) = (side(picture.width())?, side(picture.height())?);
    // A tenth of the pixels is about what such a JPEG takes.
    let mut bytes = Vec::with_capacity(picture.rgb().len() / 10);
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder
        .encode(picture.rgb(), width, height, ColorType::Rgb)
        .map_err(|why| refused(why.to_string()))?;
    Ok(bytes)
}
