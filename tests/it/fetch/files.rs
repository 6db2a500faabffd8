//! Whole files: names, parts, hashes, what stands in the way.

use std::os::unix::fs::PermissionsExt as _;

use super::{bytes, failure, fetch, names, noise, report, sha256, state_of};
use crate::support::cli::World;
use crate::support::origin::{Certificates, certified, origin};
use crate::support::script::{Script, say};

#[test]
fn one_connection_and_several_make_the_same_file() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/5m.bin");
    let one = report(&world, &format!("{url} -w 1 -o one"));
    let many = report(&world, &format!("{url} -w 8 -o many"));
    assert_eq!(bytes(&world, "one").len(), 5 << 20);
    assert!(bytes(&world, "one") == bytes(&world, "many"));
    assert_eq!(one["sha256"], sha256(&bytes(&world, "one")));
    assert_eq!((&one["sha256"], &one["requests"]), (&many["sha256"], &1.into()));
    assert!(many["requests"].as_u64().unwrap() > 1, "{many}");
    assert_eq!(names(&world), ["many", "one"]);
}

#[test]
fn over_tls_with_certificates_of_both_sides() {
    let (origin, world) = (certified(), World::new());
    let files = Certificates::of(&origin);
    let flags = format!("--cacert {} --cert {}", files.authority().display(), files.client().display());
    let report = report(&world, &format!("{} -w 2 -o tls {flags}", origin.url("/static/3m.bin")));
    assert_eq!(report["sha256"], sha256(&bytes(&world, "tls")));
    assert_eq!(failure(&world, &format!("{} -o no", origin.url("/static/3m.bin")))["kind"], "tls");
}

#[test]
fn the_name_comes_from_the_url_or_the_server_and_leads_nowhere() {
    let (origin, world) = (origin(), World::new());
    fetch(&world, &origin.url("/static/1k.bin"));
    std::fs::create_dir(world.work().join("d")).unwrap();
    fetch(&world, &format!("{} -o d", origin.url("/static/2k.bin")));
    let server = Script::start(|_| {
        say("HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=\"../../x\"\r\nContent-Length: 2\r\n\r\nok")
    });
    fetch(&world, &server.url("/"));
    assert_eq!(names(&world), ["1k.bin", "d", "x"]);
    assert_eq!(bytes(&world, "d/2k.bin").len(), 2048);
}

#[test]
fn a_part_of_a_file_is_a_file() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/3m.bin");
    report(&world, &format!("{url} -o whole"));
    let part = report(&world, &format!("{url} --range-start 1000 --range-end 2MiB -w 3 -o part"));
    assert!(bytes(&world, "part") == bytes(&world, "whole")[1000..2 << 20]);
    assert_eq!(part["sha256"], sha256(&bytes(&world, "part")));
    assert_eq!(fetch(&world, &format!("{url} --range-start 5 --range-end 5")).code, Some(2));
}

#[test]
fn lengths_that_only_the_end_tells() {
    let (origin, world) = (origin(), World::new());
    assert_eq!(report(&world, &format!("{} -w 4 -o chunked", origin.url("/chunked/300000")))["size_bytes"], 300_000);
    assert_eq!(report(&world, &format!("{} -o closed", origin.url("/fault/until-close")))["size_bytes"], 6);
    assert_eq!(bytes(&world, "closed"), b"hello\n");
    assert_eq!(report(&world, &format!("{} -o empty", origin.url("/static/0.bin")))["size_bytes"], 0);
    assert_eq!(report(&world, &format!("{} -w 4 -o none", origin.url("/static/2m.bin?ranges=0")))["requests"], 1);
}

#[test]
fn what_is_promised_is_compared() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/1m.bin");
    let right = report(&world, &format!("{url} -o right"))["sha256"].as_str().unwrap().to_owned();
    assert_eq!(report(&world, &format!("{url} -o again --sha256 {right}"))["verified"], true);
    let wrong = failure(&world, &format!("{url} -o wrong --hash sha256:{}", "00".repeat(32)));
    assert_eq!(wrong["kind"], "checksum");
    assert_eq!(names(&world), [".wrong.bad.toolbox", "again", "right", "wrong.bad"]);
    assert_eq!(fetch(&world, &format!("{url} --sha256 12")).code, Some(2));
}

#[test]
fn what_is_there_with_the_promised_hash_is_not_fetched_again() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/1m.bin");
    let sum = report(&world, &url)["sha256"].as_str().unwrap().to_owned();
    let asked = origin.stats().hits("/static/1m.bin");
    let again = report(&world, &format!("{url} --sha256 {sum}"));
    assert_eq!(
        (&again["ending"], &again["verified"], &again["sha256"]),
        (&"unchanged".into(), &true.into(), &sum.into())
    );
    assert_eq!(origin.stats().hits("/static/1m.bin"), asked, "nobody was asked");
    let other = failure(&world, &format!("{url} --sha256 {}", "00".repeat(32)));
    assert_eq!((&other["kind"], bytes(&world, "1m.bin").len()), (&"disk".into(), 1 << 20));
}

#[test]
fn what_the_user_has_is_left_alone() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/1k.bin");
    world.write("work/1k.bin", "mine");
    for line in [format!("{url} -o 1k.bin"), url.clone(), format!("{url} --fresh")] {
        assert_eq!(failure(&world, &line)["kind"], "disk", "{line}");
    }
    assert_eq!((bytes(&world, "1k.bin"), names(&world)), (b"mine".to_vec(), vec!["1k.bin".to_owned()]));
    assert_eq!(report(&world, &format!("{url} --overwrite"))["size_bytes"], 1024);
    assert_eq!(bytes(&world, "1k.bin").len(), 1024);
}

#[test]
fn an_error_page_is_not_a_file() {
    let (origin, world) = (origin(), World::new());
    for (path, kind) in [
        ("/status/404", "not-found"),
        ("/status/403", "auth"),
        ("/status/410", "not-found"),
        ("/status/501", "protocol"),
    ] {
        assert_eq!(failure(&world, &format!("{} -o page", origin.url(path)))["kind"], kind, "{path}");
    }
    assert_eq!(names(&world), [""; 0]);
}

#[test]
fn bad_input_is_an_error_that_says_what_to_write() {
    let world = World::new();
    for (line, says) in [
        ("localhost/x", "write http://localhost/x"),
        ("gopher://h/x", "http, https"),
        ("http://127.0.0.1:1/x --protocol carrier", "known are hls, dash, http"),
        ("http://127.0.0.1:1/x -w 0", "write a number"),
        ("http://127.0.0.1:1/x -H novalue", "Name: value"),
        ("http://127.0.0.1:1/x -o /dev/null", "-o - > /dev/null"),
        ("http://127.0.0.1:1/x --sha256 xyz", "not hexadecimal"),
        ("http://127.0.0.1:1/x --hash crc:00", "not an algorithm"),
        ("http://127.0.0.1:1/x -x gopher://h", "is not a proxy"),
        ("http://127.0.0.1:1/x --timeout 0", "leave the flag out"),
        ("http://127.0.0.1:1/x -q blue", "no quality"),
        ("", "URL"),
    ] {
        let said = fetch(&world, line);
        assert_eq!(said.code, Some(2), "{line}: {}", said.err);
        assert!(said.err.contains(says), "{line}: {}", said.err);
    }
}

#[test]
fn folders_that_cannot_be_written_are_said_to_be_so() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/1k.bin");
    assert_eq!(failure(&world, &format!("{url} -o no/such/file"))["kind"], "disk");
    let folder = world.work().join("sealed");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o500)).unwrap();
    // Who is root writes there all the same.
    let said = fetch(&world, &format!("{url} -o sealed/file"));
    assert!(matches!(said.code, Some(0 | 1)));
    assert!(!state_of(&folder.join("file")).exists());
}

#[test]
fn a_redirect_is_followed_from_the_url_each_time_and_secrets_stay_home() {
    let body = noise(4 << 20);
    let target = Script::start(move |request| {
        let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap().to_owned();
        let (start, end) = range.split_once('-').unwrap();
        let start: usize = start.parse().unwrap();
        let end = end.parse().map_or(body.len(), |end: usize| (end + 1).min(body.len()));
        let head = format!(
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{}/{}\r\nContent-Length: {}\r\nETag: \"v\"\r\n\r\n",
            end - 1,
            body.len(),
            end - start
        );
        say([head.as_bytes(), &body[start..end]].concat())
    });
    let location = target.url("/real?signature=s");
    let home =
        Script::start(move |_| say(format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")));
    let world = World::new();
    let line = format!("{} -w 4 -o file -H Authorization:Bearer", home.url("/link"));
    let report = report(&world, &line);
    assert!(bytes(&world, "file") == noise(4 << 20));
    assert!(!report["url"].to_string().contains("signature"));
    assert!(home.requests().iter().all(|request| request.header("authorization").is_some()));
    assert!(target.requests().iter().all(|request| request.header("authorization").is_none()));
    assert_eq!(home.requests().len(), target.connections(), "each connection began at home");
}
