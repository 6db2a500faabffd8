//! What may be the stream of a page, and what speaks for it.

use std::time::Duration;

use serde::Serialize;

use super::kind::Kind;
use super::words::Decoy;
use crate::kit::net::SafeUrl;

/// How a candidate was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// The URL that was given is a playlist itself.
    Itself,
    /// `<video>`, `<audio>`, `<source>`, and elements of players.
    Tag,
    /// `<link>` and `<a>`.
    Link,
    /// An attribute that is made for scripts, such as `data-setup`.
    Attribute,
    /// `contentUrl` of a `VideoObject`, as JSON-LD or in the markup.
    JsonLd,
    /// `og:video`, `twitter:player:stream`.
    Meta,
    /// What a player is set up with.
    Player,
    /// A block of JSON that the page keeps its state in.
    State,
    /// A string in a script.
    Script,
    /// A string that was hidden: base64, percent.
    Encoded,
    /// Inside the address of something else.
    Query,
    /// Anywhere in the text.
    Text,
    /// What a server answered that a script of the page calls.
    Call,
}

impl Strategy {
    /// For people.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Itself => "the URL itself",
            Self::Tag => "element",
            Self::Link => "link",
            Self::Attribute => "attribute",
            Self::JsonLd => "structured data",
            Self::Meta => "meta",
            Self::Player => "player",
            Self::State => "state",
            Self::Script => "script",
            Self::Encoded => "hidden string",
            Self::Query => "address",
            Self::Text => "text",
            Self::Call => "call",
        }
    }

    /// What it weighs alone.
    pub(super) const fn points(self) -> i32 {
        match self {
            Self::Itself => 100,
            Self::Tag | Self::Player => 60,
            Self::JsonLd => 55,
            Self::State | Self::Attribute | Self::Meta | Self::Call => 45,
            Self::Script | Self::Query => 35,
            Self::Link | Self::Encoded => 32,
            Self::Text => 20,
        }
    }
}

/// A place where a candidate stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// How it was found.
    pub strategy: Strategy,
    /// What stands there, such as `jwplayer.setup › file`.
    pub place: String,
    /// From 1; in the document that [`Candidate::document`] names.
    pub line: usize,
    /// What it weighs.
    pub points: i32,
    #[serde(skip)]
    pub(super) at: usize,
}

/// Something beside its places that speaks for a candidate or against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// What.
    pub reason: String,
    /// How much; below 0 against it.
    pub points: i32,
}

/// What its server says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Answer {
    /// It was not asked.
    #[default]
    Unasked,
    /// It is a stream.
    Stream(Stream),
    /// It is none.
    Other {
        /// What it is instead.
        reason: String,
    },
}

/// A stream as its playlist or manifest tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Stream {
    /// How many renditions there are to choose from; 0 in a playlist of segments.
    pub renditions: usize,
    /// The heights of their pictures, the largest first.
    pub heights: Vec<u64>,
    /// How long it plays, where that was seen.
    #[serde(rename = "duration_ms", serialize_with = "milliseconds")]
    pub duration: Option<Duration>,
    /// Whether it goes on.
    pub live: bool,
    /// Who holds its keys, where that is a system that gives none.
    pub drm: Option<String>,
}

#[expect(clippy::ref_option, reason = "serde hands out a reference to the field")]
fn milliseconds<S: serde::Serializer>(duration: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    duration.map(|duration| duration.as_millis() as u64).serialize(serializer)
}

/// What may be the stream of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Where it is; shown masked.
    pub url: SafeUrl,
    /// What it looks like, or is.
    pub kind: Kind,
    /// What the page calls it.
    pub title: Option<String>,
    /// Its quality, as the page calls it.
    pub label: Option<String>,
    /// Where it stands, the weightiest first.
    pub evidence: Vec<Evidence>,
    /// What else counts.
    pub weights: Vec<Weight>,
    /// What all of that comes to.
    pub score: i32,
    /// What it probably is instead.
    pub decoy: Option<Decoy>,
    /// What its server says.
    pub answer: Answer,
    /// The document that refers to it: the page, or one in it.
    pub document: SafeUrl,
    /// How deep that is: 0 the page.
    pub depth: usize,
    #[serde(skip)]
    pub(super) decoy_word: String,
    #[serde(skip)]
    pub(super) id: Option<String>,
    #[serde(skip)]
    pub(super) told: Option<Duration>,
    /// Where its playlists are, once they were seen.
    #[serde(skip)]
    pub(super) children: Vec<SafeUrl>,
    /// What tells its playlist from others.
    #[serde(skip)]
    pub(super) print: Option<u64>,
}

impl Candidate {
    pub(super) fn new(url: SafeUrl, kind: Kind, evidence: Evidence, document: SafeUrl, depth: usize) -> Self {
        Self {
            url,
            kind,
            title: None,
            label: None,
            evidence: vec![evidence],
            weights: Vec::new(),
            score: 0,
            decoy: None,
            answer: Answer::Unasked,
            document,
            depth,
            decoy_word: String::new(),
            id: None,
            told: None,
            children: Vec::new(),
            print: None,
        }
    }

    /// Whether it was seen to be a stream that can be recorded.
    #[must_use]
    pub fn is_recordable(&self) -> bool {
        matches!(&self.answer, Answer::Stream(stream) if stream.drm.is_none())
    }

    pub(super) fn weigh(&mut self, points: i32, reason: impl Into<String>) {
        if points != 0 {
            self.weights.push(Weight { reason: reason.into(), points });
        }
    }

    /// The first and weightiest reason, in words.
    #[must_use]
    pub fn why(&self) -> String {
        match self.evidence.first() {
            Some(first) if first.line > 0 => format!("{} {}, line {}", first.strategy.word(), first.place, first.line),
            Some(first) => format!("{} {}", first.strategy.word(), first.place).trim().to_owned(),
            None => String::new(),
        }
    }
}
