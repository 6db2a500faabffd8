//! What the executable says and how it ends: forms, thresholds, exit codes, signals.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use toolbox::origin::{Behaviour, Running};

use crate::support::cli::{Said, World, said};
use crate::support::origin::{behaving, eventually, origin};
use crate::support::schema::conforming;
use crate::support::script::{Script, say};

/// `load` with these words.
fn load<const N: usize>(words: [&str; N]) -> Said {
    said(World::new().toolbox().arg("load").args(words))
}

#[test]
fn errors_of_the_server_alone_are_no_failure() {
    let origin = origin();
    let said = load(["-n", "20", "-c", "2", &origin.url("/status/500")]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("500") && said.out.contains("Summary"), "{}", said.out);
}

#[test]
fn a_threshold_that_is_not_met_is_exit_3() {
    let origin = origin();
    for (threshold, code) in [
        ("p50<10s", 0),
        ("p50<1ns", 3),
        ("err==0", 3),
        ("err<=50%,count>=30", 0),
        ("count>=31", 3),
        // Thirty samples say nothing about this percentile.
        ("p99<10s", 3),
    ] {
        let url = origin.url("/flaky/15?key=K").replace('K', threshold.split(['<', '=', '>']).next().unwrap());
        let said = load(["-n", "30", "-c", "1", "--threshold", threshold, &url]);
        assert_eq!(said.code, Some(code), "{threshold}: {}", said.out);
        assert!(said.out.contains("Threshold "), "{}", said.out);
    }
}

#[test]
fn a_run_without_any_answer_is_a_failure() {
    // Nobody there at all: an error. Somebody there who never answers: a report, and the same code.
    let said = load(["-n", "5", "http://127.0.0.1:1/"]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.starts_with("load: error: cannot load http://127.0.0.1:1/\ncaused by: "), "{}", said.err);
    assert!(said.err.contains("connection refused") && said.err.contains("\nhint: "), "{}", said.err);

    let server = Script::start(|_| say("").close());
    let said = load(["-n", "5", "-c", "1", "--json", &server.url("/")]);
    assert_eq!(said.code, Some(1));
    let report = conforming("load", &said.out);
    assert_eq!((&report["summary"]["done"], &report["errors"]["closed"]["count"]), (&5.into(), &5.into()));
}

#[test]
fn what_contradicts_itself_is_exit_2() {
    let (world, url) = (World::new(), "http://127.0.0.1:1/");
    for words in [
        &["--rate", "5", "--stages", "1s:5"][..],
        &["-d", "5s", "--duration", "5s"],
        &["-d", "{}", "-b", "{}"],
        &["--h2c", "--http", "1.1"],
        &["--http", "2", "--engine", "raw"],
        &["--streams", "5"],
        &["-4", "-6"],
        &["--arrivals", "poisson"],
        &["-c", "0"],
        &["-n", "0"],
        &["-d", "0s"],
        &["-c", "2", "--threads", "3"],
        &["--threshold", "p99<fast"],
        &["--check", "status"],
        &["-H", "no colon"],
        &["-m", "GE T"],
        &["-b", "@/nonexistent/body"],
        &["--proxy", "gopher://x"],
        &["--cacert", "/nonexistent/ca.pem", "--url", "https://127.0.0.1:1/"],
        &["--unknown"],
    ] {
        let mut command = world.toolbox();
        command.arg("load").args(words);
        if !words.contains(&"--url") {
            command.arg(url);
        }
        let said = said(&mut command);
        assert!(said.code == Some(2) || (said.code == Some(1) && words[0] == "--cacert"), "{words:?}: {said:?}");
        assert!(said.err.starts_with("load: error: ") && said.out.is_empty(), "{words:?}: {said:?}");
    }
    let said = load(["https://127.0.0.1:1/", "--h2c"]);
    assert_eq!(said.code, Some(2), "{said:?}");
}

#[test]
fn json_conforms_to_its_schema_whatever_was_measured() {
    let origin = origin();
    for words in [
        &["-n", "50", "-c", "2"][..],
        &["-n", "50", "-c", "2", "--rate", "500", "--threshold", "p50<1s"],
        &["-n", "20", "-c", "2", "--engine", "hyper", "-b", "{{ iteration }}", "--check", "status==201"],
        &["-n", "20", "-c", "2", "--http", "2", "-p", "2", "-F", "a=b"],
        &["--stages", "100ms:100", "--warmup", "50ms", "-t", "10ms"],
    ] {
        let said = said(World::new().toolbox().args(["load", "--json"]).args(words).arg(origin.url("/bytes/100k")));
        let report = conforming("load", &said.out);
        let summary = |key: &str| report["summary"][key].as_u64().unwrap();
        assert_eq!(summary("ok") + summary("failed"), summary("done"), "{words:?}");
    }
}

#[test]
fn every_form_tells_the_same_run() {
    let origin = origin();
    let url = origin.url("/");
    let said = load(["-n", "40", "-c", "2", "--format", "jsonl", &url]);
    let lines: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!lines.is_empty());

    let said = load(["-n", "40", "-c", "2", "--format", "csv", &url]);
    let mut rows = said.out.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = rows.next().unwrap();
    let column = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let rows: Vec<_> = rows.collect();
    assert!(rows.iter().all(|row| row.len() == header.len()), "{}", said.out);
    let services: Vec<_> = rows.iter().filter(|row| row[column("phase")] == "service").collect();
    assert_eq!(services.len(), 1);
    assert_eq!(services[0][column("count")], "40");

    let said = load(["-n", "40", "-c", "2", &url]);
    assert!(said.out.contains("40") && said.out.contains("Trust: "), "{}", said.out);
}

#[test]
fn output_goes_to_a_file() {
    let origin = origin();
    let world = World::new();
    let said = said(world.toolbox().args(["load", "-n", "10", "--json", "-o", "report.json", &origin.url("/")]));
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "{}", said.err);
    let text = std::fs::read_to_string(world.work().join("report.json")).unwrap();
    assert_eq!(conforming("load", &text)["summary"]["done"], 10);
}

#[test]
fn secrets_stay_out_of_every_report() {
    let origin = origin();
    let url = origin.url("/?api_key=hush1").replace("http://", "http://me:hush2@");
    for format in ["table", "json", "csv", "jsonl"] {
        let said =
            load(["-n", "5", "-H", "Authorization: Bearer hush3", "--cookies", "sid=hush4", "--format", format, &url]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(!said.out.contains("hush") && !said.err.contains("hush"), "{format}: {}{}", said.out, said.err);
    }
}

/// A run against an origin that answers after a while, and that ends only by a signal.
struct Endless {
    child: Child,
    stderr: BufReader<std::process::ChildStderr>,
    origin: Running,
    _world: World,
}

impl Endless {
    fn start(words: &[&str]) -> Self {
        let latency = vec![(Duration::ZERO, Duration::from_millis(2))];
        let origin = behaving(Behaviour { latency, ..Behaviour::default() });
        let world = World::new();
        let mut command = world.toolbox();
        command.args(["load", "-d", "1h", "-c", "2", "--json", "--no-progress"]).args(words).arg(origin.url("/"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Self { child, stderr, origin, _world: world }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stderr.read_line(&mut line).unwrap();
        line
    }

    fn interrupt(&self) {
        let kill = format!("kill -INT {}", self.child.id());
        assert!(Command::new("sh").arg("-c").arg(kill).status().unwrap().success());
    }

    fn end(mut self) -> (Option<i32>, String, Running) {
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        (self.child.wait().unwrap().code(), out, self.origin)
    }
}

#[test]
fn an_interrupted_run_tells_what_it_did_so_far() {
    for pace in [&[][..], &["--rate", "100"]] {
        let run = Endless::start(pace);
        eventually(&run.origin, |stats| stats.requests > 50);
        run.interrupt();
        let (code, out, origin) = run.end();
        assert_eq!(code, Some(130));
        let report = conforming("load", &out);
        assert_eq!(report["run"]["interrupted"], true);
        assert_eq!(report["summary"]["done"], origin.stats().requests, "nothing sent is left out");
        assert_eq!((&report["summary"]["failed"], &report["summary"]["dropped"]), (&0.into(), &0.into()));
        assert!(report["trust"]["reasons"].as_array().unwrap().iter().all(|reason| reason["kind"] != "unfinished"));
    }
}

#[test]
fn metrics_are_served_while_a_run_goes_on() {
    let mut run = Endless::start(&["--metrics", "0"]);
    let place = run.line();
    let address = place.trim().strip_prefix("metrics at http://").unwrap().strip_suffix("/metrics").unwrap();
    eventually(&run.origin, |stats| stats.requests > 20);
    let scrape = || {
        let mut connection = TcpStream::connect(address).unwrap();
        write!(connection, "GET /metrics HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut page = String::new();
        connection.read_to_string(&mut page).unwrap();
        page
    };
    let mut page = scrape();
    assert!(page.contains("\nload_requests_total "), "counted from the first moment: {page}");
    // What the coordinator knows comes with the end of the first second.
    while !page.contains("load_responses_total{code=\"200\"}") {
        std::thread::yield_now();
        page = scrape();
    }
    let value = |name: &str| -> f64 {
        let line = page
            .lines()
            .find(|line| line.starts_with(name) && !line.starts_with('#'))
            .unwrap_or_else(|| panic!("{page}"));
        line.rsplit(' ').next().unwrap().parse().unwrap()
    };
    let requests = value("load_requests_total");
    assert!(requests > 15.0 && value("load_failures_total") < 1.0, "{page}");
    assert!(value("load_received_bytes_total") > 1000.0, "{page}");
    let replies = (value("load_responses_total"), value("load_response_seconds_count"));
    assert_eq!(replies, (requests, requests), "all of one moment: {page}");
    for name in [
        "load_response_seconds",
        "load_service_seconds",
        "load_sent_bytes",
        "load_opened_connections",
        "load_connections",
    ] {
        assert!(page.contains(&format!("# TYPE {name} ")) && page.contains(&format!("# HELP {name} ")), "{page}");
    }
    run.interrupt();
    assert_eq!(run.end().0, Some(130));
}

#[test]
fn a_generator_that_was_stopped_for_a_while_says_so() {
    let run = Endless::start(&["--rate", "100"]);
    eventually(&run.origin, |stats| stats.requests > 20);
    let stop = format!("kill -STOP {0}; sleep 0.6; kill -CONT {0}", run.child.id());
    assert!(Command::new("sh").arg("-c").arg(stop).status().unwrap().success());
    let seen = run.origin.stats().requests;
    eventually(&run.origin, |stats| stats.requests > seen + 70);
    run.interrupt();
    let (code, out, _) = run.end();
    assert_eq!(code, Some(130));
    let report = conforming("load", &out);
    let reasons = report["trust"]["reasons"].as_array().unwrap();
    let still = reasons.iter().find(|reason| reason["kind"] == "stood_still").unwrap_or_else(|| panic!("{report}"));
    assert!(still["message"].as_str().unwrap().starts_with("the generator stood still for "), "{still}");
}
