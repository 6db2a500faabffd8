//! What is written: a segment, what says how segments are decoded, or that something is missing.

use std::sync::Arc;
use std::time::Duration;

use super::budget::Ticket;
use super::container::Look;
use super::gap::Gap;
use crate::media::hls::Moment;

/// What is asked of the output, in the order of the recording.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) content: Content,
    /// Paid back when it is written.
    pub(super) ticket: Ticket,
    /// Whether it is a gap because a server did not give what may be had: what is known to be missing is no sign of trouble.
    pub(super) lost: bool,
    /// Its place in the map, where it is a segment.
    pub(super) mapped: Option<u64>,
}

#[derive(Debug)]
pub(super) enum Content {
    /// Empty where it did not come.
    Init {
        before: u64,
        body: Vec<u8>,
    },
    Segment {
        sequence: u64,
        name: u64,
        timeline: u64,
        duration: Duration,
        date: Option<Moment>,
        body: Vec<u8>,
        look: Look,
        /// What it needs and did not come in time to be before it, or may not have.
        init: Option<Arc<Vec<u8>>>,
        took: Duration,
        tries: u32,
        /// Whether it was missing before.
        late: bool,
    },
    Gap(Gap),
    /// What was missing before is missing still.
    StillMissing,
}

impl Content {
    /// Whether it says that something is not there.
    pub(super) const fn is_missing(&self) -> bool {
        matches!(self, Self::Gap(_) | Self::StillMissing)
    }
}
