//! The form that answers take in records, for ever.

use serde::{Deserialize, Serialize};
use std::fmt;
use tanfang_values::Day;

/// An answer or a recorded fact, as it is written into operations.
///
/// The JSON form is fixed: externally tagged, lower case, integers only. A
/// golden test guards it; a variant may be added, none may change.
///
/// ```
/// use tanfang_policy::value::FactValue;
/// assert!(FactValue::Unclear.is_unknown());
/// assert!(!FactValue::IntRange(2, 3).is_unknown());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactValue {
    /// Yes or no.
    Bool(bool),
    /// A whole number: a count, months, days.
    Int(i64),
    /// An amount of money in fen; the unit (once, a month, a year) is the fact's.
    Fen(i64),
    /// A civil day in China.
    Day(Day),
    /// One choice: the code of the variant.
    One(String),
    /// Several choices: codes in ascending order, none twice.
    Many(Vec<String>),
    /// Free text; no rule can read it.
    Text(String),
    /// "About a to b", both ends included.
    IntRange(i64, i64),
    /// "About a to b" in fen, both ends included.
    FenRange(i64, i64),
    /// "Around then": first and last possible day.
    DayRange(Day, Day),
    /// Asked, and the person does not know (不清楚). Never read as "no".
    Unclear,
    /// Asked, and the person would rather not say (不愿说).
    Declined,
}

impl FactValue {
    /// Whether a rule learns nothing from it: 不清楚 or 不愿说.
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unclear | Self::Declined)
    }

    /// Makes a set of choices in the form records need: sorted, none twice.
    pub fn many<S: Into<String>>(codes: impl IntoIterator<Item = S>) -> Self {
        let mut codes: Vec<String> = codes.into_iter().map(Into::into).collect();
        codes.sort_unstable();
        codes.dedup();
        Self::Many(codes)
    }

    /// The name of the variant as it stands in records.
    pub const fn tag(&self) -> &'static str {
        match self {
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Fen(_) => "fen",
            Self::Day(_) => "day",
            Self::One(_) => "one",
            Self::Many(_) => "many",
            Self::Text(_) => "text",
            Self::IntRange(..) => "int_range",
            Self::FenRange(..) => "fen_range",
            Self::DayRange(..) => "day_range",
            Self::Unclear => "unclear",
            Self::Declined => "declined",
        }
    }
}

/// Why a value cannot be the value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// The value is of another kind than the fact.
    #[error("fact {fact} takes {wanted}, not {given}: give a value of that kind")]
    WrongKind {
        /// Id of the fact.
        fact: String,
        /// What the fact takes, as the dictionary writes it.
        wanted: String,
        /// Tag of the value given.
        given: &'static str,
    },
    /// The enum of the fact has no such code.
    #[error("fact {fact} has no choice {code:?}: use one of {allowed}")]
    NoSuchCode {
        /// Id of the fact.
        fact: String,
        /// The code given.
        code: String,
        /// The codes there are, separated by spaces.
        allowed: String,
    },
    /// Codes of a set must be ascending and none twice.
    #[error("fact {fact}: codes of a set must be in ascending order, none twice")]
    NotSorted {
        /// Id of the fact.
        fact: String,
    },
    /// The number or day lies outside what the dictionary allows, or a range runs backwards.
    #[error("fact {fact}: {value} is outside {min} to {max}, or its ends are swapped")]
    OutOfRange {
        /// Id of the fact.
        fact: String,
        /// The value given.
        value: String,
        /// Least value allowed.
        min: String,
        /// Greatest value allowed.
        max: String,
    },
}

impl fmt::Display for FactValue {
    /// Prints a short technical form for logs and tests, not for the screen.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(b) => write!(f, "{b}"),
            Self::Int(n) => write!(f, "{n}"),
            Self::Fen(n) => write!(f, "{n}fen"),
            Self::Day(d) => write!(f, "{d}"),
            Self::One(c) => write!(f, "{c}"),
            Self::Many(c) => write!(f, "{{{}}}", c.join(" ")),
            Self::Text(t) => write!(f, "{t:?}"),
            Self::IntRange(a, b) => write!(f, "{a}~{b}"),
            Self::FenRange(a, b) => write!(f, "{a}fen~{b}fen"),
            Self::DayRange(a, b) => write!(f, "{a}~{b}"),
            Self::Unclear => f.write_str("unclear"),
            Self::Declined => f.write_str("declined"),
        }
    }
}
