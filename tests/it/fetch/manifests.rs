//! DASH: a manifest becomes the film that it describes, picture and sound in a file each.

use std::fs;
use std::process::Stdio;
use std::time::Instant;

use super::{bytes, failure, fetch, names, report, sha256};
use crate::support::cli::World;
use crate::support::script::{Reply, Request, Script, say};
use crate::support::wire::PATIENCE;

const COUNT: u64 = 6;

/// A box of media of which no other segment has one.
fn segment(track: &str, number: u64) -> Vec<u8> {
    let body = (0..2000_u64).map(|at| (number * 31 + at * 7) as u8);
    let body: Vec<u8> = body.chain(number.to_be_bytes()).chain(track.bytes()).collect();
    [&b"\0\0\0\x08moof"[..], &(body.len() as u32 + 8).to_be_bytes(), b"mdat", &body].concat()
}

fn init(track: &str) -> Vec<u8> {
    [&(8 + track.len() as u32).to_be_bytes()[..], b"ftyp", track.as_bytes()].concat()
}

fn whole(track: &str) -> Vec<u8> {
    (0..COUNT).fold(init(track), |whole, number| [whole, segment(track, number)].concat())
}

/// Two pictures, two languages of sound, subtitles; `inside` stands in each set.
fn manifest(inside: &str) -> String {
    let template = "<SegmentTemplate media=\"$RepresentationID$/$Number$.m4s\" startNumber=\"0\" duration=\"2\" \
                    initialization=\"$RepresentationID$/i.mp4\"/>";
    let set = |attributes: &str, representations: &str| {
        format!("<AdaptationSet {attributes}>{inside}{template}{representations}</AdaptationSet>")
    };
    let picture = |id: &str, lines: u64| {
        format!("<Representation id=\"{id}\" bandwidth=\"{}\" height=\"{lines}\" width=\"{lines}\"/>", lines * 1000)
    };
    format!(
        "<MPD mediaPresentationDuration=\"PT12S\"><Period>{}{}{}{}</Period></MPD>",
        set("mimeType=\"video/mp4\"", &(picture("lo", 360) + &picture("hi", 720))),
        set("mimeType=\"audio/mp4\" lang=\"en\"", "<Representation id=\"en\" bandwidth=\"64000\"/>"),
        set("mimeType=\"audio/mp4\" lang=\"de\"", "<Representation id=\"de\" bandwidth=\"64000\"/>"),
        set("mimeType=\"application/mp4\" codecs=\"wvtt\" lang=\"fr\"", "<Representation id=\"fr\" bandwidth=\"1\"/>"),
    )
}

fn ok(body: impl AsRef<[u8]>) -> Reply {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.as_ref().len());
    say([head.as_bytes(), body.as_ref()].concat())
}

fn gone() -> Reply {
    say("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")
}

/// The presentation at `/film.mpd`; `other` may answer in its place.
fn stream(other: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Script {
    Script::start(move |request| {
        let path = request.line().strip_prefix("GET /").unwrap().split('?').next().unwrap().to_owned();
        other(request).unwrap_or_else(|| match path.split_once('/') {
            None if path == "film.mpd" => ok(manifest("")),
            Some((track, "i.mp4")) => ok(init(track)),
            Some((track, file)) => {
                let number = file.strip_suffix(".m4s").and_then(|number| number.parse().ok());
                number.filter(|number| *number < COUNT).map_or_else(gone, |number| ok(segment(track, number)))
            }
            None => gone(),
        })
    })
}

#[test]
fn a_manifest_becomes_picture_and_sound_and_tells_what_is_left_out() {
    let (server, world) = (stream(|_| None), World::new());
    let best = report(&world, &server.url("/film.mpd?token=1"));
    assert!(bytes(&world, "film.mp4") == whole("hi") && bytes(&world, "film.audio.mp4") == whole("en"));
    assert_eq!(names(&world), ["film.audio.mp4", "film.mp4"], "nothing else stays");
    let told = &best["stream"];
    assert_eq!((&told["quality"], &told["segments"], &told["files"]), (&"720p".into(), &12.into(), &2.into()));
    assert_eq!(told["left_out"], serde_json::json!(["sound de", "subtitles fr"]));
    assert_eq!((&told["duration_seconds"], &best["sha256"]), (&12.0.into(), &sha256(&whole("hi")).into()));
    let said = fetch(&world, &format!("{} -o d/ -q worst", server.url("/film.mpd")));
    assert!(said.code == Some(0) && bytes(&world, "d/film.mp4") == whole("lo"), "{}", said.err);
    assert!(said.out.contains("left out, for rip to record: sound de, subtitles fr"), "{}", said.out);
    let none = failure(&world, &format!("{} -o no.mp4 -q 1080p", server.url("/film.mpd")));
    assert!(none["message"].as_str().unwrap().contains("there are 720p, 360p"), "{none}");
    // Known by nothing but what the user says.
    let server = stream(|request| request.line().contains("/odd").then(|| ok(manifest(""))));
    report(&world, &format!("{} --protocol dash -o odd.mp4", server.url("/odd")));
    assert!(bytes(&world, "odd.mp4") == whole("hi"));
}

#[test]
fn a_film_that_was_killed_goes_on_where_it_was() {
    let halting = stream(|request| (request.line() == "GET /lo/4.m4s").then(|| say("HTTP/1.1 200 OK\r\n").hang()));
    let world = World::new();
    let mut command = world.toolbox();
    let line = ["fetch", "--no-progress", "-w", "2", "-q", "worst", "-o", "film.mp4", &halting.url("/film.mpd")];
    let mut child = command.args(line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let has = |name: &str, count: usize| {
        let journal = fs::read_to_string(world.work().join(name)).unwrap_or_default();
        journal.matches("\"segment\"").count() >= count
    };
    let begin = Instant::now();
    while !has("film.mp4.rip", 4) {
        assert!(begin.elapsed() < PATIENCE && child.try_wait().unwrap().is_none());
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let server = stream(|_| None);
    let report = report(&world, &format!("{} -q worst -o film.mp4", server.url("/film.mpd")));
    assert!(bytes(&world, "film.mp4") == whole("lo") && bytes(&world, "film.audio.mp4") == whole("en"));
    assert!(report["resumed_bytes"].as_u64() > Some(4 * 2000), "{report}");
    let again = |path: &str| server.requests().iter().any(|request| request.line() == path);
    assert!(!again("GET /lo/0.m4s") && again("GET /lo/4.m4s"), "what was there was not asked for");
}

#[test]
fn a_locked_film_says_who_opens_it() {
    let inside = "<ContentProtection schemeIdUri=\"urn:mpeg:dash:mp4protection:2011\" value=\"cenc\" \
                  cenc:default_KID=\"00112233-4455-6677-8899-aabbccddeeff\"/>";
    let server = stream(move |request| request.line().contains("film.mpd").then(|| ok(manifest(inside))));
    let world = World::new();
    let error = failure(&world, &server.url("/film.mpd"));
    assert_eq!(error["kind"], "protocol", "{error}");
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("toolbox rip --decrypt-key 00112233445566778899aabbccddeeff:KEY"), "{hint}");
    assert_eq!(names(&world), [""; 0]);
}

#[test]
fn what_is_no_manifest_says_so() {
    let server = stream(|request| request.line().contains("page").then(|| ok("<!DOCTYPE html><title>Sign in</title>")));
    let world = World::new();
    for (path, kind) in [("/page.mpd", "protocol"), ("/none.mpd", "not-found")] {
        let error = failure(&world, &format!("{} --retries 0", server.url(path)));
        assert_eq!(error["kind"], kind, "{path}: {error}");
    }
    assert_eq!(names(&world), [""; 0]);
}
