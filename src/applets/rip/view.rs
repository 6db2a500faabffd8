//! How a recording looks while it goes on: two lines ten times a second, and what must not be missed above them.
//!
//! With `--format jsonl` every event is a line on standard output, and how far it is once a second (see
//! [`event`]).

mod reading;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub(super) use self::reading::Reading;
use self::reading::movie_text;
use super::event::{self, Chosen, News, Taken};
use super::plan::Target;
use super::report::{Clock, gap_text};
use crate::kit::metrics::{Snapshot, Source, SpeedMeter};
use crate::kit::term::{Format, Live, Term, Verbosity};
use crate::kit::units::{format_bytes, format_duration};
use crate::media::record::{Cell, Event, Gauges, Span, Told};

/// Ten frames a second read as motion and cost nothing.
const FRAME: Duration = Duration::from_millis(100);

/// How often a program is told how far it is.
const SECOND: Duration = Duration::from_secs(1);

/// Speed and pace are those of the last seconds: steady, and a stall is seen.
const WINDOW: Duration = Duration::from_secs(5);

/// The view of one recording; gone when it is finished.
#[derive(Debug)]
pub struct View {
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl View {
    /// Shows what is counted and told, until [`finish`](Self::finish).
    #[must_use]
    pub fn spawn(
        term: &Term,
        target: &Target,
        gauges: Arc<Gauges>,
        (chosen, events): (mpsc::Receiver<News>, mpsc::Receiver<Told>),
    ) -> Self {
        let stop = CancellationToken::new();
        let screen = Screen {
            as_lines: term.format() == Format::Jsonl && *target != Target::Stdout,
            term: term.clone(),
            live: None,
            is_live: false,
            begun: false,
            quality: String::new(),
            tracks: 1,
            gauges,
            odd: 0,
            speed: SpeedMeter::new(WINDOW, Instant::now()),
            pace: SpeedMeter::new(WINDOW, Instant::now()),
            seen: (0, 0),
        };
        let task = tokio::spawn(screen.show(chosen, events, stop.clone()));
        Self { stop, task }
    }

    /// Says what is left to say and takes the line away.
    pub async fn finish(self) {
        self.stop.cancel();
        // A view that panicked has been reported by the panic hook.
        let _ = self.task.await;
    }
}

struct Screen {
    term: Term,
    /// Every event is a line of JSON on standard output.
    as_lines: bool,
    live: Option<Live>,
    is_live: bool,
    /// Whether it is known what will be recorded.
    begun: bool,
    /// The rendition, for people.
    quality: String,
    /// How many tracks there are: media time is counted of each.
    tracks: u32,
    gauges: Arc<Gauges>,
    /// Oddities of segments told so far.
    odd: u64,
    speed: SpeedMeter,
    pace: SpeedMeter,
    /// Bytes and nanoseconds at the last look.
    seen: (u64, u64),
}

impl Screen {
    async fn show(
        mut self,
        mut chosen: mpsc::Receiver<News>,
        mut events: mpsc::Receiver<Told>,
        stop: CancellationToken,
    ) {
        let mut frames = tokio::time::interval(FRAME);
        let mut seconds = tokio::time::interval(SECOND);
        loop {
            tokio::select! {
                biased;
                Some(news) = chosen.recv() => match news {
                    News::Taken(taken) => self.found(&taken),
                    News::Chosen(chosen) => self.begin(&chosen),
                },
                Some(event) = events.recv() => self.tell(event),
                () = stop.cancelled() => break,
                _ = frames.tick() => self.draw(Instant::now()),
                _ = seconds.tick() => self.tell_progress(Instant::now()),
            }
        }
        // How it ended.
        self.tell_progress(Instant::now());
        if self.odd > 1 {
            self.term.warn(format_args!("{} segments were odd in that or another way; -v names them", self.odd));
        }
    }

    fn found(&self, taken: &Taken) {
        if self.as_lines {
            self.line(taken);
        }
        let Taken { url, rank, candidates, streams, why, .. } = taken;
        self.term.note(format_args!("Found on the page: {url} ({rank} of {candidates}: {why})"));
        if *streams > 1 {
            self.term.note(format_args!("The page has {streams} streams: --find lists them, --pick N takes another"));
        }
    }

    fn begin(&mut self, chosen: &Chosen) {
        if self.as_lines {
            self.line(chosen);
        }
        (self.is_live, self.begun) = (chosen.live, true);
        // Its name alone: the rest is told above.
        chosen.quality.split([' ', ',']).next().unwrap_or_default().clone_into(&mut self.quality);
        self.tracks = u32::try_from(chosen.tracks).unwrap_or(1).max(1);
        let from = match (chosen.recorded, chosen.missing) {
            (0, _) => String::new(),
            (before, missing) if !chosen.live && missing > 0 && before + missing >= chosen.segments => {
                format!(", {missing} missing segment{}", if missing == 1 { "" } else { "s" })
            }
            (before, 0) => format!(", from segment {} on", before + 1),
            (before, missing) => {
                let plural = if missing == 1 { "" } else { "s" };
                format!(", {missing} missing segment{plural}, and from segment {} on", before + missing + 1)
            }
        };
        self.term.note(format_args!(
            "{}: {}{from}",
            if chosen.live { "Recording" } else { "Downloading" },
            chosen.files.join(" and ")
        ));
        if !chosen.quality.is_empty() {
            self.term.note(format_args!("Quality: {}", chosen.quality));
        }
        if let Some(measured) = chosen.measured_bps {
            self.term.note(format_args!("Measured: {:.2} Mbit/s", measured as f64 / 1e6));
        }
        for note in &chosen.notes {
            self.term.warn(format_args!("{note}"));
        }
        if chosen.oddities > 0 {
            self.term.note(format_args!("the playlist is odd in {} places; -vv names them", chosen.oddities));
        }
        let now = Instant::now();
        (self.speed, self.pace) = (SpeedMeter::new(WINDOW, now), SpeedMeter::new(WINDOW, now));
        // What an earlier run has done is no speed of this one.
        self.seen = (self.gauges.received_bytes.value(), self.gauges.done_ns.value());
        self.live = Some(self.term.live());
    }

    fn tell(&mut self, told: Told) {
        if self.as_lines {
            self.line(&told);
        }
        match told.event {
            Event::Segment { sequence, bytes, took, tries } => {
                if matches!(self.term.verbosity(), Verbosity::Verbose(_)) {
                    let again = if tries > 1 { format!(", {tries} tries") } else { String::new() };
                    let (bytes, took) = (format_bytes(bytes), format_duration(took));
                    self.term.note(format_args!("segment {sequence}: {bytes} in {took}{again}"));
                }
            }
            Event::Gap(gap) => self.term.warn(format_args!("missing: {}", gap_text(&gap, self.clock()))),
            Event::Outage { reason } => self.term.warn(format_args!("no playlist: {reason}; trying again")),
            Event::Back { after } => {
                self.term.note(format_args!("the playlist is back after {}", format_duration(after)));
            }
            Event::Restarted { sequence } => {
                self.term.warn(format_args!("the encoder began anew, with segment {sequence}"));
            }
            Event::InitChanged { sequence } => {
                self.term.warn(format_args!("the format changes at segment {sequence}: some players will stop there"));
            }
            Event::Moved { sequence, to } => {
                self.term.warn(format_args!("segment {sequence} came from {to}: that is asked from now on"));
            }
            Event::Odd { sequence, what } => {
                self.odd += 1;
                if self.odd == 1 || matches!(self.term.verbosity(), Verbosity::Verbose(_)) {
                    self.term.warn(format_args!("segment {sequence}: {what}"));
                }
            }
        }
    }

    const fn clock(&self) -> Clock {
        if self.is_live { Clock::Ours } else { Clock::OfStream }
    }

    fn line(&self, event: &impl serde::Serialize) {
        if let Ok(text) = serde_json::to_string(event) {
            // A full disk is told by the report, which is written to the same place.
            let _ = self.term.out(&format!("{text}\n"));
        }
    }

    fn draw(&mut self, now: Instant) {
        if self.live.is_none() {
            return;
        }
        self.count(now);
        let Some(live) = &self.live else { return };
        let (read, all) = self.gauges.movie.value();
        if all > 0 {
            live.set(vec![movie_text(read, all, self.term.line_width())]);
            return;
        }
        let reading = self.reading(now);
        let lines = match self.term.line_width() {
            Some(columns) => {
                let columns = usize::from(columns);
                let span = if self.is_live { Span::Newest } else { Span::All };
                let tracks = self.tracks as usize;
                let most = reading.map_cells(columns, tracks);
                let maps: Vec<Vec<Cell>> = (0..tracks).map(|track| self.gauges.map(track).cells(most, span)).collect();
                vec![
                    reading.line(&self.quality, columns),
                    reading.map(&maps, self.term.glyphs(), self.term.err_style()),
                ]
            }
            None => vec![reading.text()],
        };
        live.set(lines);
    }

    /// What is counted.
    fn reading(&self, now: Instant) -> Reading {
        let done = self.gauges.done_ns.value();
        Reading {
            is_live: self.is_live,
            segments: self.gauges.segments.value(),
            known: self.gauges.known.value(),
            done: Duration::from_nanos(done) / self.tracks,
            all: Duration::from_nanos(self.gauges.known_ns.value()) / self.tracks,
            written_bytes: self.gauges.written_bytes.value(),
            per_second: self.speed.bytes_per_second(now),
            pace: self.pace.bytes_per_second(now) / 1e9 / f64::from(self.tracks),
            retries: self.gauges.retries.value(),
            missing: self.gauges.missing.value(),
            running: self.gauges.running.value(),
        }
    }

    /// How far it is, as a line of JSON.
    fn tell_progress(&mut self, now: Instant) {
        if !self.as_lines || !self.begun {
            return;
        }
        if self.live.is_none() {
            self.count(now);
        }
        self.line(&event::Progress::of(&self.reading(now), self.gauges.received_bytes.value()));
    }

    /// Adds to the speeds what came since the last look.
    fn count(&mut self, now: Instant) {
        let (bytes, done) = (self.gauges.received_bytes.value(), self.gauges.done_ns.value());
        self.speed.add(bytes.saturating_sub(self.seen.0), now);
        self.pace.add(done.saturating_sub(self.seen.1), now);
        self.seen = (bytes, done);
    }
}

/// A recording as it is scraped.
#[derive(Debug)]
pub struct Exposed(pub Arc<Gauges>);

impl Source for Exposed {
    fn collect(&self, snapshot: &mut Snapshot) {
        let gauges = &self.0;
        snapshot.counter("rip_segments", "Segments in the recording.", &[], gauges.segments.value());
        snapshot.counter("rip_missing_segments", "Segments that are missing.", &[], gauges.missing.value());
        snapshot.counter("rip_retries", "Tries beyond the first.", &[], gauges.retries.value());
        snapshot.counter("rip_received_bytes", "Bytes received.", &[], gauges.received_bytes.value());
        snapshot.counter("rip_written_bytes", "Bytes of the recording.", &[], gauges.written_bytes.value());
        snapshot.gauge("rip_running", "Segments under way.", &[], gauges.running.value() as f64);
        snapshot.gauge("rip_known_segments", "Segments known of.", &[], gauges.known.value() as f64);
        let (done, known) = (gauges.done_ns.value() as f64 / 1e9, gauges.known_ns.value() as f64 / 1e9);
        snapshot.gauge("rip_recorded_seconds", "Media time in the recording, gaps included.", &[], done);
        snapshot.gauge("rip_known_seconds", "Media time known of.", &[], known);
    }
}
