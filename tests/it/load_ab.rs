//! `load ab`: verdicts on servers that differ and servers that do not, sides that differ in protocol, bad input.

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::calm::undisturbed;
use crate::support::cli::{Said, World, said};
use crate::support::origin::{eventually, origin};
use crate::support::schema::conforming;

/// Runs `load ab` with these words for JSON.
fn ab(words: &[&str]) -> (Said, Value) {
    let world = World::new();
    let said = said(world.toolbox().args(["load", "ab", "--json", "--no-progress"]).args(words));
    let document = conforming("load-ab", &said.out);
    (said, document)
}

fn verdict<'a>(document: &'a Value, metric: &str) -> &'a Value {
    let row = document["metrics"].as_array().unwrap().iter().find(|row| row["metric"] == metric);
    &row.unwrap()["verdict"]
}

#[test]
fn a_side_twice_as_slow_is_slower_and_exits_3() {
    let origin = origin();
    // Five milliseconds against ten, and rounds of sixteen times that. It takes hiccups of that length to hide it.
    undisturbed(Duration::from_millis(5), 1, |delay| {
        let (fast, slow) = [1, 2].map(|times| origin.url(&format!("/delay/{}ms", (delay * times).as_millis()))).into();
        let round = format!("{}ms", (delay * 16).as_millis());
        let (said, found) = ab(&[&fast, &slow, "--rounds", "14", "--round", &round, "--seed", "3"]);
        assert_eq!((said.code, &found["verdict"]), (Some(3), &json!("slower")), "{found:#}");
        assert_eq!(verdict(&found, "p50"), "slower", "{found:#}");
        assert_eq!(verdict(&found, "throughput"), "slower", "{found:#}");
        assert_eq!(verdict(&found, "success"), "equivalent", "{found:#}");
        let firsts: Vec<&Value> = found["rounds"].as_array().unwrap().iter().map(|round| &round["first"]).collect();
        assert_eq!(firsts.len(), 14);
        assert!(firsts.windows(2).all(|pair| pair[0] != pair[1]), "who begins alternates: {firsts:?}");
        let (said, found) = ab(&[&slow, &fast, "--rounds", "14", "--round", &round]);
        assert_eq!((said.code, &found["verdict"]), (Some(0), &json!("faster")), "{found:#}");
    });
}

#[test]
fn a_side_that_fails_more_is_worse() {
    let origin = origin();
    let (good, bad) = (origin.url("/delay/2ms"), origin.url("/status/500"));
    let (said, found) = ab(&[&good, &bad, "--rounds", "12", "--round", "60ms", "-c", "2"]);
    assert_eq!((said.code, verdict(&found, "success")), (Some(3), &json!("slower")), "{found:#}");
}

#[test]
fn http_1_meets_http_2() {
    let origin = origin();
    let url = origin.url("/");
    let (said, found) = ab(&[&url, "--b-h2c", "--b-streams", "4", "--rounds", "2", "--round", "50ms", "-c", "2"]);
    // Two rounds decide nothing.
    assert_eq!((said.code, &found["verdict"]), (Some(0), &json!("undecided")), "{found:#}");
    let protocol = |side: &str| found[side]["route"]["protocol"].as_str().unwrap().to_owned();
    assert_eq!((protocol("a").as_str(), protocol("b").as_str()), ("http/1.1 raw", "http/2"));
    assert_eq!((&found["a"]["shape"]["streams"], &found["b"]["shape"]["streams"]), (&json!(1), &json!(4)));
    let doubt = found["doubts"][0].as_str().unwrap();
    assert!(
        found["doubts"].as_array().unwrap().iter().any(|d| d.as_str().unwrap().contains("at least 10 rounds only an")),
        "{doubt}"
    );
    assert!(origin.stats().requests > 0);
}

#[test]
fn plans_meet_at_one_rate() {
    let origin = origin();
    let world = World::new();
    world.write("work/a.yaml", &format!("url: {}\nheaders: {{x-side: a}}\nduration: 1h\n", origin.url("/")));
    world.write("work/b.yaml", &format!("url: {}\nrate: 5\n", origin.url("/bytes/100")));
    let line = "load ab a.yaml b.yaml -r 100 --rounds 2 --round 100ms -c 2 --json --no-progress --b-header x-side:b";
    let said = world.run(line);
    let found = conforming("load-ab", &said.out);
    assert_eq!(said.code, Some(0), "{}", said.err);
    for side in ["a", "b"] {
        assert_eq!(found[side]["shape"]["pace"]["curve"]["start"], json!(100.0), "{side}");
        let headers = found[side]["steps"][0]["headers"].to_string();
        assert!(headers.contains(&format!("[\"x-side\",\"{side}\"]")), "{headers}");
    }
}

#[test]
fn the_page_ends_with_a_sentence() {
    let origin = origin();
    let world = World::new();
    let line = format!("load ab {0} {0} --rounds 1 --round 50ms -c 1 --no-progress", origin.url("/"));
    let said = world.run(&line);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    assert!(
        said.out.contains("Verdict: UNDECIDED in p50, p95, p99, throughput and success (margin 2 %)\n"),
        "{}",
        said.out
    );
    assert!(said.out.contains("with 1 of at least 10 rounds"), "{}", said.out);
}

#[test]
fn a_side_that_gives_no_answer_fails() {
    let origin = origin();
    let world = World::new();
    let said = world.run(&format!("load ab {} http://127.0.0.1:1/ --rounds 1 --round 50ms", origin.url("/")));
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains("cannot load http://127.0.0.1:1/"), "{}", said.err);
}

#[test]
fn what_can_not_be_compared_is_refused() {
    let world = World::new();
    world.write("work/stages.yaml", "url: http://127.0.0.1:1/\nstages: 1s:10,1s:20\n");
    for (words, says) in [
        ("http://127.0.0.1:1/", "required arguments were not provided: <B>"),
        ("http://127.0.0.1:1/ --b-http 2 --round 1ms", "--round must be at least 50ms"),
        ("http://127.0.0.1:1/ http://127.0.0.1:1/ --margin 0", "a margin is above 0"),
        ("stages.yaml http://127.0.0.1:1/", "the plan of A has stages"),
    ] {
        let said = world.run(&format!("load ab {words}"));
        assert_eq!(said.code, Some(2), "{words}: {}", said.err);
        assert!(said.err.contains(says), "{words}: {}", said.err);
    }
}

#[test]
fn a_few_rounds_decide_what_is_overwhelming() {
    let origin = origin();
    let (fast, slow) = (origin.url("/delay/4ms"), origin.url("/delay/40ms"));
    let (said, found) = ab(&[&fast, &slow, "--rounds", "6", "--round", "150ms"]);
    assert_eq!((said.code, &found["verdict"]), (Some(3), &json!("slower")), "{found:#}");
    assert_eq!(verdict(&found, "throughput"), "slower", "{found:#}");
}

#[test]
fn rounds_outlive_a_side_that_goes_away() {
    let (world, fast) = (World::new(), origin());
    let dying = origin();
    let mut command = world.toolbox();
    command.args(["load", "ab", "--json", "--no-progress", "--rounds", "50", "--round", "100ms", "-c", "2"]);
    command.args([&dying.url("/"), &fast.url("/")]).stdout(Stdio::piped()).stderr(Stdio::null());
    let child = command.spawn().unwrap();
    // Practice, a round or more, and the beginning of another.
    eventually(&dying, |stats| stats.connections >= 8);
    drop(dying);
    let output = child.wait_with_output().unwrap();
    let found = conforming("load-ab", &String::from_utf8(output.stdout).unwrap());
    assert_eq!(output.status.code(), Some(1), "{found:#}");
    assert!(!found["rounds"].as_array().unwrap().is_empty());
    assert!(found["stopped"].as_str().unwrap().starts_with("A stopped answering in round "), "{found:#}");
}

#[test]
fn a_side_without_one_good_reply_is_named() {
    let origin = origin();
    let (good, bad) = (origin.url("/"), origin.url("/status/404"));
    let rounds = ["--rounds", "2", "--round", "60ms", "-c", "1"];
    let doubts = |found: &Value| found["doubts"].to_string();
    let (said, found) = ab(&[&[bad.as_str(), bad.as_str()], &rounds[..]].concat());
    assert_eq!(said.code, Some(1), "{found:#}");
    for side in ["A", "B"] {
        assert!(doubts(&found).contains(&format!("no request of {side} succeeded")), "{found:#}");
    }
    let (said, found) = ab(&[&[good.as_str(), bad.as_str()], &rounds[..]].concat());
    assert_ne!(said.code, Some(1), "{found:#}");
    assert!(!doubts(&found).contains("of A succeeded") && doubts(&found).contains("of B succeeded"), "{found:#}");
}
