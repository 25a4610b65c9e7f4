//! Codes of administrative divisions, from province to village.

use crate::text::{half_width, squeeze};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A division code in 12 digits: 2 province, 2 prefecture, 2 county, 3 township, 3 village.
///
/// Shorter codes (2, 4, 6 or 9 digits) are read as the division they name and
/// filled with zeros, so that one division has one code and equality holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DivisionCode(String);

/// How far down a code reaches, widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DivisionLevel {
    /// 省、自治区、直辖市.
    Province,
    /// 地级.
    Prefecture,
    /// 县级.
    County,
    /// 乡镇、街道.
    Township,
    /// 村、社区.
    Village,
}

impl DivisionLevel {
    const WIDEST_FIRST: [Self; 5] = [
        Self::Province,
        Self::Prefecture,
        Self::County,
        Self::Township,
        Self::Village,
    ];

    /// How many leading digits name a division of this level.
    pub const fn digits(self) -> usize {
        match self {
            Self::Province => 2,
            Self::Prefecture => 4,
            Self::County => 6,
            Self::Township => 9,
            Self::Village => 12,
        }
    }
}

/// Why a text is not a division code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DivisionError {
    /// Not 2, 4, 6, 9 or 12 characters.
    #[error("division code {text:?} must have 12 digits (or 2, 4, 6 or 9)")]
    Length {
        /// The text as given.
        text: String,
    },
    /// A character that is no digit.
    #[error("division code {text:?} has a character that is no digit at place {at}")]
    BadChar {
        /// The text as given.
        text: String,
        /// Its place, counted from 1.
        at: usize,
    },
    /// The province part is zero.
    #[error("division code {text:?} starts with 00, which is no province")]
    NoProvince {
        /// The text as given.
        text: String,
    },
}

impl DivisionCode {
    /// Reads a code of 12 digits, or of 2, 4, 6 or 9.
    pub fn parse(text: &str) -> Result<Self, DivisionError> {
        let plain = squeeze(&half_width(text));
        let bad = plain.chars().position(|c| !c.is_ascii_digit());
        if let Some(at) = bad {
            return Err(DivisionError::BadChar {
                text: text.to_owned(),
                at: at + 1,
            });
        }
        if !DivisionLevel::WIDEST_FIRST
            .iter()
            .any(|level| level.digits() == plain.len())
        {
            return Err(DivisionError::Length {
                text: text.to_owned(),
            });
        }
        if plain.starts_with("00") {
            return Err(DivisionError::NoProvince {
                text: text.to_owned(),
            });
        }
        Ok(Self(format!("{plain:0<12}")))
    }

    /// All 12 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The six-digit GB/T 2260 part.
    pub fn county_part(&self) -> &str {
        self.0.get(..6).unwrap_or(&self.0)
    }

    /// The digits that matter: those before the zeros that fill it up.
    pub fn prefix(&self) -> &str {
        self.0.get(..self.level().digits()).unwrap_or(&self.0)
    }

    /// The level of the division the code names.
    pub fn level(&self) -> DivisionLevel {
        let mut from = 0;
        let mut found = DivisionLevel::Province;
        for level in DivisionLevel::WIDEST_FIRST {
            let part = self.0.get(from..level.digits()).unwrap_or_default();
            if part.bytes().any(|b| b != b'0') {
                found = level;
            }
            from = level.digits();
        }
        found
    }

    /// The division one step wider; `None` above a province.
    ///
    /// A township of a prefecture without counties (such as 441900) belongs to the prefecture.
    pub fn parent(&self) -> Option<Self> {
        let level = self.level();
        let wider = DivisionLevel::WIDEST_FIRST
            .into_iter()
            .rfind(|l| *l < level)?;
        let kept = self.0.get(..wider.digits())?;
        Some(Self(format!("{kept:0<12}")))
    }

    /// The division of the given level this one lies in; itself at its own level, `None` below.
    pub fn at(&self, level: DivisionLevel) -> Option<Self> {
        if level > self.level() {
            return None;
        }
        let kept = self.0.get(..level.digits())?;
        Some(Self(format!("{kept:0<12}")))
    }

    /// Whether the other division is this one or lies in it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(self.prefix())
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for DivisionCode {
    type Err = DivisionError;

    fn from_str(text: &str) -> Result<Self, DivisionError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for DivisionCode {
    type Error = DivisionError;

    fn try_from(text: String) -> Result<Self, DivisionError> {
        Self::parse(&text)
    }
}

impl From<DivisionCode> for String {
    fn from(code: DivisionCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> DivisionCode {
        DivisionCode::parse(text).unwrap()
    }

    #[test]
    fn a_village_climbs_to_its_province() {
        use DivisionLevel as L;
        let mut at = Some(code("990101102203"));
        let mut seen = Vec::new();
        while let Some(c) = at {
            seen.push((c.as_str().to_owned(), c.level()));
            at = c.parent();
        }
        let want = [
            ("990101102203", L::Village),
            ("990101102000", L::Township),
            ("990101000000", L::County),
            ("990100000000", L::Prefecture),
            ("990000000000", L::Province),
        ];
        assert_eq!(seen, want.map(|(c, l)| (c.to_owned(), l)));
        assert_eq!(code("990101"), code("９９０１０１０００００0"));
        assert_eq!(code("990101102").prefix(), "990101102");
        assert_eq!(code("990101102203").county_part(), "990101");
        assert_eq!(code("990101102203").at(L::County), Some(code("990101")));
        assert_eq!(code("990101").at(L::Village), None);
    }

    #[test]
    fn a_prefecture_without_counties_holds_its_townships() {
        let town = code("441900003000");
        assert_eq!(town.level(), DivisionLevel::Township);
        assert!(code("4419").contains(&town));
        assert!(!code("4418").contains(&town));
    }

    #[test]
    fn faults_are_named() {
        assert!(matches!(
            DivisionCode::parse("9901011"),
            Err(DivisionError::Length { .. })
        ));
        assert!(matches!(
            DivisionCode::parse(""),
            Err(DivisionError::Length { .. })
        ));
        assert!(matches!(
            DivisionCode::parse("99010a"),
            Err(DivisionError::BadChar { at: 6, .. })
        ));
        assert!(matches!(
            DivisionCode::parse("000101"),
            Err(DivisionError::NoProvince { .. })
        ));
        assert!(serde_json::from_str::<DivisionCode>("\"12345\"").is_err());
        assert_eq!(
            serde_json::to_string(&code("990101")).unwrap(),
            "\"990101000000\""
        );
    }

    proptest! {
        #[test]
        fn parents_contain_children_and_not_the_reverse(n in 110_000_000_000u64..999_999_999_999) {
            let c = code(&n.to_string());
            let mut at = c.clone();
            while let Some(parent) = at.parent() {
                prop_assert!(parent.contains(&c) && parent.contains(&at) && parent.contains(&parent));
                prop_assert!(parent.level() < at.level());
                prop_assert!(!at.contains(&parent) );
                at = parent;
            }
            prop_assert_eq!(at.level(), DivisionLevel::Province);
        }
    }
}
