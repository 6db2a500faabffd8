//! What `ab` and `compare` say: metric by metric, whether B is faster, slower, as good as A, or not yet known.
//!
//! Ratios are judged on their logarithms, so that twice as fast and half as fast are equally far from the same. A
//! difference is only called one when chance is an unlikely reason for it (permutation test, Holm over all metrics) and
//! it is larger than the margin; where there are too few values for a permutation ever to be unlikely enough, a t-test
//! decides, of values that are wholly apart (which test it is depends on how many there are, and not on what they are).
//! Two sides are only called equivalent when a difference as large as the margin would have shown (two one-sided tests).
//! Between the two lies `undecided`, never a red number.

use serde::{Deserialize, Serialize};

use crate::applets::load::report::Report;
use crate::applets::load::series::Interval;
use crate::applets::load::stats::{Samples, batch_means, effective_size, holm, median};

mod text;

/// Chance below which a difference is taken for real, all metrics together: of a hundred comparisons of a server with
/// itself one may raise a false alarm. A pipeline compares every day, and nobody believes an alarm that rings monthly.
const DIFFERENCE_LEVEL: f64 = 0.01;

/// Chance below which equivalence is taken for real; being wrong about it harms less.
const EQUIVALENCE_LEVEL: f64 = 0.05;

/// Values of each side below which nothing is judged: with fewer nothing is known of how they scatter.
const FEWEST: usize = 3;

/// More values than this are not suggested: who needs so many should ask for a wider margin.
const MOST_SUGGESTED: f64 = 1000.0;

/// What the sides are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Median response time.
    P50,
    /// 95th percentile.
    P95,
    /// 99th percentile.
    P99,
    /// Good replies per second.
    Throughput,
    /// Share of requests that were good.
    Success,
}

impl Metric {
    /// All of them, in the order they are told.
    pub const ALL: [Self; 5] = [Self::P50, Self::P95, Self::P99, Self::Throughput, Self::Success];

    /// As tables name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::P50 => "p50",
            Self::P95 => "p95",
            Self::P99 => "p99",
            Self::Throughput => "throughput",
            Self::Success => "success",
        }
    }

    /// Whether B is worse when its value is the larger one.
    const fn worse_when_larger(self) -> bool {
        matches!(self, Self::P50 | Self::P95 | Self::P99)
    }
}

/// One measurement of one side: a round, or a second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Median response time, nanoseconds; `null` where there are too few samples.
    pub p50_ns: Option<u64>,
    /// 95th percentile.
    pub p95_ns: Option<u64>,
    /// 99th percentile.
    pub p99_ns: Option<u64>,
    /// Good replies per second.
    pub throughput: f64,
    /// Share of requests that were good, 0 to 1.
    pub success: f64,
}

impl Figures {
    /// Those of a whole run.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let (summary, response) = (&report.summary, &report.latency.response);
        Self {
            p50_ns: response.percentile("50"),
            p95_ns: response.percentile("95"),
            p99_ns: response.percentile("99"),
            throughput: summary.rate_ok,
            success: summary.ok as f64 / summary.done.max(1) as f64,
        }
    }

    /// Those of one stretch of a run.
    #[must_use]
    pub fn within(interval: &Interval) -> Self {
        let good = interval.done.saturating_sub(interval.failed) as f64;
        Self {
            p50_ns: interval.p50_ns,
            p95_ns: interval.p95_ns,
            p99_ns: interval.p99_ns,
            throughput: good / (interval.width_ns as f64 / 1e9).max(1e-9),
            success: good / interval.done.max(1) as f64,
        }
    }

    /// The value of a metric, above 0; `None` where it was not measured.
    fn value(&self, metric: Metric) -> Option<f64> {
        /// What has no logarithm counts as next to nothing: ranks do not mind how little that is.
        const NEXT_TO_NOTHING: f64 = 1e-9;
        let value = match metric {
            Metric::P50 => self.p50_ns? as f64,
            Metric::P95 => self.p95_ns? as f64,
            Metric::P99 => self.p99_ns? as f64,
            Metric::Throughput => self.throughput,
            Metric::Success => self.success,
        };
        Some(value.max(NEXT_TO_NOTHING))
    }
}

/// What came out for one metric, or for all together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// B is better than A by more than the margin.
    Faster,
    /// B is worse than A by more than the margin.
    Slower,
    /// B differs from A by less than the margin.
    Equivalent,
    /// The measurements do not tell.
    Undecided,
}

/// One metric of both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which.
    pub metric: Metric,
    /// The middle value of A: nanoseconds, per second, or a share; `null` when too few rounds could tell.
    pub a: Option<f64>,
    /// That of B.
    pub b: Option<f64>,
    /// B to A, from all rounds together.
    pub ratio: Option<f64>,
    /// 95 % interval of the ratio: by the bootstrap, or Student's where there are too few values for it.
    pub ci95: Option<(f64, f64)>,
    /// How likely such a difference is by chance, adjusted for asking about several metrics.
    pub p: Option<f64>,
    /// How likely such closeness is when the sides differ by the margin.
    pub p_equivalent: Option<f64>,
    /// What that means.
    pub verdict: Verdict,
    /// How many independent values of each side were compared.
    pub samples: usize,
    /// About how many more rounds or seconds would decide; `null` when decided or out of reach.
    pub more: Option<u64>,
}

/// All metrics, and what they mean together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Relative difference that counts as none.
    pub margin: f64,
    /// Slower when any metric is; else faster when any is; equivalent when all are.
    pub verdict: Verdict,
    /// Metric by metric.
    pub metrics: Vec<Row>,
}

/// How values of A and B belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// Those at the same place were measured side by side, and no round knows of another.
    Rounds,
    /// They were measured apart, and those of a side one after the other: neighbours resemble each other, so each
    /// side is cut into as many blocks as it has independent values.
    Apart,
}

impl Judgement {
    /// Judges what was measured. Differences of up to `margin` (0.02 is 2 %) do not matter.
    #[must_use]
    pub fn of(a: &[Figures], b: &[Figures], pairing: Pairing, margin: f64) -> Self {
        let columns = Metric::ALL.map(|metric| Column::of(metric, a, b, pairing));
        let enough: Vec<bool> = columns.iter().map(|column| column.samples().size() >= FEWEST).collect();
        let raw: Vec<f64> =
            columns.iter().zip(&enough).filter(|(_, enough)| **enough).map(|(c, _)| c.p_differs()).collect();
        let mut adjusted = holm(&raw).into_iter();
        let metrics: Vec<Row> = columns
            .iter()
            .zip(enough)
            .map(|(column, enough)| match enough.then(|| adjusted.next()).flatten() {
                Some(p) => column.judged(p, margin, raw.len()),
                None => column.unjudged(),
            })
            .collect();
        let any = |verdict| metrics.iter().any(|row: &Row| row.verdict == verdict);
        let verdict = match () {
            () if any(Verdict::Slower) => Verdict::Slower,
            () if any(Verdict::Faster) => Verdict::Faster,
            () if any(Verdict::Undecided) => Verdict::Undecided,
            () => Verdict::Equivalent,
        };
        Self { margin, verdict, metrics }
    }

    /// The names of the metrics with one verdict.
    pub fn with(&self, verdict: Verdict) -> impl Iterator<Item = &Row> {
        self.metrics.iter().filter(move |row| row.verdict == verdict)
    }
}

/// The logarithms of one metric.
#[derive(Debug, Clone)]
struct Column {
    metric: Metric,
    values: Values,
    /// How many rounds or seconds one value stands for.
    each: f64,
}

/// How they were measured.
#[derive(Debug, Clone)]
enum Values {
    /// A and B of rounds in which both could be told, and the differences.
    Paired { a: Vec<f64>, b: Vec<f64>, differences: Vec<f64> },
    /// Each for itself.
    Apart { a: Vec<f64>, b: Vec<f64> },
}

/// One value for each independent stretch of a series; exact tests become slow beyond some dozens of them.
fn blocks(series: &[f64]) -> Vec<f64> {
    const MOST: f64 = 40.0;
    // A series too short to show its memory is taken to have some.
    let independent = effective_size(series).min(series.len() as f64 / 2.0);
    batch_means(series, independent.clamp(1.0, MOST) as usize)
}

impl Column {
    fn of(metric: Metric, a: &[Figures], b: &[Figures], pairing: Pairing) -> Self {
        let logs = |side: &[Figures]| -> Vec<f64> {
            side.iter().filter_map(|figures| figures.value(metric)).map(f64::ln).collect()
        };
        let (values, each) = match pairing {
            Pairing::Apart => {
                let (logs_a, logs_b) = (logs(a), logs(b));
                let (a, b) = (blocks(&logs_a), blocks(&logs_b));
                let each = (logs_a.len() + logs_b.len()) as f64 / (a.len() + b.len()).max(1) as f64;
                (Values::Apart { a, b }, each)
            }
            Pairing::Rounds => {
                let both = a.iter().zip(b).filter_map(|(a, b)| Some((a.value(metric)?.ln(), b.value(metric)?.ln())));
                let (a, b): (Vec<f64>, Vec<f64>) = both.unzip();
                let differences = a.iter().zip(&b).map(|(a, b)| b - a).collect();
                (Values::Paired { a, b, differences }, 1.0)
            }
        };
        Self { metric, values, each }
    }

    fn samples(&self) -> Samples<'_> {
        match &self.values {
            Values::Paired { differences, .. } => Samples::Paired(differences),
            Values::Apart { a, b } => Samples::Apart { a, b },
        }
    }

    /// How likely such a difference is by chance.
    fn p_differs(&self) -> f64 {
        let samples = self.samples();
        if self.ranks_reach() { samples.p_differs() } else { samples.p_overwhelming() }
    }

    /// Whether there are enough values for ranks ever to fall below the level, as it has to be when all metrics are
    /// asked about.
    fn ranks_reach(&self) -> bool {
        self.samples().least_p() * (Metric::ALL.len() as f64) < DIFFERENCE_LEVEL
    }

    /// Too few values: what there is, and no verdict.
    fn unjudged(&self) -> Row {
        let (Values::Paired { a, b, .. } | Values::Apart { a, b }) = &self.values;
        let middle = |logs: &[f64]| (!logs.is_empty()).then(|| median(logs).exp());
        let samples = self.samples().size();
        Row {
            metric: self.metric,
            a: middle(a),
            b: middle(b),
            ratio: (samples > 0).then(|| self.samples().shift().exp()),
            ci95: None,
            p: None,
            p_equivalent: None,
            verdict: Verdict::Undecided,
            samples,
            more: match self.values {
                Values::Paired { .. } => Some(fewest_for_ranks().saturating_sub(samples) as u64),
                Values::Apart { .. } => None,
            },
        }
    }

    fn judged(&self, p: f64, margin: f64, tests: usize) -> Row {
        let samples = self.samples();
        // A bootstrap of few values never reaches beyond them.
        let interval = if self.ranks_reach() { samples.interval(0.95) } else { samples.t_interval(0.95) };
        let (shift, (low, high)) = (samples.shift(), interval);
        let limit = margin.ln_1p();
        let p_equivalent = samples.p_within(limit);
        let verdict =
            match () {
                () if p < DIFFERENCE_LEVEL && shift.abs() > limit => {
                    if (shift > 0.0) == self.metric.worse_when_larger() { Verdict::Slower } else { Verdict::Faster }
                }
                () if p_equivalent < EQUIVALENCE_LEVEL => Verdict::Equivalent,
                () => Verdict::Undecided,
            };
        let more = || more_needed(samples.size(), shift, (high - low) / 2.0, limit, tests);
        Row {
            ci95: Some((low.exp(), high.exp())),
            p: Some(p),
            p_equivalent: Some(p_equivalent),
            verdict,
            more: (verdict == Verdict::Undecided).then(more).flatten().map(|more| (more as f64 * self.each) as u64),
            ..self.unjudged()
        }
    }
}

/// Rounds below which ranks never make a difference unlikely enough by chance, with all metrics asked about.
pub(super) fn fewest_for_ranks() -> usize {
    least_needed(Metric::ALL.len()) as usize
}

/// The least number of pairs with which a permutation test can fall below the level at all.
fn least_needed(tests: usize) -> f64 {
    (2.0 * tests as f64 / DIFFERENCE_LEVEL).log2().ceil()
}

/// How many more values would decide, if they are like those so far: intervals shrink with the square root of their
/// number, and it takes one that clears 0 (then there is a difference) or the margin (then there is none).
fn more_needed(count: usize, shift: f64, reach: f64, limit: f64, tests: usize) -> Option<u64> {
    /// A difference must clear a higher bar than that of a 95 % interval: 1 %, divided by about as many metrics.
    const DIFFERENCE: f64 = 1.5;
    /// Each side of an equivalence is a test at 5 %, not at 2.5 %: 1.645 / 1.960.
    const EQUIVALENCE: f64 = 0.84;
    let count = count as f64;
    let needed = if shift.abs() > limit {
        count * (DIFFERENCE * reach / shift.abs()).powi(2)
    } else {
        count * (EQUIVALENCE * reach / (limit - shift.abs())).powi(2)
    };
    let more = (needed.max(least_needed(tests)) - count).ceil().max(1.0);
    (more <= MOST_SUGGESTED).then_some(more as u64)
}

#[cfg(test)]
mod tests;
