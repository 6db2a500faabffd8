//! DASH presentations: each way of addressing, live ones, locked ones.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::stream::{Running, answer, asked, at, files, ok, path, rip, status};
use crate::support::cli::{Said, World};
use crate::support::script::{Reply, Request, Script, say};

/// A segment: no two are alike.
pub(super) fn segment(number: u64) -> Vec<u8> {
    let body: Vec<u8> = (0..3000_u64).map(|at| (number * 31 + at * 7) as u8).chain(number.to_be_bytes()).collect();
    [&b"\0\0\0\x08moof"[..], &(body.len() as u32 + 8).to_be_bytes(), b"mdat", &body].concat()
}

pub(super) const INIT: &[u8] = b"\0\0\0\x0cftypiso6";

/// The initialisation and these segments.
pub(super) fn whole(numbers: impl IntoIterator<Item = u64>) -> Vec<u8> {
    numbers.into_iter().fold(INIT.to_vec(), |whole, number| [whole, segment(number)].concat())
}

/// A manifest of one video representation.
pub(super) fn manifest(attributes: &str, inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" {attributes}><Period start=\"PT0S\">\
         <AdaptationSet mimeType=\"video/mp4\" codecs=\"avc1.4d401e\">{inner}\
         <Representation id=\"v\" bandwidth=\"800000\" width=\"640\" height=\"360\"/></AdaptationSet></Period></MPD>"
    )
}

pub(super) const NUMBERS: &str =
    "<SegmentTemplate media=\"$Number$.m4s\" initialization=\"i.mp4\" startNumber=\"0\" duration=\"2\"/>";

/// Answers what `special` does not: `/i.mp4`, and `/NUMBER.m4s`.
pub(super) fn serve(special: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Script {
    Script::start(move |request| special(request).unwrap_or_else(|| usual(request)))
}

fn usual(request: &Request) -> Reply {
    match path(request) {
        "/i.mp4" => ok(INIT),
        path => number(path).map_or_else(|| status("404 Not Found"), |number| ok(segment(number))),
    }
}

pub(super) fn number(path: &str) -> Option<u64> {
    path.strip_prefix('/')?.strip_suffix(".m4s")?.parse().ok()
}

/// A server of one manifest, which is the same for ever.
fn serving(text: String) -> Script {
    serve(move |request| (path(request) == "/x.mpd").then(|| ok(&text)))
}

/// Fragments one behind the other: no muxer could do anything with these.
pub(super) const COPIED: [&str; 2] = ["--container", "fmp4"];

/// Records `/x.mpd` as `x.mp4`.
pub(super) fn record(world: &World, script: &Script, words: &[&str]) -> (Value, Said) {
    let url = script.url("/x.mpd");
    let said = rip(world, &[&[url.as_str(), "--json", "-o", "x.mp4"][..], &COPIED, words].concat());
    (serde_json::from_str(&said.out).unwrap_or(Value::Null), said)
}

pub(super) fn recorded(world: &World) -> Vec<u8> {
    std::fs::read(at(world, "x.mp4")).unwrap()
}

#[test]
fn each_way_of_addressing_gives_the_same_recording() {
    let timeline = "<SegmentTimeline><S t=\"0\" d=\"1\" r=\"3\"/></SegmentTimeline></SegmentTemplate>";
    let list =
        |inner: &str| format!("<SegmentList duration=\"2\"><Initialization sourceURL=\"i.mp4\"/>{inner}</SegmentList>");
    let urls = |urls: std::ops::Range<u64>| {
        urls.fold(String::new(), |all, n| all + &format!("<SegmentURL media=\"{n}.m4s\"/>"))
    };
    for inner in [
        NUMBERS.to_owned(),
        format!("<SegmentTemplate media=\"$Time$.m4s\" initialization=\"i.mp4\">{timeline}"),
        format!("<SegmentTemplate media=\"$Number%01d$.m4s\" startNumber=\"0\" initialization=\"i.mp4\">{timeline}"),
        list(&urls(0..4)),
    ] {
        let (world, server) = (World::new(), serving(manifest("mediaPresentationDuration=\"PT8S\"", &inner)));
        let (report, said) = record(&world, &server, &[]);
        assert_eq!(said.code, Some(0), "{inner}: {}", said.err);
        assert!(recorded(&world) == whole(0..4), "{inner}");
        assert_eq!((&report["segments"], &report["variant"]["quality"]), (&4.into(), &"360p".into()), "{inner}");
        assert_eq!(files(&world), ["x.mp4"]);
    }
}

/// An index of these lengths, each of two seconds; the highest bit says that there is another index.
fn index(entries: &[u32]) -> Vec<u8> {
    let mut body = [0_u32, 1, 1, 0, 0, entries.len() as u32].map(u32::to_be_bytes).concat();
    for entry in entries {
        body.extend([*entry, 2, 0x9000_0000].map(u32::to_be_bytes).concat());
    }
    [&(body.len() as u32 + 8).to_be_bytes()[..], b"sidx", &body].concat()
}

/// The bytes that a request asks for.
fn ranged(request: &Request, file: &[u8]) -> Reply {
    let Some(range) = request.header("range").and_then(|range| range.strip_prefix("bytes=")) else { return ok(file) };
    let (first, last) = range.split_once('-').unwrap();
    let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
    let last = last.min(file.len() - 1);
    let field = format!("Content-Range: bytes {first}-{last}/{}\r\n", file.len());
    answer("206 Partial Content", &field, &file[first..=last])
}

#[test]
fn a_file_with_an_index_is_recorded_by_its_segments() {
    let segments: Vec<Vec<u8>> = (0..4).map(segment).collect();
    let length = |index: usize| segments[index].len() as u32;
    let flat = index(&[length(0), length(1), length(2), length(3)]);
    let inner = index(&[length(2), length(3)]);
    let nested = index(&[length(0), length(1), 0x8000_0000 | inner.len() as u32]);
    for (head, before_third, told) in [
        (flat.clone(), Vec::new(), true),
        (nested.clone(), inner.clone(), true),
        // Nobody says where the index is.
        (flat, Vec::new(), false),
    ] {
        let mut file = [INIT, &head].concat();
        for (index, segment) in segments.iter().enumerate() {
            if index == 2 {
                file.extend(&before_third);
            }
            file.extend(segment);
        }
        let (first, last) = (INIT.len(), INIT.len() + head.len() - 1);
        let base = format!(
            "<SegmentBase indexRange=\"{first}-{last}\"><Initialization range=\"0-{}\"/></SegmentBase>",
            first - 1
        );
        let text = manifest("mediaPresentationDuration=\"PT8S\"", if told { &base } else { "" })
            .replace("height=\"360\"/>", "height=\"360\"><BaseURL>v.mp4</BaseURL></Representation>");
        let server = serve(move |request| match path(request) {
            "/x.mpd" => Some(ok(&text)),
            "/v.mp4" => Some(ranged(request, &file)),
            _ => None,
        });
        let world = World::new();
        let (report, said) = record(&world, &server, &[]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert_eq!((&report["segments"], &report["tracks"][0]["duration_ns"]), (&4.into(), &json!(8_000_000_000_u64)));
        let begin = if told { INIT.to_vec() } else { [INIT, &head].concat() };
        assert!(recorded(&world) == [begin, segments.concat()].concat(), "{told}");
    }
}

#[test]
fn a_file_without_an_index_is_recorded_in_pieces() {
    let file: Vec<u8> = [INIT, &(0..2_500_000_u32).flat_map(u32::to_be_bytes).collect::<Vec<u8>>()].concat();
    let text = manifest("mediaPresentationDuration=\"PT10S\"", "")
        .replace("height=\"360\"/>", "height=\"360\"><BaseURL>v.mp4</BaseURL></Representation>");
    let whole = file.clone();
    let server = serve(move |request| match path(request) {
        "/x.mpd" => Some(ok(&text)),
        "/v.mp4" => Some(ranged(request, &whole)),
        _ => None,
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!((&report["segments"], &report["tracks"][0]["duration_ns"]), (&3.into(), &json!(10_000_000_000_u64)));
    assert!(recorded(&world) == file);
}

#[test]
fn periods_follow_each_other_with_what_is_missing_told() {
    let set = |kind: &str, id: &str, from: u64| {
        format!(
            "<AdaptationSet mimeType=\"{kind}/mp4\"><SegmentTemplate media=\"$Number$.m4s\" initialization=\"i.mp4\" \
             startNumber=\"{from}\" duration=\"2\"/><Representation id=\"{id}\" bandwidth=\"9\"/></AdaptationSet>"
        )
    };
    let text = format!(
        "<MPD mediaPresentationDuration=\"PT10S\"><Period>{}{}</Period><Period start=\"PT4S\">{}</Period>\
         <Period start=\"PT8S\">{}{}</Period></MPD>",
        set("video", "v", 0),
        set("audio", "a", 100),
        set("video", "other", 50),
        set("video", "v", 60),
        set("audio", "a", 160),
    );
    let (world, server) = (World::new(), serving(text));
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(recorded(&world) == whole([0, 1, 50, 51, 60]));
    assert!(std::fs::read(at(&world, "x.audio.mp4")).unwrap() == whole([100, 101, 160]));
    let gaps = &report["tracks"][1]["gaps"];
    assert_eq!((&gaps[0]["duration_ns"], &report["tracks"][0]["gaps"]), (&json!(4_000_000_000_u64), &json!([])));
    assert!(gaps[0]["reason"].as_str().unwrap().contains("manifest"), "{gaps}");
}

#[test]
fn a_killed_recording_goes_on_where_it_was() {
    let free = Arc::new(Mutex::new(false));
    let freed = Arc::clone(&free);
    let text = manifest("mediaPresentationDuration=\"PT24S\"", NUMBERS);
    let server = serve(move |request| match path(request) {
        "/x.mpd" => Some(ok(&text)),
        path => (number(path)? >= 5 && !*freed.lock().unwrap()).then(|| say("").hang()),
    });
    let world = World::new();
    let mut run = Running::to(&world, "x.mp4", &server.url("/x.mpd"), &COPIED);
    assert!(run.says("segment 4:"));
    run.child.kill().unwrap();
    run.child.wait().unwrap();
    *free.lock().unwrap() = true;
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("from segment 6 on"), "{}", said.err);
    assert!(recorded(&world) == whole(0..12));
    let counts = asked(&server);
    let times = |number: u64| counts.iter().filter(|path| **path == format!("/{number}.m4s")).count();
    // The last one again: the stream is still the same.
    assert_eq!([0, 1, 2, 3, 4].map(times), [1, 1, 1, 1, 2]);
}

#[test]
fn many_kills_at_any_moment_leave_the_recording_of_one_run() {
    let long = std::env::var_os("TOOLBOX_TEST_LONG").is_some();
    let (turns, count) = if long { (100, 400) } else { (8, 40) };
    let text = manifest(&format!("mediaPresentationDuration=\"PT{}S\"", 2 * count), NUMBERS);
    let server = serving(text);
    let (world, mut kills) = (World::new(), 0);
    for turn in 1..=turns {
        let before = server.requests().len();
        let mut run = Running::to(&world, "x.mp4", &server.url("/x.mpd"), &["-c", "3", "--container", "fmp4"]);
        // After so many requests, wherever the segments are then.
        while server.requests().len() < before + 3 + turn % 5 && run.child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        run.child.kill().unwrap();
        kills += u32::from(run.child.wait().unwrap().code().is_none());
        if at(&world, "x.mp4").exists() {
            break;
        }
    }
    assert!(kills > 3, "{kills}");
    if !at(&world, "x.mp4").exists() {
        assert_eq!(record(&world, &server, &[]).1.code, Some(0));
    }
    assert!(recorded(&world) == whole(0..count));
}

#[test]
fn what_there_is_is_listed() {
    let text = format!(
        "<MPD mediaPresentationDuration=\"PT8S\"><Period><AdaptationSet mimeType=\"video/mp4\">{NUMBERS}\
         <Representation id=\"lo\" bandwidth=\"800000\" width=\"640\" height=\"360\"/>\
         <Representation id=\"hi\" bandwidth=\"5000000\" width=\"1920\" height=\"1080\"/></AdaptationSet>\
         <AdaptationSet mimeType=\"audio/mp4\" lang=\"fr\">{NUMBERS}<Representation id=\"a\" bandwidth=\"64000\"/></AdaptationSet>\
         </Period></MPD>"
    );
    let (world, server) = (World::new(), serving(text));
    let said = rip(&world, &["-l", "--json", &server.url("/x.mpd")]);
    let listing: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(
        (&listing["variants"][0]["quality"], &listing["variants"][1]["quality"]),
        (&"1080p".into(), &"360p".into())
    );
    assert_eq!(
        (&listing["renditions"][0]["language"], &listing["renditions"][0]["separate"]),
        (&"fr".into(), &true.into())
    );
    let (report, said) = record(&world, &server, &["-q", "<=720p", "--audio-only"]);
    assert_eq!((said.code, &report["variant"]["quality"]), (Some(0), &"360p".into()), "{}", said.err);
    let none = record(&world, &server, &["-q", "2160p"]).1;
    assert_eq!(none.code, Some(1));
    assert!(none.out.contains("1080p, 360p"), "{}", none.out);
}

#[test]
fn what_cannot_be_recorded_is_named() {
    for (text, why) in [
        ("<MPD>\n<Period>\n".to_owned(), "line 2: it ends inside"),
        (
            manifest("", "<SegmentTemplate media=\"$Number$.m4s\" duration=\"2\"/>"),
            "the period does not say how long it is",
        ),
        (manifest("", "<BaseURL>file:///etc/</BaseURL><SegmentBase/>"), "line 2: "),
        (manifest("type=\"dynamic\"", NUMBERS), "no availabilityStartTime"),
        ("<Patch mpdId=\"x\"></Patch>".to_owned(), "a patch of a manifest"),
        (
            manifest("mediaPresentationDuration=\"PT8S\"", NUMBERS)
                .replace("<Period ", "<Period xlink:href=\"http://ads/\" "),
            "line 2: a Period that is to be fetched from elsewhere (xlink) is not supported",
        ),
        (
            manifest("mediaPresentationDuration=\"PT8S\"", &NUMBERS.replace("$Number$", "$Number$-$SubNumber$")),
            "the identifier $SubNumber$",
        ),
        (
            manifest(
                "",
                "<ContentProtection schemeIdUri=\"urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed\"/><SegmentBase/>",
            ),
            "line 2: the stream is protected by Widevine",
        ),
    ] {
        let (world, server) = (World::new(), serving(text));
        let (_, said) = record(&world, &server, &[]);
        assert_eq!(said.code, Some(1), "{why}");
        assert!(said.out.contains(why) || said.err.contains(why), "{why}: {said:?}");
        assert!(files(&world).is_empty(), "{why}");
    }
}

#[test]
fn what_the_connection_carries_decides_where_that_is_asked_for() {
    // What needs more bits than any connection has is never within what was measured.
    let picture = |id: &str, lines: u64, bits: u64| {
        format!("<Representation id=\"{id}\" bandwidth=\"{bits}\" width=\"{lines}\" height=\"{lines}\"/>")
    };
    let template = "<SegmentTemplate media=\"$RepresentationID$$Number$.m4s\" startNumber=\"0\" duration=\"2\" \
                    initialization=\"i.mp4\"/>";
    let text = format!(
        "<MPD mediaPresentationDuration=\"PT6S\"><Period><AdaptationSet mimeType=\"video/mp4\">{template}{}{}\
         </AdaptationSet></Period></MPD>",
        picture("1", 360, 1),
        picture("2", 1080, 900_000_000_000_000),
    );
    let (world, server) = (World::new(), serving(text));
    let (report, said) = record(&world, &server, &["-q", "auto"]);
    assert_eq!((said.code, &report["variant"]["quality"]), (Some(0), &"360p".into()), "{}", said.err);
    assert!(recorded(&world) == whole(10..13) && said.err.contains("Measured: "), "{}", said.err);
    assert!(asked(&server).contains(&"/20.m4s".to_owned()), "the best one is measured: {:?}", asked(&server));
    let list = rip(&world, &["-l", "--json", "-q", "auto", &server.url("/x.mpd")]).out;
    let list: Value = serde_json::from_str(&list).unwrap();
    assert!(list["measured_bps"].as_u64().unwrap() > 0, "{list}");
    assert_eq!((&list["variants"][0]["selected"], &list["variants"][1]["selected"]), (&false.into(), &true.into()));
    // Limits hold beside it.
    let (report, said) = record(&world, &server, &["-q", "auto,>=1080p", "--force"]);
    assert_eq!((said.code, &report["variant"]["quality"]), (Some(0), &"1080p".into()), "{}", said.err);
}
