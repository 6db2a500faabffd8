//! Rare facts of a recording: at most one for each segment.

use std::time::Duration;

use super::gap::Gap;

/// What the recorder tells while it works.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A segment is in the recording.
    Segment {
        /// Its number.
        sequence: u64,
        /// Its bytes in the recording.
        bytes: u64,
        /// From the first request to the last byte.
        took: Duration,
        /// How often it was asked for.
        tries: u32,
    },
    /// Segments are not in the recording.
    Gap(Gap),
    /// The playlist of a live stream cannot be had.
    Outage {
        /// Why.
        reason: String,
    },
    /// It can be had again.
    Back {
        /// How long it could not.
        after: Duration,
    },
    /// The encoder has begun anew.
    Restarted {
        /// The number it begins with.
        sequence: u64,
    },
    /// The initialisation changes within the recording.
    InitChanged {
        /// From this segment on.
        sequence: u64,
    },
    /// Something was not as the standard has it, and was taken all the same.
    Odd {
        /// The segment.
        sequence: u64,
        /// What.
        what: String,
    },
}
