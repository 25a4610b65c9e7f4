//! What a desktop gives: the system's clocks and random bytes; and what stands
//! still for tests.

use chrono::{Local, Offset as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tanfang_store::Random as _;
use tanfang_store::fakes::SeededRandom;
use tanfang_values::Stamp;

use crate::ports::{Clock, Ports, Random};

/// The clocks of the system.
#[derive(Debug)]
pub struct SystemClock {
    boot_id: String,
    began: Instant,
    /// Milliseconds since the device started, when `began` was taken.
    up_ms: i64,
}

impl SystemClock {
    /// Reads which start of the device this is.
    ///
    /// Where the system does not say, each start of the program counts as one.
    pub fn new(random: &dyn Random) -> Self {
        let boot_id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
            .map(|id| id.trim().to_owned())
            .ok()
            .filter(|id| !id.is_empty());
        let up_ms = std::fs::read_to_string("/proc/uptime")
            .ok()
            .and_then(|text| uptime_ms(&text));
        if let (Some(boot_id), Some(up_ms)) = (boot_id, up_ms) {
            return Self {
                boot_id,
                began: Instant::now(),
                up_ms,
            };
        }
        let mut bytes = [0; 16];
        random.fill(&mut bytes);
        Self {
            boot_id: hex::encode(bytes),
            began: Instant::now(),
            up_ms: 0,
        }
    }
}

/// Reads `12345.67 …` seconds as milliseconds, without a float.
fn uptime_ms(text: &str) -> Option<i64> {
    let (seconds, rest) = text.split_once('.')?;
    let hundredths: String = rest.chars().take(2).collect();
    let seconds: i64 = seconds.trim().parse().ok()?;
    let hundredths: i64 = hundredths.parse().ok()?;
    seconds.checked_mul(1000)?.checked_add(hundredths * 10)
}

impl Clock for SystemClock {
    fn now(&self) -> Stamp {
        let now = Local::now();
        Stamp {
            ms: now.timestamp_millis(),
            offset_min: now.offset().fix().local_minus_utc() / 60,
        }
    }

    fn boot_id(&self) -> String {
        self.boot_id.clone()
    }

    fn elapsed_ms(&self) -> i64 {
        let since = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.up_ms.saturating_add(since)
    }
}

/// The random bytes of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&self, buffer: &mut [u8]) {
        // Without random bytes there are no keys; going on would be worse than stopping.
        if getrandom::fill(buffer).is_err() {
            tracing::error!("the system gives no random bytes");
            std::process::abort();
        }
    }
}

/// A clock that stands.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Stamp);

impl Clock for FixedClock {
    fn now(&self) -> Stamp {
        self.0
    }

    fn boot_id(&self) -> String {
        "fixed".to_owned()
    }

    fn elapsed_ms(&self) -> i64 {
        0
    }
}

/// A clock that tests move.
#[derive(Debug)]
pub struct HandClock(Mutex<Stamp>);

impl HandClock {
    /// Makes a clock in China that says `ms`.
    pub fn new(ms: i64) -> Self {
        Self(Mutex::new(Stamp {
            ms,
            offset_min: 480,
        }))
    }

    /// Sets the clock.
    pub fn set(&self, ms: i64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).ms = ms;
    }
}

impl Clock for HandClock {
    fn now(&self) -> Stamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn boot_id(&self) -> String {
        "hand".to_owned()
    }

    fn elapsed_ms(&self) -> i64 {
        self.now().ms
    }
}

/// Random bytes that a seed repeats; never for a real key.
#[derive(Debug)]
pub struct Seeded(Mutex<SeededRandom>);

impl Seeded {
    /// Makes a generator.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(SeededRandom::new(seed)))
    }
}

impl Random for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill(buffer);
    }
}

/// Returns the ports of a desktop.
pub fn ports() -> Ports {
    Ports {
        clock: Arc::new(SystemClock::new(&OsRandom)),
        random: Arc::new(OsRandom),
        secrets: None,
        device_key: None,
        heic: None,
    }
}

/// Returns ports whose clock stands in China and whose random bytes repeat.
pub fn fixed_ports(now_ms: i64, seed: u64) -> Ports {
    Ports {
        clock: Arc::new(FixedClock(Stamp {
            ms: now_ms,
            offset_min: 480,
        })),
        random: Arc::new(Seeded::new(seed)),
        secrets: None,
        device_key: None,
        heic: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uptime_is_read_without_a_float() {
        assert_eq!(uptime_ms("12345.67 99.00\n"), Some(12_345_670));
        assert_eq!(uptime_ms("what"), None);
    }

    #[test]
    fn the_system_clock_goes_on() {
        let clock = SystemClock::new(&OsRandom);
        let first = clock.elapsed_ms();
        assert!(clock.elapsed_ms() >= first);
        assert!(!clock.boot_id().is_empty());
        assert!(clock.now().ms > 1_700_000_000_000);
    }

    #[test]
    fn a_seed_repeats() {
        let draw = |seed| {
            let mut bytes = [0; 24];
            Seeded::new(seed).fill(&mut bytes);
            bytes
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }
}
