//! The fewest trips that cover tasks, exactly: what is still open, day by day.
//!
//! The days are walked once. After each day the only thing of the past that
//! matters is which of the tasks whose days still run are not done yet: a set
//! of bits. For each such set the best way to reach it is kept, and a way that
//! leaves more open for no better score is dropped: whatever finishes it also
//! finishes the other. Tasks that ended open are counted into the score, so the
//! best way at the end is the optimum over *all* choices of days and workers.
//!
//! A task that takes `n` different days has `n` bits, of which the low ones are
//! still set; one day clears one of them, whoever goes.

use super::days::Days;

/// Holds tasks of one home that are alike: done by the same trips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kind {
    /// The home, by its place in the problem.
    pub(super) home: usize,
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) repeats: u32,
    pub(super) urgent: bool,
    pub(super) prefer: Option<Days>,
    /// Places in the input of all the tasks.
    pub(super) tasks: Vec<usize>,
    /// Who may do it, by place in the input, in order.
    pub(super) workers: Vec<usize>,
}

impl Kind {
    fn weight(&self) -> u128 {
        self.tasks.len() as u128
    }
}

/// Holds somebody who may go to a home: one worker, or several who may do the same there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Goer {
    /// The home, by its place in the problem.
    pub(super) home: usize,
    /// The workers, by place in the input.
    pub(super) workers: Vec<usize>,
    /// What they may do there, by place in the problem.
    pub(super) kinds: Vec<usize>,
    /// Whose room is shared with other homes, where the problem has several.
    pub(super) seat: usize,
}

/// Compares ways, the least first: urgent days left open, days left open,
/// trips, cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Score(u128);

impl Score {
    const TRIP: u128 = 1 << 64;
    const MISSING: u128 = 1 << 88;
    const URGENT: u128 = 1 << 112;

    fn missing(days: u128, urgent: bool) -> Self {
        let urgent = if urgent { days * Self::URGENT } else { 0 };
        Self(days * Self::MISSING + urgent)
    }

    fn trip(trips: u32, cost: u64) -> Self {
        Self(u128::from(trips) * Self::TRIP + u128::from(cost))
    }

    fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Returns the score without its cost.
    pub(super) fn head(self) -> u128 {
        self.0 / Self::TRIP
    }

    pub(super) fn trips(self) -> u64 {
        low(self.0 / Self::TRIP, 24)
    }

    pub(super) fn missing_days(self) -> u64 {
        low(self.0 / Self::MISSING, 24)
    }
}

fn low(value: u128, bits: u32) -> u64 {
    u64::try_from(value & ((1 << bits) - 1)).unwrap_or(u64::MAX)
}

/// Holds a trip that is offered to the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) worker: usize,
    pub(super) cost: u64,
}

/// Holds what is to be covered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Problem<'a> {
    pub(super) kinds: &'a [Kind],
    /// The bits of each kind, from [`place`].
    pub(super) fields: &'a [u128],
    pub(super) goers: &'a [Goer],
    /// Homes of the problem.
    pub(super) homes: usize,
    /// Trips each seat can make on a day, where they are shared.
    pub(super) room: Option<&'a [u32]>,
    /// So many ways are kept at a time.
    pub(super) widest: usize,
    /// What being late for an urgent task costs a day.
    pub(super) late: u64,
    /// What a day that is not a preferred one costs.
    pub(super) unwished: u64,
}

/// Holds the best cover.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cover {
    pub(super) score: Score,
    /// Home, worker and day of each trip, by day.
    pub(super) trips: Vec<(usize, usize, usize)>,
    /// Whether no way was dropped for want of room.
    pub(super) exact: bool,
}

#[derive(Debug, Clone, Copy)]
struct Way {
    open: u128,
    used: u64,
    score: Score,
    node: u32,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    before: u32,
    home: u32,
    day: u32,
    worker: u32,
}

const ROOT: u32 = u32::MAX;

/// Gives each kind bits that nobody else uses on its days; none where there is no room.
pub(super) fn place(kinds: &[Kind]) -> Vec<u128> {
    let mut fields: Vec<u128> = Vec::with_capacity(kinds.len());
    for (at, kind) in kinds.iter().enumerate() {
        let taken = kinds
            .iter()
            .zip(&fields)
            .take(at)
            .filter(|(other, _)| other.first <= kind.last && kind.first <= other.last)
            .fold(0u128, |taken, (_, field)| taken | field);
        let width = kind.repeats.clamp(1, 127);
        let bits = (1u128 << width) - 1;
        let field = (0..=128 - width)
            .map(|shift| bits << shift)
            .find(|field| field & taken == 0)
            .unwrap_or(0);
        fields.push(field);
    }
    fields
}

/// Holds one choice of who goes to a home on a day.
struct Choice {
    once: u128,
    many: u128,
    seats: u64,
    score: Score,
    /// Bits of the goers, by place among the day's offers.
    goers: u32,
}

/// Finds the best cover; `offer` says who of a goer would go on a day and at what
/// cost, if anybody can.
pub(super) fn cover(
    problem: &Problem<'_>,
    mut offer: impl FnMut(usize, usize) -> Option<Offer>,
) -> Cover {
    let mut nodes: Vec<Node> = Vec::new();
    let mut ways = vec![Way {
        open: 0,
        used: 0,
        score: Score::default(),
        node: ROOT,
    }];
    let mut exact = true;
    let (mut next, mut choices, mut offers) = (Vec::new(), Vec::new(), Vec::new());
    let first = problem.kinds.iter().map(|kind| kind.first).min();
    let last = problem.kinds.iter().map(|kind| kind.last).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Cover {
            exact,
            ..Cover::default()
        };
    };
    for day in first..=last {
        for (kind, field) in problem.kinds.iter().zip(problem.fields) {
            if kind.first == day {
                for way in &mut ways {
                    way.open |= field;
                }
            }
        }
        let open = ways.iter().fold(0, |open, way| open | way.open);
        if open == 0 {
            continue;
        }
        for home in 0..problem.homes {
            offers.clear();
            for (number, goer) in problem.goers.iter().enumerate() {
                if goer.home != home {
                    continue;
                }
                let (once, many) = bits(problem, goer, day);
                if (once | many) & open != 0
                    && let Some(offer) = offer(number, day)
                {
                    offers.push((once, many, goer.seat, offer));
                }
            }
            if offers.is_empty() {
                continue;
            }
            exact &= choose(problem, &offers, &mut choices);
            next.clear();
            for way in &ways {
                add(&mut next, *way);
                for choice in &choices {
                    let Some(mut way) = step(problem, day, *way, choice) else {
                        continue;
                    };
                    for (bit, (.., offer)) in offers.iter().enumerate() {
                        if choice.goers & (1 << bit) != 0 {
                            let node = u32::try_from(nodes.len()).unwrap_or(ROOT);
                            nodes.push(Node {
                                before: way.node,
                                home: small(home),
                                day: small(day),
                                worker: small(offer.worker),
                            });
                            way.node = node;
                        }
                    }
                    add(&mut next, way);
                }
            }
            std::mem::swap(&mut ways, &mut next);
            exact &= narrow(&mut ways, problem.widest);
        }
        end(problem, day, &mut ways);
    }
    let best = ways.into_iter().min_by_key(|way| way.score);
    let Some(best) = best else {
        return Cover::default();
    };
    let mut trips = Vec::new();
    let mut at = best.node;
    while let Some(node) = usize::try_from(at).ok().and_then(|at| nodes.get(at)) {
        trips.push((node.home as usize, node.worker as usize, node.day as usize));
        at = node.before;
    }
    trips.reverse();
    Cover {
        score: best.score,
        trips,
        exact,
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Returns the bits of what a goer may do on a day: done once, or on several days.
fn bits(problem: &Problem<'_>, goer: &Goer, day: usize) -> (u128, u128) {
    let (mut once, mut many) = (0, 0);
    for number in &goer.kinds {
        let (Some(kind), Some(field)) = (problem.kinds.get(*number), problem.fields.get(*number))
        else {
            continue;
        };
        if kind.first <= day && day <= kind.last {
            if kind.repeats > 1 {
                many |= field;
            } else {
                once |= field;
            }
        }
    }
    (once, many)
}

/// Lists who may go together; all of the offers in any number while they are few.
fn choose(
    problem: &Problem<'_>,
    offers: &[(u128, u128, usize, Offer)],
    choices: &mut Vec<Choice>,
) -> bool {
    const ALL: usize = 6;
    choices.clear();
    let few = offers.len() <= ALL;
    let count = small(offers.len()).min(31);
    for goers in 1..(1u32 << count) {
        if !few && goers.count_ones() > 2 {
            continue;
        }
        let mut choice = Choice {
            once: 0,
            many: 0,
            seats: 0,
            score: Score::default(),
            goers,
        };
        let mut cost = 0u64;
        for (bit, (once, many, seat, offer)) in offers.iter().enumerate() {
            if goers & (1 << bit) != 0 {
                choice.once |= once;
                choice.many |= many;
                cost = cost.saturating_add(offer.cost);
                if problem.room.is_some() {
                    choice.seats += 1 << (8 * (seat % 8));
                }
            }
        }
        choice.score = Score::trip(goers.count_ones(), cost);
        choices.push(choice);
    }
    few
}

/// Makes a choice; none where nothing is closed or a worker has no room left.
fn step(problem: &Problem<'_>, day: usize, way: Way, choice: &Choice) -> Option<Way> {
    let hit = way.open & (choice.once | choice.many);
    if hit == 0 {
        return None;
    }
    let used = way.used + choice.seats;
    if let Some(room) = problem.room {
        for (seat, room) in room.iter().enumerate() {
            if (used >> (8 * seat)) & 0xff > u64::from(*room) {
                return None;
            }
        }
    }
    let mut open = way.open & !choice.once;
    let mut score = way.score.plus(choice.score);
    for (kind, field) in problem.kinds.iter().zip(problem.fields) {
        if hit & field == 0 || day < kind.first || day > kind.last {
            continue;
        }
        if kind.repeats > 1 {
            let left = open & field;
            open = (open & !field) | ((left >> 1) & field);
        }
        let mut cost = 0;
        if kind.urgent {
            cost += problem.late * (day - kind.first) as u64;
        }
        if kind.prefer.is_some_and(|days| !days.has(day)) {
            cost += problem.unwished;
        }
        score = score.plus(Score::trip(0, cost));
    }
    Some(Way {
        open,
        used,
        score,
        node: way.node,
    })
}

/// Tells whether one way is at least as good as another, whatever comes.
fn beats(one: &Way, other: &Way) -> bool {
    one.open & !other.open == 0
        && one.score <= other.score
        && (0..8).all(|seat| (one.used >> (8 * seat)) & 0xff <= (other.used >> (8 * seat)) & 0xff)
}

/// Adds a way unless another is as good; while they are few, those it beats go.
fn add(ways: &mut Vec<Way>, way: Way) {
    const FEW: usize = 64;
    if ways.len() > FEW {
        ways.push(way);
        return;
    }
    if ways.iter().any(|other| beats(other, &way)) {
        return;
    }
    ways.retain(|other| !beats(&way, other));
    ways.push(way);
}

/// Drops ways to the same set but the best, then all that are too many.
fn narrow(ways: &mut Vec<Way>, widest: usize) -> bool {
    const FEW: usize = 64;
    if ways.len() <= FEW {
        return true;
    }
    ways.sort_by_key(|way| (way.open, way.used, way.score));
    ways.dedup_by_key(|way| (way.open, way.used));
    if ways.len() <= widest {
        return true;
    }
    ways.sort_by_key(|way| way.score);
    ways.truncate(widest);
    false
}

/// Ends a day: what ended open is counted, and everybody's room is back.
fn end(problem: &Problem<'_>, day: usize, ways: &mut Vec<Way>) {
    let mut ended = false;
    for (kind, field) in problem.kinds.iter().zip(problem.fields) {
        if kind.last != day {
            continue;
        }
        ended = true;
        for way in ways.iter_mut() {
            let left = way.open & field;
            if left != 0 {
                let days = u128::from(left.count_ones()) * kind.weight();
                way.score = way.score.plus(Score::missing(days, kind.urgent));
                way.open &= !field;
            }
        }
    }
    let shared = problem.room.is_some();
    if shared {
        for way in ways.iter_mut() {
            way.used = 0;
        }
    }
    if ended || shared {
        let all = std::mem::take(ways);
        for way in all {
            add(ways, way);
        }
    }
}
