//! Why there is no playlist.

use crate::kit::http::client::ClientError;
use crate::kit::net::SafeUrl;
use crate::media::dash;
use crate::media::hls::ReadError;

/// Why there is no playlist.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LoadError {
    /// It did not arrive.
    #[error(transparent)]
    Client(Box<ClientError>),
    /// It is none.
    #[error("{url} cannot be recorded: {reason}")]
    Read {
        /// Who sent it.
        url: SafeUrl,
        /// What it is.
        #[source]
        reason: ReadError,
    },
    /// It is no manifest, or none that is recorded.
    #[error("{url} cannot be recorded: {reason}")]
    Manifest {
        /// Who sent it.
        url: SafeUrl,
        /// What it is.
        #[source]
        reason: Box<dash::ReadError>,
    },
}

impl From<ClientError> for LoadError {
    fn from(error: ClientError) -> Self {
        Self::Client(Box::new(error))
    }
}

impl LoadError {
    /// The status that a server answered in place of the playlist.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Client(error) => match &**error {
                ClientError::Status { status, .. } => Some(status.as_u16()),
                _ => None,
            },
            _ => None,
        }
    }
}
