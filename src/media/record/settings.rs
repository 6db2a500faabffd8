//! How a stream is recorded.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::kit::retry::Policy;
use crate::media::hls::{Begin, Moment, Reach};

/// How a stream is recorded.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Segments fetched at once.
    pub jobs: usize,
    /// How often a segment is tried, while it is not live.
    pub retry: Policy,
    /// Statuses that are tried again as if they were passing.
    pub passing: Vec<u16>,
    /// How long a live stream may be silent before it counts as over.
    pub patience: Duration,
    /// How long to record; without, to its end.
    pub limit: Option<Duration>,
    /// Where that ends.
    pub reach: Reach,
    /// Where a live stream is begun, unless an earlier run has; what is not live is cut before it comes here.
    pub from: Option<Begin>,
    /// What begins then or later is not recorded, by the clock of the stream, and by ours where it tells no dates.
    pub until: Option<Moment>,
    /// What a refusal means.
    pub links: Links,
    /// What missing segments mean, where the stream is not live.
    pub holes: Holes,
    /// Bytes that may wait in memory.
    pub memory_bytes: u64,
}

/// Whether a server that refuses (401, 403, 410) may take it from another link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Links {
    /// There is no other: what is refused is missing.
    #[default]
    Lasting,
    /// The recording ends with [`RecordError::Expired`](super::RecordError::Expired), to be continued with a new one.
    Renewable {
        /// Segments that new ones were refused for as well: they are missing.
        but: Arc<BTreeSet<SegmentId>>,
        /// Until then a playlist that is refused is asked for with the link there is.
        not_before: Option<Instant>,
    },
}

impl Links {
    pub(super) fn are_renewable(&self) -> bool {
        matches!(self, Self::Renewable { not_before, .. } if not_before.is_none_or(|at| Instant::now() >= at))
    }

    /// Whether another one may lead to this segment.
    pub(super) fn may_lead_to(&self, id: &SegmentId) -> bool {
        matches!(self, Self::Renewable { but, .. } if !but.contains(id))
    }
}

/// What tells a segment from all others of the same recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SegmentId {
    pub(super) sequence: u64,
    pub(super) name: u64,
}

/// Whether a recording that is not live and lacks segments is taken for whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Holes {
    /// It can be continued: what is missing is asked for again, and put into its place.
    #[default]
    Open,
    /// It is.
    Accepted,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_renewed_when_it_is_time() {
        let links = |not_before| Links::Renewable { but: Arc::default(), not_before };
        let (now, later) = (Instant::now(), Instant::now() + Duration::from_hours(1));
        assert_eq!([None, Some(now), Some(later)].map(|at| links(at).are_renewable()), [true, true, false]);
        let id = SegmentId { sequence: 1, name: 2 };
        assert!(links(Some(later)).may_lead_to(&id), "a segment that is refused waits for nothing");
        assert!(!Links::Lasting.are_renewable() && !Links::Lasting.may_lead_to(&id));
    }
}
