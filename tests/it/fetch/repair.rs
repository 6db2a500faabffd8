//! `verify` and `repair`: bad ranges are found and fetched, nothing else is; and a repair that fails changes nothing.

use super::{bytes, names, noise, sha256};
use crate::support::cli::{Said, World};
use crate::support::schema::conforming;
use crate::support::script::{Reply, Request, Script, say};

const LENGTH: usize = 3 << 20;

const PIECE: usize = 256 << 10;

/// A good answer, of these bytes.
fn part(request: &Request, bytes: &[u8]) -> Reply {
    let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap();
    let (start, end) = range.split_once('-').unwrap();
    let start: usize = start.parse().unwrap();
    let end = end.parse().map_or(bytes.len(), |end: usize| (end + 1).min(bytes.len()));
    let head = format!(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{}/{}\r\nContent-Length: {}\r\nETag: \"v\"\r\n\r\n",
        end - 1,
        bytes.len(),
        end - start
    );
    say([head.as_bytes(), &bytes[start..end]].concat())
}

fn good() -> Script {
    Script::start(|request| part(request, &noise(LENGTH)))
}

/// A Metalink of the good file, with the hashes of its pieces.
fn metalink(url: &str) -> String {
    let sums: Vec<String> =
        noise(LENGTH).chunks(PIECE).map(|piece| format!("<hash>{}</hash>", sha256(piece))).collect();
    let sums = sums.concat();
    format!(
        "<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\"><file name=\"file\"><size>{LENGTH}</size>\
         <hash type=\"sha-256\">{}</hash><pieces length=\"{PIECE}\" type=\"sha-256\">{sums}</pieces>\
         <url>{url}</url></file></metalink>",
        sha256(&noise(LENGTH))
    )
}

/// The good file with some bytes changed.
fn damaged(places: &[usize]) -> Vec<u8> {
    let mut bytes = noise(LENGTH);
    for place in places {
        bytes[*place] ^= 0x55;
    }
    bytes
}

fn world(bytes: &[u8]) -> World {
    let world = World::new();
    std::fs::write(world.work().join("file"), bytes).unwrap();
    world
}

fn run(world: &World, line: &str) -> (Said, serde_json::Value) {
    let said = world.run(&format!("fetch --no-progress --json {line}"));
    let document: serde_json::Value = serde_json::from_str(&said.out).unwrap_or_default();
    // Errors are documents of their own.
    if document.get("error").is_none() && !document.is_null() {
        let schema = match line.split(' ').next() {
            Some("verify") => "fetch-verify",
            Some("repair") => "fetch-repair",
            _ => "fetch",
        };
        conforming(schema, &said.out);
    }
    (said, document)
}

#[test]
fn a_file_is_right_or_wrong_by_its_hash() {
    let world = world(&noise(LENGTH));
    let sum = sha256(&noise(LENGTH));
    world.write("work/SUMS", &format!("{sum}  file\n"));
    for promise in [format!("--sha256 {sum}"), format!("--hash sha256:{sum}"), "--checksum-file SUMS".to_owned()] {
        let (said, report) = run(&world, &format!("verify file {promise}"));
        assert_eq!((said.code, &report["right"], &report["by"]), (Some(0), &true.into(), &"hash".into()), "{report}");
    }
    let (said, report) = run(&world, &format!("verify file --sha256 {}", "00".repeat(32)));
    assert_eq!((said.code, &report["right"]), (Some(1), &false.into()));
    assert_eq!(report["found"], format!("sha256:{sum}"));
    for line in ["verify file", "verify file --hash md5:12", "verify SUMS --checksum-file SUMS"] {
        assert_eq!(run(&world, line).0.code, Some(2), "{line}");
    }
    assert_eq!(run(&world, &format!("verify missing --sha256 {sum}")).0.code, Some(1));
}

#[test]
fn pieces_tell_which_parts_are_bad_and_those_alone_are_fetched() {
    let server = good();
    let world = world(&damaged(&[5, 6, PIECE * 4 + 1, LENGTH - 1]));
    world.write("work/file.meta4", &metalink(&server.url("/f")));
    let (said, report) = run(&world, "verify file --metalink file.meta4");
    let bad = serde_json::json!([[0, PIECE], [PIECE * 4, PIECE * 5], [LENGTH - PIECE, LENGTH]]);
    assert_eq!((said.code, &report["bad"], &report["by"]), (Some(1), &bad, &"pieces".into()));
    let (said, report) = run(&world, "repair file --metalink file.meta4");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!((&report["repaired"], &report["fetched_bytes"]), (&bad, &(3 * PIECE).into()));
    assert!(bytes(&world, "file") == noise(LENGTH));
    assert_eq!(names(&world), ["file", "file.meta4"]);
    let asked = server.requests().len();
    let (_, report) = run(&world, "repair file --metalink file.meta4");
    assert_eq!((&report["fetched_bytes"], server.requests().len()), (&0.into(), asked), "nothing to repair");
}

#[test]
fn what_was_cut_off_or_hangs_on_is_repaired_too() {
    let server = good();
    for bytes_there in [noise(LENGTH)[..PIECE * 3 + 7].to_vec(), [noise(LENGTH), vec![1; 100]].concat(), Vec::new()] {
        for flags in [
            "--metalink file.meta4".to_owned(),
            format!("--compare --from {} --sha256 {}", server.url("/f"), sha256(&noise(LENGTH))),
        ] {
            let world = world(&bytes_there);
            world.write("work/file.meta4", &metalink(&server.url("/f")));
            let (said, _) = run(&world, &format!("repair file {flags}"));
            assert_eq!(said.code, Some(0), "{flags} {}", said.err);
            assert!(bytes(&world, "file") == noise(LENGTH), "{flags}");
        }
    }
}

#[test]
fn a_source_with_wrong_bytes_is_left_for_another() {
    let (wrong, right) = (Script::start(|request| part(request, &damaged(&[PIECE + 1]))), good());
    let world = world(&damaged(&[PIECE + 2, PIECE * 2]));
    world.write("work/file.meta4", &metalink(&wrong.url("/f")));
    let (said, _) = run(&world, &format!("repair file --metalink file.meta4 --from {}", right.url("/f")));
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(bytes(&world, "file") == noise(LENGTH));
}

#[test]
fn without_pieces_all_is_compared_and_only_what_differs_is_written() {
    let server = good();
    let world = world(&damaged(&[5000, 2_000_000]));
    let url = server.url("/f");
    let (said, _) = run(&world, &format!("repair file --from {url} --sha256 {}", sha256(&noise(LENGTH))));
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("nothing tells which parts") && said.out.contains("--compare"), "{}", said.out);
    let line = format!("repair file --compare --from {url} --sha256 {}", sha256(&noise(LENGTH)));
    let (said, report) = run(&world, &line);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let page = |at: usize| [at / 4096 * 4096, at / 4096 * 4096 + 4096];
    assert_eq!(report["repaired"], serde_json::json!([page(5000), page(2_000_000)]));
    assert!(bytes(&world, "file") == noise(LENGTH));
}

#[test]
fn a_repair_that_fails_changes_nothing() {
    let old = damaged(&[5, PIECE * 2]);
    let other = Script::start(|request| part(request, &damaged(&[77])));
    let longer = Script::start(|request| part(request, &noise(LENGTH + 1)));
    let missing = Script::start(|_| say("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\npage"));
    let sum = sha256(&noise(LENGTH));
    for server in [&other, &longer, &missing] {
        let url = server.url("/f");
        let world = world(&old);
        world.write("work/file.meta4", &metalink(&url));
        for flags in [format!("--compare --sha256 {sum} --from {url}"), "--metalink file.meta4".to_owned()] {
            let (said, _) = run(&world, &format!("repair file --retries 0 {flags}"));
            assert_eq!(said.code, Some(1), "{flags}: {}", said.out);
            assert!(bytes(&world, "file") == old, "{flags}");
            assert_eq!(names(&world), ["file", "file.meta4"]);
        }
    }
    let world = world(&old);
    assert_eq!(run(&world, "repair file").0.code, Some(2));
    assert_eq!(run(&world, "repair missing --from http://127.0.0.1:1/").0.code, Some(1));
}

#[test]
fn a_shorter_source_cuts_nothing_off_without_a_promise() {
    let shorter = Script::start(|request| part(request, &noise(PIECE)));
    let world = world(&noise(LENGTH));
    let (said, _) = run(&world, &format!("repair file --compare --from {}", shorter.url("/f")));
    assert!(said.code == Some(1) && said.out.contains("and the file has"), "{}", said.out);
    assert!(bytes(&world, "file") == noise(LENGTH));
}

#[test]
fn hashes_that_a_download_kept_find_what_went_bad_since() {
    let bytes = noise(9 << 20);
    let copy = bytes.clone();
    let (server, world) = (Script::start(move |request| part(request, &copy)), World::new());
    let url = server.url("/f").replace("http://", "http://user:secret@");
    let (said, report) = run(&world, &format!("{url} --save-metalink -o file"));
    assert_eq!(said.code, Some(0), "{report}{}", said.err);
    let kept = std::fs::read_to_string(world.work().join("file.meta4")).unwrap();
    assert!(kept.contains("length=\"4194304\"") && kept.contains("/f</url>") && !kept.contains("secret"), "{kept}");
    assert_eq!(kept.matches("<hash").count(), 4, "one of the whole, and one of each piece: {kept}");
    let (_, right) = run(&world, "verify file --metalink file.meta4");
    assert_eq!(right["right"], true, "{right}");
    let mut bad = bytes.clone();
    bad[5 << 20] ^= 1;
    std::fs::write(world.work().join("file"), &bad).unwrap();
    let (said, repaired) = run(&world, "repair file --metalink file.meta4");
    assert_eq!((said.code, &repaired["fetched_bytes"]), (Some(0), &(4 << 20).into()), "{repaired}{}", said.err);
    assert!(super::bytes(&world, "file") == bytes);
    // What has the name is the user's.
    let again = run(&world, &format!("{url} --save-metalink -o other")).0;
    assert_eq!(again.code, Some(0), "{}", again.err);
    std::fs::remove_file(world.work().join("other")).unwrap();
    let (said, error) = run(&world, &format!("{url} --save-metalink -o other"));
    assert_eq!((said.code, &error["error"]["kind"]), (Some(1), &"disk".into()), "{error}");
    assert!(
        error["error"]["message"].as_str().unwrap().contains("other.meta4") && !world.work().join("other").exists()
    );
    assert_eq!(run(&world, &format!("{url} --save-metalink --overwrite -o other")).0.code, Some(0));
    assert_eq!(run(&world, &format!("{url} --save-metalink -o -")).0.code, Some(2));
}
