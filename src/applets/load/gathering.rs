//! How long a busy thread waits before it looks at its sockets, so that it finds several replies at once.
//!
//! A client that looks as soon as it has nothing to do finds one reply each time: two system calls more for each
//! request, and a server that has to wake it for every reply it sends. A pause of some microseconds spares both, and the
//! server spends its time on answering instead.
//!
//! A reply that comes within a pause is seen up to that much later: at most a tenth of the mean reply time, and on a
//! server that is busy all the time, which is where pauses happen, it comes that much sooner. There are none in an open
//! loop, none where fewer than two replies are expected meanwhile (a server that is slow, or far away), and none in
//! `ab`, whose two sides might otherwise pause differently.

use std::time::{Duration, Instant};

use super::lane::Lane;
use crate::kit::runtime;

/// The longest pause: longer ones spare little more.
const LONGEST: Duration = Duration::from_micros(50);

/// The part of the mean reply time that a pause may take.
const SHARE: f64 = 0.1;

/// Fewer replies than this are not worth waiting for.
const WORTHWHILE: f64 = 2.0;

/// Sets the pause of one thread, from what it has seen since it was last asked.
#[derive(Debug)]
pub(super) struct Gathering {
    since: Instant,
    ended: u64,
}

impl Gathering {
    pub(super) fn new() -> Self {
        Self { since: Instant::now(), ended: 0 }
    }

    /// Looks at what `lane`, which the calling thread plays, has done since the last call, and sets the pause for the
    /// time until the next.
    pub(super) fn adjust(&mut self, lane: &Lane) {
        let (now, ended) = (Instant::now(), lane.recorder.borrow().ended());
        let window = now.saturating_duration_since(std::mem::replace(&mut self.since, now));
        let replies = ended - std::mem::replace(&mut self.ended, ended);
        let pause = if lane.is_open() { Duration::ZERO } else { pause(lane.under_way(), replies, window) };
        runtime::pause_before_looking(pause);
    }
}

/// The pause for a thread that has `under_way` requests on their way and got `replies` within `window`.
fn pause(under_way: usize, replies: u64, window: Duration) -> Duration {
    if replies == 0 || window.is_zero() {
        return Duration::ZERO;
    }
    let rate = replies as f64 / window.as_secs_f64();
    // Little's law: what is under way is the rate times the mean reply time.
    let reply_time = under_way as f64 / rate;
    let pause = LONGEST.as_secs_f64().min(reply_time * SHARE);
    if rate * pause < WORTHWHILE { Duration::ZERO } else { Duration::from_secs_f64(pause) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Duration = Duration::from_millis(50);

    #[test]
    fn a_busy_thread_waits_no_longer_than_a_tenth_of_a_reply() {
        // 50 requests on their way, 200 000 replies a second: a reply takes 250 µs.
        assert_eq!(pause(50, 10_000, WINDOW), Duration::from_micros(25));
        // 20 on their way, 400 000 a second: 50 µs, of which a tenth is 5 µs, in which two replies come.
        assert_eq!(pause(20, 20_000, WINDOW), Duration::from_micros(5));
    }

    #[test]
    fn a_thread_that_expects_hardly_a_reply_does_not_wait() {
        assert_eq!(pause(50, 500, WINDOW), Duration::ZERO, "10 000 replies a second: one in four pauses");
        assert_eq!(pause(10, 10_000, WINDOW), Duration::ZERO, "replies in 50 µs, one in each tenth of it");
        assert_eq!(pause(50, 0, WINDOW), Duration::ZERO);
        assert_eq!(pause(50, 10, Duration::ZERO), Duration::ZERO);
    }
}
