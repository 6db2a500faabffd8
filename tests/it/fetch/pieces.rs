//! Sums of pieces while a download goes on, and places that servers name.

use serde_json::Value;

use super::{bytes, failure, names, noise, report, sha256, state_of};
use crate::support::cli::World;
use crate::support::script::{Reply, Request, Script, say};

const LENGTH: usize = 3 << 20;

/// The pieces of the documents here.
const PIECE: usize = 256 << 10;

fn wanted(request: &Request) -> (usize, usize) {
    let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap();
    let (start, end) = range.split_once('-').unwrap();
    (start.parse().unwrap(), end.parse().map_or(LENGTH, |end: usize| (end + 1).min(LENGTH)))
}

/// The part of `data` that a request asks for, with further fields.
fn part(data: &[u8], request: &Request, fields: &str) -> Reply {
    let (start, end) = wanted(request);
    let head = format!(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{}/{LENGTH}\r\nContent-Length: {}\r\n{fields}\r\n",
        end - 1,
        end - start
    );
    say([head.as_bytes(), &data[start..end]].concat())
}

/// What a server that falls silent sends of an answer.
const FRONT: usize = 64 << 10;

/// The place that the user names: it begins each answer and ends none, so that others have to.
fn silent(data: Vec<u8>, fields: String) -> Script {
    Script::start(move |request| {
        let (start, end) = wanted(request);
        let head = format!(
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{}/{LENGTH}\r\nContent-Length: {}\r\n{fields}\r\n",
            end - 1,
            end - start
        );
        let reply = say([head.as_bytes(), &data[start..end.min(start + FRONT)]].concat());
        if end - start > FRONT { reply.hang() } else { reply }
    })
}

/// A server of these bytes.
fn serving(data: Vec<u8>, fields: &'static str) -> Script {
    Script::start(move |request| part(&data, request, fields))
}

/// The right bytes but for one piece.
fn damaged(piece: usize) -> Vec<u8> {
    let mut data = noise(LENGTH);
    data[piece * PIECE + 7] ^= 1;
    data
}

/// A document with the sums of all pieces.
fn metalink(world: &World, urls: &[String]) {
    let data = noise(LENGTH);
    let sums: Vec<String> = data.chunks(PIECE).map(|piece| format!("<hash>{}</hash>", sha256(piece))).collect();
    let urls: Vec<String> =
        urls.iter().zip(1..).map(|(url, priority)| format!("<url priority=\"{priority}\">{url}</url>")).collect();
    let (sums, urls) = (sums.concat(), urls.concat());
    let document = format!(
        "<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\"><file name=\"file\"><size>{LENGTH}</size>\
         <hash type=\"sha-256\">{}</hash><pieces length=\"{PIECE}\" type=\"sha-256\">{sums}</pieces>{urls}</file></metalink>",
        sha256(&data)
    );
    world.write("work/file.meta4", &document);
}

fn is_whole(world: &World, report: &Value) {
    assert!(bytes(world, "file") == noise(LENGTH), "{report}");
    assert_eq!(report["sha256"], sha256(&noise(LENGTH)), "the hash knows of no wrong byte");
    assert_eq!(names(world), ["file", "file.meta4"]);
}

#[test]
fn a_wrong_piece_is_fetched_again_from_another_source() {
    for workers in [1, 4] {
        let (bad, good, world) = (serving(damaged(5), ""), serving(noise(LENGTH), ""), World::new());
        metalink(&world, &[bad.url("/f"), good.url("/f")]);
        let report = report(&world, &format!("--metalink file.meta4 -w {workers}"));
        is_whole(&world, &report);
        if workers == 1 {
            let told = &report["bad_pieces"][0];
            let from = [bad.url("/f")];
            assert_eq!(told["from"], serde_json::json!(from), "{report}");
            assert_eq!(told["span"], serde_json::json!([5 * PIECE, 6 * PIECE]), "{report}");
            assert!(!good.requests().is_empty());
        }
    }
}

#[test]
fn a_source_that_errs_once_gets_another_chance() {
    let (data, wrong) = (noise(LENGTH), damaged(3));
    let first = std::sync::atomic::AtomicBool::new(true);
    let server = Script::start(move |request| {
        let data = if first.swap(false, std::sync::atomic::Ordering::Relaxed) { &wrong } else { &data };
        part(data, request, "")
    });
    let world = World::new();
    metalink(&world, &[server.url("/f")]);
    let report = report(&world, "--metalink file.meta4 -w 1");
    is_whole(&world, &report);
    assert_eq!(report["bad_pieces"].as_array().unwrap().len(), 1, "{report}");
}

#[test]
fn a_piece_that_nobody_has_right_is_an_error_and_another_source_goes_on() {
    let (bad, world) = (serving(damaged(11), ""), World::new());
    metalink(&world, &[bad.url("/f")]);
    let error = failure(&world, "--metalink file.meta4 -w 2");
    assert_eq!(error["kind"], "checksum", "{error}");
    assert!(state_of(&world.work().join("file")).exists());
    let good = serving(noise(LENGTH), "");
    metalink(&world, &[good.url("/f")]);
    let report = report(&world, "--metalink file.meta4 -w 2");
    is_whole(&world, &report);
    assert!(report["fetched_bytes"].as_u64().unwrap() < LENGTH as u64 / 2, "{report}");
}

#[test]
fn what_an_earlier_run_left_is_checked_as_well() {
    let wrong = damaged(1);
    // One byte of the second piece is wrong, and then the connection is cut.
    let bad = Script::start(move |request| {
        let (start, end) = wanted(request);
        if start == 0 {
            let cut = end.min(4 * PIECE);
            let head = format!(
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-{}/{LENGTH}\r\nContent-Length: {end}\r\n\r\n",
                end - 1
            );
            return say([head.as_bytes(), &wrong[..cut]].concat()).close();
        }
        say("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    });
    let world = World::new();
    // Without sums of pieces, nobody notices.
    assert_eq!(failure(&world, &format!("{} -w 1 -o file", bad.url("/f")))["kind"], "not-found");
    let good = serving(noise(LENGTH), "");
    metalink(&world, &[good.url("/f")]);
    let report = report(&world, "--metalink file.meta4 -w 1");
    is_whole(&world, &report);
    assert!(report["resumed_bytes"].as_u64().unwrap() > 0 && report["bad_pieces"][0]["span"][0] == PIECE, "{report}");
}

#[test]
fn places_that_a_server_names_are_used_where_they_agree() {
    const DATE: &str = "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let (same, other) = (serving(noise(LENGTH), DATE), serving(damaged(0), "ETag: \"other\"\r\n"));
    let links =
        format!("{DATE}Link: <{}>; rel=duplicate, <{}>; rel=duplicate; pri=1\r\n", same.url("/f"), other.url("/f"));
    let (server, world) = (silent(noise(LENGTH), links), World::new());
    let secrets = "-H Authorization:secret -H X-Api-Key:secret -H Accept:a/b";
    let report = report(&world, &format!("{} -w 6 --timeout 1s -o file {secrets}", server.url("/f")));
    assert!(bytes(&world, "file") == noise(LENGTH), "{report}");
    assert!(!same.requests().is_empty(), "it was used");
    assert_eq!(other.requests().len(), 1, "nothing shows that it is the same file, and it is not asked again");
    assert!(
        same.requests().iter().all(|request| {
            let secret = request.header("authorization").or(request.header("x-api-key"));
            secret.is_none()
        }),
        "no secrets for strangers"
    );
    assert!(server.requests().iter().all(|request| request.header("authorization") == Some("secret")));
}

#[test]
fn a_digest_vouches_for_a_place_whose_validators_differ() {
    let same =
        serving(noise(LENGTH), "ETag: \"mirror\"\r\nDigest: SHA-256=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\r\n");
    let other =
        serving(damaged(0), "ETag: \"home\"\r\nDigest: SHA-256=AAAAv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\r\n");
    let fields = format!(
        "ETag: \"home\"\r\nDigest: SHA-256=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\r\n\
         Link: <{}>; rel=duplicate, <{}>; rel=duplicate\r\n",
        same.url("/f"),
        other.url("/f")
    );
    let (server, world) = (silent(noise(LENGTH), fields), World::new());
    report(&world, &format!("{} -w 6 --timeout 1s -o file", server.url("/f")));
    assert!(bytes(&world, "file") == noise(LENGTH));
    assert!(!same.requests().is_empty());
    assert_eq!(other.requests().len(), 1);
}
