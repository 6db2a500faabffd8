//! The speed of the last seconds.

use std::time::{Duration, Instant};

use crate::kit::units::format_byte_rate;

/// Slots of the window: finer than an eye sees, small enough to add up on every look.
const SLOTS: u64 = 20;

/// One more, which is being filled. It is not counted before it is whole, so that a steady stream reads steady.
const KEPT: u64 = SLOTS + 1;

/// Bytes per second over a rolling window. Takes the time from its caller, so that tests need no clock.
///
/// ```
/// use std::time::{Duration, Instant};
/// use toolbox::kit::metrics::SpeedMeter;
/// let start = Instant::now();
/// let mut speed = SpeedMeter::new(Duration::from_secs(5), start);
/// for tenth in 1..=100 {
///     speed.add(1_240_000, start + Duration::from_millis(100 * tenth));
/// }
/// assert_eq!(speed.text(start + Duration::from_secs(10)), "12.4 MB/s");
/// assert_eq!(speed.text(start + Duration::from_secs(60)), "0 B/s");
/// ```
#[derive(Debug, Clone)]
pub struct SpeedMeter {
    start: Instant,
    slot: Duration,
    /// Bytes of the slots `newest - SLOTS ..= newest`, each at its number modulo [`KEPT`].
    bytes: [u64; KEPT as usize],
    newest: u64,
}

impl SpeedMeter {
    /// A meter that looks back over `window` (at least 20 ns), started `now`.
    #[must_use]
    pub fn new(window: Duration, now: Instant) -> Self {
        let slot = (window / SLOTS as u32).max(Duration::from_nanos(1));
        Self { start: now, slot, bytes: [0; KEPT as usize], newest: 0 }
    }

    /// Counts bytes that came in by `now`. Times may come out of order; those before the start count as the start.
    pub fn add(&mut self, bytes: u64, now: Instant) {
        let slot = self.slot_at(now);
        self.advance(slot);
        if self.newest - slot < KEPT {
            let kept = &mut self.bytes[(slot % KEPT) as usize];
            *kept = kept.saturating_add(bytes);
        }
    }

    /// The mean over the last whole slots of the window, or over the time since the start while that is shorter.
    #[must_use]
    pub fn bytes_per_second(&self, now: Instant) -> f64 {
        let mut meter = self.clone();
        meter.advance(self.slot_at(now));
        // In the first slot there is none that is whole; its bytes count as if it were.
        let whole = if meter.newest == 0 { 0..1 } else { meter.newest.saturating_sub(SLOTS)..meter.newest };
        let seconds = (whole.end - whole.start) as f64 * self.slot.as_secs_f64();
        let bytes: u128 = whole.map(|slot| u128::from(meter.bytes[(slot % KEPT) as usize])).sum();
        bytes as f64 / seconds
    }

    /// The speed as people read it: `12.4 MB/s`.
    #[must_use]
    pub fn text(&self, now: Instant) -> String {
        format_byte_rate(self.bytes_per_second(now))
    }

    fn slot_at(&self, now: Instant) -> u64 {
        let elapsed = now.saturating_duration_since(self.start).as_nanos();
        (elapsed / self.slot.as_nanos()) as u64
    }

    /// Makes `slot` the newest, forgetting those that fall out of the window.
    fn advance(&mut self, slot: u64) {
        let passed = slot.saturating_sub(self.newest).min(KEPT);
        for gone in 1..=passed {
            self.bytes[((self.newest + gone) % KEPT) as usize] = 0;
        }
        self.newest = self.newest.max(slot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn without_bytes_there_is_no_speed() {
        let start = Instant::now();
        let speed = SpeedMeter::new(Duration::from_secs(5), start);
        assert_eq!(speed.text(start), "0 B/s");
        assert_eq!(speed.text(start + Duration::from_secs(100)), "0 B/s");
    }

    #[test]
    fn a_single_sample_is_no_infinite_speed() {
        let start = Instant::now();
        let mut speed = SpeedMeter::new(Duration::from_secs(5), start);
        speed.add(1_000_000, start);
        assert_eq!(speed.text(start), "4.0 MB/s");
        assert_eq!(speed.text(start + Duration::from_secs(2)), "500.0 KB/s");
    }

    #[test]
    fn a_stall_shows_within_the_window() {
        let start = Instant::now();
        let at = |tenth: u64| start + Duration::from_millis(tenth * 100);
        let mut speed = SpeedMeter::new(Duration::from_secs(2), start);
        (0..=100).for_each(|tenth| speed.add(100_000, at(tenth)));
        assert!(speed.bytes_per_second(at(110)) < 600_000.0);
        assert!(speed.bytes_per_second(at(122)) < 1.0);
    }

    #[test]
    fn late_and_early_samples_do_no_harm() {
        let start = Instant::now();
        let mut speed = SpeedMeter::new(Duration::from_secs(1), start + Duration::from_secs(1));
        speed.add(5, start);
        speed.add(7, start + Duration::from_secs(100));
        speed.add(9, start + Duration::from_secs(2));
        assert!((speed.bytes_per_second(start + Duration::from_millis(100_100)) - 7.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn a_steady_stream_reads_as_its_rate(step_ms in 1_u64..20, steps in 200_u64..2_000, chunk in 1_u64..1_000_000) {
            let start = Instant::now();
            let mut speed = SpeedMeter::new(Duration::from_secs(1), start);
            (1..=steps).for_each(|step| speed.add(chunk, start + Duration::from_millis(step * step_ms)));
            let expected = chunk as f64 * 1_000.0 / step_ms as f64;
            let read = speed.bytes_per_second(start + Duration::from_millis(steps * step_ms));
            // One chunk more or less may stand at either edge of the whole slots.
            let covered = (steps * step_ms - 50).min(1_000) as f64;
            prop_assert!((read / expected - 1.0).abs() <= 2.0 * step_ms as f64 / covered, "{read} {expected}");
        }
    }
}
