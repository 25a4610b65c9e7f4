//! 256 bits of a fingerprint.

use std::fmt;
use std::str::FromStr;

/// 256 bits, the first one the highest of the first word; written as 64 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bits(pub(super) [u64; 4]);

impl Bits {
    /// Returns in how many bits the two differ, 0–256.
    pub fn distance(&self, other: &Self) -> u32 {
        let words = self.0.iter().zip(other.0);
        words.map(|(one, other)| (one ^ other).count_ones()).sum()
    }
}

impl fmt::Display for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|word| write!(f, "{word:016x}"))
    }
}

impl fmt::Debug for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bits({self})")
    }
}

/// A text that is not 64 lower-case hex digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("256 bits are 64 lower-case hex digits, not {text:?}")]
pub struct BadBits {
    /// The text as given.
    pub text: String,
}

impl FromStr for Bits {
    type Err = BadBits;

    fn from_str(text: &str) -> Result<Self, BadBits> {
        let bad = || BadBits {
            text: text.to_owned(),
        };
        let digits = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if text.len() != 64 || !digits {
            return Err(bad());
        }
        let mut bits = Self::default();
        for (at, word) in bits.0.iter_mut().enumerate() {
            let part = text.get(at * 16..at * 16 + 16).ok_or_else(bad)?;
            *word = u64::from_str_radix(part, 16).map_err(|_| bad())?;
        }
        Ok(bits)
    }
}
