//! What the core needs from the device, as traits; the desktop's are in [`crate::desktop`].

use std::sync::Arc;
use tanfang_evidence::picture::Decoders;
use tanfang_values::Stamp;

pub use tanfang_evidence::picture::{HeicDecoder, Picture, Source};
pub use tanfang_log::{DeviceKey, KeyError, PublicKey};
pub use tanfang_store::{SecretStore, StoreError};

/// Tells the time by three clocks at once.
pub trait Clock: Send + Sync {
    /// Returns the wall clock in UTC milliseconds with the device's offset.
    fn now(&self) -> Stamp;

    /// Returns a name of this start of the device, so that
    /// [`Clock::elapsed_ms`] of two starts are never compared.
    fn boot_id(&self) -> String;

    /// Returns milliseconds on a clock that never goes back within one boot.
    fn elapsed_ms(&self) -> i64;
}

/// Gives random bytes: cryptographic on a device, seeded in tests.
pub trait Random: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// Holds what the device gives.
#[derive(Clone)]
pub struct Ports {
    /// The clocks.
    pub clock: Arc<dyn Clock>,
    /// The random bytes.
    pub random: Arc<dyn Random>,
    /// The keystore; `None` keeps secrets in files beside the store.
    pub secrets: Option<Arc<dyn SecretStore>>,
    /// The key that signs checkpoints; `None` makes one in software.
    pub device_key: Option<Arc<dyn DeviceKey>>,
    /// The platform's decoder of HEIC; `None` keeps such photos and leaves their copies to the
    /// township.
    pub heic: Option<Arc<dyn HeicDecoder>>,
}

impl std::fmt::Debug for Ports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ports").finish_non_exhaustive()
    }
}

impl Ports {
    /// Returns what all clocks say now, as the store wants it.
    pub(crate) fn moment(&self) -> tanfang_store::Moment {
        tanfang_store::Moment {
            stamp: self.clock.now(),
            boot_id: self.clock.boot_id(),
            elapsed_ms: self.clock.elapsed_ms(),
        }
    }

    /// Returns the random bytes as the store wants them.
    pub(crate) fn draw(&self) -> Draw<'_> {
        Draw(self.random.as_ref())
    }

    /// Returns the decoders of pictures that this device has.
    pub(crate) fn decoders(&self) -> Decoders<'_> {
        let plain = Decoders::default();
        Decoders {
            heic: self.heic.as_deref().unwrap_or(plain.heic),
            ..plain
        }
    }

    /// Draws an id of 32 hex digits.
    pub(crate) fn new_id(&self) -> String {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        hex::encode(bytes)
    }
}

/// Lends the random bytes to the store.
pub(crate) struct Draw<'a>(&'a dyn Random);

impl tanfang_store::Random for Draw<'_> {
    fn fill(&mut self, buffer: &mut [u8]) {
        self.0.fill(buffer);
    }
}
