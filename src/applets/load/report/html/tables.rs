//! What a page tells in figures and words: the run in a few numbers, thresholds, trust, latencies, replies, the plan.

use std::fmt::{Display, Write as _};
use std::time::Duration;

use super::markup::{Percent, Text};
use crate::applets::load::plan::{Body, Plan, Step};
use crate::applets::load::report::text::{describe, format_rate, title};
use crate::applets::load::report::{Distribution, Report};
use crate::applets::load::trust::Verdict;
use crate::kit::units::{format_bytes, format_count, format_duration, format_span};

/// Letters of a body that are shown; the rest is counted.
const BODY_LETTERS: usize = 2000;

/// What was done, when and where, and whether to believe it.
pub(super) fn head(report: &Report) -> String {
    let run = &report.run;
    let mut html = String::from("<header>");
    let _ = write!(html, "<p class=\"tool\">{} {}</p>", Text(&report.tool.name), Text(&report.tool.version));
    let _ = write!(html, "<h1>{}</h1>", Text(&title(&report.plan)));
    let _ = write!(html, "<p>{}</p>", Text(&describe(&report.plan)));
    let _ = write!(
        html,
        "<p class=\"faint\"><time datetime=\"{0}\">{1}</time> · {2} · on {3} ({4} cpus) · run {5}</p>",
        Text(&run.started_utc),
        Text(&run.started_utc.replace('T', " ").replace('Z', " UTC")),
        time(report.summary.duration_ns),
        Text(&run.host),
        run.cpus,
        Text(&run.id)
    );
    html.push_str("<ul class=\"badges\">");
    html.push_str(match report.trust.verdict {
        Verdict::Valid => "<li class=\"good\"><a href=\"#trust\">✓ VALID</a></li>",
        Verdict::Suspect => "<li class=\"warn\"><a href=\"#trust\">! SUSPECT</a></li>",
    });
    if !report.thresholds.is_empty() {
        let broken = report.thresholds.iter().filter(|outcome| !outcome.pass).count();
        let _ = match broken {
            0 => write!(html, "<li class=\"good\"><a href=\"#thresholds\">✓ all thresholds hold</a></li>"),
            _ => write!(
                html,
                "<li class=\"bad\"><a href=\"#thresholds\">✗ {broken} of {} thresholds broken</a></li>",
                report.thresholds.len()
            ),
        };
    }
    if run.interrupted {
        html.push_str("<li class=\"warn\">! interrupted: the run so far</li>");
    }
    html.push_str("</ul></header>");
    html
}

/// The run in a few numbers.
pub(super) fn figures(report: &Report) -> String {
    let summary = &report.summary;
    let response = &report.latency.response;
    let mut html = String::from("<section class=\"figures\" aria-label=\"Summary\">");
    let mut tile = |name: &str, figure: &str, more: &str, class: &str| {
        let _ = write!(html, "<div class=\"tile {class}\"><b>{figure}</b><span>{name}</span><em>{more}</em></div>");
    };
    let failed_share = summary.failed as f64 * 100.0 / summary.done.max(1) as f64;
    tile("requests", &format_count(summary.done), &format!("{} good", format_count(summary.ok)), "");
    let asked = summary.rate_target.map_or_else(String::new, |target| {
        format!("of {} asked for, {:.1}\u{a0}%", format_rate(target), summary.rate_achieved * 100.0 / target.max(1e-9))
    });
    let asked = match summary.dropped {
        0 => asked,
        dropped => format!("{asked}; {} never sent", format_count(dropped)),
    };
    let class = if summary.dropped > 0 { "bad" } else { "" };
    tile("requests/s", &format_rate(summary.rate_achieved), &asked, class);
    let class = if summary.failed > 0 { "bad" } else { "" };
    tile("failed", &format_count(summary.failed), &format!("{failed_share:.2} %"), class);
    tile("p50 response", &maybe(response.percentile("50")), &spread(response, "50"), "");
    tile("p99 response", &maybe(response.percentile("99")), &spread(response, "99"), "");
    let seconds = (summary.duration_ns as f64 / 1e9).max(1e-9);
    let sent = format!(
        "{}/s, sent {}",
        format_bytes((summary.bytes_in as f64 / seconds) as u64),
        format_bytes(summary.bytes_out)
    );
    tile("received", &format_bytes(summary.bytes_in), &sent, "");
    html.push_str("</section>");
    html
}

/// Whether to believe the numbers.
pub(super) fn trust(report: &Report) -> String {
    let trust = &report.trust;
    let (class, sign, word) = match trust.verdict {
        Verdict::Valid => ("good", "✓", "VALID: nothing speaks against these numbers."),
        Verdict::Suspect => ("warn", "!", "SUSPECT: read the numbers with this in mind."),
    };
    let mut html =
        format!("<section id=\"trust\" class=\"{class}\"><h2>Trust</h2><p class=\"verdict\">{sign} {word}</p>");
    if !trust.reasons.is_empty() {
        html.push_str("<ul class=\"reasons\">");
        for reason in &trust.reasons {
            let _ = write!(html, "<li>{}</li>", Text(&reason.message));
        }
        html.push_str("</ul>");
    }
    let lag = trust.lag_p99_ns.map_or_else(String::new, |lag| format!("schedule lag p99 {} · ", time(lag)));
    let _ = write!(
        html,
        "<p class=\"faint\">{lag}client cpu {:.0} % of its busiest thread · {} TCP segments sent again</p></section>",
        trust.cpu_share * 100.0,
        format_count(trust.retransmits)
    );
    html
}

/// What was asked to hold.
pub(super) fn thresholds(report: &Report) -> String {
    if report.thresholds.is_empty() {
        return String::new();
    }
    let mut html = String::from(
        "<section id=\"thresholds\"><h2>Thresholds</h2><table><thead><tr><th>threshold</th><th>measured</th>\
         <th>result</th></tr></thead><tbody>",
    );
    for outcome in &report.thresholds {
        let (class, word) = if outcome.pass { ("good", "✓ pass") } else { ("bad", "✗ FAIL") };
        let value = outcome.shown().unwrap_or_else(|| "n/a, the samples can not tell".into());
        let _ = write!(
            html,
            "<tr><th><code>{}</code></th><td>{}</td><td class=\"{class}\">{word}</td></tr>",
            Text(&outcome.expr),
            Text(&value)
        );
    }
    html.push_str("</tbody></table></section>");
    html
}

/// All distributions in figures, and each step's.
pub(super) fn latencies(report: &Report) -> String {
    let names: Vec<&String> = report.latency.response.percentiles.keys().collect();
    let mut html = String::from("<section><h2>Latency</h2>");
    let mut rows: Vec<(String, &Distribution)> = Vec::new();
    rows.extend(
        report.latency.phases().into_iter().filter(|(_, d)| d.count > 0).map(|(name, d)| (name.replace('_', " "), d)),
    );
    if report.steps.len() > 1 {
        for step in &report.steps {
            rows.push((format!("{}, response", step.name), &step.response));
            rows.push((format!("{}, service", step.name), &step.service));
        }
    }
    html.push_str(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Latencies\"><table><thead><tr><th></th>",
    );
    let heads = ["count", "min", "mean", "stdev"].map(str::to_owned).into_iter();
    for head in heads.chain(names.iter().map(|name| format!("p{name}"))).chain(["max".to_owned()]) {
        let _ = write!(html, "<th>{head}</th>");
    }
    html.push_str("</tr></thead><tbody>");
    for (name, distribution) in rows {
        let _ = write!(html, "<tr><th>{}</th><td>{}</td>", Text(&name), format_count(distribution.count));
        let fixed = [distribution.min, distribution.mean, distribution.stdev].into_iter();
        let percentiles = names.iter().map(|name| distribution.percentile(name));
        for value in fixed.chain(percentiles).chain([distribution.max]) {
            let _ = write!(html, "<td>{}</td>", maybe(value));
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div></section>");
    html
}

/// Status codes and errors, each with its share.
pub(super) fn replies(report: &Report) -> String {
    let done = report.summary.done.max(1) as f64;
    let mut html = String::from(
        "<section><h2>Replies</h2><table class=\"shares\"><thead><tr><th>status</th><th>count</th><th>share</th><th></th></tr></thead><tbody>",
    );
    let mut row = |name: &dyn Display, count: u64, class: &str, example: &str| {
        let share = count as f64 / done;
        let _ = write!(
            html,
            "<tr class=\"{class}\"><th>{name}</th><td>{}</td><td>{:.2} %</td><td><i style=\"width:{}\"></i>{}</td></tr>",
            format_count(count),
            share * 100.0,
            Percent(share),
            Text(example)
        );
    };
    for (status, count) in &report.status {
        let class = if status.as_str() >= "400" { "bad" } else { "good" };
        let meaning = status.parse().ok().and_then(|code| http::StatusCode::from_u16(code).ok());
        let reason = meaning.and_then(|status| status.canonical_reason()).unwrap_or_default();
        row(&format_args!("{} {}", Text(status), Text(reason)), *count, class, "");
    }
    for (kind, error) in &report.errors {
        row(&Text(kind), error.count, "bad", &error.example);
    }
    if report.summary.failed_checks > 0 {
        row(&"failed a check", report.summary.failed_checks, "bad", "");
    }
    for (name, count) in report.broken_checks() {
        row(&Text(&name), count, "bad", "");
    }
    html.push_str("</tbody></table>");
    let summary = &report.summary;
    let _ = write!(html, "<p class=\"faint\">{} connections opened", format_count(summary.connections_opened));
    if summary.resent > 0 {
        let _ = write!(html, ", {} requests sent again because an idle one had closed", format_count(summary.resent));
    }
    html.push_str("</p></section>");
    html
}

/// What was played.
pub(super) fn plan(report: &Report) -> String {
    let plan = &report.plan;
    let mut html = String::from("<section><h2>Plan</h2><dl>");
    for (name, value) in settings(plan) {
        let _ = write!(html, "<dt>{name}</dt><dd>{}</dd>", Text(&value));
    }
    html.push_str("</dl>");
    for (index, step) in plan.steps.iter().enumerate() {
        html.push_str(&step_details(step, report, index));
    }
    html.push_str("</section>");
    html
}

fn settings(plan: &Plan) -> Vec<(&'static str, String)> {
    let (shape, route) = (&plan.shape, &plan.route);
    let mut rows = vec![("load", describe(plan))];
    if let Some(requests) = shape.stop.requests {
        rows.push(("ends after", format!("{} iterations", format_count(requests))));
    }
    if let Some(duration) = shape.stop.duration {
        rows.push(("ends after", format_span(duration)));
    }
    rows.push((
        "timeout",
        format!("{}, to connect {}", format_span(route.timeout), format_span(route.connect_timeout)),
    ));
    if route.redirects > 0 {
        rows.push(("redirects", format!("up to {}", route.redirects)));
    }
    rows.extend(route.proxy.iter().map(|proxy| ("proxy", proxy.clone())));
    rows.extend(route.unix.iter().map(|path| ("unix socket", path.display().to_string())));
    rows.extend(route.connect_to.iter().map(|entry| ("connect to", entry.clone())));
    rows.extend(route.resolve.iter().map(|entry| ("resolve", entry.clone())));
    rows.extend(plan.server_metrics.iter().map(|url| ("server metrics", url.clone())));
    rows.push(("seed", shape.seed.to_string()));
    rows
}

fn step_details(step: &Step, report: &Report, index: usize) -> String {
    let mut html = String::from("<details open=\"open\"><summary>");
    let _ = write!(html, "<b>{}</b> <code>{} {}</code>", Text(&step.name), Text(&step.method), Text(&step.url));
    if let (true, Some(outcome)) = (report.steps.len() > 1, report.steps.get(index)) {
        let _ = write!(html, " · {} requests, {} failed", format_count(outcome.done), format_count(outcome.failed));
    }
    html.push_str("</summary>");
    let mut lines = String::new();
    for (name, value) in &step.headers {
        let _ = writeln!(lines, "{name}: {value}");
    }
    match &step.body {
        Body::Empty => {}
        Body::Text(text) => {
            let shown: String = text.chars().take(BODY_LETTERS).collect();
            let rest = text.chars().count() - shown.chars().count();
            let more =
                if rest > 0 { format!("… and {} more letters", format_count(rest as u64)) } else { String::new() };
            let _ = write!(lines, "\n{shown}{more}");
        }
        Body::Bytes(bytes) => {
            let _ = write!(lines, "\n({} of binary data)", format_bytes(bytes.len() as u64));
        }
    }
    if !lines.is_empty() {
        let _ = write!(html, "<pre>{}</pre>", Text(lines.trim_start_matches('\n')));
    }
    let captures = step.captures.iter().map(|capture| format!("captures {} from {}", capture.name, capture.source));
    let checks = step.checks.iter().map(|check| format!("checks {check}"));
    let line = |line: String| format!("<li><code>{}</code></li>", Text(&line));
    let rest = captures.chain(checks).map(line).collect::<Vec<_>>().concat();
    if !rest.is_empty() {
        let _ = write!(html, "<ul>{rest}</ul>");
    }
    html.push_str("</details>");
    html
}

/// The confidence interval of a percentile, in words.
fn spread(distribution: &Distribution, percent: &str) -> String {
    let interval = distribution.ci95.get(percent).copied().flatten();
    interval.map_or_else(String::new, |(low, high)| format!("95 %: {} to {}", time(low), time(high)))
}

fn maybe(nanos: Option<u64>) -> String {
    nanos.map_or_else(|| "n/a".to_owned(), time)
}

fn time(nanos: u64) -> String {
    format_duration(Duration::from_nanos(nanos))
}
