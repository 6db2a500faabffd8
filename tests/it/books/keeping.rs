//! What the listener gives is kept or refused, and what cannot be kept says where and what to do.

use std::fs;
use std::process::Command;

use toolbox::kit::store::Connection;

use super::shelf::Shelf;
use super::sound::{id3, mp3, put};
use crate::support::cli::said;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand so on";

#[test]
fn a_picture_that_was_given_is_kept_when_its_file_goes() {
    let shelf = Shelf::new();
    let work = shelf.world.work();
    put(&work.join("lib"), "Frank Herbert/Dune/cover.jpg", &[&[0xff, 0xd8, 0xff], b"beside"]);
    shelf.ok(&["import", "lib"]);
    put(&work, "given.png", &[PNG]);
    for book in ["dune", "atomic-habits"] {
        shelf.ok(&["cover", book, "given.png"]);
    }
    fs::remove_file(work.join("given.png")).unwrap();
    let picture = |book: &str| {
        shelf.ok(&["cover", book, "-o", "shown"]);
        fs::read(work.join("shown")).unwrap()
    };
    assert_eq!(picture("dune"), PNG);
    // Whatever a scan finds beside it.
    put(&work.join("lib"), "Frank Herbert/Dune/desc.txt", &[b"words"]);
    shelf.ok(&["scan"]);
    assert_eq!(picture("dune"), PNG);
    let kept = || fs::read_dir(work.join("lib.covers")).unwrap().count();
    shelf.ok(&["cover", "dune", "--unset"]);
    assert!(picture("dune").ends_with(b"beside"));
    assert_eq!((kept(), picture("atomic-habits")), (1, PNG.to_vec()));
    shelf.ok(&["doctor", "--rebuild"]);
    assert_eq!(picture("atomic-habits"), PNG);
    shelf.ok(&["cover", "atomic-habits", "--unset"]);
    assert_eq!(kept(), 0, "a copy that no book has takes no room");
    assert_eq!(shelf.run(&["cover", "atomic-habits"]).code, Some(1));
    put(&work, "text.jpg", &[b"no picture"]);
    assert_eq!(shelf.run(&["cover", "dune", "text.jpg"]).code, Some(2));
}

#[test]
fn values_that_are_none_of_their_field_are_refused() {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    shelf.ok(&["edit", "dune", "year=1965", "seq=1", "isbn=978-0-441-17271-9", "asin=B002V5A12Y"]);
    let before = shelf.ok(&["info", "dune", "--why"]);
    for value in [
        "year=abc",
        "year=65",
        "year=0000",
        "year=19655",
        "seq=-1",
        "seq=one",
        "seq=1-2-3",
        "seq=1.",
        "title=",
        "title= ",
        "title=a\u{7}b",
        "author=two\nlines",
        "isbn=12",
        "asin=short",
        "colour=red",
        "year",
    ] {
        let refused = shelf.run(&["edit", "dune", "publisher=Somebody", value]);
        assert_eq!(refused.code, Some(2), "{value}: {}", refused.out);
        assert!(refused.err.contains("hint: "), "{value}: {}", refused.err);
    }
    assert_eq!(shelf.run(&["edit", "dune"]).code, Some(2));
    assert_eq!(shelf.ok(&["info", "dune", "--why"]), before, "all of an edit, or nothing");
    for value in ["seq=2.5", "seq=1-3", "year=", "isbn=", "description=two\nlines"] {
        shelf.ok(&["edit", "dune", value]);
    }
}

#[test]
fn an_empty_list_of_chapters_is_refused_and_none_is_said_otherwise() {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    shelf.world.write("work/marks.txt", "\n \n");
    let refused = shelf.run(&["chapters", "dune", "--set", "marks.txt"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("--clear") && refused.err.contains("--unset"), "{}", refused.err);
    let chapters = || shelf.json(&["chapters", "dune"])["chapters"].as_array().unwrap().len();
    assert_eq!(chapters(), 4);
    shelf.ok(&["chapters", "dune", "--clear"]);
    put(&shelf.world.work().join("lib"), "Frank Herbert/Dune/desc.txt", &[b"words"]);
    shelf.ok(&["scan"]);
    assert_eq!(chapters(), 0);
    shelf.ok(&["chapters", "dune", "--unset"]);
    shelf.ok(&["scan"]);
    assert_eq!(chapters(), 4);
}

#[test]
fn letters_that_are_written_in_two_ways_are_found_in_both() {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("lib");
    put(&lib, "a.mp3", &[&id3(&[("TALB", "Gro\u{df}e Erwartungen"), ("TPE1", "Stra\u{df}er")]), &mp3(7, 100)]);
    shelf.ok(&["import", "lib"]);
    let find = || {
        for words in ["grosse", "gro\u{df}e", "GROSSE", "rosse", "ro\u{df}e", "strasser", "erwart"] {
            assert_eq!(shelf.json(&["search", words])["total"], 1, "{words}");
        }
        assert_eq!(shelf.json(&["where", "gro\u{df}e"])["book"]["slug"], "grosse-erwartungen");
    };
    find();
    // What an earlier build wrote there is written anew.
    let library = Connection::open(shelf.world.work().join("lib.db")).unwrap();
    library.execute_batch("DELETE FROM book_fts; DELETE FROM book_tri; DELETE FROM meta WHERE key = 'words'").unwrap();
    drop(library);
    find();
}

#[test]
fn a_cue_sheet_and_the_folder_above_name_what_tags_do_not() {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("lib");
    let cue = "REM DATE 1961\nPERFORMER \"Stanis\u{142}aw Lem\"\nTITLE \"Solaris\"\nFILE \"x.mp3\" MP3\n  TRACK 01 AUDIO\n    \
               TITLE \"Arrival\"\n    PERFORMER \"Nobody\"\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    INDEX 01 00:02:00\n";
    put(&lib, "unsorted/x/x.mp3", &[&mp3(1, 500)]);
    put(&lib, "unsorted/x/x.cue", &[cue.as_bytes()]);
    put(&lib, "Terry Pratchett/Discworld/Book 7/1.mp3", &[&mp3(2, 500)]);
    put(&shelf.world.work(), "Emma/CD1/1.mp3", &[&mp3(3, 500)]);
    shelf.ok(&["import", "lib", "Emma"]);
    let book = shelf.json(&["info", "solaris"]);
    assert_eq!(book["book"]["author"], "Stanis\u{142}aw Lem", "{book:#}");
    assert_eq!((&book["book"]["year"], &book["chapters"][0]["title"]), (&1961.into(), &"Arrival".into()));
    let book = shelf.json(&["info", "discworld-book-7"])["book"].clone();
    assert_eq!(
        (&book["author"], &book["series"], &book["seq"]),
        (&"Terry Pratchett".into(), &"Discworld".into(), &"7".into())
    );
    assert_eq!(shelf.json(&["info", "emma"])["book"]["title"], "Emma");
}

#[test]
fn a_full_disk_is_told_with_the_file_and_what_to_do() {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    shelf.ok(&["save-progress", "dune", "10s"]);
    let tag = id3(&[("TALB", &"long ".repeat(400))]);
    for number in 0..200 {
        put(&shelf.world.work().join("lib"), &format!("m{number}.mp3"), &[&tag, &mp3(500 + number, 20)]);
    }
    let program = shelf.command(&["import", "lib"]);
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -f 64; exec \"$0\" \"$@\""]).arg(program.get_program()).args(program.get_args());
    if let Some(folder) = program.get_current_dir() {
        limited.current_dir(folder);
    }
    limited.env_clear();
    limited.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let failed = said(&mut limited);
    assert_eq!(failed.code, Some(1), "{}{}", failed.out, failed.err);
    assert!(failed.err.contains("lib.db") && failed.err.contains("hint: "), "{}", failed.err);
    assert_eq!(shelf.json(&["where", "dune"])["position_ms"], 10_000);
    shelf.ok(&["import", "lib"]);
    shelf.ok(&["doctor"]);
}

#[test]
fn what_is_not_there_is_1_and_what_cannot_be_meant_is_2() {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    put(&shelf.world.work(), "blob", &[&mp3(1, 9)]);
    for (name, format, version) in [("other", "another", 1), ("newer", "toolbox-books-export", 99)] {
        let text = format!(r#"{{"format":"{format}","schema_version":{version},"books":[],"events":[]}}"#);
        put(&shelf.world.work(), &format!("{name}.json"), &[text.as_bytes()]);
    }
    for words in [
        &["where", "nosuch"][..],
        &["bookmark", "rm", "dune", "7"],
        &["cover", "dune", "-o", "x.jpg"],
        &["cover", "dune", "nofile.jpg"],
        &["sync", "now"],
        &["sync", "rm", "dir:nowhere"],
        &["sync", "resolve", "dune", "3"],
        &["restore", "blob"],
        &["restore", "nofile"],
        &["restore", "other.json"],
        &["restore", "newer.json"],
        &["undo", "dune"],
        &["remove", "--folder", "nowhere"],
        &["play", "dune", "--mpv", "no-such-player"],
        &["add", "nofile"],
    ] {
        let said = shelf.run(words);
        assert_eq!(said.code, Some(1), "{words:?}: {}{}", said.out, said.err);
        let json: serde_json::Value = serde_json::from_str(&shelf.run(&[words, &["--json"]].concat()).out).unwrap();
        assert!(json["error"]["message"].is_string(), "{words:?}: {json:#}");
    }
    for words in [
        &["complete", "dune", "--on", "2999-01-01"][..],
        &["save-progress", "dune", "9h"],
        &["where", "dune", "--at", "nonsense"],
        &["sync", "add", "ftp:x"],
        &["list", "--profile", " "],
        &["edit", "dune", "colour=red"],
    ] {
        assert_eq!(shelf.run(words).code, Some(2), "{words:?}");
    }
    assert!(!shelf.world.work().join("nowhere").exists());
}

#[test]
fn control_characters_of_chapters_are_spelled_out() {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    put(&shelf.world.work(), "chapters", &["0:00 On\u{1b}[31me\n".as_bytes()]);
    let mut said = shelf.ok(&["chapters", "dune", "--set", "chapters"]);
    for words in
        [&["save-progress", "dune", "20s"][..], &["where", "dune"], &["where", "dune", "--at", "now"], &["resume"]]
    {
        said += &shelf.ok(words);
    }
    assert!(!said.contains('\u{1b}'), "{said:?}");
    assert_eq!(said.matches(r"On\u{1b}[31me").count(), 4, "{said}");
}
