//! What can fail before and while a plan is played, each with its hint.

use thiserror::Error;

use super::plan::Plan;
pub use super::plan::error::{Located, PlanError};
use super::report::Report;
use super::wire::{FaultKind, WireFault};
use crate::kit::error::Failure;
use crate::kit::tls::TlsError;

/// A run that could not be made.
#[derive(Debug, Error)]
pub enum RunError {
    /// Threads, timers or the runtime.
    #[error("cannot start the sending threads")]
    Threads(#[source] std::io::Error),
    /// A bug; the message was printed by the panic.
    #[error("a sending thread ended without its results")]
    Panicked,
    /// Not one connection could be opened.
    #[error("cannot load {url}")]
    NoConnection {
        /// The first step's URL, secrets masked.
        url: String,
        /// Why the last attempt failed.
        #[source]
        fault: ConnectFault,
    },
    /// Connections were opened, and yet nothing was answered.
    #[error("no request to {url} got an answer: {reason}")]
    NoAnswer {
        /// The first step's URL, secrets masked.
        url: String,
        /// What most of the requests met.
        reason: String,
    },
    /// TLS files.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// More connections than the system grants files.
    #[error("too few file descriptors for so many connections")]
    Files(#[from] crate::kit::descriptors::TooFew),
    /// A connection option.
    #[error("{flag}: {reason}")]
    Route {
        /// Which.
        flag: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A step that can not be sent.
    #[error("step {step}: {reason}")]
    Step {
        /// Its name.
        step: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl RunError {
    /// That a run of `plan` was in vain.
    #[must_use]
    pub fn no_answer(plan: &Plan, report: &Report) -> Self {
        let worst = report.errors.values().max_by_key(|error| error.count);
        let reason = worst.map_or_else(|| "nothing was sent".to_owned(), |error| error.example.clone());
        let url = plan.without_secrets().steps.into_iter().next().map(|step| step.url);
        Self::NoAnswer { url: url.unwrap_or_default(), reason }
    }
}

/// Why a connection could not be opened.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct ConnectFault {
    /// For the hint.
    pub kind: FaultKind,
    message: String,
    hint: Option<String>,
}

impl From<WireFault> for ConnectFault {
    fn from(fault: WireFault) -> Self {
        Self { kind: fault.kind, message: fault.message, hint: fault.hint }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        let hint = match &error {
            RunError::NoConnection { fault, .. } => fault.hint.clone(),
            RunError::Threads(_) => Some("lower --threads".into()),
            RunError::Files(_) => Some("raise the hard limit (ulimit -Hn), or lower -c".into()),
            _ => None,
        };
        let name = match &error {
            RunError::NoConnection { fault, .. } => Some(fault.kind.name()),
            RunError::NoAnswer { .. } => Some("no-answer"),
            RunError::Tls(_) => Some("tls"),
            RunError::Files(_) => Some("files"),
            _ => None,
        };
        let failure = match error {
            RunError::Route { .. } | RunError::Step { .. } => Self::usage(error),
            _ => Self::operation(error),
        };
        Self { name, ..failure }.maybe_hint(hint)
    }
}
