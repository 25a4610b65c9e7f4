//! Watermarks as people burn them in: a strip, and the card of a watermark camera.

use super::cover;
use crate::image::Image;
use crate::random::{Random, cell};

/// Writes a line of signs that look like characters and mean nothing.
pub(super) fn line(
    image: &mut Image,
    x: i32,
    y: i32,
    size: i32,
    count: u32,
    random: &Random,
    colour: [f32; 3],
) {
    for sign in 0..count as i32 {
        let seed = random.bits();
        let left = x + sign * (size + size / 8);
        for row in 0..size {
            for column in 0..size {
                let (u, v) = (
                    column as f32 * 7.0 / size as f32,
                    row as f32 * 7.0 / size as f32,
                );
                let stroke = cell(seed, u, 0.0) > 0.62 || cell(seed ^ 1, 0.0, v) > 0.62;
                if stroke && cell(seed ^ 2, u * 0.5, v * 0.5) > 0.25 {
                    image.change(left + column, y + row, |_| colour);
                }
            }
        }
    }
}

const INK: [f32; 3] = [250.0, 250.0, 248.0];

/// Burns in a strip at the foot: dark, translucent, a big time and two lines.
pub(super) fn strip(image: &Image, random: &Random) -> Image {
    let mut image = image.clone();
    let (w, h) = (image.width() as i32, image.height() as i32);
    let high = h * 18 / 100;
    let top = h - high;
    cover(&mut image, [0, top, w, high], [10.0, 10.0, 12.0], 0.55);
    let big = high * 40 / 100;
    let small = high * 18 / 100;
    line(&mut image, w / 40, top + high / 10, big, 5, random, INK);
    let count = 8 + random.below(6);
    line(
        &mut image,
        w / 40,
        top + high * 55 / 100,
        small,
        count,
        random,
        INK,
    );
    let count = 6 + random.below(8);
    line(
        &mut image,
        w / 40,
        top + high * 78 / 100,
        small,
        count,
        random,
        INK,
    );
    image
}

/// Burns in the card of a watermark camera at the lower left: a coloured head, a dark or white
/// body, four to five lines; and its name at the lower right.
pub(super) fn camera(image: &Image, random: &Random) -> Image {
    let mut image = image.clone();
    let (w, h) = (image.width() as i32, image.height() as i32);
    let wide = w * (42 + random.below(16) as i32) / 100;
    let high = h * (18 + random.below(5) as i32) / 100;
    let (x, y) = (w / 50, h - high - h / 60);
    let head = high * 26 / 100;
    let colour = [
        random.between(20.0, 240.0),
        random.between(60.0, 160.0),
        random.between(40.0, 240.0),
    ];
    cover(&mut image, [x, y, wide, head], colour, 0.9);
    let white = random.chance(0.4);
    let body = if white {
        [244.0, 244.0, 244.0]
    } else {
        [16.0, 18.0, 22.0]
    };
    cover(
        &mut image,
        [x, y + head, wide, high - head],
        body,
        if white { 0.8 } else { 0.5 },
    );
    line(
        &mut image,
        x + wide / 30,
        y + head / 6,
        head * 2 / 3,
        6,
        random,
        INK,
    );
    let ink = if white { [30.0, 30.0, 34.0] } else { INK };
    let size = high * 13 / 100;
    for row in 0..4 {
        let count = 6 + random.below(6);
        let top = y + head + high * 4 / 100 + row * (size + size / 3);
        line(&mut image, x + wide / 30, top, size, count, random, ink);
    }
    let size = h / 40;
    line(&mut image, w - size * 8, h - size * 2, size, 6, random, INK);
    image
}
