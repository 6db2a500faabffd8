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
