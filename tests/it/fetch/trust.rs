//! What changed behind our back is noticed, what is called right is right, and what the user had is still there.

use std::fs;
use std::os::unix::fs::symlink;

use super::resume::{LENGTH, STOP, answer, halted, interrupted, killed};
use super::{bytes, failure, fetch, names, noise, report, sha256};
use crate::support::cli::World;
use crate::support::origin::origin;
use crate::support::script::{Request, Script, say};

fn serving(fields: &'static str) -> Script {
    Script::start(move |request| say(answer(request, fields, LENGTH)))
}

/// The same length and other bytes.
fn other(request: &Request, fields: &str) -> Vec<u8> {
    let mut bytes = answer(request, fields, LENGTH);
    let body = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    bytes[body..].iter_mut().for_each(|byte| *byte ^= 1);
    bytes
}

#[test]
fn a_file_that_somebody_changed_meanwhile_is_read_again() {
    let world = interrupted("ETag: \"v\"\r\n");
    let path = world.work().join("file");
    let mut changed = fs::read(&path).unwrap();
    changed[7] ^= 1;
    fs::write(&path, changed).unwrap();
    let server = serving("ETag: \"v\"\r\n");
    let promise = sha256(&noise(LENGTH));
    let error = failure(&world, &format!("{} -o file --sha256 {promise}", server.url("/f")));
    assert_eq!(error["kind"], "checksum", "{error}");
    assert_eq!(names(&world), [".file.bad.toolbox", "file.bad"]);
}

#[test]
fn another_file_of_the_name_is_not_gone_on_with() {
    let world = interrupted("ETag: \"v\"\r\n");
    fs::remove_file(world.work().join("file")).unwrap();
    world.write("work/file", "my own thesis");
    let url = serving("ETag: \"v\"\r\n");
    assert_eq!(failure(&world, &format!("{} -o file", url.url("/f")))["kind"], "changed");
    assert_eq!(failure(&world, &format!("{} -o file --fresh", url.url("/f")))["kind"], "disk");
    assert_eq!(bytes(&world, "file"), b"my own thesis");
    // Nor is it removed as one of ours.
    let said = world.run("fetch clean --older-than 0s --remove");
    assert_eq!((said.code, bytes(&world, "file")), (Some(0), b"my own thesis".to_vec()));
}

#[test]
fn two_files_are_not_mixed_whatever_their_tags() {
    // The tag is gone, or the same at another place: then the bytes before decide.
    for (fields, path) in [("", "/f"), ("ETag: \"v\"\r\n", "/g")] {
        let world = interrupted("ETag: \"v\"\r\n");
        let server = Script::start(move |request| say(other(request, fields)));
        let error = failure(&world, &format!("{} -o file", server.url(path)));
        assert_eq!(error["kind"], "changed", "{error}");
        assert_eq!(bytes(&world, "file")[..STOP], noise(LENGTH)[..STOP]);
        let report = report(&world, &format!("{} -o file", serving(fields).url(path)));
        assert!(bytes(&world, "file") == noise(LENGTH) && report["resumed_bytes"] == STOP, "{report}");
    }
}

#[test]
fn what_is_to_be_replaced_stays_until_the_new_one_is_whole() {
    let (origin, world) = (origin(), World::new());
    let wrong = format!("--sha256 {}", "0".repeat(64));
    let cut = Script::start(|_| say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").close());
    for (url, flags) in [
        (cut.url("/f"), "--overwrite --retries 0"),
        (cut.url("/f"), "--if-newer --retries 0"),
        (origin.url("/static/1k.bin"), &format!("--overwrite {wrong}")),
    ] {
        world.write("work/file", "precious");
        assert_eq!(fetch(&world, &format!("{url} -o file {flags}")).code, Some(1), "{flags}");
        assert_eq!(bytes(&world, "file"), b"precious", "{flags}");
    }
    assert_eq!(names(&world), [".file.bad.toolbox", "file", "file.bad"]);
    report(&world, &format!("{} -o file --overwrite", origin.url("/static/1k.bin")));
    assert_eq!((bytes(&world, "file").len(), names(&world).len()), (1024, 3));
}

#[test]
fn what_two_calls_were_to_replace_is_the_same_file() {
    let (origin, world) = (origin(), World::new());
    world.write("work/file", "precious");
    let slow = Script::start(|request| say(answer(request, "ETag: \"v\"\r\n", STOP)).hang());
    let child = halted(&world, &["--overwrite", &slow.url("/f")]);
    assert_eq!(bytes(&world, ".file.toolbox-old"), b"precious");
    killed(child);
    // The next one cannot be had: the old file is back.
    let cut = Script::start(|_| say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").close());
    let said = fetch(&world, &format!("{} -o file --overwrite --retries 0", cut.url("/f")));
    assert_eq!((said.code, bytes(&world, "file"), names(&world)), (Some(1), b"precious".to_vec(), vec!["file".into()]));
    killed(halted(&world, &["--overwrite", &slow.url("/f")]));
    report(&world, &format!("{} -o file --overwrite", origin.url("/static/1k.bin")));
    assert_eq!((bytes(&world, "file").len(), names(&world)), (1024, vec!["file".into()]));
    // One that nobody knows of any more is not written over.
    world.write("work/.file.toolbox-old", "older");
    let error = failure(&world, &format!("{} -o file --overwrite", origin.url("/static/1k.bin")));
    assert_eq!((&error["kind"], bytes(&world, ".file.toolbox-old")), (&"disk".into(), b"older".to_vec()));
}

#[test]
fn a_link_is_followed_to_its_file_and_stays() {
    let (origin, world) = (origin(), World::new());
    world.write("work/there/file", "old");
    symlink("there/file", world.work().join("link")).unwrap();
    report(&world, &format!("{} -o link --overwrite", origin.url("/static/1k.bin")));
    assert!(fs::symlink_metadata(world.work().join("link")).unwrap().is_symlink());
    assert_eq!(bytes(&world, "there/file").len(), 1024);
}

#[test]
fn nothing_is_written_through_links_that_lie_in_wait() {
    let (origin, world) = (origin(), World::new());
    world.write("work/victim", "mine");
    symlink("victim", world.work().join(".file.toolbox-new")).unwrap();
    report(&world, &format!("{} -o file", origin.url("/static/1k.bin")));
    assert_eq!((bytes(&world, "victim"), names(&world)), (b"mine".to_vec(), vec!["file".into(), "victim".into()]));
}

#[test]
fn the_same_call_again_finds_its_file() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/1m.bin");
    report(&world, &url);
    let again = report(&world, &url);
    assert_eq!((&again["ending"], &again["fetched_bytes"]), (&"present".into(), &0.into()), "{again}");
    world.write("work/1m.bin", "mine");
    assert_eq!(failure(&world, &url)["kind"], "disk");
    assert_eq!(bytes(&world, "1m.bin"), b"mine");
}

#[test]
fn an_unfinished_file_is_not_called_right() {
    let world = interrupted("ETag: \"v\"\r\n");
    let said = world.run("fetch verify file");
    assert_eq!(said.code, Some(1), "{}", said.out);
    assert!(said.out.contains("unfinished: 1.0 MiB are there"), "{}", said.out);
}

#[test]
fn whoever_sends_a_file_in_a_coding_of_its_own_is_refused() {
    let server = Script::start(|_| {
        say("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n").close()
    });
    let world = World::new();
    let error = failure(&world, &format!("{} -o file", server.url("/f")));
    assert!(error["kind"] == "protocol" && error["message"].as_str().unwrap().contains("gzip"), "{error}");
    assert!(names(&world).is_empty());
}

#[test]
fn whom_a_server_turns_away_leaves_the_others_at_work() {
    let server = Script::start(|request| match request.open {
        0 | 1 => say(answer(request, "ETag: \"v\"\r\n", LENGTH)),
        _ => say("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n").close(),
    });
    let world = World::new();
    let report = report(&world, &format!("{} -w 4 -o file", server.url("/f")));
    assert!(bytes(&world, "file") == noise(LENGTH), "{report}");
}

#[test]
fn an_end_behind_the_end_is_the_end() {
    let server =
        Script::start(|_| say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n").close());
    let world = World::new();
    report(&world, &format!("{} -o file --range-end 1MiB", server.url("/f")));
    assert_eq!(bytes(&world, "file"), b"abcde");
}

#[test]
fn the_time_of_the_users_command_is_not_the_servers() {
    let (origin, world) = (origin(), World::new());
    let fresh = origin.url("/static/1k.bin");
    let mut command = world.toolbox();
    let script = format!("sleep 1.2; echo {fresh}; yes");
    command.args(["fetch", "--no-progress", "-o", "file", "--timeout", "1s", "--refresh-cmd", &script]);
    let output = command.arg(origin.url("/status/403")).env("PATH", "/usr/bin:/bin").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(bytes(&world, "file").len(), 1024);
}

#[test]
fn a_pipe_is_no_file_to_verify() {
    let world = World::new();
    rustix::fs::mkfifoat(rustix::fs::CWD, world.work().join("pipe"), rustix::fs::Mode::RUSR).unwrap();
    for line in ["verify pipe --sha256 ", "repair pipe --from http://127.0.0.1:1/ --sha256 "] {
        let said = world.run(&format!("fetch {line}{}", "0".repeat(64)));
        assert!(said.code == Some(2) && said.err.contains("no regular file"), "{}", said.err);
    }
}
