//! A picture as rows of RGB, and how it is cut, turned and made smaller.

/// A picture: 8 bits each of red, green and blue, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

/// A way to turn or mirror a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Left and right change places.
    Mirror,
    /// A quarter turn, clockwise.
    Right,
    /// Half a turn.
    Half,
    /// A quarter turn, against the clock.
    Left,
}

/// Cuts a colour value to a byte.
pub(crate) fn byte(value: f32) -> u8 {
    (value + 0.5).clamp(0.0, 255.0) as u8
}

impl Image {
    /// Returns a picture of one colour, at least one pixel wide and high.
    pub fn filled(width: u32, height: u32, colour: [u8; 3]) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let rgb = colour.repeat(width as usize * height as usize);
        Self { width, height, rgb }
    }

    /// Returns a picture of which every pixel is asked for once, row by row.
    pub fn from_fn(width: u32, height: u32, mut pixel: impl FnMut(u32, u32) -> [f32; 3]) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
        for y in 0..height {
            for x in 0..width {
                rgb.extend(pixel(x, y).map(byte));
            }
        }
        Self { width, height, rgb }
    }

    /// Returns a picture of these bytes, or nothing if their count is not width × height × 3.
    pub fn from_rgb(width: u32, height: u32, rgb: Vec<u8>) -> Option<Self> {
        let whole = width as usize * height as usize * 3;
        (whole > 0 && rgb.len() == whole).then_some(Self { width, height, rgb })
    }

    /// Returns the width in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Returns the height in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Returns the bytes, row by row.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// Returns the bytes, row by row.
    pub fn into_rgb(self) -> Vec<u8> {
        self.rgb
    }

    /// Returns a pixel; outside, the nearest one of the edge.
    pub fn at(&self, x: i32, y: i32) -> [u8; 3] {
        let x = x.clamp(0, self.width as i32 - 1) as usize;
        let y = y.clamp(0, self.height as i32 - 1) as usize;
        let start = (y * self.width as usize + x) * 3;
        match self.rgb.get(start..start + 3) {
            Some(&[r, g, b]) => [r, g, b],
            _ => [0; 3],
        }
    }

    /// Changes a pixel by a function of it; nothing happens outside.
    pub fn change(&mut self, x: i32, y: i32, with: impl FnOnce([f32; 3]) -> [f32; 3]) {
        if x < 0 || y < 0 || x >= self.width as i32 || y >= self.height as i32 {
            return;
        }
        let start = (y as usize * self.width as usize + x as usize) * 3;
        if let Some(pixel @ &mut [r, g, b]) = self.rgb.get_mut(start..start + 3) {
            let new = with([f32::from(r), f32::from(g), f32::from(b)]);
            pixel.copy_from_slice(&new.map(byte));
        }
    }

    /// Returns the colour at a point between pixels; the middle of the first pixel is (0.5, 0.5).
    pub fn sample(&self, x: f32, y: f32) -> [f32; 3] {
        let (x, y) = (x - 0.5, y - 0.5);
        let (cx, cy) = (x.max(0.0) as i32, y.max(0.0) as i32);
        let fx = (x - cx as f32).clamp(0.0, 1.0);
        let fy = (y - cy as f32).clamp(0.0, 1.0);
        let mut mixed = [0.0; 3];
        for (dx, dy, weight) in [
            (0, 0, (1.0 - fx) * (1.0 - fy)),
            (1, 0, fx * (1.0 - fy)),
            (0, 1, (1.0 - fx) * fy),
            (1, 1, fx * fy),
        ] {
            for (sum, value) in mixed.iter_mut().zip(self.at(cx + dx, cy + dy)) {
                *sum += weight * f32::from(value);
            }
        }
        mixed
    }

    /// Returns the picture with every pixel changed by a function of it.
    #[must_use]
    pub fn mapped(mut self, mut with: impl FnMut([f32; 3]) -> [f32; 3]) -> Self {
        for pixel in self.rgb.chunks_exact_mut(3) {
            if let &mut [r, g, b] = pixel {
                let new = with([f32::from(r), f32::from(g), f32::from(b)]);
                pixel.copy_from_slice(&new.map(byte));
            }
        }
        self
    }

    /// Returns a part; it is cut where the picture ends.
    #[must_use]
    pub fn cropped(&self, x: u32, y: u32, width: u32, height: u32) -> Self {
        let x = x.min(self.width - 1);
        let y = y.min(self.height - 1);
        let width = width.clamp(1, self.width - x);
        let height = height.clamp(1, self.height - y);
        let row = self.width as usize * 3;
        let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
        for line in self
            .rgb
            .chunks_exact(row)
            .skip(y as usize)
            .take(height as usize)
        {
            let part = line.iter().skip(x as usize * 3).take(width as usize * 3);
            rgb.extend(part);
        }
        Self { width, height, rgb }
    }

    /// Lays another picture over this one, its corner at (x, y).
    pub fn paste(&mut self, other: &Self, x: i32, y: i32) {
        for row in 0..other.height as i32 {
            for column in 0..other.width as i32 {
                let pixel = other.at(column, row).map(f32::from);
                self.change(x + column, y + row, |_| pixel);
            }
        }
    }

    /// Returns the picture turned or mirrored.
    #[must_use]
    pub fn turned(&self, turn: Turn) -> Self {
        let (w, h) = (self.width as i32, self.height as i32);
        let (width, height) = match turn {
            Turn::Mirror | Turn::Half => (self.width, self.height),
            Turn::Right | Turn::Left => (self.height, self.width),
        };
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..height as i32 {
            for x in 0..width as i32 {
                rgb.extend(match turn {
                    Turn::Mirror => self.at(w - 1 - x, y),
                    Turn::Half => self.at(w - 1 - x, h - 1 - y),
                    Turn::Right => self.at(y, h - 1 - x),
                    Turn::Left => self.at(w - 1 - y, x),
                });
            }
        }
        Self { width, height, rgb }
    }

    /// Returns the picture at another size; a smaller one is the mean of what it stands for.
    #[must_use]
    pub fn resized(&self, width: u32, height: u32) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let across = taps(self.width, width);
        let row = self.width as usize * 3;
        let mut middle: Vec<f32> = Vec::with_capacity(width as usize * self.height as usize * 3);
        for line in self.rgb.chunks_exact(row) {
            for tap in &across {
                let mut sum = [0.0_f32; 3];
                let pixels = line.chunks_exact(3).skip(tap.first);
                for (pixel, weight) in pixels.zip(&tap.weights) {
                    for (sum, value) in sum.iter_mut().zip(pixel) {
                        *sum += weight * f32::from(*value);
                    }
                }
                middle.extend(sum);
            }
        }
        let row = width as usize * 3;
        let mut rgb = Vec::with_capacity(row * height as usize);
        let mut sums = vec![0.0_f32; row];
        for tap in taps(self.height, height) {
            sums.fill(0.0);
            let lines = middle.chunks_exact(row).skip(tap.first);
            for (line, weight) in lines.zip(&tap.weights) {
                for (sum, value) in sums.iter_mut().zip(line) {
                    *sum += weight * value;
                }
            }
            rgb.extend(sums.iter().map(|value| byte(*value)));
        }
        Self { width, height, rgb }
    }

    /// Returns the picture with its longest side at most so long; a small one stays as it is.
    #[must_use]
    pub fn fitted(&self, longest: u32) -> Self {
        let long = self.width.max(self.height);
        if long <= longest {
            return self.clone();
        }
        let scaled = |side: u32| (side * longest + long / 2) / long;
        self.resized(scaled(self.width), scaled(self.height))
    }

    /// Returns the picture blurred by a box of `2 × radius + 1` pixels, twice.
    #[must_use]
    pub fn blurred(&self, radius: u32) -> Self {
        let mut image = self.clone();
        for _ in 0..2 {
            image = image.boxed(radius, true).boxed(radius, false);
        }
        image
    }

    fn boxed(&self, radius: u32, across: bool) -> Self {
        let reach = radius as i32;
        let count = (2 * reach + 1) as f32;
        Self::from_fn(self.width, self.height, |x, y| {
            let mut sum = [0.0; 3];
            for step in -reach..=reach {
                let (dx, dy) = if across { (step, 0) } else { (0, step) };
                for (sum, value) in sum.iter_mut().zip(self.at(x as i32 + dx, y as i32 + dy)) {
                    *sum += f32::from(value);
                }
            }
            sum.map(|sum| sum / count)
        })
    }
}

/// Which pixels make one pixel of another size, and by how much each.
struct Tap {
    first: usize,
    weights: Vec<f32>,
}

/// Returns the taps of a triangle as wide as a pixel of the smaller side.
fn taps(from: u32, to: u32) -> Vec<Tap> {
    let ratio = from as f32 / to as f32;
    let reach = ratio.max(1.0);
    (0..to)
        .map(|at| {
            let middle = (at as f32 + 0.5) * ratio;
            let first = (middle - reach).max(0.0) as u32;
            let last = ((middle + reach) as u32).min(from - 1);
            let mut weights: Vec<f32> = (first..=last)
                .map(|pixel| {
                    let away = (pixel as f32 + 0.5 - middle) / reach;
                    (1.0 - if away < 0.0 { -away } else { away }).max(0.0)
                })
                .collect();
            let sum: f32 = weights.iter().sum();
            for weight in &mut weights {
                *weight /= sum;
            }
            Tap {
                first: first as usize,
                weights,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(width: u32, height: u32) -> Image {
        Image::from_fn(width, height, |x, y| {
            [x as f32, y as f32, (x * 7 + y * 3) as f32]
        })
    }

    #[test]
    fn turning_back_gives_the_picture() {
        let image = steps(5, 3);
        assert_eq!(image.turned(Turn::Right).turned(Turn::Left), image);
        assert_eq!(image.turned(Turn::Half).turned(Turn::Half), image);
        assert_eq!(image.turned(Turn::Mirror).turned(Turn::Mirror), image);
        let right = image.turned(Turn::Right);
        assert_eq!((right.width(), right.height()), (3, 5));
        assert_eq!(right.at(2, 0), image.at(0, 0));
    }

    #[test]
    fn a_smaller_picture_keeps_its_brightness() {
        let image = steps(60, 40);
        let mean = |image: &Image| {
            image.rgb().iter().map(|v| f64::from(*v)).sum::<f64>() / image.rgb().len() as f64
        };
        let small = image.resized(13, 11);
        assert_eq!((small.width(), small.height()), (13, 11));
        assert!((mean(&image) - mean(&small)).abs() < 2.0);
        assert_eq!(image.resized(60, 40), image);
    }

    #[test]
    fn a_part_is_that_part() {
        let part = steps(9, 9).cropped(2, 3, 4, 100);
        assert_eq!((part.width(), part.height()), (4, 6));
        assert_eq!(part.at(0, 0), [2, 3, 23]);
    }
}
