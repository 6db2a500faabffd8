//! How much one server is asked at once.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use super::stream::*;
use crate::support::cli::World;

#[test]
fn a_server_is_asked_no_more_at_once_than_it_may_be() {
    static NOW: AtomicU64 = AtomicU64::new(0);
    static MOST: AtomicU64 = AtomicU64::new(0);
    let server = serve(24, |request| {
        number(path(request))?;
        MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::yield_now();
        NOW.fetch_sub(1, Ordering::SeqCst);
        None
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &["-c", "12", "--per-host", "2"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(24));
    assert!(MOST.load(Ordering::SeqCst) <= 2);
    for words in [["--per-host", "0"], ["--per-host", "300"]] {
        let said = rip(&world, &[&["http://127.0.0.1:1/x.m3u8"][..], &words].concat());
        assert_eq!((said.code, said.err.contains("--per-host must be from 1 to 256")), (Some(2), true), "{}", said.err);
    }
}

#[test]
fn the_first_gets_a_slot_though_those_behind_it_fill_the_memory() {
    // More of three than may wait in memory, and the first lets them pass by failing once.
    static TRIES: AtomicU64 = AtomicU64::new(0);
    let large = |number| segment(number).repeat(800);
    for cap in ["1", "2", "3"] {
        TRIES.store(0, Ordering::SeqCst);
        let server = serve(6, move |request| match number(path(request))? {
            0 if TRIES.fetch_add(1, Ordering::SeqCst) == 0 => Some(status("503 Service Unavailable")),
            number => Some(ok(large(number))),
        });
        let world = World::new();
        let (_, said) = record(&world, &server, &["-c", "6", "--per-host", cap]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(recorded(&world) == (0..6).flat_map(large).collect::<Vec<u8>>(), "{cap}");
    }
}

#[test]
fn keys_and_initialisations_get_one_as_well() {
    let boxes = |kind: &str, byte: u8| [&12_u32.to_be_bytes()[..], kind.as_bytes(), &[byte; 4]].concat();
    let mut text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n".to_owned();
    for number in 0..9 {
        let _ = write!(text, "#EXT-X-MAP:URI=\"/i{}\"\n#EXTINF:2,\n/m{number}\n", number / 3);
    }
    text += "#EXT-X-ENDLIST\n";
    let server = serve(0, move |request| match path(request) {
        "/x.m3u8" => Some(ok(&text)),
        path if path.starts_with("/i") => Some(ok(boxes("ftyp", path.as_bytes()[2]))),
        path => Some(ok(boxes("moof", path.as_bytes()[2]))),
    });
    let world = World::new();
    let words = ["-o", "x.mp4", "--container", "fmp4", "--per-host", "1"];
    let said = rip(&world, &[&[server.url("/x.m3u8").as_str()], &words[..]].concat());
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(std::fs::metadata(at(&world, "x.mp4")).unwrap().len(), 12 * 12);
}
