//! Rare facts that a download tells while it goes on.

use std::path::PathBuf;
use std::time::Duration;

use super::span::Span;

/// Something worth a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An earlier attempt goes on.
    Resumed {
        /// The file.
        path: PathBuf,
        /// What of it is there.
        done_bytes: u64,
    },
    /// The server does not give parts, so an interrupted download starts over.
    StartedOver {
        /// Why.
        reason: String,
    },
    /// The download fails, and what came is kept.
    Kept {
        /// The file.
        path: PathBuf,
        /// What of it is there.
        done_bytes: u64,
    },
    /// An attempt failed and is made again.
    Retrying {
        /// Which worker.
        worker: usize,
        /// What happened.
        problem: String,
        /// In how long.
        after: Duration,
    },
    /// A piece is not what its sum says, and is fetched again.
    BadPiece {
        /// Which bytes.
        span: Span,
        /// Who had sent it.
        from: String,
    },
    /// A worker leaves; the others go on.
    WorkerLeft {
        /// Which worker.
        worker: usize,
        /// What happened.
        problem: String,
    },
}
