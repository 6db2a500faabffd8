//! Recordings that are stopped where nothing moves, and ones that were cut short and are not gone on with.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::say;

#[test]
fn a_playlist_that_does_not_come_is_not_waited_for() {
    let server = serve(3, |request| (path(request) == "/x.m3u8").then(|| say("").hang()));
    let world = World::new();
    let run = Running::start(&world, &server.url("/x.m3u8"), &["--timeout", "1h"]);
    while server.requests().is_empty() {
        std::thread::yield_now();
    }
    run.signal("TERM");
    let (_, code, said) = run.end();
    assert_eq!(code, Some(143), "{said}");
    assert!(said.contains("stopped before anything was recorded"), "{said}");
    assert!(files(&world).is_empty());
}

#[test]
fn a_reader_that_stands_still_is_not_waited_for() {
    let large = |number| segment(number).repeat(50);
    let server = serve(40, move |request| number(path(request)).map(|number| ok(large(number))));
    let world = World::new();
    let mut command = world.toolbox();
    command.args(["rip", &server.url("/x.m3u8"), "-v", "-o", "-", "--no-progress"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    // More than a pipe holds is under way then.
    let mut begin = [0; 1000];
    child.stdout.as_mut().unwrap().read_exact(&mut begin).unwrap();
    let kill = format!("kill -TERM {}", child.id());
    assert!(std::process::Command::new("sh").arg("-c").arg(kill).status().unwrap().success());
    assert!(said.any(|line| line.contains("the reader of the recording does not read on")));
    assert_eq!(child.wait().unwrap().code(), Some(143));
}

/// A live stream of six segments that does not end.
fn endless() -> String {
    playlist(6).replace("#EXT-X-ENDLIST\n", "")
}

#[test]
fn what_came_of_a_live_stream_behind_one_that_did_not_is_kept() {
    let server = serve(6, |request| match path(request) {
        "/x.m3u8" => Some(ok(endless())),
        "/2.ts" | "/5.ts" => Some(say("").hang()),
        _ => None,
    });
    let world = World::new();
    let mut run = Running::start(&world, &server.url("/x.m3u8"), &["--timeout", "1h", "-c", "6"]);
    assert!(run.says("segment 1:"));
    let all = |count: &[String]| (0..6).all(|number| count.contains(&format!("/{number}.ts")));
    while !all(&asked(&server)) {
        std::thread::yield_now();
    }
    run.signal("INT");
    let (report, code, said) = run.end();
    assert_eq!(code, Some(3), "{said}");
    let gaps = report["tracks"][0]["gaps"].as_array().unwrap();
    assert_eq!((gaps.len(), &gaps[0]["sequence"]), (1, &2.into()), "and none for what would have come last: {report}");
    assert_eq!(gaps[0]["reason"], "the recording was stopped before it came");
    let whole: Vec<u8> = [0, 1, 3, 4].into_iter().flat_map(segment).collect();
    assert!(recorded(&world) == whole);
}

#[test]
fn a_live_stream_outlives_an_initialisation_that_cannot_be_had() {
    let boxes = |kind: &str, byte: u8| [&12_u32.to_be_bytes()[..], kind.as_bytes(), &[byte; 4]].concat();
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MAP:URI=\"/i1\"\n#EXTINF:1,\n/m1\n\
        #EXT-X-MAP:URI=\"/i2\"\n#EXTINF:1,\n/m2\n#EXTINF:1,\n/m3\n";
    let (tries, copies) = (Arc::new(AtomicU32::new(0)), AtomicU32::new(0));
    let server = serve(0, move |request| match path(request) {
        "/x.m3u8" => {
            let more =
                if copies.fetch_add(1, Ordering::SeqCst) == 0 { "" } else { "#EXTINF:1,\n/m4\n#EXT-X-ENDLIST\n" };
            Some(ok([text, more].concat()))
        }
        "/i1" => Some(ok(boxes("ftyp", 1))),
        "/i2" if tries.fetch_add(1, Ordering::SeqCst) < 2 => {
            Some(say("HTTP/1.1 200 OK\r\nContent-Length: 600000000\r\n\r\n").hang())
        }
        "/i2" => Some(ok(boxes("ftyp", 2))),
        path => Some(ok(boxes("moof", path.as_bytes()[2]))),
    });
    let world = World::new();
    let words = [&server.url("/x.m3u8"), "-o", "x.mp4", "--container", "fmp4", "--json", "-c", "1", "--retries", "0"];
    let said = rip(&world, &words);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{said:?}"));
    assert_eq!(said.code, Some(3), "{said:?}");
    assert_eq!(report["tracks"][0]["gaps"][0]["sequence"], 1, "{report}");
    let whole = [boxes("ftyp", 1), boxes("moof", b'1'), boxes("ftyp", 2), boxes("moof", b'3'), boxes("moof", b'4')];
    assert_eq!(std::fs::read(at(&world, "x.mp4")).unwrap(), whole.concat(), "{report}");
}

#[test]
fn what_is_finished_without_its_end_is_not_called_whole() {
    let server = serve(6, |request| (path(request) == "/4.ts").then(|| say("").hang()));
    let world = World::new();
    let mut run = Running::start(&world, &server.url("/x.m3u8"), &["-c", "1"]);
    assert!(run.says("segment 3:"));
    run.child.kill().unwrap();
    run.child.wait().unwrap();
    for name in ["x.en.vtt", "xy.ts"] {
        std::fs::write(at(&world, &format!("{name}.rip")), "another").unwrap();
    }
    let (report, said) = record(&world, &server, &["--finish"]);
    assert_eq!((said.code, &report["tracks"][0]["end"]), (Some(3), &"cut".into()), "{said:?}");
    assert!(said.err.contains("x.en.vtt.partial stays"), "{}", said.err);
    assert!(!said.err.contains("xy.ts"), "{}", said.err);
    assert!(recorded(&world) == segments(4));
}
