//! Files that a scan writes beside its result.

use std::path::{Path, PathBuf};

use super::error::ScanError;
use super::report::Report;
use super::view::{grep, xml};
use crate::kit::error::Failure;
use crate::kit::fs;
use crate::kit::session::Session;

/// Which files.
#[derive(Debug, Clone, Default)]
pub struct Outputs {
    /// The report.
    pub save: Option<PathBuf>,
    /// A line for each port.
    pub grep: Option<PathBuf>,
    /// XML.
    pub xml: Option<PathBuf>,
}

impl Outputs {
    /// Whether one of them is standard output, so that the result must not go there as well; `output` is the file that goes to instead.
    #[must_use]
    pub fn takes_stdout(&self, output: Option<&Path>) -> bool {
        output.is_none() && self.all().any(|path| path == Path::new("-"))
    }

    fn all(&self) -> impl Iterator<Item = &Path> {
        [&self.save, &self.grep, &self.xml].into_iter().flatten().map(PathBuf::as_path)
    }

    /// Finds out before the work whether the files can be written.
    ///
    /// # Errors
    /// The first that cannot, or two that are to be standard output.
    pub fn check(&self) -> Result<(), Failure> {
        if self.all().filter(|path| *path == Path::new("-")).count() > 1 {
            let reason = "two of --save, --grep and --xml are standard output, where they would mix".to_owned();
            return Err(ScanError::Flag { flag: "-", reason }.into());
        }
        let mut seen = Vec::new();
        for path in self.all().filter(|path| *path != Path::new("-")) {
            if seen.contains(&path) {
                let reason = format!(
                    "two of --save, --grep and --xml are {}, where one would replace the other",
                    path.display()
                );
                return Err(ScanError::Flag { flag: "--save", reason }.into());
            }
            seen.push(path);
            fs::check_writable(path).map_err(Failure::operation)?;
        }
        Ok(())
    }

    /// Writes them.
    ///
    /// # Errors
    /// The first that cannot be written.
    pub fn write(&self, report: &Report, session: &Session) -> Result<(), Failure> {
        if let Some(path) = &self.save {
            let text = serde_json::to_string_pretty(report).map_err(Failure::operation)?;
            put(path, &(text + "\n"), session)?;
        }
        if let Some(path) = &self.grep {
            put(path, &grep::write(report), session)?;
        }
        if let Some(path) = &self.xml {
            put(path, &xml::write(report), session)?;
        }
        Ok(())
    }
}

/// Refuses `-oA BASE`, by which users of nmap mean three files: here it reads as `-o A`, and BASE as a target.
///
/// # Errors
/// The output is a file of that name.
pub(super) fn refuse_all(output: Option<&Path>) -> Result<(), ScanError> {
    if output != Some(Path::new("A")) {
        return Ok(());
    }
    let reason =
        "no three files at once; write -oX BASE.xml -oG BASE.txt -oJ BASE.json (a file A is -o ./A)".to_owned();
    Err(ScanError::Flag { flag: "-oA", reason })
}

fn put(path: &Path, text: &str, session: &Session) -> Result<(), Failure> {
    if path == Path::new("-") {
        return session.term.out(text);
    }
    fs::replace(path, text.as_bytes()).map_err(Failure::operation)
}
