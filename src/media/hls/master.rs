//! A master playlist (section 4.4.6): variants, renditions, and what holds for the session.

use std::collections::BTreeMap;
use std::fmt;

use m3u8_rs::{AlternativeMedia, AlternativeMediaType, ClosedCaptionGroupId, HDCPLevel, VariantStream};

use super::attributes::Attributes;
use super::diagnostic::Diagnostics;
use super::key::{InForce, Key};
use super::line::{Content, Line};
use super::plain::{self, Entry};
use super::value::whole;
use super::{ReadError, Start};

/// A master playlist.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Master {
    /// `EXT-X-VERSION`.
    pub version: Option<u64>,
    /// The variants in the order of the text.
    pub variants: Vec<Variant>,
    /// Variants of single pictures (`EXT-X-I-FRAME-STREAM-INF`): to be listed, never to be recorded by choice.
    pub iframes: Vec<Variant>,
    /// Audio, subtitles and views that variants refer to by their groups.
    pub renditions: Vec<Rendition>,
    /// Keys that may be asked for early.
    pub session_keys: Vec<Key>,
    /// `EXT-X-SESSION-DATA`: value or URI by name.
    pub session_data: BTreeMap<String, String>,
    /// `EXT-X-CONTENT-STEERING`.
    pub steering: Option<Steering>,
    /// Whether each segment can be decoded by itself.
    pub independent: bool,
    /// Where playing should begin.
    pub start: Option<Start>,
    /// Variables, for the media playlists that import them.
    pub variables: BTreeMap<String, String>,
    /// Lines of tags that mean nothing here.
    pub unknown: Vec<(usize, String)>,
}

/// One variant.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Variant {
    /// Where its media playlist is, as written.
    pub uri: String,
    /// Peak, bits per second; 0 is unknown.
    pub bandwidth_bps: u64,
    /// Average, bits per second.
    pub average_bps: Option<u64>,
    /// Size of the picture.
    pub resolution: Option<Resolution>,
    /// Pictures per second.
    pub frame_rate: Option<f64>,
    /// Formats by RFC 6381.
    pub codecs: Vec<String>,
    /// The group of its audio.
    pub audio: Option<String>,
    /// The group of its views.
    pub video: Option<String>,
    /// The group of its subtitles.
    pub subtitles: Option<String>,
    /// The group of its closed captions; `NONE` where there are none in the whole presentation.
    pub closed_captions: Option<String>,
    /// What some servers call it.
    pub name: Option<String>,
    /// The group of servers it is on.
    pub pathway: Option<String>,
    /// What it is called on every pathway: `STABLE-VARIANT-ID`.
    pub stable: Option<String>,
    /// `SDR`, `HLG`, `PQ`.
    pub video_range: Option<String>,
    /// What the screen's cable must protect; `None` for nothing.
    pub hdcp: Option<String>,
    /// The preference of the author: higher is better.
    pub score: Option<f64>,
    /// The line of its tag.
    pub line: usize,
}

/// Size of a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Resolution {
    /// Across.
    pub width: u64,
    /// Down.
    pub height: u64,
}

impl fmt::Display for Resolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

/// One `EXT-X-MEDIA`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// What it is.
    pub kind: Kind,
    /// Where its media playlist is, as written; `None` where it is inside the variants themselves.
    pub uri: Option<String>,
    /// What variants refer to.
    pub group: String,
    /// For people.
    pub name: String,
    /// RFC 5646.
    pub language: Option<String>,
    /// To be played where nothing else is asked for.
    pub default: bool,
    /// May be chosen by language.
    pub autoselect: bool,
    /// Subtitles that belong to the picture.
    pub forced: bool,
    /// `2`, or more than a number, such as `6/JOC`.
    pub channels: Option<String>,
    /// Uniform type identifiers, or the roles of a manifest; with commas.
    pub characteristics: Option<String>,
    /// Which captions inside the picture.
    pub instream: Option<String>,
    /// Bits per second, where that is told of it: playlists do not, manifests do.
    pub bandwidth_bps: Option<u64>,
    /// What it is called on every pathway: `STABLE-RENDITION-ID`.
    pub stable: Option<String>,
    /// Its formats, where they are told of it.
    pub codecs: Vec<String>,
    /// Its line.
    pub line: usize,
}

/// What a rendition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Sound.
    Audio,
    /// Another view.
    Video,
    /// Text in a playlist of its own.
    Subtitles,
    /// Text inside the picture.
    ClosedCaptions,
    /// Something newer.
    Other,
}

/// `EXT-X-CONTENT-STEERING`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steering {
    /// Who says which pathway to take.
    pub server: String,
    /// The one to begin with.
    pub pathway: Option<String>,
}

/// Joins the two readings.
pub(super) fn read(
    lines: &[Line],
    variables: BTreeMap<String, String>,
    notes: &mut Diagnostics,
) -> Result<Master, ReadError> {
    let mut walk = Walk { master: Master { variables, ..Master::default() }, entries: Vec::new(), notes };
    let mut waiting: Option<usize> = None;
    for line in lines {
        match &line.content {
            Content::Tag { name, value } if name == "EXT-X-STREAM-INF" => {
                walk.without_uri(waiting.take());
                waiting = Some(walk.variant(line.number, value, "EXT-X-STREAM-INF"));
            }
            Content::Tag { name, value } => walk.tag(line.number, name, value),
            Content::Uri(uri) => {
                let entry = waiting.take().unwrap_or_else(|| {
                    walk.notes.add(line.number, "a URI without EXT-X-STREAM-INF; nothing is known of this variant");
                    walk.variant(line.number, "BANDWIDTH=0", "EXT-X-STREAM-INF")
                });
                walk.entries[entry].uri = Some(uri.clone());
            }
        }
    }
    walk.without_uri(waiting);
    let Walk { mut master, entries, notes } = walk;
    let plain = plain::master(&entries)?;
    for variant in plain.variants {
        let is_iframes = variant.is_i_frame;
        let variant = self::variant(variant);
        if is_iframes { master.iframes.push(variant) } else { master.variants.push(variant) }
    }
    master.renditions = plain.alternatives.into_iter().map(rendition).collect();
    if master.variants.is_empty() && master.renditions.iter().all(|rendition| rendition.uri.is_none()) {
        notes.add(1, "it names no playlist of segments");
    }
    Ok(master)
}

struct Walk<'a> {
    master: Master,
    entries: Vec<Entry>,
    notes: &'a mut Diagnostics,
}

impl Walk<'_> {
    fn tag(&mut self, line: usize, name: &str, value: &str) {
        match name {
            "EXT-X-I-FRAME-STREAM-INF" => {
                let entry = self.variant(line, value, "EXT-X-I-FRAME-STREAM-INF");
                if !self.entries[entry].attributes.iter().any(|(name, value)| name == "URI" && !value.is_empty()) {
                    self.notes.add(line, "EXT-X-I-FRAME-STREAM-INF without URI is left out");
                    self.entries.truncate(entry);
                }
            }
            "EXT-X-MEDIA" => self.rendition(line, value),
            "EXT-X-SESSION-KEY" => {
                let mut key = InForce::default();
                key.set(line, value, self.notes);
                self.master.session_keys.extend(key.keys().iter().cloned());
            }
            "EXT-X-SESSION-DATA" => {
                let attributes = Attributes::read(line, value, self.notes);
                let value = attributes.get("VALUE").or_else(|| attributes.get("URI"));
                match (attributes.text("DATA-ID"), value) {
                    (Some(id), Some(value)) => {
                        self.master.session_data.insert(id.to_owned(), value.to_owned());
                    }
                    _ => self.notes.add(line, "EXT-X-SESSION-DATA without DATA-ID or VALUE is left out"),
                }
            }
            "EXT-X-CONTENT-STEERING" => {
                let attributes = Attributes::read(line, value, self.notes);
                let pathway = attributes.text("PATHWAY-ID").map(str::to_owned);
                match attributes.text("SERVER-URI") {
                    Some(server) => self.master.steering = Some(Steering { server: server.to_owned(), pathway }),
                    None => self.notes.add(line, "EXT-X-CONTENT-STEERING without SERVER-URI is left out"),
                }
            }
            "EXT-X-VERSION" => self.master.version = whole(value),
            "EXT-X-INDEPENDENT-SEGMENTS" => self.master.independent = true,
            "EXT-X-START" => {
                let attributes = Attributes::read(line, value, self.notes);
                let offset = attributes.parsed("TIME-OFFSET", self.notes, |text| text.parse().ok());
                let offset = offset.filter(|offset: &f64| offset.is_finite());
                let precise = attributes.yes("PRECISE");
                self.master.start = offset.map(|offset_s| Start { offset_s, precise });
            }
            "EXT-X-DEFINE" => {}
            _ => self.master.unknown.push((line, name.to_owned())),
        }
    }

    /// A variant without a URI leads nowhere.
    fn without_uri(&mut self, entry: Option<usize>) {
        if let Some(entry) = entry {
            let entry = self.entries.remove(entry);
            self.notes.add(entry.line, "EXT-X-STREAM-INF without a URI is left out");
        }
    }

    /// Adds a variant with attributes that m3u8-rs takes; returns its index.
    fn variant(&mut self, line: usize, value: &str, tag: &'static str) -> usize {
        let read = Attributes::read(line, value, self.notes);
        let mut attributes = Vec::new();
        let bandwidth = read.parsed("BANDWIDTH", self.notes, whole).unwrap_or_else(|| {
            self.notes.add(line, "a variant without BANDWIDTH");
            0
        });
        attributes.push(("BANDWIDTH".to_owned(), bandwidth.to_string()));
        if let Some(average) = read.parsed("AVERAGE-BANDWIDTH", self.notes, whole) {
            attributes.push(("AVERAGE-BANDWIDTH".to_owned(), average.to_string()));
        }
        if let Some(size) = read.parsed("RESOLUTION", self.notes, resolution) {
            attributes.push(("RESOLUTION".to_owned(), size.to_string()));
        }
        if let Some(rate) = read.parsed("FRAME-RATE", self.notes, positive) {
            attributes.push(("FRAME-RATE".to_owned(), rate.to_string()));
        }
        let others = read
            .iter()
            .filter(|(name, _)| !matches!(*name, "BANDWIDTH" | "AVERAGE-BANDWIDTH" | "RESOLUTION" | "FRAME-RATE"));
        attributes.extend(others.map(|(name, value)| (name.to_owned(), value.to_owned())));
        self.entries.push(Entry { line, tag, attributes, uri: None });
        self.entries.len() - 1
    }

    /// Adds a rendition with attributes that m3u8-rs takes.
    fn rendition(&mut self, line: usize, value: &str) {
        let read = Attributes::read(line, value, self.notes);
        let (Some(kind), Some(group)) = (read.text("TYPE"), read.text("GROUP-ID")) else {
            return self.notes.add(line, "EXT-X-MEDIA without TYPE or GROUP-ID is left out");
        };
        let kind = kind.to_ascii_uppercase();
        let name = read.text("NAME").or_else(|| read.text("LANGUAGE")).unwrap_or_else(|| {
            self.notes.add(line, "EXT-X-MEDIA without NAME");
            group
        });
        let (is_subtitles, is_captions) = (kind == "SUBTITLES", kind == "CLOSED-CAPTIONS");
        let mut attributes = vec![
            ("TYPE".to_owned(), kind.clone()),
            ("GROUP-ID".to_owned(), group.to_owned()),
            ("NAME".to_owned(), name.to_owned()),
        ];
        for switch in ["DEFAULT", "AUTOSELECT", "FORCED"] {
            if read.yes(switch) && (switch != "FORCED" || is_subtitles) {
                attributes.push((switch.to_owned(), "YES".to_owned()));
            }
        }
        for name in ["LANGUAGE", "ASSOC-LANGUAGE", "CHARACTERISTICS", "CHANNELS", "STABLE-RENDITION-ID"] {
            attributes.extend(read.text(name).map(|value| (name.to_owned(), value.to_owned())));
        }
        if is_captions {
            // m3u8-rs insists on one and reads some of its numbers; the text goes along as another attribute.
            attributes.push(("INSTREAM-ID".to_owned(), "-".to_owned()));
            attributes.extend(read.text("INSTREAM-ID").map(|id| ("X-INSTREAM".to_owned(), id.to_owned())));
        } else {
            attributes.extend(read.text("URI").map(|uri| ("URI".to_owned(), uri.to_owned())));
        }
        self.entries.push(Entry { line, tag: "EXT-X-MEDIA", attributes, uri: None });
    }
}

fn resolution(text: &str) -> Option<Resolution> {
    let (width, height) = text.split_once(['x', 'X'])?;
    Some(Resolution { width: whole(width)?, height: whole(height)? })
}

fn positive(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)
}

fn variant(read: VariantStream) -> Variant {
    let others = read.other_attributes.as_ref();
    let other = |name: &str| others.and_then(|others| others.get(name)).map(|value| value.as_str().to_owned());
    Variant {
        line: plain::line_in(others).unwrap_or_default(),
        name: other("NAME"),
        pathway: other("PATHWAY-ID"),
        stable: other("STABLE-VARIANT-ID"),
        video_range: other("VIDEO-RANGE"),
        score: other("SCORE").as_deref().and_then(positive),
        uri: read.uri,
        bandwidth_bps: read.bandwidth,
        average_bps: read.average_bandwidth,
        resolution: read.resolution.map(|size| Resolution { width: size.width, height: size.height }),
        frame_rate: read.frame_rate,
        codecs: read
            .codecs
            .map(|codecs| {
                codecs.split(',').map(|codec| codec.trim().to_owned()).filter(|codec| !codec.is_empty()).collect()
            })
            .unwrap_or_default(),
        audio: read.audio,
        video: read.video,
        subtitles: read.subtitles,
        closed_captions: read.closed_captions.map(|captions| match captions {
            ClosedCaptionGroupId::None => "NONE".to_owned(),
            ClosedCaptionGroupId::GroupId(group) | ClosedCaptionGroupId::Other(group) => group,
        }),
        hdcp: read.hdcp_level.filter(|level| *level != HDCPLevel::None).map(|level| level.to_string()),
    }
}

fn rendition(read: AlternativeMedia) -> Rendition {
    let others = read.other_attributes.as_ref();
    Rendition {
        kind: match read.media_type {
            AlternativeMediaType::Audio => Kind::Audio,
            AlternativeMediaType::Video => Kind::Video,
            AlternativeMediaType::Subtitles => Kind::Subtitles,
            AlternativeMediaType::ClosedCaptions => Kind::ClosedCaptions,
            AlternativeMediaType::Other(_) => Kind::Other,
        },
        line: plain::line_in(others).unwrap_or_default(),
        instream: others.and_then(|others| others.get("X-INSTREAM")).map(|id| id.as_str().to_owned()),
        uri: read.uri,
        group: read.group_id,
        name: read.name,
        language: read.language,
        default: read.default,
        autoselect: read.autoselect,
        forced: read.forced,
        channels: read.channels,
        characteristics: read.characteristics,
        bandwidth_bps: None,
        stable: others.and_then(|others| others.get("STABLE-RENDITION-ID")).map(|id| id.as_str().to_owned()),
        codecs: Vec::new(),
    }
}
