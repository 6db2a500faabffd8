//! The report as rows: one for each second and phase, and one for each phase of the whole run.

use super::{Distribution, Report};

const HEADER: [&str; 14] = [
    "t_s",
    "width_s",
    "phase",
    "count",
    "failed",
    "rate",
    "bytes_in",
    "bytes_out",
    "mean_ns",
    "p50_ns",
    "p90_ns",
    "p99_ns",
    "p99_9_ns",
    "max_ns",
];

/// Header and rows; what was not measured is an empty field.
pub(super) fn rows(report: &Report) -> (Vec<String>, Vec<Vec<String>>) {
    let header = HEADER.map(str::to_owned).to_vec();
    let mut rows: Vec<Vec<String>> = report
        .series
        .iter()
        .map(|interval| {
            let seconds = |ns: u64| format!("{:.3}", ns as f64 / 1e9);
            let shown = |value: Option<u64>| value.map_or_else(String::new, |value| value.to_string());
            vec![
                seconds(interval.t_ns),
                seconds(interval.width_ns),
                "response".to_owned(),
                interval.done.to_string(),
                interval.failed.to_string(),
                format!("{:.3}", interval.rate()),
                interval.bytes_in.to_string(),
                interval.bytes_out.to_string(),
                String::new(),
                shown(interval.p50_ns),
                shown(interval.p90_ns),
                shown(interval.p99_ns),
                String::new(),
                shown(interval.max_ns),
            ]
        })
        .collect();
    rows.extend(report.latency.phases().into_iter().map(|(name, phase)| whole(report, name, phase)));
    (header, rows)
}

/// One phase over the whole run; its `t_s` says `total`.
fn whole(report: &Report, name: &str, phase: &Distribution) -> Vec<String> {
    let shown = |value: Option<u64>| value.map_or_else(String::new, |value| value.to_string());
    let summary = &report.summary;
    let of_requests = |value: String| if name == "response" { value } else { String::new() };
    vec![
        "total".to_owned(),
        format!("{:.3}", summary.duration_ns as f64 / 1e9),
        name.to_owned(),
        phase.count.to_string(),
        of_requests(summary.failed.to_string()),
        of_requests(format!("{:.3}", summary.rate_achieved)),
        of_requests(summary.bytes_in.to_string()),
        of_requests(summary.bytes_out.to_string()),
        shown(phase.mean),
        shown(phase.percentile("50")),
        shown(phase.percentile("90")),
        shown(phase.percentile("99")),
        shown(phase.percentile("99.9")),
        shown(phase.max),
    ]
}
