//! Holds amounts of money as integer fen.

use crate::text::{half_width, squeeze};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An amount in fen; arithmetic is checked and no float is involved.
///
/// Prints as `1234.50元`; [`Money::parse`] reads that back.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// Nothing was written.
    #[error("amount is empty: write a number such as 1234.50元")]
    Empty,
    /// The text is not a plain decimal number with an optional ¥, comma groups, 万 and 元.
    #[error("amount {text:?} is not a number: write digits, such as 1234.50元 or 2万")]
    NotANumber {
        /// The text as given.
        text: String,
    },
    /// Commas stand elsewhere than between groups of three digits.
    #[error(
        "amount {text:?} has a comma in an odd place: group by three digits or leave commas out"
    )]
    Grouping {
        /// The text as given.
        text: String,
    },
    /// More decimals than fen can hold.
    #[error("amount {text:?} is finer than one fen: at most {allowed} decimals here")]
    TooPrecise {
        /// The text as given.
        text: String,
        /// Decimals allowed: 2 in 元, 6 in 万.
        allowed: u32,
    },
    /// Larger than 64 bits of fen.
    #[error("amount {text:?} is too large: check the number of digits")]
    Overflow {
        /// The text as given.
        text: String,
    },
}

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// Makes an amount from fen.
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// Makes an amount from whole yuan, if it fits.
    pub const fn from_yuan(yuan: i64) -> Option<Self> {
        match yuan.checked_mul(100) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// Adds, or gives `None` on overflow.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// Subtracts, or gives `None` on overflow.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// Multiplies by a count, or gives `None` on overflow.
    pub const fn checked_mul(self, count: i64) -> Option<Self> {
        match self.0.checked_mul(count) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// Adds up amounts, or gives `None` on overflow.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// The amount in yuan as an exact decimal of scale 2.
    pub fn yuan(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Reads an amount as people write it.
    ///
    /// Accepts half- and full-width digits, a sign, `¥`, commas between groups
    /// of three, at most two decimals (six before 万), 万 and a closing 元, 块
    /// or 元整. Anything else is refused rather than guessed at.
    ///
    /// ```
    /// use tanfang_values::Money;
    /// assert_eq!(Money::parse("1,234.50元"), Ok(Money::from_fen(123_450)));
    /// assert_eq!(Money::parse("２万"), Ok(Money::from_fen(2_000_000)));
    /// assert!(Money::parse("12.345").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let not_a_number = || MoneyError::NotANumber {
            text: text.to_owned(),
        };
        let overflow = || MoneyError::Overflow {
            text: text.to_owned(),
        };

        let plain = squeeze(&half_width(text)).replace('\u{2212}', "-");
        if plain.is_empty() {
            return Err(MoneyError::Empty);
        }
        let rest = plain.as_str();
        // Both -¥5 and ¥-5 are found in spreadsheets, but only one sign.
        let rest = rest.strip_prefix('¥').unwrap_or(rest);
        let (negative, rest) = match rest.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, rest.strip_prefix('+').unwrap_or(rest)),
        };
        let rest = if plain.starts_with('¥') {
            rest
        } else {
            rest.strip_prefix('¥').unwrap_or(rest)
        };
        let rest = ["元整", "元", "圆", "块"]
            .iter()
            .find_map(|unit| rest.strip_suffix(unit))
            .unwrap_or(rest);
        let (myriads, rest) = match rest.strip_suffix('万') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };

        let (whole, decimals) = match rest.split_once('.') {
            Some((whole, decimals)) if !decimals.is_empty() => (whole, decimals),
            Some(_) => return Err(not_a_number()),
            None => (rest, ""),
        };
        let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        if first.is_empty() || !is_digits(first) || !is_digits(decimals) {
            return Err(not_a_number());
        }
        let mut digits = String::from(first);
        for group in groups {
            if !is_digits(group) {
                return Err(not_a_number());
            }
            if group.len() != 3 || first.len() > 3 {
                return Err(MoneyError::Grouping {
                    text: text.to_owned(),
                });
            }
            digits.push_str(group);
        }
        let allowed: u32 = if myriads { 6 } else { 2 };
        if decimals.len() > allowed as usize {
            return Err(MoneyError::TooPrecise {
                text: text.to_owned(),
                allowed,
            });
        }

        // Shape is certain by now, so the only way left to fail is size.
        let sign = if negative { "-" } else { "" };
        let number = if decimals.is_empty() {
            format!("{sign}{digits}")
        } else {
            format!("{sign}{digits}.{decimals}")
        };
        let value = Decimal::from_str_exact(&number).map_err(|_| overflow())?;
        let factor = Decimal::from(if myriads { 1_000_000 } else { 100 });
        let fen = value.checked_mul(factor).ok_or_else(overflow)?;
        fen.to_i64().map(Self).ok_or_else(overflow)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}元", self.yuan())
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fen(text: &str) -> i64 {
        Money::parse(text).unwrap().fen()
    }

    #[test]
    fn reads_what_people_write() {
        for (text, want) in [
            ("1,234.50元", 123_450),
            ("１，２３４．５０元", 123_450),
            ("1234.5", 123_450),
            ("0", 0),
            ("0.01", 1),
            ("00123", 12_300),
            ("2万", 2_000_000),
            ("2.5 万元", 2_500_000),
            ("1.234567万", 1_234_567),
            ("¥ 300", 30_000),
            ("￥－３００．００", -30_000),
            ("-¥5", -500),
            ("−5元", -500),
            ("+5块", 500),
            ("12,345,678元整", 1_234_567_800),
            ("92233720368547758.07", i64::MAX),
            ("-92233720368547758.08", i64::MIN),
        ] {
            assert_eq!(fen(text), want, "{text}");
        }
    }

    #[test]
    fn refuses_what_it_would_have_to_guess() {
        use MoneyError as E;
        let not = |t: &str| E::NotANumber { text: t.into() };
        let group = |t: &str| E::Grouping { text: t.into() };
        let fine = |t: &str, allowed| E::TooPrecise {
            text: t.into(),
            allowed,
        };
        let big = |t: &str| E::Overflow { text: t.into() };
        for (text, want) in [
            ("", E::Empty),
            (" \u{3000}", E::Empty),
            ("元", not("元")),
            ("约300", not("约300")),
            ("300-400", not("300-400")),
            ("1.2.3", not("1.2.3")),
            ("5.", not("5.")),
            (".5", not(".5")),
            ("1e3", not("1e3")),
            ("--5", not("--5")),
            ("¥-¥5", not("¥-¥5")),
            (",123", not(",123")),
            ("2万万", not("2万万")),
            ("1.5,000", not("1.5,000")),
            ("12,34", group("12,34")),
            ("1234,567", group("1234,567")),
            ("1,,234", group("1,,234")),
            ("1.234", fine("1.234", 2)),
            ("1.2345678万", fine("1.2345678万", 6)),
            ("92233720368547758.08", big("92233720368547758.08")),
            (
                "99999999999999999999999999999999999999",
                big("99999999999999999999999999999999999999"),
            ),
            ("100000000000000万", big("100000000000000万")),
        ] {
            assert_eq!(Money::parse(text), Err(want), "{text:?}");
        }
    }

    #[test]
    fn prints_one_form_and_serialises_as_fen() {
        assert_eq!(Money::from_fen(123_450).to_string(), "1234.50元");
        assert_eq!(Money::from_fen(-5).to_string(), "-0.05元");
        assert_eq!(Money::ZERO.to_string(), "0.00元");
        assert_eq!(serde_json::to_string(&Money::from_fen(-5)).unwrap(), "-5");
        assert!(serde_json::from_str::<Money>("1.5").is_err());
    }

    proptest! {
        #[test]
        fn print_then_parse_gives_it_back(n in any::<i64>()) {
            let m = Money::from_fen(n);
            prop_assert_eq!(Money::parse(&m.to_string()), Ok(m));
        }

        #[test]
        fn add_then_sub_gives_it_back(a in any::<i64>(), b in any::<i64>()) {
            let (a, b) = (Money::from_fen(a), Money::from_fen(b));
            let exact = i128::from(a.fen()) + i128::from(b.fen());
            match a.checked_add(b) {
                Some(sum) => {
                    prop_assert_eq!(i128::from(sum.fen()), exact);
                    prop_assert_eq!(sum.checked_sub(b), Some(a));
                }
                None => prop_assert!(i64::try_from(exact).is_err()),
            }
        }

        #[test]
        fn parsing_never_panics(s in "[-+¥0-9,.万元 ]{0,40}") {
            let _ = Money::parse(&s);
        }

        #[test]
        fn full_width_reads_like_half_width(n in -9_999_999i64..9_999_999) {
            let half = Money::from_fen(n).to_string();
            let full: String = half.chars().map(|c| match c {
                '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
                c => c,
            }).collect();
            prop_assert_eq!(Money::parse(&full), Money::parse(&half));
        }
    }
}
