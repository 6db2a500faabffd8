//! `load find`: where it lands, what it says when there is nothing to find, and what it refuses.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use toolbox::origin::{Behaviour, Running};

use crate::support::cli::{Said, World, said};
use crate::support::origin::{behaving, eventually, origin};
use crate::support::peer::Silent;
use crate::support::schema::conforming;

/// Runs `load find` with these words before the URL, for JSON.
fn find(words: &str, url: &str) -> (Said, Value) {
    let world = World::new();
    let mut command = world.toolbox();
    command.args(["load", "find", "--json", "--no-progress"]).args(words.split(' ')).arg(url);
    let said = said(&mut command);
    let document = conforming("load-find", &said.out);
    (said, document)
}

fn capped(capacity: f64) -> Running {
    behaving(Behaviour { capacity: Some(capacity), ..Behaviour::default() })
}

#[test]
fn the_capacity_of_a_server_is_found_within_five_percent() {
    let origin = capped(2000.0);
    let (said, found) = find("--slo p99<100ms --step 500ms --seed 1", &origin.url("/"));
    assert_eq!((said.code, &found["end"]), (Some(0), &json!("found")), "{found:#}");
    let rate = found["max_rate"].as_f64().unwrap();
    assert!((1900.0..=2100.0).contains(&rate), "{rate}: {found:#}");
    let (low, high) = (found["ci95"][0].as_f64().unwrap(), found["ci95"][1].as_f64().unwrap());
    assert!(low <= rate && rate <= high, "{low} {high}");
    assert_eq!(found["slo"], json!(["p99<100ms", "err<1%"]));
    assert!(found["broke_first"].as_str().unwrap().starts_with("at "), "{found:#}");
    let confirmed = found["steps"].as_array().unwrap().iter().filter(|step| step["phase"] == "confirm").count();
    assert!(confirmed >= 3, "{found:#}");
}

#[test]
fn a_ceiling_ends_the_search() {
    let origin = origin();
    let (said, found) = find("--slo p50<5s --from 100 --max-rate 300 --step 200ms -c 8", &origin.url("/"));
    assert_eq!((said.code, &found["end"]), (Some(0), &json!("ceiling")), "{found:#}");
    assert_eq!((&found["max_rate"], &found["limit"]), (&json!(300.0), &Value::Null));
}

#[test]
fn an_objective_that_no_rate_keeps_exits_3() {
    let origin = origin();
    let (said, found) = find("--slo p50<1ms --from 100 --min-rate 50 --step 200ms -c 4", &origin.url("/delay/20ms"));
    assert_eq!((said.code, &found["end"]), (Some(3), &json!("hopeless")), "{found:#}");
    assert_eq!((&found["max_rate"], &found["ci95"], &found["limit"]), (&Value::Null, &Value::Null, &json!("latency")));
}

#[test]
fn a_server_that_fails_fast_does_not_pass_for_fast() {
    let failing = behaving(Behaviour { error_rate: 1.0, ..Behaviour::default() });
    let (said, found) = find("--slo p99<5s --from 100 --min-rate 100 --step 200ms -c 2", &failing.url("/"));
    assert_eq!((said.code, &found["limit"]), (Some(3), &json!("errors")), "{found:#}");
    assert_eq!(found["slo_implied"], json!(true));
}

#[test]
fn too_few_connections_are_told_from_a_slow_server() {
    let origin = origin();
    // Two connections that wait 10 ms for each reply carry 200 requests a second.
    let (said, found) = find("--slo p50<1s --from 100 --step 500ms -c 2 --precision 30%", &origin.url("/delay/10ms"));
    assert_eq!((said.code, &found["limit"]), (Some(0), &json!("connections")), "{found:#}");
    assert!(found["broke_first"].as_str().unwrap().contains("raise -c"), "{found:#}");
}

#[test]
fn the_page_shows_every_step_and_the_answer() {
    let origin = origin();
    let world = World::new();
    let line =
        format!("load find --no-progress --slo p50<5s --from 50 --max-rate 50 --step 200ms -c 2 {}", origin.url("/"));
    let said = world.run(&line);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    assert!(said.out.contains("Objective: p50<5s, err<1% (the last one implied)"), "{}", said.out);
    assert!(said.out.contains("climb") && said.out.contains("held"), "{}", said.out);
    assert!(said.out.contains("Max rate: at least 50.0/s; --max-rate ends the search there"), "{}", said.out);
}

#[test]
fn a_plan_file_brings_its_own_objective_and_counts_iterations() {
    let origin = origin();
    let world = World::new();
    let plan = format!(
        "url: {}\nthresholds: ['p90<5s', 'err<50%']\nsteps:\n  - name: one\n    url: /\n  - name: two\n    url: /bytes/10\n",
        origin.url("/")
    );
    world.write("work/plan.yaml", &plan);
    let line = "load find plan.yaml --json --no-progress --from 50 --max-rate 50 --step 500ms -c 4";
    let said = world.run(line);
    let found = conforming("load-find", &said.out);
    assert_eq!((said.code, &found["slo"]), (Some(0), &json!(["p90<5s", "err<50%"])), "{}", said.err);
    let achieved = found["steps"][0]["achieved"].as_f64().unwrap();
    assert!((45.0..55.0).contains(&achieved), "50 iterations are 100 requests: {achieved}");
}

#[test]
fn what_can_not_be_searched_for_is_refused() {
    let world = World::new();
    for (words, says) in [
        ("", "there is nothing to hold the rate against"),
        ("--slo p99", "--slo `p99`, column 4"),
        ("--slo count>5", "`count>5` depends on how long one measures"),
        ("--slo login:p99<5ms", "the plan has no step named `login`"),
        ("--slo p99<5ms --step 1ms", "--step must be at least 200ms"),
        ("--slo p99<5ms --from 0", "--from must be above 0"),
        ("--slo p99<5ms --from 10 --max-rate 5", "--from lies outside of --min-rate and --max-rate"),
        ("--slo p99<5ms --min-rate 10 --max-rate 5", "--min-rate lies above --max-rate"),
    ] {
        let said = world.run(&format!("load find http://127.0.0.1:1/ {words}"));
        assert_eq!(said.code, Some(2), "{words}: {}", said.err);
        assert!(said.err.contains(says), "{words}: {}", said.err);
    }
}

#[test]
fn a_server_that_is_not_there_fails() {
    let world = World::new();
    let said = world.run("load find http://127.0.0.1:1/ --slo p99<5ms");
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains("cannot load http://127.0.0.1:1/"), "{}", said.err);
}

#[test]
fn a_stalled_step_is_played_again() {
    let stalling = behaving(Behaviour::default());
    // The first step, 200/s for 5 s, meets a second in which nothing is answered.
    stalling.stall(Duration::from_millis(300), Duration::from_secs(1));
    let (said, found) = find("--slo p99<200ms --from 200 --max-rate 200 --step 1s -c 16", &stalling.url("/"));
    assert_eq!(said.code, Some(0), "{found:#}");
    let first = &found["steps"][0];
    assert_eq!((&first["held"], &first["stalled"], &first["discarded"]), (&json!(false), &json!(true), &json!(true)));
    assert_eq!(found["max_rate"], json!(200.0));
}

#[test]
fn an_interrupted_verb_tells_what_it_has() {
    let world = World::new();
    for (words, schema, key) in
        [("find --slo p99<5ms", "load-find", "steps"), ("ab --b-no-keepalive", "load-ab", "rounds")]
    {
        let server = Silent::new();
        let mut command = world.toolbox();
        command.arg("load").args(words.split(' ')).args([&server.url(), "-c", "1", "--json", "--no-progress"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let _connection = server.request();
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let mut stopping = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut stopping).unwrap();
        assert_eq!(stopping, "stopping; a second Ctrl-C stops at once\n");
        let mut out = String::new();
        child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(130), "{words}");
        let document = conforming(schema, &out);
        assert_eq!(document[key], json!([]), "{document:#}");
        assert!(document["interrupted"] == json!(true) || document["end"] == json!("interrupted"), "{document:#}");
    }
}

#[test]
fn a_server_that_falls_over_is_told_with_what_it_held() {
    let mut origin = origin();
    let url = origin.url("/");
    // Listens no more once it has answered so many; what is open is cut.
    let felled = std::thread::spawn(move || {
        eventually(&origin, |stats| stats.requests > 150);
        origin.stop();
    });
    let (said, found) = find("--slo p50<5s --from 100 --step 400ms -c 4", &url);
    felled.join().unwrap();
    assert_eq!((said.code, &found["end"], &found["limit"]), (Some(0), &json!("down"), &json!("down")), "{found:#}");
    assert!(found["max_rate"].as_f64().unwrap() >= 100.0, "{found:#}");
    assert!(found["broke_first"].as_str().unwrap().contains("took no connections any more"), "{found:#}");
}
