//! The database goes, the journal stays; the journal goes, the database stays; and what is told then.

use std::fs;

use super::shelf::Shelf;
use super::sound::{id3, mp3, put};

fn told() -> Shelf {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    shelf.ok(&["save-progress", "dune", "30s"]);
    shelf.ok(&["complete", "atomic-habits"]);
    shelf
}

impl Shelf {
    fn lose(&self, suffixes: &[&str]) {
        for suffix in suffixes {
            let _ = fs::remove_file(self.world.work().join(format!("lib.{suffix}")));
        }
    }

    fn journal(&self) -> Vec<u8> {
        fs::read(self.world.work().join("lib.events")).unwrap()
    }
}

#[test]
fn a_database_that_is_gone_or_empty_is_made_anew_from_the_journal_and_every_verb_says_so() {
    let verbs = [&["where", "dune"][..], &["list"], &["resume"], &["info", "dune"], &["stats"], &["doctor"], &["scan"]];
    for words in verbs {
        for is_empty in [false, true] {
            let shelf = told();
            let journal = shelf.journal();
            shelf.lose(&["db", "db-wal", "db-shm"]);
            if is_empty {
                fs::write(shelf.world.work().join("lib.db"), "").unwrap();
            }
            let said = shelf.run(words);
            let all = said.out + &said.err;
            assert!(all.contains("had lost 2 facts: taken from the journal"), "{words:?}: {all}");
            assert!(all.contains("books import DIR"), "{words:?}: {all}");
            assert!(!all.contains("sound\n"), "{words:?}: {all}");
            if words == ["doctor"] {
                assert_eq!(said.code, Some(3));
            }
            let again = shelf.run(words).err;
            assert!(!again.contains("had lost"), "{words:?}: {again}");
            shelf.ok(&["import", "lib"]);
            assert_eq!(shelf.json(&["where", "dune"])["position_ms"], 30_000);
            assert_eq!(shelf.json(&["where", "atomic-habits"])["book"]["is_finished"], true);
            assert_eq!(shelf.journal(), journal, "nothing is written twice");
        }
    }
}

#[test]
fn an_older_copy_of_the_database_learns_what_came_after_it() {
    let shelf = told();
    shelf.ok(&["list"]);
    let work = shelf.world.work();
    for suffix in ["db", "db-wal"] {
        let _ = fs::copy(work.join(format!("lib.{suffix}")), work.join(format!("old.{suffix}")));
    }
    shelf.ok(&["save-progress", "dune", "1m"]);
    shelf.ok(&["edit", "dune", "year=1965"]);
    shelf.lose(&["db", "db-wal", "db-shm"]);
    for suffix in ["db", "db-wal"] {
        let _ = fs::rename(work.join(format!("old.{suffix}")), work.join(format!("lib.{suffix}")));
    }
    let said = shelf.run(&["where", "dune"]);
    assert!(said.err.contains("had lost 2 facts") && !said.err.contains("import DIR"), "{}", said.err);
    assert!(said.out.starts_with("Dune — 1m00s / "), "{}", said.out);
    assert_eq!(shelf.json(&["info", "dune"])["book"]["year"], 1965);
    shelf.ok(&["doctor"]);
}

#[test]
fn a_rebuild_adds_nothing_to_the_journal() {
    let shelf = told();
    let journal = shelf.journal();
    for _ in 0..2 {
        shelf.ok(&["doctor", "--rebuild"]);
        assert_eq!(shelf.journal(), journal);
        assert_eq!(shelf.json(&["where", "dune"])["position_ms"], 30_000);
    }
    shelf.ok(&["doctor"]);
}

#[test]
fn a_journal_that_was_lost_is_written_anew_by_the_next_fact() {
    let shelf = told();
    shelf.lose(&["events"]);
    assert_eq!(shelf.run(&["doctor"]).code, Some(3));
    shelf.ok(&["save-progress", "dune", "40s"]);
    assert_eq!(shelf.journal().split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count(), 3);
    shelf.ok(&["doctor"]);
}

#[test]
fn what_is_saved_in_the_library_alone_is_told_as_that() {
    let shelf = told();
    shelf.lose(&["events"]);
    fs::create_dir(shelf.world.work().join("lib.events")).unwrap();
    let said = shelf.run(&["save-progress", "dune", "50s"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(said.out.starts_with("Dune — 50s / "), "{}", said.out);
    assert!(said.err.contains("saved in the library, but not in its journal"), "{}", said.err);
    assert_eq!(shelf.json(&["where", "dune"])["position_ms"], 50_000);
    fs::remove_dir(shelf.world.work().join("lib.events")).unwrap();
    shelf.ok(&["save-progress", "dune", "55s"]);
    shelf.ok(&["doctor"]);
}

#[test]
fn a_rebuild_keeps_folders_that_are_away_and_says_so() {
    let shelf = told();
    let work = shelf.world.work();
    put(&work.join("other"), "Mort/mort.mp3", &[&id3(&[("TALB", "Mort")]), &mp3(51, 500)]);
    shelf.ok(&["import", "other"]);
    fs::rename(work.join("other"), work.join("unplugged")).unwrap();
    let said = shelf.run(&["doctor", "--rebuild"]);
    assert_eq!(said.code, Some(3), "{}{}", said.out, said.err);
    assert!(said.out.contains("/other is away") && !said.out.contains("sound\n"), "{}", said.out);
    fs::rename(work.join("unplugged"), work.join("other")).unwrap();
    shelf.ok(&["scan"]);
    assert_eq!(shelf.json(&["list"])["total"], 3);
}

#[test]
fn a_rebuild_that_fails_leaves_the_library_as_it_was() {
    let shelf = told();
    let work = shelf.world.work();
    shelf.lose(&["events"]);
    // A journal that cannot be read.
    fs::create_dir_all(work.join("lib.events/in/it")).unwrap();
    let before = shelf.json(&["list"]);
    let said = shelf.run(&["doctor", "--rebuild"]);
    assert_eq!(said.code, Some(1), "{}{}", said.out, said.err);
    let names = fs::read_dir(work).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut beside: Vec<String> = names.filter(|name| name.starts_with("lib.")).collect();
    beside.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
    beside.sort();
    assert_eq!(beside, ["lib.db", "lib.events"]);
    assert_eq!(shelf.json(&["list"]), before);
    assert_eq!(shelf.json(&["where", "dune"])["position_ms"], 30_000);
}
