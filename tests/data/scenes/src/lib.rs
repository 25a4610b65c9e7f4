//! Draws pictures of village homes for tests, and spoils them as people do.
//!
//! No picture is downloaded and nobody is in one: house fronts, rooms, stoves, roofs that leak,
//! papers and yards are drawn from a seed, with the light, the slant and the noise of a phone's
//! camera. The same seed gives the same bytes on every machine, because nothing but `+ − × ÷ √` is
//! calculated, which IEEE 754 fixes. A tour:
//!
//! * [`image`] – a picture as rows of RGB, and how it is cut, turned and made smaller.
//! * [`random`] – numbers and noise from a seed.
//! * [`paint`] – four-cornered patches in perspective, the only thing that is ever drawn.
//! * [`scene`] – what is drawn; `scene(7, 800, 600)` is the seventh home, `plain` tells too little.
//! * [`variant`] – what becomes of a photo on its way: saved again, forwarded, cut, covered by a
//!   card of a watermark camera, photographed from a screen.
//! * [`jpeg`] and [`exif`] – files as a camera writes them, with time, place and thumbnail.
//!
//! `cargo run -p tanfang-scenes -- 7 800 600 out.jpg` shows one.

// Pictures are numbers cut to bytes everywhere here; each cut is meant.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    clippy::suboptimal_flops
)]

pub mod exif;
pub mod image;
pub mod jpeg;
pub mod paint;
pub mod random;
pub mod scene;
pub mod variant;

pub use exif::{Exif, Place};
pub use image::{Image, Turn};
pub use jpeg::{BadJpeg, Jpeg};
pub use scene::{Kind, plain, scene, scene_of};
pub use variant::{Group, Variant};
