//! A media playlist (section 4.4.3): its segments with everything that holds for them.

use std::sync::Arc;
use std::time::Duration;

use m3u8_rs::MediaPlaylistType;

use super::date::Moment;
use super::diagnostic::Diagnostics;
use super::key::Key;
use super::line::Line;
use super::pass::{self, Own};
use super::plain::{self, Plain, PlainSegment};
use super::{Context, ReadError};

/// A media playlist.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Media {
    /// `EXT-X-VERSION`.
    pub version: Option<u64>,
    /// `EXT-X-TARGETDURATION`; where that is missing, the longest segment rounded up to whole seconds.
    pub target: Duration,
    /// The sequence number of the first segment, those left out by a delta included.
    pub sequence: u64,
    /// `EXT-X-DISCONTINUITY-SEQUENCE`.
    pub timeline: u64,
    /// `EXT-X-PLAYLIST-TYPE`.
    pub kind: Option<Type>,
    /// Whether nothing will be added: `EXT-X-ENDLIST`.
    pub ended: bool,
    /// Whether segments are single pictures.
    pub iframes_only: bool,
    /// Whether each segment can be decoded by itself.
    pub independent: bool,
    /// Where playing should begin.
    pub start: Option<Start>,
    /// What the server can do for low latency.
    pub control: Option<ServerControl>,
    /// The longest duration of a part.
    pub part_target: Option<Duration>,
    /// The segments in order.
    pub segments: Vec<Segment>,
    /// Parts of the segment that is not whole yet: its number is one more than that of the last segment.
    pub parts: Vec<Part>,
    /// What will come next.
    pub hints: Vec<Hint>,
    /// Ranges of dates, several for one segment included.
    pub dates: Vec<DateRange>,
    /// Lines of tags that mean nothing here.
    pub unknown: Vec<(usize, String)>,
}

/// `EXT-X-PLAYLIST-TYPE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Only appended to.
    Event,
    /// Never changed.
    Vod,
}

/// `EXT-X-START`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start {
    /// Seconds from the beginning; negative from the end.
    pub offset_s: f64,
    /// Whether what lies before within the segment is not to be shown.
    pub precise: bool,
}

/// `EXT-X-SERVER-CONTROL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ServerControl {
    /// A request may wait for what comes next.
    pub can_block: bool,
    /// How far from the end a delta may begin.
    pub can_skip_until: Option<Duration>,
    /// How far from the end to play.
    pub hold_back: Option<Duration>,
    /// The same with parts.
    pub part_hold_back: Option<Duration>,
}

/// One segment.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its media sequence number.
    pub sequence: u64,
    /// The number of its timeline: grows by one at each discontinuity.
    pub timeline: u64,
    /// Where it is, as written.
    pub uri: String,
    /// Which bytes of it.
    pub range: Option<ByteRange>,
    /// How long it plays.
    pub duration: Duration,
    /// What stands behind the duration, commas included.
    pub title: String,
    /// The keys in force, one for each format; none where it is clear.
    pub keys: Arc<[Key]>,
    /// Its initialisation.
    pub map: Option<Arc<Map>>,
    /// Whether it is known to be missing: not to be fetched.
    pub gap: bool,
    /// When it begins: told, or reckoned from a neighbour of the same timeline.
    pub date: Option<Moment>,
    /// `EXT-X-BITRATE`, in bits per second.
    pub bitrate_bps: Option<u64>,
    /// The parts it came in.
    pub parts: Vec<Part>,
    /// The line of its URI.
    pub line: usize,
    /// What tells it from another of the same number, where its URI is not to.
    pub name: Option<u64>,
}

/// `EXT-X-MAP`: what a decoder needs before the first segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// Where it is, as written.
    pub uri: String,
    /// Which bytes of it.
    pub range: Option<ByteRange>,
    /// The keys in force at its line.
    pub keys: Arc<[Key]>,
    /// Its line.
    pub line: usize,
}

/// A stretch of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ByteRange {
    /// The first byte.
    pub offset: u64,
    /// How many.
    pub length: u64,
}

impl ByteRange {
    /// The byte behind the last.
    #[must_use]
    pub const fn end(self) -> u64 {
        self.offset.saturating_add(self.length)
    }
}

/// `EXT-X-PART`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it is, as written.
    pub uri: String,
    /// Which bytes of it.
    pub range: Option<ByteRange>,
    /// How long it plays.
    pub duration: Duration,
    /// Whether it can be decoded by itself.
    pub independent: bool,
    /// Whether it is known to be missing.
    pub gap: bool,
}

/// `EXT-X-PRELOAD-HINT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// `PART` or `MAP`.
    pub kind: String,
    /// Where it will be, as written.
    pub uri: String,
    /// Its first byte.
    pub offset: u64,
    /// How many bytes; `None` where that is not known yet.
    pub length: Option<u64>,
}

/// `EXT-X-DATERANGE`.
#[derive(Debug, Clone, PartialEq)]
pub struct DateRange {
    /// What tells it from others.
    pub id: String,
    /// When it begins.
    pub start: Option<Moment>,
    /// All its attributes, as written.
    pub attributes: Vec<(String, String)>,
    /// Its line.
    pub line: usize,
}

impl Media {
    /// How long all segments play.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.segments.iter().fold(Duration::ZERO, |sum, segment| sum.saturating_add(segment.duration))
    }

    /// Whether more segments may come.
    #[must_use]
    pub fn is_live(&self) -> bool {
        !self.ended && self.kind != Some(Type::Vod)
    }
}

/// Joins the two readings.
pub(super) fn read(lines: &[Line], context: &Context, notes: &mut Diagnostics) -> Result<Media, ReadError> {
    let Plain { header: plain, segments } = plain::media(lines, notes)?;
    let first = plain.media_sequence;
    let mut found = pass::read(lines, first, context.previous, notes)?;
    let header = Header { sequence: first, timeline: plain.discontinuity_sequence };
    let own = (std::mem::take(&mut found.skipped), std::mem::take(&mut found.segments));
    let segments = join(segments, own, header, notes);
    let mut media = Media {
        version: plain.version.map(|version| version as u64),
        target: found.target.unwrap_or_default(),
        sequence: first,
        timeline: plain.discontinuity_sequence,
        kind: match plain.playlist_type {
            Some(MediaPlaylistType::Vod) => Some(Type::Vod),
            Some(MediaPlaylistType::Event) => Some(Type::Event),
            Some(MediaPlaylistType::Other(_)) | None => None,
        },
        ended: plain.end_list,
        iframes_only: plain.i_frames_only,
        independent: plain.independent_segments,
        start: plain
            .start
            .map(|start| Start { offset_s: start.time_offset, precise: start.precise.unwrap_or_default() }),
        control: found.control,
        part_target: found.part_target,
        segments,
        parts: found.parts,
        hints: found.hints,
        dates: found.dates,
        unknown: found.unknown,
    };
    if media.target.is_zero() {
        let longest = media.segments.iter().map(|segment| segment.duration).max().unwrap_or_default();
        media.target = Duration::from_secs(longest.as_secs().saturating_add(u64::from(longest.subsec_nanos() > 0)));
        notes.add(1, format!("no target duration; it is taken to be {} s", media.target.as_secs()));
    }
    reckon_dates(&mut media.segments);
    Ok(media)
}

/// The numbers that all others are counted from.
#[derive(Debug, Clone, Copy)]
struct Header {
    sequence: u64,
    timeline: u64,
}

/// Both readings went over the same lines: the entries of both stand in the order of their lines.
fn join(
    plain: Vec<PlainSegment>,
    (mut segments, own): (Vec<Segment>, Vec<(usize, Own)>),
    header: Header,
    notes: &mut Diagnostics,
) -> Vec<Segment> {
    let mut sequence = header.sequence.saturating_add(segments.len() as u64);
    let mut timeline = segments.last().map_or(header.timeline, |last| last.timeline);
    let mut ranges = Ranges::after(segments.last());
    segments.reserve_exact(plain.len());
    let mut own = own.into_iter();
    for PlainSegment { line, uri, range } in plain {
        let Some((_, own)) = own.by_ref().find(|(own, _)| *own == line) else { break };
        timeline = timeline.saturating_add(own.discontinuities);
        segments.push(Segment {
            sequence,
            timeline,
            range: ranges.next(line, &uri, range, notes),
            uri,
            duration: own.duration,
            title: own.title,
            keys: own.keys,
            map: own.map,
            gap: own.gap,
            date: own.date,
            bitrate_bps: own.bitrate_bps,
            parts: own.parts,
            line,
            name: None,
        });
        sequence = sequence.saturating_add(1);
    }
    segments
}

/// Where the next range without an offset begins: behind the last one of the same resource (section 4.4.4.2).
#[derive(Debug, Default)]
pub(super) struct Ranges {
    last: Option<(String, u64)>,
}

impl Ranges {
    pub(super) fn after(segment: Option<&Segment>) -> Self {
        Self { last: segment.and_then(|last| Some((last.uri.clone(), last.range?.end()))) }
    }

    pub(super) fn next(
        &mut self,
        line: usize,
        uri: &str,
        range: Option<(u64, Option<u64>)>,
        notes: &mut Diagnostics,
    ) -> Option<ByteRange> {
        let Some((length, offset)) = range else {
            self.last = None;
            return None;
        };
        let follows = self.last.take().filter(|(last, _)| last == uri).map(|(_, end)| end);
        if offset.is_none() && follows.is_none() {
            notes.add(line, "a range without an offset that follows none of the same resource; it begins at byte 0");
        }
        let range = ByteRange { offset: offset.or(follows).unwrap_or(0), length };
        self.last = Some((uri.to_owned(), range.end()));
        Some(range)
    }
}

/// Fills in the dates between and around those that are told, within each timeline.
fn reckon_dates(segments: &mut [Segment]) {
    for index in 1..segments.len() {
        let (before, after) = segments.split_at_mut(index);
        let (last, next) = (&before[index - 1], &mut after[0]);
        if next.date.is_none() && next.timeline == last.timeline {
            next.date = last.date.map(|date| date.after(last.duration));
        }
    }
    for index in (1..segments.len()).rev() {
        let (before, after) = segments.split_at_mut(index);
        let (last, next) = (&mut before[index - 1], &after[0]);
        if last.date.is_none() && next.timeline == last.timeline {
            last.date = next.date.map(|date| date.before(last.duration));
        }
    }
}
