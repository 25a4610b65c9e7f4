//! All marks a phone knows, and the search through them from the first to the last.

use super::{AMBER, Bits, Mark, PAIRS, Query, RED, Turn, View};

/// So many marks are compared before anything is looked at: they stay in the cache of a core, and
/// a loop without a branch is what a compiler makes fast.
const BLOCK: usize = 512;

/// Marks in the order in which they came, one view after the other.
#[derive(Debug, Clone)]
pub struct Index<Id> {
    ids: Vec<Id>,
    full: Vec<Bits>,
    top: Vec<Bits>,
    centre: Vec<Bits>,
    trimmed: Vec<Bits>,
    plain: usize,
}

/// How near two pictures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Surely of one origin: at most [`RED`] bits apart.
    Red,
    /// Worth being looked at side by side: at most [`AMBER`] bits apart.
    Amber,
}

/// A known picture that a new one may have been made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near<Id> {
    /// Which.
    pub id: Id,
    /// In how many of 256 bits the nearest two views differ.
    pub distance: u32,
    /// The view of the new picture.
    pub query_view: View,
    /// The view of the known picture.
    pub view: View,
    /// What is to be done to the new picture so that it lies as the known one.
    pub turn: Turn,
}

impl<Id> Near<Id> {
    /// Returns how near it is, or nothing if it is farther than amber.
    pub const fn band(&self) -> Option<Band> {
        if self.distance <= RED {
            Some(Band::Red)
        } else if self.distance <= AMBER {
            Some(Band::Amber)
        } else {
            None
        }
    }

    /// Returns the two views as the log writes them: `full-top`, the new picture's first.
    pub fn views(&self) -> String {
        format!("{}-{}", self.query_view.name(), self.view.name())
    }
}

/// A picture that tells too little to be told from others: it is not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the picture tells too little (quality {quality} of 100) to be compared")]
pub struct TooPlain {
    /// Its quality.
    pub quality: u8,
}

impl<Id> Default for Index<Id> {
    fn default() -> Self {
        Self {
            ids: Vec::new(),
            full: Vec::new(),
            top: Vec::new(),
            centre: Vec::new(),
            trimmed: Vec::new(),
            plain: 0,
        }
    }
}

impl<Id> Extend<(Id, Mark)> for Index<Id> {
    fn extend<T: IntoIterator<Item = (Id, Mark)>>(&mut self, marks: T) {
        for (id, mark) in marks {
            self.insert(id, &mark);
        }
    }
}

impl<Id> FromIterator<(Id, Mark)> for Index<Id> {
    fn from_iter<T: IntoIterator<Item = (Id, Mark)>>(marks: T) -> Self {
        let mut index = Self::default();
        index.extend(marks);
        index
    }
}

impl<Id> Index<Id> {
    /// Adds a picture; one that tells too little is counted and never found.
    pub fn insert(&mut self, id: Id, mark: &Mark) {
        if mark.is_plain() {
            self.plain += 1;
            return;
        }
        self.ids.push(id);
        self.full.push(mark.full);
        self.top.push(mark.top);
        self.centre.push(mark.centre);
        self.trimmed.push(mark.trimmed);
    }

    /// Returns how many pictures can be found.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Reports whether no picture can be found.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Returns how many pictures were added that tell too little to be found.
    pub const fn plain(&self) -> usize {
        self.plain
    }

    const fn view(&self, view: View) -> &Vec<Bits> {
        match view {
            View::Full => &self.full,
            View::Top => &self.top,
            View::Centre => &self.centre,
            View::Trimmed => &self.trimmed,
        }
    }
}

impl<Id: Clone> Index<Id> {
    /// Returns every known picture at most `within` bits from the new one in any pair of views and
    /// any turn, once each, nearest first, of equally near ones the earlier first.
    pub fn near(&self, query: &Query, within: u32) -> Result<Vec<Near<Id>>, TooPlain> {
        let mark = query.mark();
        if mark.is_plain() {
            return Err(TooPlain {
                quality: mark.quality,
            });
        }
        let mut hits: Vec<(usize, Hit)> = Vec::new();
        for view in View::ALL {
            let asked = asked(query, view);
            for (block, marks) in self.view(view).chunks(BLOCK).enumerate() {
                for ask in &asked {
                    scan(ask.bits, marks, within, |at, distance| {
                        let hit = Hit {
                            distance,
                            turn: ask.turn,
                            pair: ask.pair,
                        };
                        hits.push((block * BLOCK + at, hit));
                    });
                }
            }
        }
        // Of several ways to the same picture the nearest counts, then the plainest.
        hits.sort_unstable();
        hits.dedup_by_key(|(at, _)| *at);
        let mut found: Vec<Near<Id>> = hits
            .into_iter()
            .filter_map(|(at, hit)| {
                let (query_view, view) = PAIRS.get(hit.pair).copied()?;
                Some(Near {
                    id: self.ids.get(at)?.clone(),
                    distance: hit.distance,
                    query_view,
                    view,
                    turn: hit.turn,
                })
            })
            .collect();
        found.sort_by_key(|near| near.distance);
        Ok(found)
    }
}

impl<Id: Clone> Index<Id> {
    /// Returns the known picture whose one view is nearest to some bits, with the distance; of
    /// equally near ones the earliest.
    pub fn nearest_of(&self, bits: &Bits, view: View) -> Option<(Id, u32)> {
        let mut best: Option<(usize, u32)> = None;
        for (block, marks) in self.view(view).chunks(BLOCK).enumerate() {
            let within = best.map_or(256, |(_, distance)| distance.saturating_sub(1));
            scan(bits, marks, within, |at, distance| {
                if best.is_none_or(|(_, least)| distance < least) {
                    best = Some((block * BLOCK + at, distance));
                }
            });
            if best.is_some_and(|(_, distance)| distance == 0) {
                break;
            }
        }
        let (at, distance) = best?;
        Some((self.ids.get(at)?.clone(), distance))
    }
}

/// One way to a known picture; the order is the order of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    distance: u32,
    turn: Turn,
    pair: usize,
}

/// Bits of the new picture to be compared with one view of all known ones.
struct Ask<'a> {
    bits: &'a Bits,
    turn: Turn,
    pair: usize,
}

/// Returns what is compared with a view of the known pictures. Views that are the same picture (no
/// bars, say) are asked for once.
fn asked(query: &Query, view: View) -> Vec<Ask<'_>> {
    let mut asked: Vec<Ask<'_>> = Vec::new();
    for (pair, (query_view, _)) in PAIRS.iter().enumerate().filter(|(_, pair)| pair.1 == view) {
        for (turn, bits) in query.turned(*query_view) {
            if asked.iter().all(|ask| ask.bits != bits) {
                asked.push(Ask { bits, turn, pair });
            }
        }
    }
    asked
}

/// Compares with every mark of a block.
fn scan(bits: &Bits, marks: &[Bits], within: u32, mut hit: impl FnMut(usize, u32)) {
    let mut distances = [0_u32; BLOCK];
    for (distance, mark) in distances.iter_mut().zip(marks) {
        *distance = bits.distance(mark);
    }
    let least = distances.iter().take(marks.len()).min();
    if least.is_none_or(|least| *least > within) {
        return;
    }
    for (at, distance) in distances.iter().take(marks.len()).enumerate() {
        if *distance <= within {
            hit(at, *distance);
        }
    }
}
