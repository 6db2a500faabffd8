//! Rare facts of a recording: at most one for each segment.

use std::time::Duration;

use serde::{Serialize, Serializer};

use super::gap::Gap;
use crate::kit::event::Sink;

/// A fact, and the track it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// The number of the track, from 0.
    pub track: usize,
    /// The fact.
    #[serde(flatten)]
    pub event: Event,
}

/// Where the recorder of one track tells its facts.
#[derive(Debug, Clone)]
pub struct Teller {
    track: usize,
    sink: Sink<Told>,
}

impl Teller {
    /// For the track of this number.
    #[must_use]
    pub fn new(track: usize, sink: Sink<Told>) -> Self {
        Self { track, sink }
    }

    /// The number of the track.
    pub(super) const fn track(&self) -> usize {
        self.track
    }

    /// Tells one fact; never waits.
    pub(super) fn send(&self, event: Event) {
        self.sink.send(Told { track: self.track, event });
    }
}

/// What the recorder tells while it works.
///
/// As JSON it is one object with the name of the fact under `event`; durations are whole nanoseconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// A segment is in the recording.
    Segment {
        /// Its number.
        sequence: u64,
        /// Its bytes in the recording.
        bytes: u64,
        /// From the first request to the last byte.
        #[serde(rename = "took_ns", serialize_with = "nanos")]
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
        #[serde(rename = "after_ns", serialize_with = "nanos")]
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
    /// Another place of the stream is asked from now on: the one before had not what it should have.
    Moved {
        /// The first segment that came from there.
        sequence: u64,
        /// The pathway, or the URL of the playlist; secrets masked.
        to: String,
    },
    /// Something was not as the standard has it, and was taken all the same.
    Odd {
        /// The segment.
        sequence: u64,
        /// What.
        what: String,
    },
}

fn nanos<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX))
}
