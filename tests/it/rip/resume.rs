//! Recordings that are cut short and go on.

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::{Script, say};

/// A server that says nothing about segments from `from` on until it is let go.
fn holding(count: u64, from: u64) -> (Script, Arc<AtomicBool>) {
    let free = Arc::new(AtomicBool::new(false));
    let freed = Arc::clone(&free);
    let server = serve(count, move |request| {
        let number = number(path(request))?;
        (number >= from && !freed.load(Ordering::SeqCst)).then(|| say("").hang())
    });
    (server, free)
}

/// How often each segment was asked for.
fn counts(server: &Script) -> HashMap<u64, u32> {
    let mut counts = HashMap::new();
    for number in asked(server).iter().filter_map(|path| number(path)) {
        *counts.entry(number).or_default() += 1;
    }
    counts
}

#[test]
fn a_killed_recording_goes_on_where_it_was() {
    let (server, free) = holding(12, 5);
    let world = World::new();
    let mut run = Running::start(&world, &server.url("/x.m3u8"), &[]);
    assert!(run.says("segment 4:"));
    run.child.kill().unwrap();
    run.child.wait().unwrap();
    assert_eq!(files(&world), ["x.ts.partial", "x.ts.rip"]);
    free.store(true, Ordering::SeqCst);
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(12));
    assert_eq!((&report["segments"], files(&world)), (&12.into(), vec!["x.ts".to_owned()]));
    let counts = counts(&server);
    assert!((0..4).all(|number| counts[&number] == 1), "what was there is not asked for again: {counts:?}");
    assert_eq!(counts[&4], 2, "but for the last one, which tells that it is the same stream");
    assert!(said.err.contains("from segment 6 on"), "{}", said.err);
}

#[test]
fn many_kills_at_any_moment_leave_the_recording_of_one_run() {
    // `tests/run --long` kills it a hundred times.
    let long = std::env::var_os("TOOLBOX_TEST_LONG").is_some();
    let (count, most) = if long { (600, 100_u64) } else { (60, 25) };
    let asked = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&asked);
    let server = serve(count, move |request| {
        number(path(request))?;
        seen.fetch_add(1, Ordering::SeqCst);
        None
    });
    let world = World::new();
    let mut kills = 0;
    for turn in 1..=most {
        let mut run = Running::start(&world, &server.url("/x.m3u8"), &["-c", "3"]);
        // After so many requests, wherever the segments are then.
        let until = asked.load(Ordering::SeqCst) + 1 + turn % 5;
        while asked.load(Ordering::SeqCst) < until && run.child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        run.child.kill().unwrap();
        kills += u32::from(run.child.wait().unwrap().code().is_none());
        if at(&world, "x.ts").exists() {
            break;
        }
        let part = fs::read(at(&world, "x.ts.partial")).unwrap_or_default();
        assert!(segments(count).starts_with(&part) || !part.len().is_multiple_of(7520), "never another order");
    }
    assert!(kills > if long { 99 } else { 5 }, "{kills}");
    if !at(&world, "x.ts").exists() {
        assert_eq!(record(&world, &server, &[]).1.code, Some(0));
    }
    assert!(recorded(&world) == segments(count));
}

#[test]
fn ctrl_c_keeps_what_there_is() {
    let free = Arc::new(AtomicBool::new(false));
    let freed = Arc::clone(&free);
    // Whoever is under way when the signal comes is waited for, so the server must answer at last.
    let server = serve(40, move |request| {
        let number = number(path(request))?;
        while number >= 3 && !freed.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        None
    });
    let world = World::new();
    let mut run = Running::start(&world, &server.url("/x.m3u8"), &["-c", "2"]);
    assert!(run.says("segment 2:"));
    run.signal("INT");
    assert!(run.says("stopping"));
    free.store(true, Ordering::SeqCst);
    let (report, code, _) = run.end();
    assert_eq!(
        (code, &report["tracks"][0]["end"], &report["tracks"][0]["partial"]),
        (Some(130), &"stopped".into(), &true.into())
    );
    let kept = report["segments"].as_u64().unwrap();
    assert!((3..8).contains(&kept), "what was under way is kept, nothing is begun: {kept}");
    assert_eq!(report["tracks"][0]["gaps"], serde_json::json!([]));
    assert!(fs::read(at(&world, "x.ts.partial")).unwrap() == segments(kept));
    assert_eq!(record(&world, &server, &[]).1.code, Some(0));
    assert!(recorded(&world) == segments(40));
}

#[test]
fn what_is_there_is_not_overwritten_unasked() {
    let (world, server) = (World::new(), serve(3, |_| None));
    fs::write(at(&world, "x.ts"), "mine").unwrap();
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("x.ts exists") && said.out.contains("--force"), "{}", said.out);
    assert_eq!(recorded(&world), b"mine");
    assert_eq!(record(&world, &server, &["-f"]).1.code, Some(0));
    assert!(recorded(&world) == segments(3));
}

#[test]
fn the_beginning_of_another_stream_is_not_continued() {
    let free = Arc::new(AtomicBool::new(false));
    let other = Arc::clone(&free);
    let server = serve(6, move |request| {
        let other = other.load(Ordering::SeqCst);
        match path(request) {
            "/x.m3u8" if other => Some(ok(playlist(6).replace("/0.ts", "/9.ts"))),
            "/2.ts" if !other => Some(say("").hang()),
            _ => None,
        }
    });
    let world = World::new();
    let mut run = Running::start(&world, &server.url("/x.m3u8"), &[]);
    assert!(run.says("segment 1:"));
    run.child.kill().unwrap();
    run.child.wait().unwrap();
    free.store(true, Ordering::SeqCst);
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("another stream"), "{}", said.out);
    assert!(fs::read(at(&world, "x.ts.partial")).unwrap() == segments(2), "it is left as it is");
    assert_eq!(record(&world, &server, &["--force"]).1.code, Some(0));
}

#[test]
fn two_runs_do_not_write_one_file() {
    let (world, server) = (World::new(), serve(5, |request| (path(request) == "/1.ts").then(|| say("").hang())));
    let mut run = Running::start(&world, &server.url("/x.m3u8"), &[]);
    assert!(run.says("segment 0:"));
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("is being recorded by another process"), "{}", said.out);
    run.child.kill().unwrap();
    run.child.wait().unwrap();
}

#[test]
fn a_full_disk_ends_it_and_what_there_is_goes_on_later() {
    let (world, server) = (World::new(), serve(30, |_| None));
    let url = server.url("/x.m3u8");
    let program = env!("CARGO_BIN_EXE_toolbox");
    // Blocks of 512 bytes: less than thirty segments of 7520 bytes, more than what is written to see whether there is room.
    let limited = format!("ulimit -f 200; exec {program} rip {url} -o x.ts --no-progress");
    let output = std::process::Command::new("sh").arg("-c").arg(limited).current_dir(world.work()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("cannot write"), "{said}");
    assert!(!at(&world, "x.ts").exists());
    assert_eq!(record(&world, &server, &[]).1.code, Some(0));
    assert!(recorded(&world) == segments(30));
}

#[test]
fn what_was_begun_in_place_of_a_file_goes_on_without_force_and_replaces_it() {
    for finish in [&["--finish"][..], &["--finish", "-f"], &[]] {
        let given = Arc::new(AtomicBool::new(false));
        let is_there = Arc::clone(&given);
        let server = serve(9, move |request| {
            (path(request) == "/4.ts" && !is_there.load(Ordering::SeqCst)).then(|| status("404 Not Found"))
        });
        let world = World::new();
        fs::write(at(&world, "x.ts"), "of another day").unwrap();
        let (_, said) = record(&world, &server, &["--force", "--retries", "0"]);
        assert_eq!(said.code, Some(3), "{said:?}");
        assert!(said.err.contains("The same command without --force asks for the 1 missing again"), "{}", said.err);
        assert!(recorded(&world) == b"of another day");
        given.store(true, Ordering::SeqCst);
        let (report, said) = record(&world, &server, finish);
        let whole = finish.is_empty();
        assert_eq!(
            (said.code, &report["tracks"][0]["end"]),
            (Some(if whole { 0 } else { 3 }), &"ended".into()),
            "{said:?}"
        );
        let rest: Vec<u8> = (0..9).filter(|number| whole || *number != 4).flat_map(segment).collect();
        assert!(recorded(&world) == rest);
        assert!(!said.err.contains("was not recorded") && files(&world) == ["x.ts"], "{said:?}");
    }
}

#[test]
fn what_is_finished_over_a_file_needs_force() {
    let server = serve(6, |request| (path(request) == "/4.ts").then(|| say("").hang()));
    let world = World::new();
    let mut run = Running::start(&world, &server.url("/x.m3u8"), &["-c", "1"]);
    assert!(run.says("segment 3:"));
    run.child.kill().unwrap();
    run.child.wait().unwrap();
    fs::write(at(&world, "x.ts"), "of another day").unwrap();
    let (_, said) = record(&world, &server, &["--finish"]);
    assert_eq!((said.code, said.err.contains("--force replaces it")), (Some(1), true), "{said:?}");
    let (_, said) = record(&world, &server, &["--finish", "--force"]);
    assert_eq!(said.code, Some(3), "{said:?}");
    assert!(recorded(&world) == segments(4));
}

#[test]
fn force_begins_anew_in_place_of_what_it_began_before() {
    let server = serve(9, |request| (path(request) == "/4.ts").then(|| status("404 Not Found")));
    let world = World::new();
    for _ in 0..2 {
        let (_, said) = record(&world, &server, &["--force", "--retries", "0"]);
        assert_eq!(said.code, Some(3), "{said:?}");
    }
    assert_eq!(asked(&server).iter().filter(|path| *path == "/0.ts").count(), 2);
}
