//! The data key, its two wraps, and the recovery code.
//!
//! The data key is 32 random bytes and never changes. It is kept encrypted
//! twice: once under a key in the platform's secret store, once under the
//! recovery code. Either opens the store; losing one loses nothing.

use crate::ports::{self, Random};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fmt;

const WRAP_INFO: &[u8] = b"tanfang store wrap 1";
const FILES_INFO: &[u8] = b"tanfang store files 1";
const CHECK_INFO: &[u8] = b"tanfang store key check 1";

/// The key of a store file; never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DataKey([u8; 32]);

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

impl DataKey {
    pub(crate) fn generate(random: &mut dyn Random) -> Self {
        Self(ports::bytes(random))
    }

    /// The form SQLCipher takes as a raw key, without derivation.
    pub(crate) fn pragma(&self) -> String {
        format!("x'{}'", hex::encode(self.0))
    }

    /// A value that tells this key from another and reveals nothing of it.
    pub(crate) fn check_value(&self) -> String {
        hex::encode(derive::<16>(&self.0, b"", CHECK_INFO))
    }

    /// A key for the files beside the store; this one cannot be worked out from it.
    pub(crate) fn of_files(&self) -> [u8; 32] {
        derive::<32>(&self.0, b"", FILES_INFO)
    }

    /// Encrypts this key under another secret.
    pub(crate) fn wrap(&self, secret: &[u8], random: &mut dyn Random) -> Wrapped {
        let (salt, nonce): ([u8; 16], [u8; 12]) = (ports::bytes(random), ports::bytes(random));
        let cipher = ChaCha20Poly1305::new(&derive::<32>(secret, &salt, WRAP_INFO).into());
        let payload = Payload {
            msg: &self.0,
            aad: WRAP_INFO,
        };
        // Encryption of 32 bytes cannot fail; an empty text would never unwrap.
        let text = cipher
            .encrypt(&Nonce::from(nonce), payload)
            .unwrap_or_default();
        Wrapped {
            salt: hex::encode(salt),
            nonce: hex::encode(nonce),
            text: hex::encode(text),
        }
    }
}

/// A data key encrypted under another secret: HKDF-SHA256, then ChaCha20-Poly1305.
///
/// All fields are lower-case hex: salt 16 bytes, nonce 12, text 32 + 16.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wrapped {
    salt: String,
    nonce: String,
    text: String,
}

impl Wrapped {
    /// Decrypts the data key; `None` if the secret is not the one it was wrapped under.
    pub(crate) fn unwrap(&self, secret: &[u8]) -> Option<DataKey> {
        let salt = hex::decode(&self.salt).ok()?;
        let nonce: [u8; 12] = hex::decode(&self.nonce).ok()?.try_into().ok()?;
        let text = hex::decode(&self.text).ok()?;
        let cipher = ChaCha20Poly1305::new(&derive::<32>(secret, &salt, WRAP_INFO).into());
        let payload = Payload {
            msg: &text,
            aad: WRAP_INFO,
        };
        let key = cipher.decrypt(&Nonce::from(nonce), payload).ok()?;
        Some(DataKey(key.try_into().ok()?))
    }
}

fn derive<const N: usize>(secret: &[u8], salt: &[u8], info: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    // Fails only for outputs over 255 hashes long; N is 16 or 32.
    let _ = Hkdf::<Sha256>::new(Some(salt), secret).expand(info, &mut out);
    out
}

/// The recovery code: ten groups of five digits, shown to the worker once.
///
/// Digits can be read aloud, written by hand and typed on any phone. In each
/// group the fifth digit checks the other four and the group's place, so a slip
/// is named by its group. The forty free digits hold 132 bits, so that no slow
/// derivation is needed. The QR code holds the same digits after `TF1:`.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u16; 10]);

/// Why a text is not a recovery code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecoveryError {
    /// Not fifty digits.
    #[error("a recovery code has 50 digits, this has {digits}")]
    Length {
        /// How many digits were found.
        digits: usize,
    },
    /// Something other than digits, spaces and hyphens.
    #[error("a recovery code has digits only, this has {found:?}")]
    NotADigit {
        /// The first such character.
        found: char,
    },
    /// A slip in one group.
    #[error("group {group} of the recovery code is mistyped: compare its five digits")]
    Group {
        /// The group, 1 to 10.
        group: usize,
    },
}

// Damm's quasigroup: finds every single slip and every swap of neighbours.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(start: u8, digits: impl IntoIterator<Item = u8>) -> u8 {
    digits.into_iter().fold(start, |at, d| {
        let row = DAMM.get(usize::from(at)).unwrap_or(&[0; 10]);
        row.get(usize::from(d)).copied().unwrap_or_default()
    })
}

fn four(group: u16) -> [u8; 4] {
    [1000, 100, 10, 1].map(|unit| u8::try_from(group / unit % 10).unwrap_or_default())
}

impl RecoveryCode {
    /// Draws a new code.
    pub fn generate(random: &mut dyn Random) -> Self {
        Self(std::array::from_fn(|_| {
            loop {
                // 60,000 is a multiple of 10,000: every group is equally likely.
                let draw = u16::from_be_bytes(ports::bytes(random));
                if draw < 60_000 {
                    break draw % 10_000;
                }
            }
        }))
    }

    /// Reads a code as typed or scanned: digits of any width, spaces and hyphens, `TF1:` before them.
    pub fn parse(text: &str) -> Result<Self, RecoveryError> {
        let text = text.trim();
        let text = text.strip_prefix("TF1:").unwrap_or(text);
        let mut digits = Vec::with_capacity(50);
        for c in text.chars() {
            // Full-width digits come from Chinese keyboards.
            let digit = c.to_digit(10).or_else(|| {
                let n = u32::from(c).checked_sub(u32::from('０'))?;
                (n < 10).then_some(n)
            });
            match digit.and_then(|d| u8::try_from(d).ok()) {
                Some(d) => digits.push(d),
                None if c.is_whitespace() || matches!(c, '-' | '－' | '—') => {}
                None => return Err(RecoveryError::NotADigit { found: c }),
            }
        }
        if digits.len() != 50 {
            return Err(RecoveryError::Length {
                digits: digits.len(),
            });
        }
        let mut groups = [0; 10];
        for (at, (five, group)) in digits.chunks(5).zip(&mut groups).enumerate() {
            if damm(u8::try_from(at).unwrap_or_default(), five.iter().copied()) != 0 {
                return Err(RecoveryError::Group { group: at + 1 });
            }
            *group = five.iter().take(4).fold(0, |n, d| n * 10 + u16::from(*d));
        }
        Ok(Self(groups))
    }

    /// Returns the ten groups as they are shown.
    pub fn groups(&self) -> [String; 10] {
        let mut at = 0;
        self.0.map(|group| {
            let check = damm(at, four(group));
            at += 1;
            format!("{group:04}{check}")
        })
    }

    /// Returns the text of the QR code.
    pub fn qr_text(&self) -> String {
        format!("TF1:{}", self.groups().concat())
    }

    /// The secret the data key is wrapped under: the forty free digits.
    pub(crate) fn secret(&self) -> Vec<u8> {
        self.0
            .iter()
            .flat_map(|group| four(*group))
            .map(|d| b'0' + d)
            .collect()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::SeededRandom as Seeded;
    use proptest::prelude::*;

    #[test]
    fn damm_agrees_with_the_published_example() {
        assert_eq!(damm(0, [5, 7, 2]), 4);
        assert_eq!(damm(0, [5, 7, 2, 4]), 0);
    }

    #[test]
    fn a_wrapped_key_comes_back_only_under_its_secret() {
        let mut random = Seeded::new(1);
        let key = DataKey::generate(&mut random);
        let wrapped = key.wrap(b"secret", &mut random);
        assert_eq!(wrapped.unwrap(b"secret"), Some(key.clone()));
        assert_eq!(wrapped.unwrap(b"Secret"), None);
        let mut broken = wrapped.clone();
        broken.text.replace_range(
            0..1,
            if broken.text.starts_with('0') {
                "1"
            } else {
                "0"
            },
        );
        assert_eq!(broken.unwrap(b"secret"), None);
        assert_ne!(
            key.check_value(),
            DataKey::generate(&mut random).check_value()
        );
        assert_eq!(format!("{key:?}"), "DataKey(…)");
    }

    proptest! {
        #[test]
        fn a_code_is_read_back_however_it_is_typed(seed in any::<u64>()) {
            let code = RecoveryCode::generate(&mut Seeded::new(seed));
            prop_assert_eq!(RecoveryCode::parse(&code.qr_text()), Ok(code.clone()));
            prop_assert_eq!(RecoveryCode::parse(&code.groups().join(" - ")), Ok(code.clone()));
            let wide: String = code.groups().concat().chars()
                .map(|c| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap())
                .collect();
            prop_assert_eq!(RecoveryCode::parse(&wide), Ok(code));
        }

        #[test]
        fn a_slip_or_a_swap_is_named_by_its_group(seed in any::<u64>(), at in 0usize..50, add in 1u8..10) {
            let code = RecoveryCode::generate(&mut Seeded::new(seed)).groups().concat();
            let mut slip = code.clone().into_bytes();
            slip[at] = (slip[at] - b'0' + add) % 10 + b'0';
            let text = String::from_utf8(slip).unwrap();
            prop_assert_eq!(RecoveryCode::parse(&text), Err(RecoveryError::Group { group: at / 5 + 1 }));
            let mut swap = code.clone().into_bytes();
            if at % 5 != 4 && swap[at] != swap[at + 1] {
                swap.swap(at, at + 1);
                let text = String::from_utf8(swap).unwrap();
                prop_assert_eq!(RecoveryCode::parse(&text), Err(RecoveryError::Group { group: at / 5 + 1 }));
            }
        }

        #[test]
        fn two_groups_in_each_others_place_are_found(seed in any::<u64>(), a in 0usize..10, b in 0usize..10) {
            prop_assume!(a != b);
            let mut groups = RecoveryCode::generate(&mut Seeded::new(seed)).groups();
            groups.swap(a, b);
            let first = a.min(b) + 1;
            prop_assert_eq!(RecoveryCode::parse(&groups.concat()), Err(RecoveryError::Group { group: first }));
        }
    }

    #[test]
    fn other_texts_are_refused_with_the_reason() {
        assert_eq!(
            RecoveryCode::parse("123"),
            Err(RecoveryError::Length { digits: 3 })
        );
        assert_eq!(
            RecoveryCode::parse("12a"),
            Err(RecoveryError::NotADigit { found: 'a' })
        );
    }
}
