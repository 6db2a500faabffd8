//! Every way in which a run can mislead, provoked. Lost segments and used-up ports need a network of their own: see
//! `tests/peers/network.rs`.

use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use toolbox::applets::load::report::Report;
use toolbox::applets::load::trust::{ReasonKind, Verdict};
use toolbox::origin::Behaviour;

use super::{plan, run, run_plan};
use crate::support::cli::{Said, World, executable, said};
use crate::support::origin::{behaving, origin};
use crate::support::peer::Silent;
use crate::support::schema::conforming;
use crate::support::script::{Script, ok, say};
use crate::support::wire::PATIENCE;

/// The reason of this kind, in words.
fn reason(report: &Report, kind: ReasonKind) -> Option<&str> {
    let message = report.trust.reasons.iter().find(|reason| reason.kind == kind).map(|reason| reason.message.as_str());
    assert!(message.is_none() || report.trust.verdict == Verdict::Suspect);
    message
}

#[track_caller]
fn suspect(report: &Report, kind: ReasonKind, words: &str) {
    let told = reason(report, kind).unwrap_or_else(|| panic!("{kind:?}: {:?}", report.trust));
    assert!(told.contains(words), "{told}");
}

/// A body that takes milliseconds to render.
const TOIL: &str = "{% for i in range(20000) %}{{ random(1, 9) }}{% endfor %}";

#[test]
fn a_sound_run_is_valid() {
    let origin = origin();
    let begin = Instant::now();
    // The machine of the test may be busy with others; then the run says so, and is made again.
    loop {
        let report = run(&format!("-n 600 -c 20 --threads 1 --rate 1000 {}", origin.url("/delay/2ms")));
        if report.trust.verdict == Verdict::Valid {
            return assert!(report.trust.reasons.is_empty());
        }
        assert!(begin.elapsed() < PATIENCE, "{:?}", report.trust);
    }
}

#[test]
fn a_generator_that_does_not_keep_up_is_told() {
    let origin = origin();
    let url = origin.url("/status/200");
    let report = run_plan(&plan(["-d", "500ms", "-c", "8", "--threads", "1", "--rate", "2000", "-b", TOIL, &url]));
    let report = report.unwrap();
    suspect(&report, ReasonKind::ScheduleLag, "the generator sent late");
    suspect(&report, ReasonKind::GeneratorCpu, "the generator");
    assert!(report.trust.lag_p99_ns > Some(10_000_000));
}

#[test]
fn a_generator_without_a_processor_to_spare_is_told() {
    let origin = origin();
    let url = origin.url("/status/200");
    let report = run_plan(&plan(["-d", "500ms", "-c", "4", "--threads", "1", "-b", TOIL, &url])).unwrap();
    suspect(&report, ReasonKind::GeneratorCpu, "latencies include its");
    assert_eq!(reason(&report, ReasonKind::ScheduleLag), None, "a closed loop has no schedule");
}

#[test]
fn a_pool_that_is_too_small_is_told() {
    let origin = origin();
    let report = run(&format!("-n 100 -c 2 --rate 1000 {}", origin.url("/delay/20ms")));
    suspect(&report, ReasonKind::ConnectionsBusy, "found all 2 connections busy");
    let report = run(&format!("-n 100 -c 2 -p 3 --h2c --rate 1000 {}", origin.url("/delay/20ms")));
    suspect(&report, ReasonKind::ConnectionsBusy, "found all 6 connections busy");
    let report = run(&format!("-n 100 -c 2 {}", origin.url("/delay/1ms")));
    assert_eq!(reason(&report, ReasonKind::ConnectionsBusy), None, "a closed loop has no arrivals");
}

/// `load` in a shell that does something first.
fn limited(first: &str, words: &str) -> Said {
    let line = format!("{first}; exec {} load {words}", executable().display());
    let world = World::new();
    said(Command::new("bash").arg("-c").arg(line).env("HOME", world.home()).current_dir(world.work()))
}

#[test]
fn descriptors_that_run_out_are_told() {
    // Files that the process was given and did not ask for: the limit suffices for the connections, but not for both.
    let origin = origin();
    let given = "for file in {20..99}; do eval \"exec $file</dev/null\"; done; ulimit -n 114";
    let said = limited(given, &format!("-n 200 -c 50 --threads 1 --json {}", origin.url("/")));
    let report = conforming("load", &said.out);
    let reasons = report["trust"]["reasons"].as_array().unwrap();
    let files = reasons.iter().find(|reason| reason["kind"] == "files_exhausted").unwrap_or_else(|| panic!("{report}"));
    assert!(files["message"].as_str().unwrap().contains("ulimit -n"), "{files}");
    assert!(report["errors"]["files"]["count"].as_u64() > Some(0) && said.err.contains("connections could be opened"));
}

#[test]
fn more_connections_than_descriptors_are_refused_at_once() {
    let origin = origin();
    let said = limited("ulimit -n 200", &format!("-n 500 -c 300 {}", origin.url("/")));
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(
        said.err.contains("too few file descriptors") && said.err.contains("hint: raise the hard limit"),
        "{said:?}"
    );
    assert_eq!(origin.stats().connections, 0);
}

#[test]
fn a_soft_limit_is_raised() {
    let origin = origin();
    let said = limited("ulimit -Sn 50", &format!("-n 200 -c 100 {}", origin.url("/")));
    assert_eq!((said.code, origin.stats().connections), (Some(0), 100), "{said:?}");
}

#[test]
fn halves_that_differ_are_told() {
    let step = |seconds, latency| (Duration::from_millis(seconds), Duration::from_millis(latency));
    let origin = behaving(Behaviour { latency: vec![step(0, 2), step(4500, 30)], ..Behaviour::default() });
    let report = run(&format!("-d 8500ms -c 2 --rate 40 {}", origin.url("/")));
    suspect(&report, ReasonKind::NotStationary, "slower than the first");
}

#[test]
fn too_few_samples_are_told_and_their_percentiles_left_out() {
    let origin = origin();
    let report = run(&format!("-n 10 -c 1 {}", origin.url("/")));
    suspect(&report, ReasonKind::FewSamples, "10 samples are too few");
    assert_eq!(report.latency.response.percentile("99"), None);
    assert!(report.latency.response.percentile("50").is_some());
}

#[test]
fn requests_that_never_ended_are_told() {
    let origin = origin();
    let report = run(&format!("-d 100ms -c 2 {}", origin.url("/fault/hang")));
    suspect(&report, ReasonKind::Unfinished, "2 requests were still under way");
}

#[test]
fn a_run_without_answers_is_suspect() {
    let origin = origin();
    let report = run(&format!("-d 100ms -c 2 {}", origin.url("/fault/hang")));
    suspect(&report, ReasonKind::NoAnswers, "none of 2 requests got an answer");
    let server = Script::start(|_| say("").close());
    let report = run(&format!("-n 4 -c 1 {}", server.url("/")));
    suspect(&report, ReasonKind::NoAnswers, "none of 4 requests got an answer");
}

#[test]
fn percentiles_that_lie_among_what_was_given_up_are_left_out() {
    let asked = AtomicUsize::new(0);
    let server =
        Script::start(move |_| if asked.fetch_add(1, Ordering::SeqCst) % 3 == 2 { say("").hang() } else { ok() });
    let url = server.url("/");
    let line = format!("-n 150 -c 15 -t 400ms --threshold p50<10s,p75<10s,max<10s,mean<10s {url}");
    let report = run(&line);
    let response = &report.latency.response;
    assert_eq!((response.count, response.censored), (100, 50), "{}", super::faults(&report));
    assert!(response.percentile("50").is_some(), "half of all were quick");
    assert_eq!((response.percentile("75"), response.percentile("99")), (None, None));
    assert_eq!((response.mean, response.stdev, response.max), (None, None, None));
    let held: Vec<bool> = report.thresholds.iter().map(|threshold| threshold.pass).collect();
    assert_eq!(held, [true, false, false, false], "{:?}", report.thresholds);
    suspect(&report, ReasonKind::Censored, "50 requests were given up or took more than a minute: p75 and beyond");
    let said = said(World::new().toolbox().args(["load", "--json"]).args(line.split(' ')));
    let document = conforming("load", &said.out);
    assert_eq!(document["latency"]["response"]["percentiles"]["99"], serde_json::Value::Null);
}

#[test]
fn requests_without_an_answer_are_told_although_others_got_one() {
    let (origin, gone) = (origin(), Silent::new());
    let nobody = gone.url();
    drop(gone);
    let steps = format!("url: {}\nrequests: 40\nsteps:\n- url: /\n- url: {nobody}\n", origin.url("/"));
    let world = World::new();
    world.write("work/plan.yaml", &steps);
    let said = said(world.toolbox().args(["load", "plan.yaml", "--json", "--no-progress"]));
    assert_eq!(said.code, Some(0), "{said:?}");
    let report = conforming("load", &said.out);
    let reasons = report["trust"]["reasons"].as_array().unwrap();
    let told = reasons.iter().find(|reason| reason["kind"] == "unanswered").unwrap_or_else(|| panic!("{report:#}"));
    let message = told["message"].as_str().unwrap();
    assert!(message.starts_with("40 of 80 requests (50.0 %) got no answer"), "{message}");
}
