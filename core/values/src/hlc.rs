//! A hybrid logical clock: near wall time, and never going back.

use serde::{Deserialize, Serialize};

/// A point on the hybrid logical clock; written as `[ms, n]`.
///
/// It follows the wall clock while that advances and counts on by `n` while it
/// stands still or was set back, so that what was written later on one device,
/// or after having seen another device's operation, always sorts later.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(from = "(i64, u32)", into = "(i64, u32)")]
pub struct Hlc {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub ms: i64,
    /// Counter within that millisecond.
    pub n: u32,
}

impl Hlc {
    /// The clock for the next operation written at `now_ms`; greater than `self`.
    #[must_use]
    pub fn tick(self, now_ms: i64) -> Self {
        if now_ms > self.ms {
            Self { ms: now_ms, n: 0 }
        } else {
            self.successor()
        }
    }

    /// The clock after seeing another's operation; greater than both.
    #[must_use]
    pub fn observe(self, other: Self, now_ms: i64) -> Self {
        self.max(other).tick(now_ms)
    }

    fn successor(self) -> Self {
        match self.n.checked_add(1) {
            Some(n) => Self { ms: self.ms, n },
            None => Self {
                ms: self.ms.saturating_add(1),
                n: 0,
            },
        }
    }
}

impl From<(i64, u32)> for Hlc {
    fn from((ms, n): (i64, u32)) -> Self {
        Self { ms, n }
    }
}

impl From<Hlc> for (i64, u32) {
    fn from(hlc: Hlc) -> Self {
        (hlc.ms, hlc.n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn follows_the_clock_and_counts_when_it_stands() {
        let a = Hlc::default().tick(1000);
        assert_eq!(a, Hlc { ms: 1000, n: 0 });
        assert_eq!(a.tick(1000), Hlc { ms: 1000, n: 1 });
        assert_eq!(a.tick(10), Hlc { ms: 1000, n: 1 });
        assert_eq!(
            a.observe(Hlc { ms: 5000, n: 7 }, 2000),
            Hlc { ms: 5000, n: 8 }
        );
        assert_eq!(Hlc { ms: 1, n: u32::MAX }.tick(0), Hlc { ms: 2, n: 0 });
        assert_eq!(
            serde_json::to_string(&Hlc { ms: 5, n: 1 }).unwrap(),
            "[5,1]"
        );
    }

    proptest! {
        #[test]
        fn never_goes_back(steps in proptest::collection::vec((any::<Option<(i32, u32)>>(), any::<i32>()), 1..60)) {
            let mut clock = Hlc::default();
            for (seen, now) in steps {
                let now = i64::from(now);
                let next = match seen {
                    Some((ms, n)) => {
                        let other = Hlc { ms: i64::from(ms), n };
                        let next = clock.observe(other, now);
                        prop_assert!(next > other);
                        next
                    }
                    None => clock.tick(now),
                };
                prop_assert!(next > clock && next.ms >= now);
                clock = next;
            }
        }
    }
}
