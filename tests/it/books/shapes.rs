//! What is written as JSON has the shape that `schemas/` says.

use std::fs;

use serde_json::Value;

use super::shelf::Shelf;
use super::sound::{mp3, put};
use crate::support::schema::conforming;

impl Shelf {
    /// Runs a verb and holds what it writes against a schema.
    fn shaped(&self, schema: &str, words: &[&str]) -> Value {
        let said = self.run(&[words, &["--json"]].concat());
        assert!(!said.out.is_empty(), "{words:?}: {}", said.err);
        conforming(&format!("books-{schema}"), &said.out)
    }
}

#[test]
fn every_document_has_its_shape() {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("lib");
    shelf.shaped("import", &["import", "lib", "--dry-run"]);
    put(&lib, "bad/text.mp3", &[b"no sound"]);
    put(&lib, "twin/copy.mp3", &[&mp3(1, 5000)]);
    shelf.shaped("import", &["import", "lib"]);
    let plan = shelf.shaped("import", &["import", "lib", "--organize", "{title}"]);
    assert_eq!(plan["plan"].as_array().unwrap().len(), 3);
    for words in
        [&["list"][..], &["list", "--status", "started"], &["search", "dune"], &["shelf", "add", "want", "dune"]]
    {
        shelf.shaped("list", words);
    }
    for words in [&["save-progress", "dune", "10s"][..], &["save-progress", "dune", "20s"], &["undo"], &["where"]] {
        shelf.shaped("where", words);
    }
    for words in
        [&["complete", "atomic-habits"][..], &["restart", "atomic-habits"], &["where", "dune", "--at", "1h ago"]]
    {
        shelf.shaped("where", words);
    }
    shelf.shaped("resume", &["resume"]);
    shelf.shaped("history", &["history", "dune"]);
    shelf.shaped("history", &["history", "atomic-habits"]);
    for words in [&["info", "dune", "--why"][..], &["edit", "dune", "year=1965"], &["tag", "add", "dune", "sf"]] {
        shelf.shaped("info", words);
    }
    shelf.shaped("words", &["tag", "list"]);
    shelf.shaped("words", &["shelf", "list"]);
    shelf.shaped("bookmarks", &["bookmark", "add", "dune", "--title", "here"]);
    shelf.shaped("chapters", &["chapters", "dune"]);
    shelf.shaped("stats", &["stats"]);
    shelf.shaped("stats", &["stats", "--year"]);
    let url = format!("dir:{}", shelf.world.work().join("meet").display());
    shelf.shaped("sync", &["sync", "add", &url, "--name", "one"]);
    shelf.shaped("sync", &["sync", "status"]);
    shelf.shaped("doctor", &["doctor"]);
    shelf.ok(&["export", "backup.json"]);
    conforming("books-export", &fs::read_to_string(shelf.world.work().join("backup.json")).unwrap());
    shelf.shaped("restore", &["restore", "backup.json"]);
    shelf.shaped("remove", &["remove", "atomic-habits"]);
    put(&lib, "more/doctor/a.mp3", &[&mp3(8, 100)]);
    shelf.ok(&["import", "lib/more"]);
    shelf.shaped("remove", &["remove", "--folder", "lib/more"]);
    fs::remove_dir_all(lib.join("Frank Herbert")).unwrap();
    let scanned = shelf.shaped("import", &["scan"]);
    assert_eq!(scanned["missing"][0], "dune");
}
