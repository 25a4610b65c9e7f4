//! What the core needs from the device, as traits; the desktop's are in [`crate::desktop`].

use tanfang_values::Stamp;

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
