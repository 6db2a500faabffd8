//! When each client comes: absolute slots, so that a late one delays nobody. Pure.
//!
//! The slot of client i is i / rate after the start, and by a jitter of its own later. Chances are those of seed and
//! number alone: the same seed gives the same run.

use std::time::Duration;

use crate::kit::random::Random;

/// A schedule of arrivals.
#[derive(Debug, Clone, Copy)]
pub struct Ramp {
    /// Clients each second; at least 1.
    pub rate: u64,
    /// The most a client is late.
    pub jitter: Duration,
    /// Decides how late.
    pub seed: u64,
}

impl Ramp {
    /// How long after the start client `index` comes.
    ///
    /// ```
    /// use std::time::Duration;
    /// use toolbox::applets::swarm::ramp::Ramp;
    /// let ramp = Ramp { rate: 5, jitter: Duration::ZERO, seed: 1 };
    /// assert_eq!(ramp.slot(7), Duration::from_millis(1400));
    /// ```
    #[must_use]
    pub fn slot(&self, index: u64) -> Duration {
        // In nanoseconds a rate of a million and a day fit well into 128 bits.
        let base = u128::from(index) * 1_000_000_000 / u128::from(self.rate.max(1));
        let base = Duration::from_nanos(u64::try_from(base).unwrap_or(u64::MAX));
        base + self.jitter.mul_f64(chances(self.seed, index).unit())
    }

    /// How long it takes until `clients` have come.
    #[must_use]
    pub fn length(&self, clients: u64) -> Duration {
        self.slot(clients.saturating_sub(1)).max(self.jitter)
    }
}

/// The chances of one client.
#[must_use]
pub fn chances(seed: u64, index: u64) -> Random {
    // Neighbouring numbers give neighbouring states; one step of the generator parts them.
    let mut mixed = Random::seeded(seed ^ index.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    Random::seeded(mixed.next_u64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_absolute_and_jitter_stays_within_its_bound() {
        let ramp = Ramp { rate: 20, jitter: Duration::from_millis(200), seed: 7 };
        for index in 0..1000 {
            let base = Duration::from_millis(50 * index);
            let slot = ramp.slot(index);
            assert!(slot >= base && slot < base + ramp.jitter, "{index}: {slot:?}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_slots_and_another_others() {
        let of = |seed| {
            let ramp = Ramp { rate: 5, jitter: Duration::from_secs(1), seed };
            (0..20).map(|index| ramp.slot(index)).collect::<Vec<_>>()
        };
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn jitter_is_spread_over_its_range() {
        let ramp = Ramp { rate: 1_000_000, jitter: Duration::from_secs(1), seed: 3 };
        let late = (0..10_000).filter(|&index| ramp.slot(index) > Duration::from_millis(500)).count();
        assert!((4_800..5_300).contains(&late), "{late}");
    }
}
