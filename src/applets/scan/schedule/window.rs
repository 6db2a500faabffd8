//! How many probes may be on their way to a host: slow start and multiplicative decrease (RFC 5681), driven by evidence.

use std::time::Duration;

/// RFC 6928 starts connections with ten segments; a host bears as many probes.
const START: f64 = 10.0;

/// A window starts with this share of what is allowed, where that is more.
const START_SHARE: f64 = 1.0 / 2.0;

/// A window is never smaller than this share: what is lost at random is lost at every speed.
const LEAST_SHARE: f64 = 1.0 / 4.0;

/// The window of one host.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    size: f64,
    most: f64,
    threshold: f64,
    underway: u32,
    halved_at: Option<Duration>,
}

impl Window {
    /// One that may grow to `most`.
    #[must_use]
    pub fn new(most: u32) -> Self {
        let most = f64::from(most.max(1));
        Self { size: START.max(most * START_SHARE).min(most), most, threshold: most, underway: 0, halved_at: None }
    }

    /// Whether another probe may leave.
    #[must_use]
    pub fn has_room(&self) -> bool {
        f64::from(self.underway) + 1.0 <= self.size
    }

    /// How many are on their way.
    #[must_use]
    pub const fn underway(&self) -> u32 {
        self.underway
    }

    /// A probe left.
    pub const fn leave(&mut self) {
        self.underway += 1;
    }

    /// A probe is no longer waited for.
    pub const fn arrive(&mut self) {
        self.underway = self.underway.saturating_sub(1);
    }

    /// An answer came: there is room for more.
    pub fn grow(&mut self) {
        let step = if self.size < self.threshold { 1.0 } else { 1.0 / self.size };
        self.size = (self.size + step).min(self.most);
    }

    /// Silence, which proves nothing: filtered ports are silent at every speed. It counts while no loss was proven.
    pub fn creep(&mut self) {
        if self.size < self.threshold {
            self.size = (self.size + 1.0).min(self.most);
        }
    }

    /// A loss is proven: half as many, once within `trip`.
    pub fn halve(&mut self, now: Duration, trip: Duration) {
        if self.halved_at.is_some_and(|at| now < at + trip) {
            return;
        }
        self.halved_at = Some(now);
        self.size = (self.size / 2.0).max(self.most * LEAST_SHARE).max(1.0);
        self.threshold = self.size.max(2.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_doubles_with_answers_and_halves_once_a_round_trip() {
        let mut window = Window::new(40);
        (0..20).for_each(|_| window.leave());
        assert!(!window.has_room(), "half of what is allowed");
        window.grow();
        assert!(window.has_room());
        window.arrive();
        assert!(window.has_room());
        let trip = Duration::from_millis(10);
        window.halve(Duration::from_millis(100), trip);
        window.halve(Duration::from_millis(105), trip);
        (0..9).for_each(|_| window.arrive());
        assert!(!window.has_room(), "twenty became ten");
        window.halve(Duration::from_millis(111), trip);
        assert!(!window.has_room(), "ten are the least of forty");
        window.arrive();
        assert!(window.has_room());
    }

    #[test]
    fn a_window_is_never_shut_nor_larger_than_allowed() {
        let mut window = Window::new(1);
        (0..50).for_each(|step| window.halve(Duration::from_secs(step), Duration::ZERO));
        assert!(window.has_room());
        (0..50).for_each(|_| window.grow());
        window.leave();
        assert!(!window.has_room());
    }
}
