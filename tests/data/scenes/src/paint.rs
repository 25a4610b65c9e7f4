//! Four-cornered patches in perspective, the only thing that is ever drawn.

use crate::image::Image;
use crate::random::{Random, cell, fraction, noise, rough};

/// A colour, each part from 0 to 255.
pub type Colour = [f32; 3];

/// A point of the scene: the picture is one unit wide, y goes down.
pub type Point = [f32; 2];

/// Returns a colour times a factor.
pub fn lit(colour: Colour, factor: f32) -> Colour {
    colour.map(|part| part * factor)
}

/// Returns a colour between two, `share` of the way to the second.
pub fn between(one: Colour, other: Colour, share: f32) -> Colour {
    let mut mixed = one;
    for (part, other) in mixed.iter_mut().zip(other) {
        *part += (other - *part) * share;
    }
    mixed
}

/// Returns a colour near the given one, brighter or darker by up to `by`, a little off its hue.
pub fn near(random: &Random, colour: Colour, by: f32) -> Colour {
    let light = 1.0 + random.between(-by, by);
    colour.map(|part| (part * light + random.between(-9.0, 9.0)).clamp(3.0, 250.0))
}

/// Returns the corners of an upright rectangle, from the upper left one clockwise.
pub fn upright(x: f32, y: f32, width: f32, height: f32) -> [Point; 4] {
    [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
    ]
}

/// Where patches are painted: a picture, and how the camera sees the scene.
#[derive(Debug)]
pub struct Canvas {
    image: Image,
    /// Rows of the projective map from points of the scene to the picture.
    camera: [[f32; 3]; 3],
}

fn apply(map: &[[f32; 3]; 3], [x, y]: Point) -> Point {
    let [px, py, pw] = map.map(|[a, b, c]| a * x + b * y + c);
    [px / pw, py / pw]
}

fn times(one: &[[f32; 3]; 3], other: &[[f32; 3]; 3]) -> [[f32; 3]; 3] {
    let [p, q, r] = *other;
    one.map(|[a, b, c]| {
        let mut row = [0.0; 3];
        for (((sum, p), q), r) in row.iter_mut().zip(p).zip(q).zip(r) {
            *sum = a * p + b * q + c * r;
        }
        row
    })
}

/// Returns the inverse but for a factor, which a projective map does not have.
fn inverse([[a, b, c], [d, e, f], [g, h, i]]: [[f32; 3]; 3]) -> [[f32; 3]; 3] {
    [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
}

/// Returns the map of the unit square to four corners (Heckbert 1989, §2.2.3).
fn square_to([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: [Point; 4]) -> [[f32; 3]; 3] {
    let (sx, sy) = (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3);
    let (dx1, dx2) = (x1 - x2, x3 - x2);
    let (dy1, dy2) = (y1 - y2, y3 - y2);
    let det = dx1 * dy2 - dx2 * dy1;
    let (g, h) = if det == 0.0 {
        (0.0, 0.0)
    } else {
        ((sx * dy2 - dx2 * sy) / det, (dx1 * sy - sx * dy1) / det)
    };
    [
        [x1 - x0 + g * x1, x3 - x0 + h * x3, x0],
        [y1 - y0 + g * y1, y3 - y0 + h * y3, y0],
        [g, h, 1.0],
    ]
}

impl Canvas {
    /// Begins a picture, seen by a hand-held camera that the stream of numbers places.
    pub fn new(width: u32, height: u32, ground: Colour, random: &Random) -> Self {
        let wide = width as f32;
        let high = height as f32;
        let lean = random.between(-0.07, 0.07);
        let zoom = random.between(0.95, 1.45);
        let (cx, cy) = (random.between(0.40, 0.60), random.between(0.32, 0.43));
        // One step of the rotation by a small angle, made orthogonal.
        let length = (1.0 + lean * lean).sqrt();
        let (cos, sin) = (1.0 / length, lean / length);
        let (gx, gy) = (random.between(-0.12, 0.12), random.between(-0.12, 0.12));
        let to_middle = [[1.0, 0.0, -cx], [0.0, 1.0, -cy], [0.0, 0.0, 1.0]];
        let tilt = [[cos, -sin, 0.0], [sin, cos, 0.0], [gx, gy, 1.0]];
        let scale = wide.max(high * 4.0 / 3.0) * zoom;
        let to_picture = [
            [scale, 0.0, wide / 2.0],
            [0.0, scale, high / 2.0],
            [0.0, 0.0, 1.0],
        ];
        Self {
            image: Image::filled(width, height, ground.map(crate::image::byte)),
            camera: times(&to_picture, &times(&tilt, &to_middle)),
        }
    }

    /// Paints a patch: `paint` gets the place within it, each from 0 to 1, and returns the colour
    /// with how much of it covers (0 to 1), or nothing where the patch has a hole.
    pub fn patch(
        &mut self,
        corners: [Point; 4],
        paint: impl Fn(f32, f32) -> Option<(Colour, f32)>,
    ) {
        let corners = corners.map(|corner| apply(&self.camera, corner));
        let (mut left, mut top) = (f32::MAX, f32::MAX);
        let (mut right, mut bottom) = (f32::MIN, f32::MIN);
        for [x, y] in corners {
            left = left.min(x);
            right = right.max(x);
            top = top.min(y);
            bottom = bottom.max(y);
        }
        let wide = self.image.width() as f32;
        let high = self.image.height() as f32;
        if !(left < wide && right > 0.0 && top < high && bottom > 0.0) {
            return;
        }
        let back = inverse(square_to(corners));
        for y in top.max(0.0) as i32..=bottom.min(high) as i32 {
            for x in left.max(0.0) as i32..=right.min(wide) as i32 {
                let [u, v] = apply(&back, [x as f32 + 0.5, y as f32 + 0.5]);
                if !(0.0..=1.0).contains(&u) || !(0.0..=1.0).contains(&v) {
                    continue;
                }
                if let Some((colour, cover)) = paint(u, v) {
                    self.image
                        .change(x, y, |under| between(under, colour, cover));
                }
            }
        }
    }

    /// Paints a patch that covers wholly.
    pub fn solid(&mut self, corners: [Point; 4], paint: impl Fn(f32, f32) -> Colour) {
        self.patch(corners, |u, v| Some((paint(u, v), 1.0)));
    }

    /// Paints a round thing, brighter at its upper left.
    pub fn round(&mut self, centre: Point, width: f32, height: f32, colour: Colour) {
        let [x, y] = centre;
        let box_ = upright(x - width / 2.0, y - height / 2.0, width, height);
        self.patch(box_, |u, v| {
            let (a, b) = (2.0 * u - 1.0, 2.0 * v - 1.0);
            let inside = 1.0 - a * a - b * b;
            (inside > 0.0).then(|| {
                let light = 0.55 + 0.45 * inside.sqrt() - 0.22 * (a + b);
                (lit(colour, light), 1.0)
            })
        });
    }

    /// Returns the picture.
    pub fn into_image(self) -> Image {
        self.image
    }
}

/// Returns plaster with stains; `size` says how many stains fit.
pub fn plaster(seed: u64, colour: Colour, size: f32) -> impl Fn(f32, f32) -> Colour {
    move |u, v| {
        let stain = rough(seed, u * size, v * size);
        let fine = noise(seed ^ 1, u * size * 19.0, v * size * 19.0);
        lit(colour, 0.72 + 0.42 * stain + 0.08 * fine)
    }
}

/// Returns rows of bricks or tiles, every second row moved by half.
pub fn bricks(seed: u64, colour: Colour, rows: f32, columns: f32) -> impl Fn(f32, f32) -> Colour {
    move |u, v| {
        let row = v * rows;
        let shift = if fraction(row / 2.0) < 0.5 { 0.0 } else { 0.5 };
        let column = u * columns + shift;
        let joint = fraction(row) < 0.12 || fraction(column) < 0.07;
        let light = 0.68 + 0.42 * cell(seed, column, row) + 0.18 * rough(seed, u * 5.0, v * 5.0);
        lit(colour, if joint { light * 0.62 } else { light })
    }
}

/// Returns upright boards.
pub fn boards(seed: u64, colour: Colour, count: f32) -> impl Fn(f32, f32) -> Colour {
    move |u, v| {
        let board = u * count;
        let grain = noise(seed, board * 9.0, v * 3.0);
        let light = 0.62 + 0.36 * cell(seed, board, 0.0) + 0.24 * grain;
        lit(
            colour,
            if fraction(board) < 0.06 {
                light * 0.4
            } else {
                light
            },
        )
    }
}

/// Returns a cloth with a woven pattern of two colours.
pub fn cloth(seed: u64, one: Colour, other: Colour, count: f32) -> impl Fn(f32, f32) -> Colour {
    move |u, v| {
        let fold = rough(seed, u * 4.0, v * 4.0);
        let flower = noise(seed ^ 3, u * count, v * count) > 0.58;
        let stripe = fraction(u * count * 0.5) < 0.2;
        let colour = if flower || stripe { other } else { one };
        lit(colour, 0.6 + 0.6 * fold)
    }
}

/// Returns a printed page: lines of words with a wide margin, some lines short, a heading.
pub fn print(seed: u64, paper: Colour, ink: Colour, lines: f32) -> impl Fn(f32, f32) -> Colour {
    move |u, v| {
        let line = v * lines;
        let end = 0.35 + 0.6 * cell(seed, 3.0, line);
        let letter = cell(seed ^ 9, u * lines * 1.9, line) > 0.25
            && noise(seed ^ 5, u * lines * 6.0, v * lines * 6.0) > 0.42;
        let inside = u > 0.08 && u < end.min(0.92) && v > 0.05 && v < 0.95;
        let words = inside && fraction(line) > 0.3 && letter;
        let light = 0.86 + 0.2 * rough(seed, u * 2.0, v * 2.0);
        lit(if words { ink } else { paper }, light)
    }
}

/// Returns leaves, earth or gravel: spots of two colours in two sizes.
pub fn spots(seed: u64, one: Colour, other: Colour, size: f32) -> impl Fn(f32, f32) -> Colour {
    move |u, v| {
        let share = rough(seed, u * size, v * size);
        let fine = noise(seed ^ 7, u * size * 6.0, v * size * 6.0);
        lit(between(one, other, share), 0.6 + 0.7 * fine)
    }
}
