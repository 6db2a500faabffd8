//! What a rate has to fulfil, and what a step under way already tells about it.
//!
//! A limit on a percentile is a limit on a share: p99 < 50 ms says that at most 1 % may take longer. Shares can be counted
//! while a step goes on and have intervals, so a step can end as soon as it is clear, either way.

use crate::applets::load::expression::Comparison;
use crate::applets::load::report::{Report, ThresholdOutcome};
use crate::applets::load::series::Interval;
use crate::applets::load::stats::{block_interval, wilson};
use crate::applets::load::threshold::{Metric, Span, Statistic, Threshold};

/// Why a list of thresholds is no objective for a rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum SloError {
    /// Nothing to search by.
    #[error("there is nothing to hold the rate against")]
    Empty,
    /// What depends on the length of a step.
    #[error("`{0}` depends on how long one measures; an objective is about percentiles, err, checks or rate")]
    Length(String),
    /// Of a step that is not in the plan.
    #[error("`{expr}`: the plan has no step named `{step}`")]
    Step {
        /// The threshold.
        expr: String,
        /// The step.
        step: String,
    },
}

/// What has to hold.
#[derive(Debug, Clone)]
pub(super) struct Slo {
    pub(super) thresholds: Vec<Threshold>,
    /// The last threshold was not asked for: a server that fails fast must not pass for a fast one.
    pub(super) has_implied: bool,
}

/// A share that a step may not exceed, so far.
#[derive(Debug, Clone, Copy)]
struct Share {
    allowed: f64,
    kind: ShareKind,
}

#[derive(Debug, Clone, Copy)]
enum ShareKind {
    /// Responses that take longer than this, nanoseconds.
    Slower(f64),
    /// Requests that fail.
    Failed,
}

/// How far a step has come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// By how many seconds the completions lie behind the schedule.
    pub(super) behind: f64,
    /// Requests that failed.
    pub(super) failed: f64,
    /// Requests that the whole step is to send.
    pub(super) planned: f64,
    /// How long the whole step takes, seconds.
    pub(super) length: f64,
}

impl Slo {
    /// Completes and checks what was asked for; `steps` are the names in the plan.
    pub(super) fn new(mut thresholds: Vec<Threshold>, steps: &[&str]) -> Result<Self, SloError> {
        /// Many monitors call a service unhealthy from here.
        const IMPLIED: &str = "err<1%";
        if thresholds.is_empty() {
            return Err(SloError::Empty);
        }
        for threshold in &thresholds {
            if matches!(threshold.metric(), Metric::Count | Metric::Dropped) {
                return Err(SloError::Length(threshold.to_string()));
            }
            if let Some(step) = threshold.step().filter(|step| !steps.contains(step)) {
                return Err(SloError::Step { expr: threshold.to_string(), step: step.to_owned() });
            }
        }
        let has_errors =
            thresholds.iter().any(|threshold| matches!(threshold.metric(), Metric::Errors | Metric::Checks));
        let implied = if has_errors { None } else { IMPLIED.parse().ok() };
        let has_implied = implied.is_some();
        thresholds.extend(implied);
        Ok(Self { thresholds, has_implied })
    }

    /// Holds a step against every threshold. Whether a percentile held is decided by how many took longer, those given up
    /// among them, however few there were: the search decides by several steps. Its figure is told only where the samples
    /// support one.
    pub(super) fn outcomes(&self, report: &Report) -> Vec<ThresholdOutcome> {
        use crate::applets::load::threshold::Measured;
        let measured = |metric: Metric, step: Option<&str>| match metric {
            Metric::Time(span, Statistic::Quantile(quantile)) => {
                report.distribution(span, step)?.quantile_so_far(quantile)
            }
            other => report.value(other, step),
        };
        let outcome = |threshold: &Threshold| {
            let judgement = threshold.judge(&measured);
            ThresholdOutcome { expr: threshold.to_string(), value: threshold.judge(report).value, pass: judgement.met }
        };
        self.thresholds.iter().map(outcome).collect()
    }

    /// Whether a step can not hold any more, whatever happens until its end.
    pub(super) fn is_lost(&self, standing: Standing) -> bool {
        /// When half of a step's arrivals are still waiting, no objective is in reach.
        const HALF: f64 = 0.5;
        /// A glance may be late by this, seconds.
        const SLACK: f64 = 0.05;
        /// Fewer failures may be an accident.
        const FEWEST: f64 = 10.0;
        /// Fewer waiting may be a matter of when one looks.
        const FEWEST_WAITING: f64 = 5.0;
        let mut patience = HALF * standing.length;
        for share in self.shares() {
            match share.kind {
                ShareKind::Slower(limit_ns) => {
                    // Those waiting longer than the limit are already more than the step allows.
                    patience = patience.min(limit_ns / 1e9 + share.allowed * standing.length);
                }
                ShareKind::Failed if standing.failed > (share.allowed * standing.planned).max(FEWEST) => return true,
                ShareKind::Failed => {}
            }
        }
        let waiting = standing.behind * standing.planned / standing.length;
        standing.behind > patience + SLACK && waiting > FEWEST_WAITING
    }

    /// Whether a longer step, of up to `most` seconds, may tell what the seconds so far do not.
    pub(super) fn is_open(&self, seconds: &[Interval], most: f64) -> bool {
        self.shares().any(|share| share.is_open(seconds, most / seconds.len().max(1) as f64))
    }

    fn shares(&self) -> impl Iterator<Item = Share> {
        self.thresholds.iter().filter_map(Share::of)
    }
}

impl Share {
    fn of(threshold: &Threshold) -> Option<Self> {
        if threshold.step().is_some() || !matches!(threshold.comparison(), Comparison::Less | Comparison::AtMost) {
            return None;
        }
        match threshold.metric() {
            Metric::Time(Span::Response, Statistic::Quantile(quantile)) => {
                Some(Self { allowed: 1.0 - quantile, kind: ShareKind::Slower(threshold.limit()) })
            }
            Metric::Errors => Some(Self { allowed: threshold.limit(), kind: ShareKind::Failed }),
            _ => None,
        }
    }

    /// Hits and requests of one second.
    fn counts(self, second: &Interval) -> (f64, f64) {
        match self.kind {
            ShareKind::Slower(limit_ns) => (second.slower_than(limit_ns), second.timed() as f64),
            ShareKind::Failed => (second.failed as f64, second.done as f64),
        }
    }

    /// Whether the interval of the share holds the limit, and `times` as many requests would narrow it enough. The
    /// interval is the wider of two: that of independent requests, which knows how little few requests tell, and that
    /// of whole seconds, which knows that slow requests come together.
    fn is_open(self, seconds: &[Interval], times: f64) -> bool {
        const SEED: u64 = 1;
        let counts: Vec<(f64, f64)> = seconds.iter().map(|second| self.counts(second)).collect();
        let sums = |counts: &[(f64, f64)]| counts.iter().fold((0.0, 0.0), |sum, each| (sum.0 + each.0, sum.1 + each.1));
        let share = |counts: &[(f64, f64)]| {
            let (hits, all) = sums(counts);
            if all > 0.0 { hits / all } else { 0.0 }
        };
        let (hits, all) = sums(&counts);
        let (low, high) = wilson(hits, all);
        // Neighbouring seconds resemble each other, those further apart hardly.
        let (lower, higher) = block_interval(&counts, 2, 0.95, SEED, share);
        let holds = |low: f64, high: f64| low < self.allowed && self.allowed < high;
        let (later_low, later_high) = wilson(hits * times, all * times);
        holds(low.min(lower), high.max(higher)) && !holds(later_low, later_high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slo(text: &str) -> Slo {
        Slo::new(Threshold::parse(text).unwrap(), &["request"]).unwrap()
    }

    /// Seconds of `done` requests each, of which these many took 100 ms instead of 1 ms.
    fn seconds(done: u64, slow: &[u64]) -> Vec<Interval> {
        let bucket = |ns: f64| (ns.log2() * 8.0) as u16;
        let second = |slow: &u64| Interval {
            done,
            width_ns: 1_000_000_000,
            sketch: vec![(bucket(1e6), done - slow), (bucket(1e8), *slow)],
            ..Interval::default()
        };
        slow.iter().map(second).collect()
    }

    #[test]
    fn errors_are_limited_even_when_nobody_says_so() {
        let implied = slo("p99<50ms");
        assert!(implied.has_implied && implied.thresholds[1].as_str() == "err<1%");
        assert!(!slo("p99<50ms,err<0.1%").has_implied);
        let new = |text: &str| Slo::new(Threshold::parse(text).unwrap(), &["request"]).unwrap_err();
        assert_eq!(new("count>5"), SloError::Length("count>5".into()));
        assert_eq!(new("login:p99<5ms"), SloError::Step { expr: "login:p99<5ms".into(), step: "login".into() });
        assert_eq!(Slo::new(Vec::new(), &[]).unwrap_err(), SloError::Empty);
    }

    #[test]
    fn a_clear_step_is_not_prolonged() {
        let slo = slo("p99<50ms,err<1%");
        assert!(!slo.is_open(&seconds(1000, &[0; 5]), 30.0), "nothing was slow");
        assert!(!slo.is_open(&seconds(1000, &[100; 5]), 30.0), "10 % were");
    }

    #[test]
    fn a_close_step_is_prolonged_as_long_as_that_can_help() {
        let slo = slo("p99<50ms,err<1%");
        assert!(slo.is_open(&seconds(1000, &[9, 8, 7, 9, 7]), 60.0), "0.8 % may be more than 1 %");
        assert!(slo.is_open(&seconds(1000, &[0, 0, 28, 0, 0]), 30.0), "what comes together may come again");
        assert!(!slo.is_open(&seconds(1000, &[10; 5]), 30.0), "exactly 1 % will never be told from 1 %");
        assert!(slo.is_open(&seconds(50, &[0; 5]), 30.0), "250 requests tell little of 1 %, 1500 enough");
        assert!(!slo.is_open(&seconds(5, &[0; 5]), 30.0), "150 would not");
    }

    #[test]
    fn a_lost_step_is_known_to_be_lost() {
        let slo = slo("p99<50ms,err<1%");
        let standing = Standing { behind: 0.0, failed: 0.0, planned: 5000.0, length: 5.0 };
        assert!(!slo.is_lost(Standing { behind: 0.09, ..standing }));
        assert!(slo.is_lost(Standing { behind: 0.2, ..standing }), "more than 1 % of 5 s will have waited over 50 ms");
        assert!(!slo.is_lost(Standing { failed: 50.0, ..standing }));
        assert!(slo.is_lost(Standing { failed: 51.0, ..standing }));
        assert!(!slo.is_lost(Standing { behind: 0.2, planned: 25.0, ..standing }), "one of five a second is no queue");
        let median = Slo::new(Threshold::parse("p50<50ms").unwrap(), &[]).unwrap();
        assert!(!median.is_lost(Standing { behind: 2.0, ..standing }), "half may wait");
        assert!(median.is_lost(Standing { behind: 2.6, ..standing }));
    }
}
