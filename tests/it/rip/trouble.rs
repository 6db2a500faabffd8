//! Servers that fail for a while, and for good; playlists that are none.

use std::sync::atomic::{AtomicU32, Ordering};

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::{Script, say};

#[test]
fn what_passes_is_tried_again() {
    static TRIES: AtomicU32 = AtomicU32::new(0);
    let server = serve(6, |request| {
        (path(request) == "/3.ts").then_some(())?;
        match TRIES.fetch_add(1, Ordering::SeqCst) {
            0 => Some(status("503 Service Unavailable")),
            1 => Some(say("").reset()),
            2 => Some(
                say([&b"HTTP/1.1 200 OK\r\nContent-Length: 7520\r\n\r\n"[..], &segment(3)[..3000]].concat()).close(),
            ),
            3 => Some(status("404 Not Found")),
            _ => None,
        }
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &["--retry-status", "404"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(6));
    // A reset may be that of a connection that had been idle; another is taken then without a word.
    assert!(report["retries"].as_u64().unwrap() >= 3, "{report}");
}

#[test]
fn silence_in_the_middle_of_a_segment_is_no_end() {
    static TRIES: AtomicU32 = AtomicU32::new(0);
    let server = serve(3, |request| {
        (path(request) == "/1.ts" && TRIES.fetch_add(1, Ordering::SeqCst) == 0).then(|| {
            say([&b"HTTP/1.1 200 OK\r\nContent-Length: 7520\r\n\r\n"[..], &segment(1)[..3000]].concat()).hang()
        })
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &["--timeout", "300ms"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(3) && report["retries"].as_u64().unwrap() >= 1);
}

#[test]
fn what_cannot_be_had_is_a_gap_with_its_reason() {
    let server = serve(8, |request| match path(request) {
        "/2.ts" | "/3.ts" => Some(status("404 Not Found")),
        "/5.ts" => Some(ok("<!DOCTYPE html><title>Sorry</title>")),
        _ => None,
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &["--retries", "2", "--accept-gaps"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let gaps = report["tracks"][0]["gaps"].as_array().unwrap();
    let told: Vec<_> = gaps.iter().map(|gap| (gap["sequence"].as_u64(), gap["count"].as_u64())).collect();
    assert_eq!(told, [(Some(2), Some(2)), (Some(5), Some(1))]);
    assert_eq!(gaps[0]["reason"], "the server answered with 404 Not Found");
    assert_eq!(gaps[1]["reason"], "the server sent a web page in place of media");
    assert_eq!(
        (&report["missing_segments"], &report["tracks"][0]["missing_ns"]),
        (&3.into(), &6_000_000_000_u64.into())
    );
    let rest: Vec<u8> = [0, 1, 4, 6, 7].into_iter().flat_map(segment).collect();
    assert!(recorded(&world) == rest);
    assert!(said.err.contains("missing: #2  2.00s"), "{}", said.err);
}

#[test]
fn a_gap_that_the_playlist_tells_of_is_not_asked_for() {
    let text = playlist(4).replace("#EXTINF:2,\n/1.ts", "#EXT-X-GAP\n#EXTINF:2,\n/1.ts");
    let server = serve(0, move |request| (path(request) == "/x.m3u8").then(|| ok(&text)));
    let world = World::new();
    let (report, said) = record(&world, &server, &[]);
    assert_eq!((said.code, &report["tracks"][0]["gaps"][0]["sequence"]), (Some(3), &1.into()));
    assert!(!asked(&server).contains(&"/1.ts".to_owned()));
}

#[test]
fn a_link_that_expires_ends_the_recording_and_keeps_what_there_is() {
    let server = serve(40, |request| (number(path(request))? >= 6).then(|| status("403 Forbidden")));
    let world = World::new();
    let (report, said) = record(&world, &server, &["--retries", "0"]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert_eq!(report["error"]["kind"], "incomplete");
    assert!(said.out.contains("segment 15 and the 9 before it could not be fetched"), "{}", said.out);
    assert!(std::fs::read(at(&world, "x.ts.partial")).unwrap() == segments(6));
    assert!(asked(&server).len() < 60, "it does not ask for all the others");
}

#[test]
fn what_is_no_playlist_is_said() {
    for (body, says) in [
        ("<!DOCTYPE html><html><title>Log in</title>", "it is a web page (“Log in”)"),
        ("", "it is empty"),
        ("<?xml version=\"1.0\"?>\n<MPD></MPD>", "the manifest names nothing"),
        ("#EXTM3U\n", "the playlist names nothing"),
        ("#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n", "the scheme `file` is not supported"),
        ("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n/x.m3u8\n", "is a master playlist itself"),
        ("#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://k\"\n#EXTINF:2,\n/1.ts\n#EXT-X-ENDLIST\n", "FairPlay"),
        ("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-ENDLIST\n", "not one segment could be recorded"),
    ] {
        let server = Script::start(move |request| match path(request) {
            "/x.m3u8" => ok(body),
            _ => ok(segment(1)),
        });
        let world = World::new();
        let (_, said) = record(&world, &server, &["--retries", "0"]);
        assert_eq!(said.code, Some(1), "{body} {said:?}");
        assert!(said.out.contains(says), "{body} {}", said.out);
        assert_eq!(files(&world), [""; 0], "{body}");
    }
}

#[test]
fn a_server_that_is_not_there_is_said_without_its_secrets() {
    let world = World::new();
    let said = rip(&world, &["http://me:hidden@127.0.0.1:1/x.m3u8?token=hidden", "--retries", "0"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("connection refused") && !said.err.contains("hidden"), "{}", said.err);
}

#[test]
fn flags_that_make_no_sense_are_usage() {
    let world = World::new();
    for words in [
        &["http://h/", "-c", "0"][..],
        &["http://h/", "--duration", "0"],
        &["http://h/", "--decrypt-key", "abc"],
        &["http://h/", "-H", "no colon"],
        &["http://h/", "-H", "Range: bytes=0-"],
        &["ftp://h/"],
        &[],
    ] {
        assert_eq!(rip(&world, words).code, Some(2), "{words:?}");
    }
}
