//! The waves of a picture: how much of each of 16 × 16 cosine waves is in its 64 × 64 means.
//!
//! A mean has 16 bits, a cosine is at most 2¹⁵; a sum over 64 columns and 64 rows of mean × cosine ×
//! cosine is at most 2⁵⁸. So 64 bits hold every sum exactly, in whatever order it is
//! made, and turning a picture only swaps waves and changes signs.

use super::bits::Bits;
use super::plane::Plane;

/// cos(π · j / 128) · 2¹⁵ for j = 0 … 64, rounded.
const QUARTER: [i64; 65] = [
    32_768, 32_758, 32_729, 32_679, 32_610, 32_522, 32_413, 32_286, 32_138, 31_972, 31_786, 31_581,
    31_357, 31_114, 30_853, 30_572, 30_274, 29_957, 29_622, 29_269, 28_899, 28_511, 28_106, 27_684,
    27_246, 26_791, 26_320, 25_833, 25_330, 24_812, 24_279, 23_732, 23_170, 22_595, 22_006, 21_403,
    20_788, 20_160, 19_520, 18_868, 18_205, 17_531, 16_846, 16_151, 15_447, 14_733, 14_010, 13_279,
    12_540, 11_793, 11_039, 10_279, 9512, 8740, 7962, 7180, 6393, 5602, 4808, 4011, 3212, 2411,
    1608, 804, 0,
];

/// Returns cos(π · angle / 128) · 2¹⁵.
fn cosine(angle: usize) -> i64 {
    let angle = angle % 256;
    let angle = if angle > 128 { 256 - angle } else { angle };
    let (at, sign) = if angle > 64 {
        (128 - angle, -1)
    } else {
        (angle, 1)
    };
    sign * QUARTER.get(at).copied().unwrap_or_default()
}

/// The 16 × 16 coarsest waves: row by row, a row for each number of waves from top to bottom.
#[derive(Debug, Clone)]
pub(super) struct Waves {
    waves: Vec<i64>,
    quality: u8,
}

impl Waves {
    /// Measures a picture (the DCT-II, not normalised).
    pub(super) fn of(plane: &Plane) -> Self {
        let means = plane.means();
        let table: Vec<Vec<i64>> = (0..16)
            .map(|wave| (0..64).map(|x| cosine((2 * x + 1) * wave)).collect())
            .collect();
        // From left to right: 16 sums a row.
        let across: Vec<Vec<i64>> = table
            .iter()
            .map(|cosines| {
                means
                    .chunks_exact(64)
                    .map(|row| dot(row.iter().map(|mean| i64::from(*mean)), cosines))
                    .collect()
            })
            .collect();
        let waves = table
            .iter()
            .flat_map(|cosines| {
                across
                    .iter()
                    .map(|column| dot(column.iter().copied(), cosines))
            })
            .collect();
        Self {
            waves,
            quality: quality(&means),
        }
    }

    /// Returns how much there is to tell apart, 0–100.
    pub(super) const fn quality(&self) -> u8 {
        self.quality
    }

    /// Returns the bits for each of the eight turns, in the order of [`super::Turn::all`].
    pub(super) fn turned(&self) -> Vec<Bits> {
        let mut all = Vec::with_capacity(8);
        for mirrored in [false, true] {
            let mut waves = if mirrored {
                changed_by_column(self.waves.clone())
            } else {
                self.waves.clone()
            };
            for _ in 0..4 {
                all.push(bits(&waves));
                // A quarter turn clockwise: rows become columns, then left and right change places.
                waves = changed_by_column(transposed(&waves));
            }
        }
        all
    }
}

fn dot(values: impl Iterator<Item = i64>, cosines: &[i64]) -> i64 {
    values
        .zip(cosines)
        .map(|(value, cosine)| value * cosine)
        .sum()
}

/// Mirrors left and right: waves with an odd number across change their sign.
fn changed_by_column(mut waves: Vec<i64>) -> Vec<i64> {
    for odd in waves.iter_mut().skip(1).step_by(2) {
        *odd = -*odd;
    }
    waves
}

fn transposed(waves: &[i64]) -> Vec<i64> {
    (0..16)
        .flat_map(|column| waves.iter().skip(column).step_by(16).copied())
        .collect()
}

/// Sets a bit for each wave above the median of all.
fn bits(waves: &[i64]) -> Bits {
    let mut sorted = waves.to_vec();
    sorted.sort_unstable();
    let middle: Vec<i64> = sorted.iter().skip(127).take(2).copied().collect();
    let twice: i64 = middle.iter().sum();
    let mut bits = Bits::default();
    for (word, waves) in bits.0.iter_mut().zip(waves.chunks_exact(64)) {
        for wave in waves {
            *word = *word << 1 | u64::from(2 * wave > twice);
        }
    }
    bits
}

/// Returns how much there is to tell apart: what neighbouring means differ by beyond what a smooth
/// shade has, added up. A white wall with a shadow on it has next to nothing.
fn quality(means: &[i32]) -> u8 {
    let step = |one: i32, other: i32| i64::from(((one - other).abs() - SHADE).max(0));
    let rows: Vec<&[i32]> = means.chunks_exact(64).collect();
    let across: i64 = rows
        .iter()
        .map(|row| {
            row.windows(2)
                .map(|pair| match pair {
                    &[one, other] => step(one, other),
                    _ => 0,
                })
                .sum::<i64>()
        })
        .sum();
    let down: i64 = rows
        .iter()
        .zip(rows.iter().skip(1))
        .flat_map(|(row, below)| row.iter().zip(*below))
        .map(|(one, other)| step(*one, *other))
        .sum();
    u8::try_from((across + down) / QUALITY)
        .unwrap_or(100)
        .min(100)
}

/// A difference of 2 grey levels between neighbours is a shade and no shape.
const SHADE: i32 = 2 * 256;

/// So much difference is 1 of 100: 800 steps of one grey level.
const QUALITY: i64 = 800 * 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_cosine() {
        for angle in 0..1000_u16 {
            let exact = (f64::from(angle) * std::f64::consts::PI / 128.0).cos() * 32_768.0;
            let table = i32::try_from(cosine(usize::from(angle))).unwrap();
            assert!((exact - f64::from(table)).abs() <= 0.5 + 1e-6, "{angle}");
        }
    }

    #[test]
    fn a_wave_is_found_where_it_is() {
        // 3 half waves from left to right, 5 from top to bottom, around a middle grey.
        let grey = (0..64_usize * 64)
            .map(|at| {
                let (x, y) = (at % 64, at / 64);
                let wave = cosine((2 * x + 1) * 3) * cosine((2 * y + 1) * 5);
                u8::try_from(128 + ((wave * 100) >> 30)).unwrap()
            })
            .flat_map(|grey| [grey; 3])
            .collect::<Vec<u8>>();
        let waves = Waves::of(&Plane::of_rgb(64, 64, &grey).unwrap());
        let largest = (1..256).max_by_key(|at| waves.waves[*at].abs()).unwrap();
        assert_eq!((largest % 16, largest / 16), (3, 5));
    }
}
