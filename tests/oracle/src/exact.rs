//! A fraction of fen, written apart from the one of the engine.

use std::cmp::Ordering;

/// An exact fraction; its denominator is greater than zero.
///
/// Amounts of a home stay far inside 128 bits (fen below 10^12, denominators
/// below 10^6), so that nothing here needs to be checked.
#[derive(Debug, Clone, Copy)]
pub struct Exact {
    num: i128,
    den: i128,
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self::fen(0);

    /// Makes a whole number of fen.
    pub const fn fen(fen: i64) -> Self {
        Self {
            num: fen as i128,
            den: 1,
        }
    }

    /// Makes a fraction of two whole numbers; a denominator below one counts as one.
    pub const fn of(num: i64, den: i64) -> Self {
        Self {
            num: num as i128,
            den: if den < 1 { 1 } else { den as i128 },
        }
    }

    /// The sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            num: self.num * other.den + other.num * self.den,
            den: self.den * other.den,
        }
    }

    /// The difference.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        self.plus(Self {
            num: -other.num,
            den: other.den,
        })
    }

    /// The product.
    #[must_use]
    pub const fn times(self, other: Self) -> Self {
        Self {
            num: self.num * other.num,
            den: self.den * other.den,
        }
    }

    /// So many hundredths of it.
    #[must_use]
    pub const fn percent(self, percent: i64) -> Self {
        self.times(Self::of(percent, 100))
    }

    /// Divided among so many; among nobody it stays.
    #[must_use]
    pub fn among(self, people: usize) -> Self {
        self.times(Self::of(1, i64::try_from(people).unwrap_or(1)))
    }

    /// It, or zero if it is less.
    #[must_use]
    pub fn or_zero(self) -> Self {
        if self < Self::ZERO { Self::ZERO } else { self }
    }

    /// The nearest whole number, halves upwards away from zero.
    pub fn half_up(self) -> i64 {
        let sign = if self.num < 0 { -1 } else { 1 };
        let doubled = self.num.abs() * 2 + self.den;
        i64::try_from(sign * (doubled / (self.den * 2))).unwrap_or(i64::MAX)
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.num * other.den).cmp(&(other.num * self.den))
    }
}

#[cfg(test)]
mod tests {
    use super::Exact;

    #[test]
    fn shares_of_a_home_are_exact_and_rounded_once() {
        let third = Exact::fen(100).among(3);
        assert!(third.plus(third).plus(third) == Exact::fen(100));
        assert_eq!(third.half_up(), 33);
        assert_eq!(Exact::of(5, 2).half_up(), 3);
        assert_eq!(Exact::of(-5, 2).half_up(), -3);
        assert!(Exact::fen(42_000).percent(150) == Exact::fen(63_000));
        assert!(Exact::fen(1).minus(Exact::fen(2)).or_zero() == Exact::ZERO);
        assert!(Exact::of(2, 3) < Exact::of(3, 4));
    }
}
