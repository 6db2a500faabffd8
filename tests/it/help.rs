//! What `-h` and `--help` say, for the launcher and every command below it.
//!
//! The texts lie in `snapshots/help`; `SNAPSHOTS=overwrite cargo test --test it help` writes them anew.

use std::path::Path;

use snapbox::data::DataFormat;
use snapbox::{Data, assert_data_eq};

use crate::support::cli::{World, said};

/// The words that call each command, taken from the manual pages: `toolbox-load-find.1` is `load find`.
fn commands() -> Vec<Vec<String>> {
    let files = toolbox::cli::generated_files().unwrap();
    let pages = files.iter().filter(|(path, _)| path.starts_with("man"));
    let words = |name: &str| -> Vec<String> {
        // The one verb that is two words.
        let name = name.replace("save-progress", "save progress");
        name.split('-').skip(1).map(|word| word.replace(' ', "-")).collect()
    };
    pages.map(|(path, _)| words(path.file_stem().unwrap().to_str().unwrap())).collect()
}

#[test]
fn every_command_explains_itself() {
    let world = World::new();
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots/help");
    std::fs::create_dir_all(&snapshots).unwrap();
    for words in commands() {
        for flag in ["-h", "--help"] {
            let said = said(world.toolbox().args(&words).arg(flag));
            assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{words:?} {flag}");
            let name = [&["toolbox".to_owned()], &words[..]].concat().join("-");
            let suffix = if flag == "-h" { "short" } else { "long" };
            let file = snapshots.join(format!("{name}.{suffix}.txt"));
            assert_data_eq!(said.out, Data::read_from(&file, Some(DataFormat::Text)).raw());
        }
    }
}

#[test]
fn help_has_three_doors() {
    let world = World::new();
    let text = world.run("load --help").out;
    assert_eq!(world.run("help load").out, text);
    assert_eq!(said(world.linked("load").arg("--help")).out, text.replace("toolbox load", "load"));
}

#[test]
fn help_works_beside_a_broken_configuration_and_shows_none_of_it() {
    let world = World::new();
    world.write("work/toolbox.toml", "[load]\nmethod = 'SECRET'\n");
    assert!(!world.run("load --help").out.contains("SECRET"));
    let said = said(world.toolbox().args(["load", "--help"]).env("TOOLBOX_LOAD__METHOD", "SECRET"));
    assert!(!said.out.contains("SECRET"));
    world.write("work/toolbox.toml", "[load\n");
    assert_eq!(world.run("load --help").code, Some(0));
}

#[test]
fn help_is_plain_in_a_pipe_and_coloured_on_demand() {
    let world = World::new();
    assert!(!world.run("-h").out.contains('\x1b'));
    assert!(world.run("--color always -h").out.contains('\x1b'));
    assert!(!world.run("--color always --no-color -h").out.contains('\x1b'));
}
