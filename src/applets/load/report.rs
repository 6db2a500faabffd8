//! The result of a run: one structure that is the JSON document, the source of every other form, and what reports of
//! several runs or machines are merged from.
//!
//! Times are whole nanoseconds, every key is always present, and a number that the samples can not support is `null`
//! (`n/a` in text), never a guess. The schema is committed as `tests/it/schemas/load.json`; `schema_version` rises
//! when a key changes its meaning, goes, or comes, because reports are read again and every key is expected then.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::series::Interval;
use super::trust::Trust;
use crate::kit::metrics::Histogram;
use crate::kit::units::{format_count, format_duration};

mod build;
mod csv;
mod html;
mod measured;
mod merge;
mod read;
#[cfg(test)]
pub(super) mod sample;
mod text;

pub use merge::MergeError;
pub use read::ReadError;
pub(super) use text::{format_rate, headline};

/// Version of the JSON document.
pub const SCHEMA_VERSION: u32 = 2;

/// The name of the tool in a report; tells a report from other JSON.
const TOOL: &str = "toolbox load";

/// The percentiles told of every distribution.
pub const PERCENTILES: [f64; 7] = [50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99];

/// A whole run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Version of this document.
    pub schema_version: u32,
    /// What wrote it.
    pub tool: Tool,
    /// When and where.
    pub run: Run,
    /// What was played.
    pub plan: Plan,
    /// The run in a few numbers.
    pub summary: Summary,
    /// Distributions over all steps.
    pub latency: Latency,
    /// Replies by status code.
    pub status: BTreeMap<String, u64>,
    /// Requests without a whole reply, by kind.
    pub errors: BTreeMap<String, ErrorCount>,
    /// The same for each step.
    pub steps: Vec<StepReport>,
    /// The run over time.
    pub series: Vec<Interval>,
    /// What was asked to hold, and whether it did.
    pub thresholds: Vec<ThresholdOutcome>,
    /// Whether the numbers can be trusted.
    pub trust: Trust,
    /// What moved at the server while the latency moved.
    pub server_metrics: ServerMetrics,
}

/// What wrote a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `toolbox load`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// When and where a run took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Unlike that of any other run.
    pub id: String,
    /// RFC 3339, UTC.
    pub started_utc: String,
    /// Name of the machine.
    pub host: String,
    /// Its processors.
    pub cpus: usize,
    /// Cut short by a signal, or by a key.
    pub interrupted: bool,
}

/// The run in a few numbers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Requests that ended, one way or another.
    pub done: u64,
    /// Requests that count as good.
    pub ok: u64,
    /// Requests without a whole reply, with a status of 400 or more, or with a check not passed.
    pub failed: u64,
    /// Replies that failed a check of the plan.
    pub failed_checks: u64,
    /// Arrivals of an open loop that were due and never sent.
    pub dropped: u64,
    /// Arrivals of an open loop that found every connection busy.
    pub queued: u64,
    /// Requests sent again because the server had closed an idle connection.
    pub resent: u64,
    /// How long the run was counted.
    pub duration_ns: u64,
    /// Iterations per second that an open loop asked for, on average; `null` in a closed loop.
    pub rate_target: Option<f64>,
    /// Requests that ended within that time, per second.
    pub rate_achieved: f64,
    /// Of these, those with a reply.
    pub rate_replies: f64,
    /// Of these, good ones.
    pub rate_ok: f64,
    /// Bytes received.
    pub bytes_in: u64,
    /// Bytes sent.
    pub bytes_out: u64,
    /// Connections opened.
    pub connections_opened: u64,
}

/// The distributions of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// Intended start to end: what a client that arrived on schedule would have waited.
    pub response: Distribution,
    /// Send to end: what the server took.
    pub service: Distribution,
    /// Resolving, for each connection that had to.
    pub dns: Distribution,
    /// TCP handshake.
    pub connect: Distribution,
    /// TLS handshake.
    pub tls: Distribution,
    /// Send to first byte.
    pub first_byte: Distribution,
    /// First byte to end, of replies that came in more than one piece.
    pub body: Distribution,
}

/// One distribution of durations, in nanoseconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// How many were measured.
    pub count: u64,
    /// How many more were given up: longer than anybody waited, by nobody knows how much.
    pub censored: u64,
    /// Shortest.
    pub min: Option<u64>,
    /// Mean; like the next two `null` where some were given up.
    pub mean: Option<u64>,
    /// Standard deviation.
    pub stdev: Option<u64>,
    /// Longest.
    pub max: Option<u64>,
    /// By name (`"50"` to `"99.99"`), those given up counted as the longest; `null` where there are too few samples, or
    /// where they lie among what was given up or took more than a minute.
    pub percentiles: BTreeMap<String, Option<u64>>,
    /// 95 % confidence intervals of the percentiles.
    pub ci95: BTreeMap<String, Option<(u64, u64)>>,
    /// The whole distribution: `HdrHistogram` V2, deflated, base64; empty when nothing was measured.
    pub hdr: String,
}

/// Requests of one kind that got no whole reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorCount {
    /// How many.
    pub count: u64,
    /// One of them, in words.
    pub example: String,
}

/// One step of the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepReport {
    /// Its name in the plan.
    pub name: String,
    /// Requests that ended.
    pub done: u64,
    /// Of these, failed ones.
    pub failed: u64,
    /// Replies that failed a check or a capture.
    pub failed_checks: u64,
    /// Its checks and captures, and how often each failed.
    pub checks: Vec<CheckCount>,
    /// Requests with a reply, per second.
    pub rate_replies: f64,
    /// Intended start to end.
    pub response: Distribution,
    /// Send to end.
    pub service: Distribution,
    /// Replies by status code.
    pub status: BTreeMap<String, u64>,
}

/// One check of a step, or one capture, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckCount {
    /// As it was given.
    pub expr: String,
    /// Replies that failed it.
    pub failed: u64,
}

/// One threshold and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThresholdOutcome {
    /// As it was given.
    pub expr: String,
    /// What was measured, in its unit; `null` when the samples can not tell.
    pub value: Option<f64>,
    /// Whether it held.
    pub pass: bool,
}

/// What the server said of itself during the run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ServerMetrics {
    /// Where it was asked, secrets masked; `null` when it was not.
    pub url: Option<String>,
    /// How often it answered with metrics.
    pub scrapes: u64,
    /// How often it did not.
    pub failed_scrapes: u64,
    /// The last reason why not, or why nothing could be concluded.
    pub note: Option<String>,
    /// Nanoseconds from the start to the one moment at which the latency changed most; `null` when it did not.
    pub change_ns: Option<u64>,
    /// The series that moved most with the latency, most first.
    pub series: Vec<ServerSeries>,
}

/// One series of the server's metrics and how it moved with the latency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServerSeries {
    /// Name and labels.
    pub name: String,
    /// What its points are.
    pub unit: ServerUnit,
    /// Rank correlation (Spearman) with the median response time over the run, −1 to 1.
    pub correlation: f64,
    /// Its median before and after the moment at which the latency changed most; `null` when there is none.
    pub change: Option<(f64, f64)>,
    /// Nanoseconds from the start, and the value.
    pub points: Vec<(u64, f64)>,
}

/// What the points of a series of the server's metrics are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerUnit {
    /// The value as it was told: a gauge.
    Value,
    /// Growth per second: a counter.
    PerSecond,
    /// The mean of what was observed since the point before: `_sum` by `_count`.
    Mean,
}

impl Latency {
    /// Every distribution under its name, the whole request first.
    #[must_use]
    pub const fn phases(&self) -> [(&'static str, &Distribution); 7] {
        [
            ("response", &self.response),
            ("service", &self.service),
            ("dns", &self.dns),
            ("connect", &self.connect),
            ("tls", &self.tls),
            ("first_byte", &self.first_byte),
            ("body", &self.body),
        ]
    }
}

impl Distribution {
    /// Describes a histogram of all there was; percentiles get intervals from order statistics.
    #[must_use]
    pub fn of(histogram: &Histogram) -> Self {
        Self::censored(histogram, 0)
    }

    /// Describes a histogram beside which `censored` more were given up.
    #[must_use]
    pub fn censored(histogram: &Histogram, censored: u64) -> Self {
        let nanos = |value: Option<std::time::Duration>| value.map(|value| value.as_nanos() as u64);
        let whole = |value: Option<std::time::Duration>| nanos(value).filter(|_| censored == 0);
        let mut percentiles = BTreeMap::new();
        let mut ci95 = BTreeMap::new();
        for percent in PERCENTILES {
            let known = super::stats::known_quantile(histogram, censored, percent / 100.0);
            percentiles.insert(percent.to_string(), known.map(|known| known.ns));
            ci95.insert(percent.to_string(), known.map(|known| known.ci95));
        }
        Self {
            count: histogram.count(),
            censored,
            min: nanos(histogram.min()),
            mean: whole(histogram.mean()),
            stdev: whole(histogram.stdev()),
            max: whole(histogram.max()),
            percentiles,
            ci95,
            hdr: if histogram.count() == 0 { String::new() } else { histogram.to_base64() },
        }
    }

    /// The percentile named `percent` (`"99.9"`), nanoseconds.
    #[must_use]
    pub fn percentile(&self, percent: &str) -> Option<u64> {
        self.percentiles.get(percent).copied().flatten()
    }

    /// The whole distribution again; to three digits.
    #[must_use]
    pub fn histogram(&self) -> Option<Histogram> {
        Histogram::from_base64(&self.hdr).ok()
    }
}

impl ServerUnit {
    /// A value as people read it, to three digits or so.
    #[must_use]
    pub fn show(self, value: f64) -> String {
        let figure = match value.abs() {
            size if size >= 1000.0 => format_count(size.round() as u64),
            size if size >= 10.0 => format!("{size:.1}"),
            size if size >= 0.1 => format!("{size:.2}"),
            0.0 => "0".to_owned(),
            size => format!("{size:.2e}"),
        };
        let sign = if value < 0.0 { "-" } else { "" };
        let unit = if self == Self::PerSecond { "/s" } else { "" };
        format!("{sign}{figure}{unit}")
    }
}

impl ThresholdOutcome {
    /// What was measured, in words; `None` when the samples can not tell.
    #[must_use]
    pub fn shown(&self) -> Option<String> {
        use super::threshold::{Metric, Threshold};
        let value = self.value?;
        let metric = self.expr.parse::<Threshold>().ok().map(|threshold| threshold.metric());
        Some(match metric {
            Some(Metric::Time(..)) => format_duration(std::time::Duration::from_nanos(value as u64)),
            Some(Metric::Errors | Metric::Checks) => format!("{:.3} %", value * 100.0),
            _ => format_rate(value),
        })
    }
}

impl Report {
    /// Requests that ended without any answer at all: nothing was measured.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.status.is_empty()
    }

    /// Checks and captures that failed, each with the number of its replies; in a plan of several steps with the step.
    fn broken_checks(&self) -> impl Iterator<Item = (String, u64)> {
        let several = self.steps.len() > 1;
        self.steps.iter().flat_map(move |step| {
            step.checks.iter().filter(|check| check.failed > 0).map(move |check| {
                let place = if several { format!("{}: ", step.name) } else { String::new() };
                (format!("{place}{}", check.expr), check.failed)
            })
        })
    }

    /// Whether every threshold held.
    #[must_use]
    pub fn thresholds_hold(&self) -> bool {
        self.thresholds.iter().all(|outcome| outcome.pass)
    }
}
