//! Commands as spans of traces (`--otlp`).

use serde_json::Value;

use super::life::Process;
use super::talk::Client;
use crate::support::cli::World;
use crate::support::collector::{Collector, attribute};

#[test]
fn commands_of_kv_are_spans_without_their_words() {
    let (collector, world) = (Collector::start(), World::new());
    let mut process = Process::start(&world, &["--otlp", &collector.url()]);
    let mut client = Client::to(process.address);
    client.ask("SET secret value");
    client.ask("LPUSH secret value");
    client.ask("CONFIG GET port");
    process.end();
    let spans = collector.spans();
    let operation = |span: &Value| attribute(span, "db.operation.name")["stringValue"].as_str().unwrap().to_owned();
    let mut operations: Vec<_> = spans.iter().map(operation).collect();
    operations.sort_unstable();
    assert_eq!(operations, ["CONFIG|GET", "LPUSH", "SET"]);
    let failed = spans.iter().find(|span| operation(span) == "LPUSH").unwrap();
    assert_eq!(failed["status"]["code"], 2);
    assert!(failed["status"]["message"].as_str().unwrap().starts_with("WRONGTYPE"), "{failed}");
    assert_eq!((&failed["kind"], &attribute(failed, "db.namespace")["stringValue"]), (&2.into(), &"0".into()));
    assert!(!spans.iter().any(|span| span.to_string().contains("secret")), "{spans:?}");
}
