//! What a person may change while a run goes on: pause it, change its rate, start its statistics afresh.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Written by the view; read by every lane at each sweep, and by the coordinator every second.
#[derive(Debug)]
pub struct Controls {
    paused: AtomicBool,
    /// Bits of an `f64`: the factor on the planned rate.
    rate_factor: AtomicU64,
    /// Counts the wishes to start the statistics afresh.
    resets: AtomicU64,
    /// Whether, since the statistics began, the run was anything but what its plan says.
    steered: AtomicBool,
}

impl Default for Controls {
    fn default() -> Self {
        Self {
            paused: AtomicBool::new(false),
            rate_factor: AtomicU64::new(1.0_f64.to_bits()),
            resets: AtomicU64::new(0),
            steered: AtomicBool::new(false),
        }
    }
}

impl Controls {
    /// Lets nobody send, or lets them go on; what it is now. The clock of the run does not stand still.
    pub fn toggle_pause(&self) -> bool {
        self.steered.store(true, Ordering::Relaxed);
        !self.paused.fetch_xor(true, Ordering::Relaxed)
    }

    /// Whether nobody may send.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused.load(Ordering::Relaxed)
    }

    /// Multiplies the rate of an open loop; the factor on the planned rate from now on.
    pub fn scale_rate(&self, by: f64) -> f64 {
        self.steered.store(true, Ordering::Relaxed);
        let factor = self.rate_factor() * by;
        self.rate_factor.store(factor.to_bits(), Ordering::Relaxed);
        factor
    }

    /// The factor on the planned rate.
    #[must_use]
    pub fn rate_factor(&self) -> f64 {
        f64::from_bits(self.rate_factor.load(Ordering::Relaxed))
    }

    /// Forgets what was recorded so far, to the end of the second under way.
    pub fn reset(&self) {
        self.steered.store(self.is_paused(), Ordering::Relaxed);
        self.resets.fetch_add(1, Ordering::Relaxed);
    }

    /// How often that was wished.
    #[must_use]
    pub fn resets(&self) -> u64 {
        self.resets.load(Ordering::Relaxed)
    }

    /// Whether the figures since the last reset are of more than one load: it was paused or its rate changed.
    #[must_use]
    pub fn is_steered(&self) -> bool {
        self.steered.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reset_after_steering_begins_a_run_of_one_load() {
        let controls = Controls::default();
        assert!(!controls.is_steered());
        assert!((controls.scale_rate(1.1) - 1.1).abs() < 1e-12);
        assert!(controls.is_steered());
        controls.reset();
        assert!(!controls.is_steered() && controls.rate_factor() > 1.0, "the new rate stays");
        assert!(controls.toggle_pause() && controls.is_paused());
        controls.reset();
        assert!(controls.is_steered(), "the pause is still going on");
        assert!(!controls.toggle_pause());
        assert_eq!(controls.resets(), 2);
    }
}
