//! Live streams with one thing that cannot be had: nothing is waited for longer than the stream has it, and what is
//! healthy is not lost for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::{Reply, Script, say};

/// A server forgets what is healthy once the playlist was asked for so often.
const FORGETS: u32 = 150;

fn boxes(kind: &str, byte: u8) -> Vec<u8> {
    [&12_u32.to_be_bytes()[..], kind.as_bytes(), &[byte; 4]].concat()
}

/// A live stream of `text` that ends when its last segment was asked for.
fn live(text: &'static str, last: &'static str, answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Script {
    let (copies, over) = (AtomicU32::new(0), AtomicU32::new(0));
    Script::start(move |request| match path(request) {
        "/x.m3u8" => {
            copies.fetch_add(1, Ordering::SeqCst);
            let end = if over.load(Ordering::SeqCst) > 0 { "#EXT-X-ENDLIST\n" } else { "" };
            ok([text, end].concat())
        }
        _ if copies.load(Ordering::SeqCst) > FORGETS => status("404 Not Found"),
        path => {
            over.fetch_add(u32::from(path == last), Ordering::SeqCst);
            answer(path)
        }
    })
}

fn begins(body: &[u8]) -> Reply {
    say([b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", body].concat()).hang()
}

const TWO_MAPS: &str = "#EXTM3U\n#EXT-X-TARGETDURATION:0.1\n#EXT-X-MAP:URI=\"/i1\"\n#EXTINF:0.1,\n/m1\n\
    #EXTINF:0.1,\n/m2\n#EXTINF:0.1,\n/m3\n#EXT-X-MAP:URI=\"/i2\"\n#EXTINF:0.1,\n/m4\n#EXTINF:0.1,\n/m5\n";

fn fragments(world: &World, server: &Script) -> (serde_json::Value, crate::support::cli::Said) {
    let words = ["-o", "x.mp4", "--container", "fmp4", "--json", "-c", "2", "--timeout", "60s"];
    let said = rip(world, &[&[server.url("/x.m3u8").as_str()], &words[..]].concat());
    (serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{said:?}")), said)
}

#[test]
fn an_initialisation_that_stalls_costs_its_own_segments() {
    let server = live(TWO_MAPS, "/m5", |path| match path {
        "/i1" => say("").hang(),
        "/i2" => ok(boxes("ftyp", 2)),
        path => ok(boxes("moof", path.as_bytes()[2])),
    });
    let world = World::new();
    let (report, said) = fragments(&world, &server);
    assert_eq!((said.code, &report["missing_segments"]), (Some(3), &3.into()), "{said:?}");
    let whole = [boxes("ftyp", 2), boxes("moof", b'4'), boxes("moof", b'5')];
    assert_eq!(std::fs::read(at(&world, "x.mp4")).unwrap(), whole.concat(), "{report}");
}

#[test]
fn an_initialisation_that_comes_late_is_asked_for_as_long_as_its_segments() {
    let tries = AtomicU32::new(0);
    let server = live(TWO_MAPS, "/m5", move |path| match path {
        "/i1" if tries.fetch_add(1, Ordering::SeqCst) < 5 => status("404 Not Found"),
        "/i1" => ok(boxes("ftyp", 1)),
        "/i2" => ok(boxes("ftyp", 2)),
        path => ok(boxes("moof", path.as_bytes()[2])),
    });
    let world = World::new();
    let (report, said) = fragments(&world, &server);
    assert_eq!((said.code, &report["segments"]), (Some(0), &5.into()), "{said:?}");
    let moof = |number| boxes("moof", number);
    let whole = [boxes("ftyp", 1), moof(b'1'), moof(b'2'), moof(b'3'), boxes("ftyp", 2), moof(b'4'), moof(b'5')];
    assert_eq!(std::fs::read(at(&world, "x.mp4")).unwrap(), whole.concat(), "{report}");
}

#[test]
fn a_key_that_cannot_be_had_costs_its_own_segments() {
    const TEXT: &str = "#EXTM3U\n#EXT-X-TARGETDURATION:0.1\n#EXT-X-KEY:METHOD=AES-128,URI=\"/key\"\n\
        #EXTINF:0.1,\n/0.ts\n#EXTINF:0.1,\n/1.ts\n#EXTINF:0.1,\n/2.ts\n#EXT-X-KEY:METHOD=NONE\n\
        #EXTINF:0.1,\n/3.ts\n#EXTINF:0.1,\n/4.ts\n";
    for stalls in [true, false] {
        let server = live(TEXT, "/4.ts", move |path| match (path, stalls) {
            ("/key", true) => say("").hang(),
            ("/key", false) => answer("503 Service Unavailable", "Retry-After: 100\r\n", ""),
            // As long as blocks are.
            (path, _) => number(path).map_or_else(|| status("404 Not Found"), |number| ok(segment(number))),
        });
        let world = World::new();
        let (report, said) = record(&world, &server, &["-c", "2", "--timeout", "60s"]);
        assert_eq!((said.code, &report["missing_segments"]), (Some(3), &3.into()), "{said:?}");
        assert!(report["tracks"][0]["gaps"][0]["reason"].as_str().unwrap().contains("no key"), "{report}");
        assert!(recorded(&world) == [segment(3), segment(4)].concat());
    }
}

#[test]
fn a_key_that_comes_late_is_asked_for_as_long_as_its_segments() {
    const TEXT: &str = "#EXTM3U\n#EXT-X-TARGETDURATION:0.1\n#EXT-X-KEY:METHOD=AES-128,URI=\"/key\"\n\
        #EXTINF:0.1,\n/0.ts\n#EXT-X-KEY:METHOD=NONE\n#EXTINF:0.1,\n/1.ts\n";
    let tries = Arc::new(AtomicU32::new(0));
    let asked = Arc::clone(&tries);
    let server = live(TEXT, "/1.ts", move |path| match path {
        "/key" if asked.fetch_add(1, Ordering::SeqCst) < 4 => status("404 Not Found"),
        "/key" => ok([7; 16]),
        path => number(path).map_or_else(|| status("404 Not Found"), |number| ok(segment(number))),
    });
    let (report, said) = record(&World::new(), &server, &[]);
    // What is no media once it is open: the key came.
    let reason = report["tracks"][0]["gaps"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("does not open with its key"), "{said:?}");
    assert!(tries.load(Ordering::SeqCst) > 4);
}

#[test]
fn a_segment_that_is_to_be_waited_for_too_long_or_does_not_end_is_a_gap() {
    const SIX: &str = "#EXTM3U\n#EXT-X-TARGETDURATION:0.1\n#EXTINF:0.1,\n/0.ts\n#EXTINF:0.1,\n/1.ts\n#EXTINF:0.1,\n/2.ts\n\
        #EXTINF:0.1,\n/3.ts\n#EXTINF:0.1,\n/4.ts\n#EXTINF:0.1,\n/5.ts\n";
    let server = live(SIX, "/5.ts", |path| match path {
        "/1.ts" => answer("503 Service Unavailable", "Retry-After: 100\r\n", ""),
        "/3.ts" => begins(&segment(3)[..188]),
        path => number(path).map_or_else(|| status("404 Not Found"), |number| ok(segment(number))),
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &["-c", "1", "--timeout", "60s"]);
    let gaps = report["tracks"][0]["gaps"].as_array().unwrap();
    assert_eq!((said.code, gaps.len()), (Some(3), 2), "{said:?}");
    assert!(gaps[0]["reason"].as_str().unwrap().ends_with("wants us to wait 1m40s"), "{report}");
    assert_eq!(gaps[1]["reason"], "it did not come while the stream had it");
    let whole: Vec<u8> = [0, 2, 4, 5].into_iter().flat_map(segment).collect();
    assert!(recorded(&world) == whole);
}
