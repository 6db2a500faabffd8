//! `fetch` against nginx and Apache: the file is the server's, over one connection and several, whole and resumed.

use std::fs;
use std::path::Path;
use std::process::Output;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use tempfile::TempDir;
use toolbox::kit::tls::Authority;

use crate::nginx::{Logged, Nginx};
use crate::rip;

pub(crate) fn trials() -> Vec<Trial> {
    let nginx = |name: &str, test| crate::trial(&format!("fetch::{name}"), &["nginx"], test);
    vec![
        nginx("one_connection_asks_nginx_once", one_connection_asks_nginx_once),
        nginx("several_connections_ask_nginx_for_parts", several_connections_ask_nginx_for_parts),
        nginx("nginx_is_reached_over_tls", nginx_is_reached_over_tls),
        nginx("nginx_is_asked_in_http2_over_few_connections", nginx_is_asked_in_http2_over_few_connections),
        nginx("nginx_goes_on_with_what_was_interrupted", nginx_goes_on_with_what_was_interrupted),
        nginx("nginx_without_ranges_sends_all_of_it", nginx_without_ranges_sends_all_of_it),
        nginx("pages_that_nginx_packs_are_asked_for_unpacked", pages_that_nginx_packs_are_asked_for_unpacked),
        nginx("an_error_page_of_nginx_is_no_file", an_error_page_of_nginx_is_no_file),
        nginx("what_was_damaged_is_repaired_from_nginx", what_was_damaged_is_repaired_from_nginx),
        nginx("what_curl_began_is_gone_on_with", what_curl_began_is_gone_on_with),
        crate::trial("fetch::a_stream_of_ffmpeg_becomes_its_film", &["nginx", "ffmpeg", "ffprobe"], a_film),
    ]
}

const LENGTH: usize = 9 << 20;

/// Bytes that are all over the place.
fn noise() -> Vec<u8> {
    (0..LENGTH as u64).map(|at| (at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as u8).collect()
}

/// An nginx that serves `noise` as `/file.bin`.
fn serving(flags: &str, settings: &str, files: &[(&str, &str)]) -> Result<Nginx, Failed> {
    let nginx = Nginx::with(flags, &format!("{settings} location / {{ root ROOT; }}"), files)?;
    fs::write(nginx.root().join("file.bin"), noise())?;
    Ok(nginx)
}

fn run(folder: &Path, words: &[&str]) -> Result<Output, Failed> {
    Ok(crate::toolbox().current_dir(folder).args(["fetch", "--json", "--no-progress"]).args(words).output()?)
}

/// Downloads to `got`; the report.
fn fetch(folder: &TempDir, words: &[&str]) -> Result<Value, Failed> {
    let output = run(folder.path(), &[words, &["-o", "got"]].concat())?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(fs::read(folder.path().join("got"))? == noise(), "the file differs");
    assert_eq!(fs::read_dir(folder.path())?.count(), 1, "nothing else is left");
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn statuses(log: &[Logged]) -> Vec<u16> {
    let mut statuses: Vec<u16> = log.iter().map(|line| line.status).collect();
    statuses.dedup();
    statuses
}

fn one_connection_asks_nginx_once() -> Result<(), Failed> {
    let (nginx, folder) = (serving("", "", &[])?, tempfile::tempdir()?);
    let report = fetch(&folder, &["-w", "1", &nginx.url("http", "/file.bin")])?;
    assert_eq!((&report["requests"], &report["fetched_bytes"]), (&1.into(), &LENGTH.into()));
    let log = nginx.stop()?;
    assert_eq!((log.len(), statuses(&log)), (1, vec![206]));
    Ok(())
}

fn several_connections_ask_nginx_for_parts() -> Result<(), Failed> {
    for workers in ["2", "8", "16"] {
        let (nginx, folder) = (serving("", "", &[])?, tempfile::tempdir()?);
        let report = fetch(&folder, &["-w", workers, &nginx.url("http", "/file.bin")])?;
        let log = nginx.stop()?;
        assert_eq!(statuses(&log), [206]);
        assert!(log.len() as u64 >= report["requests"].as_u64().unwrap_or(0), "{report}");
        assert!(log.len() > 1, "{report}");
    }
    Ok(())
}

fn nginx_is_reached_over_tls() -> Result<(), Failed> {
    let authority = Authority::new("a peer")?;
    let identity = authority.issue(&["127.0.0.1"])?;
    let (cert, key) = (identity.cert_pem(), identity.key_pem());
    let settings = "ssl_certificate ROOT/cert.pem; ssl_certificate_key ROOT/key.pem;";
    let nginx = serving("ssl http2", settings, &[("cert.pem", &cert), ("key.pem", &key), ("ca.pem", authority.pem())])?;
    let ca = nginx.root().join("ca.pem").display().to_string();
    for workers in ["1", "4"] {
        fetch(&tempfile::tempdir()?, &["-w", workers, "--cacert", &ca, &nginx.url("https", "/file.bin")])?;
    }
    Ok(())
}

fn nginx_is_asked_in_http2_over_few_connections() -> Result<(), Failed> {
    let authority = Authority::new("a peer")?;
    let identity = authority.issue(&["127.0.0.1"])?;
    let (cert, key) = (identity.cert_pem(), identity.key_pem());
    let settings = "ssl_certificate ROOT/cert.pem; ssl_certificate_key ROOT/key.pem;";
    for (workers, most) in [("1", 1), ("4", 1), ("16", 4)] {
        let files = [("cert.pem", &*cert), ("key.pem", &*key), ("ca.pem", authority.pem())];
        let nginx = serving("ssl http2", settings, &files)?;
        let ca = nginx.root().join("ca.pem").display().to_string();
        let url = nginx.url("https", "/file.bin");
        fetch(&tempfile::tempdir()?, &["--http", "2", "-w", workers, "--cacert", &ca, &url])?;
        let log = nginx.stop()?;
        assert!(log.iter().all(|line| line.request.ends_with("HTTP/2.0") && line.status == 206), "{log:?}");
        let connections: std::collections::BTreeSet<u64> = log.iter().map(|line| line.connection).collect();
        assert!(connections.len() <= most, "{workers} workers over {} connections", connections.len());
    }
    Ok(())
}

fn nginx_goes_on_with_what_was_interrupted() -> Result<(), Failed> {
    let (nginx, folder) = (serving("", "limit_rate_after 3m; limit_rate 1m;", &[])?, tempfile::tempdir()?);
    let url = nginx.url("http", "/file.bin");
    let words = ["fetch", "--no-progress", "-w", "1", "-o", "got", &url];
    let mut child = crate::toolbox().current_dir(folder.path()).args(words).spawn()?;
    let state = folder.path().join(".got.toolbox");
    // The first line is the document; another one says that bytes are there.
    while fs::read_to_string(&state).unwrap_or_default().lines().count() < 2 {
        assert!(child.try_wait()?.is_none(), "it ended before its time");
        std::thread::yield_now();
    }
    child.kill()?;
    child.wait()?;
    let report = fetch(&folder, &["-w", "3", &url])?;
    let (resumed, fetched) = (report["resumed_bytes"].as_u64(), report["fetched_bytes"].as_u64());
    assert!(resumed.unwrap_or(0) > 0, "{report}");
    assert!(resumed.unwrap_or(0) + fetched.unwrap_or(0) <= LENGTH as u64 * 11 / 10, "{report}");
    Ok(())
}

fn nginx_without_ranges_sends_all_of_it() -> Result<(), Failed> {
    let (nginx, folder) = (serving("", "max_ranges 0;", &[])?, tempfile::tempdir()?);
    fetch(&folder, &["-w", "4", &nginx.url("http", "/file.bin")])?;
    assert_eq!(statuses(&nginx.stop()?), [200]);
    Ok(())
}

fn pages_that_nginx_packs_are_asked_for_unpacked() -> Result<(), Failed> {
    let settings = "gzip on; gzip_types *; gzip_min_length 1;";
    let (nginx, folder) = (serving("", settings, &[])?, tempfile::tempdir()?);
    fetch(&folder, &["-w", "2", &nginx.url("http", "/file.bin")])?;
    Ok(())
}

fn an_error_page_of_nginx_is_no_file() -> Result<(), Failed> {
    let (nginx, folder) = (serving("", "location /secret { return 403; }", &[])?, tempfile::tempdir()?);
    for (path, kind) in [("/none.bin", "not-found"), ("/secret", "auth")] {
        let output = run(folder.path(), &[&nginx.url("http", path), "-o", "got"])?;
        let error: Value = serde_json::from_slice(&output.stdout)?;
        assert_eq!((output.status.code(), &error["error"]["kind"]), (Some(1), &kind.into()));
    }
    assert_eq!(fs::read_dir(folder.path())?.count(), 0);
    Ok(())
}

fn what_was_damaged_is_repaired_from_nginx() -> Result<(), Failed> {
    let (nginx, folder) = (serving("", "", &[])?, tempfile::tempdir()?);
    let url = nginx.url("http", "/file.bin");
    let sum = fetch(&folder, &["-w", "2", &url])?["sha256"].as_str().unwrap_or_default().to_owned();
    let mut damaged = noise();
    damaged[5_000_000..5_000_100].fill(0);
    damaged.truncate(LENGTH - 1000);
    fs::write(folder.path().join("got"), damaged)?;
    let verified = run(folder.path(), &["verify", "got", "--sha256", &sum])?;
    assert_eq!(verified.status.code(), Some(1));
    let blind = run(folder.path(), &["repair", "got", "--from", &url])?;
    assert_eq!(blind.status.code(), Some(1), "nothing tells which parts are bad");
    let repaired = run(folder.path(), &["repair", "got", "--compare", "--from", &url, "--sha256", &sum])?;
    assert!(repaired.status.success(), "{}", String::from_utf8_lossy(&repaired.stdout));
    assert!(fs::read(folder.path().join("got"))? == noise());
    assert_eq!(run(folder.path(), &["verify", "got", "--sha256", &sum])?.status.code(), Some(0));
    Ok(())
}

fn what_curl_began_is_gone_on_with() -> Result<(), Failed> {
    let (nginx, folder) = (serving("", "", &[])?, tempfile::tempdir()?);
    let url = nginx.url("http", "/file.bin");
    // As curl leaves it: the front of the file, under its name, and no word about it.
    fs::write(folder.path().join("got"), &noise()[..LENGTH / 3])?;
    let report = fetch(&folder, &["--resume", "-w", "2", &url])?;
    assert_eq!(report["resumed_bytes"], LENGTH / 3);
    assert!(report["fetched_bytes"].as_u64().unwrap_or(0) <= (LENGTH - LENGTH / 3) as u64, "{report}");
    Ok(())
}

fn a_film() -> Result<(), Failed> {
    let nginx = rip::served(&format!("{} -hls_segment_filename s%d.ts film.m3u8", rip::HLS))?;
    let folder = tempfile::tempdir()?;
    let output = run(folder.path(), &[&nginx.url("http", "/film.m3u8")])?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!((&report["file"], &report["stream"]["segments"]), (&"film.ts".into(), &4.into()));
    assert_eq!(rip::frames(&folder.path().join("film.ts"))?, rip::frames(&nginx.root().join("film.m3u8"))?);
    Ok(())
}
