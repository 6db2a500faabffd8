//! How much is done at the moment: commands and bytes a second, over the last one and a half seconds, as INFO tells it.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::stats::Stats;

/// Samples are no closer than this.
const STEP: Duration = Duration::from_millis(100);
/// So many are kept (`STATS_METRIC_SAMPLES`).
const KEPT: usize = 16;

/// Each a second.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rates {
    /// Commands.
    pub commands: f64,
    /// Bytes received.
    pub received_bytes: f64,
    /// Bytes sent.
    pub sent_bytes: f64,
}

/// What the counters said lately.
#[derive(Debug, Default)]
pub struct Pulse(VecDeque<(Instant, [u64; 3])>);

impl Pulse {
    /// Takes a sample, where the last one is old enough.
    pub fn sample(&mut self, stats: &Stats, now: Instant) {
        if self.0.back().is_some_and(|(at, _)| now.saturating_duration_since(*at) < STEP) {
            return;
        }
        let received = stats.sum(|counters| counters.received_bytes.get());
        let sent = stats.sum(|counters| counters.sent_bytes.get());
        self.keep(now, [stats.calls(), received, sent]);
    }

    fn keep(&mut self, now: Instant, counts: [u64; 3]) {
        self.0.push_back((now, counts));
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }

    /// Between the oldest sample and the latest. Counters that were set to zero meanwhile count as nothing.
    #[must_use]
    pub fn rates(&self) -> Rates {
        let (Some((first, before)), Some((last, after))) = (self.0.front(), self.0.back()) else {
            return Rates::default();
        };
        let seconds = last.saturating_duration_since(*first).as_secs_f64();
        if seconds <= 0.0 {
            return Rates::default();
        }
        let rate = |at: usize| after[at].saturating_sub(before[at]) as f64 / seconds;
        Rates { commands: rate(0), received_bytes: rate(1), sent_bytes: rate(2) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_those_of_the_last_samples() {
        let (mut pulse, start) = (Pulse::default(), Instant::now());
        assert_eq!(pulse.rates(), Rates::default());
        for step in 0..40_u32 {
            let count = u64::from(step) * 10;
            pulse.keep(start + STEP * step, [count, count * 2, 0]);
        }
        let Rates { commands, received_bytes, sent_bytes } = pulse.rates();
        assert!((commands - 100.0).abs() < 0.01 && (received_bytes - 200.0).abs() < 0.01, "{commands}");
        assert!(sent_bytes.abs() < 0.01);
        pulse.keep(start + STEP * 40, [0, 0, 0]);
        assert!(pulse.rates().commands.abs() < 0.01, "they were set to zero");
    }
}
