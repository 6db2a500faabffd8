//! `fetch`, through the executable, against the origin, its faults, and servers that answer what a test wants.

mod clean;
mod faults;
mod files;
mod http2;
mod manifests;
mod many;
mod names;
mod pieces;
mod pipe;
mod reach;
mod repair;
mod resume;
mod scarce;
mod siege;
mod streams;
mod trust;

use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use toolbox::kit::hex;

use crate::support::cli::{Said, World};
use crate::support::schema::conforming;

/// Runs `fetch` with the words of `line`, without pauses that would only cost time.
fn fetch(world: &World, line: &str) -> Said {
    world.run(&format!("fetch --no-progress {line}"))
}

/// The report of a download that must succeed.
#[track_caller]
fn report(world: &World, line: &str) -> Value {
    let said = fetch(world, &format!("--json {line}"));
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    conforming("fetch", &said.out)
}

/// The error document of one that must fail with code 1.
#[track_caller]
fn failure(world: &World, line: &str) -> Value {
    let said = fetch(world, &format!("--json {line}"));
    assert_eq!(said.code, Some(1), "{}{}", said.out, said.err);
    serde_json::from_str::<Value>(&said.out).unwrap()["error"].clone()
}

fn bytes(world: &World, name: &str) -> Vec<u8> {
    std::fs::read(world.work().join(name)).unwrap()
}

/// What lies in the working directory, hidden files too.
fn names(world: &World) -> Vec<String> {
    let entries = std::fs::read_dir(world.work()).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes))
}

fn state_of(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap().to_str().unwrap();
    target.with_file_name(format!(".{name}.toolbox"))
}

/// `length` bytes that are all over the place.
fn noise(length: usize) -> Vec<u8> {
    (0..length as u64).map(|at| (at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as u8).collect()
}
