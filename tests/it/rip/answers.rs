//! What servers send in place of what was asked for, and who is asked to make something of it.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;

use super::stream::*;
use crate::support::cli::{World, said};
use crate::support::script::{Script, say};

#[test]
fn words_in_place_of_media_are_a_gap() {
    for (words, what) in [
        ("{\"error\":\"expired token\"}", "JSON"),
        ("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "XML"),
        ("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "a playlist"),
        ("Access denied", "text"),
    ] {
        let server = serve(3, move |request| (path(request) == "/1.ts").then(|| ok(words)));
        let world = World::new();
        let (report, said) = record(&world, &server, &["--accept-gaps", "--retries", "1"]);
        assert_eq!(said.code, Some(3), "{}", said.err);
        assert!(recorded(&world) == [segment(0), segment(2)].concat(), "{what}");
        let told = format!("the server sent {what} in place of media");
        assert!(report.to_string().contains(&told), "{report}");
        assert_eq!(asked(&server).iter().filter(|path| *path == "/1.ts").count(), 2, "it may pass");
    }
}

#[test]
fn what_comes_compressed_is_inflated_or_refused() {
    let server = serve(3, |request| match number(path(request))? {
        1 => {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packed.write_all(&segment(1)).unwrap();
            Some(answer("200 OK", "Content-Encoding: gzip\r\n", packed.finish().unwrap()))
        }
        2 => Some(answer("200 OK", "Content-Encoding: br\r\n", segment(2))),
        _ => None,
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &["--accept-gaps", "--retries", "0"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(recorded(&world) == segments(2));
    assert!(report.to_string().contains("in a coding that was not asked for: br"), "{report}");
    let segments = server.requests().into_iter().filter(|request| number(path(request)).is_some());
    assert!(segments.into_iter().all(|request| request.header("accept-encoding") == Some("identity")));
}

#[test]
fn a_part_is_not_taken_for_the_whole() {
    let server = serve(3, |request| match number(path(request))? {
        1 => Some(answer("206 Partial Content", "Content-Range: bytes 0-999/7520\r\n", &segment(1)[..1000])),
        2 => Some(answer("206 Partial Content", "Content-Range: bytes 0-7519/7520\r\n", segment(2))),
        _ => None,
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &["--accept-gaps", "--retries", "0"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(recorded(&world) == [segment(0), segment(2)].concat());
    assert!(report.to_string().contains("a part of it, which was not asked for"), "{report}");
}

#[test]
fn a_part_without_its_place_may_be_any() {
    let server = Script::start(|request| match path(request) {
        "/x.m3u8" => ok("#EXTM3U\n#EXTINF:2,\n#EXT-X-BYTERANGE:188@188\n/a.ts\n#EXT-X-ENDLIST\n"),
        _ => answer("206 Partial Content", "", &segment(0)[..188]),
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &["--retries", "0"]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("other bytes than those asked for"), "{}", said.out);
}

#[test]
fn that_nobody_says_how_long_segments_are_is_told_once() {
    let server = serve(4, |request| {
        let number = number(path(request))?;
        Some(say([&b"HTTP/1.0 200 OK\r\n\r\n"[..], &segment(number)].concat()).close())
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(4));
    assert_eq!(said.err.matches("does not say how long segments are").count(), 1, "{}", said.err);
}

/// A program of the name of ffmpeg that writes down what it was told.
fn pretend_ffmpeg(world: &World, body: &str) -> String {
    let folder = at(world, "bin");
    fs::create_dir(&folder).unwrap();
    let program = folder.join("ffmpeg");
    fs::write(&program, format!("#!/bin/sh\n[ \"$1\" = -version ] && exit 0\n{body}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    format!("{}:/usr/bin:/bin", folder.display())
}

#[test]
fn another_program_opens_a_recording_as_what_it_is_and_nothing_else() {
    let (world, server) = (World::new(), serve(2, |_| None));
    let search = pretend_ffmpeg(&world, "echo \"$@\" > told\nfor last; do :; done\nprintf made > \"${last#file:}\"");
    let words = [&server.url("/x.m3u8"), "--remux", "ffmpeg", "--output=-x.mkv"].map(str::to_owned);
    let said = said(world.toolbox().env("PATH", search).arg("rip").args(words));
    assert_eq!(said.code, Some(0), "{}", said.err);
    let told = fs::read_to_string(at(&world, "told")).unwrap();
    assert!(told.contains("-protocol_whitelist file -f mpegts -i file:-x.mkv.partial"), "{told}");
    assert!(told.trim().ends_with(" file:-x.muxing.mkv"), "{told}");
    assert_eq!(fs::read(at(&world, "-x.mkv")).unwrap(), b"made");
}

#[test]
fn another_program_that_is_missing_is_missed_before_anything_is_recorded() {
    let (world, server) = (World::new(), serve(2, |_| None));
    let words = [&server.url("/x.m3u8"), "--remux", "ffmpeg", "-o", "x.mkv"].map(str::to_owned);
    let said = said(world.toolbox().env("PATH", at(&world, "")).arg("rip").args(words));
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("cannot make x.mkv: ffmpeg is not installed, or not in PATH"), "{}", said.err);
    assert_eq!(asked(&server), ["/x.m3u8"], "no segment was asked for");
}

#[test]
fn the_cause_that_another_program_tells_is_passed_on() {
    let (world, server) = (World::new(), serve(2, |_| None));
    let body = "echo '[mp4 @ 0x55d0] Could not find tag for codec none' >&2\necho 'Conversion failed!' >&2\nexit 1";
    let search = pretend_ffmpeg(&world, body);
    let words = [&server.url("/x.m3u8"), "--remux", "ffmpeg", "-o", "x.mkv"].map(str::to_owned);
    let said = said(world.toolbox().env("PATH", search).arg("rip").args(words));
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("could not make x.mkv: Could not find tag for codec none"), "{}", said.err);
}

#[test]
fn a_reference_that_leads_nowhere_costs_itself() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n/0.ts\n#EXTINF:2,\nhttp://[bad?token=SECRET\n\
                #EXTINF:2,\n/2.ts\n#EXT-X-ENDLIST\n";
    let server = serve(3, move |request| (path(request) == "/x.m3u8").then(|| ok(text)));
    let world = World::new();
    let (report, said) = record(&world, &server, &["--accept-gaps"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(recorded(&world) == [segment(0), segment(2)].concat());
    assert!(report.to_string().contains("the playlist, line 6: "), "{report}");
    assert!(!format!("{}{}", said.out, said.err).contains("SECRET"), "{}", said.out);
}

#[test]
fn that_a_server_wants_us_to_wait_for_days_is_said() {
    let server = serve(2, |request| {
        let wait = || answer("503 Service Unavailable", "Retry-After: 864000\r\n", "no");
        (path(request) == "/1.ts").then(wait)
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(report.to_string().contains("503 Service Unavailable, and wants us to wait"), "{report}");
}

#[test]
fn interim_responses_without_end_are_an_end() {
    let flood = "HTTP/1.1 100 Continue\r\n\r\n".repeat(5000);
    let server = Script::start(move |_| say(flood.clone()).hang());
    let world = World::new();
    let (_, said) = record(&world, &server, &["--retries", "0"]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.out.contains("interim responses without end"), "{}", said.out);
}

#[test]
fn user_and_password_of_the_url_are_for_its_segments_as_well() {
    let server = serve(2, |request| match request.header("authorization") {
        Some("Basic bWU6cHc=") => None,
        _ => Some(status("401 Unauthorized")),
    });
    let world = World::new();
    let url = server.url("/x.m3u8").replace("http://", "http://me:pw@");
    let said = rip(&world, &[&url, "-o", "x.ts"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(2));
    assert!(!format!("{}{}", said.out, said.err).contains(":pw@"), "{}", said.err);
}

#[test]
fn the_proxy_of_the_environment_is_asked_but_for_some() {
    let world = World::new();
    let proxy = serve(2, |request| {
        let place = path(request).strip_prefix("http://stream.test")?;
        Some(if place == "/x.m3u8" { ok(playlist(2)) } else { ok(segment(number(place)?)) })
    });
    let said = |names: &[(&str, String)]| {
        let mut command = world.toolbox();
        command.args(["rip", "http://stream.test/x.m3u8", "-o", "x.ts", "--retries", "0", "--timeout", "5s"]);
        said(command.envs(names.iter().map(|(name, value)| (*name, value))))
    };
    let through = said(&[("http_proxy", proxy.url(""))]);
    assert_eq!(through.code, Some(0), "{}", through.err);
    assert!(recorded(&world) == segments(2));
    let asked = proxy.requests().len();
    let past = said(&[("http_proxy", proxy.url("")), ("no_proxy", "stream.test".to_owned())]);
    assert_eq!((past.code, proxy.requests().len()), (Some(1), asked), "{}", past.err);
    let wrong = said(&[("all_proxy", "nonsense://x".to_owned())]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.err);
    assert!(wrong.err.contains("all_proxy: "), "{}", wrong.err);
}

#[test]
fn a_name_that_promises_another_format_is_refused_before_anything_is_written() {
    for name in ["x.mp3", "x.aac", "x.wav", "x.avi", "x.txt"] {
        let (world, server) = (World::new(), serve(2, |_| None));
        let said = rip(&world, &[&server.url("/x.m3u8"), "-o", name]);
        assert_eq!(said.code, Some(1), "{name}: {}", said.err);
        assert!(said.err.contains("write -o x.ts"), "{}", said.err);
        assert_eq!(files(&world), [""; 0], "{name}");
        // Segments of sound alone are known by their first bytes.
        let may_fit = ["x.mp3", "x.aac"].contains(&name);
        assert!(may_fit || asked(&server) == ["/x.m3u8"], "{name} {:?}", asked(&server));
    }
}

#[test]
fn of_one_rendition_no_track_can_be_chosen() {
    for (words, flag) in [(&["--subs", "en"][..], "--subs"), (&["--select", "a=fr"], "--select")] {
        let (world, server) = (World::new(), serve(2, |_| None));
        let (_, said) = record(&world, &server, words);
        assert_eq!(said.code, Some(1), "{}", said.err);
        assert!(said.out.contains(&format!("{flag} has nothing to choose from")), "{}", said.out);
    }
}

#[test]
fn what_is_no_playlist_and_what_is_refused_have_a_next_step() {
    let server = Script::start(|request| match path(request) {
        "/x.mp4" => ok(b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2\xff\xfe"),
        "/x.m3u8" => status("403 Forbidden"),
        _ => status("404 Not Found"),
    });
    let world = World::new();
    for (place, hint) in [("/x.mp4", "toolbox fetch http://"), ("/x.m3u8", "-H 'Referer"), ("/y", "a fresh one")] {
        let said = rip(&world, &[&server.url(place), "--retries", "0"]);
        assert_eq!(said.code, Some(1), "{}", said.err);
        assert!(said.err.contains(hint), "{place}: {}", said.err);
    }
}
