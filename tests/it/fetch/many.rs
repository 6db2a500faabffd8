//! Several downloads in one call: URLs, lists, Metalinks, sums that lie elsewhere; and what becomes of a part of them.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use super::{bytes, fetch, names, report, sha256};
use crate::support::cli::{World, said};
use crate::support::origin::origin;
use crate::support::schema::conforming;

/// The report of several, whatever the exit code.
#[track_caller]
fn several(world: &World, line: &str, code: i32) -> Value {
    let said = fetch(world, &format!("--json {line}"));
    assert_eq!(said.code, Some(code), "{}{}", said.out, said.err);
    conforming(if line.contains("--dry-run") { "fetch-info" } else { "fetch-batch" }, &said.out)
}

#[test]
fn several_urls_go_into_a_folder() {
    let (origin, world) = (origin(), World::new());
    let urls = ["/static/1m.bin", "/static/2m.bin", "/static/x/1m.bin"].map(|path| origin.url(path)).join(" ");
    let all = several(&world, &format!("{urls} -o all/"), 0);
    assert_eq!((all["downloads"].as_array().unwrap().len(), &all["fetched_bytes"]), (3, &(4 << 20).into()));
    assert_eq!(bytes(&world, "all/2m.bin").len(), 2 << 20);
    assert!(bytes(&world, "all/1m.bin.1") != bytes(&world, "all/1m.bin"), "two files of one name");
    let said = fetch(&world, &format!("{urls} -o one"));
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("write -o one/"), "{}", said.err);
}

#[test]
fn a_list_says_where_each_goes_and_what_it_must_be() {
    let (origin, world) = (origin(), World::new());
    report(&world, &format!("{} -o first", origin.url("/static/1m.bin")));
    let sum = sha256(&bytes(&world, "first"));
    let (good, gone) = (origin.url("/static/1m.bin"), origin.url("/status/404"));
    let list =
        format!("# mirrors and options\n{gone} {good}\n  out=a.bin\n  dir=sub\n  checksum=sha256:{sum}\n{good}\n");
    world.write("work/list", &list);
    several(&world, "-i list", 0);
    assert!(bytes(&world, "sub/a.bin") == bytes(&world, "1m.bin"));

    let mut command = world.toolbox();
    command.args(["fetch", "--no-progress", "-i", "-", "-o", "in/"]).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(good.as_bytes()).unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
    assert_eq!(bytes(&world, "in/1m.bin").len(), 1 << 20);
}

#[test]
fn a_part_that_failed_is_told_with_its_reason() {
    let (origin, world) = (origin(), World::new());
    let urls = format!("{} {}", origin.url("/static/1k.bin"), origin.url("/status/404"));
    let part = several(&world, &urls, 3);
    let failed = &part["failed"][0];
    assert_eq!((&failed["kind"], &failed["retries"]), (&"not-found".into(), &0.into()));
    assert_eq!(part["downloads"][0]["ending"], "done");
    let gone = format!("{0} {0}?2 --retries 1", origin.url("/status/503"));
    let all = several(&world, &gone, 1);
    assert_eq!((all["failed"].as_array().unwrap().len(), &all["failed"][1]["retries"]), (2, &1.into()));
    assert_eq!(names(&world), ["1k.bin"], "no page of an error is a file");
    let said = fetch(&world, &format!("{urls} --overwrite"));
    assert!(said.out.contains("answered 404 Not Found") && said.out.contains("1 of 2 files"), "{}", said.out);
}

#[test]
fn lists_that_cannot_be_understood_name_the_line() {
    let world = World::new();
    for (list, says) in [
        ("http://h/a\n  split=3\n", "list: line 2: `split=3` is not an option"),
        ("localhost/x\n", "list: line 1: `localhost/x` is not a URL"),
        ("# nothing\n", "list: there is no URL in it"),
    ] {
        world.write("work/list", list);
        let said = fetch(&world, "-i list");
        assert_eq!(said.code, Some(2), "{}", said.err);
        assert!(said.err.contains(says), "{}", said.err);
    }
    let said = fetch(&world, "-i missing");
    assert_eq!((said.code, said.err.contains("cannot read missing")), (Some(2), true), "{}", said.err);
    world.write("work/two", "http://127.0.0.1:1/a\nhttp://127.0.0.1:1/b\n");
    let said = fetch(&world, "-i two --mirror http://127.0.0.1:1/c");
    assert!(said.code == Some(2) && said.err.contains("--mirror is for one download"), "{}", said.err);
    assert_eq!(fetch(&world, "").code, Some(2));
}

#[test]
fn a_metalink_names_files_places_and_sums() {
    let (origin, world) = (origin(), World::new());
    report(&world, &format!("{} -o first", origin.url("/static/1m.bin")));
    let sum = sha256(&bytes(&world, "first"));
    let document = |sum: &str, size: u64| {
        format!(
            "<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\"><file name=\"deep/a.bin\"><size>{size}</size>\
             <hash type=\"sha-256\">{sum}</hash><url priority=\"1\">{}</url><url priority=\"2\">{}</url>\
             <metaurl mediatype=\"torrent\">http://h/t</metaurl></file></metalink>",
            origin.url("/status/410"),
            origin.url("/static/1m.bin"),
        )
    };
    world.write("work/a.meta4", &document(&sum, 1 << 20));
    let said = fetch(&world, "--metalink a.meta4");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("a.meta4: an address of torrent is not used"), "{}", said.err);
    assert!(bytes(&world, "deep/a.bin") == bytes(&world, "first"));
    world.write("work/wrong.meta4", &document(&sum.replace(['0', '1'], "2"), 1 << 20));
    assert_eq!(fetch(&world, "--metalink wrong.meta4 --overwrite").code, Some(1));
    assert_eq!(bytes(&world, "deep/a.bin.bad").len(), 1 << 20);
    world.write("work/short.meta4", &document(&sum, 5));
    let said = fetch(&world, "--metalink short.meta4 --overwrite");
    assert!(said.err.contains("5 bytes were promised"), "{}", said.err);
    world.write("work/none.meta4", "<html/>");
    let said = fetch(&world, "--metalink none.meta4");
    assert!(said.code == Some(1) && said.err.contains("it is not a Metalink"), "{}", said.err);
}

#[test]
fn sums_may_lie_in_a_file_or_at_a_url() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/1m.bin");
    report(&world, &format!("{url} -o first"));
    let sum = sha256(&bytes(&world, "first"));
    world.write("work/SHA256SUMS", &format!("{} *other.bin\n{sum} *iso/1m.bin\n", "0".repeat(64)));
    let right = report(&world, &format!("{url} --checksum-file SHA256SUMS"));
    assert_eq!(right["verified"], true);
    let said = fetch(&world, &format!("{} --checksum-file SHA256SUMS", origin.url("/static/2m.bin")));
    assert!(said.code == Some(2) && said.err.contains("has no checksum of `2m.bin`"), "{}", said.err);
    world.write("work/BSD", &format!("SHA256 (1m.bin) = {}\n", "0".repeat(64)));
    let said = fetch(&world, &format!("{url} --overwrite --checksum-file BSD"));
    assert!(said.code == Some(1) && said.err.contains("wrong checksum"), "{}", said.err);
    assert_eq!(bytes(&world, "1m.bin.bad").len(), 1 << 20);
}

#[test]
fn other_algorithms_are_compared_too() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/1m.bin");
    report(&world, &format!("{url} -o first"));
    let sum = said(std::process::Command::new("md5sum").arg(world.work().join("first")));
    let digits = sum.out.trim_start_matches('\\').split(' ').next().unwrap();
    assert_eq!(report(&world, &format!("{url} --hash md5:{digits} -o second"))["verified"], true);
    let said = fetch(&world, &format!("{url} --hash md5:{} -o third", "0".repeat(32)));
    assert!(said.code == Some(1) && said.err.contains("wrong checksum: md5"), "{}", said.err);
    for wrong in ["md5:12", "sha3:00", "abc"] {
        let said = fetch(&world, &format!("{url} --hash {wrong}"));
        assert_eq!(said.code, Some(2), "{}", said.err);
    }
}

#[test]
fn a_dry_run_tells_and_does_nothing() {
    let (origin, world) = (origin(), World::new());
    world.write("work/2k.bin", "mine");
    let urls = format!("{} {}", origin.url("/static/1k.bin"), origin.url("/static/2k.bin?ranges=0"));
    let dry = several(&world, &format!("--dry-run {urls} -o ./"), 0);
    let probes = dry["probes"].as_array().unwrap();
    let told: Vec<_> =
        probes.iter().map(|p| (p["size_bytes"].clone(), p["ranges"].clone(), p["action"].clone())).collect();
    assert_eq!(told, [(1024.into(), true.into(), "new".into()), (2048.into(), false.into(), "refuse".into())]);
    assert_eq!(names(&world), ["2k.bin"]);
}

#[test]
fn info_tells_what_a_url_leads_to() {
    let (origin, world) = (origin(), World::new());
    let link = "header=Link:%3C/static/1m.bin%3E;%20rel=duplicate&header=Digest:MD5%3DkAFQmDzST7DWlj99KOF/cg%3D%3D";
    let url = origin.url(&format!("/static/1m.bin?{link}"));
    let said = world.run(&format!("fetch info --json {url}"));
    assert_eq!(said.code, Some(0), "{}", said.err);
    let probe = conforming("fetch-info", &said.out)["probes"][0].clone();
    assert_eq!(
        (&probe["size_bytes"], &probe["ranges"], &probe["file"]),
        (&(1 << 20).into(), &true.into(), &"1m.bin".into())
    );
    assert_eq!(probe["mirrors"][0], origin.url("/static/1m.bin"));
    assert_eq!(probe["checksums"][0], "md5:900150983cd24fb0d6963f7d28e17f72");
    let redirected = world.run(&format!("fetch info {}", origin.url("/redirect/1?to=/static/1k.bin")));
    assert!(redirected.out.contains("/static/1k.bin"), "{}", redirected.out);
    assert_eq!(world.run(&format!("fetch info {}", origin.url("/status/404"))).code, Some(1));
    assert_eq!(names(&world), [""; 0]);
}

#[test]
fn progress_is_told_to_programs() {
    let (origin, world) = (origin(), World::new());
    let said = world.run(&format!("fetch --progress json {} -o file", origin.url("/static/1m.bin")));
    let lines: Vec<Value> = said.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["event"] == "progress" && line["file"] == "file"), "{}", said.err);
    assert_eq!(said.code, Some(0));
    let urls = ["/static/1m.bin", "/static/2m.bin"].map(|path| origin.url(path)).join(" ");
    let said = world.run(&format!("fetch --progress json {urls} -o d/"));
    let last = said.err.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let done = last.filter(|line| line["stage"] == "done" && line["done_bytes"] == line["total_bytes"]).count();
    assert_eq!(done, 2, "{}", said.err);
}
