//! What can fail between memory and disk; every file by its name, every fault by its byte.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::rdb_read::ReadError;
use crate::kit::fs::FileError;

/// A file that could not be written, read or understood.
#[derive(Debug, Error)]
pub enum PersistError {
    /// The system.
    #[error(transparent)]
    File(#[from] FileError),
    /// A dump.
    #[error("cannot load {}", path.display())]
    Dump {
        /// Which.
        path: PathBuf,
        /// Where and what.
        #[source]
        source: ReadError,
    },
    /// A dump is sound, but holds what the store does not.
    #[error("cannot load {}: at byte {offset}: {what}", path.display())]
    Unfit {
        /// Which.
        path: PathBuf,
        /// Behind the record.
        offset: u64,
        /// What.
        what: String,
    },
    /// A log ends within a command, where it may not.
    #[error("{} ends within the command at byte {offset}", path.display())]
    Truncated {
        /// Which.
        path: PathBuf,
        /// Where the command, or its transaction, starts.
        offset: u64,
    },
    /// A log holds no command, or one that is not known.
    #[error("{} is no log at byte {offset}: {what}", path.display())]
    Log {
        /// Which.
        path: PathBuf,
        /// Where.
        offset: u64,
        /// What.
        what: String,
    },
    /// A manifest.
    #[error("{} is no manifest in line {line}: {what}", path.display())]
    Manifest {
        /// Which.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// What.
        what: String,
    },
    /// A signal came first.
    #[error("interrupted")]
    Interrupted,
    /// Another snapshot is being written.
    #[error("another snapshot is being written")]
    Busy,
}

impl PersistError {
    /// Names the operation and the path of a system error.
    #[must_use]
    pub fn file(operation: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::File(FileError::new(operation, path, source))
    }

    /// The next step to try, where there is one.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Truncated { path, .. } | Self::Log { path, .. } => {
                Some(format!("kv check {0} tells more; kv check --repair {0} cuts off what follows", path.display()))
            }
            Self::Dump { path, .. } => Some(format!("kv check {} tells more", path.display())),
            _ => None,
        }
    }

    /// What the system said, without the path: what MISCONF repeats.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::File(error) => error.source.to_string(),
            other => other.to_string(),
        }
    }
}
