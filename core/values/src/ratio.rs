//! Keeps percentages and shares exact until a named rounding.

use crate::money::Money;
use crate::text::{half_width, squeeze};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// How a fraction of a fen is brought to a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rounding {
    /// To the nearest, halves away from zero (四舍五入).
    HalfUp,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

impl Rounding {
    /// Divides and rounds; `None` if `den` is zero or the result leaves 64 bits.
    fn divide(self, num: i128, den: i128) -> Option<i64> {
        let quotient = num.checked_div(den)?;
        let rest = num.checked_rem(den)?;
        let away = if (num < 0) == (den < 0) { 1 } else { -1 };
        let step = match self {
            Self::Down => false,
            Self::Up => rest != 0,
            Self::HalfUp => rest.unsigned_abs() >= den.unsigned_abs() - rest.unsigned_abs(),
        };
        let rounded = if step {
            quotient.checked_add(away)?
        } else {
            quotient
        };
        i64::try_from(rounded).ok()
    }
}

/// A percentage in basis points: 12.34 % is 1234.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Percent(i64);

/// Why a text is not a percentage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} is not a percentage: write a number with at most 2 decimals and %, such as 12.5%"
)]
pub struct PercentError {
    /// The text as given.
    pub text: String,
}

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The whole.
    pub const HUNDRED: Self = Self(10_000);

    /// Makes a percentage from basis points.
    pub const fn from_basis_points(bp: i64) -> Self {
        Self(bp)
    }

    /// The percentage in basis points.
    pub const fn basis_points(self) -> i64 {
        self.0
    }

    /// Reads `12.5%`, half- or full-width; the sign % is required.
    pub fn parse(text: &str) -> Result<Self, PercentError> {
        let error = || PercentError {
            text: text.to_owned(),
        };
        let plain = squeeze(&half_width(text));
        let number = plain.strip_suffix('%').ok_or_else(error)?;
        let bare = number.strip_prefix('-').unwrap_or(number);
        let (whole, decimals) = bare.split_once('.').unwrap_or((bare, "0"));
        let is_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !is_digits(whole) || !is_digits(decimals) || decimals.len() > 2 {
            return Err(error());
        }
        let value = Decimal::from_str_exact(number).map_err(|_| error())?;
        let bp = value
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|d| d.to_i64());
        bp.map(Self).ok_or_else(error)
    }

    /// This share of an amount, rounded as told; `None` on overflow.
    pub fn of(self, amount: Money, rounding: Rounding) -> Option<Money> {
        let product = i128::from(self.0) * i128::from(amount.fen());
        rounding.divide(product, 10_000).map(Money::from_fen)
    }

    /// The same share as a fraction.
    pub fn ratio(self) -> Ratio {
        Ratio::reduced(i128::from(self.0), 10_000)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", Decimal::new(self.0, 2).normalize())
    }
}

/// An exact fraction of two integers, kept in lowest terms with a positive denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    num: i64,
    den: i64,
}

impl Ratio {
    /// Makes a fraction; `None` if `den` is zero or, once reduced, leaves 64 bits.
    pub fn new(num: i64, den: i64) -> Option<Self> {
        if den == 0 {
            return None;
        }
        let (num, den) = (i128::from(num), i128::from(den));
        let (num, den) = if den < 0 { (-num, -den) } else { (num, den) };
        let by = gcd(num.unsigned_abs(), den.unsigned_abs());
        let by = i128::try_from(by).ok()?;
        Some(Self {
            num: i64::try_from(num / by).ok()?,
            den: i64::try_from(den / by).ok()?,
        })
    }

    /// What part `part` is of `whole`; `None` if `whole` is nothing.
    pub fn of_money(part: Money, whole: Money) -> Option<Self> {
        Self::new(part.fen(), whole.fen())
    }

    /// Reduces a fraction known to fit because numerator and (positive) denominator came from 64 bits.
    fn reduced(num: i128, den: i64) -> Self {
        let by =
            i128::try_from(gcd(num.unsigned_abs(), u128::from(den.unsigned_abs()))).unwrap_or(1);
        Self {
            num: i64::try_from(num / by).unwrap_or(i64::MAX),
            den: i64::try_from(i128::from(den) / by).unwrap_or(1),
        }
    }

    /// Numerator in lowest terms; carries the sign.
    pub const fn num(self) -> i64 {
        self.num
    }

    /// Denominator in lowest terms; positive.
    pub const fn den(self) -> i64 {
        self.den
    }

    /// This part of an amount, rounded as told; `None` on overflow.
    pub fn of(self, amount: Money, rounding: Rounding) -> Option<Money> {
        let product = i128::from(self.num) * i128::from(amount.fen());
        rounding
            .divide(product, i128::from(self.den))
            .map(Money::from_fen)
    }
}

impl Money {
    /// An equal share among `n` (人均), rounded as told; `None` if `n` is zero.
    pub fn divided_by(self, n: i64, rounding: Rounding) -> Option<Self> {
        rounding
            .divide(i128::from(self.fen()), i128::from(n))
            .map(Self::from_fen)
    }

    /// Compares the exact share `self / n` with `limit`, without rounding; `None` if `n` is not positive.
    pub fn cmp_share(self, n: i64, limit: Self) -> Option<Ordering> {
        (n > 0).then(|| i128::from(self.fen()).cmp(&(i128::from(limit.fen()) * i128::from(n))))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.num) * i128::from(other.den);
        let right = i128::from(other.num) * i128::from(self.den);
        left.cmp(&right)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.num, self.den)
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn percent_reads_and_prints() {
        for (text, bp, print) in [
            ("12.5%", 1250, "12.5%"),
            ("１５０％", 15_000, "150%"),
            ("0.01 %", 1, "0.01%"),
            ("-3%", -300, "-3%"),
        ] {
            let p = Percent::parse(text).unwrap();
            assert_eq!(
                (p.basis_points(), p.to_string().as_str()),
                (bp, print),
                "{text}"
            );
        }
        for bad in [
            "",
            "%",
            "12",
            "1.234%",
            "1,2%",
            "12.%",
            "1e2%",
            "99999999999999999999%",
        ] {
            assert!(Percent::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn rounding_is_symmetric_about_zero() {
        let third = Ratio::new(1, 3).unwrap();
        for (fen, down, half, up) in [(100, 33, 33, 34), (-100, -33, -33, -34), (50, 16, 17, 17)] {
            let m = Money::from_fen(fen);
            let at = |r| third.of(m, r).unwrap().fen();
            assert_eq!(
                [at(Rounding::Down), at(Rounding::HalfUp), at(Rounding::Up)],
                [down, half, up]
            );
        }
        let half_fen = Percent::from_basis_points(5000);
        assert_eq!(
            half_fen.of(Money::from_fen(1), Rounding::HalfUp),
            Some(Money::from_fen(1))
        );
        assert_eq!(
            half_fen.of(Money::from_fen(-1), Rounding::HalfUp),
            Some(Money::from_fen(-1))
        );
        assert_eq!(Money::from_fen(1).divided_by(0, Rounding::Up), None);
    }

    #[test]
    fn extremes_do_not_overflow() {
        assert_eq!(Ratio::new(i64::MIN, -1), None);
        assert_eq!(Ratio::new(1, i64::MIN), None);
        assert_eq!(Ratio::new(i64::MIN, i64::MIN), Ratio::new(1, 1));
        assert_eq!(
            Percent::from_basis_points(i64::MIN).ratio().num(),
            i64::MIN / 10_000 * 625 - 363
        );
    }

    proptest! {
        #[test]
        fn rounded_share_is_within_one_fen(bp in -20_000i64..20_000, fen in -1_000_000_000i64..1_000_000_000) {
            let exact = i128::from(bp) * i128::from(fen);
            let got = |r| i128::from(Percent(bp).of(Money::from_fen(fen), r).unwrap().fen()) * 10_000;
            prop_assert!(got(Rounding::Down).abs() <= exact.abs());
            prop_assert!(got(Rounding::Up).abs() >= exact.abs());
            prop_assert!((got(Rounding::HalfUp) - exact).abs() * 2 <= 10_000);
            prop_assert!((got(Rounding::Up) - got(Rounding::Down)).abs() <= 10_000);
        }

        #[test]
        fn order_agrees_with_subtraction(a in any::<i64>(), b in 1..i64::MAX, c in any::<i64>(), d in 1..i64::MAX) {
            let (Some(x), Some(y)) = (Ratio::new(a, b), Ratio::new(c, d)) else { return Ok(()) };
            let want = (i128::from(a) * i128::from(d)).cmp(&(i128::from(c) * i128::from(b)));
            prop_assert_eq!(x.cmp(&y), want);
            prop_assert_eq!(x == y, want == Ordering::Equal);
        }

        #[test]
        fn per_head_compares_without_rounding(fen in any::<i64>(), n in 1i64..50, limit in any::<i64>()) {
            let want = i128::from(fen).cmp(&(i128::from(limit) * i128::from(n)));
            prop_assert_eq!(Money::from_fen(fen).cmp_share(n, Money::from_fen(limit)), Some(want));
        }

        #[test]
        fn percent_round_trips(bp in any::<i64>()) {
            prop_assert_eq!(Percent::parse(&Percent(bp).to_string()), Ok(Percent(bp)));
        }
    }
}
