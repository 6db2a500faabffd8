//! What players see and do, counted by thread and put together when somebody looks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::cache::Cached;
use super::library::Library;
use super::playhead::Spent;
use super::scarce::Scarce;
use super::wire::Answer;
use crate::applets::swarm::report::{Http, Qoe, Quantiles, Report};
use crate::kit::metrics::{Histogram, Snapshot, Source};
use crate::kit::units::format_duration;

/// Sessions cut off before a picture, of all, from which on quantiles of the startup say too little.
const MOST_UNSEEN: f64 = 0.01;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// It came to its end, or the run did while it played.
    Ok,
    /// It failed before the first picture.
    StartFailure,
    /// It went on, and nothing could be shown.
    NoPicture,
    /// The run ended before the first picture.
    ExitBeforeStart,
    /// It failed after the first picture.
    Fatal,
}

impl Outcome {
    const ALL: [Self; 5] = [Self::Ok, Self::StartFailure, Self::NoPicture, Self::ExitBeforeStart, Self::Fatal];

    const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::StartFailure => "start_failure",
            Self::NoPicture => "no_picture",
            Self::ExitBeforeStart => "exit_before_start",
            Self::Fatal => "fatal",
        }
    }
}

/// The figures of one thread. Its players write, whoever looks reads; nobody else waits for the lock.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) startup: Histogram,
    pub(super) latency: Histogram,
    pub(super) first_byte: Histogram,
    pub(super) download: Histogram,
    pub(super) reload: Histogram,
    /// Of playlists that were asked to wait for what comes next.
    pub(super) blocking: Histogram,
    /// Parts of segments, those that were hinted at among them, and playlists that left out what had not changed.
    pub(super) parts: u64,
    pub(super) hints: u64,
    pub(super) deltas: u64,
    /// How late what was due was done.
    pub(super) lag: Histogram,
    pub(super) statuses: BTreeMap<u16, u64>,
    /// Answers that a cache had, and those for which it had to ask.
    pub(super) cache_hits: u64,
    pub(super) cache_misses: u64,
    /// Requests without an answer.
    pub(super) failed: u64,
    /// Requests that this machine could not make, by what it had none left of.
    pub(super) scarce: [u64; 3],
    /// The shortest segment or part that was told of; zero before any was.
    pub(super) shortest: Duration,
    /// Segments that took longer than they play.
    pub(super) late: u64,
    /// Segments that were given up, or had left the window.
    pub(super) missing: u64,
    /// Copies of a live playlist with nothing new.
    pub(super) stale: u64,
    pub(super) connections: u64,
    pub(super) up: u64,
    pub(super) down: u64,
    /// Media fetched, and its bit rate times its length.
    pub(super) media: Duration,
    pub(super) weighted: f64,
    pub(super) spent: Spent,
    pub(super) sessions: [u64; 5],
    /// Sessions with a picture that are going on.
    pub(super) watching: u64,
}

impl Figures {
    pub(super) fn spend(&mut self, spent: Spent) {
        self.spent.play += spent.play;
        self.spent.rebuffer += spent.rebuffer;
        self.spent.join += spent.join;
        self.spent.rebuffers += spent.rebuffers;
    }

    /// Counts an answer.
    pub(super) fn answered(&mut self, answer: &Answer) {
        *self.statuses.entry(answer.status).or_default() += 1;
        match answer.cached {
            Some(Cached::Hit) => self.cache_hits += 1,
            Some(Cached::Miss) => self.cache_misses += 1,
            None => {}
        }
    }

    pub(super) fn ended(&mut self, outcome: Outcome) {
        self.sessions[outcome as usize] += 1;
    }

    /// Segments, or parts, are so long.
    pub(super) fn told_of(&mut self, length: Duration) {
        if self.shortest.is_zero() || (length < self.shortest && !length.is_zero()) {
            self.shortest = length;
        }
    }

    fn merge(&mut self, other: &Self) {
        self.startup.merge(&other.startup);
        self.latency.merge(&other.latency);
        self.first_byte.merge(&other.first_byte);
        self.download.merge(&other.download);
        self.reload.merge(&other.reload);
        self.blocking.merge(&other.blocking);
        self.parts += other.parts;
        self.hints += other.hints;
        self.deltas += other.deltas;
        self.lag.merge(&other.lag);
        for (status, count) in &other.statuses {
            *self.statuses.entry(*status).or_default() += count;
        }
        self.cache_hits += other.cache_hits;
        self.cache_misses += other.cache_misses;
        self.failed += other.failed;
        for (sum, more) in self.scarce.iter_mut().zip(other.scarce) {
            *sum += more;
        }
        self.told_of(other.shortest);
        self.late += other.late;
        self.missing += other.missing;
        self.stale += other.stale;
        self.connections += other.connections;
        self.up += other.up;
        self.down += other.down;
        self.media += other.media;
        self.weighted += other.weighted;
        self.spend(other.spent);
        for (sum, more) in self.sessions.iter_mut().zip(other.sessions) {
            *sum += more;
        }
        self.watching += other.watching;
    }

    fn rebuffer_ratio(&self) -> Option<f64> {
        let spent = self.spent;
        let all = spent.play + spent.rebuffer + spent.join;
        (!spent.play.is_zero()).then(|| spent.rebuffer.as_secs_f64() / all.as_secs_f64())
    }

    /// None where no cache says anything.
    fn cache_hit_ratio(&self) -> Option<f64> {
        let told = self.cache_hits + self.cache_misses;
        (told > 0).then(|| self.cache_hits as f64 / told as f64)
    }

    fn bitrate_bps(&self) -> Option<f64> {
        (!self.media.is_zero()).then(|| self.weighted / self.media.as_secs_f64())
    }
}

/// The figures of all threads.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) library: Arc<Library>,
    shards: Vec<Arc<Mutex<Figures>>>,
}

/// Takes the lock of a thread's figures.
pub(super) fn lock(figures: &Mutex<Figures>) -> MutexGuard<'_, Figures> {
    figures.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stage {
    pub(super) fn new(library: Arc<Library>, threads: usize) -> Self {
        Self { library, shards: (0..threads).map(|_| Arc::default()).collect() }
    }

    pub(super) fn shard(&self, thread: usize) -> Arc<Mutex<Figures>> {
        Arc::clone(&self.shards[thread % self.shards.len()])
    }

    fn sum(&self) -> Figures {
        let mut sum = Figures::default();
        for shard in &self.shards {
            sum.merge(&lock(shard));
        }
        sum
    }

    /// Lines for the live display, each with its label.
    pub(super) fn lines(&self) -> Vec<(&'static str, String)> {
        let sum = self.sum();
        let time =
            |values: &Histogram, quantile| values.quantile(quantile).map_or_else(|| "-".to_owned(), format_duration);
        let ratio = sum.rebuffer_ratio().unwrap_or(0.0) * 100.0;
        let cache = sum.cache_hit_ratio().map_or_else(String::new, |ratio| format!(" · cache {:.1}%", ratio * 100.0));
        let startup = format!("startup p50 {} p95 {}", time(&sum.startup, 0.5), time(&sum.startup, 0.95));
        let first_byte = format!("first byte p50 {} p99 {}", time(&sum.first_byte, 0.5), time(&sum.first_byte, 0.99));
        vec![
            ("seen", format!("{} see a picture · {startup}", sum.watching)),
            (
                "",
                format!(
                    "{} waits, {ratio:.3}% of the time · {} behind live",
                    sum.spent.rebuffers,
                    time(&sum.latency, 0.5)
                ),
            ),
            ("", format!("switches {} up {} down", sum.up, sum.down)),
            ("http", format!("{first_byte} · {} failed{cache}", sum.failed)),
            ("own", format!("lag p99 {}", time(&sum.lag, 0.99))),
        ]
    }

    /// Adds what viewers saw to the report.
    pub(super) fn tell(&self, report: &mut Report) {
        let sum = self.sum();
        let sessions = Outcome::ALL.into_iter().zip(sum.sessions);
        let all: u64 = sum.sessions.iter().sum();
        let failures = sum.sessions[Outcome::StartFailure as usize] + sum.sessions[Outcome::NoPicture as usize];
        report.qoe = Some(Qoe {
            startup_s: Quantiles::of(&sum.startup),
            rebuffer_ratio: sum.rebuffer_ratio(),
            rebuffers: sum.spent.rebuffers,
            rebuffer_s: sum.spent.rebuffer.as_secs_f64(),
            play_s: sum.spent.play.as_secs_f64(),
            join_s: sum.spent.join.as_secs_f64(),
            live_latency_s: Quantiles::of(&sum.latency),
            switches_up: sum.up,
            switches_down: sum.down,
            bitrate_bps: sum.bitrate_bps(),
            sessions: sessions
                .filter(|(_, count)| *count > 0)
                .map(|(outcome, count)| (outcome.name().to_owned(), count))
                .collect(),
            start_failure_ratio: (all > 0).then(|| failures as f64 / all as f64),
        });
        let answers: u64 = sum.statuses.values().sum();
        let errors: u64 = sum.statuses.iter().filter(|(status, _)| **status >= 400).map(|(_, count)| count).sum();
        let requests = answers + sum.failed;
        report.http = Some(Http {
            status: sum.statuses.clone(),
            cache_hits: sum.cache_hits,
            cache_misses: sum.cache_misses,
            cache_hit_ratio: sum.cache_hit_ratio(),
            failed: sum.failed,
            exhausted: sum.scarce.iter().sum(),
            error_ratio: (requests > 0).then(|| (errors + sum.failed) as f64 / requests as f64),
            ttfb_s: Quantiles::of(&sum.first_byte),
            download_s: Quantiles::of(&sum.download),
            late_segments: sum.late,
            missing_segments: sum.missing,
            connections: sum.connections,
            parts: sum.parts,
            hinted_parts: sum.hints,
            delta_playlists: sum.deltas,
            playlists_parsed: self.library.texts_read(),
        });
        let unseen = sum.sessions[Outcome::ExitBeforeStart as usize];
        if unseen > 0 && unseen as f64 > all as f64 * MOST_UNSEEN {
            report.doubt(format!("{unseen} of {all} sessions saw no picture until the end: startup leaves them out"));
        }
        for scarce in Scarce::ALL {
            let count = sum.scarce[scarce as usize];
            if count > 0 {
                report.doubt(format!("{count} requests could not be made, {scarce}: {}", scarce.fix()));
            }
        }
        report.scheduled(&sum.lag, self.shards.len(), sum.shortest);
    }
}

impl Source for Stage {
    fn collect(&self, snapshot: &mut Snapshot) {
        let sum = self.sum();
        let engine = [("engine", "native")];
        for (name, help, values) in [
            ("startup_seconds", "From the first request to the first picture.", &sum.startup),
            ("live_latency_seconds", "How far behind the end of the stream.", &sum.latency),
            ("segment_ttfb_seconds", "To the first byte of a segment.", &sum.first_byte),
            ("segment_download_seconds", "To the last byte of a segment.", &sum.download),
            ("playlist_reload_seconds", "To the last byte of a playlist.", &sum.reload),
            ("playlist_blocking_seconds", "To the last byte of a playlist that waited for news.", &sum.blocking),
            ("scheduler_lag_seconds", "How late what was due was done.", &sum.lag),
        ] {
            snapshot.histogram(&format!("hlsswarm_{name}"), help, &engine, values);
        }
        for (name, help, value) in [
            ("rebuffer_seconds_total", "Waiting within playing.", sum.spent.rebuffer.as_secs()),
            ("play_seconds_total", "Playing.", sum.spent.play.as_secs()),
            ("join_seconds_total", "Waiting for the first picture.", sum.spent.join.as_secs()),
            ("rebuffers_total", "How often playing turned into waiting.", sum.spent.rebuffers),
            ("segment_late_total", "Segments that took longer than they play.", sum.late),
            ("segment_missing_total", "Segments that were given up.", sum.missing),
            ("playlist_stale_total", "Live playlists with nothing new.", sum.stale),
            ("parts_downloaded_total", "Parts of segments.", sum.parts),
            ("parts_hinted_total", "Parts that were asked for before they were there.", sum.hints),
            ("playlist_delta_total", "Playlists without what had not changed.", sum.deltas),
            ("requests_failed_total", "Requests without an answer.", sum.failed),
            ("requests_exhausted_total", "Requests that this machine could not make.", sum.scarce.iter().sum()),
            ("connections_opened_total", "Connections that were made.", sum.connections),
            ("playlists_parsed_total", "Texts of playlists that were read.", self.library.texts_read()),
        ] {
            snapshot.counter(&format!("hlsswarm_{name}"), help, &engine, value);
        }
        for (direction, value) in [("up", sum.up), ("down", sum.down)] {
            let labels = [("dir", direction), ("engine", "native")];
            snapshot.counter("hlsswarm_variant_switches_total", "Changes of the rendition.", &labels, value);
        }
        for (outcome, count) in Outcome::ALL.into_iter().zip(sum.sessions) {
            let labels = [("outcome", outcome.name()), ("engine", "native")];
            snapshot.counter("hlsswarm_sessions_total", "Ends of sessions.", &labels, count);
        }
        for (status, count) in [("hit", sum.cache_hits), ("miss", sum.cache_misses)] {
            let labels = [("status", status), ("engine", "native")];
            snapshot.counter("hlsswarm_cache_total", "Answers by what caches say of them.", &labels, count);
        }
        for (status, count) in &sum.statuses {
            let status = status.to_string();
            let labels = [("status", status.as_str()), ("engine", "native")];
            snapshot.counter("hlsswarm_http_responses_total", "Answers by status.", &labels, *count);
        }
        snapshot.gauge("hlsswarm_watching", "Sessions with a picture.", &engine, sum.watching as f64);
        let ratio = sum.rebuffer_ratio().unwrap_or(0.0);
        snapshot.gauge("hlsswarm_rebuffer_ratio", "Rebuffering of joining, rebuffering and playing.", &engine, ratio);
    }
}
