//! What is written: a segment, what says how segments are decoded, or that something is missing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::budget::Ticket;
use super::container::Look;
use super::gap::Gap;
use super::spare::Like;
use crate::media::hls::Moment;
use crate::media::segment::Segment;

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
        /// How it is asked for once more, should it not be like the others.
        again: Option<Box<Again>>,
    },
    Gap(Gap),
    /// What was missing before is missing still.
    StillMissing,
}

/// A segment that may be asked for.
#[derive(Debug)]
pub(super) struct Again {
    pub(super) segment: Segment,
    pub(super) like: Like,
    pub(super) until: Option<Instant>,
}

impl Content {
    /// Whether it says that something is not there.
    pub(super) const fn is_missing(&self) -> bool {
        matches!(self, Self::Gap(_) | Self::StillMissing)
    }
}
