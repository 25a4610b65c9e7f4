//! What running a plan carries: for whom, outcomes, and the memory kept between homes.

use super::code::{Abs, Found, Hang};
use super::num::Num;
use crate::eval::abs::{F, T, and, not, or};
use crate::lang::node::Place;
use crate::world::Key;

pub(super) const BOTH: u8 = T | F;

/// No item is iterated.
const NO_ITEM: u32 = u32::MAX;

/// For whom: 0 is the home, then the members, last a stranger; and the cells of an item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Env {
    pub(super) own: u32,
    pub(super) person: u32,
    pub(super) item: u32,
}

impl Env {
    pub(super) const fn subject(seat: u32) -> Self {
        Self {
            own: seat,
            person: seat,
            item: NO_ITEM,
        }
    }

    pub(super) const fn at(self, place: Place) -> u32 {
        match place {
            Place::Household => 0,
            Place::Person | Place::Item => self.person,
            Place::Own => self.own,
        }
    }
}

/// Outcomes and what they hang on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Truth {
    pub(super) bits: u8,
    pub(super) hang: Hang,
}

impl Truth {
    pub(super) const fn plain(bits: u8) -> Self {
        Self { bits, hang: 0 }
    }

    /// What is decided hangs on nothing.
    pub(super) const fn settle(bits: u8, hang: Hang) -> Self {
        let decided = bits == T || bits == F;
        Self {
            bits,
            hang: if decided { 0 } else { hang },
        }
    }

    pub(super) const fn negated(self) -> Self {
        Self {
            bits: not(self.bits),
            hang: self.hang,
        }
    }

    /// Joins by 且 (or 或); says whether the rest cannot matter any more.
    #[inline]
    pub(super) const fn push(&mut self, all: bool, next: Self) -> bool {
        let end = if all { F } else { T };
        if self.bits == end {
            return true;
        }
        if next.bits == end {
            *self = Self::plain(end);
            return true;
        }
        self.bits = if all {
            and(self.bits, next.bits)
        } else {
            or(self.bits, next.bits)
        };
        self.hang |= next.hang;
        false
    }
}

impl From<Truth> for Found {
    fn from(truth: Truth) -> Self {
        Self {
            abs: Abs::Bool(truth.bits),
            hang: truth.hang,
        }
    }
}

impl Found {
    pub(super) const fn truth(&self) -> Truth {
        let bits = match self.abs {
            Abs::Bool(bits) => bits,
            _ => BOTH,
        };
        Truth {
            bits,
            hang: self.hang,
        }
    }

    /// What is exact hangs on nothing any more.
    pub(super) fn number(num: Num, hang: Hang) -> Self {
        let hang = if num.is_exact() { 0 } else { hang };
        Self {
            abs: Abs::Num(num),
            hang,
        }
    }
}

/// What is found once a subject.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// By memo and seat: position in `values` from 1.
    marks: Vec<u32>,
    values: Vec<Found>,
    /// Marks up to here are of earlier runs.
    floor: u32,
}

impl Memory {
    pub(super) fn clear(&mut self, size: usize) {
        self.marks.clear();
        self.marks.resize(size, 0);
        self.values.clear();
        self.floor = 0;
    }

    /// Forgets without touching the marks.
    pub(super) fn forget(&mut self) {
        self.floor = short(self.values.len());
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> Option<&Found> {
        let mark = *self.marks.get(at)?;
        if mark <= self.floor {
            return None;
        }
        self.values.get(usize::try_from(mark).ok()?.checked_sub(1)?)
    }

    pub(super) fn put(&mut self, at: usize, found: Found) {
        if let Some(mark) = self.marks.get_mut(at) {
            self.values.push(found);
            *mark = short(self.values.len());
        }
    }
}

/// A fact with few answers that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// The cell, and its place among the facts.
    Fact { seat: u32, slot: u32 },
    /// Whether a member receives a benefit.
    Aid { seat: u32, aid: u32 },
}

/// The memory that judging needs; kept between homes.
#[derive(Debug, Default)]
pub struct Machine {
    pub(super) memory: Memory,
    /// The memory of the other of the two: the whole, and one case of it.
    pub(super) aside: Memory,
    pub(super) stack: Vec<u32>,
    pub(super) open: Vec<Open>,
    /// Answers assumed while a case is looked at.
    pub(super) assumed: Vec<(u32, Key, u64)>,
    /// Something left its bits: what follows is the sheet's.
    pub(super) lost: bool,
    /// Facts are met in the order in which a sheet meets them.
    pub(super) ordered: bool,
    /// Which facts a sheet splits depends on that order.
    pub(super) wants_order: bool,
}

pub(super) fn short(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(super) fn wide(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
