//! What can fail, each with its hint.

use std::io;

use thiserror::Error;

use crate::kit::error::Failure;
use crate::kit::net::UrlError;
use crate::kit::tls::TlsError;

/// All that cannot be meant, at once.
#[derive(Debug, Error)]
#[error("{}", told(.0))]
pub struct PlanError(pub Vec<String>);

fn told(wrong: &[String]) -> String {
    match wrong {
        [only] => only.clone(),
        several => {
            let lines: Vec<String> = several.iter().map(|what| format!("\n  - {what}")).collect();
            format!("{} things are wrong:{}", several.len(), lines.concat())
        }
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        Self::usage(error)
    }
}

/// A run that cannot begin, or came to nothing.
#[derive(Debug, Error)]
pub enum SwarmError {
    /// The machine is too small, or a program is missing.
    #[error("Preflight checks failed. Fix issues above or use --skip-preflight to override.")]
    Preflight,
    /// ffmpeg cannot be asked what it knows.
    #[error("cannot run {program}")]
    Program {
        /// As it was typed.
        program: String,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
    /// The renditions cannot be told apart, and that was not to be passed over.
    #[error("cannot tell the renditions of the stream apart: {reason}")]
    Variants {
        /// Why not.
        reason: String,
    },
    /// No thread could be started.
    #[error("cannot start a thread")]
    Thread(#[source] io::Error),
    /// The stream.
    #[error(transparent)]
    Url(UrlError),
    /// Files for TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A panic ended players.
    #[error("{lost} players were lost by a fault of this program: the figures are those of the others")]
    Lost {
        /// How many.
        lost: u64,
    },
    /// Players were there, and none had a picture.
    #[error("nobody saw a picture: {reason}")]
    Nobody {
        /// What was met most often.
        reason: String,
    },
    /// `--check` has got nothing.
    #[error("the check failed: {reason}")]
    Check {
        /// What the client said last, or that it said nothing.
        reason: String,
    },
    /// In all of a run nobody has played anything.
    #[error("no client played anything: {reason}")]
    Nothing {
        /// What most of them met.
        reason: String,
    },
    /// The installed ffmpeg cannot be asked to look at certificates.
    #[error("{program} does not know -tls_verify: it would take any certificate")]
    Unverified {
        /// As it was typed.
        program: String,
    },
}

impl From<SwarmError> for Failure {
    fn from(error: SwarmError) -> Self {
        let hint = match &error {
            SwarmError::Program { .. } => Some("install ffmpeg, or say where it is with --ffmpeg PATH".to_owned()),
            SwarmError::Variants { .. } => {
                Some("--probe-failure-policy fallback takes the first rendition then".to_owned())
            }
            SwarmError::Unverified { .. } => {
                Some("use --engine native, or add -k if any certificate will do".to_owned())
            }
            SwarmError::Check { .. } | SwarmError::Nothing { .. } => {
                Some("the log lines above tell what the client met".to_owned())
            }
            SwarmError::Tls(error) => error.hint().map(str::to_owned),
            SwarmError::Lost { .. } => Some("the message of the panic is above; please tell of it".to_owned()),
            SwarmError::Nobody { .. } => Some("--check tells what one client meets".to_owned()),
            SwarmError::Preflight | SwarmError::Thread(_) | SwarmError::Url(_) => None,
        };
        let after = matches!(
            error,
            SwarmError::Check { .. } | SwarmError::Nothing { .. } | SwarmError::Lost { .. } | SwarmError::Nobody { .. }
        );
        let failure = Self::operation(error).maybe_hint(hint);
        if after { failure.after_results() } else { failure }
    }
}
