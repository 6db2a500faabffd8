//! What is not of the recording: other streams, other people's files, folders that are not there.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::{Script, say};

/// Two streams whose playlists and segments have the same names, in folders or told apart by a query.
fn twins(held: &Arc<AtomicBool>) -> Script {
    let held = Arc::clone(held);
    Script::start(move |request| {
        let path = path(request);
        let list = |folder: &str| ok(playlist(6).replace("\n/", &format!("\n{folder}/")));
        match path {
            "/a/x.m3u8" | "/x.m3u8?id=1" => list("/a"),
            "/b/x.m3u8" | "/x.m3u8?id=2" => list("/b"),
            "/a/3.ts" if held.load(Ordering::SeqCst) => say("").hang(),
            _ => match (number(&path[2..]), path.starts_with("/a")) {
                (Some(number), true) => ok(segment(number)),
                (Some(number), false) => ok(segment(100 + number)),
                _ => status("404 Not Found"),
            },
        }
    })
}

#[test]
fn a_stream_of_the_same_names_does_not_continue_another() {
    for (one, other) in [("/a/x.m3u8", "/b/x.m3u8"), ("/x.m3u8?id=1", "/x.m3u8?id=2")] {
        let held = Arc::new(AtomicBool::new(true));
        let (world, server) = (World::new(), twins(&held));
        let mut run = Running::start(&world, &server.url(one), &["-c", "1"]);
        assert!(run.says("segment 2:"));
        run.child.kill().unwrap();
        run.child.wait().unwrap();
        held.store(false, Ordering::SeqCst);
        let said = rip(&world, &[&server.url(other), "-o", "x.ts"]);
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.err.contains("another stream") && said.err.contains("--force"), "{}", said.err);
        assert!(fs::read(at(&world, "x.ts.partial")).unwrap() == segments(3), "it is left as it is");
        // Tokens and folders may change as they like.
        let said = rip(&world, &[&server.url("/a/x.m3u8"), "-o", "x.ts"]);
        assert_eq!(said.code, Some(0), "{said:?}");
        assert!(recorded(&world) == segments(6));
    }
}

#[test]
fn files_that_are_not_ours_are_refused_and_stay() {
    let (world, server) = (World::new(), serve(3, |_| None));
    for (name, hint) in [("x.ts.partial", "move it away"), ("x.ts.rip", "move it away")] {
        fs::write(at(&world, name), "mine").unwrap();
        let (_, said) = record(&world, &server, &[]);
        assert_eq!(said.code, Some(1), "{name}");
        assert!(said.out.contains(name) && said.out.contains(hint), "{}", said.out);
        assert_eq!((files(&world), fs::read(at(&world, name)).unwrap()), (vec![name.to_owned()], b"mine".to_vec()));
        fs::remove_file(at(&world, name)).unwrap();
    }
    assert_eq!(server.requests().iter().filter(|request| number(path(request)).is_some()).count(), 0);
}

#[test]
fn force_replaces_nothing_before_something_has_come() {
    let server = serve(3, |request| (path(request) == "/gone.m3u8").then(|| ok(playlist(2).replace("\n/", "\n/no"))));
    let world = World::new();
    fs::write(at(&world, "x.ts.partial"), "hours of work").unwrap();
    fs::write(at(&world, "x.ts.rip"), "its journal").unwrap();
    let said = rip(&world, &[&server.url("/gone.m3u8"), "-o", "x.ts", "-f", "--retries", "0"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert_eq!(fs::read(at(&world, "x.ts.partial")).unwrap(), b"hours of work");
    assert_eq!(fs::read(at(&world, "x.ts.rip")).unwrap(), b"its journal");
    assert_eq!(record(&world, &server, &["-f"]).1.code, Some(0));
    assert_eq!(files(&world), ["x.ts"]);
    assert!(recorded(&world) == segments(3));
}

#[test]
fn a_file_that_appears_meanwhile_is_not_replaced() {
    let world = World::new();
    let theirs = at(&world, "x.ts");
    let server = serve(3, move |request| {
        if path(request) == "/1.ts" {
            fs::write(&theirs, "mine").unwrap();
        }
        None
    });
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.out.contains("made by somebody else") && said.out.contains("move that file away"), "{}", said.out);
    assert_eq!(recorded(&world), b"mine");
    assert!(fs::read(at(&world, "x.ts.partial")).unwrap() == segments(3));
    fs::rename(at(&world, "x.ts"), at(&world, "theirs")).unwrap();
    let server = serve(3, |_| None);
    assert_eq!(record(&world, &server, &[]).1.code, Some(0));
    assert!(recorded(&world) == segments(3));
}

#[test]
fn a_folder_is_made_where_the_name_says_so_and_missed_before_anything_is_fetched() {
    let (world, server) = (World::new(), serve(3, |_| None));
    let said = rip(&world, &[&server.url("/x.m3u8"), "-o", "new/deep/"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(fs::read(at(&world, "new/deep/x.ts")).unwrap() == segments(3));
    let before = server.requests().len();
    let said = rip(&world, &[&server.url("/x.m3u8"), "-o", "no/such.ts"]);
    assert_eq!((said.code, server.requests().len()), (Some(1), before + 1), "{said:?}");
    assert!(said.err.contains("make its folder first"), "{}", said.err);
}

#[test]
fn segments_that_were_missing_are_put_into_their_places_later() {
    let back = Arc::new(AtomicBool::new(false));
    let is_back = Arc::clone(&back);
    let server = serve(8, move |request| match number(path(request)) {
        Some(2 | 3) if !is_back.load(Ordering::SeqCst) => Some(status("404 Not Found")),
        Some(5 | 7) if !is_back.load(Ordering::SeqCst) => Some(status("403 Forbidden")),
        _ => None,
    });
    let world = World::new();
    for turn in 0..2 {
        let (report, said) = record(&world, &server, &["--retries", "0"]);
        assert_eq!((said.code, &report["missing_segments"]), (Some(3), &4.into()), "{turn} {said:?}");
        assert!(said.err.contains("asks for the 4 missing again; --accept-gaps"), "{}", said.err);
        assert_eq!(files(&world), ["x.ts.partial", "x.ts.rip"]);
    }
    let rest: Vec<u8> = [0, 1, 4, 6].into_iter().flat_map(segment).collect();
    assert!(fs::read(at(&world, "x.ts.partial")).unwrap() == rest);
    back.store(true, Ordering::SeqCst);
    let before = server.requests().len();
    let (report, said) = record(&world, &server, &[]);
    assert_eq!((said.code, &report["missing_segments"], &report["segments"]), (Some(0), &0.into(), &8.into()));
    assert!(recorded(&world) == segments(8));
    assert_eq!(files(&world), ["x.ts"]);
    assert_eq!(server.requests().len() - before, 6, "the playlist, the last one again, and what was missing");
}

#[test]
fn what_a_kill_left_behind_the_end_is_tidied_up() {
    let (world, server) = (World::new(), serve(3, |_| None));
    assert_eq!(record(&world, &server, &[]).1.code, Some(0));
    // As a kill between the two steps leaves it.
    let length = recorded(&world).len();
    let journal = format!(
        "{{\"is\":\"recording\",\"format\":1,\"stream\":\"x.m3u8\"}}\n\
         {{\"is\":\"segment\",\"sequence\":0,\"name\":1,\"duration_ns\":1,\"at\":0,\"bytes\":{length},\"crc\":0}}\n"
    );
    fs::write(at(&world, "x.ts.rip"), &journal).unwrap();
    let (_, said) = record(&world, &server, &[]);
    assert!(said.out.contains("x.ts exists"), "{said:?}");
    assert_eq!(files(&world), ["x.ts"]);
    fs::write(at(&world, "x.ts"), "another").unwrap();
    fs::write(at(&world, "x.ts.rip"), &journal).unwrap();
    record(&world, &server, &[]);
    assert_eq!(files(&world), ["x.ts", "x.ts.rip"], "that is not its journal");
}

#[test]
fn what_was_recorded_of_a_stream_that_is_gone_is_finished_without_it() {
    let gone = Arc::new(AtomicBool::new(false));
    let is_gone = Arc::clone(&gone);
    let server = serve(6, move |request| {
        if is_gone.load(Ordering::SeqCst) {
            return Some(status("404 Not Found"));
        }
        (path(request) == "/4.ts").then(|| say("").hang())
    });
    let world = World::new();
    let mut run = Running::start(&world, &server.url("/x.m3u8"), &["-c", "1"]);
    assert!(run.says("segment 3:"));
    run.child.kill().unwrap();
    run.child.wait().unwrap();
    gone.store(true, Ordering::SeqCst);
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("x.ts.partial holds what was recorded: --finish makes x.ts of it"), "{}", said.err);
    let before = server.requests().len();
    let (report, said) = record(&world, &server, &["--finish"]);
    assert_eq!((said.code, &report["segments"]), (Some(3), &4.into()), "{said:?}");
    assert_eq!((files(&world), server.requests().len()), (vec!["x.ts".to_owned()], before));
    assert!(recorded(&world) == segments(4));
    let said = rip(&world, &[&server.url("/y.m3u8"), "-o", "y.ts", "--finish"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("no y.ts.rip"), "{}", said.err);
}

#[test]
fn a_stop_does_not_wait_for_a_server_that_is_silent() {
    let server = serve(6, |request| (path(request) == "/2.ts").then(|| say("").hang()));
    let world = World::new();
    let mut run = Running::start(&world, &server.url("/x.m3u8"), &["-c", "1", "--timeout", "1h"]);
    assert!(run.says("segment 1:"));
    run.signal("INT");
    let (report, code, _) = run.end();
    assert_eq!((code, &report["segments"]), (Some(130), &2.into()), "and it ended at all");
    assert!(fs::read(at(&world, "x.ts.partial")).unwrap() == segments(2));
}
