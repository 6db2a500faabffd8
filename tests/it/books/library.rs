//! Importing, placing, finding again.

use std::fs;

use super::shelf::Shelf;
use super::sound::{id3, length_ms, mp3, put};

#[test]
fn the_roadmaps_commands_say_what_the_roadmap_says() {
    let shelf = Shelf::new();
    let said = shelf.ok(&["import", "lib"]);
    assert!(said.ends_with("5 files: 2 added\n"), "{said}");
    let saved = shelf.ok(&["save-progress", "atomic-habits", "1m03s"]);
    let length = length_ms(5000) / 1000;
    let expected = format!("Atomic Habits — 1m03s / {}m{:02}s (48% complete)\n", length / 60, length % 60);
    assert_eq!(saved, expected);
    shelf.ok(&["save-progress", "dune", "25%"]);
    assert_eq!(shelf.ok(&["where", "atomic-habits"]), expected);
    let resume = shelf.ok(&["resume"]);
    let lines: Vec<&str> = resume.lines().collect();
    assert_eq!(lines[0], "Currently listening:");
    assert!(lines[1].starts_with("1. Dune — 26s / 1m44s (25%)"), "{resume}");
    assert!(lines[2].starts_with("2. Atomic Habits — 1m03s / 2m10s (48%)"), "{resume}");
    shelf.ok(&["complete", "dune"]);
    assert_eq!(shelf.ok(&["resume"]).lines().count(), 2);
    assert_eq!(shelf.json(&["list", "--status", "finished"])["books"][0]["slug"], "dune");
}

#[test]
fn renamed_moved_and_retagged_files_stay_the_book_they_are() {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    shelf.ok(&["save-progress", "atomic-habits", "1m"]);
    shelf.ok(&["save-progress", "dune", "ch3+5s"]);
    let books = shelf.world.work().join("lib");
    fs::create_dir_all(books.join("Elsewhere")).unwrap();
    fs::rename(books.join("James Clear/Atomic Habits"), books.join("Elsewhere/AH")).unwrap();
    let retagged = id3(&[("TALB", "Atomic Habits: a longer title"), ("TPE1", "J. Clear"), ("TPUB", "Somebody")]);
    put(&books, "Elsewhere/AH/renamed.mp3", &[&retagged, &mp3(1, 5000)]);
    fs::remove_file(books.join("Elsewhere/AH/book.mp3")).unwrap();
    // A disc more, which makes it another sum of sounds.
    put(&books, "Frank Herbert/Dune/CD3/01.mp3", &[&mp3(31, 1000)]);
    let scanned = shelf.ok(&["scan"]);
    assert!(scanned.contains("moved") && scanned.ends_with("6 files: 1 updated, 1 moved\n"), "{scanned}");
    let habits = shelf.json(&["where", "atomic-habits"]);
    assert_eq!(habits["position_ms"], 60_000);
    assert_eq!(habits["book"]["title"], "Atomic Habits: a longer title");
    let dune = shelf.json(&["where", "dune"]);
    assert_eq!(dune["position_ms"], 2 * length_ms(1000) + 5000);
    assert_eq!(dune["book"]["duration_ms"], 5 * length_ms(1000));
}

#[test]
fn the_order_of_files_is_explained() {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    let info = shelf.json(&["info", "dune"]);
    let files = info["files"].as_array().unwrap().iter();
    let names: Vec<String> =
        files.map(|file| file["path"].as_str().unwrap().rsplit("Dune/").next().unwrap().to_owned()).collect();
    assert_eq!(names, ["CD1/01.mp3", "CD1/02.mp3", "CD2/01.mp3", "CD2/02.mp3"]);
    assert!(shelf.ok(&["info", "dune", "--why"]).contains("folders by name, track numbers of the tags within each"));
}

#[test]
fn a_jump_is_taken_back_and_a_second_time_through_is_another() {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    for place in ["30s", "1m", "end"] {
        shelf.ok(&["save-progress", "dune", place]);
    }
    assert!(shelf.ok(&["undo"]).starts_with("Dune — 1m00s / "));
    assert!(shelf.ok(&["undo"]).starts_with("Dune — 30s / "));
    shelf.ok(&["complete", "dune", "--on", "2025-12-24"]);
    assert!(shelf.ok(&["where", "dune"]).contains("(finished)"));
    shelf.ok(&["save-progress", "dune", "10s"]);
    let history = shelf.json(&["history", "dune"]);
    assert_eq!(history["runs"].as_array().unwrap().len(), 2);
    assert_eq!(history["book"]["run"], 2);
    assert!(history["runs"][0]["finished_ms"].as_i64().is_some(), "{history:#}");
    assert!(shelf.ok(&["undo"]).contains("(finished)"));
    assert_eq!(shelf.run(&["undo", "atomic-habits"]).code, Some(1));
}

#[test]
fn what_cannot_be_says_so_and_loses_nothing() {
    let shelf = Shelf::new();
    let empty = shelf.run(&["where", "dune"]);
    assert_eq!(empty.code, Some(1));
    assert!(empty.err.contains("books import DIR"), "{}", empty.err);
    let books = shelf.world.work().join("lib");
    put(&books, "bad/zero.mp3", &[]);
    put(&books, "bad/text.mp3", &[b"This is not audio at all."]);
    put(&books, "twin/copy.mp3", &[&mp3(1, 5000)]);
    let imported = shelf.run(&["import", "lib"]);
    assert_eq!(imported.code, Some(3), "{}", imported.out);
    for part in ["zero.mp3: the file is empty", "text.mp3: this is no audio file", "1 duplicate"] {
        assert!(imported.out.contains(part), "{part} is missing in {}", imported.out);
    }
    put(&books, "Dune 2/a.mp3", &[&mp3(99, 100)]);
    shelf.run(&["scan"]);
    let ambiguous = shelf.run(&["where", "du"]);
    assert_eq!(ambiguous.code, Some(1));
    assert!(ambiguous.err.contains("dune  Dune") && ambiguous.err.contains("dune-2  Dune 2"), "{}", ambiguous.err);
    let beyond = shelf.run(&["save-progress", "dune", "9h"]);
    assert_eq!(beyond.code, Some(2));
    assert!(beyond.err.contains("beyond the end of the book"), "{}", beyond.err);
    assert_eq!(shelf.run(&["save-progress", "dune", "nowhere"]).code, Some(2));
    assert_eq!(shelf.run(&["import", "not-there"]).code, Some(1));
    fs::remove_dir_all(books.join("Frank Herbert")).unwrap();
    assert!(shelf.run(&["scan"]).out.contains("missing: dune"));
    assert_eq!(shelf.json(&["where", "dune"])["book"]["is_missing"], true);
}

#[test]
fn words_find_books_whatever_their_accents() {
    let shelf = Shelf::new();
    let books = shelf.world.work().join("lib");
    let tag = id3(&[("TALB", "Les Misérables"), ("TPE1", "Victor Hugo")]);
    put(&books, "mis.mp3", &[&tag, &mp3(7, 100)]);
    shelf.ok(&["import", "lib"]);
    for words in [&["miserables"][..], &["MISÉR", "hugo"], &["iserab"]] {
        let found = shelf.json(&[&["search"], words].concat());
        assert_eq!(found["books"][0]["slug"], "les-miserables", "{words:?}");
    }
    assert_eq!(shelf.json(&["list", "--author", "HUGO"])["total"], 1);
    assert_eq!(shelf.json(&["search", "nothing such"])["total"], 0);
}

#[test]
fn two_devices_meet_in_a_folder_and_a_fork_is_shown_and_chosen() {
    let (laptop, phone) = (Shelf::new(), Shelf::new());
    let meet = laptop.world.work().join("meet");
    let url = format!("dir:{}", meet.display());
    for (shelf, name) in [(&laptop, "laptop"), (&phone, "phone")] {
        shelf.ok(&["import", "lib"]);
        shelf.ok(&["sync", "add", &url, "--name", name]);
    }
    laptop.ok(&["save-progress", "dune", "30s"]);
    laptop.ok(&["tag", "add", "dune", "Classic"]);
    laptop.ok(&["sync", "now"]);
    phone.ok(&["sync", "now"]);
    assert_eq!(phone.json(&["where", "dune"])["position_ms"], 30_000);
    assert_eq!(phone.json(&["list", "--tag", "classic"])["total"], 1);
    // Both go on without knowing of each other.
    laptop.ok(&["save-progress", "dune", "40s"]);
    phone.ok(&["save-progress", "dune", "1m10s"]);
    for shelf in [&laptop, &phone, &laptop] {
        shelf.ok(&["sync", "now"]);
    }
    let forked = laptop.json(&["where", "dune"]);
    let places: Vec<_> =
        forked["places"].as_array().unwrap().iter().map(|place| place["position_ms"].as_u64()).collect();
    assert_eq!(places.len(), 2, "{forked:#}");
    assert_eq!(phone.json(&["where", "dune"])["places"].as_array().unwrap().len(), 2);
    assert!(laptop.ok(&["where", "dune"]).contains("books sync resolve"));
    let chosen = places.iter().position(|place| *place == Some(40_000)).unwrap() + 1;
    laptop.ok(&["sync", "resolve", "dune", &chosen.to_string()]);
    laptop.ok(&["sync", "now"]);
    phone.ok(&["sync", "now"]);
    for shelf in [&laptop, &phone] {
        let place = shelf.json(&["where", "dune"]);
        assert_eq!((&place["position_ms"], &place["places"]), (&40_000.into(), &serde_json::json!([])));
    }
}

#[test]
fn a_backup_brings_everything_back_and_a_damaged_library_is_made_anew() {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    shelf.ok(&["save-progress", "dune", "30s"]);
    shelf.ok(&["edit", "dune", "title=Dune Messiah", "year=1969"]);
    shelf.ok(&["shelf", "add", "want", "atomic-habits"]);
    shelf.ok(&["bookmark", "add", "dune", "--title", "fear"]);
    shelf.ok(&["export", "backup.json"]);
    let other = Shelf::new();
    fs::copy(shelf.world.work().join("backup.json"), other.world.work().join("backup.json")).unwrap();
    // Places wait for books that come later.
    other.ok(&["import-data", "backup.json"]);
    other.ok(&["import", "lib"]);
    let rebuilt = |shelf: &Shelf| {
        let place = shelf.json(&["where", "messiah"]);
        assert_eq!((&place["position_ms"], &place["book"]["title"]), (&30_000.into(), &"Dune Messiah".into()));
        assert_eq!(shelf.json(&["list", "--list", "want"])["books"][0]["slug"], "atomic-habits");
        assert_eq!(shelf.json(&["bookmark", "list", "messiah"])["bookmarks"][0]["title"], "fear");
    };
    rebuilt(&other);
    let database = shelf.world.work().join("lib.db");
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(shelf.world.work().join(format!("lib.db{suffix}")));
    }
    fs::write(&database, "this was a database until somebody wrote over it. ".repeat(200)).unwrap();
    let damaged = shelf.run(&["list"]);
    assert_eq!(damaged.code, Some(1));
    assert!(damaged.err.contains("books doctor --rebuild"), "{}", damaged.err);
    assert!(shelf.ok(&["doctor", "--rebuild"]).contains("the old file is"));
    shelf.ok(&["import", "lib"]);
    rebuilt(&shelf);
}

#[test]
fn chapters_of_the_listener_and_words_that_are_wrong() {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    shelf.world.write("work/marks.txt", "0 Begin\n0:30 The middle\n1:10.5 The end\n");
    shelf.ok(&["chapters", "dune", "--set", "marks.txt"]);
    assert_eq!(shelf.ok(&["chapters", "dune"]), "0:00:00.000 Begin\n0:00:30.000 The middle\n0:01:10.500 The end\n");
    assert!(shelf.ok(&["save-progress", "dune", "ch2"]).ends_with("chapter 2: The middle\n"));
    shelf.world.write("work/marks.txt", "9:00:00 Beyond\n");
    let refused = shelf.run(&["chapters", "dune", "--set", "marks.txt"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("marks.txt:1: 9h00m00s is beyond the end"), "{}", refused.err);
    assert_eq!(shelf.run(&["edit", "dune", "colour=red"]).code, Some(2));
    shelf.ok(&["edit", "dune", "--lock", "title"]);
    shelf.ok(&["edit", "dune", "author=F. Herbert"]);
    assert!(shelf.ok(&["info", "dune", "--why"]).contains("F. Herbert"));
    shelf.ok(&["edit", "dune", "--unlock", "author"]);
    assert_eq!(shelf.json(&["info", "dune"])["book"]["author"], "Frank Herbert");
    shelf.ok(&["remove", "dune"]);
    assert_eq!(shelf.run(&["where", "dune"]).code, Some(1));
    assert!(shelf.world.work().join("lib/Frank Herbert/Dune/CD1/01.mp3").exists());
    assert_eq!(shelf.ok(&["slugs"]), "atomic-habits\n");
    assert_eq!(shelf.run(&["cover", "atomic-habits"]).code, Some(1));
}
