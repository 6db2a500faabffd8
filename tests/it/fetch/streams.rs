//! Streams: a playlist becomes the file that it describes.

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::time::Instant;

use super::{bytes, failure, fetch, names, report, sha256};
use crate::support::cli::World;
use crate::support::script::{Reply, Request, Script, say};
use crate::support::wire::PATIENCE;

const COUNT: u64 = 12;

/// Forty packets as MPEG-TS has them, of which no other segment has one.
fn segment(rendition: &str, number: u64) -> Vec<u8> {
    let packet = |index: u64| {
        let mut packet = vec![0x47];
        packet.extend((0..187).map(|at| (number * 31 + index * 7 + at) as u8));
        packet[1..9].copy_from_slice(&number.to_be_bytes());
        packet[9..11].copy_from_slice(rendition.as_bytes());
        packet
    };
    (0..40).flat_map(packet).collect()
}

fn whole(rendition: &str) -> Vec<u8> {
    (0..COUNT).flat_map(|number| segment(rendition, number)).collect()
}

fn master() -> String {
    let variant = |lines: u64, name: &str| {
        format!(
            "#EXT-X-STREAM-INF:BANDWIDTH={},RESOLUTION={lines}x{lines},CODECS=\"avc1\"\n{name}.m3u8\n",
            lines * 1000
        )
    };
    format!("#EXTM3U\n{}{}", variant(360, "lo"), variant(720, "hi"))
}

fn playlist(rendition: &str) -> String {
    let mut text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n".to_owned();
    for number in 0..COUNT {
        let _ = writeln!(text, "#EXTINF:2,\n{rendition}/{number}.ts");
    }
    text + "#EXT-X-ENDLIST\n"
}

fn ok(body: impl AsRef<[u8]>) -> Reply {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.as_ref().len());
    say([head.as_bytes(), body.as_ref()].concat())
}

fn gone() -> Reply {
    say("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")
}

/// A stream in two renditions; `other` may answer in its place.
fn stream(other: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Script {
    Script::start(move |request| {
        let path = request.line().strip_prefix("GET ").unwrap().split('?').next().unwrap().to_owned();
        other(request).unwrap_or_else(|| match path.trim_start_matches('/').split_once('/') {
            None if path == "/film.m3u8" => ok(master()),
            None if path == "/lo.m3u8" => ok(playlist("lo")),
            None if path == "/hi.m3u8" => ok(playlist("hi")),
            Some((rendition, file)) => {
                let number = file.strip_suffix(".ts").and_then(|number| number.parse().ok());
                number.map_or_else(gone, |number| ok(segment(rendition, number)))
            }
            None => gone(),
        })
    })
}

#[test]
fn a_playlist_becomes_the_film_in_the_rendition_that_was_asked_for() {
    let (server, world) = (stream(|_| None), World::new());
    let best = report(&world, &server.url("/film.m3u8"));
    assert!(bytes(&world, "film.ts") == whole("hi"));
    assert_eq!((&best["file"], &best["sha256"]), (&"film.ts".into(), &sha256(&whole("hi")).into()));
    let told = &best["stream"];
    assert_eq!(
        (&told["quality"], &told["segments"], &told["missing_segments"]),
        (&"720p".into(), &12.into(), &0.into())
    );
    assert_eq!((&told["duration_seconds"], &best["size_bytes"]), (&24.0.into(), &whole("hi").len().into()));
    report(&world, &format!("{} -o d/ -q worst", server.url("/film.m3u8")));
    assert!(bytes(&world, "d/film.ts") == whole("lo"));
    report(&world, &format!("{} -o named.ts -q <=360p --sha256 {}", server.url("/film.m3u8"), sha256(&whole("lo"))));
    assert_eq!(names(&world), ["d", "film.ts", "named.ts"]);
    let two = fetch(&world, &format!("{0} {0} -o two/ -q worst", server.url("/film.m3u8")));
    assert_eq!(two.code, Some(0), "{}{}", two.out, two.err);
    assert!(bytes(&world, "two/film.ts") == bytes(&world, "two/film.1.ts"));
    let none = failure(&world, &format!("{} -o no.ts -q 1080p", server.url("/film.m3u8")));
    assert!(none["message"].as_str().unwrap().contains("there are 720p, 360p"), "{none}");
    let there = failure(&world, &server.url("/film.m3u8"));
    assert!(there["kind"] == "disk" && there["hint"].as_str().unwrap().contains("--overwrite"), "{there}");
    report(&world, &format!("{} --overwrite -q worst", server.url("/film.m3u8")));
    assert!(bytes(&world, "film.ts") == whole("lo"));
    let said = fetch(&world, &format!("{} -o line.ts", server.url("/lo.m3u8")));
    assert!(said.out.contains("24.0s in 12 segments") || said.out.contains("24s in 12 segments"), "{}", said.out);
}

#[test]
fn a_film_that_was_killed_goes_on_where_it_was() {
    let halting = stream(|request| (request.line() == "GET /lo/7.ts").then(|| say("HTTP/1.1 200 OK\r\n").hang()));
    let world = World::new();
    let mut command = world.toolbox();
    command.args(["fetch", "--no-progress", "-w", "2", "-o", "film.ts", &halting.url("/lo.m3u8")]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let journal = world.work().join("film.ts.rip");
    let begin = Instant::now();
    while fs::read_to_string(&journal).unwrap_or_default().matches("\"segment\"").count() < 7 {
        assert!(begin.elapsed() < PATIENCE && child.try_wait().unwrap().is_none());
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let server = stream(|_| None);
    let report = report(&world, &format!("{} -o film.ts", server.url("/lo.m3u8")));
    assert!(bytes(&world, "film.ts") == whole("lo"));
    assert_eq!((&report["resumed_bytes"], names(&world)), (&(7 * 40 * 188).into(), vec!["film.ts".to_owned()]));
    assert!(
        server.requests().iter().all(|request| request.line() != "GET /lo/0.ts"),
        "what was there was not asked for"
    );
}

#[test]
fn a_film_with_holes_is_not_whole_until_the_same_call_has_filled_them() {
    let open = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let there = std::sync::Arc::clone(&open);
    let server = stream(move |request| {
        let holed = request.line() == "GET /lo/3.ts" && !there.load(std::sync::atomic::Ordering::SeqCst);
        holed.then(gone)
    });
    let world = World::new();
    let line = format!("--json {} -o film.ts --retries 1", server.url("/lo.m3u8"));
    for _ in 0..2 {
        let said = fetch(&world, &line);
        let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!((said.code, &report["stream"]["missing_segments"]), (Some(3), &1.into()), "{}", said.err);
        assert_eq!(names(&world), ["film.ts.partial", "film.ts.rip"]);
    }
    let told = fetch(&world, &format!("{} -o film.ts --retries 1", server.url("/lo.m3u8")));
    assert_eq!(told.code, Some(3), "{}", told.err);
    let all = format!("{}{}", told.out, told.err);
    assert!(all.contains("1 segment is missing") && all.contains("the same call asks for the rest"), "{all}");
    open.store(true, std::sync::atomic::Ordering::SeqCst);
    let said = fetch(&world, &line);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(bytes(&world, "film.ts") == whole("lo"));
    assert_eq!(names(&world), ["film.ts"]);
}

#[test]
fn a_name_that_promises_another_kind_of_file_is_refused() {
    let (server, world) = (stream(|_| None), World::new());
    let error = failure(&world, &format!("{} -o film.mp4", server.url("/lo.m3u8")));
    assert_eq!(error["message"], "film.mp4 is to be fragmented MP4, and the segments are MPEG-TS");
    assert!(error["hint"].as_str().unwrap().contains("toolbox rip makes an MP4"), "{error}");
    assert_eq!(names(&world), [""; 0]);
}

#[test]
fn a_film_that_is_another_is_set_aside() {
    let (server, world) = (stream(|_| None), World::new());
    let error = failure(&world, &format!("{} -o film.ts --sha256 {}", server.url("/lo.m3u8"), "00".repeat(32)));
    assert_eq!((&error["kind"], names(&world)), (&"checksum".into(), vec!["film.ts.bad".to_owned()]));
}

#[test]
fn what_is_no_stream_says_so() {
    let server = stream(|request| match request.line() {
        "GET /page.m3u8" => Some(ok("<!DOCTYPE html><title>Sign in</title>")),
        "GET /film.mpd" => Some(ok("<MPD/>")),
        _ => None,
    });
    let world = World::new();
    for (line, kind) in [("/page.m3u8", "protocol"), ("/none.m3u8", "not-found"), ("/film.mpd", "protocol")] {
        let error = failure(&world, &format!("{} --retries 0", server.url(line)));
        assert_eq!(error["kind"], kind, "{line}: {error}");
    }
    assert_eq!(names(&world), [""; 0]);
    report(&world, &format!("{} --protocol http", server.url("/film.mpd")));
    report(&world, &format!("{} --protocol http", server.url("/lo.m3u8")));
    assert_eq!(
        (bytes(&world, "film.mpd"), bytes(&world, "lo.m3u8")),
        (b"<MPD/>".to_vec(), playlist("lo").into_bytes())
    );
    // Known by nothing but what the user says.
    report(&world, &format!("{} --protocol hls -o odd.ts", server.url("/lo.m3u8?as=list")));
    assert_eq!(fetch(&world, &format!("{} -q best --protocol http", server.url("/lo.m3u8"))).code, Some(2));
    for flags in ["--range-end 5", "--max-range 5", "--mirror http://h/x", "--if-newer", "--refresh-cmd x", "-o -"] {
        let said = fetch(&world, &format!("{} {flags}", server.url("/lo.m3u8")));
        assert_eq!(said.code, Some(2), "{flags}: {}", said.err);
    }
}

#[test]
fn credentials_cookies_and_limits_hold_for_streams() {
    let (server, world) = (stream(|_| None), World::new());
    let line = format!("{} -o film.ts -u user:pass --cookies id=42 --limit 1GB", server.url("/lo.m3u8"));
    report(&world, &line);
    assert!(server.requests().iter().all(|request| request.header("authorization").is_some()));
    assert!(server.requests().iter().all(|request| request.header("cookie") == Some("id=42")));
}
