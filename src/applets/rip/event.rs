//! What the engine tells before the recorder begins; what comes then are the recorder's own events.

use serde::Serialize;

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
    /// How many of them an earlier run has recorded.
    pub recorded: u64,
    /// The sound that is in a playlist of its own and cannot go where the recording goes.
    pub sound_left_out: Option<String>,
    /// What was odd about the playlist.
    pub oddities: usize,
}
