//! Files that a disk has changed, or that end too early: at the start of a server, and under `kv check`. Each byte of a
//! small dump, and of every file of a small log, in turn; the start tells what is wrong and where, or brings back what
//! was kept.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;
use toolbox::applets::kv::engine::{self, Plan};
use toolbox::applets::kv::persist::check::{self, Repair};
use toolbox::applets::kv::persist::load::payload_of;
use toolbox::applets::kv::persist::rdb_write::Compression;
use toolbox::applets::kv::server::Server;
use toolbox::applets::kv::server::settings::Settings;

use super::life::Process;
use super::talk::Client;
use crate::support::cli::World;

/// Keys with the bytes of their values.
type Kept = BTreeMap<(u32, Vec<u8>), Vec<u8>>;

fn kept(server: &Server) -> Kept {
    let mut all = BTreeMap::new();
    for database in 0..server.store.databases() {
        server.store.each_part(database, |part| {
            for record in part.iter() {
                all.insert((database, record.key().to_vec()), payload_of(record, Compression::None));
            }
        });
    }
    all
}

/// What a server that starts in `folder` brings back, or why it does not start.
fn started(folder: &Path, log: &str) -> Result<Kept, String> {
    let settings = Settings::default();
    for (name, value) in [("dir", folder.to_str().unwrap()), ("appendonly", log), ("save", "")] {
        let (row, value) = settings.check_at_start(name, value).unwrap();
        settings.set(row, value);
    }
    let runtime = toolbox::kit::runtime::shared().unwrap();
    let plan = Plan { settings, is_loaded: true, databases: 4, ..Plan::default() };
    runtime.block_on(async {
        let mut running = engine::start(plan).await.unwrap();
        let loaded = running.loaded().await;
        let kept = kept(running.server());
        running.stop().await.unwrap();
        match loaded {
            Ok(_) => Ok(kept),
            Err(error) => {
                let failure = toolbox::kit::error::Failure::from(error);
                let (mut text, mut cause) = (failure.error.to_string(), failure.error.source());
                while let Some(error) = cause {
                    text = format!("{text}: {error}");
                    cause = error.source();
                }
                Err(format!("{text}, {}", failure.hint.unwrap_or_default()))
            }
        }
    })
}

/// Files by their names.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Puts the folder back as it was.
fn restore(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) {
    for path in self::files(folder).into_keys().filter(|path| !files.contains_key(path)) {
        fs::remove_file(path).unwrap();
    }
    for (path, bytes) in files {
        fs::write(path, bytes).unwrap();
    }
}

/// A small store of every type, in the dump or in the log of the working directory.
fn filled(world: &World, flags: &[&str]) {
    let mut process = Process::start(world, flags);
    let mut client = Client::to(process.address);
    for line in [
        "SET text hello",
        "SET int -12",
        "SET volatile x PX 987654321",
        "RPUSH list a 1 70000",
        "SELECT 3",
        "SADD set a b",
        "HSET hash f v",
        "ZADD sorted 1.5 a",
        "MULTI",
        "INCR int",
        "SET text again",
        "EXEC",
        "DEL int",
    ] {
        assert!(!client.ask(line).starts_with("ERR"), "{line}");
    }
    process.end();
}

/// A name and a byte for whoever has to look; sometimes there is only the name.
fn assert_told(reason: &str, path: &Path) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let stem = name.split(".aof").next().unwrap();
    assert!(reason.contains(stem), "{name} is not named: {reason}");
}

fn check(path: &Path) -> Result<bool, String> {
    let reports = check::check(path, 0, Repair::Never, &CancellationToken::new()).map_err(|error| error.to_string())?;
    Ok(reports.iter().all(|report| report.damage.is_none()))
}

#[test]
fn every_byte_of_a_dump_matters_and_each_change_is_told() {
    let world = World::new();
    filled(&world, &[]);
    let (path, before) = (world.work().join("dump.rdb"), files(&world.work()));
    let (good, expected) = (before[&path].clone(), started(&world.work(), "no").unwrap());
    assert_eq!(expected.len(), 8);
    for at in 0..good.len() {
        let mut damaged = good.clone();
        damaged[at] ^= 1 << (at % 8);
        fs::write(&path, &damaged).unwrap();
        match started(&world.work(), "no") {
            // What claims to be of a version without a sum is read without one.
            Ok(kept) => assert!(kept == expected && (5..9).contains(&at), "byte {at}: {kept:?}"),
            Err(reason) => {
                assert!(reason.contains("byte"), "{reason}");
                assert_told(&reason, &path);
                assert_eq!(check(&path), Ok(false), "byte {at}");
            }
        }
        assert_eq!(fs::read(&path).unwrap(), damaged, "nothing is written over it");
        fs::write(&path, &good[..at]).unwrap();
        let reason = started(&world.work(), "no").unwrap_err();
        assert!(reason.contains("byte"), "cut at {at}: {reason}");
        // An empty file is a log of nothing.
        assert!(at == 0 || check(&path) != Ok(true), "cut at {at}");
    }
}

#[test]
fn every_byte_of_a_log_matters_and_each_change_is_told() {
    let world = World::new();
    let flags = ["--save", "", "--appendonly", "always", "--databases", "4"];
    filled(&world, &flags);
    let folder = world.work().join("appendonlydir");
    let before = files(&folder);
    let expected = started(&world.work(), "yes").unwrap();
    assert_eq!(expected.len(), 8);
    restore(&folder, &before);
    for (path, good) in &before {
        for at in 0..good.len() {
            let mut damaged = good.clone();
            damaged[at] ^= 1 << (at % 8);
            fs::write(path, &damaged).unwrap();
            let checked = check(&folder);
            match started(&world.work(), "yes") {
                Ok(kept) => assert_eq!(kept, expected, "byte {at} of {}", path.display()),
                Err(reason) => {
                    assert_told(&reason, path);
                    assert_ne!(checked, Ok(true), "byte {at} of {}: {reason}", path.display());
                    assert_eq!(&fs::read(path).unwrap(), &damaged, "nothing is written over it");
                }
            }
            restore(&folder, &before);
        }
    }
}

#[test]
fn a_log_that_ends_anywhere_brings_back_what_was_whole() {
    let world = World::new();
    let flags = ["--save", "", "--appendonly", "always", "--databases", "4"];
    filled(&world, &flags);
    let folder = world.work().join("appendonlydir");
    let before = files(&folder);
    let (path, good) = before.iter().find(|(path, _)| path.extension().is_some_and(|name| name == "aof")).unwrap();
    let mut states = Vec::new();
    for end in 0..=good.len() {
        restore(&folder, &before);
        fs::write(path, &good[..end]).unwrap();
        let kept = started(&world.work(), "yes").unwrap_or_else(|reason| panic!("cut at {end}: {reason}"));
        if states.last() != Some(&kept) {
            states.push(kept);
        }
    }
    // One after each command, and one after the transaction.
    assert_eq!(states.len(), 10, "{states:#?}");
}
