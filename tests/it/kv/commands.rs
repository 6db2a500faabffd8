//! The reference of commands in `docs/` is what the command table makes today.
//!
//! `SNAPSHOTS=overwrite cargo test --test it commands` writes it anew.

use std::path::Path;

use snapbox::data::DataFormat;
use snapbox::{Data, assert_data_eq};
use toolbox::applets::kv::command::{reference, table};

#[test]
fn the_reference_is_made_from_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/kv-commands.md");
    assert_data_eq!(reference::page(), Data::read_from(&path, Some(DataFormat::Text)).raw());
}

#[test]
fn the_server_counts_what_the_reference_lists() {
    let reference = reference::page();
    let rows = reference.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, table::all().len() + table::all_subs().len());
}
