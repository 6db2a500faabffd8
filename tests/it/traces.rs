//! `--otlp`: what a collector of traces receives, and that one that is gone spoils nothing.

use std::net::TcpListener;

use serde_json::Value;

use crate::support::cli::World;
use crate::support::collector::{Collector, attribute};
use crate::support::origin::origin;

#[test]
fn a_download_is_a_trace_and_what_it_asked_for_its_parts() {
    let (collector, world) = (Collector::start(), World::new());
    let origin = origin();
    let line = format!("fetch --no-progress {} -o file --otlp {}", origin.url("/bytes/100000"), collector.url());
    let said = world.run(&line);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let spans = collector.spans();
    let named = |name: &str| spans.iter().find(|span| span["name"] == name).unwrap_or_else(|| panic!("{spans:?}"));
    let (download, worker) = (named("download"), named("worker"));
    assert_eq!(worker["traceId"], download["traceId"]);
    assert_eq!(worker["parentSpanId"], download["spanId"]);
    assert!(attribute(download, "url")["stringValue"].as_str().unwrap().ends_with("/bytes/100000"), "{download}");
    for span in [download, worker] {
        assert_eq!(attribute(span, "bytes")["intValue"], "100000", "{span}");
        assert!(attribute(span, "elapsed_ms")["intValue"].is_string(), "{span}");
    }
    let (protocol, state) = (named("protocol"), named("state"));
    assert_eq!(attribute(protocol, "kind")["stringValue"], "http");
    assert_eq!(attribute(protocol, "range")["stringValue"], "0-");
    assert_eq!([&protocol["parentSpanId"], &state["parentSpanId"]], [&download["spanId"]; 2]);
    let nanos = |span: &Value, of: &str| span[of].as_str().unwrap().parse::<u64>().unwrap();
    assert!(nanos(download, "startTimeUnixNano") <= nanos(worker, "startTimeUnixNano"));
    assert!(
        nanos(worker, "endTimeUnixNano") <= nanos(download, "endTimeUnixNano") + 1_000_000,
        "clocks differ a little"
    );
    assert!(!spans.iter().any(|span| span["name"] == "exporter"), "its own work is no work");
}

#[test]
fn a_collector_that_is_gone_costs_a_line() {
    let world = World::new();
    let origin = origin();
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = world.run(&format!("fetch --no-progress {} -o file --otlp http://{gone}", origin.url("/bytes/1000")));
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(said.err.matches("traces do not reach their collector").count(), 1, "{}", said.err);
}

#[test]
fn what_is_no_url_and_no_share_is_refused() {
    let world = World::new();
    for (flags, told) in [
        ("--otlp ftp://collector/", "ftp"),
        ("--otlp http://localhost/ --otlp-share 2", "use a number from 0 to 1, such as 0.01"),
    ] {
        let said = world.run(&format!("demo {flags}"));
        assert_eq!(said.code, Some(2), "{}", said.err);
        assert!(said.err.contains(told), "{}", said.err);
    }
}
