//! What is told while a recording goes on, as `--format jsonl` writes it: one object a line, named by its `event`.
//!
//! | event | when | fields |
//! |---|---|---|
//! | `page` | a page has led to a stream | `page`, `url`, `rank`, `candidates`, `streams`, `why`, `title`, `score` |
//! | `start` | it is known what will be recorded | `files`, `tracks`, `quality`, `live`, `segments`, `recorded`, … |
//! | `segment` | one is in the recording | `track`, `sequence`, `bytes`, `took_ns`, `tries` |
//! | `gap` | segments are missing | `track`, `sequence`, `count`, `duration_ns`, `date_ms`, `noticed_ms`, `reason` |
//! | `outage`, `back` | the playlist of a live stream is gone, is back | `track`, `reason`; `after_ns` |
//! | `restarted`, `init_changed` | the encoder began anew; the format changes | `track`, `sequence` |
//! | `odd` | something was taken that is not as it should be | `track`, `sequence`, `what` |
//! | `progress` | once a second, and at the end | see [`Progress`] |
//! | `end` | last | the report, as `--json` prints it |
//!
//! What is told before the recorder begins, and how far it is, is here; the rest are the recorder's own events
//! ([`record::Event`](crate::media::record::Event)). Times in `_ns` are whole nanoseconds, in `_ms` thousandths of a second
//! since 1970.

use std::time::Duration;

use serde::Serialize;

use super::view::Reading;

/// How far a recording is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event", rename = "progress")]
pub struct Progress {
    /// Segments in the recording, all tracks.
    pub segments: u64,
    /// Segments known of.
    pub known_segments: u64,
    /// Segments under way.
    pub running: u64,
    /// Segments that are missing.
    pub missing_segments: u64,
    /// Tries beyond the first.
    pub retries: u64,
    /// Media time that is recorded or missing.
    pub done_ns: u64,
    /// Media time known of.
    pub known_ns: u64,
    /// Bytes of the recording.
    pub written_bytes: u64,
    /// Bytes that came in this run.
    pub received_bytes: u64,
    /// How fast they come, of the last seconds.
    pub bytes_per_second: u64,
    /// How long the rest takes; `null` where nobody knows.
    pub eta_ns: Option<u64>,
}

impl Progress {
    pub(super) fn of(reading: &Reading, received_bytes: u64) -> Self {
        let nanos = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        Self {
            segments: reading.segments,
            known_segments: reading.known,
            running: reading.running,
            missing_segments: reading.missing,
            retries: reading.retries,
            done_ns: nanos(reading.done),
            known_ns: nanos(reading.all),
            written_bytes: reading.written_bytes,
            received_bytes,
            bytes_per_second: reading.per_second as u64,
            eta_ns: reading.eta().map(nanos),
        }
    }
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum News {
    /// A page was given, and this is its stream.
    Taken(Taken),
    /// This will be recorded.
    Chosen(Chosen),
}

/// The stream of a page that is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event", rename = "page")]
pub struct Taken {
    /// The page, secrets masked.
    pub page: String,
    /// The stream, secrets masked.
    pub url: String,
    /// Its number among the candidates, from 1.
    pub rank: usize,
    /// How many candidates there are.
    pub candidates: usize,
    /// How many of them can be recorded.
    pub streams: usize,
    /// The weightiest reason for it.
    pub why: String,
    /// What the page calls itself.
    pub title: Option<String>,
    /// What all reasons come to.
    pub score: i32,
}

/// What will be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event", rename = "start")]
pub struct Chosen {
    /// The files that will be there, or `-`.
    pub files: Vec<String>,
    /// How many tracks are recorded.
    pub tracks: usize,
    /// The rendition, for people; empty where the playlist was given itself.
    pub quality: String,
    /// Whether more may come.
    pub live: bool,
    /// Segments known so far.
    pub segments: u64,
    /// How many segments of the main track an earlier run has recorded.
    pub recorded: u64,
    /// How many segments are missing in that, and are asked for again.
    #[serde(skip)]
    pub missing: u64,
    /// What the connection carries, bits per second, where the rendition was chosen by that.
    pub measured_bps: Option<u64>,
    /// What was odd about the playlist.
    pub oddities: usize,
    /// What is not as the words of the command may have been meant.
    pub notes: Vec<String>,
}
