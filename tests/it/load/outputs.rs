//! What a run writes beside its report, and reports that are read again.

use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use hdrhistogram::serialization::interval_log::{IntervalLogIterator, LogEntry};
use serde_json::Value;
use toolbox::origin::Behaviour;

use crate::support::cli::{Said, World, said};
use crate::support::origin::{behaving, eventually, origin};
use crate::support::schema::conforming;

fn load(world: &World, words: &[&str]) -> Said {
    said(world.toolbox().arg("load").args(words))
}

fn read(world: &World, name: &str) -> String {
    fs::read_to_string(world.work().join(name)).unwrap()
}

/// A plan of two steps, each sent by every iteration.
fn two_steps(world: &World, url: &str) {
    let plan = format!(
        "url: {url}\nsteps:\n- {{name: first, url: /bytes/10, check: ['status==200']}}\n\
         - {{name: second, url: /status/503, capture: {{length: header:content-length}}}}\n"
    );
    world.write("work/plan.yaml", &plan);
}

#[test]
fn every_request_is_a_row_of_the_raw_file() {
    let (world, origin) = (World::new(), origin());
    two_steps(&world, &origin.url(""));
    let words =
        ["plan.yaml", "-n", "50", "-c", "3", "--warmup", "20ms", "--rate", "2000", "--raw", "raw.csv", "--json"];
    let said = load(&world, &words);
    assert_eq!(said.code, Some(0), "{said:?}");
    let report = conforming("load", &said.out);
    let text = read(&world, "raw.csv");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("intended_ns,sent_ns,first_byte_ns,end_ns,outcome,bytes_in,bytes_out,step"));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len() as u64, report["summary"]["done"].as_u64().unwrap());
    let of_step = |step: &str| rows.iter().filter(|row| row[7] == step).collect::<Vec<_>>();
    assert!(of_step("0").iter().all(|row| row[4] == "200") && of_step("1").iter().all(|row| row[4] == "503"));
    assert_eq!((of_step("0").len(), of_step("1").len()), (50, 50));
    for row in &rows {
        let times: Vec<i64> = row[..4].iter().map(|cell| cell.parse().unwrap()).collect();
        assert!(times.is_sorted() && times[0] >= 0, "{row:?}");
    }
    let bytes: u64 = rows.iter().map(|row| row[5].parse::<u64>().unwrap()).sum();
    assert_eq!(bytes, report["summary"]["bytes_in"].as_u64().unwrap());
}

#[test]
fn errors_are_rows_too_and_an_interrupted_run_keeps_its_rows() {
    let (world, origin) = (World::new(), origin());
    let url = origin.url("/fault/reset");
    assert_eq!(load(&world, &["-n", "5", "-c", "1", "--raw", "raw.csv", &url]).code, Some(1));
    let text = read(&world, "raw.csv");
    assert_eq!(text.lines().skip(1).filter(|row| row.contains(",reset,,,0")).count(), 5, "{text}");

    let mut command = world.toolbox();
    command.args(["load", "-d", "1h", "-c", "2", "--json", "--no-progress", "--raw", "cut.csv", "--hlog", "cut.hlog"]);
    let mut child = command.arg(origin.url("/")).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    eventually(&origin, |stats| stats.hits("/") > 100);
    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").arg("-c").arg(kill).status().unwrap().success());
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let report: Value = serde_json::from_str(&out).unwrap();
    let rows = read(&world, "cut.csv").lines().count() as u64 - 1;
    assert_eq!(rows, report["summary"]["done"].as_u64().unwrap());
    assert!(read(&world, "cut.hlog").contains("Tag=response,0.000,"));
}

#[test]
fn the_histogram_log_adds_up_to_the_report() {
    let (world, origin) = (World::new(), origin());
    let words = ["-z", "1300ms", "--rate", "200", "-c", "4", "--hlog", "run.hlog", "--json", &origin.url("/")];
    let report = conforming("load", &load(&world, &words).out);
    let text = fs::read(world.work().join("run.hlog")).unwrap();
    let mut counts = std::collections::BTreeMap::new();
    let mut length = Duration::ZERO;
    for entry in IntervalLogIterator::new(&text) {
        let LogEntry::Interval(interval) = entry.unwrap() else { continue };
        let histogram = toolbox::kit::metrics::Histogram::from_base64(interval.encoded_histogram()).unwrap();
        let tag = interval.tag().unwrap().as_str().to_owned();
        if tag == "response" {
            length += interval.duration();
        }
        *counts.entry(tag).or_insert(0) += histogram.count();
    }
    let done = report["summary"]["done"].as_u64().unwrap();
    let expected = ["first_byte", "response", "service"].map(|tag| (tag.to_owned(), done));
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
    assert!(length >= Duration::from_millis(1290) && length < Duration::from_secs(4), "{length:?}");
}

#[test]
fn a_file_that_can_not_be_written_costs_no_run() {
    let (world, origin) = (World::new(), origin());
    let url = origin.url("/");
    for flag in ["--html", "--hlog", "--raw", "-o"] {
        let other = if flag == "--raw" { "--hlog" } else { "--raw" };
        let said = load(&world, &["-n", "1", other, "fine", flag, "missing/folder/file", &url]);
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{said:?}");
        assert!(said.err.starts_with("load: error: cannot write missing/folder/file\ncaused by: "), "{}", said.err);
    }
    assert_eq!(origin.stats().requests, 0);
    assert_eq!(fs::read_dir(world.work()).unwrap().count(), 0, "nothing is left");
    let said = load(&world, &["-n", "20", "--hlog", "/dev/full", &url]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("Requests:"), "the report is told all the same: {}", said.out);
    assert!(said.err.ends_with("caused by: No space left on device (os error 28)\n"), "{}", said.err);
}

#[test]
fn a_report_that_finds_no_room_goes_to_standard_output() {
    let (world, origin) = (World::new(), origin());
    let said = load(&world, &["-n", "20", "--json", "-o", "/dev/full", &origin.url("/")]);
    assert_eq!(said.code, Some(1));
    assert_eq!(conforming("load", &said.out)["summary"]["done"], 20, "one document, the report");
    assert!(
        said.err.contains("cannot write /dev/full") && said.err.contains("hint: the results went to"),
        "{}",
        said.err
    );
}

#[test]
fn an_older_file_stays_until_the_new_one_is_whole() {
    let (world, origin) = (World::new(), origin());
    let old = |name: &str| world.write(&format!("work/{name}"), "old");
    ["a.json", "a.html", "a.hlog", "a.csv"].into_iter().for_each(old);
    let files = ["--json", "-o", "a.json", "--html", "a.html", "--hlog", "a.hlog", "--raw", "a.csv"];
    // Nobody there: the run does not begin.
    assert_eq!(load(&world, &[&files[..], &["-n", "5", "http://127.0.0.1:1/"]].concat()).code, Some(1));
    let names = || fs::read_dir(world.work()).unwrap().count();
    assert_eq!(names(), 4, "nothing is left beside them");

    let mut command = world.toolbox();
    command.args(["load", "-d", "1h", "-c", "2", "--no-progress"]).args(files).arg(origin.url("/"));
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    eventually(&origin, |stats| stats.hits("/") > 100);
    child.kill().unwrap();
    child.wait().unwrap();
    for name in ["a.json", "a.html", "a.hlog", "a.csv"] {
        assert_eq!(read(&world, name), "old", "{name}");
    }
    assert!(world.work().join("a.csv.partial").exists() && world.work().join("a.hlog.partial").exists());
    assert_eq!(load(&world, &[&files[..], &["-n", "5", &origin.url("/")]].concat()).code, Some(0));
    assert_eq!(names(), 4);
    assert!(read(&world, "a.csv").lines().count() == 6 && read(&world, "a.html").contains("<svg"));
}

#[test]
fn two_outputs_are_two_files() {
    let world = World::new();
    for words in [&["--raw", "a", "--hlog", "./a"][..], &["-o", "a", "--html", "a"], &["--raw", "-"]] {
        let said = load(&world, &[words, &["http://127.0.0.1:1/"]].concat());
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{words:?}: {said:?}");
    }
}

#[test]
fn a_saved_report_is_shown_in_every_form() {
    let (world, origin) = (World::new(), origin());
    let url = origin.url("/");
    let words =
        ["-n", "200", "-c", "4", "--threshold", "err<1%", "--html", "page.html", "--json", "-o", "run.json", &url];
    let first = load(&world, &words);
    assert_eq!((first.code, first.out.as_str()), (Some(0), ""), "{first:?}");

    let again = load(&world, &["report", "run.json", "--html", "again.html"]);
    assert_eq!((again.code, again.out.as_str(), again.err.as_str()), (Some(0), "", "wrote again.html\n"));
    assert_eq!(read(&world, "again.html"), read(&world, "page.html"), "the page of a report is always the same");
    assert!(read(&world, "page.html").contains("<svg"));

    let json = load(&world, &["report", "run.json", "--json"]);
    assert_eq!(json.out.trim_end(), read(&world, "run.json").trim_end());
    let text = load(&world, &["report", "run.json"]);
    assert!(text.out.contains("Threshold err<1%: pass"), "{}", text.out);
    let csv = load(&world, &["report", "run.json", "--format", "csv"]);
    assert!(csv.out.starts_with("t_s,width_s,phase,"), "{}", csv.out);
}

#[test]
fn shards_become_one_report() {
    let (world, origin) = (World::new(), origin());
    let url = origin.url("/");
    for (name, requests) in [("a.json", "300"), ("b.json", "500")] {
        load(&world, &["-n", requests, "-c", "2", "--rate", "2000", "--json", "-o", name, &url]);
    }
    let merged = conforming("load", &load(&world, &["report", "a.json", "b.json", "--json"]).out);
    assert_eq!(merged["summary"]["done"], 800);
    assert_eq!(merged["latency"]["response"]["count"], 800);
    assert_eq!(merged["plan"]["shape"]["connections"], 4);
    assert_eq!(merged["plan"]["shape"]["pace"]["curve"]["start"], 4000.0);
    let series = merged["series"].as_array().unwrap();
    assert_eq!(series.iter().map(|interval| interval["done"].as_u64().unwrap()).sum::<u64>(), 800);

    load(&world, &["-n", "3", "--json", "-o", "c.json", &origin.url("/other")]);
    let said = load(&world, &["report", "a.json", "c.json"]);
    assert_eq!(said.code, Some(2));
    let expected = "load: error: report 2 is of another plan than the first: its steps differ; only shards of one run can be merged\n";
    assert_eq!(said.err, expected);
}

#[test]
fn what_is_no_report_is_refused() {
    let world = World::new();
    world.write("work/text.json", "hello");
    world.write("work/other.json", "{\"name\": \"other\"}");
    world.write("work/newer.json", r#"{"schema_version": 3, "tool": {"name": "toolbox load", "version": "9.0.0"}}"#);
    world.write("work/half.json", r#"{"schema_version": 2, "tool": {"name": "toolbox load", "version": "0.1.0"}}"#);
    for (file, message) in [
        ("text.json", "text.json is not JSON\ncaused by: expected value at line 1 column 1\n"),
        ("other.json", "other.json is JSON, but not a report of this program\n"),
        ("newer.json", "newer.json has schema_version 3; this version reads 2\n"),
        ("half.json", "half.json is not a whole report\ncaused by: missing field `run`\n"),
        ("none.json", "cannot read none.json\ncaused by: No such file or directory"),
    ] {
        let said = load(&world, &["report", file]);
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{said:?}");
        assert!(said.err.starts_with(&format!("load: error: {message}")), "{}", said.err);
    }
    assert_eq!(load(&world, &["report"]).code, Some(2));
}

#[test]
fn several_steps_conform_to_the_schema() {
    let (world, origin) = (World::new(), origin());
    two_steps(&world, &origin.url(""));
    let said = load(&world, &["plan.yaml", "-n", "20", "-c", "2", "--threshold", "second:p50<1s", "--json"]);
    let report = conforming("load", &said.out);
    assert_eq!(report["steps"].as_array().unwrap().len(), 2);
    assert_eq!(report["status"], serde_json::json!({"200": 20, "503": 20}));
}

#[test]
fn the_metrics_that_moved_with_the_latency_are_named() {
    // A change so large that no busy machine hides it.
    let milliseconds = Duration::from_millis;
    let latency = vec![(Duration::ZERO, milliseconds(2)), (milliseconds(5300), milliseconds(800))];
    let (world, origin) = (World::new(), behaving(Behaviour { latency, ..Behaviour::default() }));
    let words = ["-z", "10s", "--rate", "40", "-c", "60", "--server-metrics", "/metrics", "--json", &origin.url("/")];
    let report = conforming("load", &load(&world, &words).out);
    let metrics = &report["server_metrics"];
    assert_eq!((&metrics["failed_scrapes"], &metrics["url"]), (&0.into(), &origin.url("/metrics").into()));
    let series = metrics["series"].as_array().unwrap();
    let named = series.iter().find(|series| series["name"] == "origin_latency_seconds");
    let named = named.unwrap_or_else(|| panic!("{metrics}"));
    assert!(named["correlation"].as_f64().unwrap() > 0.4, "{named}");
    assert_eq!(named["change"], serde_json::json!([0.002, 0.8]), "{metrics}");
    assert!(series.iter().all(|series| series["name"] != "origin_uptime_seconds"), "a clock moves with everything");
}

#[test]
fn a_server_without_metrics_costs_a_note() {
    let (world, origin) = (World::new(), origin());
    let url = origin.url("/");
    for (place, reason) in
        [("/", "the answer holds no metrics"), ("/status/404", "404"), ("http://127.0.0.1:1/", "refused")]
    {
        let said = load(&world, &["-z", "1100ms", "--rate", "20", "--json", "--server-metrics", place, &url]);
        assert_eq!(said.code, Some(0), "{said:?}");
        assert!(said.err.contains("warning: no server metrics from "), "{}", said.err);
        let note = conforming("load", &said.out)["server_metrics"]["note"].as_str().unwrap().to_owned();
        assert!(note.contains("scrapes failed") && note.contains(reason), "{note}");
    }
}

#[test]
fn a_full_screen_needs_a_terminal() {
    let said = load(&World::new(), &["--live", "tui", "http://127.0.0.1:1/"]);
    assert_eq!(said.code, Some(2));
    assert!(
        said.err.starts_with("load: error: --live tui needs a terminal, and standard error is none\nhint: "),
        "{}",
        said.err
    );
}

#[test]
fn a_run_is_not_counted_twice() {
    let (world, origin) = (World::new(), origin());
    load(&world, &["-n", "20", "--json", "-o", "a.json", &origin.url("/")]);
    let said = load(&world, &["report", "a.json", "a.json"]);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(said.err.contains("report 2 is of the same run as an earlier one"), "{}", said.err);
}

#[test]
fn a_file_that_a_longer_one_is_written_beside_is_taken() {
    let (world, origin) = (World::new(), origin());
    let said = load(&world, &["-n", "5", "--raw", "a", "--hlog", "a.partial", &origin.url("/")]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("--hlog and the part of --raw are both"), "{}", said.err);
}

#[test]
fn a_limit_of_file_sizes_is_an_error_like_a_full_disk() {
    let (world, origin) = (World::new(), origin());
    let mut command = Command::new("sh");
    let shell = "ulimit -f 10; exec \"$0\" load -n 5000 -c 4 --no-progress --raw a.csv \"$1\"";
    command.current_dir(world.work()).env_clear().args(["-c", shell]);
    let said = said(command.arg(crate::support::cli::executable()).arg(origin.url("/")));
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.contains("5,000") && said.err.contains("a.csv"), "{said:?}");
}
