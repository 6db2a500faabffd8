//! Why there is no track.

use crate::kit::net::{SafeUrl, UrlError};
use crate::media::dash::WindowError;
use crate::media::playlist::LoadError;

/// Why there is no track.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A playlist.
    #[error(transparent)]
    Load(Box<LoadError>),
    /// A reference in it.
    #[error("{url} refers to nothing we can fetch")]
    Reference {
        /// The playlist.
        url: SafeUrl,
        /// What is wrong with the reference.
        #[source]
        reason: Box<UrlError>,
    },
    /// A choice without a place.
    #[error("{url} names no rendition")]
    NoVariant {
        /// The playlist.
        url: SafeUrl,
    },
    /// A master playlist inside a master playlist, itself perhaps.
    #[error("{url} is named as a rendition and is a master playlist itself")]
    Nested {
        /// The inner one.
        url: SafeUrl,
    },
    /// A DASH manifest whose segments are not to be had.
    #[error("{url} cannot be recorded")]
    Manifest {
        /// The manifest.
        url: SafeUrl,
        /// Why.
        #[source]
        reason: Box<WindowError>,
    },
    /// A DASH presentation that is locked, with nothing to open it.
    #[error("line {line}: the stream is protected by {systems}")]
    Protected {
        /// Where that stands.
        line: usize,
        /// Their names.
        systems: String,
        /// The name of the key, where it is told.
        key_id: Option<String>,
    },
}

impl From<LoadError> for OpenError {
    fn from(error: LoadError) -> Self {
        Self::Load(Box::new(error))
    }
}
