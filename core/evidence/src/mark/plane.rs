//! A grey picture of moderate size, its parts, and means over areas, all in integers.

/// The longest side of a plane. Larger pictures are made smaller once, and the views cut from that.
const LONGEST: u32 = 512;

/// The longest side of a picture that is taken.
const SIDE: u32 = 65_535;

/// A bar at an edge: rows or columns of which so many in a hundred points are near its colour.
const FLAT: usize = 75;

/// How far from its colour a point of a bar may be.
const NEAR: u8 = 6;

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

/// Adds up grey values over areas: `across` × `down` sums, each of `width × height` units of area.
///
/// A sum down a column of an area is at most 255 × 65,535, which 32 bits hold; a whole sum 48 bits.
fn areas(grey: &[u8], (width, height): (usize, usize), (across, down): (usize, usize)) -> Vec<u64> {
    let columns = spans(width, across);
    // Which rows make a row of areas is, read the other way, into which of them a row goes.
    let into = spans(down, height);
    let mut sums = Vec::with_capacity(across * down);
    let (mut line, mut whole) = (vec![0_u32; width], vec![0_u32; width]);
    // A row wholly within one row of areas weighs this much.
    let full = u32::try_from(down).unwrap_or(u32::MAX);
    let mut finish = |line: &mut [u32], whole: &mut [u32]| {
        for (sum, rows) in line.iter_mut().zip(whole.iter()) {
            *sum += rows * full;
        }
        sums.extend(columns.iter().map(|column| {
            let points = line.iter().skip(column.first).zip(&column.weights);
            points
                .map(|(value, weight)| u64::from(*value) * u64::from(*weight))
                .sum::<u64>()
        }));
        line.fill(0);
        whole.fill(0);
    };
    // Downwards first, because that is one long addition for a row.
    let mut at = 0;
    for (row, span) in grey.chunks_exact(width).zip(&into) {
        for (target, weight) in (span.first..).zip(&span.weights) {
            if target != at {
                finish(&mut line, &mut whole);
                at = target;
            }
            if *weight == full {
                for (sum, grey) in whole.iter_mut().zip(row) {
                    *sum += u32::from(*grey);
                }
            } else {
                for (sum, grey) in line.iter_mut().zip(row) {
                    *sum += u32::from(*grey) * weight;
                }
            }
        }
    }
    finish(&mut line, &mut whole);
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
        let (pixels, _) = rgb.as_chunks::<3>();
        let grey: Vec<u8> = pixels
            .iter()
            .map(|[red, green, blue]| self::grey(*red, *green, *blue))
            .collect();
        if long <= LONGEST {
            return Some(Self {
                width: wide,
                height: high,
                grey,
            });
        }
        let fit = |side: u32| {
            let side = (side * LONGEST + long / 2) / long;
            usize::try_from(side.max(1)).ok()
        };
        let (across, down) = (fit(width)?, fit(height)?);
        let area = u64::from(width) * u64::from(height);
        let grey = areas(&grey, (wide, high), (across, down))
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
        areas(&self.grey, (self.width, self.height), (64, 64))
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

    /// Returns what is left without bars at the edges, or nothing if there are none.
    pub(super) fn trimmed(&self) -> Option<Self> {
        let least = self.height.min(self.width) / 8;
        let mut rest: Option<Self> = None;
        // Once the bars above and below are gone, those at the sides show; a frame may have two
        // colours.
        for _ in 0..3 {
            let now = rest.as_ref().unwrap_or(self);
            let (above, below) = bars(now.height, |at| {
                now.rows().nth(at).map(<[u8]>::to_vec).unwrap_or_default()
            });
            let high = now.height - above - below;
            let cut = (high < now.height && high > least)
                .then(|| now.part(0, above, now.width, high))
                .flatten();
            let now = cut.as_ref().unwrap_or(now);
            let (left, right) = bars(now.width, |at| {
                now.rows().filter_map(|row| row.get(at).copied()).collect()
            });
            let wide = now.width - left - right;
            let cut_too = (wide < now.width && wide > least)
                .then(|| now.part(left, 0, wide, now.height))
                .flatten();
            match cut_too.or(cut) {
                Some(part) => rest = Some(part),
                None => break,
            }
        }
        rest
    }
}

/// Returns how many lines of bars there are at either edge, of so many lines side by side.
fn bars(count: usize, line: impl Fn(usize) -> Vec<u8>) -> (usize, usize) {
    let first = bar((0..count).map(|at| Line::of(&line(at))), count);
    let last = bar((0..count).rev().map(|at| Line::of(&line(at))), count);
    if first + last >= count {
        // One colour from edge to edge: no bar, but a picture that tells nothing.
        (0, 0)
    } else {
        (first, last)
    }
}

/// A row or a column as far as bars go.
struct Line {
    /// The grey that half of its points do not exceed.
    middle: u8,
    /// Whether most points are near it.
    flat: bool,
}

impl Line {
    fn of(row: &[u8]) -> Self {
        let mut counts = [0_usize; 256];
        for grey in row {
            if let Some(count) = counts.get_mut(usize::from(*grey)) {
                *count += 1;
            }
        }
        let mut left = row.len() / 2;
        let mut middle = 0;
        for (grey, count) in (0..=u8::MAX).zip(counts) {
            middle = grey;
            if count > left {
                break;
            }
            left -= count;
        }
        let first = usize::from(middle.saturating_sub(NEAR));
        let last = usize::from(middle.saturating_add(NEAR));
        let near: usize = counts.iter().take(last + 1).skip(first).sum();
        Self {
            middle,
            flat: near * 100 >= row.len() * FLAT,
        }
    }
}

/// Returns how many lines from an edge on are a bar of one colour.
///
/// Signs in it (a clock, buttons) interrupt a bar for a while; so a gap of at most a twelfth of
/// the side is passed if the bar goes on behind it.
fn bar(lines: impl Iterator<Item = Line>, count: usize) -> usize {
    let (mut end, mut gap) = (0, 0);
    let mut colour: Option<u8> = None;
    for (at, line) in lines.enumerate() {
        let first = *colour.get_or_insert(line.middle);
        if line.flat && line.middle.abs_diff(first) <= NEAR {
            end = at + 1;
            gap = 0;
        } else {
            gap += 1;
            if end == 0 || gap * 12 > count {
                break;
            }
        }
    }
    end
}
