//! Whether clients keep pace with the clock: what each is doing now, and all of them at one look.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What one client is doing now.
#[derive(Debug, Default)]
pub struct Gauge {
    /// Thousandths; 0 is unknown.
    speed: AtomicU64,
    drift_ms: AtomicU64,
    bytes: AtomicU64,
    /// Since when it has been slow, in milliseconds of the run; 0 is not at all.
    slow_since_ms: AtomicU64,
}

/// All clients' speeds and drifts at one look.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Paces {
    /// Clients at least as fast as the clock.
    pub above: u64,
    /// Clients that are slower.
    pub below: u64,
    /// Below 0.9 for more than 5 s.
    pub slow: u64,
    /// The mean of those known.
    pub mean_speed: f64,
    /// More than 5 s behind.
    pub far_behind: u64,
    /// Seconds.
    pub mean_drift_s: f64,
    /// Seconds.
    pub max_drift_s: f64,
}

impl Gauge {
    /// What a client tells of itself; `now_ms` are milliseconds of the run, above 0.
    pub fn set(&self, speed: Option<f64>, drift: Duration, gained: u64, now_ms: u64) {
        let speed = speed.unwrap_or(0.0).max(0.0);
        self.speed.store((speed * 1000.0) as u64, Ordering::Relaxed);
        self.drift_ms.store(drift.as_millis() as u64, Ordering::Relaxed);
        self.bytes.fetch_add(gained, Ordering::Relaxed);
        let is_slow = speed > 0.0 && speed < 0.9;
        if !is_slow {
            self.slow_since_ms.store(0, Ordering::Relaxed);
        } else if self.slow_since_ms.load(Ordering::Relaxed) == 0 {
            self.slow_since_ms.store(now_ms.max(1), Ordering::Relaxed);
        }
    }

    /// It is not running.
    pub fn rest(&self) {
        self.speed.store(0, Ordering::Relaxed);
        self.drift_ms.store(0, Ordering::Relaxed);
        self.slow_since_ms.store(0, Ordering::Relaxed);
    }

    /// Speed, drift in seconds and bytes.
    pub(super) fn figures(&self) -> (f64, f64, u64) {
        let speed = self.speed.load(Ordering::Relaxed) as f64 / 1000.0;
        (speed, self.drift_ms.load(Ordering::Relaxed) as f64 / 1000.0, self.bytes.load(Ordering::Relaxed))
    }
}

impl Paces {
    /// Of all clients that are running, at so many milliseconds of the run.
    pub(super) fn of(gauges: &[Gauge], now_ms: u64) -> Self {
        let (mut paces, mut known, mut speeds, mut drifts) = (Self::default(), 0_u64, 0.0, 0.0);
        for gauge in gauges {
            let (speed, drift, _) = gauge.figures();
            if speed <= 0.0 {
                continue;
            }
            known += 1;
            speeds += speed;
            drifts += drift;
            let side = if speed >= 1.0 { &mut paces.above } else { &mut paces.below };
            *side += 1;
            let slow_since = gauge.slow_since_ms.load(Ordering::Relaxed);
            paces.slow += u64::from(slow_since > 0 && now_ms.saturating_sub(slow_since) > 5000);
            paces.far_behind += u64::from(drift > 5.0);
            paces.max_drift_s = paces.max_drift_s.max(drift);
        }
        if known > 0 {
            paces.mean_speed = speeds / known as f64;
            paces.mean_drift_s = drifts / known as f64;
        }
        paces
    }
}
