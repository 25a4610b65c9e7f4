//! Stand-ins for what a device gives, for tests, benches and the practice store.

use crate::error::Result;
use crate::ports::{Moment, Random, SecretStore};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use tanfang_values::Stamp;

/// Keeps secrets in memory only.
#[derive(Debug, Default)]
pub struct MemorySecretStore(Mutex<BTreeMap<String, Vec<u8>>>);

impl SecretStore for MemorySecretStore {
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(map.get(name).cloned())
    }

    fn set(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        map.insert(name.to_owned(), bytes.to_owned());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<()> {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        map.remove(name);
        Ok(())
    }
}

/// Gives the same bytes for the same seed (`SplitMix64`); never for a real key.
#[derive(Debug, Clone)]
pub struct SeededRandom(u64);

impl SeededRandom {
    /// Makes a generator from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

impl Random for SeededRandom {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let bytes = self.next_u64().to_le_bytes();
            for (to, from) in chunk.iter_mut().zip(bytes) {
                *to = from;
            }
        }
    }
}

/// Returns a moment at `ms` on a device in China that started at zero.
pub fn moment(ms: i64) -> Moment {
    Moment {
        stamp: Stamp {
            ms,
            offset_min: 480,
        },
        boot_id: "boot-1".to_owned(),
        elapsed_ms: ms,
    }
}
