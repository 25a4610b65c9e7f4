//! Where each text of a watermark goes.

use super::font::Font;
use super::{NoStamp, Words};

/// A card may cover so many hundredths of a picture.
const COVER: u64 = 25;

/// The smallest size of a text that can be read, in pixels.
const SMALLEST: u32 = 10;

/// A rectangle in pixels, from the upper left corner of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// What a text of the card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The time, large.
    Time,
    /// The day, or what stands under it.
    Day,
    /// What a row is.
    Name,
    /// What a row says; one piece for each line of it.
    Text,
    /// That this is no evidence.
    Label,
}

/// One line of text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub role: Role,
    /// What it says.
    pub text: String,
    /// Where; its height is the size of the text.
    pub area: Area,
}

/// A watermark laid out for a picture of one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The dark card.
    pub card: Area,
    /// The coloured line between time and day.
    pub bar: Area,
    /// The texts.
    pub pieces: Vec<Piece>,
    /// Characters that the font lacks, each once.
    pub missing: Vec<char>,
    /// How many lines had no room and are not drawn; they stand in the record.
    pub left_out: usize,
}

/// Lays out a watermark in the lower left corner, as large as is usual and as small as it must be.
pub fn layout(width: u32, height: u32, words: &Words, font: &Font) -> Result<Layout, NoStamp> {
    let mut missing = Vec::new();
    for sign in words.lines().iter().flat_map(|line| line.chars()) {
        if !sign.is_whitespace() && !font.has(sign) && !missing.contains(&sign) {
            missing.push(sign);
        }
    }
    // First smaller and smaller; when it cannot be read any smaller, shorter and shorter.
    let most = words.rows.iter().filter(|row| row.may_go).count();
    // Usual texts then stay in the lower quarter, which one view of a fingerprint leaves out.
    let usual = (width / 24).min(height / 38).max(SMALLEST);
    let mut size = usual;
    while size >= SMALLEST {
        let tried = Page::new(width, height, size, font).set(words, usize::MAX, 0, &missing);
        if let Some(layout) = tried {
            return Ok(layout);
        }
        size -= (size / 10).max(1);
    }
    for (lines, gone) in [(2, 0), (1, 0)]
        .into_iter()
        .chain((1..=most).map(|gone| (1, gone)))
    {
        let tried = Page::new(width, height, SMALLEST, font).set(words, lines, gone, &missing);
        if let Some(layout) = tried {
            return Ok(layout);
        }
    }
    Err(NoStamp::TooSmall { width, height })
}

/// A card being filled from top to bottom.
struct Page<'a> {
    font: &'a Font,
    /// The picture.
    picture: (u32, u32),
    /// The size of a row.
    size: u32,
    /// Between the edge of the card and its texts.
    edge: u32,
    /// The widest a line may be.
    wide: u32,
    pieces: Vec<Piece>,
    /// How far down and right texts go, from the corner of the card.
    down: u32,
    right: u32,
    left_out: usize,
}

impl<'a> Page<'a> {
    fn new(width: u32, height: u32, size: u32, font: &'a Font) -> Self {
        let edge = size * 6 / 10;
        // Upright pictures take a wider share.
        let share = if width > height { 60 } else { 90 };
        Self {
            font,
            picture: (width, height),
            size,
            edge,
            wide: (width * share / 100).saturating_sub(2 * edge),
            pieces: Vec::new(),
            down: edge,
            right: 0,
            left_out: 0,
        }
    }

    fn put(&mut self, role: Role, text: String, x: u32, y: u32, size: u32) {
        let width = self.font.width(&text, size);
        self.right = self.right.max(x + width);
        let area = Area {
            x,
            y,
            width,
            height: size,
        };
        self.pieces.push(Piece { role, text, area });
    }

    /// Sets all texts; `lines` is how many lines a row may take, `gone` how many of the rows that
    /// may go are left out, the last first. Nothing comes back if it does not fit.
    fn set(mut self, words: &Words, lines: usize, gone: usize, missing: &[char]) -> Option<Layout> {
        let size = self.size;
        let (left, top) = (self.edge, self.down);
        // The large time, the bar, day over day of the week.
        let large = size * 2;
        self.put(Role::Time, words.time.clone(), left, top, large);
        let bar = Area {
            x: left + self.font.width(&words.time, large) + size / 3,
            y: top + size / 8,
            width: (size / 8).max(1),
            height: large - size / 4,
        };
        let beside = bar.x + bar.width + size / 3;
        let day = size * 9 / 10;
        if words.under_day.is_empty() {
            self.put(
                Role::Day,
                words.day.clone(),
                beside,
                top + (large - day) / 2,
                day,
            );
        } else {
            self.put(Role::Day, words.day.clone(), beside, top, day);
            self.put(
                Role::Day,
                words.under_day.clone(),
                beside,
                top + large - day,
                day,
            );
        }
        self.down += large + size / 2;

        let last_kept = words.rows.iter().filter(|row| row.may_go).count() - gone;
        let mut seen = 0;
        for row in &words.rows {
            seen += usize::from(row.may_go);
            if row.may_go && seen > last_kept {
                self.left_out += 1;
                continue;
            }
            let limit = if row.may_go { lines } else { usize::MAX };
            self.row(&row.name, &row.text, limit)?;
        }
        let small = (size * 8 / 10).max(SMALLEST);
        for line in wrapped(self.font, &words.label, small, self.wide)? {
            self.put(Role::Label, line, left, self.down, small);
            self.down += small + small / 4;
        }

        let (width, height) = self.picture;
        let card = Area {
            x: width / 60,
            y: 0,
            width: self.right + self.edge,
            height: self.down + self.edge / 2,
        };
        let below = height / 60;
        let fits = card.x + card.width <= width
            && card.height + below <= height
            && self.right <= self.wide + left
            && u64::from(card.width) * u64::from(card.height) * 100
                <= u64::from(width) * u64::from(height) * COVER;
        if !fits {
            return None;
        }
        let card = Area {
            y: height - below - card.height,
            ..card
        };
        let moved = |area: Area| Area {
            x: area.x + card.x,
            y: area.y + card.y,
            ..area
        };
        let pieces = self.pieces.into_iter().map(|piece| Piece {
            area: moved(piece.area),
            ..piece
        });
        Some(Layout {
            card,
            bar: moved(bar),
            pieces: pieces.collect(),
            missing: missing.to_vec(),
            left_out: self.left_out,
        })
    }

    fn row(&mut self, name: &str, text: &str, limit: usize) -> Option<()> {
        if text.trim().is_empty() {
            // The record has nothing to say here: no place was given, say.
            return Some(());
        }
        let (size, left) = (self.size, self.edge);
        let indent = if name.is_empty() {
            0
        } else {
            self.font.width(name, size) + size / 2
        };
        let mut lines = wrapped(self.font, text, size, self.wide.checked_sub(indent)?)?;
        if lines.len() > limit {
            self.left_out += lines.len() - limit;
            lines.truncate(limit);
            if let Some(last) = lines.last_mut() {
                last.pop();
                last.push('…');
            }
        }
        if !name.is_empty() {
            self.put(Role::Name, name.to_owned(), left, self.down, size);
        }
        for line in lines {
            self.put(Role::Text, line, left + indent, self.down, size);
            self.down += size + size / 4;
        }
        Some(())
    }
}

/// Breaks a text into lines: after a space if there is one in the later half of the line, else
/// anywhere, as Chinese is; a stop does not begin a line. Nothing comes back if one sign is too wide.
fn wrapped(font: &Font, text: &str, size: u32, wide: u32) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for sign in text
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
    {
        line.push(sign);
        if font.width(&line, size) <= wide {
            continue;
        }
        line.pop();
        let mut rest = String::new();
        if let Some((before, after)) = line.rsplit_once(' ')
            && before.chars().count() >= after.chars().count()
            && sign.is_ascii()
        {
            let kept = before.len();
            after.clone_into(&mut rest);
            line.truncate(kept);
        } else if "，。；：、！？,.;:!?)）」”".contains(sign) {
            rest.extend(line.pop());
        }
        if line.trim().is_empty() {
            return None;
        }
        lines.push(line.trim().to_owned());
        rest.push(sign);
        line = rest;
    }
    if font.width(&line, size) > wide {
        return None;
    }
    if !line.trim().is_empty() {
        lines.push(line.trim().to_owned());
    }
    Some(lines)
}
