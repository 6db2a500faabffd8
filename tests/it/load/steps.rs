//! Sequences of requests: captures, checks, templates, data; from plan files as users write them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{ENGINES, faults, plan, run_plan, status, tally};
use crate::support::cli::World;
use crate::support::origin::origin;
use crate::support::schema::conforming;
use crate::support::script::{Script, ok, say};

/// Plays a plan file with more words behind it.
#[track_caller]
fn play(text: &str, more: &[&str]) -> toolbox::applets::load::report::Report {
    let world = World::new();
    world.write("work/plan.yaml", text);
    let file = world.work().join("plan.yaml");
    run_plan(&plan([&[file.to_str().unwrap()], more].concat())).unwrap()
}

#[test]
fn a_token_is_fetched_and_used() {
    for engine in [&["--engine", "raw"][..], &["--engine", "hyper"], &["--http", "2", "-p", "3"]] {
        for source in ["$.nested.list[1].token", "header:X-Token", r#"regex:"token": "([^"]+)""#] {
            let origin = origin();
            let text = format!(
                "url: {}\nrequests: 20\nconnections: 4\nsteps:\n\
                 - {{name: login, url: /token, capture: {{token: '{source}'}}}}\n\
                 - {{name: use, url: /needs-token, headers: {{Authorization: 'Bearer {{{{ token }}}}'}}}}\n",
                origin.url("")
            );
            let report = play(&text, engine);
            assert_eq!(tally(&report), (40, 40, 0), "{engine:?} {source} {}", faults(&report));
            assert_eq!((origin.stats().hits("/token"), origin.stats().hits("/needs-token")), (20, 20));
            let steps: Vec<_> = report.steps.iter().map(|step| (step.name.as_str(), step.done, step.failed)).collect();
            assert_eq!(steps, [("login", 20, 0), ("use", 20, 0)]);
        }
    }
}

#[test]
fn what_cannot_be_captured_fails_the_step_and_spares_the_rest() {
    let server = Script::start(|request| match request.line() {
        "GET /login" => say("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"other\":\"x\"}"),
        _ => ok(),
    });
    let text = format!(
        "url: {}\nrequests: 6\nconnections: 2\nsteps:\n\
         - {{url: /login, capture: {{token: $.token}}}}\n- {{url: '/use/{{{{ token }}}}'}}\n",
        server.url("")
    );
    let report = play(&text, &[]);
    assert_eq!(tally(&report), (6, 0, 6));
    assert_eq!((report.steps[0].failed, report.steps[1].done), (6, 0));
    assert!(server.requests().iter().all(|request| request.line() == "GET /login"));
}

#[test]
fn replies_are_held_against_checks() {
    let origin = origin();
    for (check, passes) in [
        ("status==200", true),
        ("status==201", false),
        ("json $.method == \"GET\"", true),
        ("json $.nothing", false),
        ("header content-type", true),
        ("header x-none", false),
        ("body~\"version\"", true),
        ("body~\"nowhere to be found\"", false),
    ] {
        for engine in ENGINES {
            let url = origin.url("/echo");
            let words = ["-n", "5", "-c", "2", "--engine", engine, "--check", check, &url];
            let report = run_plan(&plan(words)).unwrap();
            let failed = if passes { 0 } else { 5 };
            assert_eq!((tally(&report), report.summary.failed_checks), ((5, 5 - failed, failed), failed), "{check}");
            assert_eq!(status(&report, 200), 5);
        }
    }
}

#[test]
fn every_iteration_has_its_own_values() {
    let server = Script::start(|_| ok());
    let url = server.url("/items/{{ iteration }}?id={{.Iteration}}");
    let body = r#"{"id": "{{ uuid() }}", "lucky": {{ random(1, 6) }}}"#;
    let header = "X-Number: {{ iteration + 1 }}";
    let words = ["-n", "60", "-c", "6", "--threads", "3", "-b", body, "-H", header, &url];
    assert_eq!(tally(&run_plan(&plan(words)).unwrap()), (60, 60, 0));
    let requests = server.requests();
    let lines: BTreeSet<_> = requests.iter().map(|request| request.line().to_owned()).collect();
    let expected: BTreeSet<_> = (0..60).map(|number| format!("POST /items/{number}?id={number}")).collect();
    assert_eq!(lines, expected);
    let mut ids = BTreeSet::new();
    for request in &requests {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        ids.insert(body["id"].as_str().unwrap().to_owned());
        assert!((1..=6).contains(&body["lucky"].as_u64().unwrap()));
        let number: u64 = request.line().rsplit('=').next().unwrap().parse().unwrap();
        assert_eq!(request.header("x-number"), Some((number + 1).to_string().as_str()));
    }
    assert_eq!(ids.len(), 60);
}

#[test]
fn rows_of_a_data_file_are_used_in_turn() {
    let server = Script::start(|_| ok());
    let world = World::new();
    world.write("work/users.csv", "name,city\nada,London\ngrace,\"New York\"\nkatherine,Hampton\n");
    world.write(
        "work/plan.yaml",
        &format!(
            "url: {}/{{{{ users.name }}}}?city={{{{ users.city | urlencode }}}}\ndata: {{users: users.csv}}\n",
            server.url("")
        ),
    );
    let file = world.work().join("plan.yaml");
    let report = run_plan(&plan([file.to_str().unwrap(), "-n", "9", "-c", "3", "--threads", "2"])).unwrap();
    assert_eq!(tally(&report), (9, 9, 0));
    for line in ["GET /ada?city=London", "GET /grace?city=New%20York", "GET /katherine?city=Hampton"] {
        assert_eq!(server.requests().iter().filter(|request| request.line() == line).count(), 3, "{line}");
    }
}

#[test]
fn a_template_that_cannot_be_rendered_fails_its_iteration_only() {
    let server = Script::start(|_| ok());
    let url = server.url("/{{ 12 // (iteration % 2) }}");
    let report = run_plan(&plan(["-n", "10", "-c", "2", &url])).unwrap();
    assert_eq!((tally(&report), faults(&report)), ((10, 5, 5), "template 5".to_owned()));
    assert!(!report.errors["template"].example.is_empty());
    assert_eq!(server.connections(), 2, "no reason to give up a connection");
}

#[test]
fn a_flat_plan_works_as_it_stands() {
    let server = Script::start(|_| ok());
    let text = format!(
        "url: {}\nmethod: POST\nrequests: 8\nconcurrency: 2\ntimeout: 5s\n\
         headers:\n  Content-Type: application/json\n  X-Run: nightly\n\
         body: '{{\"iteration\": {{{{.Iteration}}}}}}'\n",
        server.url("/api")
    );
    assert_eq!(tally(&play(&text, &[])), (8, 8, 0));
    assert_eq!(tally(&play(&text, &["-n", "3"])), (3, 3, 0), "a flag goes before the file");
    let requests = server.requests();
    assert!(requests.iter().all(|request| request.line() == "POST /api" && request.header("x-run") == Some("nightly")));
    let mut bodies: Vec<_> =
        requests[..8].iter().map(|request| String::from_utf8_lossy(&request.body).into_owned()).collect();
    bodies.sort();
    assert_eq!(bodies, (0..8).map(|number| format!("{{\"iteration\": {number}}}")).collect::<Vec<_>>());
}

#[test]
fn steps_may_go_to_different_servers() {
    let (one, two) = (Script::start(|_| ok()), Script::start(|_| ok()));
    let text = format!(
        "requests: 4\nconnections: 1\nsteps:\n- {{url: '{}'}}\n- {{url: '{}'}}\n",
        one.url("/a"),
        two.url("/b")
    );
    let report = play(&text, &[]);
    assert_eq!(tally(&report), (8, 8, 0));
    assert_eq!((one.requests().len(), two.requests().len()), (4, 4));
    assert_eq!((one.connections(), two.connections()), (1, 1), "each server's connection is kept");
}

#[test]
fn which_check_failed_is_told() {
    let server = Script::start(|request| match request.line() {
        "GET /login" => say("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"other\":\"x\"}"),
        _ => ok(),
    });
    let world = World::new();
    world.write(
        "work/plan.yaml",
        &format!(
            "url: {}\nrequests: 6\nconnections: 2\nsteps:\n\
             - {{name: front, url: /, check: [status==200, 'body contains \"yes\"', status==201]}}\n\
             - {{name: login, url: /login, check: [status==201], capture: {{token: $.token}}}}\n",
            server.url("")
        ),
    );
    let said = world.run("load plan.yaml --json");
    let report = conforming("load", &said.out);
    assert_eq!((&report["summary"]["failed_checks"], said.code), (&12.into(), Some(0)), "{said:?}");
    let counts = |step: usize| {
        let checks = report["steps"][step]["checks"].as_array().unwrap().iter();
        checks.map(|check| (check["expr"].as_str().unwrap(), check["failed"].as_u64().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(counts(0), [("status==200", 0), ("body contains \"yes\"", 6), ("status==201", 6)]);
    assert_eq!(counts(1)[0], ("status==201", 6));
    assert!(counts(1)[1].0.starts_with("capture token from ") && counts(1)[1].1 == 6, "{:?}", counts(1));
    assert_eq!(report["steps"][0]["failed_checks"], 6, "a reply that fails two checks is one");
    let said = world.run("load plan.yaml");
    for line in ["checks failed: 12", "    front: body contains \"yes\": 6", "    login: status==201: 6"] {
        assert!(said.out.contains(line), "{line}: {}", said.out);
    }
    assert!(!said.out.contains("status==200:"), "{}", said.out);
    let said = world.run("load plan.yaml --threshold login:checks>99%,front:checks<=0%");
    assert_eq!(said.code, Some(3), "{}", said.out);
}
