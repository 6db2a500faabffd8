//! Books brought to places of their own: planned, done, cut short, and done again; and folders that are watched.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::shelf::Shelf;
use super::sound::{id3, mp3, put};

/// Every file below a folder, by its path from there.
fn tree(folder: &Path) -> Vec<String> {
    let (mut open, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else {
                found.push(entry.path().strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

const TEMPLATE: &str = "Sorted/{author}/{series}/{title}";

#[test]
fn a_plan_is_shown_before_anything_moves_and_the_place_is_kept() {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("lib");
    put(&lib, "Frank Herbert/Dune/cover.jpg", &[b"a picture"]);
    shelf.ok(&["import", "lib"]);
    shelf.ok(&["save-progress", "dune", "ch3+5s"]);
    shelf.ok(&["edit", "dune", "author=F. Herbert", "series=Arrakis: all"]);
    let before = tree(&lib);
    let plan = shelf.run(&["import", "lib", "--organize", TEMPLATE]);
    assert_eq!(plan.code, Some(0), "{}", plan.err);
    assert!(
        plan.out.contains("Dune: 5 files to ") && plan.out.contains("Sorted/F. Herbert/Arrakis - all/Dune"),
        "{}",
        plan.out
    );
    assert!(plan.err.contains("add --copy, --move or --link"), "{}", plan.err);
    shelf.ok(&["import", "lib", "--organize", TEMPLATE, "--move", "--dry-run"]);
    assert_eq!(tree(&lib), before);

    let moved = shelf.json(&["import", "lib", "--organize", TEMPLATE, "--move"]);
    assert_eq!(moved["brought"], 6, "{moved:#}");
    let dune = "Sorted/F. Herbert/Arrakis - all/Dune";
    let expected = [
        format!("{dune}/CD1/01.mp3"),
        format!("{dune}/CD1/02.mp3"),
        format!("{dune}/CD2/01.mp3"),
        format!("{dune}/CD2/02.mp3"),
        format!("{dune}/cover.jpg"),
        "Sorted/James Clear/Atomic Habits/book.mp3".to_owned(),
    ];
    assert_eq!(tree(&lib), expected);
    assert!(!lib.join("Frank Herbert").exists(), "folders that became empty are gone");
    let place = shelf.json(&["where", "dune"]);
    assert!(place["position_ms"].as_u64().unwrap() > 5000 && place["book"]["is_missing"] == false, "{place:#}");
    assert_eq!(place["book"]["author"], "F. Herbert");
    assert_eq!(shelf.json(&["list"])["total"], 2);
    // Everything is in place: nothing is left to do.
    let again = shelf.json(&["import", "lib", "--organize", TEMPLATE, "--move"]);
    assert_eq!((&again["brought"], &again["plan"][0]["state"]), (&0.into(), &"in-place".into()), "{again:#}");
    assert_eq!(shelf.ok(&["scan"]).lines().last(), Some("5 files: 2 unchanged"));
}

#[test]
fn nothing_is_written_over_and_two_books_never_share_a_folder() {
    let shelf = Shelf::new();
    let inbox = shelf.world.work().join("in");
    for (name, seed) in [("one", 41), ("two", 42), ("three", 43)] {
        let title = if name == "three" { "Other" } else { "Same" };
        put(&inbox, &format!("{name}/{name}.mp3"), &[&id3(&[("TALB", title)]), &mp3(seed, 200)]);
    }
    put(&shelf.world.work(), "out/Other/three.mp3", &[b"somebody's"]);
    let template = format!("{}/out/{{title}}", shelf.world.work().display());
    let said = shelf.run(&["import", "in", "--organize", &template, "--link"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(said.out.contains("another book goes to") && said.out.contains("is there already"), "{}", said.out);
    assert_eq!(tree(&shelf.world.work().join("out")), ["Other/three.mp3", "Same/one.mp3"]);
    assert_eq!(fs::read(shelf.world.work().join("out/Other/three.mp3")).unwrap(), b"somebody's");
    assert_eq!(tree(&inbox).len(), 3);
    // A link takes no room: it is the same file.
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let inode = |path: PathBuf| fs::metadata(path).unwrap().ino();
        assert_eq!(inode(inbox.join("one/one.mp3")), inode(shelf.world.work().join("out/Same/one.mp3")));
    }
    for (words, part) in [
        (&["--organize", "{author}"][..], "{title}"),
        (&["--organize", "{title}", "--copy"], "lie in each other"),
        (&["--organize", "{title}", "--copy", "--move"], "cannot be used with"),
        (&["--copy"], "--organize"),
        (&["--organize", "{title}", "--watch"], "a plan alone"),
    ] {
        let said = shelf.run(&[&["import", "in"], words].concat());
        assert_eq!(said.code, Some(2), "{words:?}: {}", said.err);
        assert!(said.err.contains(part), "{words:?}: {}", said.err);
    }
}

#[test]
fn a_kill_in_the_middle_loses_nothing_and_the_next_import_finishes() {
    const BOOKS: usize = 300;
    for how in ["--copy", "--move"] {
        let shelf = Shelf::new();
        let (inbox, out) = (shelf.world.work().join("in"), shelf.world.work().join("out"));
        for number in 0..BOOKS {
            let tag = id3(&[("TALB", &format!("Book {number}"))]);
            put(&inbox, &format!("{number}/{number}.mp3"), &[&tag, &mp3(1000 + number as u64, 20)]);
        }
        let template = format!("{}/{{title}}", out.display());
        let words = ["import", "in", "--organize", &template, how];
        let mut child = shelf.command(&words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while tree(&out).len() < 5 && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut left: Vec<String> = tree(&inbox).into_iter().chain(tree(&out)).collect();
        left.retain(|path| Path::new(path).file_name().unwrap().to_str().is_some_and(|name| !name.starts_with('.')));
        assert!(left.len() >= BOOKS, "{how}: {} of {BOOKS} files are left", left.len());

        // Who asks for a plan alone has nothing touched, and hears of what is left to do.
        let before = (tree(&inbox), tree(&out));
        let plan = shelf.run(&words[..4]);
        assert!(plan.err.contains("nothing was touched"), "{how}: {}", plan.err);
        assert_eq!((tree(&inbox), tree(&out)), before);
        let is_planned = plan.err.contains("an earlier import was cut short");
        let again = shelf.run(&words);
        assert_eq!(again.err.contains("brought to their places now"), is_planned, "{how}: {}", again.err);
        assert_eq!(again.code, Some(0), "{how}: {}{}", again.out, again.err);
        let expected: usize = if how == "--copy" { BOOKS } else { 0 };
        assert_eq!((tree(&out).len(), tree(&inbox).len()), (BOOKS, expected), "{how}");
        for number in 0..BOOKS {
            let bytes = fs::read(out.join(format!("Book {number}/{number}.mp3"))).unwrap();
            assert!(bytes.ends_with(&mp3(1000 + number as u64, 20)), "{how}: {number}");
        }
        let books = shelf.json(&["list", "--limit", "0"]);
        assert_eq!(books["total"], BOOKS, "{how}");
        assert!(books["books"].as_array().unwrap().iter().all(|book| book["is_missing"] == false), "{how}");
        assert_eq!(shelf.ok(&["scan"]).lines().last(), Some(format!("{BOOKS} files: {BOOKS} unchanged").as_str()));
    }
}

#[test]
fn a_watched_folder_is_imported_from_as_files_come_until_a_signal_does() {
    let shelf = Shelf::new();
    let inbox = shelf.world.work().join("in");
    fs::create_dir(&inbox).unwrap();
    let template = format!("{}/out/{{title}}", shelf.world.work().display());
    let words =
        ["import", "in", "--watch", "--settle", "100ms", "--organize", &template, "--move", "--format", "jsonl"];
    let mut child = shelf.command(&words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for number in 0..2 {
        let tag = id3(&[("TALB", &format!("Late {number}"))]);
        put(&inbox, &format!("deep/{number}/a.mp3"), &[&tag, &mp3(70 + number, 100)]);
        // The reader hears of it when it is in the library; nothing else ends this wait.
        let line = lines.next().unwrap().unwrap();
        assert!(line.contains(&format!("late-{number}")), "{line}");
        assert_eq!(shelf.json(&["info", &format!("late-{number}")])["book"]["is_missing"], false);
    }
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(tree(&shelf.world.work().join("out")), ["Late 0/a.mp3", "Late 1/a.mp3"]);
}
