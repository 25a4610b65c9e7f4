//! Exact numbers: fractions, intervals, and how packs write them.
//!
//! Money counts in fen, a percentage is a hundredth, a day counts from 1970.
//! Nothing is rounded here; a result that leaves its bits is `None`.

use crate::dict::Type;
use std::cmp::Ordering;
use std::num::NonZeroU64;
use tanfang_values::{Day, Rounding};

/// An exact fraction in lowest terms with a positive denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fraction {
    num: i128,
    den: NonZeroU64,
}

/// The denominator of whole numbers.
const WHOLE: NonZeroU64 = NonZeroU64::MIN;

impl Fraction {
    /// Nothing.
    pub const ZERO: Self = Self { num: 0, den: WHOLE };
    /// One.
    pub const ONE: Self = Self { num: 1, den: WHOLE };

    /// Makes a whole number.
    pub const fn whole(n: i64) -> Self {
        // i64 to i128 is lossless; `From` is not const.
        Self {
            num: n as i128,
            den: WHOLE,
        }
    }

    /// Makes a fraction; `None` if `den` is 0 or the result does not fit.
    pub fn new(num: i128, den: i128) -> Option<Self> {
        if den == 0 {
            return None;
        }
        let negative = (num < 0) != (den < 0);
        let (n, d) = (num.unsigned_abs(), den.unsigned_abs());
        let by = gcd(n, d);
        let n = i128::try_from(n.checked_div(by)?).ok()?;
        let d = NonZeroU64::new(u64::try_from(d.checked_div(by)?).ok()?)?;
        Some(Self {
            num: if negative { n.checked_neg()? } else { n },
            den: d,
        })
    }

    /// Numerator in lowest terms; carries the sign.
    pub const fn num(self) -> i128 {
        self.num
    }

    /// Denominator in lowest terms; positive.
    pub const fn den(self) -> u64 {
        self.den.get()
    }

    const fn is_whole(self) -> bool {
        self.den.get() == 1
    }

    /// Adds exactly.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.is_whole() && other.is_whole() {
            let num = self.num.checked_add(other.num)?;
            return Some(Self { num, den: WHOLE });
        }
        let left = self.num.checked_mul(other.den().into())?;
        let right = other.num.checked_mul(self.den().into())?;
        let den = i128::from(self.den()).checked_mul(other.den().into())?;
        Self::new(left.checked_add(right)?, den)
    }

    /// Negates exactly.
    pub fn checked_neg(self) -> Option<Self> {
        Some(Self {
            num: self.num.checked_neg()?,
            den: self.den,
        })
    }

    /// Subtracts exactly.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(other.checked_neg()?)
    }

    /// Multiplies exactly.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        if self.is_whole() && other.is_whole() {
            let num = self.num.checked_mul(other.num)?;
            return Some(Self { num, den: WHOLE });
        }
        // Reducing crosswise first keeps the products small.
        let left = Self::new(self.num, other.den().into())?;
        let right = Self::new(other.num, self.den().into())?;
        let den = i128::from(left.den()).checked_mul(right.den().into())?;
        Self::new(left.num.checked_mul(right.num)?, den)
    }

    /// Divides exactly; `None` by nothing.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        if other.num == 0 {
            return None;
        }
        let inverse = Self::new(other.den().into(), other.num)?;
        self.checked_mul(inverse)
    }

    /// Rounds to a whole number; `None` if it leaves 64 bits.
    pub fn round(self, how: Rounding) -> Option<i64> {
        let den = i128::from(self.den());
        let quotient = self.num.checked_div(den)?;
        let rest = self.num.checked_rem(den)?;
        let away = if self.num < 0 { -1 } else { 1 };
        let step = match how {
            Rounding::Down => false,
            Rounding::Up => rest != 0,
            Rounding::HalfUp => rest.unsigned_abs() >= den.unsigned_abs() - rest.unsigned_abs(),
        };
        let rounded = if step {
            quotient.checked_add(away)?
        } else {
            quotient
        };
        i64::try_from(rounded).ok()
    }

    /// The number if it is whole and fits.
    pub fn as_whole(self) -> Option<i64> {
        if self.is_whole() {
            i64::try_from(self.num).ok()
        } else {
            None
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.den == other.den {
            return self.num.cmp(&other.num);
        }
        // Whole parts decide first, so that the products of the rests always fit.
        let (a, b) = (i128::from(self.den()), i128::from(other.den()));
        let whole = self.num.div_euclid(a).cmp(&other.num.div_euclid(b));
        whole.then_with(|| {
            let left = self.num.rem_euclid(a).unsigned_abs() * u128::from(other.den());
            let right = other.num.rem_euclid(b).unsigned_abs() * u128::from(self.den());
            left.cmp(&right)
        })
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    // Nearly all numbers fit in 64 bits, where dividing is many times quicker.
    if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
        return gcd_64(a, b).into();
    }
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

fn gcd_64(mut a: u64, mut b: u64) -> u64 {
    if b == 1 {
        return 1;
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// An interval, both ends included; `None` is without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Least value.
    pub low: Option<Fraction>,
    /// Greatest value.
    pub high: Option<Fraction>,
}

impl Interval {
    /// Everything.
    pub const ALL: Self = Self {
        low: None,
        high: None,
    };

    /// Makes an interval of one value.
    pub const fn point(at: Fraction) -> Self {
        Self {
            low: Some(at),
            high: Some(at),
        }
    }

    /// Makes an interval between two whole numbers.
    pub const fn whole(low: i64, high: i64) -> Self {
        Self {
            low: Some(Fraction::whole(low)),
            high: Some(Fraction::whole(high)),
        }
    }

    /// Returns the value if there is exactly one.
    pub fn exact(self) -> Option<Fraction> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => Some(low),
            _ => None,
        }
    }

    /// Whether the value lies inside.
    pub fn contains(self, value: Fraction) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }

    /// The least interval around both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self {
            low: match (self.low, other.low) {
                (Some(a), Some(b)) => Some(a.min(b)),
                _ => None,
            },
            high: match (self.high, other.high) {
                (Some(a), Some(b)) => Some(a.max(b)),
                _ => None,
            },
        }
    }
}

/// The unit that a number of this type is written with.
pub const fn unit(ty: &Type) -> &'static str {
    match ty {
        Type::Yuan => "元",
        Type::YuanMonth => "元/月",
        Type::YuanYear => "元/年",
        Type::Percent => "%",
        Type::Months => "个月",
        Type::Days => "天",
        _ => "",
    }
}

/// Prints a number of a type as packs write it, such as `420.00元/月`; money is given in fen.
pub fn shown(number: i64, ty: &Type) -> String {
    if ty.is_money() {
        let sign = if number < 0 { "-" } else { "" };
        let (yuan, fen) = (number.unsigned_abs() / 100, number.unsigned_abs() % 100);
        return format!("{sign}{yuan}.{fen:02}{}", unit(ty));
    }
    if *ty == Type::Date {
        return i32::try_from(number).map_or_else(
            |_| number.to_string(),
            |n| Day::from_epoch_days(n).to_string(),
        );
    }
    format!("{number}{}", unit(ty))
}

/// Reads a number with its unit, such as `420.00元/月`, `150%`, `1.3`, `6个月`, `2020-05-01`.
pub fn parse_number(text: &str, ty: &Type) -> Option<Fraction> {
    let text = text.trim();
    match ty {
        Type::Date => Day::parse(text)
            .ok()
            .map(|day| Fraction::whole(day.epoch_days().into())),
        Type::Yuan | Type::YuanMonth | Type::YuanYear => {
            let digits = text.strip_suffix(unit(ty))?;
            let fen = decimal(digits, 2)?.checked_mul(Fraction::whole(100))?;
            // What does not fit where amounts are kept is no amount.
            fen.as_whole().map(Fraction::whole)
        }
        Type::Percent => decimal(text.strip_suffix('%')?, 4)?.checked_div(Fraction::whole(100)),
        Type::Months | Type::Days => decimal(text.strip_suffix(unit(ty))?, 0),
        Type::Int => decimal(text, 0),
        Type::Times => decimal(text, 6),
        _ => None,
    }
}

/// Reads a number that is whole in its base unit: a count, fen, a day.
pub(crate) fn parse_whole(text: &str, ty: &Type) -> Option<i64> {
    parse_number(text, ty)?.as_whole()
}

/// Reads `12` or `12.50` with at most so many decimals.
pub(crate) fn decimal(text: &str, decimals: usize) -> Option<Fraction> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = match text.split_once('.') {
        Some((whole, part)) if !part.is_empty() => (whole, part),
        Some(_) => return None,
        None => (text, ""),
    };
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 18 || part.len() > decimals {
        return None;
    }
    if !digits(whole) || !digits(part) {
        return None;
    }
    let scale = 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?;
    let whole: i128 = whole.parse().ok()?;
    let part: i128 = if part.is_empty() {
        0
    } else {
        part.parse().ok()?
    };
    let num = whole.checked_mul(scale)?.checked_add(part)?;
    Fraction::new(if negative { -num } else { num }, scale)
}

/// What a parameter's value or a table's result says: one number, from–to, at least, at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The numbers it allows.
    pub interval: Interval,
    /// Whether somebody has yet to choose within it.
    pub open: bool,
}

/// Reads `a`, `a~b`, `≥a` or `≤a`; in `a~b` the first unit may be left out.
pub fn parse_span(text: &str, ty: &Type) -> Option<Span> {
    let text = tanfang_values::text::half_width(text.trim());
    let open = |interval| Span {
        interval,
        open: true,
    };
    if let Some(rest) = text.strip_prefix('≥').or_else(|| text.strip_prefix(">=")) {
        let low = Some(parse_number(rest, ty)?);
        return Some(open(Interval { low, high: None }));
    }
    if let Some(rest) = text.strip_prefix('≤').or_else(|| text.strip_prefix("<=")) {
        let high = Some(parse_number(rest, ty)?);
        return Some(open(Interval { low: None, high }));
    }
    if let Some((low, high)) = text.split_once('~') {
        let high = parse_number(high, ty)?;
        let low = parse_number(low, ty)
            .or_else(|| parse_number(&format!("{}{}", low.trim(), unit(ty)), ty))?;
        let interval = Interval {
            low: Some(low),
            high: Some(high),
        };
        return (low <= high).then(|| open(interval));
    }
    Some(Span {
        interval: Interval::point(parse_number(&text, ty)?),
        open: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fraction() -> impl Strategy<Value = Fraction> {
        (-1_000_000_i128..1_000_000, 1_i128..1_000)
            .prop_map(|(num, den)| Fraction::new(num, den).unwrap())
    }

    #[test]
    fn numbers_are_read_with_their_unit_and_nothing_else() {
        for (text, ty, want) in [
            ("420.00元/月", Type::YuanMonth, Some((42_000, 1))),
            ("0元", Type::Yuan, Some((0, 1))),
            ("12.5%", Type::Percent, Some((1, 8))),
            ("1.3", Type::Times, Some((13, 10))),
            ("6个月", Type::Months, Some((6, 1))),
            ("420元", Type::YuanMonth, None),
            ("420.005元/月", Type::YuanMonth, None),
            ("1.", Type::Times, None),
            ("6.5个月", Type::Months, None),
            ("2020-02-30", Type::Date, None),
            ("9999999999999999999元", Type::Yuan, None),
            (
                "92233720368547758.07元",
                Type::Yuan,
                Some((i64::MAX.into(), 1)),
            ),
            ("92233720368547758.08元", Type::Yuan, None),
        ] {
            let read = parse_number(text, &ty).map(|n| (n.num(), n.den()));
            assert_eq!(read, want, "{text}");
        }
    }

    #[test]
    fn spans_say_who_has_yet_to_choose() {
        let read = |text| parse_span(text, &Type::Percent);
        assert!(!read("10%").unwrap().open);
        let range = read("10～30%").unwrap();
        assert!(range.open);
        assert_eq!(range.interval.low, Fraction::new(1, 10));
        assert_eq!(read("≥1%").unwrap().interval.high, None);
        assert_eq!(read(">=1%"), read("≥1%"));
        assert_eq!(read("≤1%").unwrap().interval.low, None);
        assert_eq!(read("30%~10%"), None);
        assert_eq!(read("x"), None);
    }

    #[test]
    fn what_leaves_its_bits_is_none() {
        let large = Fraction::new(i128::MAX, 1).unwrap();
        assert_eq!(large.checked_add(Fraction::ONE), None);
        assert_eq!(large.checked_mul(Fraction::whole(2)), None);
        assert_eq!(Fraction::new(i128::MIN, 1), None);
        assert_eq!(Fraction::new(1, 0), None);
        assert_eq!(Fraction::ONE.checked_div(Fraction::ZERO), None);
        assert_eq!(large.round(Rounding::HalfUp), None);
        let tiny = Fraction::new(1, i128::from(u64::MAX)).unwrap();
        assert_eq!(tiny.checked_mul(tiny), None);
        assert_eq!(large.cmp(&tiny), Ordering::Greater);
    }

    proptest! {
        #[test]
        fn what_is_done_can_be_undone(a in fraction(), b in fraction()) {
            prop_assert_eq!(a.checked_add(b).unwrap().checked_sub(b), Some(a));
            if b != Fraction::ZERO {
                prop_assert_eq!(a.checked_mul(b).unwrap().checked_div(b), Some(a));
            }
        }

        #[test]
        fn order_agrees_with_the_sign_of_the_difference(a in fraction(), b in fraction()) {
            let sign = a.checked_sub(b).unwrap().num().cmp(&0);
            prop_assert_eq!(a.cmp(&b), sign);
        }

        #[test]
        fn rounding_stays_within_one(a in fraction()) {
            for how in [Rounding::HalfUp, Rounding::Down, Rounding::Up] {
                let rounded = Fraction::whole(a.round(how).unwrap());
                let off = a.checked_sub(rounded).unwrap();
                prop_assert!(off < Fraction::ONE && off > Fraction::whole(-1));
            }
        }
    }
}
