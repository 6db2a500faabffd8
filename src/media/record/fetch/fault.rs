//! What can be wrong with one try.

use std::time::Duration;

use http::StatusCode;

use super::receive::LARGEST_SEGMENT_BYTES;
use crate::kit::http::client::ClientError;
use crate::media::record::container::Damage;
use crate::media::record::keys::KeyError;
use crate::media::record::opener::OpenError;

/// What was wrong with one try.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("the server answered with {0}")]
    Status(StatusCode, Option<Duration>),
    #[error("the server sent other bytes than those asked for")]
    Range,
    #[error("the server sent {got} bytes of {wanted}")]
    Short { got: u64, wanted: u64 },
    #[error("the server sent a part of it, which was not asked for")]
    Part,
    #[error("it did not come while the stream had it")]
    Late,
    #[error("the server sent nothing")]
    Empty,
    #[error("it is larger than {} MiB", LARGEST_SEGMENT_BYTES >> 20)]
    Huge,
    #[error("the server sent {0} in place of media")]
    Other(&'static str),
    #[error("the server sent it in a coding that was not asked for: {0}")]
    Coding(String),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("what arrived is no whole number of blocks")]
    Cut,
    #[error(transparent)]
    Damage(#[from] Damage),
    #[error("its samples are locked, and it is of no kind whose samples can be")]
    NoSamples,
    #[error("it does not open with its key")]
    WrongKey,
    #[error(transparent)]
    Samples(#[from] OpenError),
}
