//! How fast, and how long is waited: the profiles `-T0` to `-T5`, and round trips in the manner of RFC 6298.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What a profile allows; flags change single values of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// 0 to 5.
    pub level: u8,
    /// Probes on their way to one host.
    pub host_inflight: u32,
    /// Probes on their way in all.
    pub inflight: u32,
    /// Probes a second in all; none is no limit.
    pub rate: Option<f64>,
    /// The gap between two probes to one host, at least.
    pub gap: Duration,
    /// How long is waited before a round trip is known.
    pub first_timeout: Duration,
    /// How long is waited at least.
    pub least_timeout: Duration,
    /// How long is waited at most.
    pub most_timeout: Duration,
    /// Probes for a port that stays silent, where nothing suggests more or fewer.
    pub tries: u8,
    /// The share of open ports that may be missed because packets were lost.
    pub miss: f64,
}

impl Profile {
    /// The profile of a level; 3 is the default, and above 5 is 5.
    #[must_use]
    pub fn of(level: u8) -> Self {
        let ms = Duration::from_millis;
        let base = Self {
            level: 3,
            host_inflight: 100,
            inflight: 512,
            rate: Some(1000.0),
            gap: Duration::ZERO,
            first_timeout: ms(1000),
            least_timeout: ms(100),
            most_timeout: ms(10_000),
            tries: 3,
            miss: 1e-4,
        };
        match level {
            0 => Self { level, host_inflight: 1, inflight: 1, gap: Duration::from_mins(5), rate: None, ..base },
            1 => Self { level, host_inflight: 1, inflight: 1, gap: Duration::from_secs(15), rate: None, ..base },
            2 => Self { level, host_inflight: 1, inflight: 1, gap: ms(400), rate: None, ..base },
            3 => base,
            4 => Self {
                level,
                host_inflight: 300,
                inflight: 1500,
                rate: Some(5000.0),
                first_timeout: ms(500),
                most_timeout: ms(1250),
                ..base
            },
            _ => Self {
                level: 5,
                host_inflight: 1000,
                inflight: 4000,
                rate: None,
                first_timeout: ms(250),
                least_timeout: ms(50),
                most_timeout: ms(300),
                tries: 2,
                ..base
            },
        }
    }
}

/// The round trip to a host and how much it varies.
///
/// ```
/// use std::time::Duration;
/// use toolbox::applets::scan::timing::{Profile, RoundTrip};
/// let profile = Profile::of(3);
/// let mut trip = RoundTrip::default();
/// assert_eq!(trip.timeout(&profile), Duration::from_secs(1));
/// trip.sample(Duration::from_millis(80));
/// assert_eq!(trip.timeout(&profile), Duration::from_millis(240), "srtt + 4 · rttvar, RFC 6298 section 2.2");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RoundTrip {
    /// Smoothed, and its variation; none before the first sample.
    known: Option<(Duration, Duration)>,
}

impl RoundTrip {
    /// Takes a sample of a probe whose answer is certain to be its own (Karn's rule is the caller's).
    pub fn sample(&mut self, trip: Duration) {
        self.known = Some(match self.known {
            // RFC 6298 section 2.2.
            None => (trip, trip / 2),
            // Section 2.3, alpha 1/8 and beta 1/4.
            Some((smoothed, variation)) => {
                (smoothed * 7 / 8 + trip / 8, variation * 3 / 4 + trip.abs_diff(smoothed) / 4)
            }
        });
    }

    /// Whether anything is known.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.known.is_some()
    }

    /// The smoothed round trip.
    #[must_use]
    pub fn smoothed(&self) -> Option<Duration> {
        self.known.map(|(smoothed, _)| smoothed)
    }

    /// How long to wait for an answer.
    #[must_use]
    pub fn timeout(&self, profile: &Profile) -> Duration {
        let Some((smoothed, variation)) = self.known else { return profile.first_timeout };
        let longest = profile.most_timeout.max(profile.least_timeout);
        (smoothed + variation * 4).clamp(profile.least_timeout, longest)
    }
}

/// Probes a second: a bucket of tokens that the caller's clock fills.
#[derive(Debug, Clone)]
pub struct Bucket {
    rate: Option<f64>,
    tokens: f64,
    at: Duration,
}

impl Bucket {
    /// What may leave at once after a pause: a hundredth of a second's worth, one at least.
    const BURST_SECONDS: f64 = 0.01;

    /// A bucket of this rate; none lets everything pass.
    #[must_use]
    pub const fn new(rate: Option<f64>) -> Self {
        Self { rate, tokens: 1.0, at: Duration::ZERO }
    }

    /// Takes a token at `now`, the time since the beginning.
    ///
    /// # Errors
    /// When one will be there.
    pub fn take(&mut self, now: Duration) -> Result<(), Duration> {
        let Some(rate) = self.rate else { return Ok(()) };
        let passed = now.saturating_sub(self.at).as_secs_f64();
        self.at = self.at.max(now);
        self.tokens = (self.tokens + passed * rate).min((rate * Self::BURST_SECONDS).max(1.0));
        if self.tokens < 1.0 {
            return Err(now + Duration::from_secs_f64((1.0 - self.tokens) / rate));
        }
        self.tokens -= 1.0;
        Ok(())
    }

    /// Gives a token back that was not used.
    pub fn give_back(&mut self) {
        self.tokens += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faster_profiles_wait_less_and_send_more() {
        for pair in (0..=5).map(Profile::of).collect::<Vec<_>>().windows(2) {
            let (slow, fast) = (&pair[0], &pair[1]);
            assert!(fast.gap <= slow.gap && fast.inflight >= slow.inflight);
            assert!(fast.first_timeout <= slow.first_timeout && fast.most_timeout <= slow.most_timeout);
        }
    }

    #[test]
    fn a_steady_trip_needs_the_least_wait_and_a_jump_more() {
        let profile = Profile::of(3);
        let mut trip = RoundTrip::default();
        for _ in 0..50 {
            trip.sample(Duration::from_millis(10));
        }
        assert_eq!(trip.timeout(&profile), profile.least_timeout);
        trip.sample(Duration::from_millis(300));
        assert!(trip.timeout(&profile) > Duration::from_millis(300), "{:?}", trip.timeout(&profile));
        trip.sample(Duration::from_mins(5));
        assert_eq!(trip.timeout(&profile), profile.most_timeout);
    }

    #[test]
    fn a_bucket_lets_its_rate_through_and_no_more() {
        let mut bucket = Bucket::new(Some(1000.0));
        let (mut now, mut sent) = (Duration::ZERO, 0);
        while now < Duration::from_secs(2) {
            match bucket.take(now) {
                Ok(()) => sent += 1,
                Err(next) => {
                    assert!(next > now);
                    now = next;
                }
            }
        }
        assert!((1990..=2012).contains(&sent), "{sent}");
    }
}
