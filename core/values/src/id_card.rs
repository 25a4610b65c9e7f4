//! The citizen identity number, 公民身份号码 (GB 11643-1999).

use crate::day::Day;
use crate::text::{half_width, squeeze};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A checked 18-character identity number, with a capital `X`.
///
/// It has no `Display`, and `Debug` prints the masked form, so that no log line
/// can hold one by accident; [`IdNumber::as_str`] is the only way to the digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdNumber(String);

/// A number as read, with a note of what was done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The normalised number.
    pub number: IdNumber,
    /// The text had the 15 digits of the first generation; century and check digit were added.
    pub upgraded_from_15: bool,
}

/// Why a text is not an identity number. Never holds the number itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// Neither 18 nor 15 characters.
    #[error("identity number has {got} characters, not 18 (or 15): check for a missing digit")]
    Length {
        /// How many characters there are without spaces.
        got: usize,
    },
    /// A character that is no digit (or X elsewhere than at the end).
    #[error("identity number has a character that is no digit at place {at}")]
    BadChar {
        /// Its place, counted from 1, without spaces.
        at: usize,
    },
    /// Digits 7 to 14 are not a day of the calendar.
    #[error("identity number holds a birth date that does not exist: check places 7 to 14")]
    BadDate,
    /// The last character does not fit the first 17.
    #[error("identity number should end in {expected} but ends in {got}: one digit is wrong")]
    BadCheck {
        /// The check character the first 17 digits ask for.
        expected: char,
        /// The character that is there.
        got: char,
    },
}

/// Sex by GB/T 2261.1; serialises as its code number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Sex {
    /// 0 未知的性别.
    Unknown = 0,
    /// 1 男性.
    Male = 1,
    /// 2 女性.
    Female = 2,
    /// 9 未说明的性别.
    NotStated = 9,
}

/// A number that is no code of GB/T 2261.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a sex code of GB/T 2261.1: use 0, 1, 2 or 9")]
pub struct SexError(pub u8);

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// The check character of 17 digits; `None` if they are not 17 ASCII digits.
pub fn check_char(first17: &str) -> Option<char> {
    if first17.len() != WEIGHTS.len() {
        return None;
    }
    let mut sum = 0;
    for (c, weight) in first17.chars().zip(WEIGHTS) {
        sum += c.to_digit(10)? * weight;
    }
    "10X98765432".chars().nth(usize::try_from(sum % 11).ok()?)
}

impl IdNumber {
    /// Reads a number as typed or pasted: full-width, spaces, small `x` and the
    /// 15-digit form of before 1999 (born in the 1900s) are understood.
    pub fn parse(text: &str) -> Result<Parsed, IdError> {
        let plain = squeeze(&half_width(text)).to_ascii_uppercase();
        let length = plain.chars().count();
        if length != 18 && length != 15 {
            return Err(IdError::Length { got: length });
        }
        let bad = plain
            .chars()
            .enumerate()
            .find(|(i, c)| !(c.is_ascii_digit() || (*c == 'X' && *i == 17)));
        if let Some((i, _)) = bad {
            return Err(IdError::BadChar { at: i + 1 });
        }

        let upgraded_from_15 = length == 15;
        let first17 = if upgraded_from_15 {
            let (area, rest) = plain
                .split_at_checked(6)
                .ok_or(IdError::Length { got: length })?;
            format!("{area}19{rest}")
        } else {
            plain.get(..17).unwrap_or_default().to_owned()
        };
        birth_of(&first17).ok_or(IdError::BadDate)?;
        let expected = check_char(&first17).ok_or(IdError::Length { got: length })?;
        let got = if upgraded_from_15 {
            expected
        } else {
            plain.chars().last().unwrap_or_default()
        };
        if got != expected {
            return Err(IdError::BadCheck { expected, got });
        }
        let number = Self(format!("{first17}{expected}"));
        Ok(Parsed {
            number,
            upgraded_from_15,
        })
    }

    /// All 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Day of birth.
    pub fn birth(&self) -> Day {
        // parse admits no other, so the default is never taken.
        birth_of(&self.0).unwrap_or(Day::MIN)
    }

    /// Sex by the parity of the 17th digit.
    pub fn sex(&self) -> Sex {
        match self.0.chars().nth(16).and_then(|c| c.to_digit(10)) {
            Some(digit) if digit % 2 == 1 => Sex::Male,
            Some(_) => Sex::Female,
            None => Sex::Unknown,
        }
    }

    /// The six-digit area where the number was first given out.
    pub fn area(&self) -> &str {
        self.0.get(..6).unwrap_or_default()
    }

    /// Area and last four, the birth date and the rest hidden: `990101********0018`.
    pub fn masked(&self) -> String {
        format!(
            "{}********{}",
            self.area(),
            self.0.get(14..).unwrap_or_default()
        )
    }
}

fn birth_of(number: &str) -> Option<Day> {
    let part = |range: std::ops::Range<usize>| number.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(part(6..10)?).ok()?;
    // No living or recorded person is older; smaller years are slips of the finger.
    if year < 1800 {
        return None;
    }
    Day::from_ymd(year, part(10..12)?, part(12..14)?)
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber({})", self.masked())
    }
}

impl TryFrom<String> for IdNumber {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        Self::parse(&text).map(|parsed| parsed.number)
    }
}

impl From<IdNumber> for String {
    fn from(number: IdNumber) -> Self {
        number.0
    }
}

impl TryFrom<u8> for Sex {
    type Error = SexError;

    fn try_from(code: u8) -> Result<Self, SexError> {
        match code {
            0 => Ok(Self::Unknown),
            1 => Ok(Self::Male),
            2 => Ok(Self::Female),
            9 => Ok(Self::NotStated),
            other => Err(SexError(other)),
        }
    }
}

impl From<Sex> for u8 {
    fn from(sex: Sex) -> Self {
        sex as Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with_check(first17: &str) -> String {
        format!("{first17}{}", check_char(first17).unwrap())
    }

    #[test]
    fn reads_and_normalises() {
        let parsed = IdNumber::parse("９９０１０１ 19490101\u{A0}001x");
        // 99010119490101001 asks for another check character, named in the error.
        let expected = check_char("99010119490101001").unwrap();
        assert_ne!(expected, 'X');
        assert_eq!(parsed, Err(IdError::BadCheck { expected, got: 'X' }));

        let text = with_check("99010119490101001");
        let id = IdNumber::parse(&text).unwrap();
        assert!(!id.upgraded_from_15);
        assert_eq!(id.number.birth().to_string(), "1949-01-01");
        assert_eq!(id.number.sex(), Sex::Male);
        assert_eq!(id.number.area(), "990101");
        assert_eq!(id.number.masked(), format!("990101********{}", &text[14..]));
        assert!(!format!("{id:?}").contains("1949"));
    }

    #[test]
    fn small_x_is_x() {
        let first17 = (0..1000)
            .map(|n| format!("99010119500615{n:03}"))
            .find(|f| check_char(f) == Some('X'))
            .unwrap();
        let id = IdNumber::parse(&format!("{first17}x")).unwrap().number;
        assert_eq!(id.as_str(), format!("{first17}X"));
        assert_eq!(id, IdNumber::parse(&format!("{first17}Ｘ")).unwrap().number);
    }

    #[test]
    fn fifteen_digits_are_upgraded() {
        let id = IdNumber::parse("990101490101002").unwrap();
        assert!(id.upgraded_from_15);
        assert_eq!(id.number.as_str(), with_check("99010119490101002"));
        assert_eq!(id.number.sex(), Sex::Female);
    }

    #[test]
    fn each_fault_has_its_name() {
        assert_eq!(IdNumber::parse(""), Err(IdError::Length { got: 0 }));
        assert_eq!(
            IdNumber::parse("99010119490101001"),
            Err(IdError::Length { got: 17 })
        );
        assert_eq!(
            IdNumber::parse("9901011949O1010012"),
            Err(IdError::BadChar { at: 11 })
        );
        assert_eq!(
            IdNumber::parse("99010149010100X"),
            Err(IdError::BadChar { at: 15 })
        );
        assert_eq!(
            IdNumber::parse("X90101194901010012"),
            Err(IdError::BadChar { at: 1 })
        );
        assert_eq!(
            IdNumber::parse(&with_check("99010119490230001")),
            Err(IdError::BadDate)
        );
        assert_eq!(
            IdNumber::parse(&with_check("99010100000101001")),
            Err(IdError::BadDate)
        );
        assert_eq!(
            IdNumber::parse("身份证号十八个字但都不是数字的文本"),
            Err(IdError::Length { got: 17 })
        );
    }

    #[test]
    fn serde_keeps_the_string_and_checks_it() {
        let id = IdNumber::parse(&with_check("99010119490101001"))
            .unwrap()
            .number;
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<IdNumber>(&json).unwrap(), id);
        let wrong = if json.ends_with("0\"") { "1\"" } else { "0\"" };
        let wrong = format!("{}{wrong}", &json[..json.len() - 2]);
        assert!(serde_json::from_str::<IdNumber>(&wrong).is_err());
        assert_eq!(serde_json::to_string(&Sex::NotStated).unwrap(), "9");
        assert_eq!(serde_json::from_str::<Sex>("2").unwrap(), Sex::Female);
        assert!(serde_json::from_str::<Sex>("3").is_err());
    }

    prop_compose! {
        fn number()(days in -36_000i32..25_000, seq in 0u32..1000) -> String {
            let (y, m, d) = Day::from_epoch_days(days).ymd();
            with_check(&format!("990101{y:04}{m:02}{d:02}{seq:03}"))
        }
    }

    proptest! {
        #[test]
        fn every_right_number_reads(n in number()) {
            let parsed = IdNumber::parse(&n).unwrap();
            prop_assert_eq!(parsed.number.as_str(), n.as_str());
            let seq: u32 = n[14..17].parse().unwrap();
            prop_assert_eq!(parsed.number.sex() == Sex::Male, seq % 2 == 1);
        }

        #[test]
        fn every_single_wrong_digit_is_caught(n in number()) {
            for at in 0..18 {
                for c in "0123456789X".chars() {
                    if n[at..].starts_with(c) {
                        continue;
                    }
                    let wrong = format!("{}{c}{}", &n[..at], &n[at + 1..]);
                    prop_assert!(IdNumber::parse(&wrong).is_err(), "{} at {}", c, at);
                }
            }
        }

        #[test]
        fn every_swap_of_neighbours_is_caught(n in number(), at in 0usize..16) {
            let mut bytes = n.clone().into_bytes();
            bytes.swap(at, at + 1);
            let swapped = String::from_utf8(bytes).unwrap();
            prop_assert!(swapped == n || IdNumber::parse(&swapped).is_err());
        }

        #[test]
        fn parsing_never_panics(s in "\\PC{0,20}") {
            let _ = IdNumber::parse(&s);
        }
    }
}
