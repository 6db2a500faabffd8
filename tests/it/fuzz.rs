//! The seeds of the fuzz targets, replayed without a fuzzer. The fuzzers themselves run in `tests/run --long`.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

#[path = "../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "public for the crate of the fuzzers, which has these modules as its library")]
mod targets;

type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 5] = [
    ("expression", targets::expression::run),
    ("plan", targets::plan::run),
    ("prometheus", targets::prometheus::run),
    ("response", targets::response::run),
    ("template", targets::template::run),
];

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz")
}

#[test]
fn every_seed_keeps_its_promises() {
    let mut broken = Vec::new();
    for (name, run) in TARGETS {
        let mut seeds: Vec<_> =
            fs::read_dir(home().join("seeds").join(name)).unwrap().map(|seed| seed.unwrap().path()).collect();
        seeds.sort();
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for seed in seeds {
            let data = fs::read(&seed).unwrap();
            if catch_unwind(|| run(&data)).is_err() {
                broken.push(seed);
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_target_has_its_door() {
    let manifest = fs::read_to_string(home().join("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name}");
    }
    assert_eq!(fs::read_dir(home().join("seeds")).unwrap().count(), TARGETS.len());
}
