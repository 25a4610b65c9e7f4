//! What becomes of a photo on its way, each by name (specs/photo-evidence.md §3).

mod card;
mod screen;

use crate::image::{Image, Turn, byte};
use crate::jpeg::saved;
use crate::paint::lit;
use crate::random::Random;

/// How much of a photo a variant changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Saved again, made smaller, brighter, grey: nothing is cut or covered.
    Light,
    /// A watermark is burnt in, or another one over the first.
    Watermark,
    /// A little is cut off or turned, or it was photographed from a screen.
    Crop,
    /// Much is cut off, or there is a frame around it.
    Heavy,
    /// Mirrored, or turned by quarters.
    Turn,
}

macro_rules! variants {
    ($($(#[$doc:meta])* $variant:ident $name:literal $group:ident,)+) => {
        /// One thing done to a photo.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Variant {
            $($(#[$doc])* $variant,)+
        }

        impl Variant {
            /// Every variant.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Returns its name, for tables.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// Returns how much it changes.
            pub fn group(self) -> Group {
                match self {
                    $(Self::$variant => Group::$group,)+
                }
            }
        }
    };
}

variants! {
    /// Saved with quality 50.
    Quality50 "q50" Light,
    /// Saved with quality 20.
    Quality20 "q20" Light,
    /// Half as wide and high.
    Half "half" Light,
    /// Longest side 1,280, quality 70, as a messenger sends it (800 for a photo smaller than that).
    Forwarded "forwarded" Light,
    /// 35 % brighter.
    Brighter "brighter" Light,
    /// 35 % darker.
    Darker "darker" Light,
    /// The middle tones brighter (gamma one half).
    GammaUp "gamma-up" Light,
    /// The middle tones darker (gamma one and a half).
    GammaDown "gamma-down" Light,
    /// A third more contrast.
    ContrastUp "contrast-up" Light,
    /// A third less contrast.
    ContrastDown "contrast-down" Light,
    /// Without colours.
    Grey "grey" Light,
    /// With the noise of a dark night.
    Noise "noise" Light,
    /// Sharpened.
    Sharpen "sharpen" Light,
    /// Blurred.
    Blur "blur" Light,
    /// 8 % narrower.
    Squash "squash" Light,
    /// The strip that we burn into the copy to show.
    Strip "strip" Watermark,
    /// The card of a watermark camera.
    Card "card" Watermark,
    /// Our strip, and over it the card of a watermark camera.
    StripAndCard "strip-card" Watermark,
    /// 5 % of width and height cut off, the same on every side.
    CropCentre "crop-5" Crop,
    /// 5 % of width and height cut off, all of it at one corner.
    CropCorner "crop-corner" Crop,
    /// Turned by 1.2 degrees.
    Lean "lean-1.2" Crop,
    /// A screenshot, cut to the picture by hand.
    Screenshot "screenshot-cut" Crop,
    /// Photographed from a screen, with moiré.
    Recapture "recapture" Crop,
    /// Cut by 3 %, brighter, a card over it, quality 60.
    Combo "combo" Crop,
    /// 10 % of width and height cut off, the same on every side.
    Crop10 "crop-10" Heavy,
    /// 20 % of width and height cut off, the same on every side.
    Crop20 "crop-20" Heavy,
    /// Turned by 3 degrees.
    Lean3 "lean-3" Heavy,
    /// The whole screen of a phone that shows it: bars, clock, buttons.
    FullScreenshot "screenshot" Heavy,
    /// Photographed from a screen whose frame is in the picture.
    Bezel "recapture-frame" Heavy,
    /// Mirrored.
    Mirror "mirror" Turn,
    /// A quarter turn, clockwise.
    QuarterRight "quarter-right" Turn,
    /// Half a turn.
    UpsideDown "half-turn" Turn,
    /// A quarter turn, against the clock.
    QuarterLeft "quarter-left" Turn,
}

impl Variant {
    /// Returns a photo after this was done to it; the seed chooses words, corners and noise.
    pub fn of(self, image: &Image, seed: u64) -> Image {
        let random = Random::new(seed ^ 0x7661_7269);
        let (width, height) = (image.width(), image.height());
        match self {
            Self::Quality50 => saved(image, 50),
            Self::Quality20 => saved(image, 20),
            Self::Half => image.resized(width / 2, height / 2),
            Self::Forwarded => {
                let longest = if width.max(height) > 1280 { 1280 } else { 800 };
                saved(&image.fitted(longest), 70)
            }
            Self::Brighter => image.clone().mapped(|pixel| lit(pixel, 1.35)),
            Self::Darker => image.clone().mapped(|pixel| lit(pixel, 0.65)),
            Self::GammaUp => image
                .clone()
                .mapped(|pixel| pixel.map(|part| (part / 255.0).sqrt() * 255.0)),
            Self::GammaDown => image
                .clone()
                .mapped(|pixel| pixel.map(|part| part * (part / 255.0).sqrt())),
            Self::ContrastUp => contrast(image, 1.33),
            Self::ContrastDown => contrast(image, 0.67),
            Self::Grey => image.clone().mapped(|[r, g, b]| {
                let grey = 0.299 * r + 0.587 * g + 0.114 * b;
                [grey, grey, grey]
            }),
            Self::Noise => image.clone().mapped(|pixel| {
                let [one, other] = random.grain();
                let [r, g, b] = pixel;
                [r + 11.0 * one, g + 11.0 * other, b + 6.0 * (one + other)]
            }),
            Self::Sharpen => sharpened(image),
            Self::Blur => image.blurred((width / 400).max(1)),
            Self::Squash => image.resized(width * 92 / 100, height),
            Self::Strip => card::strip(image, &random),
            Self::Card => saved(&card::camera(image, &random), 85),
            Self::StripAndCard => {
                let strip = saved(&card::strip(image, &random), 80);
                saved(&card::camera(&strip, &random), 85)
            }
            Self::CropCentre => inner(image, 25),
            Self::CropCorner => {
                let (cut_x, cut_y) = (width / 20, height / 20);
                let x = if random.chance(0.5) { cut_x } else { 0 };
                let y = if random.chance(0.5) { cut_y } else { 0 };
                image.cropped(x, y, width - cut_x, height - cut_y)
            }
            // The tangents of 1.2 and 3 degrees.
            Self::Lean => leaned(image, 0.020_947),
            Self::Screenshot => screen::cut(image, &random),
            Self::Recapture => screen::recaptured(image, &random),
            Self::Combo => {
                let bright = inner(image, 15).mapped(|pixel| lit(pixel, 1.2));
                saved(&card::camera(&bright, &random), 60)
            }
            Self::Crop10 => inner(image, 50),
            Self::Crop20 => inner(image, 100),
            Self::Lean3 => leaned(image, 0.052_408),
            Self::FullScreenshot => screen::whole(image, &random),
            Self::Bezel => screen::framed(image, &random),
            Self::Mirror => image.turned(Turn::Mirror),
            Self::QuarterRight => image.turned(Turn::Right),
            Self::UpsideDown => image.turned(Turn::Half),
            Self::QuarterLeft => image.turned(Turn::Left),
        }
    }
}

fn contrast(image: &Image, by: f32) -> Image {
    let of = |part: f32| 128.0 + (part - 128.0) * by;
    image.clone().mapped(|pixel| pixel.map(of))
}

fn sharpened(image: &Image) -> Image {
    let soft = image.blurred(1);
    Image::from_fn(image.width(), image.height(), |x, y| {
        let (x, y) = (x as i32, y as i32);
        let mut pixel = image.at(x, y).map(f32::from);
        for (part, soft) in pixel.iter_mut().zip(soft.at(x, y)) {
            *part += 0.8 * (*part - f32::from(soft));
        }
        pixel
    })
}

/// Cuts so many thousandths off every side.
fn inner(image: &Image, thousandths: u32) -> Image {
    let (x, y) = (
        image.width() * thousandths / 1000,
        image.height() * thousandths / 1000,
    );
    image.cropped(x, y, image.width() - 2 * x, image.height() - 2 * y)
}

/// Returns the picture made by asking, for each pixel of a new size, where in the old it comes from.
fn warped(image: &Image, width: u32, height: u32, from: impl Fn(f32, f32) -> [f32; 2]) -> Image {
    Image::from_fn(width, height, |x, y| {
        let [x, y] = from(x as f32 + 0.5, y as f32 + 0.5);
        image.sample(x, y)
    })
}

/// Turns by a small angle about the middle, and enlarges so that no corner is empty.
fn leaned(image: &Image, tangent: f32) -> Image {
    let length = (1.0 + tangent * tangent).sqrt();
    let (cos, sin) = (1.0 / length, tangent / length);
    let (w, h) = (image.width() as f32, image.height() as f32);
    let zoom = 1.0 / (cos + sin * (w / h).max(h / w));
    warped(image, image.width(), image.height(), |x, y| {
        let (x, y) = ((x - w / 2.0) * zoom, (y - h / 2.0) * zoom);
        [w / 2.0 + cos * x - sin * y, h / 2.0 + sin * x + cos * y]
    })
}

/// Covers a rectangle of a picture, `cover` from 0 to 1.
fn cover(image: &mut Image, [x, y, w, h]: [i32; 4], colour: [f32; 3], cover: f32) {
    for row in y..y + h {
        for column in x..x + w {
            image.change(column, row, |under| {
                crate::paint::between(under, colour, cover)
            });
        }
    }
}

/// Returns a colour as bytes.
fn bytes(colour: [f32; 3]) -> [u8; 3] {
    colour.map(byte)
}
