//! What segments are is said by their first bytes, whatever they are called and whatever tags stand before them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::Script;

fn boxed(kind: &str, byte: u8) -> Vec<u8> {
    [&12_u32.to_be_bytes()[..], kind.as_bytes(), &[byte; 4]].concat()
}

/// Three segments that end in `ending`, with `tags` before them.
fn stream(tags: &'static str, ending: &'static str, body: impl Fn(u8) -> Vec<u8> + Send + Sync + 'static) -> Script {
    Script::start(move |request| match path(request) {
        "/x.m3u8" => {
            let segments = [0, 1, 2].map(|number| format!("#EXTINF:2,\n/{number}{ending}\n")).concat();
            ok(format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n{tags}{segments}#EXT-X-ENDLIST\n"))
        }
        "/boxes" => ok(boxed("ftyp", 9)),
        "/packets" => ok(segment(9)),
        path => ok(body(path.as_bytes()[1])),
    })
}

fn all(body: impl Fn(u8) -> Vec<u8>) -> Vec<u8> {
    [b'0', b'1', b'2'].into_iter().flat_map(body).collect()
}

/// Frames of AAC, as far as a head goes.
fn frames(number: u8) -> Vec<u8> {
    [&[0xff, 0xf1, 0x50, 0x80, 2, 0x1f, 0xfc][..], &[number; 9]].concat()
}

/// Fragments with an initialisation of their own.
fn own(number: u8) -> Vec<u8> {
    [boxed("ftyp", number), boxed("moov", number), boxed("moof", number), boxed("mdat", number)].concat()
}

#[test]
fn a_file_is_named_after_what_is_in_it() {
    for (ending, body, name) in [
        (".ts", frames as fn(u8) -> Vec<u8>, "x.aac"),
        (".jpg", frames, "x.aac"),
        (".mp4", |number| segment(u64::from(number)), "x.ts"),
        (".aac", |_| [0xff, 0xfb, 0x90, 0].repeat(4), "x.mp3"),
        ("", |_| b"\x1a\x45\xdf\xa3\x80".to_vec(), "x.webm"),
    ] {
        let (world, server) = (World::new(), stream("", ending, body));
        let said = rip(&world, &[&server.url("/x.m3u8")]);
        assert_eq!(said.code, Some(0), "{ending} {}", said.err);
        assert_eq!(files(&world), [name], "{ending}");
        assert!(std::fs::read(at(&world, name)).unwrap() == all(body), "{ending}");
    }
}

#[test]
fn a_name_that_promises_something_else_is_refused_and_nothing_is_left() {
    for (tags, ending, name, says) in [
        ("", ".ts", "x.ts", "x.ts is to be MPEG-TS, and the segments are fragmented MP4"),
        ("#EXT-X-MAP:URI=\"/packets\"\n", ".ts", "x.ts", "the segments are fragmented MP4"),
        ("", ".webm", "x.webm", "x.webm is to be Matroska, and the segments are fragmented MP4"),
    ] {
        let (world, server) = (World::new(), stream(tags, ending, own));
        let said = rip(&world, &[&server.url("/x.m3u8"), "-o", name]);
        assert_eq!(said.code, Some(1), "{name} {}", said.err);
        assert!(said.err.contains(says), "{}", said.err);
        assert_eq!(files(&world), [""; 0]);
    }
}

#[test]
fn segments_that_bring_their_initialisation_need_no_tag() {
    let (world, server) = (World::new(), stream("", ".ts", own));
    let said = rip(&world, &[&server.url("/x.m3u8"), "-o", "x.mp4", "--container", "fmp4"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(std::fs::read(at(&world, "x.mp4")).unwrap() == all(own));
    let piped = world.toolbox().args(["rip", &server.url("/x.m3u8"), "-o", "-"]).output().unwrap();
    assert!(piped.stdout == all(own));
}

#[test]
fn fragments_without_any_initialisation_are_no_file() {
    let (world, server) = (World::new(), stream("", ".m4s", |number| boxed("moof", number)));
    let said = rip(&world, &[&server.url("/x.m3u8"), "-o", "x.mp4", "--container", "fmp4"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("neither they nor the playlist have an initialisation"), "{}", said.err);
    assert_eq!(files(&world), [""; 0]);
}

#[test]
fn an_initialisation_that_fits_not_is_left_out_and_one_of_packets_is_not() {
    let packets = |number: u8| segment(u64::from(number));
    let (world, server) = (World::new(), stream("#EXT-X-MAP:URI=\"/boxes\"\n", ".m4s", packets));
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == all(packets));
    assert!(said.err.contains("its initialisation, which is fragmented MP4, was left out"), "{}", said.err);
    let (world, server) = (World::new(), stream("#EXT-X-MAP:URI=\"/packets\"\n", ".ts", packets));
    assert_eq!(record(&world, &server, &[]).1.code, Some(0));
    assert!(recorded(&world) == [segment(9), all(packets)].concat());
}

#[test]
fn what_is_not_what_it_promised_goes_into_no_pipe() {
    let (world, server) = (World::new(), stream("", ".m4s", frames));
    let output =
        world.toolbox().args(["rip", &server.url("/x.m3u8"), "-o", "-", "--container", "fmp4"]).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("is to be fragmented MP4, and the segments are frames of AAC"), "{said}");
}

#[test]
fn what_is_recorded_tells_what_the_missing_ones_are() {
    let run = Arc::new(AtomicU64::new(0));
    let now = Arc::clone(&run);
    let server = serve(5, move |request| match (number(path(request))?, now.load(Ordering::SeqCst)) {
        (2, 0) => Some(status("404 Not Found")),
        (2, 1) => Some(ok(own(b'2'))),
        _ => None,
    });
    let world = World::new();
    for (turn, code) in [(0, 3), (1, 3), (2, 0)] {
        run.store(turn, Ordering::SeqCst);
        let (report, said) = record(&world, &server, &["--retries", "1"]);
        assert_eq!(said.code, Some(code), "{turn} {}", said.err);
        assert_eq!(report["missing_segments"], u64::from(code == 3), "{turn}");
    }
    assert!(recorded(&world) == segments(5));
}

#[test]
fn the_first_may_be_the_wrong_one_and_is_asked_for_again() {
    let left = Arc::new(AtomicU64::new(1));
    let shared = Arc::clone(&left);
    let server = serve(5, move |request| {
        (path(request) == "/0.ts").then_some(())?;
        let wrong = shared.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        wrong.then(|| ok(own(b'0')))
    });
    let (_, said) = record(&World::new(), &server, &["--retries", "1"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    left.store(99, Ordering::SeqCst);
    let world = World::new();
    let (report, said) = record(&world, &server, &["--retries", "1", "--accept-gaps"]);
    assert_eq!((said.code, &report["tracks"][0]["gaps"][0]["sequence"]), (Some(3), &0.into()), "{}", said.err);
    assert!(recorded(&world) == (1..5).flat_map(segment).collect::<Vec<u8>>());
}

#[test]
fn a_pipe_with_a_name_takes_one_track_as_well() {
    let master = "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"n\",DEFAULT=YES,URI=\"/x.m3u8?a\"\n\
                  #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,AUDIO=\"a\"\n/x.m3u8\n";
    let server = serve(2, move |request| match path(request) {
        "/m.m3u8" => Some(ok(master)),
        "/x.m3u8?a" => Some(ok(playlist(2))),
        _ => None,
    });
    let world = World::new();
    assert!(std::process::Command::new("mkfifo").arg(at(&world, "pipe")).status().unwrap().success());
    let said = rip(&world, &[&server.url("/m.m3u8"), "-o", "pipe"]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("the sound (n) has a playlist of its own"), "{}", said.err);
    assert_eq!(rip(&world, &[&server.url("/m.m3u8"), "-o", "/dev/null"]).code, Some(0));
}
