//! Where a live stream that is counted by the clock ends: segments are asked for that nobody will make.
//!
//! What fetches tells its doubt when a server says that it has not what should be there; what follows the stream then
//! looks at the manifest early, and tells the last segment there is. Those behind it are no gap.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What both sides know. No value orders another.
#[derive(Debug)]
pub(super) struct Edge {
    doubt: AtomicBool,
    /// The last segment of the stream; the largest number until it is known.
    last: AtomicU64,
}

impl Edge {
    pub(super) const fn new() -> Self {
        Self { doubt: AtomicBool::new(false), last: AtomicU64::new(u64::MAX) }
    }

    /// A segment that should be there is not.
    pub(super) fn doubt(&self) {
        self.doubt.store(true, Ordering::Relaxed);
    }

    /// Whether there was doubt since the last look.
    pub(super) fn take_doubt(&self) -> bool {
        self.doubt.swap(false, Ordering::Relaxed)
    }

    /// The stream ends with this segment.
    pub(super) fn end(&self, last: u64) {
        self.last.store(last, Ordering::Relaxed);
    }

    /// Whether a segment is behind the end.
    pub(super) fn is_beyond(&self, sequence: u64) -> bool {
        sequence > self.last.load(Ordering::Relaxed)
    }
}
