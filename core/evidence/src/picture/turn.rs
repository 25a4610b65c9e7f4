//! How a camera was held: the eight orientations of EXIF, and setting a picture upright.

use super::Picture;

/// Pixels of so many rows are turned together, so that both sides stay in the cache.
const BLOCK: usize = 64;

/// What is to be done with the stored picture so that it stands upright (EXIF tag 0x0112, 1–8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Turn {
    /// 1: nothing.
    #[default]
    Upright,
    /// 2: left and right change places.
    Mirror,
    /// 3: half a turn.
    Half,
    /// 4: top and bottom change places.
    Flip,
    /// 5: rows become columns.
    Transpose,
    /// 6: a quarter turn clockwise.
    Right,
    /// 7: rows become columns, from the other corner.
    Transverse,
    /// 8: a quarter turn anticlockwise.
    Left,
}

impl Turn {
    /// Returns the turn of a number of EXIF; one that is none of 1–8 is upright.
    pub fn from_exif(number: u32) -> Self {
        match number {
            2 => Self::Mirror,
            3 => Self::Half,
            4 => Self::Flip,
            5 => Self::Transpose,
            6 => Self::Right,
            7 => Self::Transverse,
            8 => Self::Left,
            _ => Self::Upright,
        }
    }

    /// The number of EXIF, 1–8.
    pub fn exif(self) -> u8 {
        match self {
            Self::Upright => 1,
            Self::Mirror => 2,
            Self::Half => 3,
            Self::Flip => 4,
            Self::Transpose => 5,
            Self::Right => 6,
            Self::Transverse => 7,
            Self::Left => 8,
        }
    }

    /// Sets a picture upright.
    pub fn apply(self, picture: Picture) -> Picture {
        if self == Self::Upright {
            return picture;
        }
        let (width, height) = (picture.width, picture.height);
        let row = usize::try_from(width).map_or(1, |width| width.max(1));
        let column = usize::try_from(height).map_or(1, |height| height.max(1));
        let mut from = picture.rgb;
        let (pixels, _) = from.as_chunks_mut::<3>();
        match self {
            Self::Upright => {}
            Self::Mirror => pixels.chunks_exact_mut(row).for_each(<[_]>::reverse),
            Self::Half => pixels.reverse(),
            Self::Flip => flip(pixels, row),
            Self::Transpose | Self::Right | Self::Transverse | Self::Left => {
                let mut turned = vec![0; pixels.len() * 3];
                let (out, _) = turned.as_chunks_mut::<3>();
                let bottom_first = matches!(self, Self::Right | Self::Transverse);
                let right_first = matches!(self, Self::Left | Self::Transverse);
                transpose(pixels, row, out, column, bottom_first, right_first);
                return Picture {
                    width: height,
                    height: width,
                    rgb: turned,
                };
            }
        }
        Picture {
            width,
            height,
            rgb: from,
        }
    }
}

fn flip(pixels: &mut [[u8; 3]], row: usize) {
    let rows = pixels.len() / row;
    let (upper, lower) = pixels.split_at_mut(rows / 2 * row);
    let lower = lower.chunks_exact_mut(row).rev();
    for (above, below) in upper.chunks_exact_mut(row).zip(lower) {
        above.swap_with_slice(below);
    }
}

/// Makes the rows of `from` the columns of `out`, a square of [`BLOCK`] pixels at a time.
fn transpose(
    from: &[[u8; 3]],
    row: usize,
    out: &mut [[u8; 3]],
    column: usize,
    bottom_first: bool,
    right_first: bool,
) {
    let rows = from.len() / row;
    for top in (0..rows).step_by(BLOCK) {
        let high = BLOCK.min(rows - top);
        for left in (0..row).step_by(BLOCK) {
            let wide = BLOCK.min(row - left);
            for across in left..left + wide {
                let line = if right_first {
                    row - 1 - across
                } else {
                    across
                };
                // Where the pixels of this column go: to one piece of a line.
                let first = if bottom_first { rows - top - high } else { top };
                let start = line * column + first;
                let Some(places) = out.get_mut(start..start + high) else {
                    continue;
                };
                let pixels = from.get(top * row + across..).unwrap_or_default();
                let pixels = pixels.iter().step_by(row);
                if bottom_first {
                    for (place, pixel) in places.iter_mut().rev().zip(pixels) {
                        *place = *pixel;
                    }
                } else {
                    for (place, pixel) in places.iter_mut().zip(pixels) {
                        *place = *pixel;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture whose pixels are their numbers.
    fn numbered(width: u32, height: u32) -> Picture {
        let rgb = (0..width * height).flat_map(|n| n.to_le_bytes()[..3].to_vec());
        Picture::new(width, height, rgb.collect()).unwrap()
    }

    fn numbers(picture: &Picture) -> Vec<u32> {
        let rgb = picture.rgb().chunks_exact(3);
        rgb.map(|p| u32::from_le_bytes([p[0], p[1], p[2], 0]))
            .collect()
    }

    #[test]
    fn the_eight_turns_of_a_small_picture() {
        // 0 1 2
        // 3 4 5
        let cases: [(u32, u32, [u32; 6]); 8] = [
            (1, 3, [0, 1, 2, 3, 4, 5]),
            (2, 3, [2, 1, 0, 5, 4, 3]),
            (3, 3, [5, 4, 3, 2, 1, 0]),
            (4, 3, [3, 4, 5, 0, 1, 2]),
            (5, 2, [0, 3, 1, 4, 2, 5]),
            (6, 2, [3, 0, 4, 1, 5, 2]),
            (7, 2, [5, 2, 4, 1, 3, 0]),
            (8, 2, [2, 5, 1, 4, 0, 3]),
        ];
        for (number, width, expected) in cases {
            let turn = Turn::from_exif(number);
            assert_eq!(u32::from(turn.exif()), number);
            let turned = turn.apply(numbered(3, 2));
            assert_eq!(
                (turned.width(), numbers(&turned)),
                (width, expected.to_vec()),
                "{turn:?}"
            );
        }
        assert_eq!(Turn::from_exif(0), Turn::Upright);
        assert_eq!(Turn::from_exif(9), Turn::Upright);
    }

    #[test]
    fn turns_undo_each_other_beyond_a_block() {
        let first = numbered(70, 45);
        for (there, back) in [
            (Turn::Right, Turn::Left),
            (Turn::Transpose, Turn::Transpose),
            (Turn::Transverse, Turn::Transverse),
            (Turn::Half, Turn::Half),
            (Turn::Flip, Turn::Flip),
            (Turn::Mirror, Turn::Mirror),
        ] {
            assert_eq!(back.apply(there.apply(first.clone())), first, "{there:?}");
        }
    }
}
