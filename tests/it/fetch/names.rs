//! What a download is called, when it was made, and files that others began.

use std::fs;
use std::time::{Duration, SystemTime};

use super::{bytes, failure, fetch, names, noise, report};
use crate::support::cli::World;
use crate::support::origin::origin;
use crate::support::script::{Request, Script, say};

const LENGTH: usize = 1 << 20;

/// Sends parts of [`noise`], with this field in the head.
fn parts(field: &'static str) -> Script {
    Script::start(move |request| say(part(request, field)))
}

fn part(request: &Request, field: &str) -> Vec<u8> {
    let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap();
    let (start, end) = range.split_once('-').unwrap();
    let start: usize = start.parse().unwrap();
    let end = end.parse().map_or(LENGTH, |end: usize| (end + 1).min(LENGTH));
    if start >= end {
        let head = format!("HTTP/1.1 416 No\r\nContent-Range: bytes */{LENGTH}\r\nContent-Length: 0\r\n{field}\r\n");
        return head.into_bytes();
    }
    let head = format!(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{}/{LENGTH}\r\nContent-Length: {}\r\n{field}\r\n",
        end - 1,
        end - start
    );
    [head.as_bytes(), &noise(LENGTH)[start..end]].concat()
}

#[test]
fn a_folder_has_no_name_and_says_so() {
    let server = Script::start(|request| match request.line() {
        "GET /latest/" => say("HTTP/1.1 302 Found\r\nLocation: /v2/real.bin\r\nContent-Length: 0\r\n\r\n"),
        _ => say("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<page>"),
    });
    let world = World::new();
    for path in ["/", "/docs/"] {
        let error = failure(&world, &server.url(path));
        assert_eq!((&error["kind"], error["hint"].as_str()), (&"unnamed".into(), Some("-o NAME says it")), "{error}");
        fs::create_dir_all(world.work().join("d")).unwrap();
        assert_eq!(failure(&world, &format!("{} -o d/", server.url(path)))["kind"], "unnamed");
    }
    assert_eq!((names(&world), fs::read_dir(world.work().join("d")).unwrap().count()), (vec!["d".to_owned()], 0));
    report(&world, &format!("{} -o page.html", server.url("/docs/")));
    assert_eq!(bytes(&world, "page.html"), b"<page>");
    report(&world, &server.url("/latest/"));
    assert_eq!(names(&world), ["d", "page.html", "real.bin"], "a redirect may name it");
    let info = fetch(&world, &format!("info --json {}", server.url("/docs/")));
    let info: serde_json::Value = serde_json::from_str(&info.out).unwrap();
    assert_eq!((&info["probes"][0]["file"], &info["probes"][0]["action"]), (&().into(), &"unnamed".into()));
}

#[test]
fn the_server_names_a_file_unless_the_url_is_to() {
    let server = parts("Content-Disposition: attachment; filename=theirs.bin\r\n");
    let world = World::new();
    report(&world, &server.url("/mine.bin"));
    report(&world, &format!("{} --name-from url", server.url("/mine.bin")));
    assert_eq!(names(&world), ["mine.bin", "theirs.bin"]);
}

#[test]
fn the_time_is_the_servers_unless_it_is_to_be_ours() {
    let server = parts("Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    let world = World::new();
    report(&world, &format!("{} -o theirs", server.url("/f")));
    report(&world, &format!("{} -o ours --no-mtime", server.url("/f")));
    let age = |name: &str| {
        let modified = fs::metadata(world.work().join(name)).unwrap().modified().unwrap();
        modified.duration_since(SystemTime::UNIX_EPOCH).unwrap()
    };
    assert_eq!(age("theirs"), Duration::from_secs(784_111_777));
    assert!(age("ours") > Duration::from_secs(1_700_000_000));
}

#[test]
fn room_is_taken_at_the_start_or_as_bytes_come() {
    let (origin, world) = (origin(), World::new());
    for how in ["reserve", "sparse"] {
        report(&world, &format!("{} -o {how} --alloc {how}", origin.url("/static/1m.bin")));
    }
    assert!(bytes(&world, "reserve") == bytes(&world, "sparse"));
}

#[test]
fn a_file_that_another_program_began_is_gone_on_with_when_told() {
    for field in ["", "ETag: \"v\"\r\n"] {
        let (server, world) = (parts(field), World::new());
        let url = server.url("/file.bin");
        fs::write(world.work().join("file.bin"), &noise(LENGTH)[..700_000]).unwrap();
        assert_eq!(failure(&world, &url)["kind"], "disk", "not unasked");
        for flag in ["--resume", "--continue"] {
            fs::write(world.work().join("file.bin"), &noise(LENGTH)[..700_000]).unwrap();
            let report = report(&world, &format!("{url} {flag}"));
            assert!(bytes(&world, "file.bin") == noise(LENGTH));
            assert_eq!((&report["resumed_bytes"], names(&world)), (&700_000.into(), vec!["file.bin".to_owned()]));
        }
        let again = report(&world, &format!("{url} --resume"));
        assert_eq!(
            (&again["resumed_bytes"], &again["sha256"]),
            (&LENGTH.into(), &super::sha256(&noise(LENGTH)).into())
        );
        fs::write(world.work().join("empty"), "").unwrap();
        report_of_all(&world, &format!("{url} --resume -o empty"));
        report_of_all(&world, &format!("{url} --resume -o new"));
    }
}

#[track_caller]
fn report_of_all(world: &World, line: &str) {
    assert_eq!(report(world, line)["fetched_bytes"], LENGTH);
}

#[test]
fn a_file_that_is_not_the_front_of_it_stays_as_it_is() {
    let (server, world) = (parts("ETag: \"v\"\r\n"), World::new());
    let url = server.url("/file.bin");
    let mut other = noise(LENGTH)[..700_000].to_vec();
    other[699_000] ^= 1;
    let longer = [noise(LENGTH), b"more".to_vec()].concat();
    for mine in [other, longer, b"mine".to_vec()] {
        fs::write(world.work().join("file.bin"), &mine).unwrap();
        let error = failure(&world, &format!("{url} --resume"));
        assert_eq!(error["kind"], "changed", "{error}");
        assert!(bytes(&world, "file.bin") == mine && names(&world) == ["file.bin"]);
    }
    let whole = Script::start(|_| say("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<page>"));
    fs::write(world.work().join("page"), "<p").unwrap();
    assert_eq!(failure(&world, &format!("{} --resume", whole.url("/page")))["kind"], "range");
    assert_eq!(bytes(&world, "page"), b"<p");
}
