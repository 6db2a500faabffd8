//! How often a key is used, in eight bits: a counter that grows with the logarithm of uses and shrinks with time.
//!
//! ```text
//! clock   bits 0-7 counter · 8-23 minutes since 1970, modulo 2¹⁶, of its last decrease
//! ```
//! The higher the counter, the less likely another use increases it: a factor of 10 reaches 255 at a million uses.
//! After `lfu-decay-time` minutes without a use it loses one.

use std::sync::atomic::Ordering;

use super::Server;
use crate::kit::random::Random;

/// What new keys begin with, so that they are not evicted at once (`LFU_INIT_VAL`).
pub const FIRST: u8 = 5;

/// How the counter grows and shrinks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pace {
    /// `lfu-log-factor`.
    pub factor: u32,
    /// `lfu-decay-time`; 0 is never.
    pub decay_minutes: u32,
}

/// The pace that is set.
#[must_use]
pub fn pace(server: &Server) -> Pace {
    Pace {
        factor: server.settings.lfu_factor.load(Ordering::Relaxed) as u32,
        decay_minutes: server.settings.lfu_decay.load(Ordering::Relaxed) as u32,
    }
}

thread_local! {
    /// The pace of the command that this thread carries out, and its randomness.
    static CURRENT: std::cell::RefCell<(Pace, Random)> = std::cell::RefCell::new((Pace::default(), Random::from_system()));
}

/// Sets the pace of the commands that this thread carries out from now on.
pub fn set_pace(pace: Pace) {
    CURRENT.with_borrow_mut(|current| current.0 = pace);
}

/// The clock after a use at this thread's pace; of 0, which no key has, that of a new one.
#[must_use]
pub fn count_use(clock: u32, now_ms: u64) -> u32 {
    if clock == 0 {
        return first(now_ms);
    }
    CURRENT.with_borrow_mut(|(pace, random)| used(clock, now_ms, *pace, random.unit()))
}

const fn minutes(now_ms: u64) -> u32 {
    (now_ms / 60_000) as u32 & 0xFFFF
}

/// The counter, as it is after the time that has passed.
#[must_use]
pub const fn count(clock: u32, now_ms: u64, decay_minutes: u32) -> u8 {
    let counter = (clock & 0xFF) as u8;
    let passed = minutes(now_ms).wrapping_sub(clock >> 8) & 0xFFFF;
    match passed.checked_div(decay_minutes) {
        None => counter,
        Some(lost) if lost > 255 => 0,
        Some(lost) => counter.saturating_sub(lost as u8),
    }
}

/// The clock of a new key.
#[must_use]
pub const fn first(now_ms: u64) -> u32 {
    (minutes(now_ms) << 8) | FIRST as u32
}

/// The clock after a use; `chance` is uniform in `[0, 1)`.
#[must_use]
pub fn used(clock: u32, now_ms: u64, pace: Pace, chance: f64) -> u32 {
    let counter = count(clock, now_ms, pace.decay_minutes);
    let above = f64::from(counter.saturating_sub(FIRST));
    let grows = counter < u8::MAX && chance < 1.0 / (above * f64::from(pace.factor) + 1.0);
    (minutes(now_ms) << 8) | (u32::from(counter) + u32::from(grows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_uses_are_about_the_most() {
        let (pace, mut random) = (Pace { factor: 10, decay_minutes: 1 }, Random::seeded(3));
        let after = |uses: u32, random: &mut Random| {
            (0..uses).fold(first(0), |clock, _| used(clock, 0, pace, random.unit())) & 0xFF
        };
        // Redis's own table for this factor: 10, 18, 142, 255 at 100, 1000, 100 000 and a million uses.
        assert!((8..=13).contains(&after(100, &mut random)));
        assert!((15..=22).contains(&after(1000, &mut random)));
        assert!((130..=155).contains(&after(100_000, &mut random)));
        assert_eq!(after(1_500_000, &mut random), 255);
    }

    #[test]
    fn time_takes_away() {
        let clock = (first(0) & !0xFF) | 0x64;
        assert_eq!(count(clock, 59_999, 1), 100);
        assert_eq!(count(clock, 60_000 * 30, 1), 70);
        assert_eq!(count(clock, 60_000 * 30, 0), 100);
        assert_eq!(count(clock, 60_000 * 300, 1), 0);
    }
}
