//! What the light and the camera do to a drawn scene.

use crate::image::Image;
use crate::paint::{Canvas, between, lit};
use crate::random::{Random, noise};

/// Lays shadows and patches of light over everything.
pub(super) fn shadows(canvas: &mut Canvas, random: &Random) {
    for _ in 0..random.below(4) {
        let (x, y) = (random.between(-0.2, 0.9), random.between(-0.2, 0.6));
        let (w, h) = (random.between(0.2, 0.8), random.between(0.15, 0.6));
        let lean = random.between(-0.3, 0.3);
        let dark = random.chance(0.65);
        let cover = random.between(0.2, 0.55);
        let corners = [[x + lean, y], [x + w + lean, y], [x + w, y + h], [x, y + h]];
        let seed = random.bits();
        canvas.patch(corners, |u, v| {
            let edge = noise(seed, u * 7.0, v * 7.0);
            let near = u.min(1.0 - u).min(v.min(1.0 - v)) * 14.0;
            let colour = if dark {
                [12.0, 14.0, 20.0]
            } else {
                [255.0, 246.0, 222.0]
            };
            Some((colour, cover * (near * (0.5 + edge)).min(1.0)))
        });
    }
}

/// Exposes the picture: light from one side, a lamp, warm or cold colours, a darker edge.
pub(super) fn taken(image: Image, random: &Random) -> Image {
    let (width, height) = (image.width() as f32, image.height() as f32);
    let cast = [
        random.between(0.86, 1.1),
        random.between(0.92, 1.05),
        random.between(0.78, 1.12),
    ];
    let exposure = random.between(0.92, 1.5);
    let (sx, sy) = (random.between(-0.45, 0.45), random.between(-0.4, 0.4));
    let (lx, ly) = (random.between(0.0, 1.0), random.between(0.0, 1.0));
    let lamp = random.between(-0.25, 0.55);
    let edge = random.between(0.15, 0.5);
    let mut at = 0_u32;
    let wide = image.width().max(1);
    image.mapped(|pixel| {
        let u = ((at % wide) as f32 + 0.5) / width;
        let v = ((at / wide) as f32 + 0.5) / height;
        at += 1;
        let (dx, dy) = (u - 0.5, v - 0.5);
        let (ax, ay) = (u - lx, v - ly);
        let away = 1.0 / (1.0 + 9.0 * (ax * ax + ay * ay));
        let light =
            (1.0 + sx * dx + sy * dy + lamp * away) * (1.0 - edge * 2.0 * (dx * dx + dy * dy));
        let mut lit_up = lit(pixel, light * exposure);
        for (part, cast) in lit_up.iter_mut().zip(cast) {
            *part *= cast;
            // The shoulder of a camera's curve: bright parts are pressed together.
            if *part > 200.0 {
                *part = 200.0 + (*part - 200.0) * 0.5;
            }
        }
        lit_up
    })
}

/// Adds the noise of a sensor, more of it in the dark.
pub(super) fn grainy(image: Image, seed: u64) -> Image {
    let random = Random::new(seed ^ 0x6772_6169);
    let strength = random.between(1.2, 4.5);
    image.mapped(|pixel| {
        let [grey, hue] = random.grain();
        let [r, g, b] = pixel;
        let dark = 1.25 - (r + g + b) / 1020.0;
        let by = strength * dark;
        [
            r + by * (grey + 0.5 * hue),
            g + by * grey,
            b + by * (grey - 0.6 * hue),
        ]
    })
}

/// Returns the picture at the size of a big sensor, with fine structure and noise of that size.
pub(super) fn enlarged(small: &Image, seed: u64, width: u32, height: u32) -> Image {
    let random = Random::new(seed ^ 0x0062_6967);
    let strength = random.between(4.0, 6.5);
    let by = small.width() as f32 / width as f32;
    Image::from_fn(width, height, |x, y| {
        let colour = small.sample((x as f32 + 0.5) * by, (y as f32 + 0.5) * by);
        let [grey, hue] = random.grain();
        // A coarse grid of threads, so that the file is as large as a photo's.
        let weave = if (x / 3 + y / 2) % 5 == 0 { 0.97 } else { 1.0 };
        let mut pixel = lit(colour, weave);
        let noise = [grey + 0.4 * hue, grey, grey - 0.5 * hue];
        for (part, noise) in pixel.iter_mut().zip(noise) {
            *part += strength * noise;
        }
        between(pixel, colour, 0.15)
    })
}
