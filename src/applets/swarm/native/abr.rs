//! How a player that adapts chooses a rendition: the model of hls.js (API.md, `abrEwma…`). Pure.
//!
//! Two exponentially weighted means of the measured speed, of half-lives 3 s and 9 s; the lower one counts. A rendition
//! fits where it takes no more than 0.95 of that to stay, and 0.7 to go up.

use std::time::Duration;

const FAST_S: f64 = 3.0;
const SLOW_S: f64 = 9.0;

/// Before anything was measured, bits per second.
const UNKNOWN_BPS: f64 = 500_000.0;

const STAY: f64 = 0.95;
const UP: f64 = 0.7;

/// A shorter download says more of the way than of its width.
const SHORTEST: Duration = Duration::from_millis(50);

/// A mean that forgets.
#[derive(Debug, Clone, Copy, Default)]
struct Ewma {
    estimate: f64,
    weight: f64,
}

impl Ewma {
    fn sample(&mut self, half_life_s: f64, weight_s: f64, value: f64) {
        let alpha = 0.5_f64.powf(weight_s / half_life_s);
        self.estimate = alpha * self.estimate + (1.0 - alpha) * value;
        self.weight = alpha * self.weight + (1.0 - alpha);
    }

    /// Corrected for having begun at nothing.
    fn value(self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.estimate / self.weight)
    }
}

/// What a player knows of its way to the server.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bandwidth {
    fast: Ewma,
    slow: Ewma,
}

impl Bandwidth {
    /// A download of so many bytes took so long.
    pub fn sample(&mut self, bytes: u64, took: Duration) {
        let took = took.max(SHORTEST).as_secs_f64();
        let bps = bytes as f64 * 8.0 / took;
        self.fast.sample(FAST_S, took, bps);
        self.slow.sample(SLOW_S, took, bps);
    }

    /// Bits per second; none before anything was measured.
    #[must_use]
    pub fn measured_bps(&self) -> Option<f64> {
        self.fast.value().zip(self.slow.value()).map(|(fast, slow)| fast.min(slow))
    }

    /// Bits per second; a cautious guess before anything was measured.
    #[must_use]
    pub fn estimate_bps(&self) -> f64 {
        self.measured_bps().unwrap_or(UNKNOWN_BPS)
    }

    /// The place of the rendition to play next, of `renditions` by their bit rates, lowest first; `now` is the one that is
    /// played.
    #[must_use]
    pub fn choose(&self, renditions: impl Iterator<Item = u64>, now: Option<usize>) -> usize {
        let estimate = self.estimate_bps();
        let fits = |place: usize, bps: u64| {
            let share = if now.is_some_and(|now| place > now) { UP } else { STAY };
            bps as f64 <= estimate * share
        };
        renditions.enumerate().filter(|&(place, bps)| fits(place, bps)).map(|(place, _)| place).last().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RENDITIONS: [u64; 3] = [800_000, 2_800_000, 5_000_000];

    fn after(samples: &[(u64, u64)]) -> Bandwidth {
        let mut bandwidth = Bandwidth::default();
        for &(bytes, ms) in samples {
            bandwidth.sample(bytes, Duration::from_millis(ms));
        }
        bandwidth
    }

    #[test]
    fn an_unchanging_speed_is_its_estimate() {
        let bandwidth = after(&[(1_000_000, 1000); 5]);
        assert!((bandwidth.estimate_bps() - 8_000_000.0).abs() < 1.0);
        assert!((Bandwidth::default().estimate_bps() - UNKNOWN_BPS).abs() < 1.0);
    }

    #[test]
    fn a_drop_counts_sooner_than_a_rise() {
        let mut bandwidth = after(&[(1_000_000, 1000); 10]);
        bandwidth.sample(100_000, Duration::from_secs(1));
        let fell = bandwidth.estimate_bps();
        // After a second the fast mean keeps 2^(-1/3) of what it was.
        let expected = 8e6 * 0.5_f64.powf(1.0 / 3.0) + 8e5 * (1.0 - 0.5_f64.powf(1.0 / 3.0));
        assert!((fell - expected).abs() / expected < 0.02, "{fell} for {expected}");
    }

    #[test]
    fn going_up_takes_more_than_staying() {
        let at = |bps: u64, now| after(&[(bps / 8, 1000); 20]).choose(RENDITIONS.into_iter(), now);
        assert_eq!(at(3_000_000, Some(0)), 0, "2.8 of 3.0 is more than 0.7");
        assert_eq!(at(3_000_000, Some(1)), 1);
        assert_eq!(at(4_100_000, Some(0)), 1);
        assert_eq!(at(8_000_000, Some(0)), 2);
        assert_eq!(at(2_000_000, Some(2)), 0);
        assert_eq!(at(100_000, Some(2)), 0, "the lowest is what is left");
        assert_eq!(Bandwidth::default().choose(RENDITIONS.into_iter(), None), 0);
    }
}
