//! The generated files in the repository are those the flag table makes today.
//!
//! `SNAPSHOTS=overwrite cargo test --test it generated` writes them anew and removes those nobody makes any more.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;

use snapbox::data::DataFormat;
use snapbox::{Data, assert_data_eq};

use crate::support::cli::World;

#[test]
fn completions_and_manual_pages_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, text) in toolbox::cli::generated_files().unwrap() {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert_data_eq!(text, Data::read_from(&path, Some(DataFormat::Text)).raw());
    }
}

#[test]
fn no_generated_file_is_left_over() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made: BTreeSet<_> =
        toolbox::cli::generated_files().unwrap().into_iter().map(|(path, _)| root.join(path)).collect();
    for directory in ["completions", "man"] {
        let stray = fs::read_dir(root.join(directory)).into_iter().flatten().map(|entry| entry.unwrap().path());
        for path in stray.filter(|path| !made.contains(path)) {
            if env::var_os("SNAPSHOTS").is_some_and(|action| action == "overwrite") {
                fs::remove_file(&path).unwrap();
            } else {
                panic!("{} is made by nothing; remove it, or run with SNAPSHOTS=overwrite", path.display());
            }
        }
    }
}

#[test]
fn the_commands_print_what_is_committed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let world = World::new();
    for (line, path) in [
        ("completions bash", "completions/toolbox.bash"),
        ("completions zsh load", "completions/_load"),
        ("completions PowerShell load", "completions/_load.ps1"),
        ("man", "man/toolbox.1"),
        ("man load", "man/toolbox-load.1"),
        ("man load find", "man/toolbox-load-find.1"),
        ("man load-find", "man/toolbox-load-find.1"),
        ("man kv", "man/toolbox-kv.1"),
    ] {
        let said = world.run(line);
        assert_eq!(said.code, Some(0), "{line}: {}", said.err);
        assert_data_eq!(said.out, Data::read_from(&root.join(path), Some(DataFormat::Text)).raw());
    }
}
