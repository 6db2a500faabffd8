//! What the README shows is what the program prints.

use std::path::Path;

use snapbox::data::DataFormat;
use snapbox::{Data, assert_data_eq};

use crate::support::cli::{World, said};

/// A real run, saved: 5000 requests a second for ten seconds against nginx on loopback.
const RUN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/load-run.json");

#[test]
fn the_picture_of_load_is_its_report() {
    let said = said(World::new().toolbox().args(["load", "report", RUN, "--color", "always"]));
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/load.svg");
    let run: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(RUN).unwrap()).unwrap();
    let url = run["plan"]["steps"][0]["url"].as_str().unwrap();
    let typed = format!("$ load -c 20 -r 5000 -d 10s --threshold 'p99<50ms,err<0.1%' {url}");
    let told = format!("{typed}\n{}", said.out);
    assert_data_eq!(told, Data::read_from(&picture, Some(DataFormat::TermSvg)));
}

#[test]
fn every_flag_and_verb_that_the_readme_names_exists() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let section = readme.split("\n## load\n").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let world = World::new();
    let verbs = ["", "find", "ab", "compare", "report"];
    let helps: Vec<String> = verbs.iter().map(|verb| world.run(&format!("load {verb} --help")).out).collect();
    let missing: Vec<&str> = section
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .filter(|word| word.len() > 3 && word.starts_with("--") && !helps.iter().any(|help| help.contains(word)))
        .collect();
    assert!(missing.is_empty(), "README names {missing:?}, which no help explains");
}
