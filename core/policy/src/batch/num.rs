//! Numbers of a plan: fractions and intervals in 64 bits, ends without end included.
//!
//! They mean what [`crate::eval::abs::Num`] means. What leaves 64 bits is
//! `None`: the plan then leaves the home to the sheet.

use crate::eval::abs::{Class, F, P, T, not};
use crate::lang::parse::Cmp;
use crate::number::{Fraction, Interval};
use std::cmp::Ordering;

/// A fraction, not in lowest terms; a denominator of 0 is without end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frac {
    n: i64,
    d: i64,
}

/// Denominators from here on are reduced.
const LONG: i64 = 1 << 16;

impl Frac {
    pub(super) const ZERO: Self = Self::whole(0);
    pub(super) const ONE: Self = Self::whole(1);
    pub(super) const BELOW: Self = Self { n: -1, d: 0 };
    pub(super) const ABOVE: Self = Self { n: 1, d: 0 };

    pub(super) const fn whole(n: i64) -> Self {
        Self { n, d: 1 }
    }

    const fn ends(self) -> bool {
        self.d != 0
    }

    fn of(n: i128, d: i128) -> Option<Self> {
        if let (Ok(n), Ok(d)) = (i64::try_from(n), i64::try_from(d))
            && d < LONG
        {
            return Some(Self { n, d });
        }
        let exact = Fraction::new(n, d)?;
        Some(Self {
            n: i64::try_from(exact.num()).ok()?,
            d: i64::try_from(exact.den()).ok()?,
        })
    }

    fn exact(of: Fraction) -> Option<Self> {
        Self::of(of.num(), of.den().into())
    }

    /// The number if it is whole.
    pub(super) fn as_whole(self) -> Option<i64> {
        (self.n.checked_rem(self.d)? == 0).then(|| self.n.checked_div(self.d))?
    }

    fn add(self, other: Self) -> Option<Self> {
        if !self.ends() {
            return Some(self);
        }
        if !other.ends() {
            return Some(other);
        }
        if self.d == other.d {
            let n = self.n.checked_add(other.n)?;
            return Some(Self { n, d: self.d });
        }
        let (a, b) = (i128::from(self.d), i128::from(other.d));
        let (n, m) = (i128::from(self.n), i128::from(other.n));
        Self::of(n.checked_mul(b)?.checked_add(m.checked_mul(a)?)?, a * b)
    }

    fn neg(self) -> Option<Self> {
        Some(Self {
            n: self.n.checked_neg()?,
            d: self.d,
        })
    }

    fn mul(self, other: Self) -> Option<Self> {
        if self.ends() && other.ends() {
            if self.d == 1 && other.d == 1 {
                return self.n.checked_mul(other.n).map(Self::whole);
            }
            return Self::of(
                i128::from(self.n) * i128::from(other.n),
                i128::from(self.d) * i128::from(other.d),
            );
        }
        // Nothing times something without end is nothing: the end is never reached.
        Some(match self.n.signum() * other.n.signum() {
            0 => Self::ZERO,
            1 => Self::ABOVE,
            _ => Self::BELOW,
        })
    }

    /// One over a number that is at least one.
    const fn inverse(self) -> Self {
        if self.ends() {
            Self {
                n: self.d,
                d: self.n,
            }
        } else {
            Self::ZERO
        }
    }
}

impl PartialEq for Frac {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Frac {}

impl PartialOrd for Frac {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Frac {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.d == other.d {
            return self.n.cmp(&other.n);
        }
        match (self.ends(), other.ends()) {
            (true, false) => 0.cmp(&other.n),
            (false, true) => self.n.cmp(&0),
            _ => {
                let left = i128::from(self.n) * i128::from(other.d);
                left.cmp(&(i128::from(other.n) * i128::from(self.d)))
            }
        }
    }
}

/// An interval, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Iv {
    pub(super) low: Frac,
    pub(super) high: Frac,
}

impl Iv {
    pub(super) const ALL: Self = Self {
        low: Frac::BELOW,
        high: Frac::ABOVE,
    };
    pub(super) const ZERO: Self = Self::point(Frac::ZERO);
    /// No interval at all; kept apart so that a number takes little room.
    const NONE: Self = Self::point(Frac { n: 0, d: -1 });

    const fn there(self) -> bool {
        self.low.d >= 0
    }

    pub(super) const fn point(at: Frac) -> Self {
        Self { low: at, high: at }
    }

    pub(super) fn exact(of: Interval) -> Option<Self> {
        let end = |end: Option<Fraction>, none| match end {
            Some(end) => Frac::exact(end),
            None => Some(none),
        };
        Some(Self {
            low: end(of.low, Frac::BELOW)?,
            high: end(of.high, Frac::ABOVE)?,
        })
    }

    pub(super) fn is_point(self) -> bool {
        self.low.ends() && self.low == self.high
    }

    pub(super) fn hull(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    fn add(self, other: Self) -> Option<Self> {
        Some(Self {
            low: self.low.add(other.low)?,
            high: self.high.add(other.high)?,
        })
    }

    fn mul(self, other: Self) -> Option<Self> {
        let first = self.low.mul(other.low)?;
        if self.is_point() && other.is_point() {
            return Some(Self::point(first));
        }
        let (mut low, mut high) = (first, first);
        for product in [
            self.low.mul(other.high)?,
            self.high.mul(other.low)?,
            self.high.mul(other.high)?,
        ] {
            low = low.min(product);
            high = high.max(product);
        }
        // An end that is without end on the wrong side is none on its own.
        Some(Self {
            low: if low.ends() { low } else { Frac::BELOW },
            high: if high.ends() { high } else { Frac::ABOVE },
        })
    }

    fn inverse(self) -> Self {
        let low = self.low.max(Frac::ONE);
        Self {
            low: self.high.max(low).inverse(),
            high: low.inverse(),
        }
    }

    fn extreme(self, other: Self, largest: bool) -> Self {
        if largest {
            Self {
                low: self.low.max(other.low),
                high: self.high.max(other.high),
            }
        } else {
            Self {
                low: self.low.min(other.low),
                high: self.high.min(other.high),
            }
        }
    }

    fn dominates(self, other: Self, largest: bool) -> bool {
        if largest {
            self.low >= other.high
        } else {
            self.high <= other.low
        }
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.high >= other.low && other.high >= self.low
    }

    fn less(self, other: Self, or_equal: bool) -> u8 {
        let holds = |x: Frac, y: Frac| x < y || (or_equal && x == y);
        if holds(self.high, other.low) {
            T
        } else if holds(self.low, other.high) {
            T | F
        } else {
            F
        }
    }

    fn equal(self, other: Self) -> u8 {
        if self.is_point() && other.is_point() {
            return if self.low == other.low { T } else { F };
        }
        if self.high < other.low || other.high < self.low {
            F
        } else {
            T | F
        }
    }

    fn compare(self, cmp: Cmp, other: Self) -> u8 {
        match cmp {
            Cmp::Lt => self.less(other, false),
            Cmp::Le => self.less(other, true),
            Cmp::Gt => other.less(self, false),
            Cmp::Ge => other.less(self, true),
            Cmp::Eq => self.equal(other),
            Cmp::Ne => not(self.equal(other)),
        }
    }

    /// The outcomes that facts here can reach while the standard within `limits` is open.
    fn open(self, cmp: Cmp, limits: Self) -> u8 {
        let mut out = P;
        for (high, end) in [(false, self.low), (true, self.high)] {
            out |= if end.ends() {
                match Self::point(end).compare(cmp, limits) {
                    both if both == T | F => 0,
                    one => one,
                }
            } else {
                match (cmp, high, limits.low.ends(), limits.high.ends()) {
                    (Cmp::Lt | Cmp::Le | Cmp::Ne, false, true, _)
                    | (Cmp::Gt | Cmp::Ge | Cmp::Ne, true, _, true) => T,
                    (Cmp::Lt | Cmp::Le | Cmp::Eq, true, _, true)
                    | (Cmp::Gt | Cmp::Ge | Cmp::Eq, false, true, _) => F,
                    _ => 0,
                }
            };
        }
        out
    }
}

const fn mirrored(cmp: Cmp) -> Cmp {
    match cmp {
        Cmp::Lt => Cmp::Gt,
        Cmp::Le => Cmp::Ge,
        Cmp::Gt => Cmp::Lt,
        Cmp::Ge => Cmp::Le,
        same => same,
    }
}

/// A number: for each class the interval it can lie in, if it can be of that class at all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Num {
    /// In the order of [`Class`]; what it cannot be is [`Iv::NONE`].
    parts: [Iv; 3],
    /// It can be that the fact does not apply.
    pub(super) void: bool,
}

const CLASSES: [Class; 3] = [Class::Set, Class::Choice, Class::Unset];

impl Num {
    pub(super) const NOTHING: Self = Self {
        parts: [Iv::NONE; 3],
        void: false,
    };
    pub(super) const VOID: Self = Self {
        parts: [Iv::NONE; 3],
        void: true,
    };
    pub(super) const ALL: Self = Self::set(Iv::ALL);
    pub(super) const ZERO: Self = Self::set(Iv::ZERO);

    pub(super) const fn set(iv: Iv) -> Self {
        Self {
            parts: [iv, Iv::NONE, Iv::NONE],
            void: false,
        }
    }

    pub(super) const fn of(class: Class, iv: Iv) -> Self {
        let parts = match class {
            Class::Set => [iv, Iv::NONE, Iv::NONE],
            Class::Choice => [Iv::NONE, iv, Iv::NONE],
            Class::Unset => [Iv::NONE, Iv::NONE, iv],
        };
        Self { parts, void: false }
    }

    pub(super) const fn whole(n: i64) -> Self {
        Self::set(Iv::point(Frac::whole(n)))
    }

    /// The same number of the engine; `None` if it leaves 64 bits.
    pub(super) fn exact(of: &crate::eval::abs::Num) -> Option<Self> {
        let mut out = Self::NOTHING;
        out.void = of.void;
        for (class, interval) in of.parts() {
            out.add_part(class, Iv::exact(interval)?);
        }
        Some(out)
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = (Class, Iv)> + '_ {
        let all = CLASSES.into_iter().zip(self.parts);
        all.filter(|(_, iv)| iv.there())
    }

    /// The only part there is, if it is on no open standard.
    #[inline]
    const fn only(&self) -> Option<Iv> {
        let [set, ..] = self.parts;
        if !self.void && set.there() && self.is_set() {
            Some(set)
        } else {
            None
        }
    }

    #[inline]
    pub(super) fn add_part(&mut self, class: Class, iv: Iv) {
        let [set, choice, unset] = &mut self.parts;
        let part = match class {
            Class::Set => set,
            Class::Choice => choice,
            Class::Unset => unset,
        };
        *part = if part.there() { part.hull(iv) } else { iv };
    }

    pub(super) fn join(mut self, other: &Self) -> Self {
        for (class, iv) in other.parts() {
            self.add_part(class, iv);
        }
        self.void |= other.void;
        self
    }

    pub(super) fn hull(&self) -> Option<Iv> {
        self.parts().map(|(_, iv)| iv).reduce(Iv::hull)
    }

    /// It also stops at a standard that is not set, within its own ends.
    pub(super) fn unset_too(mut self) -> Self {
        self.add_part(Class::Unset, self.hull().unwrap_or(Iv::ALL));
        self
    }

    /// The same number as it is where a standard that is not set decides which.
    pub(super) fn at_unset(&self) -> Self {
        let mut out = Self::NOTHING;
        out.void = self.void;
        out.add_part(Class::Unset, self.hull().unwrap_or(Iv::ALL));
        out
    }

    pub(super) const fn is_set(&self) -> bool {
        let [_, choice, unset] = self.parts;
        !choice.there() && !unset.there()
    }

    pub(super) fn is_exact(&self) -> bool {
        self.only().is_some_and(Iv::is_point)
    }

    #[inline]
    fn pairs(&self, other: &Self, op: impl Fn(Iv, Iv) -> Option<Iv>) -> Option<Self> {
        if let (Some(a), Some(b)) = (self.only(), other.only()) {
            return op(a, b).map(Self::set);
        }
        let mut out = Self::NOTHING;
        out.void = self.void || other.void;
        for (a, left) in self.parts() {
            for (b, right) in other.parts() {
                out.add_part(a.max(b), op(left, right)?);
            }
        }
        Some(out)
    }

    pub(super) fn add(&self, other: &Self) -> Option<Self> {
        self.pairs(other, Iv::add)
    }

    pub(super) fn mul(&self, other: &Self) -> Option<Self> {
        self.pairs(other, Iv::mul)
    }

    /// Divides by a number that is never below one.
    pub(super) fn div(&self, other: &Self) -> Option<Self> {
        self.pairs(other, |left, right| left.mul(right.inverse()))
    }

    pub(super) fn neg(&self) -> Option<Self> {
        let mut out = Self::NOTHING;
        out.void = self.void;
        for (class, iv) in self.parts() {
            let iv = Iv {
                low: iv.high.neg()?,
                high: iv.low.neg()?,
            };
            out.add_part(class, iv);
        }
        Some(out)
    }

    pub(super) fn extreme(&self, other: &Self, largest: bool) -> Self {
        let mut out = Self::NOTHING;
        out.void = self.void || other.void;
        for (a, left) in self.parts() {
            for (b, right) in other.parts() {
                let class = if left.dominates(right, largest) {
                    a
                } else if right.dominates(left, largest) {
                    b
                } else {
                    a.max(b)
                };
                out.add_part(class, left.extreme(right, largest));
            }
        }
        out
    }

    /// Whether this one is chosen whatever the other is.
    pub(super) fn wins(&self, other: &Self, largest: bool) -> bool {
        match (self.hull(), other.hull()) {
            (Some(left), Some(right)) => left.dominates(right, largest),
            _ => false,
        }
    }

    /// The outcomes of comparing; `hangs` says that unknown facts are involved on a side.
    pub(super) fn compare(&self, cmp: Cmp, other: &Self, hangs: [bool; 2]) -> u8 {
        if let (Some(a), Some(b)) = (self.only(), other.only()) {
            return a.compare(cmp, b);
        }
        let [here, there] = hangs;
        let mut out = match (self.void || other.void, cmp) {
            (false, _) => 0,
            (true, Cmp::Ne) => T,
            (true, _) => F,
        };
        for (a, left) in self.parts() {
            for (b, right) in other.parts() {
                let plain = left.compare(cmp, right);
                out |= if plain == T || plain == F {
                    plain
                } else if a == Class::Set && b == Class::Set {
                    T | F
                } else if a == Class::Set && !there {
                    left.open(cmp, right)
                } else if b == Class::Set && !here {
                    right.open(mirrored(cmp), left)
                } else if here || there {
                    T | F | P
                } else {
                    P
                };
            }
        }
        if out == 0 { T | F } else { out }
    }
}
