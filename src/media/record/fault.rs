//! Why a recording failed: what cannot be had, and what cannot be written.

use std::io;
use std::path::PathBuf;

use super::journal::JournalError;
use super::{LOST_IN_A_ROW, SegmentId};
use crate::kit::fs::FileError;
use crate::media::packing::Packing;
use crate::media::segment::Refused;

/// A recording that cannot be written, or not be continued.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// A file.
    #[error(transparent)]
    File(#[from] FileError),
    /// What an earlier run left.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// There is a file of that name.
    #[error("{} exists", path.display())]
    Exists {
        /// Its path.
        path: PathBuf,
    },
    /// A file of that name was made while it was recorded.
    #[error("{} was made by somebody else meanwhile", path.display())]
    Appeared {
        /// Its path.
        path: PathBuf,
    },
    /// What is recorded cannot be made into the file that is wanted.
    #[error("{}: {what} cannot be held in MP4 here", path.display())]
    Foreign {
        /// The file that was wanted.
        path: PathBuf,
        /// What of the stream.
        what: String,
    },
    /// Its segments are not what was thought, and not what its name promises.
    #[error("{}: the segments are {}", path.display(), found.words())]
    OtherKind {
        /// The file that was to be.
        path: PathBuf,
        /// What they are.
        found: Packing,
    },
    /// Nothing says how they are to be decoded.
    #[error("the segments are fragments of MP4, and neither they nor the playlist have an initialisation")]
    NoInit,
    /// A pipe whose reader has gone.
    #[error("the reader of the recording has gone")]
    Gone,
    /// A pipe, for another reason.
    #[error("cannot write the recording")]
    Pipe(#[source] io::Error),
    /// Somebody stopped it, and the reader of the pipe does not take what is written.
    #[error("stopped: the reader of the recording does not read on")]
    Stuck,
    /// The thread that writes ended without a word; a bug.
    #[error("the writing thread ended without its result")]
    Lost,
}

/// A recording that failed. What is in the file stays and can be continued.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The output.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A segment that cannot be fetched or opened by its nature.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Too many segments were lost.
    #[error("segment {sequence} and the {} before it could not be fetched: {reason}", LOST_IN_A_ROW - 1)]
    Lost {
        /// The last of them.
        sequence: u64,
        /// Why.
        reason: String,
    },
    /// It is not known whether this is the stream whose beginning is recorded.
    #[error(
        "cannot tell whether {} holds the beginning of this stream: its last segment cannot be fetched again: {reason}",
        path.display()
    )]
    Unsure {
        /// The recording.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// A link is no longer good, and another one can be had.
    #[error("the link has expired: {reason}")]
    Expired {
        /// What the server said.
        reason: String,
        /// The segments that were refused, the first in front; none where it was something else.
        refused: Vec<SegmentId>,
    },
    /// Without it no segment behind it can be played.
    #[error("segment {sequence} and those behind it cannot be played: {reason}")]
    Init {
        /// The first segment that needs it.
        sequence: u64,
        /// Why.
        reason: String,
    },
    /// Not one segment came.
    #[error("not one segment could be recorded{}", reason.as_ref().map_or(String::new(), |reason| format!(": {reason}")))]
    Nothing {
        /// Why not, where there was one to ask for.
        reason: Option<String>,
    },
}
