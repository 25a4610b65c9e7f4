//! `store.meta`: what must be known before the store file can be read.

use crate::error::Result;
use crate::keys::{DataKey, RecoveryCode, Wrapped};
use crate::ports::{self, Random};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// The newest operation an instance wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The instance.
    pub instance: String,
    /// Its highest sequence number; 0 before its first operation.
    pub seq: u64,
    /// The leaf of that operation, hex; 64 zeros before the first.
    pub leaf: String,
}

/// The data key in its two wraps, and the value that recognises it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Keys {
    by_secret: Wrapped,
    by_recovery: Wrapped,
    key_check: String,
}

impl Keys {
    pub(crate) fn new(
        key: &DataKey,
        secret: &[u8],
        code: &RecoveryCode,
        random: &mut dyn Random,
    ) -> Self {
        Self {
            by_secret: key.wrap(secret, random),
            by_recovery: key.wrap(&code.secret(), random),
            key_check: key.check_value(),
        }
    }

    pub(crate) fn open(&self, secret: &[u8]) -> Option<DataKey> {
        self.by_secret.unwrap(secret).filter(|k| self.knows(k))
    }

    pub(crate) fn recover(&self, code: &RecoveryCode) -> Option<DataKey> {
        self.by_recovery
            .unwrap(&code.secret())
            .filter(|k| self.knows(k))
    }

    /// Whether a key is the one that was wrapped.
    pub(crate) fn knows(&self, key: &DataKey) -> bool {
        self.key_check == key.check_value()
    }

    /// The same key under another platform secret.
    pub(crate) fn with_secret(self, key: &DataKey, secret: &[u8], random: &mut dyn Random) -> Self {
        Self {
            by_secret: key.wrap(secret, random),
            ..self
        }
    }
}

/// The content of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Meta {
    f: u32,
    pub(crate) schema: u32,
    pub(crate) keys: Keys,
    pub(crate) head: Head,
    /// Highest arrival number; tells a repair how far to look.
    pub(crate) pos: u64,
}

/// What was found where the file should be.
#[derive(Debug)]
pub(crate) enum Found {
    /// A whole file.
    Whole(Box<Meta>),
    /// A file that is not what was once written.
    Torn,
    /// No file.
    Missing,
}

impl Meta {
    pub(crate) fn new(schema: u32, keys: Keys, head: Head, pos: u64) -> Self {
        Self {
            f: 1,
            schema,
            keys,
            head,
            pos,
        }
    }

    /// The file that belongs to a store file: `village.db` has `village.db.meta`.
    pub(crate) fn path(store: &Path) -> PathBuf {
        beside(store, ".meta")
    }

    /// One line of JSON, then its SHA-256 in hex.
    pub(crate) fn to_text(&self) -> Result<String> {
        let json = json(self)?;
        let sum = hex::encode(Sha256::digest(json.as_bytes()));
        Ok(format!("{json}\n{sum}\n"))
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let (json, sum) = text.strip_suffix('\n')?.split_once('\n')?;
        if hex::encode(Sha256::digest(json.as_bytes())) != sum {
            return None;
        }
        serde_json::from_str(json).ok()
    }

    pub(crate) fn read(store: &Path) -> Found {
        match std::fs::read(Self::path(store)) {
            Ok(bytes) => String::from_utf8(bytes)
                .ok()
                .and_then(|text| Self::from_text(&text))
                .map_or(Found::Torn, |meta| Found::Whole(Box::new(meta))),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Found::Missing,
            Err(_) => Found::Torn,
        }
    }

    pub(crate) fn write(&self, store: &Path) -> Result<()> {
        ports::write_atomically(&Self::path(store), self.to_text()?.as_bytes())
    }
}

/// Names a file beside another by adding to its whole name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// JSON of one of our own records, which cannot fail but for a bug in serde.
pub(crate) fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| crate::StoreError::Op {
        op: "record".to_owned(),
        reason: e.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::SeededRandom;
    use proptest::prelude::*;

    fn sample() -> Meta {
        let random = &mut SeededRandom::new(7);
        let key = DataKey::generate(random);
        let code = RecoveryCode::generate(random);
        let head = Head {
            instance: "i1".to_owned(),
            seq: 3,
            leaf: "00".repeat(32),
        };
        Meta::new(1, Keys::new(&key, b"kek", &code, random), head, 3)
    }

    #[test]
    fn the_text_is_a_format_and_stays() {
        insta::assert_snapshot!(sample().to_text().unwrap());
    }

    proptest! {
        #[test]
        fn a_torn_text_is_never_taken_for_whole(cut in 0usize..900, flip in 0usize..900, bit in 0u8..7) {
            let text = sample().to_text().unwrap();
            prop_assert_eq!(Meta::from_text(&text), Some(sample()));
            if cut < text.len() {
                prop_assert_eq!(Meta::from_text(&text[..cut]), None);
            }
            let mut bytes = text.clone().into_bytes();
            let at = flip % bytes.len();
            bytes[at] ^= 1 << bit;
            let changed = String::from_utf8_lossy(&bytes);
            prop_assert_eq!(Meta::from_text(&changed), None);
        }
    }
}
