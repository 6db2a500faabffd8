//! `load report`: shows a saved report again, in any form; several files of one run's shards as one report.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::applets::load::report::{MergeError, ReadError, Report};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::fs;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # keep a run, look at it later
  load -d 30s http://localhost:8080/ --format json -o run.json
  load report run.json

  # as a page for the browser, as a table for a spreadsheet
  load report run.json --html run.html
  load report run.json --format csv -o run.csv

  # what two machines did together
  load report left.json right.json";

/// Show a saved report: as text, CSV or HTML; several reports of one plan as one
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct ReportArgs {
    /// Reports written with --format json; those of several machines that played one plan are merged
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,

    /// Write a self-contained HTML page instead
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    html: Option<PathBuf>,
}

impl ReportArgs {
    /// Shows it.
    ///
    /// # Errors
    /// Files that are no reports, reports of different plans, and output that can not be written.
    pub(super) fn run(&self, session: &Session) -> Result<Exit, Failure> {
        let nothing_to_lose = session.shutdown.at_once();
        let reports = self.files.iter().map(|file| Report::read(file)).collect::<Result<_, _>>()?;
        drop(nothing_to_lose);
        let report = Report::merge(reports)?;
        if let Some(path) = &self.html {
            fs::replace(path, report.html().as_bytes()).map_err(Failure::operation)?;
            session.term.note(format_args!("wrote {}", path.display()));
        }
        // A page was asked for, nothing else, unless a form or a place was typed as well.
        let elsewhere = ["format", "json", "output"].iter().any(|flag| session.typed.is_set(flag));
        if self.html.is_none() || elsewhere {
            session.term.emit(&report)?;
        }
        Ok(Exit::Done)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        let hint = error.hint();
        Self::operation(error).maybe_hint(hint)
    }
}

impl From<MergeError> for Failure {
    fn from(error: MergeError) -> Self {
        Self::usage(error)
    }
}
