//! Plan files as people write them, in three formats, and what is said about those that are wrong.

use std::fs;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::applets::load::plan::Body;
use crate::kit::args::HttpArg;

/// Reads `text` as a file of that name; places in errors start with the bare name.
fn read(name: &str, text: &str) -> Result<PlanFile, (String, Option<String>)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    fs::write(folder.path().join("users.csv"), "name\nAda\nAlan\n").unwrap();
    fs::write(folder.path().join("body.txt"), "hello").unwrap();
    PlanFile::read(&path, &Env::of([("TOKEN", "t0k")])).map_err(|error| {
        let prefix = format!("{}/", folder.path().display());
        (error.to_string().replace(&prefix, ""), error.hint())
    })
}

fn yaml(text: &str) -> PlanFile {
    read("plan.yaml", text).unwrap_or_else(|(error, _)| panic!("{text}: {error}"))
}

fn refusal(text: &str) -> String {
    read("plan.yaml", text).err().unwrap_or_else(|| panic!("{text}")).0
}

#[test]
fn three_formats_say_the_same() {
    let files = [
        read(
            "p.yaml",
            "url: http://h/\nrate: 1.5k/s\nhttp: 1.1\ninsecure: true\nheaders: {X-A: 1}\nvars: {n: 5, ok: true}\n",
        ),
        read(
            "p.toml",
            "url = 'http://h/'\nrate = '1.5k/s'\nhttp = 1.1\ninsecure = true\nheaders = {X-A = 1}\nvars = {n = 5, ok = true}\n",
        ),
        read(
            "p.json",
            r#"{"url":"http://h/","rate":"1.5k/s","http":1.1,"insecure":true,"headers":{"X-A":1},"vars":{"n":5,"ok":true}}"#,
        ),
    ];
    for file in files {
        let file = file.unwrap();
        assert_eq!(file.url.unwrap().0, "http://h/");
        assert_eq!((file.flags.shape.rate, file.flags.connection.http), (Some(1500.0), Some(HttpArg::Http1)));
        assert!(file.flags.tls.insecure && file.places.contains_key("insecure"));
        assert_eq!(file.headers, [("X-A".to_owned(), "1".to_owned())]);
        let vars: Vec<_> = file.vars.into_iter().map(|var| (var.name, var.value)).collect();
        assert_eq!(vars, [("n".to_owned(), json!(5)), ("ok".to_owned(), json!(true))]);
    }
}

#[test]
fn flags_stand_under_their_long_names() {
    let file = yaml(
        "target: h\nconcurrency: 50\nno_keepalive: false\nconnect-to: [a:1:b:2, 'c:1:d:2']\nsource: 127.0.0.1,127.0.0.2\n\
         stages: [10s:100, {duration: 1m, rate: 1k}]\ntimeout: 5\ncacert: ca.pem\nhtml: out/r.html\nserver-metrics: /metrics\n",
    );
    assert_eq!(
        (file.flags.shape.connections, file.flags.connection.timeout.map(|patience| patience.time)),
        (Some(50), Some(Duration::from_secs(5)))
    );
    assert!(!file.flags.connection.no_keepalive && file.places.contains_key("no-keepalive"));
    assert_eq!((file.flags.connection.connect_to.len(), file.flags.connection.source.len()), (2, 2));
    assert_eq!(file.flags.shape.stages.as_deref(), Some("10s:100,1m:1k"));
    assert_eq!(file.places["connections"].line, 2);
    assert!(file.flags.tls.cacert.unwrap().is_absolute(), "relative to the folder of the plan");
    assert!(file.flags.outcome.html.unwrap().ends_with("out/r.html"));
}

#[test]
fn a_request_stands_at_the_top_or_in_steps() {
    let file = yaml("url: h\nmethod: post\nbody: '@body.txt'\nuser: me:pw\ncookies: {a: 1, b: x}\nuser-agent: mine\n");
    assert_eq!(file.request.method.as_deref(), Some("POST"));
    assert_eq!(file.request.payload.unwrap().body, Body::Bytes(b"hello".to_vec()));
    assert_eq!((file.user.as_deref(), file.cookies.as_deref()), (Some("me:pw"), Some("a=1; b=x")));
    assert_eq!(file.user_agent.as_deref(), Some("mine"));

    let file = yaml(
        "steps:\n- name: a\n  url: /a\n  form: {q: 'x y', f: '@@x'}\n  headers: ['X-A: 1', 'X-A: 2']\n\
         - request:\n    url: /b\n    headers: {X-B: [1, 2]}\n    body: [1, '{{ n }}']\n  capture: {id: $.id}\n  check: status<400\n\
         - {}\n",
    );
    let [a, b, c] = file.steps.as_slice() else { panic!("three steps") };
    assert_eq!((a.name.as_deref(), a.headers.len()), (Some("a"), 2));
    assert_eq!(a.payload.as_ref().unwrap().body, Body::Text("q=x%20y&f=%40x".into()));
    assert_eq!((b.url.as_deref(), b.headers.len(), b.captures.len(), b.checks.len()), (Some("/b"), 2, 1, 1));
    assert_eq!(b.payload.as_ref().unwrap().body, Body::Text("[1,{{ n | json }}]".into()));
    assert_eq!((c.place.as_ref().unwrap().line, c.url.as_deref()), (12, None));
}

#[test]
fn data_is_read_in_the_order_asked_for() {
    let file = yaml("data:\n  a: users.csv\n  b: {file: users.csv, order: random}\n");
    let orders: Vec<_> = file.data.iter().map(|data| (data.name.as_str(), data.order, data.len())).collect();
    assert_eq!(orders, [("a", DataOrder::Sequential, 2), ("b", DataOrder::Random, 2)]);
}

#[test]
fn thresholds_and_checks_are_one_or_many() {
    let file = yaml("threshold: p99<50ms,err<1%\nthresholds: [rate>10]\nchecks: status<400\ncheck: [time<1s]\n");
    let thresholds: Vec<_> = file.thresholds.iter().map(|(threshold, _)| threshold.as_str()).collect();
    assert_eq!(thresholds, ["p99<50ms", "err<1%", "rate>10"]);
    assert_eq!(file.checks.len(), 2);
}

#[test]
fn variables_of_the_environment_are_filled_in() {
    let file = yaml("headers: {A: 'Bearer ${TOKEN}', B: '${NONE:-d}', C: '$5'}\nbody: '{\"$ref\": {{ n }}}'\n");
    let values: Vec<_> = file.headers.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(values, ["Bearer t0k", "d", "$5"]);
    let (error, hint) = read("plan.yaml", "url: h\nuser: ${NONE}\n").unwrap_err();
    assert_eq!(error, "plan.yaml:2:7: the variable NONE is not set");
    assert_eq!(hint.as_deref(), Some("set it, or give a default: ${NONE:-default}"));
}

#[test]
fn an_unknown_key_is_named_with_its_place_and_the_nearest() {
    for (text, says, hint) in [
        ("url: h\nmethud: GET\n", "plan.yaml:2:1: unknown key `methud`", Some("did you mean `method`?")),
        ("conections: 5\n", "plan.yaml:1:1: unknown key `conections`", Some("did you mean `connections`?")),
        ("steps:\n- nam: x\n", "plan.yaml:2:3: unknown key `nam`", Some("did you mean `name`?")),
        ("steps:\n- request: {check: x}\n", "plan.yaml:2:13: unknown key `check`", None),
        ("data: {a: {fil: x}}\n", "plan.yaml:1:12: unknown key `fil`", Some("did you mean `file`?")),
        ("zzz: 1\n", "plan.yaml:1:1: unknown key `zzz`", None),
        ("duration-or-body: 5\n", "plan.yaml:1:1: unknown key `duration-or-body`", None),
    ] {
        let (error, hinted) = read("plan.yaml", text).unwrap_err();
        assert_eq!((error.as_str(), hinted.as_deref()), (says, hint), "{text}");
    }
}

#[test]
fn every_error_has_its_place() {
    for (text, says) in [
        ("url: [a]\n", "plan.yaml:1:6: url is a text, not a list"),
        ("url: 'http://h/{{ x'\n", "plan.yaml:1:6: url: line 1, column "),
        ("method: a b\n", "plan.yaml:1:9: `a b` is not an HTTP method"),
        ("headers: {a b: c}\n", "plan.yaml:1:16: header `a b`: this is not a header name"),
        ("headers:\n- A\n", "plan.yaml:2:3: header `A`: there is no colon"),
        ("headers: {A: '{{ 1 + }}'}\n", "plan.yaml:1:14: header: line 1, column "),
        ("body: '@none'\n", "plan.yaml:1:7: cannot read none"),
        ("body: x\nform: {a: b}\n", "plan.yaml:2:1: a request has one `body` or one `form`"),
        ("form: [x]\n", "plan.yaml:1:8: `x` is not a form field"),
        ("vars: [a]\n", "plan.yaml:1:7: vars is a table of names and values, not a list"),
        (
            "vars: {a-b: 1}\n",
            "plan.yaml:1:8: a variable cannot be called `a-b`: letters, digits and _ make a name that templates can use",
        ),
        (
            "vars: {user: 1}\n",
            "plan.yaml:1:8: a variable cannot be called `user`: every template has that name already",
        ),
        ("vars: {a: '{% if %}'}\n", "plan.yaml:1:11: variable: line 1, column "),
        ("data: {a: none.csv}\n", "plan.yaml:1:11: cannot read none.csv"),
        ("data: {a: {order: random}}\n", "plan.yaml:1:11: a is a file, or {file: FILE, order: random}"),
        ("data: {a: {file: users.csv, order: any}}\n", "plan.yaml:1:36: order is sequential or random"),
        ("steps: {a: b}\n", "plan.yaml:1:8: steps is a list, each step after a dash"),
        ("steps: [x]\n", "plan.yaml:1:9: step is a table of names and values, not a string"),
        ("steps:\n- capture: {a: b}\n", "plan.yaml:2:16: capture `a`: `b` does not say what to capture; "),
        (
            "steps:\n- capture: {now: $.a}\n",
            "plan.yaml:2:13: a capture cannot be called `now`: there is a function of that name",
        ),
        ("steps:\n- check: stats\n", "plan.yaml:2:10: check `stats`, column 1: "),
        ("threshold:\n- p99<1s\n- p99\n", "plan.yaml:3:3: threshold `p99`, column 4: "),
        (
            "rate: often\n",
            "plan.yaml:1:1: rate is not right: `often` is malformed; expected a rate such as 100, 100/s, 6000/m or 10k",
        ),
        ("http: 3\n", "plan.yaml:1:1: http is one of 1.1, 2, not `3`"),
        ("insecure: maybe\n", "plan.yaml:1:11: insecure is on or off: true or false, not a string"),
        ("connections: [1]\n", "plan.yaml:1:14: connections is one value, not a list"),
        ("connections: 1\nconcurrency: 2\n", "plan.yaml:2:1: concurrency is given twice"),
        ("rate: 5\nstages: 1s:5\n", "plan.yaml:2:1: the argument '--rate <RATE>' cannot be used with"),
        ("stages: [[1]]\n", "plan.yaml:1:10: stages has entries like 10s:100 or {duration: 10s, rate: 100}"),
        (
            "method: PUT\nsteps: [{}]\n",
            "plan.yaml:1:1: `method` stands beside `steps`; write it into the step it is for",
        ),
        ("- a\n", "plan.yaml:1:1: expected `key: value` lines"),
    ] {
        let error = refusal(text);
        assert!(error.starts_with(says), "{text}: {error}");
    }
}

#[test]
fn an_empty_file_is_an_empty_plan() {
    let file = yaml("");
    assert!(file.url.is_none() && file.steps.is_empty() && file.places.is_empty());
    let file = yaml("url:\nsteps: [{body: , request: }]\nchecks:\nrate:\nbody:\n");
    assert!(file.steps[0].payload.is_none() && file.checks.is_empty() && file.places.is_empty());
}

proptest! {
    #[test]
    fn no_file_panics(text in r"((url|steps|body|vars|data|headers|check|rate|form): ?|[\[\]{}',:@\n -]|[a-z0-9]{1,3}){0,14}") {
        let _ = read("plan.yaml", &text);
    }
}
