//! Command lines and the plans they come to.

mod files;

use std::fs;
use std::thread::available_parallelism;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::applets::load::error::PlanError;
use crate::applets::load::pace::{Arrivals, Curve, Stage};
use crate::applets::load::plan_file::Typed;
use crate::kit::env::Env;
use crate::kit::error::Failure;

const URL: &str = "http://h/";

fn resolve(words: &[&str]) -> Result<Resolved, PlanError> {
    let line = Typed::parse(words);
    let typed = |flag: &str| line.is_set(flag);
    Plan::resolve(&Asked { env: &Env::of([("TOKEN", "t0k")]), ..Asked::of(&line.args, &typed) })
}

fn plan(words: &[&str]) -> Plan {
    resolve(words).unwrap_or_else(|error| panic!("{words:?}: {error}")).plan
}

/// The error and its hint, as they are printed.
fn refusal(words: &[&str]) -> (String, Option<String>) {
    let error = resolve(words).expect_err(&format!("{words:?}"));
    let failure = Failure::from(error);
    assert_eq!(failure.exit_code(), 2);
    (failure.to_string(), failure.hint)
}

fn header<'a>(step: &'a Step, name: &str) -> Vec<&'a str> {
    step.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).collect()
}

#[test]
fn a_url_alone_is_a_hundred_requests_over_ten_connections() {
    let plan = plan(&["localhost:8080/x"]);
    let [step] = plan.steps.as_slice() else { panic!("one step") };
    assert_eq!(
        (step.name.as_str(), step.method.as_str(), step.url.as_str()),
        ("request", "GET", "http://localhost:8080/x")
    );
    assert_eq!((&step.body, step.headers.len()), (&Body::Empty, 1));
    assert_eq!(header(step, "user-agent"), [concat!("toolbox-load/", env!("CARGO_PKG_VERSION"))]);
    assert_eq!(plan.shape.pace, Pace::Closed);
    assert_eq!(plan.shape.stop, Stop { requests: Some(100), duration: None });
    assert_eq!((plan.shape.connections, plan.shape.streams, plan.shape.warmup), (10, 1, Duration::ZERO));
    assert_eq!(plan.shape.threads, available_parallelism().unwrap().get().min(10));
    assert_eq!((plan.route.protocol, plan.route.reuse, plan.route.redirects), (Protocol::Raw, Reuse::Keep, 0));
    assert_eq!((plan.route.timeout, plan.route.connect_timeout), (Duration::from_secs(30), Duration::from_secs(5)));
}

#[test]
fn dash_d_is_a_duration_or_a_body() {
    for (text, seconds) in [("30s", 30.0), ("1m30s", 90.0), ("5", 5.0), ("0.5", 0.5), ("500ms", 0.5)] {
        let plan = plan(&["-d", text, URL]);
        assert_eq!(
            plan.shape.stop,
            Stop { requests: None, duration: Some(Duration::from_secs_f64(seconds)) },
            "{text}"
        );
        assert_eq!((plan.steps[0].method.as_str(), &plan.steps[0].body), ("GET", &Body::Empty));
    }
    for text in ["{\"k\":1}", "10 s", "soon", "-5", "5x", "@@file"] {
        let plan = plan(&["-d", text, URL]);
        let body = text.strip_prefix('@').unwrap_or(text);
        assert_eq!(plan.steps[0].body, Body::Text(body.to_owned()), "{text}");
        assert_eq!((plan.steps[0].method.as_str(), plan.shape.stop.requests), ("POST", Some(100)));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("body");
    fs::write(&path, "x").unwrap();
    let plan = plan(&["-d", &format!("@{}", path.display()), "-m", "put", URL]);
    assert_eq!((plan.steps[0].method.as_str(), &plan.steps[0].body), ("PUT", &Body::Bytes(b"x".to_vec())));
}

#[test]
fn the_run_stops_at_whichever_comes_first() {
    let minute = Some(Duration::from_mins(1));
    for (words, requests, duration) in [
        (["-n", "10k", "-c", "5"].as_slice(), Some(10_000), None),
        (&["-z", "1m"], None, minute),
        (&["-z", "1m", "-n", "5"], Some(5), minute),
        (&["-d", "1m", "-n", "5"], Some(5), minute),
        (&["-r", "10"], Some(100), None),
        (&["--stages", "10s:5,50s:5"], None, minute),
        (&["--stages", "10s:5", "--duration", "1m"], None, minute),
        (&["--stages", "1m:5", "-n", "7"], Some(7), minute),
    ] {
        let plan = plan(&[words, &[URL]].concat());
        assert_eq!(plan.shape.stop, Stop { requests, duration }, "{words:?}");
    }
}

#[test]
fn rates_and_stages_make_an_open_loop() {
    let open = |words: &[&str]| match plan(&[words, &[URL]].concat()).shape.pace {
        Pace::Open { arrivals, curve } => (arrivals, curve),
        Pace::Closed => panic!("{words:?}"),
    };
    assert_eq!(open(&["-r", "6000/m"]), (Arrivals::Constant, Curve::constant(100.0)));
    assert_eq!(open(&["-q", "5", "--arrivals", "poisson"]), (Arrivals::Poisson, Curve::constant(5.0)));
    let stage = |seconds, rate| Stage { duration: Duration::from_secs(seconds), rate };
    let curve = Curve { start: 0.0, stages: vec![stage(10, 100.0), stage(0, 5.0), stage(60, 1000.0)] };
    assert_eq!(open(&["--stages", "10s:100, 0s:5,1m:1k"]), (Arrivals::Constant, curve));
}

#[test]
fn the_protocol_follows_from_the_flags() {
    for (words, protocol) in [
        ([].as_slice(), Protocol::Raw),
        (&["--engine", "raw"], Protocol::Raw),
        (&["--engine", "hyper"], Protocol::Hyper),
        (&["--http", "2"], Protocol::Http2),
        (&["--http", "2", "--engine", "hyper", "-p", "10"], Protocol::Http2),
        (&["--h2c"], Protocol::Http2),
        (&["--http", "1.1", "--streams", "1"], Protocol::Raw),
        (&["-L", "-x", "localhost:3128"], Protocol::Raw),
    ] {
        assert_eq!(plan(&[&[URL], words].concat()).route.protocol, protocol, "{words:?}");
    }
}

#[test]
fn request_flags_become_a_step() {
    let words = [
        "-H",
        "X-A: 1",
        "-H",
        "x-a: 2",
        "-u",
        "me:pw",
        "--cookies",
        "a=1",
        "-H",
        "Cookie: b=2",
        "--user-agent",
        "mine",
        "-H",
        "host: other",
        "-F",
        "a=1",
        "-F",
        "b=x y",
        "--check",
        "status<400",
        "--var",
        "v=5",
        "http://h/{{ v }}",
    ];
    let plan = plan(&words);
    let step = &plan.steps[0];
    assert_eq!((step.url.as_str(), step.method.as_str()), ("http://h/{{ v }}", "POST"));
    assert_eq!(header(step, "x-a"), ["1", "2"]);
    assert_eq!(header(step, "authorization"), ["Basic bWU6cHc="]);
    assert_eq!(header(step, "cookie"), ["b=2; a=1"]);
    assert_eq!(header(step, "user-agent"), ["mine"]);
    assert_eq!(header(step, "host"), ["other"]);
    assert_eq!(header(step, "content-type"), ["application/x-www-form-urlencoded"]);
    assert_eq!(step.body, Body::Text("a=1&b=x%20y".into()));
    assert_eq!(step.checks[0].as_str(), "status<400");
    assert_eq!(plan.vars, [("v".to_owned(), json!("5"))]);

    let bare = self::plan(&["--user-agent", "", "http://me:p%40@h/"]);
    assert_eq!(header(&bare.steps[0], "user-agent"), [""; 0]);
    assert_eq!(header(&bare.steps[0], "authorization"), ["Basic bWU6cEA="]);
    assert_eq!(bare.steps[0].url, URL);
}

#[test]
fn where_the_outcome_goes_stands_beside_the_plan() {
    let resolved = resolve(&[URL, "--html", "r.html", "--live", "tui", "--server-metrics", "/metrics"]).unwrap();
    assert_eq!(resolved.outputs.html, Some("r.html".into()));
    assert_eq!(resolved.outputs.live, Some(crate::applets::load::args::LiveArg::Tui));
    assert_eq!(resolved.plan.server_metrics.as_deref(), Some("http://h/metrics"));
    let elsewhere = plan(&[URL, "--server-metrics", "localhost:9100/metrics"]);
    assert_eq!(elsewhere.server_metrics.as_deref(), Some("http://localhost:9100/metrics"));
}

#[test]
fn what_cannot_be_is_refused_with_a_reason() {
    for (words, says) in [
        (["-n", "0"].as_slice(), "--requests must be above 0"),
        (&["-c", "0"], "--connections must be above 0"),
        (&["-c", "2m"], "--connections must not be above 1,000,000"),
        (&["-z", "0s"], "--duration must be above 0"),
        (&["-d", "0"], "--duration must be above 0"),
        (&["-r", "0"], "--rate must be above 0"),
        (&["-t", "0"], "--timeout must be above 0"),
        (&["--connect-timeout", "0"], "--connect-timeout must be above 0"),
        (&["--threads", "0"], "--threads must be above 0"),
        (&["--threads", "5", "-c", "2"], "--threads is 5, but 2 connections keep at most 2 threads busy"),
        (&["-p", "0"], "--streams must be above 0"),
        (
            &["-p", "2"],
            "--streams is for HTTP/2, which takes several requests at once on a connection; add --http 2, or more --connections",
        ),
        (&["--arrivals", "poisson"], "--arrivals spreads the requests of --rate or --stages, and there is neither"),
        (&["--stages", "10s"], "--stages has the stage `10s`, which is not DURATION:RATE, as in 10s:100"),
        (&["--stages", "0s:5"], "--stages must last longer than 0"),
        (&["--stages", "5s:0"], "--stages must have a rate above 0"),
        (&["--h2c", "--http", "1.1"], "--h2c is HTTP/2, and --http 1.1 is not"),
        (&["--http", "2", "--engine", "raw"], "--engine raw speaks HTTP/1.1 only, not --http 2"),
        (&["-d", "5s", "--duration", "6s"], "-d and --duration both say how long to run"),
        (&["-d", "x", "--body", "y"], "-d `x` is a body, and --body or --form give another; -d takes a duration too"),
        (&["-d", "x", "-F", "a=b"], "-d `x` is a body, and --body or --form give another; -d takes a duration too"),
        (&["-m", "a b"], "`a b` is not an HTTP method"),
        (&["-H", "Host other"], "header `Host`: there is no colon"),
        (&["-H", "Content-Length: 1"], "the header Content-Length follows from the body and cannot be set"),
        (&["-u", "me"], "--user is written NAME:PASSWORD; an empty password still needs the colon"),
        (&["-u", "a:b", "-H", "authorization: x"], "--user makes an Authorization header, and there is one already"),
        (&["-F", "a"], "`a` is not a form field"),
        (&["-b", "@none.json"], "cannot read none.json"),
        (&["--var", "x"], "--var is NAME=VALUE, not `x`"),
        (&["--var", "uuid=1"], "a variable cannot be called `uuid`: there is a function of that name"),
        (&["-b", "{{ tokn }}", "--var", "token=1"], "the body of `request` uses `tokn`, which is not defined"),
        (
            &["-H", "x: {{ 1 +"],
            "the header x of `request`: line 1, column 6: unexpected end of input, expected expression",
        ),
        (&["--check", "stat"], "--check `stat`, column 1: expected status, body, json, header, size or time"),
        (&["--threshold", "p99"], "--threshold `p99`, column 4: expected <, <=, >, >=, == or !="),
        (
            &["--threshold", "logon:p99<1s"],
            "the threshold `logon:p99<1s` is for the step `logon`, and there is none of that name",
        ),
        (
            &["--connect-to", "x"],
            "--connect-to: `x` is not HOST1:PORT1:HOST2:PORT2, as in example.org:443:localhost:8443",
        ),
        (&["--resolve", "x"], "--resolve: `x` is not HOST:PORT:IP, as in example.org:443:127.0.0.1"),
        (&["-4", "--source", "::1"], "--source has ::1, which is not of the family asked for"),
    ] {
        assert_eq!(refusal(&[words, &[URL]].concat()).0, says);
    }
    assert!(refusal(&[URL, "-x", "ftp://p"]).0.contains("proxy"), "the flag is named");
    let (error, _) = refusal(&["https://me:pw@h/x", "--h2c"]);
    assert_eq!(error, "--h2c is HTTP/2 without TLS, and https://h is https; --http 2 is what it takes");
}

#[test]
fn bad_targets_are_explained() {
    for (target, says) in [
        ("", "the URL is empty"),
        ("ftp://h/", "`ftp://h/`: the scheme `ftp` is not supported here; use http or https"),
        ("http://", "`http://` is not a URL: empty host"),
        ("h:99999", "`http://h:99999` is not a URL: invalid port number"),
        ("none.yaml", "there is no plan file none.yaml"),
        ("http://{{ host }}/", "`http://{{ host }}/`: scheme, host and port of a URL cannot be templates"),
    ] {
        assert_eq!(refusal(&[target]).0, says);
    }
}

#[test]
fn hints_say_what_to_try() {
    for (words, hint) in [
        (["-b", "@none.json"].as_slice(), "@ reads a file; to send the text itself, write '@@none.json'"),
        (&["-H", "x"], "write it as 'Name: value'"),
        (&["-F", "x"], "write name=value, or name=@FILE to send a file"),
        (&["-b", "{{ tokn }}", "--var", "token=1"], "did you mean `token`?"),
        (&["--threshold", "reqest:p99<1s"], "did you mean `request`?"),
    ] {
        assert_eq!(refusal(&[words, &[URL]].concat()).1.as_deref(), Some(hint), "{words:?}");
    }
}

proptest! {
    #[test]
    fn no_command_line_panics(
        body in "[ -~]{0,12}",
        header in "[ -~]{0,12}",
        stages in "[0-9smk:,.]{0,10}",
        target in "[ -~é]{0,12}",
    ) {
        let [body_flag, header, stages] =
            [("body", &body), ("header", &header), ("stages", &stages)].map(|(flag, text)| format!("--{flag}={text}"));
        let words = [body_flag.as_str(), &header, &stages, "--", &target];
        if !body.starts_with("@-") {
            let _ = resolve(&words);
        }
    }
}
