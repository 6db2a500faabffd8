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
use super::source::Facts;
use super::span::Span;
use super::store::{Allocation, Durability};
use crate::media::select::Quality;

/// The most connections to one host unless the user says more: what servers commonly let one client have.
pub const HOST_CEILING: usize = 8;

/// How long nothing may come before a connection is given up: longer than a lost packet takes on a bad line.
pub const STALL: Duration = Duration::from_secs(20);

/// Tries of one part without a byte of progress between.
pub const TRIES: u32 = 10;

/// Tries of a server of which nothing was ever heard, unless the user says otherwise: mostly a word is wrong in the URL.
pub const FIRST_TRIES: u32 = 3;

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
    /// Who names it, in a folder.
    pub naming: Naming,
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
    /// Tries of a server that has never answered and where nobody listens; at least 1.
    pub first_tries: u32,
    /// Whether sums of pieces are kept beside the file.
    pub record: Record,
    /// What the file outlives when it is said to be there.
    pub durability: Durability,
    /// How room is made.
    pub allocation: Allocation,
    /// What its time of modification will be.
    pub mtime: Mtime,
    /// Which rendition of a stream.
    pub quality: Quality,
}

/// Where a download goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// To this file.
    File(PathBuf),
    /// Into this folder, under a name that the server or the URL gives.
    Folder(PathBuf),
}

/// Whose word counts for the name of a file in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Naming {
    /// The server's, else that of the URL.
    #[default]
    Server,
    /// That of the URL.
    Url,
}

/// The time of modification of a file that is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Mtime {
    /// That of the file on the server.
    #[default]
    Server,
    /// When it was written here.
    Now,
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
    /// An unfinished download goes on; a file that is not ours is taken for the front of the download, where its end
    /// is the same as the source's.
    Adopt,
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
}

impl Plan {
    /// The file that it becomes as far as that is known before anybody was asked; `None` where the URL names none.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        self.named(name::of_url(&self.url))
    }

    /// The file that it becomes, now that the server has answered: named by it, by the URL, or by where that led to.
    #[must_use]
    pub fn file_of(&self, facts: &Facts) -> Option<PathBuf> {
        let served = facts.name.clone().filter(|_| self.naming == Naming::Server);
        let led_to = || Url::parse(&facts.found_at).ok().and_then(|url| name::of_url(&url));
        self.named(served.or_else(|| name::of_url(&self.url)).or_else(led_to))
    }

    /// What it is called in messages: its file, or where there is no name yet, the end of its URL.
    #[must_use]
    pub fn label(&self) -> PathBuf {
        let folder = self.url.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let end = if folder.is_empty() { self.url.host_str().unwrap_or_default() } else { folder };
        self.file().unwrap_or_else(|| PathBuf::from(format!("{end}/")))
    }

    fn named(&self, name: Option<String>) -> Option<PathBuf> {
        match &self.target {
            Target::File(path) => Some(path.clone()),
            // What is shown is what a user would type.
            Target::Folder(folder) if folder == Path::new(".") => name.map(PathBuf::from),
            Target::Folder(folder) => name.map(|name| folder.join(name)),
        }
    }

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
            naming: Naming::default(),
            part: Span::new(0, UNKNOWN),
            workers: Workers::Auto(HOST_CEILING),
            earlier: Earlier::Continue,
            hash: Hash::Sha256,
            expected: None,
            pieces: None,
            stall: STALL,
            tries: TRIES,
            first_tries: FIRST_TRIES,
            record: Record::None,
            durability: Durability::Disk,
            allocation: Allocation::default(),
            mtime: Mtime::default(),
            quality: Quality::default(),
        }
    }
}

impl Workers {
    /// How many there may be.
    #[must_use]
    pub fn most(self) -> usize {
        match self {
            Self::Auto(most) => most.max(1),
            Self::Fixed(count) => count.max(1),
        }
    }

    /// How many to begin with.
    #[must_use]
    pub fn first(self) -> usize {
        match self {
            Self::Auto(_) => 1,
            Self::Fixed(count) => count.max(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(name: Option<&str>, found_at: &str) -> Facts {
        Facts { name: name.map(str::to_owned), found_at: found_at.to_owned(), ..Facts::default() }
    }

    #[test]
    fn the_server_names_a_file_then_the_url_then_where_it_led_to() {
        let plan = |url: &str| Plan::new(Url::parse(url).unwrap(), Target::Folder(PathBuf::from("d")));
        let (named, folder) = (plan("http://h/a.iso"), plan("http://h/latest/"));
        assert_eq!(named.file_of(&facts(Some("b.iso"), "http://h/c")), Some(PathBuf::from("d/b.iso")));
        assert_eq!(named.file_of(&facts(None, "http://h/c")), Some(PathBuf::from("d/a.iso")));
        assert_eq!(folder.file_of(&facts(None, "http://h/v2/c.iso?x=1")), Some(PathBuf::from("d/c.iso")));
        assert_eq!((folder.file(), folder.file_of(&facts(None, "http://h/latest/"))), (None, None));
        assert_eq!((folder.label(), plan("http://h/").label()), (PathBuf::from("latest/"), PathBuf::from("h/")));
        let by_url = Plan { naming: Naming::Url, ..named };
        assert_eq!(by_url.file_of(&facts(Some("b.iso"), "http://h/c")), Some(PathBuf::from("d/a.iso")));
        let given = Plan { target: Target::File(PathBuf::from("x")), ..folder };
        assert_eq!(given.file_of(&facts(Some("b"), "")), Some(PathBuf::from("x")));
    }
}
