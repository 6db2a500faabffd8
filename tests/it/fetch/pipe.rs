//! `-o -`: in order over several connections, whatever they do; and nothing but the bytes.

use std::io::Read as _;
use std::process::{Output, Stdio};

use super::{names, noise, sha256};
use crate::support::cli::World;
use crate::support::script::{Reply, Request, Script, say};

const LENGTH: usize = 5 << 20;

/// Runs `fetch … -o -`; its bytes are compared by the caller.
fn piped(world: &World, line: &str) -> Output {
    world.toolbox().args(format!("fetch --no-progress -o - {line}").split_whitespace()).output().unwrap()
}

fn head(start: usize, end: usize) -> String {
    format!(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{}/{LENGTH}\r\nContent-Length: {}\r\nETag: \"v\"\r\n\r\n",
        end - 1,
        end - start
    )
}

/// A good answer of which at most `most` bytes come.
fn front(request: &Request, most: usize) -> Reply {
    let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap();
    let (start, end) = range.split_once('-').unwrap();
    let start: usize = start.parse().unwrap();
    let end = end.parse().map_or(LENGTH, |end: usize| (end + 1).min(LENGTH));
    say([head(start, end).as_bytes(), &noise(LENGTH)[start..end.min(start + most)]].concat())
}

#[track_caller]
fn whole(output: &Output) {
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(output.stdout == noise(LENGTH), "{} bytes; {err}", output.stdout.len());
}

#[test]
fn several_connections_give_one_stream_in_order() {
    let server = Script::start(|request| front(request, LENGTH));
    let world = World::new();
    for flags in ["-w 1", "-w 4", "-w 8 --window 256KiB", "-w 3 --window 1", "--json", ""] {
        let output = piped(&world, &format!("{} {flags}", server.url("/f")));
        whole(&output);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains(&sha256(&noise(LENGTH))), "{flags}: {told}");
    }
    assert_eq!(names(&world), [""; 0], "nothing is written");
}

#[test]
fn connections_that_break_are_not_noticed_by_the_reader() {
    for workers in [1, 4] {
        let server = Script::start(|request| match request.number {
            0 => front(request, 1_500_000).reset(),
            _ => front(request, 1_000_000).close(),
        });
        whole(&piped(&World::new(), &format!("{} -w {workers}", server.url("/f"))));
    }
}

#[test]
fn a_stalled_front_is_taken_over() {
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let server = Script::start(move |request| {
        // Who repeats its part is served.
        if asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0 {
            front(request, 100_000).hang()
        } else {
            front(request, LENGTH)
        }
    });
    whole(&piped(&World::new(), &format!("{} -w 3 --timeout 1h", server.url("/f"))));
}

/// All of it, whatever was asked for, without a length; cut at `most`.
fn unmeasured(bytes: &[u8], most: usize) -> Reply {
    let mut text = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for piece in bytes[..most.min(bytes.len())].chunks(60_000) {
        text.extend(format!("{:x}\r\n", piece.len()).bytes().chain(piece.iter().copied()).chain(*b"\r\n"));
    }
    if most >= bytes.len() {
        text.extend(b"0\r\n\r\n");
        return say(text);
    }
    say(text).close()
}

#[test]
fn without_ranges_the_stream_begins_again_and_the_reader_notices_nothing() {
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let server = Script::start(move |_| match asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
        0 => unmeasured(&noise(LENGTH), 700_000),
        1 => unmeasured(&noise(LENGTH), 400_000),
        _ => unmeasured(&noise(LENGTH), LENGTH),
    });
    let world = World::new();
    whole(&piped(&world, &format!("{} --sha256 {}", server.url("/f"), sha256(&noise(LENGTH)))));
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let server = Script::start(move |_| {
        let mut bytes = noise(LENGTH);
        bytes[5] ^= u8::from(asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) > 0);
        unmeasured(&bytes, 700_000)
    });
    let output = piped(&world, &server.url("/f"));
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("are not what they were"), "{told}");
}

#[test]
fn the_wrong_sum_holds_the_last_bytes_back() {
    let server = Script::start(|request| front(request, LENGTH));
    let world = World::new();
    for promised in [format!("--sha256 {}", "00".repeat(32)), format!("--hash md5:{}", "00".repeat(16))] {
        let output = piped(&world, &format!("{} -w 2 --json {promised}", server.url("/f")));
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.len() < LENGTH && noise(LENGTH).starts_with(&output.stdout));
        assert!(String::from_utf8(output.stderr).unwrap().contains("wrong checksum"));
    }
}

#[test]
fn a_reader_that_goes_is_an_error() {
    let server = Script::start(|request| front(request, LENGTH));
    let world = World::new();
    let mut command = world.toolbox();
    command.args(["fetch", "--no-progress", "-o", "-", "-w", "2", "--window", "256KiB", &server.url("/f")]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 1000];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    assert!(first == noise(1000)[..]);
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("the reader of standard output has gone after"), "{told}");
}

#[test]
fn an_error_leaves_standard_output_empty() {
    let server = Script::start(|_| say("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\npage"));
    let world = World::new();
    let output = piped(&world, &format!("--json {}", server.url("/f")));
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(String::from_utf8(output.stderr).unwrap().contains("404"));
    let output = piped(&world, &format!("--fresh {}", server.url("/f")));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn parts_of_a_file_whose_size_nobody_tells_are_no_end_of_it() {
    let server = Script::start(|request| {
        let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap();
        let (start, last) = range.split_once('-').unwrap();
        let start: usize = start.parse().unwrap();
        let end = LENGTH.min(start + 1_000_000).min(last.parse().map_or(LENGTH, |last: usize| last + 1));
        if start == LENGTH {
            let head = format!("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */{LENGTH}\r\n");
            return say(format!("{head}ETag: \"v\"\r\nContent-Length: 0\r\n\r\n"));
        }
        let head = format!("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{}/*\r\n", end - 1);
        let head = format!("{head}ETag: \"v\"\r\nContent-Length: {}\r\n\r\n", end - start);
        say([head.as_bytes(), &noise(LENGTH)[start..end]].concat())
    });
    for workers in [1, 4] {
        whole(&piped(&World::new(), &format!("{} -w {workers} --retries 1", server.url("/f"))));
    }
}
