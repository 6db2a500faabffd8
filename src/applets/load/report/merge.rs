//! Several reports of one plan as one: what shards on several machines, or runs side by side, did together.
//!
//! Counters add. Distributions merge through their histograms, so a percentile of the sum is a percentile of all
//! requests and never a mean of percentiles; extremes and moments, which a report holds exactly, stay exact. Seconds
//! are laid over each other by their time from the start, and rates come from the longest run, so that shards that
//! start or end apart do not make the sum look faster than it was.

use std::collections::BTreeMap;

use super::{Distribution, ErrorCount, Latency, Report, ServerMetrics, StepReport, Summary};
use crate::applets::load::pace::Pace;
use crate::applets::load::plan::{Plan, Shape};
use crate::applets::load::series::aligned;
use crate::applets::load::trust::{Reason, ReasonKind, Trust, Verdict};
use crate::kit::metrics::Histogram;

/// Why reports can not be merged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// There is none.
    #[error("there is no report to merge")]
    Nothing,
    /// One of them is there twice.
    #[error("report {number} is of the same run as an earlier one ({id}): it would be counted twice")]
    Twice {
        /// Which, from 2.
        number: usize,
        /// The run.
        id: String,
    },
    /// They tell of different things.
    #[error("report {number} is of another plan than the first: {what}; only shards of one run can be merged")]
    OtherPlan {
        /// Which, from 2.
        number: usize,
        /// Where the plans differ.
        what: &'static str,
    },
}

impl Report {
    /// One report of what all of `reports` did together; a single one stays as it is.
    ///
    /// # Errors
    /// No report at all, one run twice, or reports of different plans.
    pub fn merge(mut reports: Vec<Self>) -> Result<Self, MergeError> {
        if reports.len() < 2 {
            return reports.pop().ok_or(MergeError::Nothing);
        }
        let ids: Vec<&str> = reports.iter().map(|report| report.run.id.as_str()).collect();
        if let Some(index) = (1..ids.len()).find(|&index| ids[..index].contains(&ids[index])) {
            return Err(MergeError::Twice { number: index + 1, id: ids[index].to_owned() });
        }
        let plans: Vec<&Plan> = reports.iter().map(|report| &report.plan).collect();
        let plan = merge_plans(&plans)?;
        let first = &reports[0];
        let mut run = first.run.clone();
        for other in reports[1..].iter().map(|report| &report.run) {
            run.started_utc = run.started_utc.min(other.started_utc.clone());
            if !run.host.split(", ").any(|host| host == other.host) {
                run.host = format!("{}, {}", run.host, other.host);
                run.cpus += other.cpus;
            }
            run.id = mixed(&run.id, &other.id);
            run.interrupted |= other.interrupted;
        }
        let latency = merge_latencies(&reports);
        let series: Vec<_> = reports.iter().map(|report| report.series.as_slice()).collect();
        let mut merged = Self {
            schema_version: first.schema_version,
            tool: first.tool.clone(),
            run,
            summary: merge_summaries(&reports),
            status: sums(reports.iter().map(|report| &report.status)),
            errors: merge_errors(&reports),
            steps: (0..plan.steps.len()).filter_map(|step| merge_steps(&reports, step)).collect(),
            series: aligned(&series),
            thresholds: Vec::new(),
            trust: merge_trust(&reports, &latency.response),
            server_metrics: merge_server_metrics(&reports),
            latency,
            plan,
        };
        merged.thresholds = merged.hold_against(&merged.plan.thresholds);
        Ok(merged)
    }
}

/// An id of its own for what was put together, the same in any order.
fn mixed(a: &str, b: &str) -> String {
    let number = |id: &str| u64::from_str_radix(id, 16).unwrap_or(0);
    format!("{:016x}", number(a) ^ number(b).rotate_left(1) ^ number(a).rotate_left(1) ^ number(b))
}

/// What all shards together were to play.
fn merge_plans(plans: &[&Plan]) -> Result<Plan, MergeError> {
    let mut sum = plans[0].clone();
    for (index, plan) in plans.iter().enumerate().skip(1) {
        let other = |what| Err(MergeError::OtherPlan { number: index + 1, what });
        if plan.steps != sum.steps {
            return other("its steps differ");
        }
        if plan.route.protocol != sum.route.protocol {
            return other("its protocol differs");
        }
        let shape: &mut Shape = &mut sum.shape;
        match (&mut shape.pace, &plan.shape.pace) {
            (Pace::Closed, Pace::Closed) => {}
            (Pace::Open { curve, .. }, Pace::Open { curve: more, .. }) => {
                let same = curve.stages.len() == more.stages.len()
                    && curve.stages.iter().zip(&more.stages).all(|(a, b)| a.duration == b.duration);
                if !same {
                    return other("its stages differ");
                }
                curve.start += more.start;
                curve.stages.iter_mut().zip(&more.stages).for_each(|(stage, more)| stage.rate += more.rate);
            }
            _ => return other("one is an open loop, the other a closed one"),
        }
        shape.connections += plan.shape.connections;
        shape.threads += plan.shape.threads;
        shape.stop.requests = shape.stop.requests.zip(plan.shape.stop.requests).map(|(a, b)| a + b);
        shape.stop.duration = shape.stop.duration.max(plan.shape.stop.duration);
    }
    Ok(sum)
}

fn merge_summaries(reports: &[Report]) -> Summary {
    let all = || reports.iter().map(|report| &report.summary);
    let sum = |field: fn(&Summary) -> u64| all().map(field).sum::<u64>();
    let duration_ns = all().map(|summary| summary.duration_ns).max().unwrap_or(0);
    let seconds = (duration_ns as f64 / 1e9).max(1e-9);
    // Rates come from the longest run, whatever the others did in less time.
    let rate = |field: fn(&Summary) -> f64| all().map(|s| field(s) * s.duration_ns as f64 / 1e9).sum::<f64>() / seconds;
    // What was asked for, as requests of the whole run: shards that ended early asked for less.
    let asked: Option<Vec<f64>> =
        all().map(|summary| summary.rate_target.map(|rate| rate * summary.duration_ns as f64 / 1e9)).collect();
    Summary {
        done: sum(|s| s.done),
        ok: sum(|s| s.ok),
        failed: sum(|s| s.failed),
        failed_checks: sum(|s| s.failed_checks),
        dropped: sum(|s| s.dropped),
        queued: sum(|s| s.queued),
        resent: sum(|s| s.resent),
        duration_ns,
        rate_target: asked.map(|asked| asked.iter().sum::<f64>() / seconds),
        rate_achieved: rate(|s| s.rate_achieved),
        rate_replies: rate(|s| s.rate_replies),
        rate_ok: rate(|s| s.rate_ok),
        bytes_in: sum(|s| s.bytes_in),
        bytes_out: sum(|s| s.bytes_out),
        connections_opened: sum(|s| s.connections_opened),
    }
}

fn merge_latencies(reports: &[Report]) -> Latency {
    let merge = |field: fn(&Latency) -> &Distribution| {
        Distribution::merge(&reports.iter().map(|report| field(&report.latency)).collect::<Vec<_>>())
    };
    Latency {
        response: merge(|l| &l.response),
        service: merge(|l| &l.service),
        dns: merge(|l| &l.dns),
        connect: merge(|l| &l.connect),
        tls: merge(|l| &l.tls),
        first_byte: merge(|l| &l.first_byte),
        body: merge(|l| &l.body),
    }
}

fn merge_steps(reports: &[Report], step: usize) -> Option<StepReport> {
    let all = || reports.iter().filter_map(|report| report.steps.get(step));
    let durations = || reports.iter().map(|report| report.summary.duration_ns as f64);
    let replies: f64 = all().zip(durations()).map(|(step, ns)| step.rate_replies * ns).sum();
    let mut checks = all().next()?.checks.clone();
    for other in all().skip(1) {
        checks.iter_mut().zip(&other.checks).for_each(|(sum, more)| sum.failed += more.failed);
    }
    let merge = |field: fn(&StepReport) -> &Distribution| Distribution::merge(&all().map(field).collect::<Vec<_>>());
    Some(StepReport {
        name: all().next()?.name.clone(),
        done: all().map(|step| step.done).sum(),
        failed: all().map(|step| step.failed).sum(),
        failed_checks: all().map(|step| step.failed_checks).sum(),
        checks,
        rate_replies: replies / durations().fold(1.0, f64::max),
        response: merge(|step| &step.response),
        service: merge(|step| &step.service),
        status: sums(all().map(|step| &step.status)),
    })
}

fn sums<'a>(maps: impl Iterator<Item = &'a BTreeMap<String, u64>>) -> BTreeMap<String, u64> {
    let mut sum = BTreeMap::new();
    for (key, count) in maps.flatten() {
        *sum.entry(key.clone()).or_insert(0) += count;
    }
    sum
}

fn merge_errors(reports: &[Report]) -> BTreeMap<String, ErrorCount> {
    let mut sum: BTreeMap<String, ErrorCount> = BTreeMap::new();
    for (kind, error) in reports.iter().flat_map(|report| &report.errors) {
        match sum.get_mut(kind) {
            Some(known) => known.count += error.count,
            None => drop(sum.insert(kind.clone(), error.clone())),
        }
    }
    sum
}

/// Each shard was judged where it ran; together they may have the samples that each of them lacked.
fn merge_trust(reports: &[Report], response: &Distribution) -> Trust {
    let all = || reports.iter().map(|report| &report.trust);
    let enough = |reason: &&Reason| reason.kind != ReasonKind::FewSamples || response.percentile("99.9").is_none();
    let mut reasons: Vec<Reason> = Vec::new();
    for report in reports {
        for reason in report.trust.reasons.iter().filter(enough) {
            let message = format!("{}: {}", report.run.host, reason.message);
            if !reasons.iter().any(|known| known.message == message) {
                reasons.push(Reason { kind: reason.kind, message });
            }
        }
    }
    Trust {
        verdict: if reasons.is_empty() { Verdict::Valid } else { Verdict::Suspect },
        reasons,
        lag_p99_ns: all().filter_map(|trust| trust.lag_p99_ns).max(),
        cpu_share: all().map(|trust| trust.cpu_share).fold(0.0, f64::max),
        retransmits: all().map(|trust| trust.retransmits).sum(),
    }
}

/// All shards looked at the same server; the one that saw most tells of it.
fn merge_server_metrics(reports: &[Report]) -> ServerMetrics {
    let seen = reports.iter().map(|report| &report.server_metrics);
    seen.max_by_key(|metrics| (metrics.url.is_some(), metrics.scrapes)).cloned().unwrap_or_default()
}

impl Distribution {
    /// The distribution of everything that `parts` measured.
    #[must_use]
    pub fn merge(parts: &[&Self]) -> Self {
        let mut all = Histogram::new();
        for histogram in parts.iter().filter_map(|part| part.histogram()) {
            all.merge(&histogram);
        }
        let mut merged = Self::censored(&all, parts.iter().map(|part| part.censored).sum());
        // The histograms know these to three digits, the parts exactly.
        merged.min = parts.iter().filter_map(|part| part.min).min();
        if merged.censored > 0 {
            return merged;
        }
        merged.max = parts.iter().filter_map(|part| part.max).max();
        let moments = |part: &&&Self| Some((part.count as f64, part.mean? as f64, part.stdev? as f64));
        let known: Vec<_> = parts.iter().filter_map(|part| moments(&part)).collect();
        let count: f64 = known.iter().map(|(count, ..)| count).sum();
        if count > 0.0 {
            let mean = known.iter().map(|(n, mean, _)| n * mean).sum::<f64>() / count;
            let spread = |(n, part, stdev): &(f64, f64, f64)| n * (stdev * stdev + (part - mean).powi(2));
            let variance = known.iter().map(spread).sum::<f64>() / count;
            merged.mean = Some(mean.round() as u64);
            merged.stdev = Some(variance.sqrt().round() as u64);
        }
        merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::load::report::sample;
    use crate::applets::load::stats::known_quantile;
    use std::time::Duration;

    fn distribution(values: &[u64]) -> (Histogram, Distribution) {
        let mut histogram = Histogram::new();
        for value in values {
            histogram.record(Duration::from_nanos(*value));
        }
        let distribution = Distribution::of(&histogram);
        (histogram, distribution)
    }

    #[test]
    fn merged_distributions_are_those_of_all_values() {
        let fast: Vec<u64> = (0..4000).map(|i| 100_000 + i * 37).collect();
        let slow: Vec<u64> = (0..1000).map(|i| 9_000_000 + i * 4001).collect();
        let ((mut all, a), (other, b)) = (distribution(&fast), distribution(&slow));
        all.merge(&other);
        let (exact, merged) = (Distribution::of(&all), Distribution::merge(&[&a, &b]));
        assert_eq!((merged.count, merged.min, merged.max), (exact.count, exact.min, exact.max));
        assert!(merged.mean.unwrap().abs_diff(exact.mean.unwrap()) <= 1);
        assert!(merged.stdev.unwrap().abs_diff(exact.stdev.unwrap()) <= 1);
        for percent in ["50", "90", "99", "99.9"] {
            let (got, wanted) = (merged.percentile(percent).unwrap(), exact.percentile(percent).unwrap());
            assert!(got.abs_diff(wanted) <= wanted / 1000, "{percent}: {got} for {wanted}");
        }
        assert_eq!(known_quantile(&merged.histogram().unwrap(), 0, 0.9999), None);
    }

    #[test]
    fn nothing_merges_to_nothing() {
        assert_eq!(Distribution::merge(&[&Distribution::default()]), Distribution::of(&Histogram::new()));
        assert_eq!(Report::merge(Vec::new()).unwrap_err(), MergeError::Nothing);
    }

    #[test]
    fn shards_add_up() {
        let (left, mut right) = (sample::report(), sample::report());
        right.run.host = "other".into();
        right.run.id = "0badcafe".into();
        right.run.started_utc = "2026-11-21T09:59:59Z".into();
        right.series.truncate(10);
        right.summary.duration_ns /= 2;
        right.summary.rate_achieved *= 2.0;
        let merged = Report::merge(vec![left.clone(), right]).unwrap();
        assert_eq!((merged.run.host.as_str(), merged.run.cpus), ("bench, other", 8));
        assert_eq!(merged.run.started_utc, "2026-11-21T09:59:59Z");
        assert_eq!((merged.summary.done, merged.summary.failed), (4000, 80));
        assert_eq!(merged.status["200"], 2 * left.status["200"]);
        assert_eq!(merged.errors["reset"].count, 40);
        assert_eq!(merged.latency.response.count, 2 * left.latency.response.count);
        assert_eq!(merged.latency.response.stdev, left.latency.response.stdev);
        assert!((merged.summary.rate_target.unwrap() - 150.0).abs() < 1e-9, "one asked for half as long");
        assert!((merged.summary.rate_achieved - 200.0).abs() < 1e-9);
        assert!(matches!(&merged.plan.shape.pace, Pace::Open { curve, .. } if (curve.start - 200.0).abs() < 1e-9));
        assert_eq!(merged.series.len(), 20);
        assert_eq!((merged.series[0].done, merged.series[0].width_ns), (200, 1_000_000_000));
        assert_eq!((merged.series[19].done, merged.series[19].t_ns), (100, 19_000_000_000));
        assert_eq!(merged.trust.reasons.len(), 2, "each says which machine: {:?}", merged.trust.reasons);
        assert_eq!(merged.thresholds.len(), 2);
        assert_eq!(Report::merge(vec![left.clone()]).unwrap(), left, "a single report stays as it is");
    }

    #[test]
    fn a_coarser_shard_sets_the_grid() {
        let (left, mut right) = (sample::report(), sample::report());
        right.run.id = "0badcafe".into();
        right.series = crate::applets::load::series::condensed(&right.series, 5);
        let merged = Report::merge(vec![left, right]).unwrap();
        let widths: Vec<u64> = merged.series.iter().map(|interval| interval.width_ns / 1_000_000_000).collect();
        assert_eq!(widths, [4; 5]);
        assert!(merged.series.iter().all(|interval| interval.done == 800));
    }

    #[test]
    fn reports_of_different_plans_do_not_merge() {
        let (left, mut right) = (sample::report(), sample::report());
        right.run.id = "0badcafe".into();
        right.plan.steps[0].url = "http://elsewhere.test/".into();
        let error = Report::merge(vec![left, right]).unwrap_err();
        assert_eq!(error, MergeError::OtherPlan { number: 2, what: "its steps differ" });
    }
}
