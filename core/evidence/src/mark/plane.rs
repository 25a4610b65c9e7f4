//! A grey picture of moderate size, its parts, and means over areas, all in integers.

/// The longest side of a plane. Larger pictures are made smaller once, and the views cut from that.
const LONGEST: u32 = 512;

/// The longest side of a picture that is taken.
const SIDE: u32 = 65_535;

/// A bar at an edge: rows or columns of which so many in a hundred points are near its colour.
const FLAT: u32 = 62;

/// How far from its colour a point of a bar may be.
const NEAR: u8 = 12;

/// A grey picture, row by row.
#[derive(Debug, Clone)]
pub(super) struct Plane {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

/// Which of the old points a new one stands for, and how much of each: the two sides are laid on
/// each other, an old point `to` units long and a new one `from` units.
struct Span {
    first: usize,
    weights: Vec<u32>,
}

/// Returns for each of `to` equal parts of a side which of its `from` points are in it.
fn spans(from: usize, to: usize) -> Vec<Span> {
    (0..to)
        .map(|at| {
            let (start, end) = (at * from, (at + 1) * from);
            let first = start / to;
            let last = (end - 1) / to;
            let weights = (first..=last)
                .map(|point| {
                    let (left, right) = (point * to, (point + 1) * to);
                    // At most SIDE, since it is at most the smaller of the two lengths.
                    u32::try_from(right.min(end) - left.max(start)).unwrap_or(u32::MAX)
                })
                .collect();
            Span { first, weights }
        })
        .collect()
}

/// Adds up grey values over areas: `columns` × `rows` sums, each of `width × height` units of area.
///
/// A sum is at most 255 × 65,535², so that 48 bits hold it.
fn areas<'a>(
    (width, height): (usize, usize),
    rows: impl Iterator<Item = Vec<u8>> + 'a,
    (across, down): (usize, usize),
) -> Vec<u64> {
    let columns = spans(width, across);
    // A span of rows in a row of areas is, read the other way, a span of areas in a row.
    let into = spans(down, height);
    let mut sums = vec![0_u64; across * down];
    let mut line = vec![0_u32; across];
    for (row, span) in rows.zip(&into) {
        for (sum, column) in line.iter_mut().zip(&columns) {
            let points = row.iter().skip(column.first).zip(&column.weights);
            *sum = points.map(|(grey, weight)| u32::from(*grey) * weight).sum();
        }
        let targets = sums.chunks_exact_mut(across).skip(span.first);
        for (target, weight) in targets.zip(&span.weights) {
            for (sum, value) in target.iter_mut().zip(&line) {
                *sum += u64::from(*value) * u64::from(*weight);
            }
        }
    }
    sums
}

/// Returns the grey of a colour as ITU-R BT.601 has it, in 16-bit fixed point.
fn grey(red: u8, green: u8, blue: u8) -> u8 {
    let sum = u32::from(red) * 19_595 + u32::from(green) * 38_470 + u32::from(blue) * 7_471;
    // The three factors add up to 65,536, so that the result is at most 255.
    u8::try_from((sum + 0x8000) >> 16).unwrap_or(u8::MAX)
}

impl Plane {
    /// Takes a picture in RGB, makes it grey, and at most [`LONGEST`] long.
    pub(super) fn of_rgb(width: u32, height: u32, rgb: &[u8]) -> Option<Self> {
        let long = width.max(height);
        if width == 0 || height == 0 || long > SIDE {
            return None;
        }
        let (wide, high) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
        if rgb.len() != wide.checked_mul(high)?.checked_mul(3)? {
            return None;
        }
        let rows = rgb.chunks_exact(wide * 3).map(|row| {
            row.chunks_exact(3)
                .map(|pixel| match pixel {
                    &[red, green, blue] => grey(red, green, blue),
                    _ => 0,
                })
                .collect::<Vec<u8>>()
        });
        if long <= LONGEST {
            return Some(Self {
                width: wide,
                height: high,
                grey: rows.flatten().collect(),
            });
        }
        let fit = |side: u32| {
            let side = (side * LONGEST + long / 2) / long;
            usize::try_from(side.max(1)).ok()
        };
        let (across, down) = (fit(width)?, fit(height)?);
        let area = u64::from(width) * u64::from(height);
        let grey = areas((wide, high), rows, (across, down))
            .into_iter()
            .map(|sum| u8::try_from((sum + area / 2) / area).unwrap_or(u8::MAX))
            .collect();
        Some(Self {
            width: across,
            height: down,
            grey,
        })
    }

    fn rows(&self) -> impl DoubleEndedIterator<Item = &[u8]> {
        self.grey.chunks_exact(self.width)
    }

    /// Returns 64 × 64 means, each with 8 binary places: 0 to 65,280.
    pub(super) fn means(&self) -> Vec<i32> {
        let area = (self.width * self.height) as u64;
        let rows = self.rows().map(<[u8]>::to_vec);
        areas((self.width, self.height), rows, (64, 64))
            .into_iter()
            .map(|sum| i32::try_from((sum * 256 + area / 2) / area).unwrap_or(i32::MAX))
            .collect()
    }

    fn part(&self, left: usize, top: usize, width: usize, height: usize) -> Option<Self> {
        if width == 0 || height == 0 {
            return None;
        }
        let rows = self.rows().skip(top).take(height);
        let grey: Vec<u8> = rows
            .flat_map(|row| row.iter().skip(left).take(width).copied())
            .collect();
        (grey.len() == width * height).then_some(Self {
            width,
            height,
            grey,
        })
    }

    /// Returns the upper 76 %.
    pub(super) fn top(&self) -> Option<Self> {
        self.part(0, 0, self.width, (self.height * 76).div_ceil(100))
    }

    /// Returns the middle, 80 % wide and high; both edges lose the same, so that a mirrored picture
    /// has the mirrored middle.
    pub(super) fn centre(&self) -> Option<Self> {
        let (x, y) = ((self.width + 5) / 10, (self.height + 5) / 10);
        self.part(x, y, self.width - 2 * x, self.height - 2 * y)
    }

    fn transposed(&self) -> Self {
        let grey = (0..self.width)
            .flat_map(|column| self.rows().filter_map(move |row| row.get(column).copied()))
            .collect();
        Self {
            width: self.height,
            height: self.width,
            grey,
        }
    }

    /// Returns what is left without bars at the edges, or nothing if there are none.
    pub(super) fn trimmed(&self) -> Option<Self> {
        let mut rest = self.clone();
        let mut trimmed = false;
        // Bars above and below are found first: once they are gone, those at the sides show; a
        // frame may have two colours.
        for _ in 0..3 {
            let mut again = false;
            for _ in 0..2 {
                let (above, below) = bars(&rest);
                let left = rest.height.saturating_sub(above + below);
                if above + below > 0 && left * 8 >= self.height.min(self.width) {
                    rest = rest.part(0, above, rest.width, left)?;
                    again = true;
                }
                rest = rest.transposed();
            }
            trimmed |= again;
            if !again {
                break;
            }
        }
        trimmed.then_some(rest)
    }
}

/// Returns how many rows of bars there are at the upper and at the lower edge.
fn bars(plane: &Plane) -> (usize, usize) {
    let rows: Vec<Row> = plane.rows().map(Row::of).collect();
    let above = bar(rows.iter(), plane.height);
    let below = bar(rows.iter().rev(), plane.height);
    if above + below >= plane.height {
        // One colour from edge to edge: no bar, but a picture that tells nothing.
        (0, 0)
    } else {
        (above, below)
    }
}

/// A row as far as bars go.
struct Row {
    /// The grey that half of its points do not exceed.
    middle: u8,
    /// Whether most points are near it.
    flat: bool,
}

impl Row {
    fn of(row: &[u8]) -> Self {
        let mut sorted = row.to_vec();
        sorted.sort_unstable();
        let middle = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
        let near = row.iter().filter(|grey| grey.abs_diff(middle) <= NEAR);
        let flat = near.count() as u64 * 100 >= row.len() as u64 * u64::from(FLAT);
        Self { middle, flat }
    }
}

/// Returns how many rows from an edge on are a bar of one colour.
///
/// Signs in it (a clock, buttons) interrupt a bar for a while; so a gap of at most a twelfth of the
/// height is passed if the bar goes on behind it.
fn bar<'a>(rows: impl Iterator<Item = &'a Row>, height: usize) -> usize {
    let (mut end, mut gap) = (0, 0);
    let mut colour: Option<u8> = None;
    for (at, row) in rows.enumerate() {
        let first = *colour.get_or_insert(row.middle);
        if row.flat && row.middle.abs_diff(first) <= NEAR {
            end = at + 1;
            gap = 0;
        } else {
            gap += 1;
            if end == 0 || gap * 12 > height {
                break;
            }
        }
    }
    end
}
