//! `scan replay`: the evidence of a saved scan, judged by newer rules; nothing is sent.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::applets::scan::error::ScanError;
use crate::applets::scan::examine;
use crate::applets::scan::outputs::Outputs;
use crate::applets::scan::report::Report;
use crate::applets::scan::view::{Shape, Shown};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # keep what services said, and read it again after an update
  scan -sV 192.168.1.0/24 --save lan.json
  scan replay lan.json --save lan-today.json
  scan diff lan.json lan-today.json

  # with fingerprints of your own
  scan replay lan.json --recog ~/recog/xml";

/// Judge the evidence of a saved scan again, by newer rules; no packet is sent
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct ReplayArgs {
    /// What --save or --format json wrote, of a scan with -sV
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,

    /// More probes and patterns, in the format of nmap-service-probes
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    probes: Option<PathBuf>,

    /// More fingerprints, in the XML of Recog; a file or a folder of them
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    recog: Vec<PathBuf>,

    /// Signatures of systems, in the format of p0f 3
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    p0f: Option<PathBuf>,

    /// Keep the result in this file, as JSON
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    save: Option<PathBuf>,
}

impl ReplayArgs {
    /// Judges.
    ///
    /// # Errors
    /// A file that is no saved scan or has no evidence, rules that cannot be read, output that cannot be written.
    pub(super) fn run(&self, session: &Session) -> Result<Exit, Failure> {
        let mut report = Report::read(&self.file)?;
        let rules = examine::rules(self.probes.as_deref(), &self.recog)?;
        let signatures = self.p0f.as_deref().map(examine::signatures).transpose()?;
        if examine::again(&mut report, &rules, signatures.as_ref()) == 0 {
            let reason = "it holds no evidence; scans with -sV do".to_owned();
            return Err(ScanError::Foreign { path: self.file.clone(), reason }.into());
        }
        Outputs { save: self.save.clone(), ..Outputs::default() }.write(&report, session)?;
        session.term.emit(&Shape { report: &report, shown: Shown::default() })?;
        Ok(Exit::Done)
    }
}
