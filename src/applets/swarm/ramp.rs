//! When each client comes: absolute slots, so that a late one delays nobody. Pure.
//!
//! The slot of client i is i / rate after the start, and by a jitter of its own later. Chances are those of seed and
//! number alone: the same seed gives the same run.

use std::time::Duration;

use super::args::Arrivals;
use super::plan::Plan;
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
    /// How they come within the rate.
    pub arrivals: Arrivals,
}

impl Ramp {
    /// That of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self { rate: plan.ramp_rate, jitter: plan.ramp_jitter, seed: plan.seed, arrivals: plan.arrivals }
    }

    /// How long after the start client `index` comes.
    ///
    /// ```
    /// use std::time::Duration;
    /// use toolbox::applets::swarm::args::Arrivals;
    /// use toolbox::applets::swarm::ramp::Ramp;
    /// let ramp = Ramp { rate: 5, jitter: Duration::ZERO, seed: 1, arrivals: Arrivals::Constant };
    /// assert_eq!(ramp.slot(7), Duration::from_millis(1400));
    /// ```
    #[must_use]
    pub fn slot(&self, index: u64) -> Duration {
        // In nanoseconds a rate of a million and a day fit well into 128 bits.
        let base = u128::from(index) * 1_000_000_000 / u128::from(self.rate.max(1));
        let base = Duration::from_nanos(u64::try_from(base).unwrap_or(u64::MAX));
        base + self.jitter.mul_f64(chances(self.seed, index).unit())
    }

    /// When each of `clients` comes, in the order of their numbers.
    #[must_use]
    pub fn slots(&self, clients: u64) -> Vec<Duration> {
        if self.arrivals == Arrivals::Constant {
            return (0..clients).map(|index| self.slot(index)).collect();
        }
        let mut chances = Random::seeded(self.seed);
        let gap = 1.0 / self.rate.max(1) as f64;
        let mut at = 0.0;
        let mut next = || {
            let slot = Duration::try_from_secs_f64(at).unwrap_or(Duration::MAX);
            at += gap * chances.exponential();
            slot
        };
        (0..clients).map(|_| next()).collect()
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
        let ramp = Ramp { rate: 20, jitter: Duration::from_millis(200), seed: 7, arrivals: Arrivals::Constant };
        for index in 0..1000 {
            let base = Duration::from_millis(50 * index);
            let slot = ramp.slot(index);
            assert!(slot >= base && slot < base + ramp.jitter, "{index}: {slot:?}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_slots_and_another_others() {
        let of = |seed| {
            let ramp = Ramp { rate: 5, jitter: Duration::from_secs(1), seed, arrivals: Arrivals::Constant };
            (0..20).map(|index| ramp.slot(index)).collect::<Vec<_>>()
        };
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn strangers_come_at_the_same_rate_and_at_unequal_distances() {
        let ramp = Ramp { rate: 100, jitter: Duration::ZERO, seed: 9, arrivals: Arrivals::Poisson };
        let slots = ramp.slots(10_000);
        let last = slots[9_999].as_secs_f64();
        assert!((last - 100.0).abs() < 4.0, "{last}");
        assert!(slots.windows(2).all(|pair| pair[0] <= pair[1]));
        // Of exponential gaps one in e is longer than the mean.
        let long = slots.windows(2).filter(|pair| pair[1] > pair[0] + Duration::from_millis(10)).count();
        assert!((3_400..3_960).contains(&long), "{long}");
        let even = Ramp { arrivals: Arrivals::Constant, ..ramp }.slots(3);
        assert_eq!(even, [Duration::ZERO, Duration::from_millis(10), Duration::from_millis(20)]);
    }

    #[test]
    fn jitter_is_spread_over_its_range() {
        let ramp = Ramp { rate: 1_000_000, jitter: Duration::from_secs(1), seed: 3, arrivals: Arrivals::Constant };
        let late = (0..10_000).filter(|&index| ramp.slot(index) > Duration::from_millis(500)).count();
        assert!((4_800..5_300).contains(&late), "{late}");
    }
}
