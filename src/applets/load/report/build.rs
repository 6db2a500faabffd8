//! From what was measured to what is told.

use std::collections::BTreeMap;
use std::time::UNIX_EPOCH;

use super::{
    CheckCount, Distribution, ErrorCount, Latency, Report, Run, SCHEMA_VERSION, ServerMetrics, StepReport, Summary,
    TOOL, ThresholdOutcome, Tool,
};
use crate::applets::load::engine::Outcome;
use crate::applets::load::pace::Pace;
use crate::applets::load::plan::{Plan, Step};
use crate::applets::load::record::Sheet;
use crate::applets::load::threshold::Threshold;
use crate::applets::load::trust::Trust;
use crate::applets::load::wire::FaultKind;
use crate::kit::random::Random;
use crate::kit::units::format_utc;

impl Report {
    /// Tells the outcome of a run of `plan`.
    pub(in crate::applets::load) fn build(plan: &Plan, outcome: &Outcome) -> Self {
        let total = outcome.total.total();
        let summary = summary(plan, outcome, &total);
        let latency = Latency {
            response: Distribution::censored(&total.response(), total.censored()),
            service: Distribution::censored(&total.service(), total.censored()),
            dns: Distribution::of(&outcome.total.dns),
            connect: Distribution::censored(&outcome.total.connect, total.faults[FaultKind::ConnectTimeout as usize]),
            tls: Distribution::of(&outcome.total.tls),
            first_byte: Distribution::censored(&total.first_byte, total.censored()),
            body: Distribution::of(&total.body),
        };
        let steps = plan.steps.iter().zip(&outcome.total.steps).map(|(step, sheet)| StepReport {
            name: plan.hide(&step.name).into_owned(),
            done: sheet.replies() + sheet.faulted(),
            failed: sheet.failed(),
            failed_checks: sheet.failed_checks,
            checks: checks(plan, step, sheet),
            rate_replies: per_second(outcome, sheet.replies(), sheet.edge.replies),
            response: Distribution::censored(&sheet.response(), sheet.censored()),
            service: Distribution::censored(&sheet.service(), sheet.censored()),
            status: statuses(sheet),
        });
        let mut report = Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: TOOL.into(), version: env!("CARGO_PKG_VERSION").into() },
            run: run(outcome),
            steps: steps.collect(),
            summary,
            latency,
            status: statuses(&total),
            errors: errors(plan, outcome, &total),
            series: outcome.series.clone(),
            thresholds: Vec::new(),
            trust: Trust::judge(plan, outcome),
            server_metrics: ServerMetrics::default(),
            plan: plan.without_secrets(),
        };
        report.thresholds = report.hold_against(&report.plan.thresholds);
        report
    }

    /// Holds the numbers against `thresholds`.
    #[must_use]
    pub fn hold_against(&self, thresholds: &[Threshold]) -> Vec<ThresholdOutcome> {
        let outcome = |threshold: &Threshold| {
            let judgement = threshold.judge(self);
            ThresholdOutcome { expr: threshold.to_string(), value: judgement.value, pass: judgement.met }
        };
        thresholds.iter().map(outcome).collect()
    }
}

fn run(outcome: &Outcome) -> Run {
    let since_epoch = outcome.started.duration_since(UNIX_EPOCH).unwrap_or_default();
    Run {
        id: format!("{:016x}", Random::from_system().next_u64() ^ since_epoch.as_nanos() as u64),
        started_utc: format_utc(outcome.started),
        host: host_name(),
        cpus: std::thread::available_parallelism().map_or(1, usize::from),
        interrupted: outcome.interrupted,
    }
}

fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

fn summary(plan: &Plan, outcome: &Outcome, total: &Sheet) -> Summary {
    let done = total.replies() + total.faulted();
    let ok = done - total.failed();
    Summary {
        done,
        ok,
        failed: total.failed(),
        failed_checks: total.failed_checks,
        dropped: outcome.dropped,
        queued: outcome.total.queued,
        resent: outcome.total.resent,
        duration_ns: outcome.counted.as_nanos() as u64,
        rate_target: rate_target(plan, outcome),
        rate_achieved: per_second(outcome, done, total.edge.done),
        rate_replies: per_second(outcome, total.replies(), total.edge.replies),
        rate_ok: per_second(outcome, ok, total.edge.ok),
        bytes_in: total.bytes_in,
        bytes_out: total.bytes_out,
        connections_opened: outcome.total.connections,
    }
}

/// How many ended each second of the time counted: of `began` in it, corrected for its edges.
fn per_second(outcome: &Outcome, began: u64, edge: i64) -> f64 {
    began.saturating_add_signed(edge) as f64 / outcome.counted.as_secs_f64().max(1e-9)
}

/// The checks and captures of a step, secrets masked.
fn checks(plan: &Plan, step: &Step, sheet: &Sheet) -> Vec<CheckCount> {
    let captures = step.captures.iter().map(|capture| format!("capture {} from {}", capture.name, capture.source));
    let all = step.checks.iter().map(ToString::to_string).chain(captures);
    let failed = sheet.checks.iter().copied().chain(std::iter::repeat(0));
    all.zip(failed).map(|(expr, failed)| CheckCount { expr: plan.hide(&expr).into_owned(), failed }).collect()
}

/// The mean rate that an open loop asked for over the run.
fn rate_target(plan: &Plan, outcome: &Outcome) -> Option<f64> {
    let Pace::Open { curve, .. } = &plan.shape.pace else { return None };
    let planned = outcome.counted.as_secs_f64();
    let due = if outcome.as_planned {
        curve.due_by(planned)
    } else {
        // Whatever was done by hand, the schedule has had these arrivals.
        (outcome.total.lag.count() + outcome.total.queued + outcome.dropped) as f64
    };
    (planned > 0.0 && due > 0.0).then(|| due / planned * plan.steps.len() as f64)
}

fn statuses(sheet: &Sheet) -> BTreeMap<String, u64> {
    let seen = sheet.statuses.iter().enumerate().filter(|(_, count)| **count > 0);
    seen.map(|(status, count)| (status.to_string(), *count)).collect()
}

fn errors(plan: &Plan, outcome: &Outcome, total: &Sheet) -> BTreeMap<String, ErrorCount> {
    let seen = FaultKind::ALL.into_iter().zip(total.faults).filter(|(_, count)| *count > 0);
    seen.map(|(kind, count)| {
        let example = outcome.total.examples.get(&kind).map(|example| plan.hide(example).into_owned());
        (kind.name().to_owned(), ErrorCount { count, example: example.unwrap_or_default() })
    })
    .collect()
}
