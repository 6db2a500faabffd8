//! The page as a browser and a careful reader take it.

use super::super::sample;
use crate::applets::load::plan::Body;
use crate::applets::load::report::{Latency, ServerMetrics, Summary};
use crate::applets::load::series::Interval;

/// Elements that HTML closes by itself; we write them as XML does, so that both readers agree.
const VOID: [&str; 2] = ["meta", "br"];

/// Reads a page as XML and panics where it is none: tags nest, attributes are quoted and unique, no stray `<` or `&`.
/// Gives back every element name and all text.
fn well_formed(page: &str) -> (Vec<String>, String) {
    let (mut open, mut names, mut text) = (Vec::new(), Vec::new(), String::new());
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    while let Some(start) = rest.find('<') {
        text.push_str(&resolved(&rest[..start]));
        let end = start + rest[start..].find('>').expect("a tag ends");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closed in order");
            continue;
        }
        let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let name = tag.split_whitespace().next().expect("a name").to_owned();
        attributes(&tag[name.len()..]);
        assert!(closed || !VOID.contains(&name.as_str()), "<{name}> stays open");
        if name == "style" {
            rest = &rest[rest.find("</style>").expect("the style ends")..];
        }
        if !closed {
            open.push(name.clone());
        }
        names.push(name);
    }
    assert_eq!(open, Vec::<String>::new(), "everything is closed");
    (names, text)
}

fn attributes(mut rest: &str) {
    let mut seen = Vec::new();
    loop {
        rest = rest.trim_start();
        let Some((name, after)) = rest.split_once("=\"") else { break };
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "attribute {name:?}");
        assert!(!seen.contains(&name), "{name} twice");
        seen.push(name);
        let (value, after) = after.split_once('"').expect("a quoted value");
        assert!(!value.contains('<'), "{value}");
        resolved(value);
        rest = after;
    }
    assert_eq!(rest, "", "attributes are quoted");
}

/// Text with its references resolved; those that XML does not know are refused.
fn resolved(text: &str) -> String {
    for reference in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|known| reference.starts_with(known));
        assert!(known, "&{reference}");
    }
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    plain.iter().fold(text.to_owned(), |text, (reference, sign)| text.replace(reference, sign))
}

#[test]
fn the_page_is_well_formed_and_holds_the_figures() {
    let report = sample::report();
    let (names, text) = well_formed(&report.html());
    for figure in [
        "GET http://origin.test/a?b=1",
        "open loop, 100.0/s constant",
        "2,000",
        "SUSPECT",
        "the second half was slower",
        "p99<10ms",
        "✓ pass",
        "connection reset by peer",
        "503 Service Unavailable",
        "queue_depth{shard=\"1\"}",
        "+0.93",
        "7 never sent",
        "12 connections opened",
        "bench",
    ] {
        assert!(text.contains(figure), "{figure:?} is missing");
    }
    let charts = names.iter().filter(|name| *name == "desc").count();
    assert_eq!(charts, 6, "rate, percentiles, heat map, one server series, histogram, curve; each with an alternative");
}

#[test]
fn the_page_asks_nobody_for_anything() {
    let page = sample::report().html();
    for way_out in ["<script", "<link", "<img", "<iframe", "<form", "src=", "@import", "url(", "javascript:"] {
        assert!(!page.contains(way_out), "{way_out}");
    }
    assert!(page.contains("default-src 'none'"));
    let links: Vec<_> = page.match_indices("href=\"").map(|(at, _)| &page[at + 6..=at + 6]).collect();
    assert!(links.iter().all(|first| *first == "#"), "links stay on the page");
}

#[test]
fn what_comes_from_outside_stays_text() {
    const HOSTILE: &str = "</title></style></svg><script>alert('x')</script><img src=x onerror=\"y\">&\u{0}\u{1b}[2J";
    let mut report = sample::report();
    let hostile = || HOSTILE.to_owned();
    report.tool.version = hostile();
    report.run.host = hostile();
    report.run.id = hostile();
    report.run.started_utc = hostile();
    let step = &mut report.plan.steps[0];
    (step.name, step.method, step.url) = (hostile(), hostile(), hostile());
    step.headers.push((hostile(), hostile()));
    step.body = Body::Text(hostile());
    report.plan.route.proxy = Some(hostile());
    report.plan.server_metrics = Some(hostile());
    report.status.insert(hostile(), 1);
    report.errors.values_mut().for_each(|error| error.example = hostile());
    let error = report.errors["reset"].clone();
    report.errors.insert(hostile(), error);
    report.thresholds[0].expr = hostile();
    report.trust.reasons[0].message = hostile();
    report.server_metrics.note = Some(hostile());
    report.server_metrics.series[0].name = hostile();
    let mut second = report.steps[0].clone();
    second.name = hostile();
    report.steps.push(second);
    let (names, text) = well_formed(&report.html());
    assert!(!names.iter().any(|name| name == "script" || name == "img"));
    assert!(text.matches("alert('x')").count() >= 15, "it is shown, as text");
    assert!(!text.contains(['\u{0}', '\u{1b}']));
}

#[test]
fn a_run_without_answers_still_has_a_page() {
    let mut report = sample::report();
    report.series.clear();
    report.status.clear();
    report.latency = Latency::default();
    report.summary = Summary::default();
    report.steps.clear();
    report.server_metrics = ServerMetrics::default();
    let (_, text) = well_formed(&report.html());
    assert!(text.contains("n/a"));
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
}

#[test]
fn a_run_of_one_moment_is_drawn() {
    let mut report = sample::report();
    report.series.truncate(1);
    report.series[0].width_ns = 20_000_000;
    report.series[0].sketch = vec![(100, 1)];
    let page = report.html();
    well_formed(&page);
    assert!(!page.contains("NaN") && !page.contains("inf"), "{page}");
}

#[test]
fn a_long_run_stays_a_small_page() {
    let mut report = sample::report();
    let template = report.series[0].clone();
    report.series = (0..1800_u64)
        .map(|second| {
            let sketch = (0..80).map(|row| (120 + row * 2, 1 + (second * 7 + u64::from(row) * 13) % 997)).collect();
            Interval { t_ns: second * 1_000_000_000, sketch, ..template.clone() }
        })
        .collect();
    let page = report.html();
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
}
