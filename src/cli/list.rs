//! `--list`: the applets, one name a line for scripts, everything about them as JSON or CSV.

use clap::Command;
use serde::Serialize;

use crate::kit::term::{Emit, Page};

/// The table of applets.
#[derive(Debug, Serialize)]
pub(super) struct List {
    applets: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    /// What else it answers to.
    aliases: Vec<String>,
    about: String,
}

impl List {
    /// The applets of `tree` that are called `names`.
    pub(super) fn of(tree: &Command, names: &[&str]) -> Self {
        let row = |command: &Command| Row {
            name: command.get_name().to_owned(),
            aliases: command.get_all_aliases().map(str::to_owned).collect(),
            about: command.get_about().map(ToString::to_string).unwrap_or_default(),
        };
        Self { applets: names.iter().filter_map(|name| tree.find_subcommand(name)).map(row).collect() }
    }
}

impl Emit for List {
    fn text(&self, _: &Page) -> String {
        self.applets.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join("\n")
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let header = ["name", "aliases", "about"].map(str::to_owned).to_vec();
        let row = |row: &Row| vec![row.name.clone(), row.aliases.join(" "), row.about.clone()];
        (header, self.applets.iter().map(row).collect())
    }
}
