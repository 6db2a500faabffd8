//! Out of the library, off the disk, and in again; and files whose names are no text.

use std::fs;

use super::shelf::Shelf;
use super::sound::{id3, mp3, put};

#[test]
fn a_removed_book_stays_out_until_it_is_added_by_name() {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("lib");
    shelf.ok(&["import", "lib"]);
    shelf.ok(&["save-progress", "dune", "30s"]);
    let said = shelf.ok(&["remove", "dune"]);
    assert_eq!(said, "Dune is no longer in the library; its files stay, and so does your place\n");
    // Whatever makes a scan read it again.
    shelf.ok(&["scan"]);
    put(&lib, "Frank Herbert/Dune/desc.txt", &[b"changed"]);
    let scanned = shelf.ok(&["scan"]);
    assert!(scanned.contains("1 removed earlier (books add PATH brings back)"), "{scanned}");
    let retagged = id3(&[("TALB", "Dune again"), ("TRCK", "1")]);
    put(&lib, "Frank Herbert/Dune/CD1/01.mp3", &[&retagged, &mp3(11, 1000)]);
    shelf.ok(&["import", "lib"]);
    shelf.ok(&["doctor", "--rebuild"]);
    assert_eq!(shelf.json(&["list"])["total"], 1);
    assert_eq!(shelf.run(&["where", "dune"]).code, Some(1));
    let added = shelf.ok(&["add", "lib/Frank Herbert/Dune"]);
    assert!(added.contains("added") && added.contains("1 added"), "{added}");
    assert_eq!(shelf.json(&["where", "dune"])["position_ms"], 30_000);
    assert!(shelf.ok(&["scan"]).contains("unchanged"));
    assert_eq!(shelf.json(&["list"])["total"], 2);
}

#[test]
fn a_folder_is_taken_out_with_its_books_and_comes_back_with_their_places() {
    let shelf = Shelf::new();
    let work = shelf.world.work();
    put(&work.join("other"), "Mort/mort.mp3", &[&id3(&[("TALB", "Mort")]), &mp3(51, 500)]);
    shelf.ok(&["import", "lib", "other"]);
    shelf.ok(&["save-progress", "dune", "30s"]);
    let refused = shelf.run(&["remove", "--folder", "nowhere"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("no folder of the library") && refused.err.contains("/other"), "{}", refused.err);
    let said = shelf.ok(&["remove", "--folder", "lib"]);
    assert!(said.contains("is no longer looked at; 2 books went with it, files and places stay"), "{said}");
    assert_eq!(shelf.ok(&["slugs"]), "mort\n");
    assert!(!shelf.ok(&["scan"]).contains("dune"));
    assert!(work.join("lib/Frank Herbert/Dune/CD1/01.mp3").exists());
    shelf.ok(&["import", "lib"]);
    assert_eq!(shelf.json(&["where", "dune"])["position_ms"], 30_000);
    // A folder inside another only ends to be one of its own; one that is gone can be taken out as well.
    shelf.ok(&["import", "lib/Frank Herbert"]);
    let said = shelf.ok(&["remove", "--folder", "lib/Frank Herbert"]);
    assert!(said.contains("its books stay"), "{said}");
    assert_eq!(shelf.json(&["list"])["total"], 3);
    fs::remove_dir_all(work.join("other")).unwrap();
    shelf.ok(&["remove", "--folder", "other"]);
    assert_eq!(shelf.json(&["list"])["total"], 2);
    assert_eq!(shelf.run(&["remove"]).code, Some(2));
    assert_eq!(shelf.run(&["remove", "dune", "--folder", "lib"]).code, Some(2));
}

#[test]
fn what_became_of_each_file_is_told() {
    let shelf = Shelf::new();
    let dune = shelf.world.work().join("lib/Frank Herbert/Dune");
    shelf.ok(&["import", "lib"]);
    fs::remove_file(dune.join("CD1/01.mp3")).unwrap();
    // What a file system will not delete as a file.
    fs::remove_file(dune.join("CD1/02.mp3")).unwrap();
    fs::create_dir(dune.join("CD1/02.mp3")).unwrap();
    let said = shelf.run(&["remove", "dune", "--delete-files"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    for part in ["not there: ", "not deleted: ", "deleted: ", "Dune stays in the library"] {
        assert!(said.out.contains(part), "{part} is missing in {}", said.out);
    }
    assert!(!dune.join("CD2/01.mp3").exists());
    assert!(shelf.ok(&["slugs"]).contains("dune"));
    let again = shelf.run(&["remove", "dune", "--delete-files"]);
    assert_eq!(again.code, Some(1), "{}", again.out);
    fs::remove_dir(dune.join("CD1/02.mp3")).unwrap();
    let gone = shelf.ok(&["remove", "dune", "--delete-files"]);
    assert!(gone.ends_with("Dune is no longer in the library; your place stays\n"), "{gone}");
    // What is deleted and put back is wanted back.
    put(&dune, "01.mp3", &[&id3(&[("TALB", "Dune")]), &mp3(11, 1000)]);
    assert!(shelf.ok(&["scan"]).contains("1 added"));
}

#[test]
fn sound_of_another_book_is_not_deleted() {
    let shelf = Shelf::new();
    let lib = shelf.world.work().join("swap");
    put(&lib, "a/a.mp3", &[&id3(&[("TALB", "Alpha")]), &mp3(81, 500)]);
    put(&lib, "b/b.mp3", &[&id3(&[("TALB", "Beta")]), &mp3(82, 700)]);
    shelf.ok(&["import", "swap"]);
    let beta = fs::read(lib.join("b/b.mp3")).unwrap();
    for (from, to) in [("a/a.mp3", "c"), ("b/b.mp3", "a/a.mp3"), ("c", "b/b.mp3")] {
        fs::rename(lib.join(from), lib.join(to)).unwrap();
    }
    let said = shelf.run(&["remove", "alpha", "--delete-files"]);
    assert_eq!(said.code, Some(3), "{}{}", said.out, said.err);
    assert!(said.out.contains("not deleted: ") && said.out.ends_with("Alpha stays in the library\n"), "{}", said.out);
    assert_eq!(fs::read(lib.join("a/a.mp3")).unwrap(), beta);
    shelf.ok(&["scan"]);
    shelf.ok(&["remove", "alpha", "--delete-files"]);
    assert_eq!(fs::read(lib.join("a/a.mp3")).unwrap(), beta);
    assert!(!lib.join("b/b.mp3").exists());
}

#[cfg(unix)]
#[test]
fn files_whose_names_are_no_text_are_played_and_deleted() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::PermissionsExt as _;

    let shelf = Shelf::new();
    let folder = shelf.world.work().join("lib").join(OsStr::from_bytes(b"B\xf6ll"));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(OsStr::from_bytes(b"Gr\xfc\xdfe.mp3"));
    fs::write(&file, mp3(71, 500)).unwrap();
    fs::write(folder.join(OsStr::from_bytes(b"Gr\xfd\xdfe.mp3")), mp3(72, 500)).unwrap();
    shelf.json(&["import", "lib"]);
    let info = shelf.json(&["info", "boll"]);
    assert_eq!(info["book"]["title"], "B\u{f6}ll", "{info:#}");
    assert_eq!(info["chapters"][0]["title"], "Gr\u{fc}\u{df}e");
    assert!(shelf.ok(&["scan"]).ends_with("3 unchanged\n"));
    let player = shelf.world.work().join("player");
    shelf.world.write("work/player", "#!/bin/sh\nfor last; do :; done\nprintf %s \"$last\" > played\n");
    fs::set_permissions(&player, fs::Permissions::from_mode(0o755)).unwrap();
    shelf.run(&["play", "boll", "--mpv", "./player"]);
    assert!(fs::read(shelf.world.work().join("played")).unwrap().ends_with(b"B\xf6ll/Gr\xfd\xdfe.mp3"));
    let said = shelf.json(&["remove", "boll", "--delete-files"]);
    assert_eq!(said["books"][0]["files"][1]["fate"], "deleted", "{said:#}");
    assert!(!file.exists());
}
