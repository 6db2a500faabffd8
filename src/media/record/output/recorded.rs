//! What an earlier run has left in a recording.

use std::time::Duration;

use super::Output;
use crate::media::record::gap::Gaps;
use crate::media::record::journal::Entry;
use crate::media::record::map::{Cell, Map};
use crate::media::record::order::in_order;

/// What is in a recording before this run adds to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recorded {
    /// Number and name of its last segments, in order.
    pub(in crate::media::record) segments: Vec<(u64, u64)>,
    /// Behind everything it accounts for, gaps included; `None` where it is empty.
    pub(in crate::media::record) next: Option<u64>,
    /// How long it plays, its gaps included.
    pub duration: Duration,
    /// Number of its last segments in the order of the stream, each with its checksum and length.
    pub(in crate::media::record) last: Vec<(u64, (u32, u64))>,
    /// What is missing in it.
    pub(in crate::media::record) gaps: Gaps,
    /// Its length.
    pub bytes: u64,
    /// Whether nothing is to be added.
    pub ended: bool,
}

impl Recorded {
    /// How many segments it has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.segments.len()
    }
}

impl Output {
    /// What an earlier run has left.
    #[must_use]
    pub fn recorded(&self) -> Recorded {
        let mut recorded = Recorded { bytes: self.past.bytes, gaps: self.gaps.clone(), ..Recorded::default() };
        for entry in &in_order(&self.past.entries) {
            match entry {
                Entry::Segment { sequence, name, duration_ns, place, .. } => {
                    recorded.segments.push((*sequence, *name));
                    recorded.last.push((*sequence, (place.crc, place.bytes)));
                    recorded.next = Some(sequence.saturating_add(1));
                    recorded.duration = recorded.duration.saturating_add(Duration::from_nanos(*duration_ns));
                }
                Entry::Gap(gap) => {
                    recorded.next = Some(gap.sequence.saturating_add(gap.count));
                    recorded.duration = recorded.duration.saturating_add(gap.duration());
                }
                Entry::Ended => recorded.ended = true,
                Entry::Init { .. } | Entry::Recording { .. } | Entry::Reached | Entry::Made { .. } => {}
            }
        }
        recorded
    }

    /// Notes in `map` what an earlier run has left.
    pub(in crate::media::record) fn mark(&self, map: &Map) {
        for entry in &in_order(&self.past.entries) {
            match entry {
                Entry::Segment { .. } => map.past(Cell::Done, 1),
                Entry::Gap(gap) => map.past(Cell::Gap, gap.count),
                Entry::Init { .. } | Entry::Recording { .. } | Entry::Reached | Entry::Ended | Entry::Made { .. } => {}
            }
        }
    }
}
