//! A book stays the book it is: through libraries of earlier builds, copied streams, exchanged names.

use std::fs;
use std::path::Path;

use toolbox::applets::books::audio::{self, Essence, FileSource};
use toolbox::kit::store::Connection;

use super::shelf::Shelf;
use super::sound::{id3, mp3, put};

/// A header frame as encoders put before the others; programs that copy a file write it anew.
fn header(filler: u8) -> Vec<u8> {
    let mut frame = vec![filler; 104];
    frame[..4].copy_from_slice(&[0xff, 0xfb, 0x10, 0xc4]);
    frame[4..21].fill(0);
    frame[21..25].copy_from_slice(b"Info");
    frame
}

/// Makes a library what an earlier build would have made it: its hashes had the header in them.
fn age(shelf: &Shelf) {
    let library = Connection::open(shelf.world.work().join("lib.db")).unwrap();
    let mut statement = library.prepare("SELECT id, book_id, path FROM file").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let files: Vec<(i64, i64, String)> = rows.map(Result::unwrap).collect();
    for (file, book, path) in files {
        let read = audio::read(&FileSource::open(Path::new(&path)).unwrap()).unwrap();
        let Some(Essence(former)) = read.former else { continue };
        library.execute("UPDATE file SET essence = ?1, hashes = 1 WHERE id = ?2", (&former[..], file)).unwrap();
        library.execute("UPDATE book SET fp = ?1, canon = ?1 WHERE id = ?2", (&former[..], book)).unwrap();
    }
    library.execute_batch("DELETE FROM alias; UPDATE unit SET signature = zeroblob(16)").unwrap();
}

/// A library with a book whose file has a header, as an earlier build left it, and something told about it.
fn aged() -> Shelf {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("lib");
    put(&lib, "one.mp3", &[&id3(&[("TALB", "Headed")]), &header(1), &mp3(61, 3000)]);
    shelf.ok(&["import", "lib"]);
    age(&shelf);
    shelf.ok(&["save-progress", "headed", "10s"]);
    shelf.ok(&["edit", "headed", "author=Somebody"]);
    shelf.ok(&["complete", "dune"]);
    shelf
}

/// Whether everything that was told is still told about the book.
fn is_kept(shelf: &Shelf) {
    let place = shelf.json(&["where", "headed"]);
    assert_eq!((&place["position_ms"], &place["book"]["author"]), (&10_000.into(), &"Somebody".into()), "{place:#}");
    assert_eq!(shelf.json(&["where", "dune"])["book"]["is_finished"], true);
    assert_eq!(shelf.json(&["list"])["total"], 3);
    assert_eq!(shelf.json(&["list", "--status", "missing"])["total"], 0);
}

#[test]
fn libraries_of_earlier_builds_keep_everything_that_was_told() {
    let shelf = aged();
    let lib = shelf.world.work().join("lib");
    is_kept(&shelf);
    shelf.ok(&["scan"]);
    is_kept(&shelf);
    assert!(shelf.ok(&["scan"]).ends_with("6 files: 3 unchanged\n"));
    // From here on headers and names come and go.
    fs::remove_file(lib.join("one.mp3")).unwrap();
    put(&lib, "two.mp3", &[&id3(&[("TALB", "Headed, copied")]), &header(2), &mp3(61, 3000)]);
    let scanned = shelf.ok(&["scan"]);
    assert!(scanned.ends_with("6 files: 1 unchanged, 1 moved\n") || scanned.contains("1 moved"), "{scanned}");
    is_kept(&shelf);
    // What is told from here on reaches a device that has only ever seen the copy.
    shelf.ok(&["export", "backup.json"]);
    let other = Shelf::new();
    put(&other.world.work().join("lib"), "copy.mp3", &[&id3(&[("TALB", "Headed")]), &header(3), &mp3(61, 3000)]);
    fs::copy(shelf.world.work().join("backup.json"), other.world.work().join("backup.json")).unwrap();
    other.ok(&["import", "lib"]);
    other.ok(&["restore", "backup.json"]);
    is_kept(&other);
    shelf.ok(&["doctor", "--rebuild"]);
    is_kept(&shelf);
}

#[test]
fn a_file_that_was_copied_before_the_first_scan_of_this_build_is_known_by_its_place() {
    let shelf = aged();
    let lib = shelf.world.work().join("lib");
    put(&lib, "one.mp3", &[&id3(&[("TALB", "Headed")]), &header(2), &mp3(61, 3000)]);
    shelf.ok(&["scan"]);
    is_kept(&shelf);
    // Another book in its place is another book, though it plays as long.
    put(&lib, "one.mp3", &[&id3(&[("TALB", "Other")]), &header(2), &mp3(62, 3000)]);
    let scanned = shelf.ok(&["scan"]);
    assert!(scanned.contains("added") && scanned.contains("missing: headed"), "{scanned}");
}

#[test]
fn a_book_that_another_was_written_over_is_told_as_missing_and_comes_back() {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("lib");
    shelf.ok(&["import", "lib"]);
    shelf.ok(&["save-progress", "atomic-habits", "1m"]);
    let path = "James Clear/Atomic Habits/book.mp3";
    let original = fs::read(lib.join(path)).unwrap();
    put(&lib, path, &[&id3(&[("TALB", "Usurper")]), &mp3(77, 500)]);
    let scanned = shelf.ok(&["scan"]);
    assert!(scanned.contains("missing: atomic-habits"), "{scanned}");
    assert_eq!(shelf.json(&["where", "atomic-habits"])["book"]["is_missing"], true);
    let refused = shelf.run(&["play", "atomic-habits", "--mpv", "/bin/true"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("the files of 'Atomic Habits' are gone"), "{}", refused.err);
    put(&lib, "back.mp3", &[&original]);
    shelf.ok(&["scan"]);
    let place = shelf.json(&["where", "atomic-habits"]);
    assert_eq!((&place["position_ms"], &place["book"]["is_missing"]), (&60_000.into(), &false.into()), "{place:#}");
    // So is one that lost a part of its files to another.
    put(&lib, "Frank Herbert/Dune/CD1/01.mp3", &[b"torn"]);
    for name in ["CD1/02.mp3", "CD2/01.mp3", "CD2/02.mp3"] {
        fs::remove_file(lib.join("Frank Herbert/Dune").join(name)).unwrap();
    }
    assert!(shelf.run(&["scan"]).out.contains("missing: dune"));
}

#[test]
fn names_that_were_exchanged_exchange_the_files_of_their_books() {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("swap");
    put(&lib, "a.mp3", &[&id3(&[("TALB", "Alpha")]), &mp3(81, 500)]);
    put(&lib, "b.mp3", &[&id3(&[("TALB", "Beta")]), &mp3(82, 700)]);
    shelf.ok(&["import", "swap"]);
    for (from, to) in [("a.mp3", "c"), ("b.mp3", "a.mp3"), ("c", "b.mp3")] {
        fs::rename(lib.join(from), lib.join(to)).unwrap();
    }
    let scanned = shelf.ok(&["scan"]);
    assert!(scanned.ends_with("2 moved\n"), "{scanned}");
    for (book, file) in [("alpha", "b.mp3"), ("beta", "a.mp3")] {
        let info = shelf.json(&["info", book]);
        assert!(info["files"][0]["path"].as_str().unwrap().ends_with(file), "{info:#}");
        assert_eq!(info["book"]["is_missing"], false);
    }
}

#[test]
fn a_book_of_many_files_is_the_same_though_half_of_them_are_new() {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("lib");
    // Books before it, so that their numbers and those of their files are not the same.
    shelf.ok(&["import", "lib"]);
    shelf.ok(&["save-progress", "dune", "ch3"]);
    put(&lib, "Frank Herbert/Dune/CD1/01.mp3", &[&id3(&[("TALB", "Dune"), ("TRCK", "1")]), &mp3(91, 1000)]);
    put(&lib, "Frank Herbert/Dune/CD1/02.mp3", &[&id3(&[("TALB", "Dune"), ("TRCK", "2")]), &mp3(92, 1000)]);
    assert!(shelf.ok(&["scan"]).ends_with("1 updated, 1 unchanged\n"));
    assert!(shelf.json(&["where", "dune"])["position_ms"].as_u64().unwrap() > 0);
}

#[test]
fn books_that_share_sound_are_several_books() {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("pub");
    let fill = |folder: &str, title: &str, seeds: &[u64]| {
        for (number, seed) in seeds.iter().enumerate() {
            let tag = id3(&[("TALB", title), ("TRCK", &(number + 1).to_string())]);
            put(&lib, &format!("{folder}/{number}.mp3"), &[&tag, &mp3(*seed, 500)]);
        }
    };
    // A publisher's jingle before each, found together and one after the other.
    fill("A", "Alpha", &[90, 101]);
    fill("B", "Beta", &[90, 102]);
    assert!(shelf.ok(&["import", "pub"]).ends_with("2 added\n"));
    shelf.ok(&["save-progress", "alpha", "5s"]);
    fill("C", "Gamma", &[90, 103]);
    fill("D", "Delta", &[90, 104, 91]);
    fill("E", "Epsilon", &[90, 101, 91]);
    let scanned = shelf.ok(&["scan"]);
    assert!(scanned.contains("3 added"), "{scanned}");
    // Most of their files are the same, and the first is whole where it was.
    fill("F", "Zeta", &[90, 105, 91]);
    let scanned = shelf.ok(&["scan"]);
    assert!(scanned.contains("1 added"), "{scanned}");
    // An omnibus is none of its parts; a copy of one is.
    fill("G", "Omnibus", &[90, 101, 102, 103]);
    fill("H", "Alpha, copied", &[90, 101]);
    let scanned = shelf.ok(&["scan"]);
    assert!(scanned.contains("1 added, 1 duplicate"), "{scanned}");
    assert_eq!(shelf.json(&["list"])["total"], 7);
    assert_eq!(shelf.json(&["where", "alpha"])["position_ms"], 5_000);
    assert_eq!(shelf.json(&["list", "--status", "missing"])["total"], 0);
    // A part that is lost or added in place, of sound that others have as well, makes no other book of it.
    fs::remove_file(lib.join("A/0.mp3")).unwrap();
    let scanned = shelf.ok(&["scan"]);
    assert!(scanned.contains("1 updated"), "{scanned}");
    assert_eq!(shelf.json(&["where", "alpha"])["position_ms"], 5_000);
}

#[test]
fn a_book_that_a_copy_of_another_was_written_over_is_told_as_missing() {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("over");
    let beta = [id3(&[("TALB", "Beta")]), mp3(82, 700)].concat();
    put(&lib, "a/a.mp3", &[&id3(&[("TALB", "Alpha")]), &mp3(81, 500)]);
    put(&lib, "b/b.mp3", &[&beta]);
    shelf.ok(&["import", "over"]);
    shelf.ok(&["save-progress", "beta", "5s"]);
    fs::copy(lib.join("a/a.mp3"), lib.join("b/b.mp3")).unwrap();
    let scanned = shelf.ok(&["scan"]);
    assert!(scanned.contains("1 duplicate") && scanned.contains("missing: beta"), "{scanned}");
    assert_eq!(shelf.run(&["play", "beta", "--mpv", "/bin/true"]).code, Some(1));
    assert_eq!(shelf.json(&["where", "alpha"])["book"]["is_missing"], false);
    put(&lib, "c/c.mp3", &[&beta]);
    shelf.ok(&["scan"]);
    let place = shelf.json(&["where", "beta"]);
    assert_eq!((&place["position_ms"], &place["book"]["is_missing"]), (&5_000.into(), &false.into()), "{place:#}");
}
