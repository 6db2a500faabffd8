//! A report as it was written by an earlier run, with errors that say which file is none and why.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Report, SCHEMA_VERSION};
use crate::kit::fs::{self, FileError};

/// A file that is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It can not be read at all.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is no JSON.
    #[error("{} is not JSON", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// Where it stops being JSON.
        source: serde_json::Error,
    },
    /// It is JSON, but of somebody else.
    #[error("{} is JSON, but not a report of this program", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// It is a report of another version of this program.
    #[error("{} has schema_version {found}; this version reads {SCHEMA_VERSION}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// What it says.
        found: u64,
    },
    /// It says it is a report, but is not whole.
    #[error("{} is not a whole report", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// What is missing or wrong.
        source: serde_json::Error,
    },
}

impl ReadError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::File(_) => None,
            Self::Json { .. } | Self::Foreign { .. } => {
                Some("a report is what a run writes with --format json -o FILE".to_owned())
            }
            Self::Version { .. } | Self::Broken { .. } => {
                Some("read it with the version that wrote it; its `tool` says which".to_owned())
            }
        }
    }
}

impl Report {
    /// Reads a report that a run wrote with `--format json`.
    ///
    /// # Errors
    /// A file that can not be read, or that is not a whole report of this [`SCHEMA_VERSION`].
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        Self::parse(path, &fs::read(path)?)
    }

    /// Reads the text of a report; `path` is for the errors.
    pub(super) fn parse(path: &Path, text: &[u8]) -> Result<Self, ReadError> {
        let path = || path.to_owned();
        let json: Value = serde_json::from_slice(text).map_err(|source| ReadError::Json { path: path(), source })?;
        let named = json.pointer("/tool/name").and_then(Value::as_str) == Some(super::TOOL);
        match json.get("schema_version").and_then(Value::as_u64) {
            Some(found) if named && found != u64::from(SCHEMA_VERSION) => {
                Err(ReadError::Version { path: path(), found })
            }
            Some(_) if named => {
                serde_json::from_value(json).map_err(|source| ReadError::Broken { path: path(), source })
            }
            _ => Err(ReadError::Foreign { path: path() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::load::report::sample;
    use std::error::Error as _;

    fn parse(text: &str) -> Result<Report, ReadError> {
        Report::parse(Path::new("run.json"), text.as_bytes())
    }

    #[test]
    fn what_was_written_is_read() {
        let report = sample::report();
        assert_eq!(parse(&serde_json::to_string_pretty(&report).unwrap()).unwrap(), report);
    }

    #[test]
    fn what_is_no_report_is_refused_and_told_why() {
        let error = parse("{\"a\":").unwrap_err();
        assert_eq!(error.to_string(), "run.json is not JSON");
        assert!(error.source().unwrap().to_string().contains("line 1 column 5"));
        for foreign in ["[]", "{}", "3", r#"{"schema_version":1,"tool":{"name":"other"}}"#] {
            let error = parse(foreign).unwrap_err();
            assert_eq!(error.to_string(), "run.json is JSON, but not a report of this program");
            assert!(error.hint().unwrap().contains("--format json"));
        }
        let error = parse(r#"{"schema_version":9,"tool":{"name":"toolbox load"}}"#).unwrap_err();
        assert_eq!(error.to_string(), "run.json has schema_version 9; this version reads 2");
        let error = parse(r#"{"schema_version":1,"tool":{"name":"toolbox load","version":"0.1.0"}}"#).unwrap_err();
        assert_eq!(error.to_string(), "run.json has schema_version 1; this version reads 2");
        let error = parse(r#"{"schema_version":2,"tool":{"name":"toolbox load","version":"0.1.0"}}"#).unwrap_err();
        assert_eq!(error.to_string(), "run.json is not a whole report");
        assert_eq!(error.source().unwrap().to_string(), "missing field `run`");
        let error = Report::read(Path::new("/no/such/run.json")).unwrap_err();
        assert_eq!(error.to_string(), "cannot read /no/such/run.json");
    }
}
