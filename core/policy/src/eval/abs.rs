//! Abstract values: what a value can still be, and the arithmetic on that.
//!
//! Every operation gives at least all results that some completion of the
//! unknown facts can give; that is all soundness needs.

use crate::lang::parse::Cmp;
use crate::number::{Fraction, Interval};
use std::cmp::Ordering;

/// Bit of "true" among outcomes.
pub(crate) const T: u8 = 1;
/// Bit of "false".
pub(crate) const F: u8 = 2;
/// Bit of "stops at a standard that is not set".
pub(crate) const P: u8 = 4;

/// The bit of "does not apply" among the variants of an enum.
pub(crate) const NOT_APPLICABLE: u64 = 1 << 63;

/// How a number depends on standards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// It does not, or on exact ones.
    Set = 0,
    /// On one within which somebody has yet to choose.
    Choice = 1,
    /// On one that is not set.
    Unset = 2,
}

/// A number: for each class the interval it can lie in, if it can be of that class at all.
///
/// Nearly all numbers are of one class; those of several keep the others aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Num {
    /// The lowest class it can be of.
    first: Option<(Class, Interval)>,
    /// Higher classes, ascending.
    rest: Vec<(Class, Interval)>,
    /// It can be that the fact does not apply, so that no comparison holds.
    pub(crate) void: bool,
}

/// A calculation left its bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overflow;

impl Num {
    pub(crate) const NOTHING: Self = Self {
        first: None,
        rest: Vec::new(),
        void: false,
    };

    /// The number of something that does not apply.
    pub(crate) const VOID: Self = Self {
        first: None,
        rest: Vec::new(),
        void: true,
    };

    pub(crate) const fn of(class: Class, interval: Interval) -> Self {
        Self {
            first: Some((class, interval)),
            rest: Vec::new(),
            void: false,
        }
    }

    pub(crate) const fn point(value: Fraction) -> Self {
        Self::of(Class::Set, Interval::point(value))
    }

    pub(crate) fn part(&self, class: Class) -> Option<Interval> {
        self.parts().find(|(c, _)| *c == class).map(|(_, i)| i)
    }

    pub(crate) fn parts(&self) -> impl Iterator<Item = (Class, Interval)> + '_ {
        self.first.iter().chain(&self.rest).copied()
    }

    pub(crate) fn add_part(&mut self, class: Class, interval: Interval) {
        let Some(first) = &mut self.first else {
            self.first = Some((class, interval));
            return;
        };
        match class.cmp(&first.0) {
            Ordering::Equal => first.1 = first.1.hull(interval),
            Ordering::Less => {
                let higher = std::mem::replace(first, (class, interval));
                self.rest.insert(0, higher);
            }
            Ordering::Greater => match self.rest.iter_mut().find(|(c, _)| *c >= class) {
                Some((c, have)) if *c == class => *have = have.hull(interval),
                _ => {
                    self.rest.push((class, interval));
                    self.rest.sort_by_key(|(class, _)| *class);
                }
            },
        }
    }

    /// Everything that either can be.
    pub(crate) fn join(mut self, other: &Self) -> Self {
        for (class, interval) in other.parts() {
            self.add_part(class, interval);
        }
        self.void |= other.void;
        self
    }

    /// The least interval around all parts but those of a class.
    pub(crate) fn hull_without(&self, class: Option<Class>) -> Option<Interval> {
        self.parts()
            .filter(|(c, _)| Some(*c) != class)
            .map(|(_, interval)| interval)
            .reduce(Interval::hull)
    }

    /// Whether it depends on no open standard.
    pub(crate) fn is_set(&self) -> bool {
        self.rest.is_empty() && matches!(&self.first, Some((Class::Set, _)) | None)
    }

    /// Whether it is one number, on no open standard.
    pub(crate) fn is_exact(&self) -> bool {
        !self.void
            && self.rest.is_empty()
            && matches!(&self.first, Some((Class::Set, at)) if at.exact().is_some())
    }

    fn pairs(
        &self,
        other: &Self,
        op: impl Fn(Interval, Interval) -> Result<Interval, Overflow>,
    ) -> Result<Self, Overflow> {
        let mut out = Self::NOTHING;
        out.void = self.void || other.void;
        for (a, left) in self.parts() {
            for (b, right) in other.parts() {
                out.add_part(a.max(b), op(left, right)?);
            }
        }
        Ok(out)
    }

    pub(crate) fn add(&self, other: &Self) -> Result<Self, Overflow> {
        self.pairs(other, add)
    }

    pub(crate) fn neg(&self) -> Result<Self, Overflow> {
        let mut out = Self::NOTHING;
        out.void = self.void;
        for (class, interval) in self.parts() {
            let flip = |end: Option<Fraction>| match end {
                Some(end) => end.checked_neg().map(Some).ok_or(Overflow),
                None => Ok(None),
            };
            let interval = Interval {
                low: flip(interval.high)?,
                high: flip(interval.low)?,
            };
            out.add_part(class, interval);
        }
        Ok(out)
    }

    pub(crate) fn mul(&self, other: &Self) -> Result<Self, Overflow> {
        self.pairs(other, mul)
    }

    /// Divides by a number that is never below one.
    pub(crate) fn div(&self, other: &Self) -> Result<Self, Overflow> {
        self.pairs(other, |left, right| mul(left, inverse(right)?))
    }

    /// The larger or smaller of two.
    pub(crate) fn extreme(&self, other: &Self, largest: bool) -> Self {
        let mut out = Self::NOTHING;
        out.void = self.void || other.void;
        for (a, left) in self.parts() {
            for (b, right) in other.parts() {
                let class = if dominates(left, right, largest) {
                    a
                } else if dominates(right, left, largest) {
                    b
                } else {
                    a.max(b)
                };
                out.add_part(class, extreme(left, right, largest));
            }
        }
        out
    }

    /// Whether this one is chosen whatever the other is.
    pub(crate) fn wins(&self, other: &Self, largest: bool) -> bool {
        match (self.hull_without(None), other.hull_without(None)) {
            (Some(left), Some(right)) => dominates(left, right, largest),
            _ => false,
        }
    }

    /// The outcomes of comparing; `hangs` says that unknown facts are involved on a side.
    pub(crate) fn compare(&self, cmp: Cmp, other: &Self, hangs: [bool; 2]) -> u8 {
        // What does not apply is different from everything and fulfils nothing else.
        let mut out = match (self.void || other.void, cmp) {
            (false, _) => 0,
            (true, Cmp::Ne) => T,
            (true, _) => F,
        };
        for (a, left) in self.parts() {
            for (b, right) in other.parts() {
                let plain = compare(cmp, left, right);
                out |= if plain == T || plain == F {
                    plain
                } else if a == Class::Set && b == Class::Set {
                    T | F
                } else if a == Class::Set && !hangs[1] {
                    open(cmp, left, right)
                } else if b == Class::Set && !hangs[0] {
                    open(mirrored(cmp), right, left)
                } else if hangs[0] || hangs[1] {
                    T | F | P
                } else {
                    P
                };
            }
        }
        if out == 0 { T | F } else { out }
    }
}

fn mirrored(cmp: Cmp) -> Cmp {
    match cmp {
        Cmp::Lt => Cmp::Gt,
        Cmp::Le => Cmp::Ge,
        Cmp::Gt => Cmp::Lt,
        Cmp::Ge => Cmp::Le,
        same => same,
    }
}

/// The outcomes that facts in `x` can reach while the standard within `limits` is open.
fn open(cmp: Cmp, x: Interval, limits: Interval) -> u8 {
    // An end of x decides alone if any value of x does: comparisons are monotone in x.
    let ends = [
        Interval {
            low: x.low,
            high: x.low,
        },
        Interval {
            low: x.high,
            high: x.high,
        },
    ];
    let mut out = P;
    for (at, end) in ends.into_iter().enumerate() {
        let endless = if at == 0 {
            x.low.is_none()
        } else {
            x.high.is_none()
        };
        let decided = if endless {
            // Far enough out every limit with an end on that side is passed.
            match (cmp, at, limits.low.is_some(), limits.high.is_some()) {
                (Cmp::Lt | Cmp::Le | Cmp::Ne, 0, true, _)
                | (Cmp::Gt | Cmp::Ge | Cmp::Ne, 1, _, true) => T,
                (Cmp::Lt | Cmp::Le | Cmp::Eq, 1, _, true)
                | (Cmp::Gt | Cmp::Ge | Cmp::Eq, 0, true, _) => F,
                _ => 0,
            }
        } else {
            match compare(cmp, end, limits) {
                both if both == T | F => 0,
                one => one,
            }
        };
        out |= decided;
    }
    out
}

fn compare(cmp: Cmp, a: Interval, b: Interval) -> u8 {
    match cmp {
        Cmp::Lt => less(a, b, false),
        Cmp::Le => less(a, b, true),
        Cmp::Gt => less(b, a, false),
        Cmp::Ge => less(b, a, true),
        Cmp::Eq => equal(a, b),
        Cmp::Ne => not(equal(a, b)),
    }
}

/// Outcomes of `a < b`, or of `a ≤ b`.
fn less(a: Interval, b: Interval, or_equal: bool) -> u8 {
    let holds = |x: Fraction, y: Fraction| x < y || (or_equal && x == y);
    let always = matches!((a.high, b.low), (Some(x), Some(y)) if holds(x, y));
    let never = matches!((a.low, b.high), (Some(x), Some(y)) if !holds(x, y));
    match (always, never) {
        (true, _) => T,
        (_, true) => F,
        _ => T | F,
    }
}

fn equal(a: Interval, b: Interval) -> u8 {
    if let (Some(x), Some(y)) = (a.exact(), b.exact()) {
        return if x == y { T } else { F };
    }
    if less(a, b, false) == T || less(b, a, false) == T {
        F
    } else {
        T | F
    }
}

/// Swaps true and false.
pub(crate) const fn not(bits: u8) -> u8 {
    (bits & P) | ((bits & T) << 1) | ((bits & F) >> 1)
}

/// Outcomes of 且.
pub(crate) const fn and(a: u8, b: u8) -> u8 {
    let mut out = (a | b) & F;
    if a & T != 0 && b & T != 0 {
        out |= T;
    }
    if (a & P != 0 && b & (T | P) != 0) || (b & P != 0 && a & (T | P) != 0) {
        out |= P;
    }
    out
}

/// Outcomes of 或.
pub(crate) const fn or(a: u8, b: u8) -> u8 {
    not(and(not(a), not(b)))
}

fn add(a: Interval, b: Interval) -> Result<Interval, Overflow> {
    let ends = |x: Option<Fraction>, y: Option<Fraction>| match (x, y) {
        (Some(x), Some(y)) => x.checked_add(y).map(Some).ok_or(Overflow),
        _ => Ok(None),
    };
    Ok(Interval {
        low: ends(a.low, b.low)?,
        high: ends(a.high, b.high)?,
    })
}

/// An end of an interval, also without end.
#[derive(Clone, Copy)]
enum End {
    Below,
    At(Fraction),
    Above,
}

impl End {
    fn sign(self) -> i8 {
        match self {
            Self::Below => -1,
            Self::Above => 1,
            Self::At(x) => match x.cmp(&Fraction::ZERO) {
                Ordering::Less => -1,
                Ordering::Equal => 0,
                Ordering::Greater => 1,
            },
        }
    }

    fn mul(self, other: Self) -> Result<Self, Overflow> {
        if let (Self::At(a), Self::At(b)) = (self, other) {
            return a.checked_mul(b).map(Self::At).ok_or(Overflow);
        }
        // Nothing times something without end is nothing: the end is never reached.
        Ok(match self.sign() * other.sign() {
            0 => Self::At(Fraction::ZERO),
            1 => Self::Above,
            _ => Self::Below,
        })
    }

    fn smaller(self, other: Self) -> Self {
        match (self, other) {
            (Self::Below, _) | (_, Self::Below) => Self::Below,
            (Self::Above, x) | (x, Self::Above) => x,
            (Self::At(a), Self::At(b)) => Self::At(a.min(b)),
        }
    }

    fn larger(self, other: Self) -> Self {
        match (self, other) {
            (Self::Above, _) | (_, Self::Above) => Self::Above,
            (Self::Below, x) | (x, Self::Below) => x,
            (Self::At(a), Self::At(b)) => Self::At(a.max(b)),
        }
    }

    const fn finite(self) -> Option<Fraction> {
        match self {
            Self::At(x) => Some(x),
            _ => None,
        }
    }
}

fn mul(a: Interval, b: Interval) -> Result<Interval, Overflow> {
    let low = |i: Interval| i.low.map_or(End::Below, End::At);
    let high = |i: Interval| i.high.map_or(End::Above, End::At);
    let first = low(a).mul(low(b))?;
    let (mut least, mut most) = (first, first);
    for product in [
        low(a).mul(high(b))?,
        high(a).mul(low(b))?,
        high(a).mul(high(b))?,
    ] {
        least = least.smaller(product);
        most = most.larger(product);
    }
    Ok(Interval {
        low: least.finite(),
        high: most.finite(),
    })
}

/// One over a number that is never below one.
fn inverse(of: Interval) -> Result<Interval, Overflow> {
    let low = of.low.unwrap_or(Fraction::ONE).max(Fraction::ONE);
    let high = match of.high {
        Some(high) => Fraction::ONE.checked_div(high.max(low)).ok_or(Overflow)?,
        None => Fraction::ZERO,
    };
    Ok(Interval {
        low: Some(high),
        high: Some(Fraction::ONE.checked_div(low).ok_or(Overflow)?),
    })
}

fn extreme(a: Interval, b: Interval, largest: bool) -> Interval {
    if largest {
        Interval {
            low: match (a.low, b.low) {
                (Some(x), Some(y)) => Some(x.max(y)),
                (x, y) => x.or(y),
            },
            high: match (a.high, b.high) {
                (Some(x), Some(y)) => Some(x.max(y)),
                _ => None,
            },
        }
    } else {
        Interval {
            low: match (a.low, b.low) {
                (Some(x), Some(y)) => Some(x.min(y)),
                _ => None,
            },
            high: match (a.high, b.high) {
                (Some(x), Some(y)) => Some(x.min(y)),
                (x, y) => x.or(y),
            },
        }
    }
}

fn dominates(a: Interval, b: Interval, largest: bool) -> bool {
    if largest {
        matches!((a.low, b.high), (Some(x), Some(y)) if x >= y)
    } else {
        matches!((a.high, b.low), (Some(x), Some(y)) if x <= y)
    }
}

/// A choice: variants left as bits, [`NOT_APPLICABLE`] among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct One {
    pub(crate) bits: u64,
    /// It can be a standard that is not set.
    pub(crate) unset: bool,
}

/// A set of choices: surely in, and perhaps in (surely ones included).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Many {
    pub(crate) sure: u64,
    pub(crate) maybe: u64,
    /// It can be a standard that is not set.
    pub(crate) unset: bool,
    /// It can be a standard that is set, or a fact.
    pub(crate) set: bool,
}

impl One {
    /// Outcomes of being one of these.
    pub(crate) fn one_of(self, bits: u64) -> u8 {
        let mut out = if self.unset { P } else { 0 };
        if self.bits & bits != 0 {
            out |= T;
        }
        if self.bits & !bits != 0 {
            out |= F;
        }
        if out == 0 { T | F } else { out }
    }

    /// Outcomes of being in a set.
    pub(crate) fn one_in(self, set: Many) -> u8 {
        let mut out = 0;
        if self.bits & NOT_APPLICABLE != 0 {
            out |= F;
        }
        let real = self.bits & !NOT_APPLICABLE;
        if real != 0 || self.unset {
            if set.unset || self.unset {
                out |= P;
            }
            if set.set {
                if real & set.maybe != 0 {
                    out |= T;
                }
                if real & !set.sure != 0 {
                    out |= F;
                }
            }
        }
        if out == 0 { T | F } else { out }
    }
}

impl Many {
    /// A set of which nothing is known.
    pub(crate) const fn unknown(all: u64) -> Self {
        Self {
            sure: 0,
            maybe: all,
            unset: false,
            set: true,
        }
    }

    /// Outcomes of having one of these.
    pub(crate) fn has_any(self, bits: u64) -> u8 {
        let mut out = if self.unset { P } else { 0 };
        if self.set {
            if self.maybe & bits != 0 {
                out |= T;
            }
            if self.sure & bits == 0 {
                out |= F;
            }
        }
        if out == 0 { T | F } else { out }
    }

    /// Outcomes of having one of another set.
    pub(crate) fn has_any_of(self, other: Self) -> u8 {
        let mut out = if self.unset || other.unset { P } else { 0 };
        if self.set && other.set {
            if self.maybe & other.maybe != 0 {
                out |= T;
            }
            if self.sure & other.sure == 0 {
                out |= F;
            }
        }
        if out == 0 { T | F } else { out }
    }

    pub(crate) const fn join(self, other: Self) -> Self {
        Self {
            sure: self.sure & other.sure,
            maybe: self.maybe | other.maybe,
            unset: self.unset || other.unset,
            set: self.set || other.set,
        }
    }
}
