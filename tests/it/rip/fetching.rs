//! Segments: their order, their ranges, their locks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex};

use super::stream::*;
use crate::support::cli::{World, said};
use crate::support::schema::conforming;
use crate::support::script::Script;

#[test]
fn a_limit_loses_nothing() {
    let (world, server) = (World::new(), serve(5, |_| None));
    let (_, said) = record(&world, &server, &["--limit", "200KB"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(5));
    let said = rip(&world, &["http://127.0.0.1:1/x.m3u8", "--limit", "0"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("a limit of 0 would let nothing through"), "{}", said.err);
}

#[test]
fn a_recording_is_the_segments_one_behind_the_other() {
    let (world, server) = (World::new(), serve(20, |_| None));
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(20));
    assert_eq!(files(&world), ["x.ts"], "neither a part nor a journal is left");
    conforming("rip", &said.out);
    assert_eq!((&report["segments"], &report["tracks"][0]["duration_ns"]), (&20.into(), &40_000_000_000_u64.into()));
    assert_eq!((&report["tracks"][0]["end"], &report["bytes"]), (&"ended".into(), &segments(20).len().into()));
}

#[test]
fn segments_that_come_out_of_order_are_written_in_order() {
    // The first is answered when the seven behind it were asked for.
    static OTHERS: (Mutex<u32>, Condvar) = (Mutex::new(0), Condvar::new());
    let server = serve(30, |request| {
        let (count, changed) = &OTHERS;
        let mut count = count.lock().unwrap();
        if number(path(request))? == 0 {
            drop(changed.wait_while(count, |count| *count < 7).unwrap());
        } else {
            *count += 1;
            changed.notify_all();
        }
        None
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &["-c", "8"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(30));
}

#[test]
fn no_more_are_fetched_at_once_than_asked_for() {
    static NOW: AtomicU64 = AtomicU64::new(0);
    static MOST: AtomicU64 = AtomicU64::new(0);
    let server = serve(12, |request| {
        number(path(request))?;
        MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::yield_now();
        NOW.fetch_sub(1, Ordering::SeqCst);
        None
    });
    let world = World::new();
    assert_eq!(record(&world, &server, &["-j", "1"]).1.code, Some(0));
    assert_eq!(MOST.load(Ordering::SeqCst), 1);
}

/// The whole of `/all.ts` with ranges, or without.
fn ranged(knows_ranges: bool) -> Script {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n#EXT-X-BYTERANGE:7520@7520\n/all.ts\n\
                #EXTINF:2,\n#EXT-X-BYTERANGE:7520\n/all.ts\n#EXT-X-ENDLIST\n";
    Script::start(move |request| match path(request) {
        "/x.m3u8" => ok(text),
        _ if !knows_ranges => ok(segments(4)),
        _ => {
            let (first, last) =
                request.header("range").unwrap().strip_prefix("bytes=").unwrap().split_once('-').unwrap();
            let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
            let field = format!("Content-Range: bytes {first}-{last}/{}\r\n", segments(4).len());
            answer("206 Partial Content", &field, &segments(4)[first..=last])
        }
    })
}

#[test]
fn ranges_are_taken_from_servers_that_know_them_and_from_those_that_do_not() {
    for knows_ranges in [true, false] {
        let (world, server) = (World::new(), ranged(knows_ranges));
        let (_, said) = record(&world, &server, &[]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(recorded(&world) == segments(4)[7520..3 * 7520]);
    }
}

#[test]
fn another_range_than_asked_for_is_not_taken() {
    let server = Script::start(|request| match path(request) {
        "/x.m3u8" => ok("#EXTM3U\n#EXTINF:2,\n#EXT-X-BYTERANGE:188@188\n/a.ts\n#EXT-X-ENDLIST\n"),
        _ => answer("206 Partial Content", "Content-Range: bytes 0-187/1000\r\n", &segment(0)[..188]),
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &["--retries", "1"]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("other bytes than those asked for"), "{}", said.out);
}

/// AES-128 by openssl's own hand would need openssl; the cipher is tested against NIST's vectors, so here it locks.
pub(super) fn lock(text: &[u8], key: [u8; 16], iv: u128) -> Vec<u8> {
    use aes::cipher::{Array, BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
    let mut body = vec![0; text.len() / 16 * 16 + 16];
    body[..text.len()].copy_from_slice(text);
    let cipher = cbc::Encryptor::<aes::Aes128>::new(&Array::from(key), &Array::from(iv.to_be_bytes()));
    cipher.encrypt_padded::<Pkcs7>(&mut body, text.len()).unwrap().to_vec()
}

#[test]
fn keys_rotate_are_left_and_are_asked_for_once() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:5\n#EXTINF:2,\n/0.ts\n\
        #EXT-X-KEY:METHOD=AES-128,URI=\"/one.key\"\n#EXTINF:2,\n/1.ts\n#EXTINF:2,\n/2.ts\n\
        #EXT-X-KEY:METHOD=AES-128,URI=\"/two.key\",IV=0x2A\n#EXTINF:2,\n/3.ts\n\
        #EXT-X-KEY:METHOD=NONE\n#EXTINF:2,\n/4.ts\n\
        #EXT-X-KEY:METHOD=AES-128,URI=\"/one.key\"\n#EXTINF:2,\n/5.ts\n#EXT-X-ENDLIST\n";
    let (one, two) = ([1; 16], [2; 16]);
    let server = serve(0, move |request| match path(request) {
        "/x.m3u8" => Some(ok(text)),
        "/one.key" => Some(ok(one)),
        "/two.key" => Some(ok(two)),
        // The clear one before the first key counts.
        "/1.ts" => Some(ok(lock(&segment(1), one, 6))),
        "/2.ts" => Some(ok(lock(&segment(2), one, 7))),
        "/3.ts" => Some(ok(lock(&segment(3), two, 42))),
        "/5.ts" => Some(ok(lock(&segment(5), one, 10))),
        _ => None,
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(6));
    let asked = asked(&server);
    assert_eq!(asked.iter().filter(|path| path.contains("key")).count(), 2, "{asked:?}");
}

#[test]
fn a_key_that_is_replaced_under_its_url_is_asked_for_again() {
    for jobs in ["1", "8"] {
        let (one, two) = ([1; 16], [2; 16]);
        let asks = AtomicU64::new(0);
        let text = playlist(12).replacen("#EXTINF", "#EXT-X-KEY:METHOD=AES-128,URI=\"/k\"\n#EXTINF", 1);
        let server = serve(0, move |request| match path(request) {
            "/x.m3u8" => Some(ok(&text)),
            "/k" => Some(ok(if asks.fetch_add(1, Ordering::SeqCst) == 0 { one } else { two })),
            path => number(path).map(|at| ok(lock(&segment(at), if at < 6 { one } else { two }, u128::from(at)))),
        });
        let world = World::new();
        let (_, said) = record(&world, &server, &["-c", jobs]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(recorded(&world) == segments(12));
        assert_eq!(asked(&server).iter().filter(|path| *path == "/k").count(), 2, "{jobs}");
    }
}

#[test]
fn a_key_of_the_wrong_length_or_of_another_stream_is_no_recording() {
    for (key, says) in [(&b"short"[..], "answered 5 bytes in place of 16"), (&[9; 16], "it does not open with its key")]
    {
        let text = "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"/k\"\n#EXTINF:2,\n/1.ts\n#EXT-X-ENDLIST\n";
        let server = serve(0, move |request| match path(request) {
            "/x.m3u8" => Some(ok(text)),
            "/k" => Some(ok(key)),
            "/1.ts" => Some(ok(lock(&segment(1), [1; 16], 0))),
            _ => None,
        });
        let world = World::new();
        let (_, said) = record(&world, &server, &[]);
        assert_eq!(said.code, Some(1));
        assert!(said.out.contains(says), "{}", said.out);
        assert_eq!(files(&world), [""; 0], "nothing is left of it");
        let given = record(&world, &server, &["--decrypt-key", "01010101010101010101010101010101"]).1;
        assert_eq!(given.code, Some(0), "{}", given.err);
        assert!(recorded(&world) == segment(1));
    }
}

#[test]
fn an_end_that_looks_padded_does_not_make_media() {
    let text = "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"/k\"\n#EXTINF:2,\n/1.ts\n#EXT-X-ENDLIST\n";
    let server = serve(0, move |request| match path(request) {
        "/x.m3u8" => Some(ok(text)),
        "/k" => Some(ok([1; 16])),
        // What a wrong key makes of it once in 256 times.
        "/1.ts" => Some(ok(lock(&segment(1)[1..], [1; 16], 0))),
        _ => None,
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.out.contains("it does not open with its key"), "{}", said.out);
}

#[test]
fn an_end_without_padding_is_taken_and_told() {
    let text = "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"/k\"\n#EXTINF:2,\n/1.ts\n#EXT-X-ENDLIST\n";
    let server = serve(0, move |request| match path(request) {
        "/x.m3u8" => Some(ok(text)),
        "/k" => Some(ok([1; 16])),
        "/1.ts" => {
            let locked = lock(&segment(1), [1; 16], 0);
            Some(ok(&locked[..locked.len() - 16]))
        }
        _ => None,
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("segment 0: its end is not padded"), "{}", said.err);
    assert!(recorded(&world) == segment(1), "its length is a whole number of blocks");
}

#[test]
fn an_initialisation_is_written_where_it_changes() {
    let boxes = |kind: &str, byte: u8| [&12_u32.to_be_bytes()[..], kind.as_bytes(), &[byte; 4]].concat();
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI=\"/i1\"\n#EXTINF:2,\n/m1\n#EXTINF:2,\n/m2\n\
        #EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"/i1?again\"\n#EXTINF:2,\n/m3\n#EXT-X-MAP:URI=\"/i2\"\n#EXTINF:2,\n/m4\n\
        #EXT-X-ENDLIST\n";
    let server = Script::start(move |request| match path(request) {
        "/x.m3u8" => ok(text),
        "/i1" | "/i1?again" => ok(boxes("ftyp", 1)),
        "/i2" => ok(boxes("ftyp", 2)),
        path => ok(boxes("moof", path.as_bytes()[2])),
    });
    let world = World::new();
    let said = rip(&world, &[&server.url("/x.m3u8"), "-o", "x.mp4", "--container", "fmp4"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let whole = [
        boxes("ftyp", 1),
        boxes("moof", b'1'),
        boxes("moof", b'2'),
        boxes("moof", b'3'),
        boxes("ftyp", 2),
        boxes("moof", b'4'),
    ];
    assert_eq!(std::fs::read(at(&world, "x.mp4")).unwrap(), whole.concat());
    assert!(said.err.contains("the format changes at segment 3"), "{}", said.err);
    let refused = rip(&world, &[&server.url("/x.m3u8"), "-o", "y.ts"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("hint: write -o y.mp4"), "{}", refused.err);
}

#[test]
fn a_picture_in_front_of_a_segment_is_taken_off() {
    let server = serve(2, |request| {
        let number = number(path(request))?;
        Some(ok([&b"\x89PNG\r\n\x1a\n"[..], &[0; 61], &segment(number)].concat()))
    });
    let world = World::new();
    assert_eq!(record(&world, &server, &[]).1.code, Some(0));
    assert!(recorded(&world) == segments(2));
}

#[test]
fn the_recording_goes_into_a_pipe_and_the_report_beside_it() {
    let (world, server) = (World::new(), serve(9, |_| None));
    let output = world.toolbox().args(["rip", &server.url("/x.m3u8"), "-o", "-"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout == segments(9));
    assert!(String::from_utf8(output.stderr).unwrap().contains("Recorded 18.0s"));
    assert_eq!(files(&world), [""; 0]);
}

#[test]
fn a_reader_that_goes_ends_the_recording() {
    let (world, server) = (World::new(), serve(500, |_| None));
    let shell = format!("{} rip {} -o - | head -c 188", env!("CARGO_BIN_EXE_toolbox"), server.url("/x.m3u8"));
    let said = said(world.toolbox().args(["--version"]));
    assert_eq!(said.code, Some(0));
    let output = std::process::Command::new("sh").arg("-c").arg(shell).current_dir(world.work()).output().unwrap();
    assert_eq!(output.stdout, &segment(0)[..188]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("the reader of the recording has gone"));
}

#[test]
fn events_are_lines_for_machines() {
    let (world, server) = (World::new(), serve(3, |_| None));
    let said = rip(&world, &[&server.url("/x.m3u8"), "--format", "jsonl", "-o", "x.ts"]);
    let lines: Vec<serde_json::Value> = said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let events: Vec<&str> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
    let facts: Vec<&str> = events.iter().copied().filter(|event| *event != "progress").collect();
    assert_eq!(facts, ["start", "segment", "segment", "segment", "end"], "{}", said.out);
    assert_eq!(events[events.len() - 2..], ["progress", "end"], "{}", said.out);
    let mut sequences = lines.iter().filter(|line| line["event"] == "segment").map(|line| line["sequence"].as_u64());
    assert_eq!((&lines[0]["segments"], sequences.next_back()), (&3.into(), Some(Some(2))));
    let last = &lines[lines.len() - 2];
    let told = ["segments", "known_segments", "missing_segments", "running"].map(|name| last[name].as_u64());
    assert_eq!(told, [Some(3), Some(3), Some(0), Some(0)], "{last}");
    assert_eq!(last["written_bytes"], lines[lines.len() - 1]["bytes"], "{last}");
}

#[test]
fn no_more_is_recorded_than_was_asked_for() {
    let (world, server) = (World::new(), serve(20, |_| None));
    let (report, said) = record(&world, &server, &["--duration", "5s"]);
    assert_eq!((said.code, &report["tracks"][0]["end"]), (Some(0), &"limit".into()));
    assert!(recorded(&world) == segments(3), "whole segments, until it is long enough");
}
