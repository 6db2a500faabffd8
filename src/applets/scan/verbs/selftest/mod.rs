//! `scan selftest`: what this machine and this user can tell apart, each tried and not assumed, with what to do about it.

mod checks;

use std::fmt::Write as _;

use clap::Args;
use serde::Serialize;

use self::checks::Check;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Align, Cell, Emit, Meaning, Page, Table};

const EXAMPLES: &str = "\
Examples:
  # what a scan from here can tell, and what would let it tell more
  scan selftest

  # as the user that cron runs it as
  sudo -u watcher toolbox scan selftest

  # for a program
  scan selftest --json

Each line is tried, on loopback alone: nothing leaves this machine. Exit code
0 whatever it finds.";

/// Tell what this machine and this user can tell apart, and how to see more
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct SelftestArgs {}

impl SelftestArgs {
    /// Tries everything.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub(super) fn run(session: &Session) -> Result<Exit, Failure> {
        session.term.emit(&Findings { schema: "toolbox.scan-selftest/1", checks: checks::all() })?;
        Ok(Exit::Done)
    }
}

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Standing {
    /// All that is wanted.
    Good,
    /// It works, with a bound that large scans meet.
    Limited,
    /// It cannot be had.
    Missing,
}

impl Standing {
    const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Limited => "limited",
            Self::Missing => "missing",
        }
    }

    const fn meaning(self) -> Meaning {
        match self {
            Self::Good => Meaning::Good,
            Self::Limited => Meaning::Warn,
            Self::Missing => Meaning::Bad,
        }
    }
}

#[derive(Debug, Serialize)]
struct Findings {
    schema: &'static str,
    checks: Vec<Check>,
}

impl Emit for Findings {
    fn text(&self, page: &Page) -> String {
        let names = ["WHAT", "IS", "FOUND"];
        let mut table = names.iter().fold(Table::new(), |table, name| table.column(*name, Align::Left));
        for check in &self.checks {
            let standing = Cell::new(check.standing.name(), check.standing.meaning());
            let cells: [Cell; 3] = [check.what.into(), standing, check.found.clone().into()];
            table.row(cells);
        }
        let mut text = table.render(page);
        for check in &self.checks {
            let Some(fix) = &check.fix else { continue };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "\n{}: {}.\n  {fix}", check.what, check.means);
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let row = |check: &Check| {
            vec![
                check.what.to_owned(),
                check.standing.name().to_owned(),
                check.found.clone(),
                check.means.to_owned(),
                check.fix.clone().unwrap_or_default(),
            ]
        };
        (["what", "is", "found", "means", "fix"].map(str::to_owned).to_vec(), self.checks.iter().map(row).collect())
    }
}
