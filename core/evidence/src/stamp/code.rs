//! The short code on a watermark, which leads back to the record of the photo.
//!
//! Eight signs and a check sign, as in `7K3P-9XQ2-M`. It is derived from the photo's id by a hash, so
//! that it tells nothing by itself, and photos of the same minute (whose ids begin alike) have
//! codes that differ at once. Who has the code and the records computes each photo's code and
//! compares. The signs are easy to tell apart by eye and by voice: no 0, I, L, O, U.

use sha2::{Digest, Sha256};

/// 31 signs, a prime number, so that one check sign finds every wrong sign and every two signs
/// that changed places.
const SIGNS: &[u8; 31] = b"123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many signs there are before the check sign.
const COUNT: usize = 8;

/// Why a text is no code of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCode {
    /// It has another number of signs than nine, spaces and dashes left out.
    #[error("a code has 9 signs, not {0}")]
    Length(usize),
    /// A sign is none of ours.
    #[error("the sign {0:?} is in no code")]
    Sign(char),
    /// The check sign does not fit: a sign was misread, or two changed places.
    #[error("the last sign does not fit: a sign was misread")]
    Check,
}

fn sign(value: u64) -> char {
    let at = usize::try_from(value % 31).unwrap_or_default();
    char::from(SIGNS.get(at).copied().unwrap_or(b'1'))
}

fn value(sign: char) -> Option<u64> {
    let at = SIGNS.iter().position(|known| char::from(*known) == sign)?;
    u64::try_from(at).ok()
}

fn check(values: &[u64]) -> u64 {
    (1..)
        .zip(values)
        .map(|(weight, value)| weight * value)
        .sum::<u64>()
        % 31
}

fn grouped(values: &[u64]) -> String {
    let signs: Vec<char> = values.iter().map(|value| sign(*value)).collect();
    let groups: Vec<String> = signs
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    format!("{}-{}", groups.join("-"), sign(check(values)))
}

/// Returns the code of a photo: `7K3P-9XQ2-M`.
pub fn of(photo: &str) -> String {
    let hash = Sha256::digest([b"tanfang photo code\0", photo.as_bytes()].concat());
    let first = hash
        .iter()
        .take(8)
        .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let mut rest = first;
    let values: Vec<u64> = (0..COUNT)
        .map(|_| {
            let value = rest % 31;
            rest /= 31;
            value
        })
        .collect();
    grouped(&values)
}

/// Reads a code as a person types it, in either case, with or without dashes and spaces, and
/// returns it as [`of`] writes it.
pub fn read(text: &str) -> Result<String, BadCode> {
    let signs: Vec<char> = text
        .chars()
        .filter(|sign| !sign.is_whitespace() && !"-－—".contains(*sign))
        .map(|sign| sign.to_ascii_uppercase())
        .collect();
    if signs.len() != COUNT + 1 {
        return Err(BadCode::Length(signs.len()));
    }
    let mut values = Vec::with_capacity(COUNT + 1);
    for sign in signs {
        values.push(value(sign).ok_or(BadCode::Sign(sign))?);
    }
    let last = values.pop();
    if last != Some(check(&values)) {
        return Err(BadCode::Check);
    }
    Ok(grouped(&values))
}
