//! Why a recording cannot be written.

use std::io;
use std::path::PathBuf;

use super::journal::JournalError;
use crate::kit::fs::FileError;
use crate::media::packing::Packing;

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
