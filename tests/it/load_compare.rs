//! `load compare`: verdicts on reports, and files that are none.

use serde_json::{Value, json};

use crate::support::cli::World;
use crate::support::origin::origin;
use crate::support::schema::conforming;

/// A report as a real run wrote it, but with seconds of our own: 30 of them, `slower` times as slow as 10 ms.
fn report(world: &World, name: &str, slower: f64) {
    let origin = origin();
    let said = world.run(&format!("load {} -n 50 -c 2 --json --no-progress", origin.url("/")));
    let mut report: Value = serde_json::from_str(&said.out).unwrap();
    let seconds = (0..30_u64).map(|second| {
        // The same small ripple in every report; neighbours alike, as in life.
        let ripple = 1.0 + 0.01 * (second as f64 / 2.0).sin();
        let ns = |ms: f64| (ms * 1e6 * slower * ripple) as u64;
        let done = (1000.0 / slower / ripple) as u64;
        json!({
            "t_ns": second * 1_000_000_000, "width_ns": 1_000_000_000, "done": done, "failed": 0,
            "bytes_in": 0, "bytes_out": 0, "classes": [0, done, 0, 0, 0, 0], "censored": 0,
            "p50_ns": ns(10.0), "p90_ns": ns(15.0), "p95_ns": ns(18.0), "p99_ns": ns(30.0), "max_ns": ns(50.0),
            "sketch": [[186, done]],
        })
    });
    report["series"] = seconds.collect();
    report["summary"]["duration_ns"] = json!(30_000_000_000_u64);
    world.write(&format!("work/{name}"), &report.to_string());
}

#[test]
fn a_slower_run_exits_3_and_the_same_run_is_equivalent() {
    let world = World::new();
    report(&world, "a.json", 1.0);
    report(&world, "b.json", 1.1);
    let compare = |line: &str| {
        let said = world.run(&format!("load compare {line} --json"));
        (said.code, conforming("load-compare", &said.out))
    };
    let (code, found) = compare("a.json b.json");
    assert_eq!((code, &found["verdict"]), (Some(3), &json!("slower")), "{found:#}");
    let p50 = &found["metrics"][0];
    assert!((p50["ratio"].as_f64().unwrap() - 1.1).abs() < 0.01, "{p50}");
    assert_eq!((&found["a"]["intervals"], &found["a"]["file"]), (&json!(30), &json!("a.json")));
    let (code, found) = compare("b.json a.json");
    assert_eq!((code, &found["verdict"]), (Some(0), &json!("faster")), "{found:#}");
    let (code, found) = compare("a.json a.json");
    assert_eq!((code, &found["verdict"]), (Some(0), &json!("equivalent")), "{found:#}");
    let (code, found) = compare("a.json b.json --margin 20%");
    assert_eq!((code, &found["verdict"]), (Some(0), &json!("equivalent")), "{found:#}");
}

#[test]
fn the_page_names_both_runs_and_what_they_differ_in() {
    let world = World::new();
    report(&world, "a.json", 1.0);
    report(&world, "b.json", 1.1);
    let said = world.run("load compare a.json b.json");
    assert_eq!((said.code, said.err.as_str()), (Some(3), ""));
    for part in ["A  a.json", "B  b.json", "Verdict: B is SLOWER than A in p50", "the runs differ in their requests"] {
        assert!(said.out.contains(part), "{part} in {}", said.out);
    }
    let csv = world.run("load compare a.json b.json --format csv").out;
    assert_eq!(csv.lines().count(), 6, "{csv}");
    assert!(csv.starts_with("metric,a,b,ratio,low,high,p,p_equivalent,verdict,samples,more\n"), "{csv}");
}

#[test]
fn short_runs_say_that_they_are_too_short() {
    let world = World::new();
    let origin = origin();
    world.run(&format!("load {} -n 50 -c 2 --json --no-progress -o short.json", origin.url("/")));
    let said = world.run("load compare short.json short.json");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("with 1 of at least 15 seconds"), "{}", said.out);
    assert!(said.out.contains("Verdict: UNDECIDED"), "{}", said.out);
}

#[test]
fn files_that_are_no_reports_are_named() {
    let world = World::new();
    report(&world, "good.json", 1.0);
    let mut old: Value =
        serde_json::from_str(&std::fs::read_to_string(world.work().join("good.json")).unwrap()).unwrap();
    old["schema_version"] = json!(99);
    world.write("work/old.json", &old.to_string());
    world.write("work/foreign.json", r#"{"schema_version":1}"#);
    world.write("work/text.json", "Summary:\n");
    for (file, says) in [
        ("missing.json", "missing.json"),
        ("text.json", "text.json is not JSON"),
        ("foreign.json", "foreign.json is JSON, but not a report of this program"),
        ("old.json", "old.json has schema_version 99"),
    ] {
        let said = world.run(&format!("load compare good.json {file}"));
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{file}");
        assert!(said.err.contains(says), "{file}: {}", said.err);
    }
    assert_eq!(world.run("load compare good.json").code, Some(2));
}
