//! Lets a busy thread of a closed loop wait for several replies at once; see [`kit::linger`](crate::kit::linger).
//!
//! A reply that comes within a pause is seen up to that much later: at most a tenth of the mean reply time, and on a
//! server that is busy all the time, which is where pauses happen, it comes that much sooner. There are none in an open
//! loop, none where fewer than two replies are expected meanwhile (a server that is slow, or far away), and none in
//! `ab`, whose two sides might otherwise pause differently.

use std::time::{Duration, Instant};

use super::lane::Lane;
use crate::kit::linger::pause;
use crate::kit::runtime;

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
