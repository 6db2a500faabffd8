//! What came of a run: the JSON document, and what the summary is made from.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::args::Engine;
use super::cross::CrossCheck;
use super::plan::Plan;
use super::slo::Judgement;
use super::tally::Tally;
use super::verdict::generator;
use crate::kit::metrics::Histogram;

/// The version of the document.
pub const SCHEMA_VERSION: u32 = 1;

/// The result of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Grows when a field is taken away or means something else.
    pub schema_version: u32,
    /// What was run.
    pub run: Run,
    /// How long clients lived; none where none has ended.
    pub uptime_s: Option<Quantiles>,
    /// Starts and ends.
    pub lifecycle: Lifecycle,
    /// What was fetched.
    pub throughput: Throughput,
    /// What viewers saw: of players of ours alone.
    pub qoe: Option<Qoe>,
    /// Requests: of players of ours alone.
    pub http: Option<Http>,
    /// Whether players and processes fetched the same: with `--engine both` alone.
    pub cross_check: Option<CrossCheck>,
    /// The five most frequent errors.
    pub top_errors: Vec<TopError>,
    /// What had to hold.
    pub slo: Vec<Judgement>,
    /// Whether the figures can be trusted.
    pub generator: Generator,
    /// Where metrics were served.
    pub metrics_endpoint: Option<String>,
}

/// What was run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The stream, its secrets masked.
    pub url: String,
    /// What clients were.
    pub engine: Engine,
    /// Gives the same chances again.
    pub seed: u64,
    /// Seconds.
    pub duration_s: f64,
    /// Clients asked for.
    pub target: u64,
    /// The most at a time.
    pub peak_active: u64,
    /// The median of looks a second apart.
    pub median_active: u64,
}

/// Some quantiles, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Quantiles {
    /// Half are below.
    pub p50: f64,
    /// 95 of 100 are below.
    pub p95: f64,
    /// 99 of 100 are below.
    pub p99: f64,
}

/// Starts and ends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Lifecycle {
    /// All starts.
    pub starts: u64,
    /// Those after an end that was not planned: of a client that failed or stalled.
    pub restarts: u64,
    /// Times a client made no progress for too long.
    pub stalls: u64,
    /// Clients that were started as often as they may be.
    pub gave_up: u64,
    /// Ends by exit code.
    pub exits: BTreeMap<i32, u64>,
    /// Processes that were asked to end with the run, whatever their exit code.
    #[serde(default)]
    pub stopped: u64,
    /// Processes that were asked to end as they made no progress.
    #[serde(default)]
    pub ended_for_stall: u64,
}

/// What was fetched.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Throughput {
    /// Bytes of media.
    pub bytes: u64,
    /// Segments.
    pub segments: u64,
    /// Those of them whose bytes are not among the bytes, as nobody tells their size: of processes alone.
    #[serde(default)]
    pub unsized_segments: u64,
    /// Playlists.
    pub playlists: u64,
    /// Of each client that was there, each second.
    pub avg_bytes_per_client_s: f64,
}

/// What viewers saw.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Qoe {
    /// From the first request to the first picture.
    pub startup_s: Option<Quantiles>,
    /// Rebuffering over rebuffering, joining and playing (Media3); none before anybody played.
    pub rebuffer_ratio: Option<f64>,
    /// How often somebody who was playing had to wait.
    pub rebuffers: u64,
    /// Seconds of waiting within playing.
    pub rebuffer_s: f64,
    /// Seconds of playing.
    pub play_s: f64,
    /// Seconds of waiting for the first picture.
    pub join_s: f64,
    /// How far behind the end of a live stream.
    pub live_latency_s: Option<Quantiles>,
    /// Changes to a higher rendition.
    pub switches_up: u64,
    /// Changes to a lower one.
    pub switches_down: u64,
    /// Mean of what was shown, weighted by time.
    pub bitrate_bps: Option<f64>,
    /// How sessions ended: `ok`, `start_failure`, `no_picture` (it went on, and nothing could be shown), `exit_before_start`,
    /// `fatal`.
    pub sessions: BTreeMap<String, u64>,
    /// Sessions that failed before a picture, of all.
    pub start_failure_ratio: Option<f64>,
}

/// Requests.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Http {
    /// Answers by status.
    pub status: BTreeMap<u16, u64>,
    /// Answers that a cache had, as it says itself (`Cache-Status`, `X-Cache`, `CF-Cache-Status`, `Age`).
    pub cache_hits: u64,
    /// Answers for which it had to ask.
    pub cache_misses: u64,
    /// The former of both; none where no cache says anything.
    pub cache_hit_ratio: Option<f64>,
    /// Requests without an answer.
    pub failed: u64,
    /// Requests that this machine could not make: no file descriptor, port or buffer was left. They count as no failure.
    pub exhausted: u64,
    /// Those and errors among the answers, of all; none without any.
    pub error_ratio: Option<f64>,
    /// From a request to the first byte of its answer, segments alone.
    pub ttfb_s: Option<Quantiles>,
    /// From a request to the end of its answer, segments alone.
    pub download_s: Option<Quantiles>,
    /// Segments that took longer than they play.
    pub late_segments: u64,
    /// Segments that were given up, or had left the window.
    pub missing_segments: u64,
    /// Connections that were made.
    pub connections: u64,
    /// Parts of segments that were fetched.
    pub parts: u64,
    /// Those that were asked for before they were there.
    pub hinted_parts: u64,
    /// Playlists that left out what had not changed.
    pub delta_playlists: u64,
    /// Texts of playlists that were read: the same text is read once.
    pub playlists_parsed: u64,
}

/// An error and how often it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopError {
    /// What it is known by.
    pub pattern: String,
    /// How often.
    pub count: u64,
}

/// Whether the figures can be trusted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Generator {
    /// `VALID` or `SUSPECT`.
    pub verdict: String,
    /// Why not.
    pub reasons: Vec<String>,
    /// How late a client came to its slot at most, of 99 in 100.
    pub start_lag_p99_s: Option<f64>,
    /// How late the latest client came to its slot: a process has been started then, a player asks its first question.
    pub start_lag_max_s: Option<f64>,
    /// How late what was due was done, of 99 in 100: of players of ours alone.
    pub sched_lag_p99_s: Option<f64>,
    /// The share of one processor this process took.
    pub cpu_share: Option<f64>,
    /// Bytes this process held at most.
    pub peak_memory_bytes: Option<u64>,
    /// The share of each player in what this process holds more than before the first: of 100 players of ours or more.
    pub memory_per_client_bytes: Option<u64>,
}

impl Default for Generator {
    fn default() -> Self {
        Self {
            verdict: "VALID".to_owned(),
            reasons: Vec::new(),
            start_lag_p99_s: None,
            start_lag_max_s: None,
            sched_lag_p99_s: None,
            cpu_share: None,
            peak_memory_bytes: None,
            memory_per_client_bytes: None,
        }
    }
}

impl Quantiles {
    /// Of a histogram; none where it is empty.
    #[must_use]
    pub fn of(values: &Histogram) -> Option<Self> {
        let at = |quantile| values.quantile(quantile).map(|value| value.as_secs_f64());
        Some(Self { p50: at(0.5)?, p95: at(0.95)?, p99: at(0.99)? })
    }
}

impl Report {
    /// Of a run that took `duration`.
    #[must_use]
    pub fn of(plan: &Plan, tally: &Tally, duration: Duration) -> Self {
        let quantile = |quantile| tally.uptime(quantile).map(|uptime| uptime.as_secs_f64());
        let uptime_s = quantile(0.5).zip(quantile(0.95)).zip(quantile(0.99));
        let (bytes, median) = (tally.bytes.value(), tally.median_active());
        let client_seconds = median as f64 * duration.as_secs_f64();
        let top = tally.patterns().into_iter().take(5).map(|(pattern, count)| TopError { pattern, count });
        Self {
            schema_version: SCHEMA_VERSION,
            run: Run {
                url: plan.url.to_string(),
                engine: plan.engine,
                seed: plan.seed,
                duration_s: duration.as_secs_f64(),
                target: plan.clients,
                peak_active: tally.peak(),
                median_active: median,
            },
            uptime_s: uptime_s.map(|((p50, p95), p99)| Quantiles { p50, p95, p99 }),
            lifecycle: Lifecycle {
                starts: tally.started.value(),
                restarts: tally.restarted.value(),
                stalls: tally.stalled.value(),
                gave_up: tally.gave_up.value(),
                exits: tally.exit_codes(),
                stopped: tally.stopped.value(),
                ended_for_stall: tally.ended_for_stall.value(),
            },
            throughput: Throughput {
                bytes,
                segments: tally.segments.value(),
                unsized_segments: tally.unsized_segments.value(),
                playlists: tally.playlists.value(),
                avg_bytes_per_client_s: if client_seconds > 0.0 { bytes as f64 / client_seconds } else { 0.0 },
            },
            top_errors: top.collect(),
            generator: generator(tally, duration),
            ..Self::default()
        }
    }

    /// Takes over whether players and processes fetched the same, where that was looked at.
    pub fn compare(&mut self, plan: &Plan, tally: &Tally) {
        let clients = (plan.processes(), plan.clients - plan.processes());
        let end = Duration::from_secs_f64(self.run.duration_s);
        let Some(found) = tally.compare(|ledger| ledger.compare(clients, tally.settled(), end)) else { return };
        match &found {
            None => self
                .doubt("no segment appeared after all had come and long enough before the end: run longer".to_owned()),
            Some(check) if !check.alike => {
                let percent = |ratio: f64| (ratio - 1.0) * 100.0;
                let (segments, bytes) = (percent(check.segments_ratio), percent(check.bytes_ratio));
                self.doubt(format!("a player fetched {segments:+.1} % segments and {bytes:+.1} % bytes of a process"));
            }
            Some(_) => {}
        }
        self.cross_check = found;
    }

    /// Doubts bytes that are not those of all segments.
    pub fn weigh(&mut self) {
        let Throughput { segments, unsized_segments, .. } = self.throughput;
        if unsized_segments > 0 {
            self.doubt(format!(
                "the sizes of {unsized_segments} of {segments} segments are unknown: there were more bytes"
            ));
        }
    }

    /// Whether all that had to hold does.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.slo.iter().all(|judgement| judgement.pass)
    }
}
