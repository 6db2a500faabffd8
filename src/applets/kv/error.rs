//! What can fail before and while the store serves, each with its hint.

use std::net::SocketAddr;

use thiserror::Error;

use super::persist::PersistError;
use crate::kit::error::Failure;

/// A server that cannot be.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The address.
    #[error("cannot listen on {address}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Files that may be open.
    #[error("not even one client can be let in")]
    Files(#[source] crate::kit::descriptors::TooFew),
    /// Threads, event loops.
    #[error("cannot start the threads of the server")]
    Threads(#[source] std::io::Error),
    /// A thread ended with an error.
    #[error("a thread of the server failed")]
    Worker(#[source] std::io::Error),
    /// A bug; the message was printed by the panic.
    #[error("a thread of the server panicked")]
    Panicked,
    /// The Unix socket.
    #[error("cannot listen at the Unix socket")]
    Unix(#[source] std::io::Error),
    /// The certificate, the key, the authorities of clients.
    #[error("TLS cannot be spoken")]
    Tls(#[from] crate::kit::tls::TlsError),
    /// The file of users.
    #[error("cannot read the users")]
    Users(#[source] crate::kit::fs::FileError),
    /// A line of it.
    #[error("{path}:{reason}")]
    UserRules {
        /// The file.
        path: String,
        /// The line, and what is wrong with it.
        reason: String,
    },
    /// The configuration file.
    #[error("cannot read the configuration")]
    Config(#[source] crate::kit::fs::FileError),
    /// A line of it.
    #[error("{path}:{line}: {reason}")]
    ConfigLine {
        /// The file.
        path: String,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The configuration of the program.
    #[error(transparent)]
    Settings(#[from] crate::kit::config::ConfigError),
    /// A parameter.
    #[error("{name}: {reason}")]
    Parameter {
        /// The flag, as it was typed.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A dump or a log.
    #[error(transparent)]
    Persist(PersistError),
    /// The file with the password.
    #[error("cannot read the password from {path}")]
    Password {
        /// Which.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl From<PersistError> for ServeError {
    fn from(error: PersistError) -> Self {
        Self::Persist(error)
    }
}

impl From<PersistError> for Failure {
    fn from(error: PersistError) -> Self {
        let hint = error.hint();
        Self::operation(error).maybe_hint(hint)
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        let hint = match &error {
            ServeError::Listen { source, .. } if source.kind() == std::io::ErrorKind::AddrInUse => {
                Some("another server listens there; choose another with --listen")
            }
            ServeError::Files(_) => Some("raise the limit: ulimit -n 10032, or LimitNOFILE= of systemd"),
            _ => None,
        };
        let hint = match &error {
            ServeError::Persist(error) => error.hint(),
            ServeError::Settings(error) => error.hint(),
            _ => hint.map(str::to_owned),
        };
        match error {
            ServeError::Parameter { .. } | ServeError::ConfigLine { .. } | ServeError::UserRules { .. } => {
                Self::usage(error).maybe_hint(hint)
            }
            _ => Self::operation(error).maybe_hint(hint),
        }
    }
}
