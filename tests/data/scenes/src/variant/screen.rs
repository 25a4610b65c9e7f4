//! Pictures of pictures: screenshots, and photos of a screen.

use super::{bytes, card, cover, inner, warped};
use crate::image::Image;
use crate::jpeg::saved;
use crate::paint::lit;
use crate::random::{Random, fraction};

/// A screenshot cut to the picture by hand: another size, a sliver of the bars left at one side,
/// a sliver of the picture lost at the other.
pub(super) fn cut(image: &Image, random: &Random) -> Image {
    let width = 720;
    let shown = image.resized(width, image.height() * width / image.width());
    let height = shown.height();
    let bar = height / 50;
    let mut screen = Image::filled(width, height + bar, [12, 12, 12]);
    let up = random.chance(0.5);
    screen.paste(&shown, 0, if up { bar as i32 } else { 0 });
    let lost = height / 60;
    let y = if up { 0 } else { lost };
    screen.cropped(width / 90, y, width, height + bar - lost)
}

/// The whole screen of a phone: a bar with clock and signs, black above and below, buttons.
pub(super) fn whole(image: &Image, random: &Random) -> Image {
    let (width, height) = (720, 1560);
    let shade = if random.chance(0.7) { 4.0 } else { 246.0 };
    let mut screen = Image::filled(width, height, bytes([shade; 3]));
    let scale = width as f32 / image.width() as f32;
    let high = ((image.height() as f32 * scale) as u32).min(height * 3 / 4);
    let shown = image.resized(width, high);
    screen.paste(&shown, 0, (height - high) as i32 / 2);
    let ink = [200.0 - shade * 0.6; 3];
    card::line(&mut screen, 40, 22, 28, 4, random, ink);
    card::line(&mut screen, 540, 22, 28, 4, random, ink);
    card::line(&mut screen, 36, 96, 36, 5, random, ink);
    for button in 0..4 {
        card::line(
            &mut screen,
            80 + button * 170,
            height as i32 - 150,
            44,
            1,
            random,
            ink,
        );
    }
    screen
}

/// The light of a screen: brighter blue, less contrast, stripes of two grids that beat.
fn glow(image: Image, random: &Random) -> Image {
    let (period, slope) = (random.between(5.0, 9.0), random.between(-0.35, 0.35));
    let (strength, gloss) = (random.between(5.0, 11.0), random.between(4.0, 20.0));
    let (gx, wide) = (random.unit(), image.width().max(1));
    let mut at = 0_u32;
    image.mapped(|pixel| {
        let (x, y) = ((at % wide) as f32, (at / wide) as f32);
        at += 1;
        let wave = |value: f32| {
            let part = fraction(value);
            4.0 * if part < 0.5 { part } else { 1.0 - part } - 1.0
        };
        let moire = strength * wave(x / period + slope * y / period) * wave(y / (period * 1.7));
        let away = x / wide as f32 - gx;
        let shine = gloss / (1.0 + 12.0 * away * away);
        let [r, g, b] = lit(pixel, 0.9);
        [
            r + 8.0 + moire + shine,
            g + 9.0 + moire + shine,
            b * 1.05 + 12.0 + moire + shine,
        ]
    })
}

/// Looks at a picture from a little aside: its upper side is narrower.
fn aside(image: &Image, random: &Random, by: f32) -> Image {
    let (w, h) = (image.width() as f32, image.height() as f32);
    let (kx, ky) = (random.between(-by, by), random.between(-by, by));
    warped(image, image.width(), image.height(), |x, y| {
        let (u, v) = (x / w - 0.5, y / h - 0.5);
        let depth = 1.0 + kx * u + ky * v;
        [w * (0.5 + u * 0.97 / depth), h * (0.5 + v * 0.97 / depth)]
    })
}

/// A photo of a screen, filled by the picture, with moiré.
pub(super) fn recaptured(image: &Image, random: &Random) -> Image {
    let seen = aside(&inner(image, 12), random, 0.035);
    saved(&glow(seen.blurred(1), random), 82)
}

/// A photo of a screen with its dark frame and something of the room around it.
pub(super) fn framed(image: &Image, random: &Random) -> Image {
    let (w, h) = (image.width(), image.height());
    let (mx, my) = (w * 9 / 100, h * 9 / 100);
    let mut seen = Image::filled(w + 2 * mx, h + 2 * my, [20, 20, 22]);
    seen.paste(&glow(image.clone(), random), mx as i32, my as i32);
    let (width, height) = (seen.width() as i32, seen.height() as i32);
    let edge = width / 60;
    let desk = [random.between(60.0, 150.0); 3];
    cover(&mut seen, [0, 0, width, edge], desk, 0.35);
    cover(&mut seen, [0, height - edge, width, edge], desk, 0.35);
    let seen = aside(&seen, random, 0.02);
    saved(&seen.blurred(1).resized(w, h), 82)
}
