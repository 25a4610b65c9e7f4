//! Making pictures smaller.

use super::{Picture, fit};
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

/// Returns the picture made to fit in `edge` × `edge` pixels; a smaller one comes back as it is.
///
/// `None` if the library refuses, which no picture is known to make it do.
pub fn shrink(picture: &Picture, edge: u32) -> Option<Picture> {
    let (width, height) = fit(picture.width, picture.height, edge);
    if (width, height) == (picture.width, picture.height) {
        return Some(picture.clone());
    }
    resize(picture, width, height)
}

/// Resizes to exactly `width` × `height`.
fn resize(picture: &Picture, width: u32, height: u32) -> Option<Picture> {
    // One type of pixel by name: `Resizer::resize` would compile all fifteen into this crate.
    let from = TypedImageRef::<U8x3>::from_buffer(picture.width, picture.height, &picture.rgb);
    let bytes = (u64::from(width) * u64::from(height)).saturating_mul(3);
    let mut rgb = vec![0; usize::try_from(bytes).ok()?];
    let mut to = TypedImage::<U8x3>::from_buffer(width, height, &mut rgb).ok()?;
    // Bicubic keeps print legible; far below half size a plainer filter shows no less.
    let far = picture.width / width.max(1) >= 3;
    let filter = if far {
        FilterType::Hamming
    } else {
        FilterType::CatmullRom
    };
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(filter))
        .use_alpha(false);
    Resizer::new()
        .resize_typed(&from.ok()?, &mut to, &options)
        .ok()?;
    Picture::new(width, height, rgb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_picture_looks_the_same() {
        let rgb = (0..400 * 300u32)
            .flat_map(|n| [u8::try_from(n % 400 * 255 / 400).unwrap(), 90, 200])
            .collect();
        let picture = Picture::new(400, 300, rgb).unwrap();
        for edge in [300, 100, 1] {
            let small = shrink(&picture, edge).unwrap();
            assert_eq!((small.width(), small.height()), fit(400, 300, edge));
            let middle = small.rgb()[small.rgb().len() / 2 / 3 * 3..][..3].to_vec();
            assert_eq!(&middle[1..], [90, 200]);
        }
        assert_eq!(shrink(&picture, 400).unwrap(), picture);
    }
}
