//! How long a busy thread waits before it looks at its sockets, so that it finds several of them ready at once.
//!
//! A thread that looks as soon as it has nothing to do finds one message each time: two system calls more for each, and
//! a peer that has to wake it for everything it sends. A pause of some microseconds spares both. It is only worth its
//! price where much is going on, and only fair where it is short beside the time that an exchange takes anyway.

use std::time::Duration;

use rustix::thread::nanosleep;
use rustix::time::Timespec;

/// The longest pause: longer ones spare little more.
const LONGEST: Duration = Duration::from_micros(50);

/// The part of the mean time of an exchange that a pause may take.
const SHARE: f64 = 0.1;

/// Fewer messages than this are not worth waiting for.
const WORTHWHILE: f64 = 2.0;

/// The pause for a thread that had `under_way` exchanges going on at a time and saw `finished` of them end within
/// `window`; zero where it should not wait.
///
/// ```
/// use std::time::Duration;
/// use toolbox::kit::linger::pause;
///
/// let window = Duration::from_millis(50);
/// // 50 under way, 200 000 a second: each takes 250 µs, and in a tenth of that five end.
/// assert_eq!(pause(50, 10_000, window), Duration::from_micros(25));
/// assert_eq!(pause(50, 500, window), Duration::ZERO, "10 000 a second: one in two pauses");
/// ```
#[must_use]
pub fn pause(under_way: usize, finished: u64, window: Duration) -> Duration {
    if finished == 0 || window.is_zero() {
        return Duration::ZERO;
    }
    let rate = finished as f64 / window.as_secs_f64();
    // Little's law: what is under way is the rate times the mean time of an exchange.
    let exchange = under_way as f64 / rate;
    let pause = LONGEST.as_secs_f64().min(exchange * SHARE);
    if rate * pause < WORTHWHILE { Duration::ZERO } else { Duration::from_secs_f64(pause) }
}

/// Sleeps for a pause.
#[inline]
pub fn linger(pause: Duration) {
    if !pause.is_zero() {
        // Woken early by a signal, it looks early.
        let _ = nanosleep(&Timespec { tv_sec: pause.as_secs() as i64, tv_nsec: i64::from(pause.subsec_nanos()) });
    }
}

/// Has the kernel end sleeps of this thread when they are over; by default it may be 50 µs late. Where it refuses, pauses
/// are merely longer.
pub fn sleep_exactly() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::set_current_timer_slack(std::num::NonZeroU64::new(1));
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Duration = Duration::from_millis(50);

    #[test]
    fn a_busy_thread_waits_no_longer_than_a_tenth_of_an_exchange() {
        // 20 under way, 400 000 a second: 50 µs each, of which a tenth is 5 µs, in which two end.
        assert_eq!(pause(20, 20_000, WINDOW), Duration::from_micros(5));
        assert_eq!(pause(5000, 10_000, WINDOW), LONGEST);
    }

    #[test]
    fn a_thread_that_expects_hardly_anything_does_not_wait() {
        assert_eq!(pause(10, 10_000, WINDOW), Duration::ZERO, "50 µs each, one in each tenth of it");
        assert_eq!(pause(50, 0, WINDOW), Duration::ZERO);
        assert_eq!(pause(50, 10, Duration::ZERO), Duration::ZERO);
    }
}
