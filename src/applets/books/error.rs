//! What can go wrong with a library, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use super::library::opened;
use crate::kit::error::Failure;
use crate::kit::fs::FileError;
use crate::kit::s3::S3Error;
use crate::kit::store::{SqlError, StoreError};

/// A job of `books` that failed.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The library, by its file.
    #[error("{} {what}", path.display())]
    Library {
        /// The file.
        path: PathBuf,
        /// What became of it.
        what: &'static str,
        /// In SQLite's words.
        source: StoreError,
    },
    /// Another file.
    #[error(transparent)]
    File(#[from] FileError),
    /// A signal came; what was done until then stays.
    #[error("interrupted; what was taken in stays, and the same call goes on")]
    Interrupted,
    /// What was to be kept as JSON cannot be.
    #[error("a fact cannot be written as JSON")]
    Json(#[source] serde_json::Error),
    /// There is no place for the library.
    #[error("no home directory is known, so there is no place for the library")]
    NoHome,
    /// Nothing is called so.
    #[error("no book is called '{words}'")]
    NoBook {
        /// What was typed.
        words: String,
        /// Whether there is no book at all.
        is_empty: bool,
    },
    /// Several are.
    #[error("'{words}' is the name of several books:{}", names(.candidates))]
    Ambiguous {
        /// What was typed.
        words: String,
        /// Slugs and titles.
        candidates: Vec<(String, String)>,
    },
    /// Nothing was listened to.
    #[error("no book is begun")]
    NothingBegun,
    /// There is nothing to take back.
    #[error("there is no jump in '{title}' to take back")]
    NothingToUndo {
        /// Of which book.
        title: String,
    },
    /// mpv is not installed.
    #[error("{program} is not installed, or not on the path")]
    NoPlayer {
        /// What was looked for.
        program: String,
    },
    /// mpv does not start.
    #[error("{} does not start", program.display())]
    Player {
        /// Which.
        program: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A bucket.
    #[error(transparent)]
    S3(Box<S3Error>),
    /// A report could not be told.
    #[error("{0}")]
    Told(String),
    /// A place that is none.
    #[error("{0}")]
    Position(String),
    /// A moment that is none.
    #[error("{0}")]
    When(String),
    /// A book whose files are gone.
    #[error("the files of '{title}' are gone{}", .file.as_ref().map(|file| format!(": {} is not there", file.display())).unwrap_or_default())]
    Gone {
        /// Which book.
        title: String,
        /// The first that is not there, where one is known.
        file: Option<PathBuf>,
    },
    /// A folder that the library does not look at.
    #[error("{} is no folder of the library", folder.display())]
    NoFolder {
        /// What was typed.
        folder: PathBuf,
        /// Those that it looks at.
        known: Vec<PathBuf>,
    },
    /// A folder or file that is not there.
    #[error("{} does not exist", .0.display())]
    Missing(PathBuf),
    /// No audio below it.
    #[error("no audio file that is known here is in {}", .0.display())]
    NoAudio(PathBuf),
    /// What was meant is not there.
    #[error("{what}")]
    Absent {
        /// In a sentence.
        what: String,
        /// The next step.
        hint: &'static str,
    },
    /// What was typed cannot be.
    #[error("{what}")]
    Refused {
        /// In a sentence.
        what: String,
        /// The next step.
        hint: &'static str,
    },
}

fn names(candidates: &[(String, String)]) -> String {
    candidates.iter().fold(String::new(), |text, (slug, title)| text + "\n  " + slug + "  " + title)
}

impl From<S3Error> for BooksError {
    fn from(error: S3Error) -> Self {
        Self::S3(Box::new(error))
    }
}

impl From<SqlError> for BooksError {
    fn from(error: SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// The error with the file that it is about: SQLite names none.
fn named(error: BooksError) -> BooksError {
    let BooksError::Store(source) = error else { return error };
    let Some(path) = opened() else { return BooksError::Store(source) };
    let what = match &source {
        StoreError::Damaged { what, .. } => {
            return BooksError::Store(StoreError::Damaged { path, what: what.clone() });
        }
        StoreError::Busy => "is being written to by another process",
        StoreError::ReadOnly(_) => "cannot be written to",
        StoreError::Full(_) => "has no room left on its disk",
        StoreError::Sqlite(_) => "cannot be read or written",
        StoreError::Open { .. } | StoreError::Newer { .. } => return BooksError::Store(source),
    };
    BooksError::Library { path, what, source }
}

/// What to do about a damaged library.
fn damaged(path: &Path) -> String {
    let journal = path.with_extension("events");
    if !journal.exists() {
        return format!("put {} aside; what a backup has comes back with books restore FILE", path.display());
    }
    format!(
        "the journal {} has every fact; make the library anew: books doctor --rebuild --db {}",
        journal.display(),
        path.display()
    )
}

/// What to do about a disk.
fn about(kind: io::ErrorKind) -> Option<&'static str> {
    Some(match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room on that disk, and do it again",
        io::ErrorKind::ReadOnlyFilesystem => {
            "that disk is mounted for reading alone; mount it for writing, or name another place"
        }
        io::ErrorKind::PermissionDenied => "let yourself read and write it: ls -l shows who may",
        _ => return None,
    })
}

impl From<BooksError> for Failure {
    fn from(error: BooksError) -> Self {
        let error = named(error);
        let hint = match &error {
            BooksError::Library { source: StoreError::Full(_), .. } => {
                Some("make room on that disk, and do it again; what was saved before is kept".to_owned())
            }
            BooksError::Library { source: StoreError::Busy, .. } => {
                Some("try again when the other process is done".to_owned())
            }
            BooksError::Library { .. } => Some(
                "see whether its disk is sound, has room and may be written; or name another library: --db FILE"
                    .to_owned(),
            ),
            BooksError::File(error) => about(error.source.kind()).map(str::to_owned),
            BooksError::Store(StoreError::Damaged { path, .. }) => Some(damaged(path)),
            BooksError::Store(StoreError::Newer { .. }) => Some("use the newer toolbox that wrote it".to_owned()),
            BooksError::Store(StoreError::Open { .. }) | BooksError::NoHome => {
                Some("name a file that can be written: --db FILE".to_owned())
            }
            BooksError::NoBook { is_empty: true, .. } => {
                Some("the library is empty; begin with: books import DIR".to_owned())
            }
            BooksError::NoBook { .. } => Some("see what there is: books list".to_owned()),
            BooksError::Ambiguous { .. } => Some("use the slug, or more of it".to_owned()),
            BooksError::NothingBegun => Some("begin one: books play BOOK, or books save-progress BOOK POS".to_owned()),
            BooksError::NothingToUndo { .. } => Some("see what happened: books history BOOK".to_owned()),
            BooksError::Position(_) => {
                Some("a place is 2h15m30s, 2:15:30, 45%, ch7, ch7+3m, +30s, -5m or end".to_owned())
            }
            BooksError::When(_) => Some(
                "a moment is yesterday, 'yesterday 22:40', 22:40, '2h ago', 2026-11-03 or '2026-11-03 22:40'"
                    .to_owned(),
            ),
            BooksError::NoFolder { known, .. } if known.is_empty() => {
                Some("there is none; see books import DIR".to_owned())
            }
            BooksError::NoFolder { known, .. } => {
                let known: Vec<String> = known.iter().map(|path| path.display().to_string()).collect();
                Some(format!("it looks at {}", known.join(", ")))
            }
            BooksError::Gone { .. } => {
                Some("if it lies elsewhere by now, let the library see: books scan, or books import DIR".to_owned())
            }
            BooksError::NoAudio(_) => Some("known are MP3, M4A, M4B, FLAC, Ogg Vorbis and Opus".to_owned()),
            BooksError::NoPlayer { .. } => {
                Some("install mpv (apt install mpv, brew install mpv), or name it: --mpv PROGRAM".to_owned())
            }
            BooksError::Refused { hint, .. } | BooksError::Absent { hint, .. } => Some((*hint).to_owned()),
            BooksError::S3(error) => error.hint().map(str::to_owned),
            _ => None,
        };
        let is_usage = match &error {
            BooksError::Position(_) | BooksError::When(_) | BooksError::Refused { .. } | BooksError::NoHome => true,
            BooksError::S3(error) => error.is_usage(),
            _ => false,
        };
        let name = match &error {
            BooksError::NoBook { .. } => Some("no-book"),
            BooksError::Ambiguous { .. } => Some("ambiguous"),
            BooksError::NothingBegun => Some("nothing-begun"),
            BooksError::NoPlayer { .. } => Some("no-player"),
            BooksError::Gone { .. } => Some("gone"),
            BooksError::Absent { .. } => Some("absent"),
            BooksError::NoFolder { .. } => Some("no-folder"),
            BooksError::Store(StoreError::Damaged { .. }) => Some("damaged"),
            BooksError::Library { source: StoreError::Full(_), .. } => Some("full"),
            BooksError::Library { source: StoreError::ReadOnly(_), .. } => Some("read-only"),
            _ => None,
        };
        let failure = if is_usage { Self::usage(error) } else { Self::operation(error) };
        let mut failure = failure.maybe_hint(hint);
        failure.name = name;
        failure
    }
}
