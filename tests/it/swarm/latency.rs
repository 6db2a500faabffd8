//! Streams of low latency: what the origin serves, and how players play it.

use std::fmt::Write as _;

use serde_json::Value;

use super::players::{ok, once, path};
use crate::support::cli::World;
use crate::support::origin::origin;
use crate::support::script::Script;
use crate::support::wire::Wire;

fn number(text: &str, tag: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(tag)).unwrap_or_else(|| panic!("{tag}: {text}"));
    line.split([',', '.']).next().unwrap().parse().unwrap()
}

#[test]
fn a_playlist_of_the_origin_waits_for_what_comes_next() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    let first = wire.get("/hls/ll/720p.m3u8?seconds=1&parts=4").text().to_owned();
    let hint = first.lines().last().unwrap();
    let (segment, part) =
        hint.split_once("URI=\"720p/").unwrap().1.split_once(".ts").unwrap().0.split_once('.').unwrap();
    let next = wire.get(&format!("/hls/ll/720p.m3u8?seconds=1&parts=4&_HLS_msn={segment}&_HLS_part={part}"));
    assert!(next.text().contains(&format!("URI=\"720p/{segment}.{part}.ts?seconds=1&parts=4\"")), "{}", next.text());
    assert!(!next.text().contains("_HLS_"), "what a copy adds is not handed on: {}", next.text());
    // The part that is hinted at comes when it is there; one behind it is not there.
    let hint = next.text().lines().last().unwrap().split('"').nth(1).unwrap().to_owned();
    let media = wire.get(&format!("/hls/ll/{hint}"));
    assert_eq!((media.status, media.body.len()), (200, 2_800_000 / 8 / 4 / 188 * 188));
    let far = number(next.text(), "#EXT-X-MEDIA-SEQUENCE:") + 99;
    assert_eq!(wire.get(&format!("/hls/ll/720p/{far}.0.ts?seconds=1&parts=4")).status, 404);
    assert_eq!(wire.get(&format!("/hls/ll/720p.m3u8?seconds=1&parts=4&_HLS_msn={far}")).status, 400);
    assert_eq!(wire.get("/hls/ll/720p.m3u8?_HLS_part=1").status, 400);
}

#[test]
fn a_delta_of_the_origin_leaves_out_what_is_old() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    let whole = wire.get("/hls/ll/360p.m3u8?seconds=9").text().to_owned();
    let delta = wire.get("/hls/ll/360p.m3u8?seconds=9&_HLS_skip=YES").text().to_owned();
    let skipped = number(&delta, "#EXT-X-SKIP:SKIPPED-SEGMENTS=") as usize;
    let count = |text: &str| text.matches("#EXTINF").count();
    assert_eq!((count(&whole), skipped + count(&delta)), (12, 12), "{delta}");
    let ignored = wire.get("/hls/ll/360p.m3u8?seconds=9&_HLS_skip=YES&skip=0");
    assert!(!ignored.text().contains("EXT-X-SKIP"));
    let lost = wire.get("/hls/ll/360p.m3u8?seconds=9&missing=2").text().to_owned();
    assert_eq!((lost.matches("#EXT-X-GAP").count(), lost.contains("GAP=YES,URI")), (6, true), "{lost}");
}

/// Plays a stream of segments of a second in four parts.
fn played(more: &[&str]) -> Value {
    let origin = origin();
    let url = origin.url("/hls/ll/360p.m3u8?seconds=1&parts=4");
    let words = [&["-clients", "4", "-ramp-rate", "9", "-duration", "6s"][..], more, &[&url]].concat();
    once(&World::new(), &words).0
}

#[test]
fn parts_are_played_as_far_behind_as_the_stream_asks_for() {
    let report = played(&[]);
    // Three parts of a quarter of a second, and up to one more until the next copy; whole segments are three seconds.
    let latency = report["qoe"]["live_latency_s"]["p50"].as_f64().unwrap();
    assert!((0.74..2.0).contains(&latency), "{report:#}");
    let http = &report["http"];
    let count = |name: &str| http[name].as_u64().unwrap();
    assert!(count("parts") > 40 && count("hinted_parts") > 20 && count("delta_playlists") > 20, "{http:#}");
    assert_eq!(report["qoe"]["sessions"], serde_json::json!({"ok": 4}), "{report:#}");
    let bytes = 800_000 / 8 / 4 / 188 * 188;
    let got = report["throughput"]["bytes"].as_u64().unwrap();
    assert!(got.is_multiple_of(bytes) && got >= count("parts") * bytes, "whole parts: {report:#}");
}

#[test]
fn parts_are_left_alone_where_that_is_said() {
    let report = played(&["-low-latency", "off"]);
    assert_eq!(report["http"]["parts"], 0, "{report:#}");
    assert!(report["qoe"]["live_latency_s"]["p50"].as_f64().unwrap() > 2.9, "{report:#}");
}

#[test]
fn a_server_that_does_not_wait_is_not_asked_more_often_for_it() {
    let origin = origin();
    let url = origin.url("/hls/ll/360p.m3u8?seconds=1&parts=2&block=0&skip=0");
    let (report, _) = once(&World::new(), &["-clients", "1", "-duration", "4s", &url]);
    let playlists = report["throughput"]["playlists"].as_u64().unwrap();
    // Twice for each part at most: one copy that brought it, and one that did not.
    assert!((4..=20).contains(&playlists), "{report:#}");
}

#[test]
fn a_delta_that_leaves_out_too_much_is_asked_for_whole() {
    let copy = |delta: bool| {
        let mut text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-PART-INF:PART-TARGET=0.5\n\
                        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=900,PART-HOLD-BACK=1.5\n"
            .to_owned();
        let first = if delta { 90 } else { 80 };
        let _ = writeln!(text, "#EXT-X-MEDIA-SEQUENCE:{first}");
        if delta {
            // Of these nobody ever heard.
            let _ = writeln!(text, "#EXT-X-SKIP:SKIPPED-SEGMENTS=30");
        }
        for number in 0..4 {
            let _ = write!(text, "#EXTINF:1,\n/{number}.ts\n");
        }
        ok(text)
    };
    let server = Script::start(move |request| match path(request) {
        path if path.starts_with("/x.m3u8") => copy(path.contains("_HLS_skip=YES")),
        _ => ok([0; 100]),
    });
    once(&World::new(), &["-clients", "1", "-duration", "2s", &server.url("/x.m3u8")]);
    let lists: Vec<String> = server.requests().iter().map(path).filter(|path| path.contains(".m3u8")).collect();
    assert_eq!(lists[0], "/x.m3u8");
    assert!(lists[1].starts_with("/x.m3u8?_HLS_msn=84&_HLS_part=0&_HLS_skip=YES"), "{lists:?}");
    assert_eq!(lists[2], "/x.m3u8?_HLS_msn=84&_HLS_part=0", "{lists:?}");
}
