//! Recordings that become one MP4: what stays when that is cut short or fails.

use std::fs;

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::{Script, say};

/// A segment of packed audio: ten frames of AAC at 48 kHz whose bytes tell their place.
fn frames(number: u64) -> Vec<u8> {
    let frame = |index: u64| {
        let mut frame = vec![0xff, 0xf1, 0x4c, 0x80, 0x64 >> 3, (0x64 & 7) << 5 | 0x1f, 0xfc];
        frame.resize(100, (number * 16 + index) as u8 & 0x7f);
        frame
    };
    (0..10).flat_map(frame).collect()
}

fn serve_sound(count: u64) -> Script {
    serve(count, |request| number(path(request)).map(|number| ok(frames(number))))
}

fn words(server: &Script, name: &str) -> Vec<String> {
    ["--json", "-o", name].map(str::to_owned).into_iter().chain([server.url("/x.m3u8")]).collect()
}

fn run(world: &World, server: &Script, name: &str, more: &[&str]) -> (serde_json::Value, crate::support::cli::Said) {
    let words = words(server, name);
    let words: Vec<&str> = words.iter().map(String::as_str).chain(more.iter().copied()).collect();
    let said = rip(world, &words);
    (serde_json::from_str(&said.out).unwrap_or_default(), said)
}

#[test]
fn a_movie_is_one_file_and_its_tables_stand_in_front() {
    let (world, server) = (World::new(), serve_sound(4));
    let (report, said) = run(&world, &server, "x.m4a", &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(files(&world), ["x.m4a"]);
    let movie = &report["movie"];
    assert_eq!((&movie["file"], &movie["formats"]), (&"x.m4a".into(), &serde_json::json!(["mp4a"])));
    assert_eq!(movie["duration_ns"], 40 * 1024 * 1_000_000_000_u64 / 48_000);
    let bytes = fs::read(at(&world, "x.m4a")).unwrap();
    assert_eq!(movie["bytes"], bytes.len() as u64);
    let media: Vec<u8> = (0..4).flat_map(frames).collect();
    let payloads: Vec<u8> = media.chunks(100).flat_map(|frame| &frame[7..]).copied().collect();
    assert!(bytes.ends_with(&payloads), "every frame, without its head");
}

#[test]
fn a_killed_recording_becomes_the_movie_of_one_run() {
    let held = |request: &crate::support::script::Request| match number(path(request)) {
        Some(3) => Some(say("").hang()),
        Some(number) => Some(ok(frames(number))),
        None => None,
    };
    let (world, holding) = (World::new(), serve(6, held));
    let mut command = world.toolbox();
    command.args(["rip", "-v", "--no-progress"]).args(words(&holding, "x.m4a"));
    let mut child = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    while fs::metadata(at(&world, "x.m4a.partial")).map_or(0, |file| file.len()) < 3000 {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let server = serve_sound(6);
    assert_eq!(run(&world, &server, "x.m4a", &[]).1.code, Some(0));
    assert_eq!(run(&world, &server, "y.m4a", &[]).1.code, Some(0));
    assert!(fs::read(at(&world, "x.m4a")).unwrap() == fs::read(at(&world, "y.m4a")).unwrap());
    assert_eq!(files(&world), ["x.m4a", "y.m4a"]);
}

#[test]
fn a_recording_that_cannot_become_a_movie_is_kept_and_becomes_a_copy() {
    let (world, server) = (World::new(), serve(3, |_| None));
    let (_, said) = run(&world, &server, "x.mp4", &[]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("nothing in the recording can be put into it"), "{}", said.out);
    assert_eq!(files(&world), ["x.mp4.partial", "x.mp4.rip"]);
    let asked = server.requests().len();
    assert_eq!(run(&world, &server, "x.mp4", &["--container", "ts"]).1.code, Some(0));
    assert_eq!(server.requests().len(), asked + 2, "the playlist, and whether it is the same stream");
    assert!(fs::read(at(&world, "x.mp4")).unwrap() == segments(3));
    assert_eq!(files(&world), ["x.mp4"]);
}

#[test]
fn a_container_that_cannot_be_is_refused_before_anything_is_recorded() {
    let (world, server) = (World::new(), serve(3, |_| None));
    for (name, words, hint) in [
        ("x.mp4", &["--container", "fmp4"][..], "leave out --container"),
        ("x.mkv", &[], "--remux ffmpeg makes it"),
        ("-", &["--container", "mp4"], "name a file that ends in .mp4"),
    ] {
        let (_, said) = run(&world, &server, name, words);
        assert_eq!(said.code, Some(1), "{name}");
        assert!(said.out.contains(hint) || said.err.contains(hint), "{said:?}");
    }
    assert_eq!(files(&world), [""; 0]);
}
