//! `scan show`: a saved scan again, in any form.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::applets::scan::outputs::Outputs;
use crate::applets::scan::report::Report;
use crate::applets::scan::view::{Ports, Reasons, Shape, Shown};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # keep a scan, look at it later
  scan 192.168.1.0/24 --save lan.json
  scan show lan.json --reason

  # for another program
  scan show lan.json --xml lan.xml
  scan show lan.json --format csv -o lan.csv";

/// Show a saved scan again, in any form
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct ShowArgs {
    /// What --save or --format json wrote
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,

    /// Show open ports alone
    #[arg(long)]
    open: bool,

    /// Show why each port is what it is, and who said so
    #[arg(long)]
    reason: bool,

    /// Write a line for each port, HOST:PORT:STATE:SERVICE:VERSION; - is standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    grep: Option<PathBuf>,

    /// Write XML as nmap does; - is standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    xml: Option<PathBuf>,
}

impl ShowArgs {
    /// Shows it.
    ///
    /// # Errors
    /// A file that is no saved scan, and output that cannot be written.
    pub(super) fn run(&self, session: &Session) -> Result<Exit, Failure> {
        let report = Report::read(&self.file)?;
        let outputs = Outputs { save: None, grep: self.grep.clone(), xml: self.xml.clone() };
        let shown = Shown {
            ports: if self.open { Ports::Open } else { Ports::All },
            reasons: if self.reason { Reasons::Always } else { Reasons::Odd },
        };
        outputs.check()?;
        outputs.write(&report, session)?;
        if !outputs.takes_stdout(session.term.output()) {
            session.term.emit(&Shape { report: &report, shown })?;
        }
        Ok(Exit::Done)
    }
}
