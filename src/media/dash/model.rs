//! What a manifest says, with everything that is inherited already in its place.

use std::sync::Arc;
use std::time::Duration;

use super::Template;
use crate::kit::net::SafeUrl;
use crate::media::hls::{ByteRange, Moment};

/// A manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Mpd {
    /// `type="dynamic"`: it changes, or its segments come into being one by one.
    pub dynamic: bool,
    /// The wall clock at the beginning of the presentation.
    pub availability_start: Option<Moment>,
    /// `mediaPresentationDuration`.
    pub duration: Option<Duration>,
    /// `minimumUpdatePeriod`; `None` for a manifest that will not change.
    pub update: Option<Duration>,
    /// `timeShiftBufferDepth`: how long a segment stays; `None` for as long as the period.
    pub depth: Option<Duration>,
    /// `suggestedPresentationDelay`.
    pub delay: Option<Duration>,
    /// Where later copies are, the first that is not refused.
    pub location: Option<SafeUrl>,
    /// `UTCTiming`: where the time can be asked for.
    pub clocks: Vec<Clock>,
    /// The periods in order; each begins where the last one ends or later.
    pub periods: Vec<Period>,
}

/// One `UTCTiming`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// How the time is told.
    pub scheme: String,
    /// The time itself, or where it is.
    pub value: String,
}

/// A stretch of the presentation.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// Its name.
    pub id: Option<String>,
    /// When it begins in the presentation.
    pub start: Duration,
    /// How long it is; `None` for one that goes on.
    pub duration: Option<Duration>,
    /// What can be played in it.
    pub sets: Vec<Set>,
    /// Its line.
    pub line: usize,
}

/// An adaptation set: representations of the same content.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// Its name.
    pub id: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// RFC 5646.
    pub language: Option<String>,
    /// For people.
    pub label: Option<String>,
    /// `main`, `alternate`, `commentary` and the like.
    pub roles: Vec<String>,
    /// Single pictures for seeking: never recorded by choice.
    pub trick: bool,
    /// Its representations, in the order of the text.
    pub representations: Vec<Representation>,
    /// Its line.
    pub line: usize,
}

/// What a set is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Pictures.
    Video,
    /// Sound.
    Audio,
    /// Subtitles.
    Text,
    /// Thumbnails and all else.
    Other,
}

/// One encoding of a set.
#[derive(Debug, Clone, PartialEq)]
pub struct Representation {
    /// Its name; unique in its period.
    pub id: String,
    /// Bits per second; 0 is unknown.
    pub bandwidth_bps: u64,
    /// Pixels across.
    pub width: Option<u64>,
    /// Pixels down.
    pub height: Option<u64>,
    /// Pictures per second.
    pub frame_rate: Option<f64>,
    /// How many channels its sound has.
    pub channels: Option<String>,
    /// Formats by RFC 6381.
    pub codecs: Vec<String>,
    /// `video/mp4` and the like.
    pub mime: String,
    /// What addresses are resolved against.
    pub base: SafeUrl,
    /// Where its segments are.
    pub segments: Segments,
    /// What it is locked with.
    pub protections: Vec<Protection>,
    /// Its line.
    pub line: usize,
}

/// Where the segments of a representation are.
#[derive(Debug, Clone, PartialEq)]
pub struct Segments {
    /// Ticks of a second.
    pub timescale: u64,
    /// The media time at the beginning of the period, in ticks.
    pub offset: u64,
    /// What a decoder needs first.
    pub init: Option<Place>,
    /// How long before its end a segment can be had.
    pub early: Duration,
    /// How they are addressed.
    pub address: Address,
}

/// How segments are addressed.
#[derive(Debug, Clone, PartialEq)]
pub enum Address {
    /// By a template.
    Template {
        /// The template.
        media: Template,
        /// The number of the first segment.
        first: u64,
        /// That of the last.
        last: Option<u64>,
        /// How long they are.
        pace: Pace,
    },
    /// One by one.
    List {
        /// Their places.
        places: Arc<[Place]>,
        /// The number of the first.
        first: u64,
        /// How long they are.
        pace: Pace,
    },
    /// One resource with an index in it.
    Indexed {
        /// The resource.
        resource: SafeUrl,
        /// Where the index is, as far as it is told.
        index: Option<ByteRange>,
    },
}

/// How long segments are.
#[derive(Debug, Clone, PartialEq)]
pub enum Pace {
    /// All the same, in ticks.
    Even(u64),
    /// As a timeline has it.
    Timeline(Arc<[Run]>),
    /// Nobody says; there can be one alone.
    Unknown,
}

/// An `S` of a timeline: segments of the same length in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// When the first begins, in ticks; `None` where the last run ends.
    pub time: Option<u64>,
    /// How long each is, in ticks; at least 1.
    pub ticks: u64,
    /// How many more there are; negative up to the next run or the end of the period.
    pub repeat: i64,
    /// Its line.
    pub line: usize,
}

/// A resource, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it is.
    pub url: SafeUrl,
    /// Which bytes of it.
    pub range: Option<ByteRange>,
}

/// One `ContentProtection`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protection {
    /// Who opens it.
    pub system: System,
    /// The name of the key, where it is told.
    pub key_id: Option<[u8; 16]>,
    /// Where keys can be asked for.
    pub licence: Option<SafeUrl>,
    /// Its line.
    pub line: usize,
}

/// Who opens a protection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum System {
    /// The way samples are locked (`cenc`, `cbcs`), whoever has the key.
    Scheme(String),
    /// W3C Clear Key: keys that anybody may have.
    ClearKey,
    /// A DRM system, by its name.
    Drm(String),
}
