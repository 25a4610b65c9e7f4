//! What an evaluation finds, and how findings join.

use super::abs::{Class, F, Many, Num, One, P, T, and, not, or};
use crate::number::Interval;
use std::sync::Arc;

const BOTH: u8 = T | F;

/// A value as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Abs {
    Bool(u8),
    Num(Num),
    One(One),
    Many(Many),
    Text(Option<Arc<str>>),
}

/// A value, what it hangs on while undecided, and what it rests on.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) abs: Abs,
    pub(crate) hang: Deps,
    pub(crate) used: Deps,
}

impl Found {
    /// What a test of this value found; what is decided hangs on nothing.
    pub(crate) fn tested(&self, bits: u8) -> Truth {
        let decided = bits == T || bits == F;
        Truth {
            bits,
            hang: if decided {
                Deps::NONE
            } else {
                self.hang.clone()
            },
            used: self.used.clone(),
        }
    }
}

/// The same for yes and no, the form that most of a rule has.
#[derive(Debug, Clone)]
pub(crate) struct Truth {
    pub(crate) bits: u8,
    pub(crate) hang: Deps,
    pub(crate) used: Deps,
}

impl Truth {
    /// Outcomes that stand on nothing.
    pub(crate) const fn plain(bits: u8) -> Self {
        Self {
            bits,
            hang: Deps::NONE,
            used: Deps::NONE,
        }
    }
}

impl From<Truth> for Found {
    fn from(truth: Truth) -> Self {
        Self {
            abs: Abs::Bool(truth.bits),
            hang: truth.hang,
            used: truth.used,
        }
    }
}

impl From<Found> for Truth {
    /// The checker lets nothing but yes and no come here; anything else is open.
    fn from(found: Found) -> Self {
        let bits = match found.abs {
            Abs::Bool(bits) => bits,
            _ => BOTH,
        };
        Self {
            bits,
            hang: found.hang,
            used: found.used,
        }
    }
}

/// Words of a set that need no memory of their own.
const WORDS: usize = 4;

/// A set of dependencies by number; up to 256 of them take no allocation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Deps {
    words: [u64; WORDS],
    more: Option<Box<More>>,
}

/// The words beyond those.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct More(Vec<u64>);

impl Deps {
    pub(crate) const NONE: Self = Self {
        words: [0; WORDS],
        more: None,
    };

    pub(crate) fn one(number: u32) -> Self {
        let mut out = Self::NONE;
        let at = usize::try_from(number / 64).unwrap_or(usize::MAX);
        let bit = 1_u64 << (number % 64);
        if let Some(word) = out.words.get_mut(at) {
            *word = bit;
        } else {
            let mut more = vec![0; at - WORDS];
            more.push(bit);
            out.more = Some(Box::new(More(more)));
        }
        out
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0) && self.more.is_none()
    }

    #[inline]
    pub(crate) fn add(&mut self, other: &Self) {
        for (mine, word) in self.words.iter_mut().zip(other.words) {
            *mine |= word;
        }
        if let Some(more) = &other.more {
            let mine = &mut self.more.get_or_insert_default().0;
            if mine.len() < more.0.len() {
                mine.resize(more.0.len(), 0);
            }
            for (mine, word) in mine.iter_mut().zip(&more.0) {
                *mine |= word;
            }
        }
    }

    /// Those that are in the other set too.
    pub(crate) fn within(&self, other: &Self) -> Self {
        let mut out = Self::NONE;
        for ((to, a), b) in out.words.iter_mut().zip(self.words).zip(other.words) {
            *to = a & b;
        }
        if let (Some(a), Some(b)) = (&self.more, &other.more) {
            let both: Vec<u64> = a.0.iter().zip(&b.0).map(|(a, b)| a & b).collect();
            if both.iter().any(|word| *word != 0) {
                out.more = Some(Box::new(More(both)));
            }
        }
        out
    }

    /// The numbers, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        let more = self.more.iter().flat_map(|more| more.0.iter());
        let words = self.words.iter().chain(more).enumerate();
        words.flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

/// Merges sets.
#[inline]
pub(crate) fn merge(into: &mut Deps, other: &Deps) {
    into.add(other);
}

pub(crate) fn plain(abs: Abs) -> Found {
    Found {
        abs,
        hang: Deps::NONE,
        used: Deps::NONE,
    }
}

pub(crate) fn number(num: Num, hang: Deps, used: Deps) -> Found {
    // What is exact hangs on nothing any more.
    let hang = if num.is_exact() { Deps::NONE } else { hang };
    Found {
        abs: Abs::Num(num),
        hang,
        used,
    }
}

/// Outcomes found from two sides; what is decided hangs on nothing.
pub(crate) fn settle(bits: u8, mut hang: Deps, more: &Deps, mut used: Deps, also: &Deps) -> Truth {
    used.add(also);
    if bits == T || bits == F {
        hang = Deps::NONE;
    } else {
        hang.add(more);
    }
    Truth { bits, hang, used }
}

pub(crate) fn negated(truth: Truth) -> Truth {
    Truth {
        bits: not(truth.bits),
        ..truth
    }
}

/// Joins conditions by 且 or 或, keeping only the reasons that matter.
#[derive(Clone)]
pub(crate) struct Join {
    all: bool,
    truth: Truth,
}

impl Join {
    /// 且.
    pub(crate) const fn all() -> Self {
        Self {
            all: true,
            truth: Truth::plain(T),
        }
    }

    /// 或.
    pub(crate) const fn any() -> Self {
        Self {
            all: false,
            truth: Truth::plain(F),
        }
    }

    /// Adds one; says whether the rest cannot matter any more.
    pub(crate) fn push(&mut self, next: Truth) -> bool {
        let end = if self.all { F } else { T };
        if self.truth.bits == end {
            return true;
        }
        if next.bits == end {
            self.truth = Truth {
                hang: Deps::NONE,
                ..next
            };
            return true;
        }
        let have = self.truth.bits;
        self.truth.bits = if self.all {
            and(have, next.bits)
        } else {
            or(have, next.bits)
        };
        self.truth.hang.add(&next.hang);
        self.truth.used.add(&next.used);
        false
    }

    pub(crate) fn finish(self) -> Truth {
        self.truth
    }
}

/// Keeps the larger or smaller; the reasons of one that surely loses are dropped.
pub(crate) fn larger(a: Found, b: &Found, largest: bool) -> Found {
    let (Abs::Num(x), Abs::Num(y)) = (&a.abs, &b.abs) else {
        return a;
    };
    let num = x.extreme(y, largest);
    let mut hang = Deps::NONE;
    if !y.wins(x, largest) || y.void {
        hang.add(&a.hang);
    }
    if !x.wins(y, largest) || x.void {
        hang.add(&b.hang);
    }
    let mut used = a.used;
    used.add(&b.used);
    number(num, hang, used)
}

pub(crate) fn join_abs(a: &Abs, b: &Abs) -> Abs {
    match (a, b) {
        (Abs::Bool(x), Abs::Bool(y)) => Abs::Bool(x | y),
        (Abs::Num(x), Abs::Num(y)) => Abs::Num(x.clone().join(y)),
        (Abs::One(x), Abs::One(y)) => Abs::One(One {
            bits: x.bits | y.bits,
            unset: x.unset || y.unset,
        }),
        (Abs::Many(x), Abs::Many(y)) => Abs::Many(x.join(*y)),
        (Abs::Text(x), Abs::Text(y)) if x == y => Abs::Text(x.clone()),
        _ => Abs::Text(None),
    }
}

/// The same value as it is where a standard that is not set decides which.
pub(crate) fn at_unset(abs: &Abs) -> Abs {
    match abs {
        Abs::Bool(_) => Abs::Bool(P),
        Abs::Num(num) => {
            let mut out = Num::NOTHING;
            out.void = num.void;
            out.add_part(
                Class::Unset,
                num.hull_without(None).unwrap_or(Interval::ALL),
            );
            Abs::Num(out)
        }
        Abs::One(_) => Abs::One(One {
            bits: 0,
            unset: true,
        }),
        Abs::Many(many) => Abs::Many(Many {
            unset: true,
            set: false,
            ..*many
        }),
        Abs::Text(_) => Abs::Text(None),
    }
}

/// The bits of the first `count` variants.
pub(crate) const fn all_bits(count: usize) -> u64 {
    if count >= 63 {
        u64::MAX >> 1
    } else {
        (1 << count) - 1
    }
}
