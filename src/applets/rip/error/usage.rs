//! What cannot be meant.

use thiserror::Error;

use crate::applets::rip::name::TemplateError;
use crate::kit::error::Failure;
use crate::kit::fs::FileError;
use crate::kit::http::ProxiesError;
use crate::kit::http::cookies::GivenError;
use crate::kit::net::{OverrideError, UrlError};
use crate::kit::units::UnitError;

/// What cannot be meant.
#[derive(Debug, Error)]
pub enum PlanError {
    /// The target.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// A playlist from standard input.
    #[error("a playlist from standard input needs --base-url: what its references are relative to")]
    NoBase,
    /// `--base-url` beside a URL.
    #[error(
        "--base-url is for playlists from a file or from standard input; a URL is what its references are relative to"
    )]
    Base,
    /// A playlist that cannot be read.
    #[error(transparent)]
    Input(FileError),
    /// What looks like a file and is none.
    #[error("`{name}`: there is no such file, and a URL begins with http:// or https://")]
    NoFile {
        /// Its name, secrets masked.
        name: String,
    },
    /// `--concurrency`.
    #[error("--concurrency must be from 1 to {most}")]
    Concurrency {
        /// The most.
        most: u64,
    },
    /// `--per-host`.
    #[error("--per-host must be from 1 to {most}")]
    PerHost {
        /// The most.
        most: u64,
    },
    /// `--duration 0`.
    #[error("--duration must be more than 0")]
    NoDuration,
    /// `--list-quality` or `--find` beside `--output`.
    #[error("{flag} records nothing, and --output names a recording")]
    ListToFile {
        /// Which.
        flag: &'static str,
    },
    /// Two that exclude each other.
    #[error("{one} and {other} exclude each other")]
    Both {
        /// One.
        one: &'static str,
        /// The other.
        other: &'static str,
    },
    /// `--cookies`.
    #[error("--cookies: {0}")]
    Cookies(#[from] GivenError),
    /// `--remux ffmpeg` into a pipe.
    #[error("--remux ffmpeg makes a file, and --output - is a pipe")]
    RemuxPipe,
    /// A recording into a terminal.
    #[error("--output - would write a film to the terminal; pipe it into a player, or --force it")]
    Terminal,
    /// `--subs` beside a pipe.
    #[error("--subs writes files beside the recording, and --output - is a pipe")]
    SubsPipe,
    /// `--refresh-cmd` beside a pipe.
    #[error("--refresh-cmd goes on with a file, and --output - is a pipe")]
    RefreshPipe,
    /// `--from`.
    #[error("--from: {0}")]
    From(#[from] UnitError),
    /// `--output` with fields.
    #[error("--output: {0}")]
    Template(#[from] TemplateError),
    /// `--until`.
    #[error(
        "--until: “{text}” is no time; use 22:00 or 2026-11-27T22:00Z, with a zone behind it where UTC is not meant"
    )]
    Until {
        /// What was typed.
        text: String,
    },
    /// `--timeout 0`.
    #[error("--timeout must be more than 0")]
    NoTimeout,
    /// `--decrypt-key`.
    #[error("--decrypt-key must be 32 hexadecimal digits, or two times 32 with a colon between them (KID:KEY)")]
    Key,
    /// `--decrypt-key`, twice.
    #[error("of several --decrypt-key all but one must name what they open (KID:KEY)")]
    Keys,
    /// `--header` without a colon or a name.
    #[error("--header must be 'Name: value'")]
    Header,
    /// A field that is ours to send.
    #[error("--header {name}: this field is set by the program")]
    OwnHeader {
        /// Which.
        name: String,
    },
    /// A value with control characters.
    #[error("{flag}: the value has a control character")]
    Value {
        /// Which flag.
        flag: &'static str,
    },
    /// `--proxy`, or a variable of the environment.
    #[error(transparent)]
    Proxy(#[from] ProxiesError),
    /// `--resolve`.
    #[error("--resolve")]
    Resolve(#[from] OverrideError),
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        Self::usage(error)
    }
}
