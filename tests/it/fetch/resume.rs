//! Interrupted downloads go on: after a signal, a kill, a torn state; and not where that would be wrong.

use std::fs;
use std::process::{Child, Stdio};
use std::time::Instant;

use super::{bytes, failure, fetch, names, noise, report, state_of};
use crate::support::cli::World;
use crate::support::script::{Request, Script, say};
use crate::support::wire::PATIENCE;

pub(super) const LENGTH: usize = 4 << 20;

/// Where the server stops until it is let go on.
pub(super) const STOP: usize = 1 << 20;

pub(super) fn answer(request: &Request, tag: &str, most: usize) -> Vec<u8> {
    let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap();
    let (start, end) = range.split_once('-').unwrap();
    let (start, end) =
        (start.parse::<usize>().unwrap(), end.parse().map_or(LENGTH, |end: usize| (end + 1).min(LENGTH)));
    let head = format!(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{}/{LENGTH}\r\nContent-Length: {}\r\n{tag}\r\n",
        end - 1,
        end - start
    );
    [head.as_bytes(), &noise(LENGTH)[start..end.min(start + most)]].concat()
}

/// A server whose first answer stops at [`STOP`]; all others are whole.
fn halting(tag: &'static str) -> Script {
    Script::start(move |request| {
        if request.header("range").unwrap().starts_with("bytes=0-") {
            say(answer(request, tag, STOP)).hang()
        } else {
            say(answer(request, tag, LENGTH))
        }
    })
}

/// A download that has got as far as the server lets it.
pub(super) fn halted(world: &World, words: &[&str]) -> Child {
    let mut command = world.toolbox();
    let command = command.args(["fetch", "--no-progress", "-w", "1", "-o", "file"]).args(words);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let state = state_of(&world.work().join("file"));
    let begin = Instant::now();
    let noted = format!("{STOP}]}}\n");
    while !fs::read_to_string(&state).unwrap_or_default().ends_with(&noted) {
        assert!(begin.elapsed() < PATIENCE, "{:?}", fs::read_to_string(&state));
        std::thread::yield_now();
    }
    child
}

fn signal(child: &Child, signal: rustix::process::Signal) {
    rustix::process::kill_process(rustix::process::Pid::from_child(child), signal).unwrap();
}

/// What is left to fetch is fetched, and nothing else.
#[track_caller]
fn goes_on(world: &World, url: &str) {
    let report = report(world, &format!("{url} -w 2 -o file"));
    assert!(bytes(world, "file") == noise(LENGTH));
    assert_eq!(
        (&report["resumed_bytes"], &report["fetched_bytes"]),
        (&STOP.into(), &(LENGTH - STOP).into()),
        "{report}"
    );
    assert_eq!(names(world), ["file"]);
}

#[test]
fn after_ctrl_c_the_same_call_goes_on() {
    let (server, world) = (halting("ETag: \"v\"\r\n"), World::new());
    let child = halted(&world, &[&server.url("/f")]);
    signal(&child, rustix::process::Signal::INT);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("stopped with 1.0 MiB of 4.0 MiB; the same call goes on"), "{out}");
    goes_on(&world, &server.url("/f"));
}

#[test]
fn after_a_kill_nothing_that_was_written_is_fetched_again() {
    let (server, world) = (halting("ETag: \"v\"\r\n"), World::new());
    killed(halted(&world, &[&server.url("/f")]));
    goes_on(&world, &server.url("/f"));
    let asked = server
        .requests()
        .iter()
        .filter_map(|request| request.header("if-range").map(str::to_owned))
        .collect::<Vec<_>>();
    assert!(!asked.is_empty() && asked.iter().all(|tag| tag == "\"v\""), "{asked:?}");
}

#[test]
fn it_may_be_stopped_any_number_of_times() {
    let world = World::new();
    // Each call gets a little further, and is killed then.
    for stop in 1..=5_usize {
        let server = Script::start(|request| {
            let reply = say(answer(request, "ETag: \"v\"\r\n", 400_000));
            if request.header("range").unwrap().ends_with('-') { reply.hang() } else { reply }
        });
        let mut command = world.toolbox();
        let command = command.args(["fetch", "--no-progress", "-w", "1", "-o", "file", &server.url("/f")]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (state, begin) = (state_of(&world.work().join("file")), Instant::now());
        let there = || fs::read_to_string(&state).unwrap_or_default().contains(&format!(",{}]}}\n", stop * 400_000));
        while !there() {
            assert!(begin.elapsed() < PATIENCE, "{:?}", fs::read_to_string(&state));
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let server = Script::start(|request| say(answer(request, "ETag: \"v\"\r\n", LENGTH)));
    let report = report(&world, &format!("{} -o file", server.url("/f")));
    assert!(bytes(&world, "file") == noise(LENGTH));
    assert_eq!(report["resumed_bytes"], 5 * 400_000, "{report}");
}

#[test]
fn a_second_process_is_refused() {
    let (server, world) = (halting("ETag: \"v\"\r\n"), World::new());
    let mut child = halted(&world, &[&server.url("/f")]);
    let error = failure(&world, &format!("{} -o file", server.url("/f")));
    assert!(error["message"].as_str().unwrap().contains("another process"), "{error}");
    child.kill().unwrap();
    child.wait().unwrap();
    goes_on(&world, &server.url("/f"));
}

pub(super) fn killed(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// A killed download of a file with this validator.
pub(super) fn interrupted(tag: &'static str) -> World {
    let (server, world) = (halting(tag), World::new());
    killed(halted(&world, &[&server.url("/f")]));
    world
}

#[test]
fn a_file_that_has_changed_is_not_gone_on_with() {
    let world = interrupted("ETag: \"v1\"\r\n");
    let server = Script::start(|request| say(answer(request, "ETag: \"v2\"\r\n", LENGTH)));
    let error = failure(&world, &format!("{} -o file", server.url("/f")));
    assert_eq!(error["kind"], "changed", "{error}");
    assert_eq!(names(&world), [".file.toolbox", "file"], "nothing is lost");
    let report = report(&world, &format!("{} -o file --fresh", server.url("/f")));
    assert_eq!((&report["resumed_bytes"], bytes(&world, "file").len()), (&0.into(), LENGTH));
}

#[test]
fn without_a_strong_validator_the_bytes_before_are_compared() {
    for tag in ["ETag: W/\"v\"\r\n", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n", ""] {
        let world = interrupted(tag);
        let same = Script::start(move |request| say(answer(request, tag, LENGTH)));
        let report = report(&world, &format!("{} -o file", same.url("/f")));
        assert!(bytes(&world, "file") == noise(LENGTH));
        assert_eq!(report["resumed_bytes"], STOP, "{tag}");
    }
    let world = interrupted("");
    let other = Script::start(|request| {
        let mut bytes = answer(request, "", LENGTH);
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        say(bytes)
    });
    let error = failure(&world, &format!("{} -o file", other.url("/f")));
    assert_eq!(error["kind"], "changed", "{error}");
}

#[test]
fn a_server_that_knows_no_parts_any_more_sends_all_of_it_again() {
    let world = interrupted("ETag: \"v\"\r\n");
    let server = Script::start(|_| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {LENGTH}\r\nETag: \"v\"\r\n\r\n");
        say([head.as_bytes(), &noise(LENGTH)].concat())
    });
    let report = report(&world, &format!("{} -o file", server.url("/f")));
    assert!(bytes(&world, "file") == noise(LENGTH));
    assert_eq!(report["fetched_bytes"], LENGTH);
}

#[test]
fn a_state_of_no_use_is_an_error_with_a_way_out() {
    let (server, world) = (Script::start(|request| say(answer(request, "ETag: \"v\"\r\n", LENGTH))), World::new());
    let url = server.url("/f");
    for (state, says) in [
        ("{\"toolbox_fetch_state\":1,\"url\":", "damaged"),
        ("{\"toolbox_fetch_state\":9}\n", "format 9"),
        ("PK", "not the state"),
    ] {
        world.write("work/file", "old");
        world.write("work/.file.toolbox", state);
        let error = failure(&world, &format!("{url} -o file"));
        assert_eq!(error["kind"], "state");
        assert!(error["message"].as_str().unwrap().contains(says) && !error["hint"].is_null(), "{error}");
        assert_eq!(bytes(&world, "file"), b"old");
    }
    // What is no state of ours gives no file away.
    assert_eq!(failure(&world, &format!("{url} -o file --fresh"))["kind"], "state");
    assert_eq!((bytes(&world, "file"), bytes(&world, ".file.toolbox")), (b"old".to_vec(), b"PK".to_vec()));
    world.write("work/.file.toolbox", "{\"toolbox_fetch_state\":1,\"url\":");
    assert_eq!(fetch(&world, &format!("{url} -o file --fresh")).code, Some(0));
    assert!(bytes(&world, "file") == noise(LENGTH));
    assert_eq!(names(&world), ["file"]);
}

#[test]
fn a_state_without_its_file_is_none() {
    let world = interrupted("ETag: \"v\"\r\n");
    fs::remove_file(world.work().join("file")).unwrap();
    let server = Script::start(|request| say(answer(request, "ETag: \"v\"\r\n", LENGTH)));
    assert_eq!(report(&world, &format!("{} -o file", server.url("/f")))["resumed_bytes"], 0);
    assert_eq!(names(&world), ["file"]);
}

#[test]
fn another_part_of_the_same_file_is_another_download() {
    let world = interrupted("ETag: \"v\"\r\n");
    let server = Script::start(|request| say(answer(request, "ETag: \"v\"\r\n", LENGTH)));
    assert_eq!(failure(&world, &format!("{} -o file --range-start 5", server.url("/f")))["kind"], "state");
}

#[test]
fn each_mirror_is_held_to_what_it_said_before() {
    // Whatever it is asked for, it stops after a while.
    let serve = |tag: &'static str, most| {
        Script::start(move |request| {
            let reply = say(answer(request, tag, most));
            if most < LENGTH { reply.hang() } else { reply }
        })
    };
    let (one, two, world) = (serve("ETag: \"one\"\r\n", 300_000), serve("ETag: \"two\"\r\n", 300_000), World::new());
    let mut command = world.toolbox();
    let command = command.args(["fetch", "--no-progress", "-w", "2", "--timeout", "1h", "-o", "file"]);
    let child = command.args([&one.url("/f"), "--mirror", &two.url("/f")]).stdout(Stdio::piped()).spawn().unwrap();
    let state = state_of(&world.work().join("file"));
    let begin = Instant::now();
    // A line about bytes behind the first answer is of the second place.
    let is_behind = |line: &str| {
        let rest = line.strip_prefix("{\"done\":[").and_then(|rest| rest.split(',').next());
        rest.and_then(|start| start.parse().ok()).is_some_and(|start: usize| start > 1_000_000)
    };
    while !fs::read_to_string(&state).unwrap_or_default().lines().any(is_behind) {
        assert!(begin.elapsed() < PATIENCE, "{:?}", fs::read_to_string(&state));
        std::thread::yield_now();
    }
    signal(&child, rustix::process::Signal::INT);
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(130));
    let saved = fs::read_to_string(&state).unwrap();
    assert!(saved.contains("\\\"one\\\"") && saved.contains("\\\"two\\\""), "{saved}");
    // Both have moved. One has the same file, the other a new one, which is not mixed in.
    let (same, other) = (serve("ETag: \"two\"\r\n", LENGTH), serve("ETag: \"new\"\r\n", LENGTH));
    fs::write(&state, saved.replace(&one.url("/f"), &other.url("/f")).replace(&two.url("/f"), &same.url("/f")))
        .unwrap();
    let report = report(&world, &format!("{} --mirror {} -w 2 -o file", other.url("/f"), same.url("/f")));
    assert!(bytes(&world, "file") == noise(LENGTH), "{report}");
    assert!(report["resumed_bytes"].as_u64().unwrap() > 0 && !same.requests().is_empty(), "{report}");
    let conditions: Vec<_> =
        same.requests().iter().map(|request| request.header("if-range").map(str::to_owned)).collect();
    assert!(conditions.iter().all(|tag| tag.as_deref() == Some("\"two\"")), "{conditions:?}");
}
