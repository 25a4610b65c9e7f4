//! Making pictures smaller.

use super::{Picture, fit};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

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
    let from = ImageRef::new(picture.width, picture.height, &picture.rgb, PixelType::U8x3).ok()?;
    let mut to = Image::new(width, height, PixelType::U8x3);
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
    Resizer::new().resize(&from, &mut to, &options).ok()?;
    Picture::new(width, height, to.into_vec())
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
