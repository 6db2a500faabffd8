//! A report of a run that never was, for tests: every part of it holds something.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{
    Distribution, ErrorCount, Latency, Report, Run, SCHEMA_VERSION, ServerMetrics, ServerSeries, ServerUnit,
    StepReport, Summary, TOOL, Tool,
};
use crate::applets::load::plan::{Asked, Plan};
use crate::applets::load::plan_file::Typed;
use crate::applets::load::series::Interval;
use crate::applets::load::trust::{Reason, ReasonKind, Trust, Verdict};
use crate::kit::metrics::Histogram;

/// Seconds of the run.
const SECONDS: u64 = 20;

/// The plan of these words.
pub(in crate::applets::load) fn plan(words: &[&str]) -> Plan {
    let line = Typed::parse(words);
    let typed = |flag: &str| line.is_set(flag);
    Plan::resolve(&Asked::of(&line.args, &typed)).unwrap().plan
}

/// An open loop that asked for 100 requests a second for 20 seconds, from a server that was three times as slow from
/// the tenth on.
pub(in crate::applets::load) fn report() -> Report {
    let plan = plan(&["http://origin.test/a?b=1", "-r", "100", "-z", "20s", "--threshold", "p99<10ms,err<10%"]);
    let slowness = |second: u64| if second < SECONDS / 2 { 1 } else { 3 };
    let response = histogram((0..SECONDS * 99).map(|i| (1_000_000 + i % 500 * 4_000) * slowness(i / 99)));
    let service = histogram((0..SECONDS * 99).map(|i| 900_000 + i % 500 * 4_000));
    let connect = histogram((1..=10).map(|i| i * 20_000));
    let mut report = Report {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: TOOL.into(), version: "0.0.0".into() },
        run: Run {
            id: "00c0ffee".into(),
            started_utc: "2026-11-21T10:00:00Z".into(),
            host: "bench".into(),
            cpus: 4,
            interrupted: false,
        },
        summary: Summary {
            done: SECONDS * 100,
            ok: SECONDS * 98,
            failed: SECONDS * 2,
            failed_checks: 0,
            dropped: 7,
            queued: 3,
            resent: 2,
            duration_ns: SECONDS * 1_000_000_000,
            rate_target: Some(100.0),
            rate_achieved: 100.0,
            rate_replies: 99.0,
            rate_ok: 98.0,
            bytes_in: 1_234_567,
            bytes_out: 456_789,
            connections_opened: 12,
        },
        latency: Latency {
            response: Distribution::of(&response),
            service: Distribution::of(&service),
            dns: Distribution::of(&Histogram::new()),
            connect: Distribution::of(&connect),
            tls: Distribution::of(&Histogram::new()),
            first_byte: Distribution::of(&service),
            body: Distribution::of(&Histogram::new()),
        },
        status: BTreeMap::from([("200".into(), SECONDS * 98), ("503".into(), SECONDS)]),
        errors: BTreeMap::from([(
            "reset".into(),
            ErrorCount { count: SECONDS, example: "connection reset by peer".into() },
        )]),
        steps: vec![StepReport {
            name: plan.steps[0].name.clone(),
            done: SECONDS * 100,
            failed: SECONDS * 2,
            failed_checks: 0,
            checks: Vec::new(),
            rate_replies: 99.0,
            response: Distribution::of(&response),
            service: Distribution::of(&service),
            status: BTreeMap::from([("200".into(), SECONDS * 98), ("503".into(), SECONDS)]),
        }],
        series: (0..SECONDS).map(|second| interval(second, slowness(second))).collect(),
        thresholds: Vec::new(),
        trust: Trust {
            verdict: Verdict::Suspect,
            reasons: vec![Reason { kind: ReasonKind::NotStationary, message: "the second half was slower".into() }],
            lag_p99_ns: Some(38_000),
            cpu_share: 0.61,
            retransmits: 5,
        },
        server_metrics: server_metrics(slowness),
        plan,
    };
    report.thresholds = report.hold_against(&report.plan.thresholds);
    report
}

fn server_metrics(slowness: impl Fn(u64) -> u64) -> ServerMetrics {
    ServerMetrics {
        url: Some("http://origin.test/metrics".into()),
        scrapes: SECONDS,
        failed_scrapes: 1,
        note: None,
        change_ns: Some(SECONDS / 2 * 1_000_000_000),
        series: vec![ServerSeries {
            name: "queue_depth{shard=\"1\"}".into(),
            unit: ServerUnit::Value,
            correlation: 0.93,
            change: Some((1.5, 21.0)),
            points: (0..SECONDS).map(|s| (s * 1_000_000_000, 1.5 * (slowness(s) * 7) as f64)).collect(),
        }],
    }
}

fn histogram(nanos: impl Iterator<Item = u64>) -> Histogram {
    let mut histogram = Histogram::new();
    nanos.for_each(|nanos| histogram.record(Duration::from_nanos(nanos)));
    histogram
}

fn interval(second: u64, slowness: u64) -> Interval {
    Interval {
        t_ns: second * 1_000_000_000,
        width_ns: 1_000_000_000,
        done: 100,
        failed: 2,
        bytes_in: 61_728,
        bytes_out: 22_839,
        classes: [0, 98, 0, 0, 1, 0],
        censored: 0,
        p50_ns: Some(2_000_000 * slowness),
        p90_ns: Some(2_800_000 * slowness),
        p95_ns: Some(2_900_000 * slowness),
        p99_ns: None,
        max_ns: Some(2_996_000 * slowness),
        // 2^(160/8) ns is 1.05 ms.
        sketch: (160..172).map(|bucket| (bucket + 12 * u16::from(slowness == 3), 8)).collect(),
    }
}
