//! Our own pass over the lines of a media playlist: what m3u8-rs drops, or attaches to the wrong segment.
//!
//! A tag holds for the next segment, for all that follow, or for the playlist; which of these is the field of [`Pass`]
//! it goes to. `EXT-X-SKIP` puts in the segments of the last reading, and whatever holds from there on continues as it
//! stood behind them.

use std::sync::Arc;
use std::time::Duration;

use super::ReadError;
use super::attributes::Attributes;
use super::date::Moment;
use super::diagnostic::Diagnostics;
use super::key::{InForce, Key};
use super::line::{Content, Line};
use super::media::{DateRange, Hint, Map, Media, Part, Ranges, Segment, ServerControl};
use super::value::{range, seconds, whole};

/// What the pass has found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Each with the line of its URI, in their order.
    pub(super) segments: Vec<(usize, Own)>,
    /// In place of `EXT-X-SKIP`.
    pub(super) skipped: Vec<Segment>,
    /// Behind the last URI.
    pub(super) parts: Vec<Part>,
    pub(super) hints: Vec<Hint>,
    pub(super) dates: Vec<DateRange>,
    pub(super) control: Option<ServerControl>,
    pub(super) part_target: Option<Duration>,
    /// Exact, where m3u8-rs has whole seconds.
    pub(super) target: Option<Duration>,
    pub(super) unknown: Vec<(usize, String)>,
}

/// What holds for one segment.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) duration: Duration,
    pub(super) title: String,
    /// How many discontinuities stand before it.
    pub(super) discontinuities: u64,
    pub(super) keys: Arc<[Key]>,
    pub(super) map: Option<Arc<Map>>,
    pub(super) gap: bool,
    pub(super) date: Option<Moment>,
    pub(super) bitrate_bps: Option<u64>,
    pub(super) parts: Vec<Part>,
}

/// The walk.
struct Pass<'a> {
    /// The number of the first segment, and the last reading: for `EXT-X-SKIP`.
    first: u64,
    previous: Option<&'a Media>,
    notes: &'a mut Diagnostics,
    found: Found,
    /// Of the next segment.
    next: Own,
    has_duration: bool,
    /// Of all that follow.
    keys: InForce,
    map: Option<Arc<Map>>,
    bitrate_bps: Option<u64>,
    part_ranges: Ranges,
    ended: bool,
}

/// Walks over `lines`; `first` is the number of the first segment.
pub(super) fn read(
    lines: &[Line],
    first: u64,
    previous: Option<&Media>,
    notes: &mut Diagnostics,
) -> Result<Found, ReadError> {
    let mut pass = Pass {
        first,
        previous,
        notes,
        found: Found::default(),
        next: Own::default(),
        has_duration: false,
        keys: InForce::default(),
        map: None,
        bitrate_bps: None,
        part_ranges: Ranges::default(),
        ended: false,
    };
    for line in lines {
        match &line.content {
            Content::Tag { name, value } => pass.tag(line.number, name, value)?,
            Content::Uri(_) => pass.uri(line.number),
        }
    }
    let mut found = pass.found;
    found.parts = pass.next.parts;
    Ok(found)
}

impl Pass<'_> {
    fn tag(&mut self, line: usize, name: &str, value: &str) -> Result<(), ReadError> {
        match name {
            "EXTINF" => self.duration(line, value),
            "EXT-X-DISCONTINUITY" => self.next.discontinuities += 1,
            "EXT-X-KEY" => self.keys.set(line, value, self.notes),
            "EXT-X-MAP" => self.map(line, value),
            "EXT-X-GAP" => self.next.gap = true,
            "EXT-X-BITRATE" => match whole(value) {
                Some(kilo) => self.bitrate_bps = Some(kilo.saturating_mul(1000)),
                None => self.notes.add(line, format!("EXT-X-BITRATE:{value} cannot be read; it is left out")),
            },
            "EXT-X-PROGRAM-DATE-TIME" => match Moment::read(value) {
                Some(date) => self.next.date = Some(date),
                None => self.notes.add(line, format!("“{value}” is no date; it is left out")),
            },
            "EXT-X-DATERANGE" => self.date_range(line, value),
            "EXT-X-PART" => self.part(line, value),
            "EXT-X-PRELOAD-HINT" => self.hint(line, value),
            "EXT-X-SERVER-CONTROL" => self.control(line, value),
            "EXT-X-PART-INF" => {
                let attributes = Attributes::read(line, value, self.notes);
                self.found.part_target = attributes.parsed("PART-TARGET", self.notes, seconds);
            }
            // What cannot be read was told when the text was normalised.
            "EXT-X-TARGETDURATION" => self.found.target = seconds(value).or(self.found.target),
            "EXT-X-SKIP" => return self.skip(line, value),
            "EXT-X-ENDLIST" => self.ended = true,
            // m3u8-rs has read these, `define` that one, and reports are of other playlists.
            "EXT-X-VERSION"
            | "EXT-X-MEDIA-SEQUENCE"
            | "EXT-X-DISCONTINUITY-SEQUENCE"
            | "EXT-X-PLAYLIST-TYPE"
            | "EXT-X-I-FRAMES-ONLY"
            | "EXT-X-INDEPENDENT-SEGMENTS"
            | "EXT-X-START"
            | "EXT-X-BYTERANGE"
            | "EXT-X-DEFINE"
            | "EXT-X-RENDITION-REPORT" => {}
            _ => self.found.unknown.push((line, name.to_owned())),
        }
        Ok(())
    }

    /// `duration,title`. A duration that is none counts nothing; -1 is how endless streams are written.
    fn duration(&mut self, line: usize, value: &str) {
        let (duration, title) = value.split_once(',').unwrap_or_else(|| {
            self.notes.add(line, "EXTINF without a comma");
            (value, "")
        });
        if self.has_duration {
            self.notes.add(line, "a second EXTINF for one segment; the last counts");
        }
        self.has_duration = true;
        self.next.title = title.trim().to_owned();
        // `10 tvg-id="…",Name` is how lists of stations are written.
        let number = duration.split_whitespace().next().unwrap_or_default();
        self.next.duration = seconds(number).unwrap_or_else(|| {
            self.notes.add(line, format!("“{number}” is no duration; it counts as 0"));
            Duration::ZERO
        });
    }

    /// The end of a segment: whatever was told of it is attached to this line.
    fn uri(&mut self, line: usize) {
        if !std::mem::take(&mut self.has_duration) {
            self.notes.add(line, "no EXTINF before this segment; its duration counts as 0");
        }
        if self.ended {
            self.notes.add(line, "a segment behind EXT-X-ENDLIST");
        }
        let mut own = std::mem::take(&mut self.next);
        own.keys = self.keys.keys();
        own.map.clone_from(&self.map);
        own.bitrate_bps = self.bitrate_bps;
        self.found.segments.push((line, own));
    }

    fn map(&mut self, line: usize, value: &str) {
        let attributes = Attributes::read(line, value, self.notes);
        let Some(uri) = attributes.text("URI") else {
            return self.notes.add(line, "EXT-X-MAP without URI is left out");
        };
        // Unlike that of a segment, a range without an offset begins at 0 (section 4.4.4.5).
        let range = attributes.parsed("BYTERANGE", self.notes, range);
        let range = range.map(|(length, offset)| super::ByteRange { offset: offset.unwrap_or(0), length });
        self.map = Some(Arc::new(Map { uri: uri.to_owned(), range, keys: self.keys.keys(), line }));
    }

    fn date_range(&mut self, line: usize, value: &str) {
        let attributes = Attributes::read(line, value, self.notes);
        let id = attributes.get("ID").unwrap_or_else(|| {
            self.notes.add(line, "EXT-X-DATERANGE without ID");
            ""
        });
        let start = attributes.parsed("START-DATE", self.notes, Moment::read);
        let pairs = attributes.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        self.found.dates.push(DateRange { id: id.to_owned(), start, attributes: pairs, line });
    }

    fn part(&mut self, line: usize, value: &str) {
        let attributes = Attributes::read(line, value, self.notes);
        let Some(uri) = attributes.text("URI") else {
            return self.notes.add(line, "EXT-X-PART without URI is left out");
        };
        let range = attributes.parsed("BYTERANGE", self.notes, range);
        let range = self.part_ranges.next(line, uri, range, self.notes);
        self.next.parts.push(Part {
            uri: uri.to_owned(),
            range,
            duration: attributes.parsed("DURATION", self.notes, seconds).unwrap_or_default(),
            independent: attributes.yes("INDEPENDENT"),
            gap: attributes.yes("GAP"),
        });
    }

    fn hint(&mut self, line: usize, value: &str) {
        let attributes = Attributes::read(line, value, self.notes);
        let Some(uri) = attributes.text("URI") else {
            return self.notes.add(line, "EXT-X-PRELOAD-HINT without URI is left out");
        };
        self.found.hints.push(Hint {
            kind: attributes.text("TYPE").unwrap_or_default().to_owned(),
            uri: uri.to_owned(),
            offset: attributes.parsed("BYTERANGE-START", self.notes, whole).unwrap_or(0),
            length: attributes.parsed("BYTERANGE-LENGTH", self.notes, whole),
        });
    }

    fn control(&mut self, line: usize, value: &str) {
        let attributes = Attributes::read(line, value, self.notes);
        self.found.control = Some(ServerControl {
            can_block: attributes.yes("CAN-BLOCK-RELOAD"),
            can_skip_until: attributes.parsed("CAN-SKIP-UNTIL", self.notes, seconds),
            hold_back: attributes.parsed("HOLD-BACK", self.notes, seconds),
            part_hold_back: attributes.parsed("PART-HOLD-BACK", self.notes, seconds),
        });
    }

    /// Puts in what the server left out, and goes on with what held at its end.
    fn skip(&mut self, line: usize, value: &str) -> Result<(), ReadError> {
        let attributes = Attributes::read(line, value, self.notes);
        let skipped = attributes.parsed("SKIPPED-SEGMENTS", self.notes, whole).unwrap_or(0);
        let delta = ReadError::Delta { line, skipped };
        let Some(previous) = self.previous else { return Err(delta) };
        let wanted = self.first..self.first.saturating_add(skipped);
        let known = previous.segments.iter().filter(|segment| wanted.contains(&segment.sequence));
        self.found.skipped = known.cloned().collect();
        if self.found.skipped.len() as u64 != skipped {
            return Err(delta);
        }
        if let Some(last) = self.found.skipped.last() {
            self.keys = InForce::of(Arc::clone(&last.keys));
            self.map.clone_from(&last.map);
            self.bitrate_bps = last.bitrate_bps;
        }
        let removed = attributes.text("RECENTLY-REMOVED-DATERANGES").unwrap_or_default();
        let removed: Vec<&str> = removed.split(['\t', ',']).map(str::trim).collect();
        let kept = previous.dates.iter().filter(|date| !removed.contains(&date.id.as_str()));
        self.found.dates.extend(kept.cloned());
        Ok(())
    }
}
