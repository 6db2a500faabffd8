//! A library with two books, and `books` run on it.

use std::process::Command;

use serde_json::Value;

use super::sound::{id3, mp3, put};
use crate::support::cli::{Said, World, said};

/// A library in the work folder of a world.
pub(super) struct Shelf {
    pub(super) world: World,
}

impl Shelf {
    pub(super) fn new() -> Self {
        let shelf = Self { world: World::new() };
        let books = shelf.world.work().join("lib");
        let tag = id3(&[("TALB", "Atomic Habits"), ("TPE1", "James Clear"), ("TCOM", "The Reader")]);
        put(&books, "James Clear/Atomic Habits/book.mp3", &[&tag, &mp3(1, 5000)]);
        for (disc, track, seed) in [(1, 1, 11), (1, 2, 12), (2, 1, 21), (2, 2, 22)] {
            let tag = id3(&[("TALB", "Dune"), ("TRCK", &track.to_string())]);
            put(&books, &format!("Frank Herbert/Dune/CD{disc}/0{track}.mp3"), &[&tag, &mp3(seed, 1000)]);
        }
        shelf
    }

    pub(super) fn command(&self, words: &[&str]) -> Command {
        let mut command = self.world.toolbox();
        command.arg("books").args(words).args(["--db", "lib.db"]);
        command
    }

    pub(super) fn run(&self, words: &[&str]) -> Said {
        said(&mut self.command(words))
    }

    pub(super) fn ok(&self, words: &[&str]) -> String {
        let said = self.run(words);
        assert_eq!(said.code, Some(0), "{words:?}: {}{}", said.out, said.err);
        said.out
    }

    pub(super) fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.ok(&[words, &["--json"]].concat())).unwrap()
    }
}
