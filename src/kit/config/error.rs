//! What can be wrong with configuration. Every message starts with the place: a file with line and column, or the
//! name of a variable.

use std::io;
use std::path::PathBuf;

use super::{Origin, Place};

/// A configuration that cannot be honoured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A file that was asked for, or found, cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The extension names no format.
    #[error("{}: not a configuration file by its name; use .toml, .yaml, .yml or .json", path.display())]
    Format {
        /// The file.
        path: PathBuf,
    },
    /// The text is not valid in its format.
    #[error("{place}: {message}")]
    Syntax {
        /// Where reading stopped.
        place: Place,
        /// What the parser said.
        message: String,
    },
    /// A `${VAR}` without a default names a variable that is not set.
    #[error("{place}: the variable {name} is not set")]
    Unset {
        /// Where it is used.
        place: Place,
        /// The variable.
        name: String,
    },
    /// A key that no flag answers to.
    #[error("{origin}: unknown key '{key}'")]
    Unknown {
        /// Where it is written.
        origin: Origin,
        /// The key as written.
        key: String,
        /// What was probably meant, as a whole sentence.
        hint: Option<String>,
    },
    /// A value of the wrong shape or kind.
    #[error("{origin}: {message}")]
    Invalid {
        /// Where it is written.
        origin: Origin,
        /// What is wrong, and with what.
        message: String,
    },
}

impl ConfigError {
    /// The next step to try.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unset { name, .. } => Some(format!("set it, or give a default: ${{{name}:-default}}")),
            Self::Unknown { hint, .. } => hint.clone(),
            _ => None,
        }
    }
}
