//! Servers that do something else wrong at every request, in an order that a seed decides: the file is right every time.

use std::sync::atomic::{AtomicU64, Ordering};

use toolbox::kit::random::Random;

use super::{bytes, names, noise, report};
use crate::support::cli::World;
use crate::support::script::{Reply, Request, Script, say};

const LENGTH: usize = 2 << 20;

/// One of the ways to disappoint, or none.
fn answer(request: &Request, random: &mut Random) -> Reply {
    let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap();
    let (start, end) = range.split_once('-').unwrap();
    let (start, end) =
        (start.parse::<usize>().unwrap(), end.parse().map_or(LENGTH, |end: usize| (end + 1).min(LENGTH)));
    let head = |start: usize, end: usize| {
        format!(
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{}/{LENGTH}\r\nContent-Length: {}\r\n\
             ETag: \"v\"\r\n\r\n",
            end - 1,
            end - start
        )
    };
    let part = |most: usize| [head(start, end).as_bytes(), &noise(LENGTH)[start..end.min(start + most)]].concat();
    let some = 1 + random.below(300_000) as usize;
    match random.below(12) {
        0 => say(part(some)).close(),
        1 => say(part(some)).reset(),
        2 => say(part(some)).hang(),
        3 => say("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 4\r\n\r\nbusy"),
        4 => say("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").close(),
        5 => say("").close(),
        6 => say(&part(LENGTH)[..40]).close(),
        // Less than was asked for, and a proper end.
        7 if end - start > 70_000 => {
            let end = start + 70_000;
            say([head(start, end).as_bytes(), &noise(LENGTH)[start..end]].concat())
        }
        _ => say(part(LENGTH)),
    }
}

#[test]
fn whatever_goes_wrong_the_file_is_right() {
    for seed in 0..6 {
        let requests = AtomicU64::new(0);
        let server = Script::start(move |request| {
            let number = requests.fetch_add(1, Ordering::Relaxed);
            answer(request, &mut Random::seeded(seed * 1_000 + number))
        });
        let (world, workers) = (World::new(), 1 + seed % 5);
        let line = format!("{} -w {workers} --timeout 250ms --retries 40 -o file", server.url("/f"));
        let report = report(&world, &line);
        assert!(bytes(&world, "file") == noise(LENGTH), "seed {seed}: {report}");
        assert_eq!(names(&world), ["file"], "seed {seed}");
    }
}
