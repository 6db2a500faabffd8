//! The seeds of the fuzz targets, replayed without a fuzzer. The fuzzers themselves run in `tests/run --long`.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

#[path = "../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "public for the crate of the fuzzers, which has these modules as its library")]
mod targets;

type Target = (&'static str, fn(&[u8]));

const TARGETS: &[Target] = &[
    #[cfg(feature = "books")]
    ("book_audio", targets::book_audio::run),
    #[cfg(feature = "rip")]
    ("cenc", targets::cenc::run),
    #[cfg(feature = "rip")]
    ("dash_manifest", targets::dash_manifest::run),
    #[cfg(feature = "load")]
    ("expression", targets::expression::run),
    #[cfg(feature = "rip")]
    ("hls_playlist", targets::hls_playlist::run),
    #[cfg(feature = "kv")]
    ("kv_command", targets::kv_command::run),
    #[cfg(feature = "kv")]
    ("kv_dump", targets::kv_dump::run),
    #[cfg(feature = "kv")]
    ("kv_glob", targets::kv_glob::run),
    #[cfg(feature = "kv")]
    ("kv_log", targets::kv_log::run),
    #[cfg(feature = "kv")]
    ("kv_reply", targets::kv_reply::run),
    #[cfg(feature = "kv")]
    ("kv_request", targets::kv_request::run),
    #[cfg(feature = "kv")]
    ("kv_rules", targets::kv_rules::run),
    #[cfg(feature = "rip")]
    ("movie_boxes", targets::movie_boxes::run),
    #[cfg(feature = "rip")]
    ("page", targets::page::run),
    #[cfg(feature = "load")]
    ("plan", targets::plan::run),
    ("prometheus", targets::prometheus::run),
    ("response", targets::response::run),
    #[cfg(feature = "scan")]
    ("scan_rules", targets::scan_rules::run),
    #[cfg(feature = "scan")]
    ("scan_service", targets::scan_service::run),
    #[cfg(feature = "rip")]
    ("subtitles", targets::subtitles::run),
    #[cfg(feature = "load")]
    ("template", targets::template::run),
    #[cfg(feature = "rip")]
    ("transport_stream", targets::transport_stream::run),
];

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz")
}

#[test]
fn every_seed_keeps_its_promises() {
    let mut broken = Vec::new();
    for (name, run) in TARGETS.iter().copied() {
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
    #[cfg(all(feature = "books", feature = "kv", feature = "load", feature = "rip", feature = "scan"))]
    assert_eq!(fs::read_dir(home().join("seeds")).unwrap().count(), TARGETS.len());
}
