//! What the engine tells before the recorder begins; what comes then are the recorder's own events.

use serde::Serialize;

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
    /// How many of them an earlier run has recorded.
    pub recorded: u64,
    /// The sound that is in a playlist of its own and cannot go where the recording goes.
    pub sound_left_out: Option<String>,
    /// What the connection carries, bits per second, where the rendition was chosen by that.
    pub measured_bps: Option<u64>,
    /// What was odd about the playlist.
    pub oddities: usize,
}
