//! How much of a processor a thread had: time it ran, and time it was ready to run while others did.
//!
//! The second figure is what tells a program that has little to do from one that does not get to do it.

use std::time::Duration;

/// Processor time of one thread since it began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ThreadTime {
    /// On a processor.
    pub used: Duration,
    /// Ready, and waiting for a processor; zero where the system does not tell.
    pub waited: Duration,
}

impl ThreadTime {
    /// The figures of the calling thread.
    ///
    /// ```
    /// use toolbox::kit::cpu::ThreadTime;
    /// let before = ThreadTime::now();
    /// let sum: u64 = (0..1_000_000).map(std::hint::black_box).sum();
    /// let spent = ThreadTime::now().since(before);
    /// assert!(sum > 0 && spent.used > std::time::Duration::ZERO);
    /// ```
    #[must_use]
    pub fn now() -> Self {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        let used = Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32);
        Self { used, waited: waited() }
    }

    /// What was added after `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self { used: self.used.saturating_sub(earlier.used), waited: self.waited.saturating_sub(earlier.waited) }
    }

    /// Used and waited for together.
    #[must_use]
    pub fn wanted(self) -> Duration {
        self.used + self.waited
    }
}

/// The second figure of schedstat: nanoseconds on a run queue (Documentation/scheduler/sched-stats.rst).
#[cfg(target_os = "linux")]
fn waited() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split_whitespace().nth(1).and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

#[cfg(not(target_os = "linux"))]
fn waited() -> Duration {
    Duration::ZERO
}

/// Time since the machine was started, that in which it was suspended included, which other clocks leave out.
///
/// ```
/// use toolbox::kit::cpu::uptime;
/// assert!(uptime() <= uptime());
/// ```
#[must_use]
pub fn uptime() -> Duration {
    #[cfg(target_os = "linux")]
    let clock = rustix::time::ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    let clock = rustix::time::ClockId::Monotonic;
    let time = rustix::time::clock_gettime(clock);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32)
}
