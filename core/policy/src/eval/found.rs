//! What an evaluation finds, and how findings join.

use super::abs::{Class, F, Many, Num, One, P, T, and, not, or};
use crate::number::Interval;
use std::sync::Arc;

const BOTH: u8 = T | F;

/// A value as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // most values are numbers, and boxing costs one allocation each
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

/// Numbers of dependencies, ascending.
pub(crate) type Deps = Vec<u32>;

/// Merges ascending lists.
pub(crate) fn merge(into: &mut Deps, other: Deps) {
    if other.is_empty() {
        return;
    }
    if into.is_empty() {
        *into = other;
        return;
    }
    into.extend(other);
    into.sort_unstable();
    into.dedup();
}

pub(crate) fn plain(abs: Abs) -> Found {
    Found {
        abs,
        hang: Vec::new(),
        used: Vec::new(),
    }
}

pub(crate) fn number(num: &Num, hang: Deps, used: Deps) -> Found {
    // What is exact hangs on nothing any more.
    let hang = if num.is_exact() { Vec::new() } else { hang };
    Found {
        abs: Abs::Num(*num),
        hang,
        used,
    }
}

pub(crate) fn settle<const N: usize>(bits: u8, hangs: [Deps; N], useds: [Deps; N]) -> Found {
    let (mut hang, mut used) = (Vec::new(), Vec::new());
    if bits != T && bits != F {
        for deps in hangs {
            merge(&mut hang, deps);
        }
    }
    for deps in useds {
        merge(&mut used, deps);
    }
    Found {
        abs: Abs::Bool(bits),
        hang,
        used,
    }
}

pub(crate) fn negated(found: Found) -> Found {
    match found.abs {
        Abs::Bool(bits) => Found {
            abs: Abs::Bool(not(bits)),
            ..found
        },
        _ => found,
    }
}

/// Joins conditions by 且 or 或, keeping only the reasons that matter.
#[derive(Clone)]
pub(crate) struct Join {
    all: bool,
    bits: u8,
    hang: Deps,
    used: Deps,
}

impl Join {
    /// 且.
    pub(crate) const fn all() -> Self {
        Self {
            all: true,
            bits: T,
            hang: Vec::new(),
            used: Vec::new(),
        }
    }

    /// 或.
    pub(crate) const fn any() -> Self {
        Self {
            all: false,
            bits: F,
            hang: Vec::new(),
            used: Vec::new(),
        }
    }

    /// Adds one; says whether the rest cannot matter any more.
    pub(crate) fn push(&mut self, found: Found) -> bool {
        let bits = match found.abs {
            Abs::Bool(bits) => bits,
            _ => BOTH,
        };
        let end = if self.all { F } else { T };
        if self.bits == end {
            return true;
        }
        if bits == end {
            self.bits = end;
            self.hang = Vec::new();
            self.used = found.used;
            return true;
        }
        self.bits = if self.all {
            and(self.bits, bits)
        } else {
            or(self.bits, bits)
        };
        merge(&mut self.hang, found.hang);
        merge(&mut self.used, found.used);
        false
    }

    pub(crate) fn finish(self) -> Found {
        Found {
            abs: Abs::Bool(self.bits),
            hang: self.hang,
            used: self.used,
        }
    }
}

/// Keeps the larger or smaller; the reasons of one that surely loses are dropped.
pub(crate) fn larger(a: Found, b: Found, largest: bool) -> Found {
    let (Abs::Num(x), Abs::Num(y)) = (&a.abs, &b.abs) else {
        return a;
    };
    let num = x.extreme(y, largest);
    let (mut hang, mut used) = (Vec::new(), Vec::new());
    if !y.wins(x, largest) || y.void {
        merge(&mut hang, a.hang);
    }
    if !x.wins(y, largest) || x.void {
        merge(&mut hang, b.hang);
    }
    merge(&mut used, a.used);
    merge(&mut used, b.used);
    number(&num, hang, used)
}

pub(crate) fn join_abs(a: &Abs, b: &Abs) -> Abs {
    match (a, b) {
        (Abs::Bool(x), Abs::Bool(y)) => Abs::Bool(x | y),
        (Abs::Num(x), Abs::Num(y)) => Abs::Num(x.join(y)),
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
