//! `scan diff`: what changed between two scans.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::applets::scan::change::Difference;
use crate::applets::scan::error::ScanError;
use crate::applets::scan::report::Report;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # what is new since yesterday, and what is gone
  scan 192.168.1.0/24 --save today.json
  scan diff yesterday.json today.json

  # in a script: 3 says that something changed
  scan diff old.json new.json --json > changes.json || notify

Ports that one of the scans did not test are no change.

Exit codes: 0 the same, 1 failed, or no port stands in both, 2 usage, 3
something changed.";

/// Tell what changed between two saved scans
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct DiffArgs {
    /// The earlier scan
    #[arg(value_name = "OLD", value_hint = ValueHint::FilePath)]
    old: PathBuf,

    /// The later one
    #[arg(value_name = "NEW", value_hint = ValueHint::FilePath)]
    new: PathBuf,
}

impl DiffArgs {
    /// Tells it.
    ///
    /// # Errors
    /// Files that are no saved scans, and output that cannot be written.
    pub(super) fn run(&self, session: &Session) -> Result<Exit, Failure> {
        let difference = Difference::of(&Report::read(&self.old)?, &Report::read(&self.new)?);
        if difference.common == 0 {
            return Err(ScanError::Incomparable { old: self.old.clone(), new: self.new.clone() }.into());
        }
        session.term.emit(&difference)?;
        Ok(if difference.changes.is_empty() { Exit::Done } else { Exit::Unmet })
    }
}
