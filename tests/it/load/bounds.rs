//! Bad input of the greedy kind, words of other tools, and what must not be told.

use serde_json::Value;

use crate::support::cli::{Said, World, said};
use crate::support::origin::origin;
use crate::support::schema::conforming;
use crate::support::script::{Script, say};

fn load(world: &World, words: &[&str]) -> Said {
    said(world.toolbox().arg("load").args(words))
}

#[cfg(target_os = "linux")]
#[test]
fn endless_files_end() {
    let world = World::new();
    std::os::unix::fs::symlink("/dev/zero", world.work().join("plan.yaml")).unwrap();
    let url = "https://127.0.0.1:1/";
    for words in
        [&["-b", "@/dev/zero", url][..], &["-F", "a=@/dev/zero", url], &["plan.yaml"], &["--cacert", "/dev/zero", url]]
    {
        let said = load(&world, words);
        assert!(matches!(said.code, Some(1 | 2)) && said.err.contains("it is larger than "), "{words:?}: {said:?}");
    }
}

#[test]
fn absurd_numbers_are_refused() {
    let world = World::new();
    for words in [
        &["-c", "1000000000"][..],
        &["--http", "2", "--streams", "1000000000"],
        &["--http", "2", "-c", "1000", "--streams", "10000"],
        &["--threads", "5000", "-c", "5000"],
        &["-d", "99999999999h"],
    ] {
        let said = load(&world, &[words, &["http://127.0.0.1:1/"]].concat());
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{words:?}: {said:?}");
    }
}

#[test]
fn a_failure_is_a_document_where_results_are() {
    let world = World::new();
    for (words, kind, code) in [
        (&["--json", "http://127.0.0.1:1/"][..], "refused", 1),
        (&["--json", "--unknown"], "usage", 2),
        (&["--format", "jsonl", "-c", "0", "http://127.0.0.1:1/"], "usage", 2),
        (&["--json", "http://nosuch.invalid/"], "dns", 1),
    ] {
        let said = load(&world, words);
        let document: Value = serde_json::from_str(&said.out).unwrap();
        let error = &document["error"];
        assert_eq!((error["kind"].as_str(), error["exit_code"].as_i64()), (Some(kind), Some(code)), "{document}");
        assert_eq!(said.code.map(i64::from), Some(code));
        let message = error["message"].as_str().unwrap();
        assert!(said.err.starts_with(&format!("load: error: {message}")), "people read it as ever: {}", said.err);
    }
}

#[test]
fn words_of_other_tools_get_a_hint_or_a_warning() {
    let (world, origin) = (World::new(), origin());
    let url = origin.url("/");
    for (words, hint) in [
        (&["--latency"][..], "--latency: leave it out"),
        (&["-s", "x.lua"], "-s: there are no scripts"),
        (&["--no-tui"], "--no-tui: write --no-progress"),
        (&["--http2"], "--http2: write --http 2"),
        (&["--slo", "1"], "--slo: it belongs to load find; what a run must hold is --threshold"),
        (&["-d", "{\"a\": 1}", "-d", "2s"], "write -z 2s for the duration and -b for the body"),
        (&["-l"], "-l: leave it out"),
        (&["-targets=x"], "-targets: several requests stand as steps"),
        (&["-m", "100"], "--streams 100"),
    ] {
        let said = load(&world, &[words, &[&url]].concat());
        assert!(said.code == Some(2) && said.err.contains(hint), "{words:?}: {}", said.err);
    }
    assert_eq!(origin.stats().requests, 0);
    for (words, warning) in [
        (&["-t4"][..], "warning: -t 4 was taken for a timeout of 4s"),
        (&["-o", "csv"], "warning: -o csv was taken for a file"),
        (&["-k"], "warning: -k was taken for --insecure"),
        (&["-D", "30"], "warning: the body is `30`"),
        (&["-d", "30x"], "warning: -d 30x is no duration"),
    ] {
        let said = load(&world, &[words, &["-n", "2", &url]].concat());
        assert!(said.code == Some(0) && said.err.contains(warning), "{words:?}: {}", said.err);
    }
    for words in [&["--insecure=false"][..], &["-t", "4s"], &["-t", "4", "--threads", "1"], &["-b", "text"]] {
        let said = load(&world, &[words, &["-n", "2", &url]].concat());
        assert!(!said.err.contains("warning:"), "{words:?}: {}", said.err);
    }
}

/// A plan that holds secrets in everything that judges a reply, and gets them back in one that fails.
fn judged(url: &str) -> String {
    format!(
        "url: {url}\nthreshold: 'of ${{PW}}:count>1'\nsteps:\n\
         - name: of ${{PW}}\n  url: /\n  check: [\"body contains '${{PW}}'\", \"body ~ '${{PWD2}}'\"]\n  \
         capture: {{id: 'regex:${{PW}}=(.)'}}\n"
    )
}

#[test]
fn what_variables_hold_is_told_nowhere() {
    let (world, server) =
        (World::new(), Script::start(|_| say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").close()));
    let plan = format!(
        "url: {}\nvars: {{pw: '${{PW}}'}}\nheaders: {{X-Odd: '${{PW}}', Authorization: 'Bearer ${{PW}}'}}\n\
         steps:\n- {{url: '/${{PW}}/?q=${{PW}}&token=HUSH', body: {{user: a, password: HUSH, other: '${{PW}} {{{{ pw }}}}'}}}}\n",
        server.url("")
    );
    world.write("work/plan.yaml", &plan);
    for engine in ["raw", "hyper"] {
        let words = ["plan.yaml", "-n", "3", "-c", "1", "--json", "-vvv", "--html", "page.html", "--engine", engine];
        let said = said(world.toolbox().arg("load").args(words).env("PW", "HU\"SH-value"));
        assert_eq!(said.code, Some(0), "{said:?}");
        conforming("load", &said.out);
        let page = std::fs::read_to_string(world.work().join("page.html")).unwrap();
        for (place, text) in [("report", &said.out), ("page", &page), ("log", &said.err)] {
            assert!(!text.contains("HUSH") && !text.contains("SH-value"), "{place}: {text}");
        }
        let requests = said.err.lines().filter(|line| line.contains(" request id=")).count();
        let responses = said.err.lines().filter(|line| line.contains(" response id=")).count();
        assert_eq!((requests, responses), (3, 3), "{}", said.err);
        let ids = |line: &str| line.split(" id=").nth(1).and_then(|rest| rest.split(' ').next().map(str::to_owned));
        let told: Vec<_> = said.err.lines().filter(|line| line.contains(" sending id=")).filter_map(ids).collect();
        assert_eq!(told, ["1", "2", "3"], "{}", said.err);
        assert!(said.err.find(" request id=1") < said.err.find(" sending id=1"), "{}", said.err);
        assert!(
            ["starting", "connected", "closing the connection", "sending", "ended"]
                .iter()
                .all(|word| said.err.contains(word)),
            "{}",
            said.err
        );
    }
    world.write("work/judged.yaml", &judged(&server.url("")));
    let words = ["judged.yaml", "-n", "3", "-c", "1", "--json", "-vvv", "--html", "page.html"];
    let told = said(world.toolbox().arg("load").args(words).env("PW", "SH-value").env("PWD2", "SH-value-long"));
    let page = std::fs::read_to_string(world.work().join("page.html")).unwrap();
    for (place, text) in [("report", &told.out), ("page", &page), ("log", &told.err)] {
        assert!(!text.contains("SH-value") && !text.contains("***-long"), "{place}: {text}");
    }
    let report: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(report["thresholds"][0]["value"], Value::from(3.0), "found under the name that is told: {report}");
    assert_eq!(report["steps"][0]["checks"][0]["expr"], "body contains '***'");
    assert_eq!(report["plan"]["steps"][0]["checks"][1], r"body ~ '\*\*\*'");

    let echo = Script::start(|_| say("HTTP/1.1 302 Found\r\nLocation: mailto:SH-value\r\nContent-Length: 0\r\n\r\n"));
    world.write("work/echo.yaml", &format!("url: {}\nheaders: {{X-Odd: '${{PW}}'}}\n", echo.url("")));
    let words = ["echo.yaml", "-n", "1", "-c", "1", "-L", "3", "--json", "-vvv"];
    let told = said(world.toolbox().arg("load").args(words).env("PW", "SH-value"));
    assert!(told.err.contains("mailto:***"), "{}", told.err);
    assert!(!told.out.contains("SH-value") && !told.err.contains("SH-value"), "{told:?}");

    let said = said(world.toolbox().args(["load", "-n", "1", "http://me:HUSH@127.0.0.1:1/?token=HUSH"]));
    assert!(said.code == Some(1) && !said.err.contains("HUSH"), "{}", said.err);
}
