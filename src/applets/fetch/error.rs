//! What can go wrong with a download, who has to act, and whether another try may help.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

use super::span::Span;
use super::state::StateError;
use crate::kit::error::Failure;
use crate::kit::fs::FileError;
use crate::kit::http::{ConnectError, ConnectKind};
use crate::kit::tls::TlsError;
use crate::kit::units::{format_bytes, format_duration};
use crate::media::packing::Packing;
use crate::media::playlist::LoadError;
use crate::media::presentation::OpenError;
use crate::media::record::{JournalError, OutputError, RecordError};

/// A download, or one attempt at a part of it, that failed. URLs in it are masked.
#[derive(Debug, Error)]
pub enum FetchError {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// TLS files.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The connection broke, or was closed too early.
    #[error("{url}: {problem}")]
    Broken {
        /// What was asked for.
        url: String,
        /// What happened.
        problem: String,
    },
    /// Nothing came for too long.
    #[error("{url}: nothing came for {}", format_duration(*.after))]
    Stalled {
        /// What was asked for.
        url: String,
        /// How long.
        after: Duration,
    },
    /// Less came than is worth waiting for.
    #[error("{url}: only {bytes} bytes came in {}", format_duration(*.over))]
    Trickle {
        /// What was asked for.
        url: String,
        /// What came.
        bytes: u64,
        /// In how long.
        over: Duration,
    },
    /// The server answered with a status that is no file.
    #[error("{url} answered {status}{}", .reason.map(|reason| format!(" {reason}")).unwrap_or_default())]
    Status {
        /// What was asked for.
        url: String,
        /// The status.
        status: u16,
        /// Its usual words.
        reason: Option<&'static str>,
        /// How long the server asks us to wait.
        after: Option<Duration>,
    },
    /// The bytes that came are not the ones asked for.
    #[error("{url}: {problem}")]
    Range {
        /// What was asked for.
        url: String,
        /// What is wrong with the answer.
        problem: String,
    },
    /// The bytes of a piece are not those that were promised, whoever is asked.
    #[error("bytes {span} are not those that were promised, from {from}")]
    Piece {
        /// Which.
        span: Span,
        /// Who sent them last.
        from: String,
    },
    /// The server sends the whole file where a part was asked for.
    #[error("{url}: the server sends the whole file, whatever part is asked for")]
    NoRanges {
        /// What was asked for.
        url: String,
    },
    /// The file is another one than before.
    #[error("{url} has changed: {what}")]
    Changed {
        /// What was asked for.
        url: String,
        /// What differs.
        what: String,
    },
    /// The server does not keep to the protocol.
    #[error("{url}: {problem}")]
    Protocol {
        /// What was asked for.
        url: String,
        /// What is wrong.
        problem: String,
    },
    /// The bytes are not those that were promised.
    #[error("wrong checksum: {algorithm} is {found}, not {expected}")]
    Checksum {
        /// Which hash.
        algorithm: &'static str,
        /// In hexadecimal digits.
        expected: String,
        /// In hexadecimal digits.
        found: String,
        /// Where the file was put.
        kept: PathBuf,
    },
    /// The bytes that went to a reader are not those that were promised.
    #[error("wrong checksum: {algorithm} is {found}, not {expected}")]
    WrongOutput {
        /// Which hash.
        algorithm: &'static str,
        /// In hexadecimal digits.
        expected: String,
        /// In hexadecimal digits.
        found: String,
    },
    /// Nothing tells which parts of a file are bad.
    #[error("nothing tells which parts of {} are bad", .path.display())]
    Unlocated {
        /// The file.
        path: PathBuf,
    },
    /// With all that the sources gave, a file would still not be right. It was not changed.
    #[error("{} would not be right: its {algorithm} would be {found}, not {expected}", .path.display())]
    Unrepaired {
        /// The file.
        path: PathBuf,
        /// Which hash.
        algorithm: &'static str,
        /// In hexadecimal digits.
        expected: String,
        /// In hexadecimal digits.
        found: String,
    },
    /// Nobody reads standard output any more.
    #[error("the reader of standard output has gone after {}", format_bytes(*.sent_bytes))]
    ReaderGone {
        /// What it has taken.
        sent_bytes: u64,
    },
    /// A file or a folder.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// The record of an earlier run.
    #[error(transparent)]
    State(#[from] StateError),
    /// The playlist of a stream.
    #[error(transparent)]
    Playlist(Box<LoadError>),
    /// A stream that cannot be recorded.
    #[error(transparent)]
    Recording(Box<RecordError>),
    /// No rendition of a stream is what was asked for.
    #[error("no rendition is {quality}; there are {there}")]
    NoRendition {
        /// What was asked for.
        quality: String,
        /// What there is.
        there: String,
    },
    /// A name that promises another kind of file than the segments of a stream make.
    #[error("{} is to be {}, and the segments are {}", path.display(), promise.words(), found.words())]
    Promised {
        /// The file.
        path: PathBuf,
        /// As its name ends.
        promise: Packing,
        /// What the segments are.
        found: Packing,
    },
    /// A stream whose tracks cannot be had.
    #[error(transparent)]
    Unopened(Box<OpenError>),
    /// Nobody says what the file is to be called.
    #[error("{url} leads to a folder, and nothing says what its page is to be called")]
    Unnamed {
        /// What was asked for.
        url: String,
    },
    /// A file that is not ours stands in the way.
    #[error("{} exists already", .path.display())]
    Exists {
        /// Which.
        path: PathBuf,
    },
    /// Somebody changed the file while it was written.
    #[error("{} was changed by somebody else while it was downloaded: {what}", .path.display())]
    Meddled {
        /// Which.
        path: PathBuf,
        /// What is no longer as it was.
        what: String,
    },
    /// Another process is at the same file.
    #[error("{} is being downloaded by another process", .path.display())]
    Locked {
        /// Which.
        path: PathBuf,
    },
    /// The file is there, from an earlier call.
    #[error("{} is there already", .file.display())]
    Present {
        /// What was asked for.
        url: String,
        /// What is there.
        file: PathBuf,
    },
    /// The file is not newer than the one that is there.
    #[error("{url} is not newer than what is there")]
    NotModified {
        /// What was asked for.
        url: String,
        /// What is there.
        file: PathBuf,
    },
    /// The command that renews links.
    #[error("--refresh-cmd: {problem}")]
    Refresh {
        /// What went wrong with it.
        problem: String,
    },
    /// No protocol for such a URL.
    #[error("nothing here can fetch `{scheme}:` URLs; known are {known}")]
    Scheme {
        /// What stands before the colon.
        scheme: String,
        /// What could.
        known: String,
    },
    /// `--protocol` names none.
    #[error("there is no protocol `{name}`; known are {known}")]
    NoProtocol {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// The user, or the end of the process.
    #[error("stopped")]
    Cancelled,
    /// A task ended in a panic, whose message was printed; a bug.
    #[error("a worker of the download ended unexpectedly")]
    Panicked,
}

/// Whether the same request may succeed later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// It would fail again.
    Never,
    /// After a pause of our choice.
    Backoff,
    /// Not sooner than this.
    After(Duration),
}

impl FetchError {
    /// Whether another try may help, and when.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Connect(error) => match error.kind() {
                ConnectKind::Tls | ConnectKind::Proxy => Retry::Never,
                _ => Retry::Backoff,
            },
            Self::Broken { .. }
            | Self::Stalled { .. }
            | Self::Trickle { .. }
            | Self::Range { .. }
            | Self::Piece { .. } => Retry::Backoff,
            Self::Status { after: Some(after), status, .. } if is_passing(*status) => Retry::After(*after),
            Self::Status { status, .. } if is_passing(*status) => Retry::Backoff,
            _ => Retry::Never,
        }
    }

    /// Whether fewer of us would get on better.
    #[must_use]
    pub const fn is_crowded(&self) -> bool {
        matches!(self, Self::Status { status: 429, .. } | Self::NoRanges { .. })
    }

    /// Whether others may get on where one could not: some servers turn away who comes beside another.
    #[must_use]
    pub const fn is_of_one(&self) -> bool {
        matches!(self, Self::Status { .. } | Self::Protocol { .. } | Self::Connect(_))
    }

    /// How often the same is asked for at most, where it is less than the user's patience: a server that sends other
    /// bytes than it was asked for does so out of habit.
    #[must_use]
    pub const fn most_tries(&self) -> Option<u32> {
        match self {
            Self::Range { .. } => Some(3),
            _ => None,
        }
    }

    /// Whether nobody is there who could answer: no such name, no way, no listener.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        use ConnectKind::{Dns, Refused, Unreachable};
        matches!(self, Self::Connect(error) if matches!(error.kind(), Dns | Refused | Unreachable))
    }

    /// One word for programs: `error.kind` of the JSON document.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Connect(error) if error.kind() == ConnectKind::Tls => "tls",
            Self::Connect(_) | Self::Broken { .. } | Self::Stalled { .. } | Self::Trickle { .. } => "network",
            Self::Tls(_) => "tls",
            Self::Status { status: 401 | 403 | 407, .. } | Self::Refresh { .. } => "auth",
            Self::Status { status: 404 | 410, .. } => "not-found",
            Self::Status { status: 429, .. } => "limit",
            Self::Status { .. }
            | Self::Protocol { .. }
            | Self::Scheme { .. }
            | Self::NoProtocol { .. }
            | Self::NoRendition { .. }
            | Self::Promised { .. }
            | Self::Unopened(_) => "protocol",
            Self::Range { .. } | Self::NoRanges { .. } => "range",
            Self::Changed { .. } | Self::NotModified { .. } | Self::Present { .. } => "changed",
            Self::Checksum { .. }
            | Self::Piece { .. }
            | Self::WrongOutput { .. }
            | Self::Unrepaired { .. }
            | Self::Unlocated { .. } => "checksum",
            Self::ReaderGone { .. } => "output",
            Self::Disk(_) | Self::Exists { .. } | Self::Locked { .. } | Self::Meddled { .. } => "disk",
            Self::State(_) => "state",
            Self::Unnamed { .. } => "unnamed",
            Self::Playlist(error) => playlist_kind(error),
            Self::Recording(error) => match **error {
                RecordError::Output(_) => "disk",
                RecordError::Refused(_) => "protocol",
                _ => "network",
            },
            Self::Cancelled => "cancelled",
            Self::Panicked => "internal",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Connect(error) => error.hint().map(str::to_owned),
            Self::Tls(error) => error.hint().map(str::to_owned),
            Self::Status { status: 401, .. } => Some("give --user NAME:PASSWORD, or a header with -H".to_owned()),
            Self::Status { status: 403, url, .. } if url.ends_with('/') => {
                Some("this is a folder that may not be listed; name a file in it".to_owned())
            }
            Self::Status { after: Some(after), .. } => {
                Some(format!("it asks to be left alone for {}", format_duration(*after)))
            }
            Self::Status { status: 407, .. } => {
                Some("give --proxy http://NAME:PASSWORD@HOST:PORT, or check the ones in it".to_owned())
            }
            Self::Unnamed { .. } => Some("-o NAME says it".to_owned()),
            Self::Unopened(error) => match &**error {
                OpenError::Protected { key_id, .. } => {
                    let name = key_id.as_deref().unwrap_or("KID");
                    Some(format!("with its key rip opens it: toolbox rip --decrypt-key {name}:KEY"))
                }
                _ => None,
            },
            Self::Promised { found, .. } => Some(format!(
                "-o NAME.{} takes them as they are; toolbox rip makes an MP4 of them",
                found.extension()
            )),
            Self::NoRendition { .. } => Some("--quality best takes whatever is best".to_owned()),
            Self::Recording(error) => match &**error {
                RecordError::Output(
                    OutputError::File(error) | OutputError::Journal(JournalError::File(error)),
                ) => disk_hint(error),
                RecordError::Output(OutputError::Exists { .. }) => {
                    Some("--overwrite replaces it, -o writes to another name".to_owned())
                }
                RecordError::Output(OutputError::Journal(JournalError::Other { .. })) => {
                    Some("--fresh starts over, -o writes to another name".to_owned())
                }
                RecordError::Output(_) | RecordError::Refused(_) => None,
                _ => Some("run the same again to go on".to_owned()),
            },
            Self::NoRanges { .. } => Some("without a range, and with --overwrite, all of it is fetched anew".to_owned()),
            Self::Disk(error) => disk_hint(error),
            Self::Stalled { .. } | Self::Trickle { .. } => Some("run the same again to go on; --timeout waits longer".to_owned()),
            Self::Broken { .. } => Some("run the same again to go on".to_owned()),
            Self::Piece { .. } => Some("the rest is kept; --mirror names another source, which goes on with it".to_owned()),
            Self::Range { .. } => Some("does the file reach that far? -w 1 or a smaller --max-range may get on better".to_owned()),
            Self::Changed { .. } => Some("--fresh starts over with what the server has now, --overwrite replaces whatever is there".to_owned()),
            Self::Exists { .. } => {
                Some(
                    "--overwrite replaces it, --if-newer only by a newer one, --resume goes on with it, -o writes to \
                     another name"
                        .to_owned(),
                )
            }
            Self::Meddled { .. } => Some("--fresh starts over; let nobody else write to it meanwhile".to_owned()),
            Self::Locked { .. } => Some("wait for it, or write elsewhere with -o".to_owned()),
            Self::Checksum { kept, .. } => Some(format!("the file was kept as {}", kept.display())),
            Self::Unlocated { .. } => Some(
                "--metalink gives hashes of pieces (fetch --save-metalink keeps them); --compare reads all of it from the \
                 source, and writes what differs"
                    .to_owned(),
            ),
            Self::Unrepaired { .. } => Some("the file was left as it is; the source has another one".to_owned()),
            Self::WrongOutput { .. } => Some("the last bytes were held back; do not use what the reader made".to_owned()),
            Self::State(error) => error.hint(),
            _ => None,
        }
    }
}

fn playlist_kind(error: &LoadError) -> &'static str {
    match (error.status(), error) {
        (Some(401 | 403 | 407), _) => "auth",
        (Some(404 | 410), _) => "not-found",
        (None, LoadError::Client(_)) => "network",
        _ => "protocol",
    }
}

/// What can be done about a file or a folder.
fn disk_hint(error: &FileError) -> Option<String> {
    let folder = error.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match error.source.kind() {
        io::ErrorKind::NotFound if error.operation != "read" && !folder.exists() => {
            Some(format!("make the folder {}, or write elsewhere with -o", folder.display()))
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem if error.operation != "read" => {
            Some("write elsewhere with -o".to_owned())
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Some("make room, and run the same again: it goes on with what is there".to_owned())
        }
        io::ErrorKind::IsADirectory => Some("-o NAME says another name, -o FOLDER/ another place".to_owned()),
        _ => None,
    }
}

/// Statuses that say "not now" (RFC 9110, RFC 6585).
const fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        let (hint, name) = (error.hint(), error.kind());
        let failure = match error {
            FetchError::Scheme { .. } | FetchError::NoProtocol { .. } => Self::usage(error),
            _ => Self::operation(error),
        };
        Self { name: Some(name), ..failure }.maybe_hint(hint)
    }
}

impl From<LoadError> for FetchError {
    fn from(error: LoadError) -> Self {
        Self::Playlist(Box::new(error))
    }
}

impl From<OpenError> for FetchError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Load(error) => Self::Playlist(error),
            error => Self::Unopened(Box::new(error)),
        }
    }
}

impl From<RecordError> for FetchError {
    fn from(error: RecordError) -> Self {
        Self::Recording(Box::new(error))
    }
}

impl From<OutputError> for FetchError {
    fn from(error: OutputError) -> Self {
        RecordError::from(error).into()
    }
}
