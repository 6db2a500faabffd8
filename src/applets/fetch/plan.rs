//! What the user meant: one download, validated. The only place with defaults and cross-checks.

use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::checksum::Checksum;
use super::map::UNKNOWN;
use super::metalink::Pieces;
use super::name;
use super::span::Span;
use super::store::{Allocation, Durability};

/// The most connections to one host unless the user says more: what servers commonly let one client have.
pub const HOST_CEILING: usize = 8;

/// How long nothing may come before a connection is given up: longer than a lost packet takes on a bad line.
pub const STALL: Duration = Duration::from_secs(20);

/// Tries of one part without a byte of progress between.
pub const TRIES: u32 = 10;

/// One download.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What to fetch.
    pub url: Url,
    /// The protocol to use, where not the scheme decides.
    pub protocol: Option<String>,
    /// Where else the same bytes lie, the most wanted first.
    pub mirrors: Vec<Url>,
    /// A command that prints a new link when one has expired.
    pub refresh: Option<String>,
    /// No request asks for more bytes than this: some servers refuse long ranges.
    pub max_range_bytes: Option<NonZeroU64>,
    /// The size that was promised.
    pub size_bytes: Option<u64>,
    /// Where to put it.
    pub target: Target,
    /// Which bytes; an end of [`UNKNOWN`] is that of the file.
    pub part: Span,
    /// How many connections.
    pub workers: Workers,
    /// What becomes of a file that has the name, and of an earlier attempt.
    pub earlier: Earlier,
    /// Whether SHA-256 is computed.
    pub hash: Hash,
    /// What it must be.
    pub expected: Option<Checksum>,
    /// What its pieces must be.
    pub pieces: Option<Pieces>,
    /// Nothing may come for this long.
    pub stall: Duration,
    /// Tries of one part without progress; at least 1.
    pub tries: u32,
    /// Whether sums of pieces are kept beside the file.
    pub record: Record,
    /// What the file outlives when it is said to be there.
    pub durability: Durability,
    /// How room is made.
    #[serde(skip)]
    pub allocation: Allocation,
}

/// Where a download goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// To this file.
    File(PathBuf),
    /// Into this folder, under a name that the server or the URL gives.
    Folder(PathBuf),
}

/// How many connections fetch one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Workers {
    /// One, and more while more are faster, up to this many.
    Auto(usize),
    /// This many, at least 1.
    Fixed(usize),
}

/// What becomes of what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Earlier {
    /// An unfinished download goes on; a file that is not ours is left alone.
    Continue,
    /// An unfinished download starts over; a file that is not ours is left alone.
    Fresh,
    /// Whatever has the name is replaced.
    Overwrite,
    /// A file that has the name is replaced where the server has a newer one; an unfinished download goes on.
    IfNewer,
}

/// Whether the bytes are hashed as they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// Not at all.
    None,
}

/// What is kept beside a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Record {
    /// A Metalink with sums of its pieces.
    Metalink,
    /// Nothing.
    None,
}

impl Target {
    /// The target that `--output` names: a folder where one is there or a slash ends it.
    #[must_use]
    pub fn of(output: Option<&Path>) -> Self {
        match output {
            None => Self::Folder(PathBuf::from(".")),
            Some(path) if path.is_dir() || path.to_string_lossy().ends_with('/') => Self::Folder(path.to_owned()),
            Some(path) => Self::File(path.to_owned()),
        }
    }

    /// The file for a URL, and for a name that the server gave.
    #[must_use]
    pub fn file(&self, url: &Url, served: Option<&str>) -> PathBuf {
        match self {
            Self::File(path) => path.clone(),
            Self::Folder(folder) => {
                let name = served.map(str::to_owned).or_else(|| name::of_url(url));
                let name = name.unwrap_or_else(|| name::FALLBACK.to_owned());
                // What is shown is what a user would type.
                if folder == Path::new(".") { PathBuf::from(name) } else { folder.join(name) }
            }
        }
    }
}

impl Plan {
    /// Where a request that begins at `start` and wants all up to `end` may end.
    #[must_use]
    pub fn range_end(&self, start: u64, end: u64) -> u64 {
        self.max_range_bytes.map_or(end, |most| end.min(start.saturating_add(most.get())))
    }

    /// The plan for a URL that nothing more is said about.
    #[must_use]
    pub fn new(url: Url, target: Target) -> Self {
        Self {
            url,
            protocol: None,
            mirrors: Vec::new(),
            refresh: None,
            max_range_bytes: None,
            size_bytes: None,
            target,
            part: Span::new(0, UNKNOWN),
            workers: Workers::Auto(HOST_CEILING),
            earlier: Earlier::Continue,
            hash: Hash::Sha256,
            expected: None,
            pieces: None,
            stall: STALL,
            tries: TRIES,
            record: Record::None,
            durability: Durability::Disk,
            allocation: Allocation::default(),
        }
    }
}

impl Workers {
    /// How many to begin with.
    #[must_use]
    pub fn first(self) -> usize {
        match self {
            Self::Auto(_) => 1,
            Self::Fixed(count) => count.max(1),
        }
    }
}
