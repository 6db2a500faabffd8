//! Live DASH presentations: manifests that grow, and those that go by the clock.

use std::sync::{Arc, Mutex};

use serde_json::json;

use super::dash::{COPIED, INIT, NUMBERS, manifest, number, record, recorded, segment, serve, whole};
use super::stream::{Running, asked, ok, path, status};
use crate::support::cli::World;
use crate::support::script::{Reply, Script, say};

/// A live manifest of segments of a tenth of a second, by a timeline; times are in tenths.
fn window(first: u64, end: u64) -> String {
    let timeline = format!(
        "<SegmentTemplate media=\"$Time$.m4s\" initialization=\"i.mp4\" timescale=\"10\"><SegmentTimeline>\
         <S t=\"{first}\" d=\"1\" r=\"{}\"/></SegmentTimeline></SegmentTemplate>",
        end - first - 1
    );
    manifest(
        "type=\"dynamic\" minimumUpdatePeriod=\"PT0.1S\" timeShiftBufferDepth=\"PT0.5S\" availabilityStartTime=\"2026-01-01T00:00:00Z\"",
        &timeline,
    )
}

/// The last copy.
fn ended(first: u64, end: u64) -> String {
    window(first, end)
        .replace("dynamic", "static")
        .replace("availabilityStartTime=\"2026-01-01T00:00:00Z\"", "mediaPresentationDuration=\"PT60S\"")
}

/// Answers each request for the manifest with the next of `copies`, and the last for ever; not `missing` segments.
fn live(copies: impl IntoIterator<Item = Reply>, missing: &'static [u64]) -> Script {
    let copies: Vec<Reply> = copies.into_iter().collect();
    let turn = Arc::new(Mutex::new(0));
    serve(move |request| match path(request) {
        "/x.mpd" => {
            let mut turn = turn.lock().unwrap();
            let copy = copies[(*turn).min(copies.len() - 1)].clone();
            *turn += 1;
            Some(copy)
        }
        path => number(path).filter(|number| missing.contains(number)).map(|_| status("404 Not Found")),
    })
}

#[test]
fn a_live_presentation_is_followed_until_it_is_static() {
    let copies = [window(0, 3), window(0, 3), window(1, 5), window(4, 7), ended(5, 9)].map(ok);
    let (world, server) = (World::new(), live(copies, &[]));
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == whole(0..9), "{}", said.err);
    let track = &report["tracks"][0];
    assert_eq!((&track["live"], &track["end"], &track["gaps"]), (&true.into(), &"ended".into(), &json!([])));
}

#[test]
fn what_slid_out_and_what_is_lost_are_gaps_and_nothing_else_is() {
    let no = || status("503 Service Unavailable");
    let copies = [ok(window(0, 3)), no(), ok("<MPD>"), ok(window(2, 5)), ok(window(9, 12)), ok(ended(10, 14))];
    let (world, server) = (World::new(), live(copies, &[10]));
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(recorded(&world) == whole([0, 1, 2, 3, 4, 9, 11, 12, 13]), "{}", said.err);
    let gaps = report["tracks"][0]["gaps"].as_array().unwrap();
    let told: Vec<_> = gaps.iter().map(|gap| (&gap["sequence"], &gap["count"], &gap["duration_ns"])).collect();
    let lengths = [json!(400_000_000), json!(100_000_000)];
    assert_eq!(told, [(&json!(6), &json!(4), &lengths[0]), (&json!(11), &json!(1), &lengths[1])], "{gaps:?}");
    assert_eq!(gaps[0]["date_ms"], json!(1_767_225_600_000_u64 + 500), "by the clock of the presentation");
    assert!(said.err.contains("is back after"), "{}", said.err);
}

#[test]
fn a_killed_live_recording_goes_on_with_the_gap_told() {
    let state = Arc::new(Mutex::new(window(0, 3)));
    let shown = Arc::clone(&state);
    let server = serve(move |request| (path(request) == "/x.mpd").then(|| ok(shown.lock().unwrap().as_str())));
    let world = World::new();
    let mut run = Running::to(&world, "x.mp4", &server.url("/x.mpd"), &COPIED);
    assert!(run.says("segment 3:"), "its number in the manifest");
    run.child.kill().unwrap();
    run.child.wait().unwrap();
    *state.lock().unwrap() = window(5, 8);
    let mut run = Running::to(&world, "x.mp4", &server.url("/x.mpd"), &COPIED);
    assert!(run.says("segment 8:"));
    *state.lock().unwrap() = ended(6, 9);
    let (report, code, said) = run.end();
    assert_eq!(code, Some(3), "{said}");
    assert!(recorded(&world) == whole([0, 1, 2, 5, 6, 7, 8]), "{said}");
    let gap = &report["tracks"][0]["gaps"][0];
    assert_eq!((&gap["sequence"], &gap["count"]), (&json!(4), &json!(2)), "{report}");
}

#[test]
fn segments_that_come_by_the_clock_are_taken_when_they_are_whole() {
    // The server's clock is at the end of the tenth second of the presentation, and its manifest never changes.
    let text = manifest(
        "type=\"dynamic\" timeShiftBufferDepth=\"PT4S\" availabilityStartTime=\"2026-01-01T00:00:00Z\"",
        &NUMBERS.replace("duration=\"2\"", "timescale=\"10\" duration=\"2\""),
    )
    .replace("<Period", "<UTCTiming schemeIdUri=\"urn:mpeg:dash:utc:http-xsdate:2014\" value=\"now\"/><Period");
    let server = serve(move |request| match path(request) {
        "/x.mpd" => Some(ok(&text)),
        "/now" => Some(ok("2026-01-01T00:00:10Z")),
        _ => None,
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &["--duration", "5s"]);
    assert_eq!((said.code, &report["tracks"][0]["end"]), (Some(0), &"limit".into()), "{}", said.err);
    // Twenty in the window, wherever it was when we looked, and five that came later.
    let first = asked(&server).iter().filter_map(|path| number(path)).min().unwrap();
    assert!(first >= 30 && recorded(&world) == whole(first..first + 25), "{:?}", asked(&server));
}

#[test]
fn a_presentation_by_the_clock_that_ends_early_has_no_gap_behind_its_end() {
    let inner = NUMBERS.replace("duration=\"2\"", "timescale=\"10\" duration=\"2\"");
    let dynamic = manifest(
        "type=\"dynamic\" minimumUpdatePeriod=\"PT500S\" timeShiftBufferDepth=\"PT2S\" \
         availabilityStartTime=\"2026-01-01T00:00:00Z\"",
        &inner,
    )
    .replace("<Period", "<UTCTiming schemeIdUri=\"urn:mpeg:dash:utc:http-iso:2014\" value=\"now\"/><Period");
    // Sixty segments; the encoder has gone when somebody asks for the next one.
    let whole_one = manifest("mediaPresentationDuration=\"PT12S\"", &inner);
    let over = Arc::new(Mutex::new(false));
    let server = serve(move |request| match path(request) {
        "/x.mpd" => Some(ok(if *over.lock().unwrap() { &whole_one } else { &dynamic })),
        "/now" => Some(ok("2026-01-01T00:00:10Z")),
        path => number(path).filter(|number| *number >= 60).map(|_| {
            *over.lock().unwrap() = true;
            status("404 Not Found")
        }),
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let first = asked(&server).iter().filter_map(|path| number(path)).min().unwrap();
    assert!(recorded(&world) == whole(first..60), "{}", said.err);
    assert_eq!((&report["tracks"][0]["end"], &report["tracks"][0]["gaps"]), (&"ended".into(), &json!([])));
}

#[test]
fn a_new_period_of_a_live_presentation_is_followed() {
    let other = [INIT, b"\0\0\0\x0dfreeother"].concat();
    let again = other.clone();
    let texts =
        [window(3, 6), with_second(&window(5, 8), 1), with_second(&window(5, 8), 2).replace("dynamic", "static")];
    let turn = Arc::new(Mutex::new(0));
    let server = serve(move |request| match path(request) {
        "/x.mpd" => {
            let mut turn = turn.lock().unwrap();
            *turn += 1;
            Some(ok(&texts[(*turn - 1_usize).min(2)]))
        }
        "/j.mp4" => Some(ok(&again)),
        _ => None,
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("the format changes at segment"), "{}", said.err);
    let rest: Vec<u8> = (100..103).flat_map(segment).collect();
    assert!(recorded(&world) == [whole(3..8), other, rest].concat());
}

/// A window with a second period behind it, of `more` and one segments.
fn with_second(window: &str, more: u64) -> String {
    let second = format!(
        "</Period><Period start=\"PT0.8S\"><AdaptationSet mimeType=\"video/mp4\" codecs=\"avc1.4d401e\">\
         <SegmentTemplate media=\"$Time$.m4s\" initialization=\"j.mp4\" timescale=\"10\" presentationTimeOffset=\"100\">\
         <SegmentTimeline><S t=\"100\" d=\"1\" r=\"{more}\"/></SegmentTimeline></SegmentTemplate>\
         <Representation id=\"v\" bandwidth=\"800000\"/></AdaptationSet></Period>"
    );
    window.replace("</Period>", &second)
}

#[test]
fn low_latency_streams_are_recorded_like_others() {
    // Segments are announced before they are whole and come in chunks; events stand in the manifest and in the stream.
    let event = |number: u64| {
        let body = [&b"\0\0\0\0urn:x\0\0"[..], &number.to_be_bytes()].concat();
        [&(body.len() as u32 + 8).to_be_bytes()[..], b"emsg", &body].concat()
    };
    let text = manifest(
        "type=\"dynamic\" timeShiftBufferDepth=\"PT4S\" availabilityStartTime=\"2026-01-01T00:00:00Z\"",
        &NUMBERS.replace("duration=\"2\"", "timescale=\"10\" duration=\"2\" availabilityTimeOffset=\"0.15\" \
                                            availabilityTimeComplete=\"false\""),
    )
    .replace("<Period", "<ServiceDescription><Latency target=\"500\"/></ServiceDescription>\
                         <UTCTiming schemeIdUri=\"urn:mpeg:dash:utc:direct:2014\" value=\"2026-01-01T00:00:10Z\"/><Period")
    .replace("<AdaptationSet", "<EventStream schemeIdUri=\"urn:scte:scte35:2013:xml\"><Event id=\"1\">x</Event></EventStream>\
                                <AdaptationSet")
    .replace("<SegmentTemplate", "<InbandEventStream schemeIdUri=\"urn:x\"/><SegmentTemplate");
    let server = serve(move |request| match path(request) {
        "/x.mpd" => Some(ok(&text)),
        path => number(path).map(|number| {
            let body = [event(number), segment(number)].concat();
            let (first, second) = body.split_at(100);
            let chunk = |bytes: &[u8]| [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
            let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
            say([head, chunk(first), chunk(second), b"0\r\n\r\n".to_vec()].concat())
        }),
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &["--duration", "5s"]);
    let gaps = &report["tracks"][0]["gaps"];
    assert_eq!((said.code, &report["tracks"][0]["end"], gaps), (Some(0), &"limit".into(), &json!([])), "{}", said.err);
    let first = asked(&server).iter().filter_map(|path| number(path)).min().unwrap();
    let all = (first..first + 25).fold(INIT.to_vec(), |all, number| [all, event(number), segment(number)].concat());
    assert!(recorded(&world) == all, "{:?}", asked(&server));
}

#[test]
fn later_copies_come_from_where_the_manifest_says_and_patches_are_not_asked_for() {
    let with = |text: String| {
        text.replace(
            "<Period",
            "<PatchLocation ttl=\"60\">/patch.mpp</PatchLocation><Location>/moved.mpd</Location><Period",
        )
    };
    let (first, rest) = (with(window(3, 6)), ended(5, 9));
    let server = serve(move |request| match path(request) {
        "/x.mpd" => Some(ok(&first)),
        "/moved.mpd" => Some(ok(&rest)),
        _ => None,
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &[]);
    assert!(said.code == Some(0) && recorded(&world) == whole(3..9), "{}", said.err);
    let manifests: Vec<String> =
        asked(&server).into_iter().filter(|path| path.contains(".mp") && path != "/i.mp4").collect();
    assert_eq!(manifests, ["/x.mpd", "/moved.mpd"]);
}
