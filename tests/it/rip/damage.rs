//! Segments that are cut, damaged, or not media at all; live playlists that do not tell which segments are new.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::{Reply, Script};

/// Bytes that are nothing: the same in every run.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 7_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::once(3).chain(std::iter::repeat_with(&mut next)).take(length).collect()
}

/// A segment of one fragment whose bytes tell its place.
fn fragment(number: u64) -> Vec<u8> {
    let head = b"\0\0\0\x08styp\0\0\0\x0cmoof1234\0\0\0\x10mdat";
    [&head[..], &number.to_be_bytes()].concat()
}

#[test]
fn what_is_cut_or_damaged_or_no_media_is_a_gap_with_its_reason() {
    let server = serve(8, |request| {
        let mut bytes = segment(number(path(request))?);
        match number(path(request))? {
            1 => bytes.truncate(7000),
            3 => bytes = noise(7520),
            // It loses its step.
            5 => drop(bytes.drain(1000..1001)),
            6 => bytes.truncate(100),
            _ => return None,
        }
        Some(ok(bytes))
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &["--accept-gaps"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let gaps = report["tracks"][0]["gaps"].as_array().unwrap();
    let told: Vec<_> =
        gaps.iter().map(|gap| (gap["sequence"].as_u64().unwrap(), gap["reason"].as_str().unwrap())).collect();
    let damaged = "its packets do not follow each other: it is damaged";
    let cut = "it is cut in the middle of a packet";
    let none = "the server sent bytes of no known kind in place of media";
    assert_eq!(told, [(1, cut), (3, none), (5, damaged), (6, cut)]);
    assert!(recorded(&world) == [0, 2, 4, 7].into_iter().flat_map(segment).collect::<Vec<u8>>());
    assert_eq!(asked(&server).iter().filter(|path| *path == "/3.ts").count(), 3, "it may have been chance");
}

#[test]
fn what_is_whole_the_next_time_is_taken() {
    let asks = AtomicU64::new(0);
    let server = serve(4, move |request| {
        (path(request) == "/2.ts").then_some(())?;
        match asks.fetch_add(1, Ordering::SeqCst) {
            0 => Some(ok(&segment(2)[..5000])),
            1 => Some(ok(noise(5000))),
            _ => None,
        }
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(4));
}

#[test]
fn what_stands_before_the_packets_is_left_out_and_told() {
    let server = serve(3, |request| (path(request) == "/1.ts").then(|| ok([noise(300), segment(1)].concat())));
    let world = World::new();
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("segment 1: it begins with 300 bytes that are of no packet"), "{}", said.err);
    assert!(recorded(&world) == segments(3));
}

#[test]
fn noise_in_place_of_fragments_is_a_gap() {
    let list = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI=\"/i\"\n#EXTINF:2,\n/0.m4s\n#EXTINF:2,\n/1.m4s\n\
                #EXTINF:2,\n/2.m4s\n#EXT-X-ENDLIST\n";
    let server = Script::start(move |request| match path(request) {
        "/x.m3u8" => ok(list),
        "/i" => ok(b"\0\0\0\x08ftyp\0\0\0\x08moov"),
        "/0.m4s" => ok(fragment(0)),
        "/1.m4s" => ok(noise(300)),
        "/2.m4s" => ok(fragment(2)),
        _ => status("404 Not Found"),
    });
    let world = World::new();
    let url = server.url("/x.m3u8");
    let said = rip(&world, &[&url, "--container", "fmp4", "-o", "x.mp4", "--accept-gaps"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(said.err.contains("missing: #1") && said.err.contains("in place of media"), "{}", said.err);
    let whole = [&b"\0\0\0\x08ftyp\0\0\0\x08moov"[..], &fragment(0), &fragment(2)].concat();
    assert!(std::fs::read(at(&world, "x.mp4")).unwrap() == whole);
}

#[test]
fn the_first_segment_of_the_stream_says_what_all_are_whichever_comes_first() {
    let others = AtomicU64::new(0);
    let server = serve(5, move |request| {
        match number(path(request))? {
            // It comes when all others are there.
            0 => {
                while others.load(Ordering::SeqCst) < 4 {
                    std::thread::yield_now();
                }
                None
            }
            2 => {
                others.fetch_add(1, Ordering::SeqCst);
                Some(ok(fragment(2)))
            }
            _ => {
                others.fetch_add(1, Ordering::SeqCst);
                None
            }
        }
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &["-c", "8", "--accept-gaps"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let gaps = report["tracks"][0]["gaps"].as_array().unwrap();
    assert_eq!((gaps.len(), &gaps[0]["sequence"]), (1, &2.into()));
    assert_eq!(gaps[0]["reason"], "the server sent fragmented MP4 in a stream of MPEG-TS");
    assert!(recorded(&world) == [0, 1, 3, 4].into_iter().flat_map(segment).collect::<Vec<u8>>());
}

/// Five fragments, the middle ones decoded by an initialisation of their own that is there when `is_there` says so.
fn with_two_initialisations(is_there: impl Fn() -> bool + Send + Sync + 'static) -> Script {
    let list = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI=\"/i\"\n#EXTINF:2,\n/0.m4s\n\
                #EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"/j\"\n#EXTINF:2,\n/1.m4s\n#EXTINF:2,\n/2.m4s\n\
                #EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"/i\"\n#EXTINF:2,\n/3.m4s\n#EXTINF:2,\n/4.m4s\n#EXT-X-ENDLIST\n";
    Script::start(move |request| match path(request) {
        "/x.m3u8" => ok(list),
        "/i" => ok(I),
        "/j" if is_there() => ok(J),
        "/j" => status("404 Not Found"),
        path => path[1..2].parse().map_or_else(|_| status("404 Not Found"), |number| ok(fragment(number))),
    })
}

const I: &[u8] = b"\0\0\0\x08ftyp\0\0\0\x08moov";
const J: &[u8] = b"\0\0\0\x08ftyp\0\0\0\x0cmoovJJJJ";

#[test]
fn an_initialisation_that_is_not_there_costs_its_segments_and_may_come_late() {
    let there = Arc::new(AtomicBool::new(false));
    let now = Arc::clone(&there);
    let server = with_two_initialisations(move || now.load(Ordering::SeqCst));
    let (world, url) = (World::new(), server.url("/x.m3u8"));
    let words = [url.as_str(), "--container", "fmp4", "-o", "x.mp4", "--json"];
    let said = rip(&world, &words);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let gaps = report["tracks"][0]["gaps"].as_array().unwrap();
    let missing: u64 = gaps.iter().map(|gap| gap["count"].as_u64().unwrap()).sum();
    assert_eq!((missing, &gaps[0]["sequence"]), (2, &1.into()), "{report}");
    assert!(gaps[0]["reason"].as_str().unwrap().contains("404"), "{report}");
    assert_eq!(files(&world), ["x.mp4.partial", "x.mp4.rip"]);
    there.store(true, Ordering::SeqCst);
    let said = rip(&world, &words);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let whole = [I, &fragment(0), J, &fragment(1), &fragment(2), I, &fragment(3), &fragment(4)].concat();
    assert!(std::fs::read(at(&world, "x.mp4")).unwrap() == whole);

    let server = with_two_initialisations(|| false);
    let world = World::new();
    let said = rip(&world, &[&server.url("/x.m3u8"), "--container", "fmp4", "-o", "x.mp4", "--accept-gaps"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let rest = [I, &fragment(0), I, &fragment(3), &fragment(4)].concat();
    assert!(std::fs::read(at(&world, "x.mp4")).unwrap() == rest, "there may have been another one between");
}

#[test]
fn ranges_need_not_begin_with_a_packet() {
    let ranges = [(0, 5000), (5000, 4999), (9999, 5041)];
    let mut list = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n".to_owned();
    for (offset, length) in ranges {
        let _ = writeln!(list, "#EXT-X-BYTERANGE:{length}@{offset}\n#EXTINF:2,\n/all.ts");
    }
    list += "#EXT-X-ENDLIST\n";
    // A server that knows no ranges.
    let server = Script::start(move |request| match path(request) {
        "/x.m3u8" => ok(&list),
        _ => ok(segments(2)),
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(2));
}

/// A live stream without numbers: each copy has a window of three, one further than the copy before, until `last`.
fn unnumbered(last: u64, name: impl Fn(u64, u64) -> String + Send + Sync + 'static) -> Script {
    let copies = AtomicU64::new(0);
    let answer = move || -> Reply {
        let copy = copies.fetch_add(1, Ordering::SeqCst);
        let first = copy.min(last - 2);
        let mut text = "#EXTM3U\n#EXT-X-TARGETDURATION:0.1\n".to_owned();
        for number in first..first + 3 {
            let _ = writeln!(text, "#EXTINF:0.1,\n{}", name(number, copy));
        }
        if first + 2 == last {
            text += "#EXT-X-ENDLIST\n";
        }
        ok(text)
    };
    Script::start(move |request| {
        let path = path(request);
        if path == "/x.m3u8" {
            return answer();
        }
        let number = path.rsplit("n=").next().and_then(|rest| rest.split(['&', '/', '.']).next()?.parse().ok());
        number.map_or_else(|| status("404 Not Found"), |number| ok(segment(number)))
    })
}

#[test]
fn a_window_whose_names_differ_in_query_or_folder_alone_is_followed() {
    type Name = fn(u64, u64) -> String;
    let names: [Name; 3] = [
        |number, _| format!("/live/seg.ts?n={number}"),
        |number, copy| format!("/live/seg.ts?token=t{copy}&n={number}&x=1"),
        |number, _| format!("/n={number}/seg.ts"),
    ];
    for (index, name) in names.into_iter().enumerate() {
        let (world, server) = (World::new(), unnumbered(9, name));
        let (report, said) = record(&world, &server, &[]);
        assert_eq!((said.code, &report["segments"]), (Some(0), &10.into()), "{index} {}", said.err);
        assert!(recorded(&world) == segments(10), "{index}");
    }
}

#[test]
fn a_window_of_which_nothing_tells_what_is_new_makes_an_incomplete_recording() {
    let (world, server) = (World::new(), unnumbered(12, |number, copy| format!("/t{copy}n={number}.ts")));
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(said.err.contains("the playlist does not tell which segments are new"), "{}", said.err);
    let gaps = report["tracks"][0]["gaps"].as_array().unwrap();
    assert_eq!((gaps.len(), &gaps[0]["sequence"], &gaps[0]["count"]), (1, &3.into(), &0.into()), "{report}");
    assert!(recorded(&world).starts_with(&segments(3)));
}
