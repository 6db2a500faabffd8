//! Devices that meet in a bucket, at a server that checks signatures and conditions by itself.

use std::fs;

use super::shelf::Shelf;
use crate::support::cli::{Said, said};
use crate::support::objects::{BUCKET, KEYS, ObjectServer};

/// Runs `books` with keys.
fn with_keys(shelf: &Shelf, words: &[&str], (id, secret): (&str, &str)) -> Said {
    said(shelf.command(words).env("AWS_ACCESS_KEY_ID", id).env("AWS_SECRET_ACCESS_KEY", secret))
}

fn ok(shelf: &Shelf, words: &[&str]) -> String {
    let said = with_keys(shelf, words, KEYS);
    assert_eq!(said.code, Some(0), "{words:?}: {}{}", said.out, said.err);
    said.out
}

fn place(server: &ObjectServer, prefix: &str) -> String {
    format!("s3://{BUCKET}/{prefix}?endpoint={}", server.url())
}

#[test]
fn two_devices_meet_in_a_bucket_and_ask_only_for_what_is_new() {
    let (laptop, phone, server) = (Shelf::new(), Shelf::new(), ObjectServer::start());
    server.plant("my books/toolbox-books/v1/readme.txt", b"not ours");
    server.plant("elsewhere/toolbox-books/v1/x.jsonl", b"not asked for");
    for (shelf, name) in [(&laptop, "laptop"), (&phone, "phone")] {
        shelf.ok(&["import", "lib"]);
        ok(shelf, &["sync", "add", &place(&server, "my books"), "--name", name]);
    }
    laptop.ok(&["save-progress", "dune", "30s"]);
    assert!(ok(&laptop, &["sync", "now"]).starts_with("told 1, learned 1\n"));
    assert!(ok(&phone, &["sync", "now"]).starts_with("told 0, learned 1\n"));
    assert_eq!(phone.json(&["where", "dune"])["position_ms"], 30_000);
    // A listing of two pages, and nothing else: all that is there is known.
    let before = server.methods().len();
    assert!(ok(&phone, &["sync", "now"]).starts_with("told 0, learned 0\n"));
    assert_eq!(server.methods()[before..], ["GET", "GET"]);
    // Both go on without knowing of each other.
    laptop.ok(&["save-progress", "dune", "40s"]);
    phone.ok(&["save-progress", "dune", "1m10s"]);
    for shelf in [&laptop, &phone, &laptop] {
        ok(shelf, &["sync", "now"]);
    }
    for shelf in [&laptop, &phone] {
        assert_eq!(shelf.json(&["where", "dune"])["places"].as_array().unwrap().len(), 2);
    }
    laptop.ok(&["sync", "resolve", "dune", "1"]);
    ok(&laptop, &["sync", "now"]);
    ok(&phone, &["sync", "now"]);
    let [one, other] = [&laptop, &phone].map(|shelf| shelf.json(&["where", "dune"])["position_ms"].clone());
    assert_eq!(one, other);
    let unknown = laptop.run(&["sync", "rm", &format!("s3://{BUCKET}/my%20books")]);
    assert_eq!(unknown.code, Some(1), "{}", unknown.out);
    let left = laptop.ok(&["sync", "status"]);
    assert!(left.contains("meets in"), "another name is another place: {left}");
    assert!(!laptop.ok(&["sync", "rm", &format!("s3://{BUCKET}/my books")]).contains("meets in"));
}

#[test]
fn a_copy_of_a_library_is_found_out_by_the_condition_and_nothing_is_written_over() {
    let (one, other, server) = (Shelf::new(), Shelf::new(), ObjectServer::start());
    one.ok(&["import", "lib"]);
    one.ok(&["save-progress", "dune", "10s"]);
    ok(&one, &["sync", "add", &place(&server, "")]);
    other.ok(&["import", "lib"]);
    // The whole database, as with a disk that was cloned.
    for name in ["lib.db", "lib.events"] {
        fs::copy(one.world.work().join(name), other.world.work().join(name)).unwrap();
    }
    let _ = fs::remove_file(other.world.work().join("lib.db-wal"));
    one.ok(&["save-progress", "atomic-habits", "20s"]);
    other.ok(&["save-progress", "dune", "30s"]);
    ok(&one, &["sync", "now"]);
    let found = with_keys(&other, &["sync", "now"], KEYS);
    assert_eq!(found.code, Some(3), "{}{}", found.out, found.err);
    assert!(found.out.contains("this library is a copy of another"), "{}", found.out);
    other.ok(&["save-progress", "dune", "35s"]);
    ok(&other, &["sync", "now"]);
    ok(&one, &["sync", "now"]);
    assert_eq!(one.json(&["where", "dune"])["position_ms"], 35_000);
    assert_eq!(server.keys().len(), 2, "{:?}", server.keys());
}

#[test]
fn wrong_keys_and_places_say_what_to_do_and_are_not_kept() {
    let (shelf, server) = (Shelf::new(), ObjectServer::start());
    let url = place(&server, "");
    for (place, keys, code, part) in [
        (url.as_str(), (KEYS.0, "wrong"), 1, "SignatureDoesNotMatch"),
        (&url, ("AKNOBODY", "x"), 1, "InvalidAccessKeyId"),
        (&url.replace(BUCKET, "none"), KEYS, 1, "make the bucket first"),
        (&url.replace(BUCKET, "none such"), KEYS, 2, "a bucket's name"),
        ("s3://x?odd=1", KEYS, 2, "endpoint, region, profile"),
        ("ftp://x", KEYS, 2, "s3://BUCKET/PREFIX"),
    ] {
        let said = with_keys(&shelf, &["sync", "add", place], keys);
        assert_eq!(said.code, Some(code), "{place}: {}", said.err);
        assert!(said.err.contains(part), "{place}: {}", said.err);
        assert!(!said.err.contains("Signature="), "{}", said.err);
    }
    let half = said(shelf.command(&["sync", "add", &url]).env("AWS_ACCESS_KEY_ID", "x"));
    assert!(half.code == Some(2) && half.err.contains("half a pair"), "{}", half.err);
    let nobody = shelf.run(&["sync", "add", &url]);
    assert!(nobody.code == Some(1) && nobody.err.contains("AWS_ACCESS_KEY_ID"), "{}", nobody.err);
    assert!(!shelf.ok(&["sync", "status"]).contains("meets in"));
    // As the files of the AWS CLI say.
    let credentials = format!("[home]\naws_access_key_id = {}\naws_secret_access_key = {}\n", KEYS.0, KEYS.1);
    shelf.world.write("home/.aws/credentials", &credentials);
    shelf
        .world
        .write("home/.aws/config", &format!("[profile home]\nendpoint_url = {}\nregion = eu-west-1\n", server.url()));
    let added = shelf.ok(&["sync", "add", &format!("s3://{BUCKET}/deep/er"), "--aws-profile", "home"]);
    assert!(added.contains(&format!("meets in s3://{BUCKET}/deep/er?profile=home\n")), "{added}");
    // A server that is gone is told, and what is here stays.
    shelf.world.write("home/.aws/config", "[profile home]\nendpoint_url = http://127.0.0.1:1\n");
    let gone = shelf.run(&["sync", "now"]);
    assert_eq!(gone.code, Some(3), "{}", gone.err);
    assert!(gone.out.contains("cannot connect"), "{}", gone.out);
}
