//! The result of a recording: one structure that is the JSON document and the source of every other form.
//!
//! Times are whole nanoseconds. The schema is committed as `tests/it/schemas/rip.json`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::listing::VariantRow;
use crate::kit::exit::Exit;
use crate::kit::term::{Emit, Page};
use crate::kit::units::{format_byte_rate, format_bytes, format_duration};
use crate::media::hls::Moment;
use crate::media::record::{End, Gap, Gauges, Outcome, Saved};

/// Version of the JSON document.
pub const SCHEMA_VERSION: u32 = 1;

/// A recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Version of this document.
    pub schema_version: u32,
    /// The rendition; `null` where the playlist of the segments was given itself.
    pub variant: Option<VariantRow>,
    /// What was recorded, the main track first.
    pub tracks: Vec<TrackReport>,
    /// The file that was made of all tracks, where they are not files themselves.
    pub movie: Option<MovieReport>,
    /// Bytes in all files.
    pub bytes: u64,
    /// Segments in all files, those of earlier runs included.
    pub segments: u64,
    /// Segments that are missing.
    pub missing_segments: u64,
    /// Tries beyond the first.
    pub retries: u64,
    /// Bytes that arrived in this run, those of failed tries included.
    pub received_bytes: u64,
    /// How long this run took.
    pub wall_ns: u64,
    /// Whether something was wanted that is not there because a signal came.
    #[serde(skip)]
    cut_short: bool,
}

/// A file made of the tracks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovieReport {
    /// Its name.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// How long it plays, gaps included; `null` where another program made it.
    pub duration_ns: Option<u64>,
    /// The formats of its tracks.
    pub formats: Vec<String>,
    /// What is odd about it.
    pub notes: Vec<String>,
}

/// One track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackReport {
    /// What of the stream it is.
    pub part: Part,
    /// Its playlist, secrets masked.
    pub url: String,
    /// What is spoken or written, as the playlist tells it: a language (RFC 5646) or a name. `null` where it tells nothing.
    pub language: Option<String>,
    /// Whether it was live when it began.
    pub live: bool,
    /// Why it ended.
    pub end: Ending,
    /// What was wrong, where a live stream fell silent.
    pub reason: Option<String>,
    /// The file; `null` where it went to a pipe or a device.
    pub file: Option<String>,
    /// Whether the file is not whole and can be continued: it is then `FILE.partial`.
    pub partial: bool,
    /// Its length.
    pub bytes: u64,
    /// Segments in it, those of earlier runs included.
    pub segments: u64,
    /// How long they play.
    pub duration_ns: u64,
    /// What is missing in it.
    pub gaps: Vec<Gap>,
    /// How many segments are missing.
    pub missing_segments: u64,
    /// How long they would have played.
    pub missing_ns: u64,
}

/// What a track is of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What was asked for.
    Main,
    /// The sound that belongs to it.
    Audio,
    /// Subtitles.
    Subtitles,
}

/// Why a recording ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The stream has ended.
    Ended,
    /// It is as long as was asked for.
    Limit,
    /// A signal.
    Stopped,
    /// An earlier run was cut short, and `--finish` asked for nothing more.
    Cut,
    /// A live stream fell silent.
    Silent,
}

/// Whether a time was set for the recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// It was.
    Yes,
    /// It is as long as the stream.
    No,
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

impl TrackReport {
    /// From what the recorder says.
    #[must_use]
    pub fn of(part: Part, url: String, outcome: Outcome) -> Self {
        let (end, reason) = match outcome.end {
            End::Ended => (Ending::Ended, None),
            End::Limit => (Ending::Limit, None),
            End::Stopped => (Ending::Stopped, None),
            End::Cut => (Ending::Cut, None),
            End::Silent { reason } => (Ending::Silent, Some(reason)),
        };
        let (file, partial) = match outcome.saved {
            Saved::Whole(path) => (Some(path.display().to_string()), false),
            Saved::Kept(path) | Saved::Partial(path) => (Some(path.display().to_string()), true),
            Saved::Nothing => (None, false),
        };
        Self {
            part,
            url,
            language: None,
            live: outcome.live,
            end,
            reason,
            file,
            partial,
            bytes: outcome.bytes,
            segments: outcome.segments,
            duration_ns: nanos(outcome.duration),
            missing_segments: outcome.gaps.segments(),
            missing_ns: nanos(outcome.gaps.duration()),
            gaps: outcome.gaps.into_inner(),
        }
    }

    fn text(&self, page: Page) -> Vec<String> {
        let played = format_duration(Duration::from_nanos(self.duration_ns));
        let place = match (&self.file, self.partial) {
            (Some(file), false) => format!(" to {file}"),
            (Some(file), true) => format!(" to {file}.partial"),
            (None, _) => String::new(),
        };
        let plural = if self.segments == 1 { "" } else { "s" };
        let sound = match self.part {
            Part::Main => "",
            Part::Audio => " of sound",
            Part::Subtitles => " of subtitles",
        };
        let language = self.language.as_ref().filter(|_| self.part != Part::Main);
        let language = language.map_or_else(String::new, |language| format!(" ({language})"));
        let head = format!(
            "Recorded {played}{sound}{language}{place}: {}, {} segment{plural}",
            format_bytes(self.bytes),
            self.segments
        );
        let mut lines = vec![page.style.strong(&head)];
        if let Some(reason) = &self.reason {
            lines.push(page.style.warn(&format!("The stream fell silent: {reason}")));
        }
        if !self.gaps.is_empty() {
            let missing = format_duration(Duration::from_nanos(self.missing_ns));
            let plural = if self.missing_segments == 1 { "" } else { "s" };
            let head = format!("Missing: {} segment{plural}, {missing}", self.missing_segments);
            lines.push(page.style.bad(&head));
            let clock = if self.live { Clock::Ours } else { Clock::OfStream };
            lines.extend(self.gaps.iter().map(|gap| format!("  {}", gap_text(gap, clock))));
        }
        lines
    }
}

impl MovieReport {
    fn text(&self, page: Page) -> Vec<String> {
        let mut head = format!("Written to {}: {}", self.file, format_bytes(self.bytes));
        if let Some(duration) = self.duration_ns {
            head = format!("{head}, {}", format_duration(Duration::from_nanos(duration)));
        }
        if !self.formats.is_empty() {
            head = format!("{head}, {}", self.formats.join(" + "));
        }
        let notes = self.notes.iter().map(|note| page.style.warn(&format!("Odd: {note}")));
        std::iter::once(page.style.strong(&head)).chain(notes).collect()
    }
}

impl Report {
    /// From the tracks, in their order.
    #[must_use]
    pub fn of(
        variant: Option<VariantRow>,
        tracks: Vec<TrackReport>,
        gauges: &Gauges,
        wall: Duration,
        limited: Limited,
    ) -> Self {
        let stopped = |track: &TrackReport| track.end == Ending::Stopped && (!track.live || limited == Limited::Yes);
        Self {
            schema_version: SCHEMA_VERSION,
            variant,
            movie: None,
            bytes: tracks.iter().map(|track| track.bytes).sum(),
            segments: tracks.iter().map(|track| track.segments).sum(),
            missing_segments: tracks.iter().map(|track| track.missing_segments).sum(),
            retries: gauges.retries.value(),
            received_bytes: gauges.received_bytes.value(),
            wall_ns: nanos(wall),
            cut_short: tracks.iter().any(stopped),
            tracks,
        }
    }

    /// The tracks have become one file.
    pub fn become_movie(&mut self, movie: MovieReport) {
        let texts = self.tracks.iter().filter(|track| track.part == Part::Subtitles);
        self.bytes = movie.bytes + texts.map(|track| track.bytes).sum::<u64>();
        for track in self.tracks.iter_mut().filter(|track| track.part != Part::Subtitles) {
            (track.file, track.partial) = (None, false);
        }
        self.movie = Some(movie);
    }

    /// The tracks have become files.
    pub fn become_files(&mut self) {
        for track in self.tracks.iter_mut().filter(|track| track.part != Part::Subtitles) {
            track.partial = false;
        }
    }

    /// The subtitles of a track have become a file.
    pub fn become_subtitles(&mut self, track: usize, bytes: u64) {
        if let Some(track) = self.tracks.get_mut(track) {
            self.bytes = self.bytes - track.bytes + bytes;
            (track.partial, track.bytes) = (false, bytes);
        }
    }

    /// How many segments are missing that may be had later: of files that have come to their end but for those.
    #[must_use]
    pub fn lacks(&self) -> u64 {
        let open = |track: &&TrackReport| track.partial && !track.live && track.end != Ending::Stopped;
        self.tracks.iter().filter(open).map(|track| track.missing_segments).sum()
    }

    /// Whether a file can be continued.
    #[must_use]
    pub fn partial(&self) -> bool {
        self.tracks.iter().any(|track| track.partial)
    }

    /// How the program ends. A live stream that nobody wanted for a certain time and that a signal ends is done.
    #[must_use]
    pub fn exit(&self, signal: Option<Exit>) -> Exit {
        let incomplete =
            |track: &TrackReport| !track.gaps.is_empty() || matches!(track.end, Ending::Silent | Ending::Cut);
        match signal {
            Some(signal) if self.cut_short => signal,
            _ if self.tracks.iter().any(incomplete) => Exit::Unmet,
            _ => Exit::Done,
        }
    }
}

/// `#7` or `#7-9`; without a number where an encoder began anew.
fn numbers(gap: &Gap) -> String {
    match gap.count {
        0 => format!("before #{}", gap.sequence),
        1 => format!("#{}", gap.sequence),
        count => format!("#{}-{}", gap.sequence, gap.sequence + count - 1),
    }
}

/// Which clock tells when something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// That of the stream; else, of what is live, ours.
    Ours,
    /// That of the stream alone: when nobody waits for what comes, when it was given up says nothing.
    OfStream,
}

/// One gap in words: which, how long, when, why.
pub(super) fn gap_text(gap: &Gap, clock: Clock) -> String {
    let when = match (gap.date_ms, clock) {
        (Some(unix_ms), _) => format!("at {}  ", Moment { unix_ms }),
        (None, Clock::Ours) => format!("given up at {}  ", Moment { unix_ms: gap.noticed_ms }),
        (None, Clock::OfStream) => String::new(),
    };
    format!("{}  {}  {when}{}", numbers(gap), format_duration(gap.duration()), gap.reason)
}

impl Emit for Report {
    fn text(&self, page: &Page) -> String {
        let mut lines: Vec<String> = self.tracks.iter().flat_map(|track| track.text(*page)).collect();
        if let Some(movie) = &self.movie {
            lines.extend(movie.text(*page));
        }
        if self.wall_ns > 0 {
            let wall = Duration::from_nanos(self.wall_ns);
            let speed = format_byte_rate(self.received_bytes as f64 / wall.as_secs_f64());
            let retries = if self.retries == 1 { "retry" } else { "retries" };
            lines.push(format!("Took {} at {speed}, {} {retries}", format_duration(wall), self.retries));
        }
        if self.tracks.iter().any(|track| track.end == Ending::Stopped) {
            lines.push("Stopped by a signal".to_owned());
        }
        if self.tracks.iter().any(|track| track.end == Ending::Cut) {
            lines.push("What came behind it was not recorded".to_owned());
        }
        lines.join("\n")
    }

    /// A row for each gap.
    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let header = ["track", "sequence", "count", "duration_ns", "date_ms", "noticed_ms", "reason"];
        let gaps =
            self.tracks.iter().enumerate().flat_map(|(index, track)| track.gaps.iter().map(move |gap| (index, gap)));
        let rows = gaps.map(|(track, gap)| {
            vec![
                track.to_string(),
                gap.sequence.to_string(),
                gap.count.to_string(),
                gap.duration_ns.to_string(),
                gap.date_ms.map_or_else(String::new, |date| date.to_string()),
                gap.noticed_ms.to_string(),
                gap.reason.clone(),
            ]
        });
        (header.map(str::to_owned).to_vec(), rows.collect())
    }

    fn lines(&self) -> serde_json::Result<Vec<serde_json::Value>> {
        let mut value = serde_json::to_value(self)?;
        if let Some(object) = value.as_object_mut() {
            object.insert("event".to_owned(), "end".into());
        }
        Ok(vec![value])
    }
}
