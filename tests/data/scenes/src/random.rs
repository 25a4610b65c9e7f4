//! Numbers and noise from a seed.

use std::cell::Cell;

/// A stream of numbers that only the seed decides (`SplitMix64`). Drawing from it takes no `&mut`,
/// so that several numbers can be drawn in one expression.
#[derive(Debug, Clone)]
pub struct Random(Cell<u64>);

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Random {
    /// Begins a stream.
    pub fn new(seed: u64) -> Self {
        Self(Cell::new(mix(seed ^ 0x7461_6e66_616e_6731)))
    }

    /// Returns the next 64 bits.
    pub fn bits(&self) -> u64 {
        let next = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(next);
        mix(next)
    }

    /// Returns a number from 0 to below 1.
    pub fn unit(&self) -> f32 {
        (self.bits() >> 40) as f32 / 16_777_216.0
    }

    /// Returns a number from `low` to below `high`.
    pub fn between(&self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Returns a whole number from 0 to below `count`, and 0 for a count of 0.
    pub fn below(&self, count: u32) -> u32 {
        (((self.bits() >> 32) * u64::from(count)) >> 32) as u32
    }

    /// Returns true in `share` of the cases.
    pub fn chance(&self, share: f32) -> bool {
        self.unit() < share
    }

    /// Returns noise around 0 with a deviation of about 1, of four bytes of one draw.
    pub fn grain(&self) -> [f32; 2] {
        let bits = self.bits();
        let sum = |word: u32| {
            let bytes = word.to_le_bytes();
            let sum: u32 = bytes.iter().map(|byte| u32::from(*byte)).sum();
            (sum as f32 - 510.0) / 147.8
        };
        [sum(bits as u32), sum((bits >> 32) as u32)]
    }
}

fn lattice(seed: u64, x: i32, y: i32) -> f32 {
    let at = u64::from(x as u32) | u64::from(y as u32) << 32;
    (mix(at.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ seed) >> 40) as f32 / 16_777_216.0
}

fn floor(value: f32) -> (i32, f32) {
    let mut whole = value as i32;
    if value < whole as f32 {
        whole -= 1;
    }
    (whole, value - whole as f32)
}

/// Returns smooth noise from 0 to 1 at a point; one cell of it is one unit wide.
pub fn noise(seed: u64, x: f32, y: f32) -> f32 {
    let ((cx, fx), (cy, fy)) = (floor(x), floor(y));
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (fx, fy) = (ease(fx), ease(fy));
    let across = |y: i32| {
        let (a, b) = (lattice(seed, cx, y), lattice(seed, cx + 1, y));
        a + (b - a) * fx
    };
    let (top, bottom) = (across(cy), across(cy + 1));
    top + (bottom - top) * fy
}

/// Returns noise of three sizes laid over each other, from 0 to 1.
pub fn rough(seed: u64, x: f32, y: f32) -> f32 {
    0.57 * noise(seed, x, y)
        + 0.29 * noise(seed ^ 0x55, x * 2.3, y * 2.3)
        + 0.14 * noise(seed ^ 0xaa, x * 5.1, y * 5.1)
}

/// Returns a number from 0 to 1 for one cell of a grid.
pub fn cell(seed: u64, x: f32, y: f32) -> f32 {
    lattice(seed, floor(x).0, floor(y).0)
}

/// Returns how far `value` is past its last whole number.
pub fn fraction(value: f32) -> f32 {
    floor(value).1
}
