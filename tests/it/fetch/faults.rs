//! Servers that break, stall, lie or change their mind: the file is right, or there is an error.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{bytes, failure, names, noise, report};
use crate::support::cli::World;
use crate::support::origin::origin;
use crate::support::script::{Reply, Request, Script, say};

const LENGTH: usize = 3 << 20;

/// What a request asks for.
fn wanted(request: &Request) -> (usize, usize) {
    let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap();
    let (start, end) = range.split_once('-').unwrap();
    (start.parse().unwrap(), end.parse().map_or(LENGTH, |end: usize| (end + 1).min(LENGTH)))
}

/// The head of a good answer to a request for a part.
fn head(start: usize, end: usize, tag: &str) -> String {
    format!(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{}/{LENGTH}\r\nContent-Length: {}\r\nETag: {tag}\r\n\r\n",
        end - 1,
        end - start
    )
}

/// A good answer.
fn part(request: &Request) -> Reply {
    let (start, end) = wanted(request);
    say([head(start, end, "\"v\"").as_bytes(), &noise(LENGTH)[start..end]].concat())
}

/// The front of a good answer.
fn front(request: &Request, bytes: usize) -> Reply {
    let (start, end) = wanted(request);
    let cut = end.min(start + bytes);
    say([head(start, end, "\"v\"").as_bytes(), &noise(LENGTH)[start..cut]].concat())
}

#[track_caller]
fn whole(world: &World, line: &str) -> serde_json::Value {
    let report = report(world, &format!("{line} -o file"));
    assert!(bytes(world, "file") == noise(LENGTH));
    assert_eq!(names(world), ["file"]);
    report
}

#[test]
fn connections_that_are_cut_again_and_again_are_made_again() {
    for workers in [1, 3] {
        let server = Script::start(|request| front(request, 400_000).close());
        let report = whole(&World::new(), &format!("{} -w {workers}", server.url("/f")));
        // How often depends on who happens to take which part.
        assert!(report["retries"].as_u64().unwrap() >= 1, "{report}");
        assert!(report["fetched_bytes"].as_u64().unwrap() <= LENGTH as u64 * 11 / 10, "{report}");
    }
}

#[test]
fn a_reset_in_the_middle_costs_no_more_than_what_was_on_its_way() {
    let server = Script::start(|request| front(request, 900_000).reset());
    whole(&World::new(), &format!("{} -w 2", server.url("/f")));
}

#[test]
fn who_stalls_is_given_up() {
    let server =
        Script::start(|request| if wanted(request).0 == 0 { front(request, 700_000).hang() } else { part(request) });
    let report = whole(&World::new(), &format!("{} -w 1 --timeout 300ms", server.url("/f")));
    assert_eq!(report["retries"], 1);
}

#[test]
fn the_others_take_over_from_who_stalls() {
    let server =
        Script::start(|request| if wanted(request).0 == 0 { front(request, 100_000).hang() } else { part(request) });
    // The patience of a connection is far beyond that of a test; without help it would not end.
    let report = whole(&World::new(), &format!("{} -w 3 --timeout 1h", server.url("/f")));
    assert!(report["steals"].as_u64().unwrap() + report["hedges"].as_u64().unwrap() > 0, "{report}");
}

#[test]
fn servers_that_are_busy_are_asked_again() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/flaky/2?key=busy&status=503");
    assert_eq!(report(&world, &format!("{url} -o file"))["ending"], "done");
    let server = Script::start(|request| match request.number {
        // Each connection is refused once.
        0 => say("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 4\r\n\r\nbusy").close(),
        _ => part(request),
    });
    let kind = failure(&world, &format!("{} -o refused --retries 1", server.url("/f")))["kind"].clone();
    assert_eq!((kind, names(&world)), ("limit".into(), vec!["file".to_owned()]));
}

#[test]
fn a_link_that_a_redirect_signs_is_fetched_anew_when_it_has_expired() {
    // Each visit to the front door makes a link, which is good for one answer.
    let doors = AtomicUsize::new(0);
    let used = Mutex::new(HashSet::new());
    let server = Script::start(move |request| {
        let path = request.line().trim_start_matches("GET ").to_owned();
        if path == "/f" {
            let number = doors.fetch_add(1, Ordering::Relaxed);
            return say(format!("HTTP/1.1 302 Found\r\nLocation: /signed/{number}\r\nContent-Length: 0\r\n\r\n"));
        }
        if used.lock().unwrap().insert(path) {
            return part(request);
        }
        say("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    });
    let report = whole(&World::new(), &format!("{} -w 2 --max-range 500KB", server.url("/f")));
    assert!(report["requests"].as_u64().unwrap() >= 6, "{report}");
}

#[test]
fn who_is_asked_to_wait_says_how_long() {
    let asked = AtomicUsize::new(0);
    let server = Script::start(move |request| match asked.fetch_add(1, Ordering::Relaxed) {
        0 => say("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"),
        _ => part(request),
    });
    let world = World::new();
    let said = super::fetch(&world, &format!("-vv -w 1 {} -o file", server.url("/f")));
    let pause = said.err.split("pause_ms=").nth(1).and_then(|rest| rest.split_whitespace().next());
    let pause: u64 = pause.unwrap_or_else(|| panic!("{}", said.err)).parse().unwrap();
    assert!((1000..5000).contains(&pause), "{}", said.err);
    // Longer than anybody waits.
    let server =
        Script::start(|_| say("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n"));
    let error = failure(&world, &format!("{} -o other", server.url("/f")));
    assert!(error["hint"].as_str().unwrap_or_default().contains("1d00h"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn nobody_is_called_for_long_who_never_was_there() {
    let world = World::new();
    let said = super::fetch(&world, "--progress json http://127.0.0.1:1/file -o file");
    assert_eq!((said.code, names(&world)), (Some(1), vec![]), "{}", said.err);
    assert!(
        said.err.contains("refused") && said.err.contains("\"failed\"") && said.err.contains("\"retries\":2}"),
        "{}",
        said.err
    );
    let said = super::fetch(&world, "--progress json http://127.0.0.1:1/file -o file --retries 0");
    assert!(said.err.contains("\"retries\":0}") && !said.err.contains("\"retries\":1}"), "{}", said.err);
}

#[test]
fn too_many_connections_become_fewer() {
    // One at a time: whoever comes beside another is sent away, and may come when that one has gone.
    let server = Script::start(|request| match wanted(request).0 {
        0 => front(request, LENGTH),
        _ if request.number == 0 && request.open > 1 => {
            say("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n").close()
        }
        _ => part(request),
    });
    let world = World::new();
    let report = report(&world, &format!("{} -w 4 -o file", server.url("/f")));
    assert!(bytes(&world, "file") == noise(LENGTH), "{report}");
}

#[test]
fn another_part_than_asked_for_is_not_written() {
    let server = Script::start(|request| {
        let (start, end) = wanted(request);
        let lie = if start == 0 { 1 } else { start };
        say([head(lie, end, "\"v\"").as_bytes(), &noise(LENGTH)[lie..end]].concat())
    });
    let world = World::new();
    let error = failure(&world, &format!("{} -o file --retries 0", server.url("/f")));
    assert_eq!((&error["kind"], names(&world).len()), (&"range".into(), 0), "{error}");
}

#[test]
fn a_server_that_keeps_sending_other_bytes_is_asked_three_times() {
    let server = Script::start(|request| {
        let (_, end) = wanted(request);
        say([head(1, end, "\"v\"").as_bytes(), &noise(LENGTH)[1..end]].concat())
    });
    let world = World::new();
    let error = failure(&world, &format!("{} -o file", server.url("/f")));
    assert_eq!((&error["kind"], server.requests().len()), (&"range".into(), 3), "{error}");
    assert!(error["hint"].as_str().unwrap().contains("--max-range"), "{error}");
    // The first part is right, and then it lies.
    let server = Script::start(|request| match wanted(request) {
        (0, _) => front(request, 400_000).close(),
        (start, end) => say([head(start - 1, end, "\"v\"").as_bytes(), &noise(LENGTH)[start - 1..end]].concat()),
    });
    let error = failure(&world, &format!("{} -w 1 -o file", server.url("/f")));
    assert_eq!((&error["kind"], server.requests().len()), (&"range".into(), 4), "{error}");
}

#[test]
fn who_drips_is_as_bad_as_who_is_silent() {
    let (origin, world) = (origin(), World::new());
    let drip = origin.url("/slow?bytes=100000&bps=200");
    let error = failure(&world, &format!("{drip} -o file --timeout 500ms --retries 0"));
    assert!(error["kind"] == "network" && error["message"].as_str().unwrap().contains("only"), "{error}");
    let mut command = world.toolbox();
    command.args(["fetch", &drip, "-o", "-", "--timeout", "500ms", "--retries", "0"]);
    let output = command.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && told.contains("only"), "{told}");
}

#[test]
fn a_file_that_changes_meanwhile_is_an_error_and_never_a_mixture() {
    let server = Script::start(|request| {
        let (start, end) = wanted(request);
        let tag = if start == 0 { "\"v1\"" } else { "\"v2\"" };
        say([head(start, end, tag).as_bytes(), &noise(LENGTH)[start..end.min(start + 500_000)]].concat()).close()
    });
    let world = World::new();
    let error = failure(&world, &format!("{} -o file", server.url("/f")));
    assert_eq!(error["kind"], "changed", "{error}");
    assert!(error["hint"].as_str().unwrap().contains("--fresh"));
}

#[test]
fn parts_of_a_file_whose_size_nobody_tells_are_asked_for_until_there_is_none() {
    for (workers, most) in [(1, LENGTH), (4, LENGTH), (1, 1_000_000), (4, 1 << 20)] {
        let server = Script::start(move |request| {
            let (start, end) = wanted(request);
            let end = end.min(start + most);
            if start >= LENGTH {
                return say(format!(
                    "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */{LENGTH}\r\nContent-Length: 0\r\n\r\n"
                ));
            }
            let head = head(start, end, "\"v\"").replace(&format!("/{LENGTH}"), "/*");
            say([head.as_bytes(), &noise(LENGTH)[start..end]].concat())
        });
        let report = whole(&World::new(), &format!("{} -w {workers}", server.url("/f")));
        assert_eq!(report["size_bytes"], LENGTH, "{report}");
    }
}

#[test]
fn a_packed_answer_is_refused() {
    let server = Script::start(|_| say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx"));
    let world = World::new();
    assert_eq!(failure(&world, &format!("{} -o file", server.url("/f")))["kind"], "protocol");
    let asked = server.requests();
    assert_eq!((asked[0].header("accept-encoding"), names(&world).len()), (Some("identity"), 0));
}

#[test]
fn all_of_it_in_place_of_a_part_leaves_one_connection_at_work() {
    // It claims to know parts, and sends everything whatever is asked for.
    let server = Script::start(|_| {
        let head =
            format!("HTTP/1.1 200 OK\r\nAccept-Ranges: bytes\r\nContent-Length: {LENGTH}\r\nETag: \"v\"\r\n\r\n");
        say([head.as_bytes(), &noise(LENGTH)].concat())
    });
    whole(&World::new(), &format!("{} -w 4", server.url("/f")));
}

#[test]
fn what_is_no_http_is_an_error() {
    let (origin, world) = (origin(), World::new());
    for (fault, kind) in [
        ("garbage", "protocol"),
        ("two-lengths", "protocol"),
        ("bad-chunk", "protocol"),
        ("short-chunk", "network"),
        ("truncate", "network"),
        ("close", "network"),
        ("reset", "network"),
        ("half-head", "network"),
    ] {
        let line = format!("{} -o file --retries 0", origin.url(&format!("/fault/{fault}")));
        assert_eq!(failure(&world, &line)["kind"], kind, "{fault}");
        assert!(
            !names(&world).contains(&"file".to_owned()) || matches!(fault, "truncate" | "bad-chunk" | "short-chunk"),
            "{fault}"
        );
        for name in names(&world) {
            std::fs::remove_file(world.work().join(name)).unwrap();
        }
    }
}

#[test]
fn a_server_without_ranges_that_always_cuts_is_not_asked_for_ever() {
    for head in ["Content-Length: 100\r\n\r\n12345", "Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"] {
        let server = Script::start(move |_| say(format!("HTTP/1.1 200 OK\r\n{head}")).close());
        let world = World::new();
        failure(&world, &format!("{} -o file --retries 2", server.url("/f")));
        assert_eq!(server.requests().len(), 3, "{head}");
    }
}
