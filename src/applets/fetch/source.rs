//! Where bytes come from: what a protocol must offer, and the registry that finds one for a URL.
//!
//! Two kinds of source exist. A *ranged* one knows its size and gives any part of it: HTTP, FTP, SFTP, S3. Several
//! connections may fetch parts of one file, and the piece map decides who fetches what. A *recorded* one becomes a file
//! only as it is played, from front to back: HLS, DASH.
//!
//! One request is probe and first part: [`Connection::open`] answers with [`Facts`] about the whole, whichever part was
//! asked for.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::error::FetchError;
use super::limits::Share;
use super::metalink::headers::Described;
use super::mirrors::Mirrors;
use super::plan::Plan;
use super::refresh::Refreshing;
use super::span::Span;
use super::store::Store;
use crate::kit::limit::Limits;
use crate::kit::net::SafeUrl;
use crate::media::record::Gauges;

/// A way to fetch URLs of some schemes.
pub trait Protocol: Send + Sync + fmt::Debug {
    /// Its name, for `--protocol`.
    fn name(&self) -> &'static str;

    /// The schemes of URLs that it fetches, in lower case.
    fn schemes(&self) -> &'static [&'static str];

    /// Whether a URL is for it. One that more than one claims is for the first of them.
    fn claims(&self, url: &Url) -> bool {
        self.schemes().contains(&url.scheme())
    }

    /// What a URL gives, as fast as `share` allows. Opens nothing yet.
    ///
    /// # Errors
    /// The URL cannot be asked for.
    fn source(&self, url: &Url, share: &Share) -> Result<Source, FetchError>;

    /// The same for a place that a server named for a file of `home`: nothing of what the user showed there may be
    /// shown to it. Not every protocol has such places.
    ///
    /// # Errors
    /// The URL cannot be asked for.
    fn named(&self, url: &Url, _home: &Url, _share: &Share) -> Result<Source, FetchError> {
        let problem = "this protocol follows nobody's hints".to_owned();
        Err(FetchError::Protocol { url: url.scheme().to_owned(), problem })
    }

    /// What lies below a URL, for protocols with folders; `None` for those without.
    fn list<'a>(&'a self, _url: &'a Url) -> Option<BoxFuture<'a, Result<Vec<Entry>, FetchError>>> {
        None
    }
}

/// One thing that can be downloaded.
#[derive(Debug, Clone)]
pub enum Source {
    /// Any part of it can be asked for.
    Ranged(Arc<dyn Ranged>),
    /// It is written from front to back.
    Recorded(Arc<dyn Recorded>),
}

/// A file of which parts can be asked for.
pub trait Ranged: Send + Sync + fmt::Debug {
    /// The URL, secrets masked.
    fn shown(&self) -> String;

    /// A connection of one worker; made when it is first used.
    fn connection(&self) -> Box<dyn Connection>;

    /// How much longer than a silent server's patience it may take to open a connection: for what else it waits for.
    fn patience(&self) -> Duration {
        Duration::ZERO
    }

    /// One of the places of the bytes, secrets masked; [`Connection::place`] numbers them.
    fn place(&self, _number: usize) -> String {
        self.shown()
    }

    /// A place has sent wrong bytes: it is not asked again while there are others.
    fn blame(&self, _number: usize) {}

    /// Takes in which other places the first answer names.
    fn offer(&self, _facts: &Facts) {}

    /// What each place has said of the file, for another run.
    fn validators(&self) -> Vec<Said> {
        Vec::new()
    }

    /// What places had said in an earlier run, and what was taken to be the file then.
    fn recall(&self, _said: &[Said], _known: &Known) {}
}

/// What one place says of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Which place, secrets masked.
    pub url: String,
    /// How the file is recognised there.
    #[serde(flatten)]
    pub known: Known,
}

/// A stream that is recorded. Where it has got to is the recorder's to remember: the same order goes on with it.
pub trait Recorded: Send + Sync + fmt::Debug {
    /// The URL, secrets masked.
    fn shown(&self) -> String;

    /// Records it to its end, or until the order is stopped.
    fn record<'a>(&'a self, order: Order<'a>) -> BoxFuture<'a, Result<Recording, FetchError>>;
}

/// What a recorder is to do.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// What is meant.
    pub plan: &'a Plan,
    /// What it counts while it works.
    pub gauges: &'a Arc<Gauges>,
    /// Ends it: what is under way is finished.
    pub stop: &'a CancellationToken,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recording {
    /// The file; that of the picture, where the sound has one of its own.
    pub file: PathBuf,
    /// Which rendition, where there was a choice.
    pub quality: Option<String>,
    /// Whether it was stopped, and can be gone on with.
    pub is_stopped: bool,
    /// Whether something is missing that can be asked for again: until then the file has not its name.
    pub is_open: bool,
    /// Bytes of all its files.
    pub bytes: u64,
    /// Those of them that were there before.
    pub resumed_bytes: u64,
    /// Segments in them.
    pub segments: u64,
    /// Segments that could not be had.
    pub missing_segments: u64,
    /// How long it plays.
    pub duration: Duration,
    /// How many files it is.
    pub files: usize,
    /// Sound and subtitles that the stream has beside that.
    pub left_out: Vec<String>,
}

/// One worker's way to the source. It keeps a connection between requests where the protocol can.
pub trait Connection: Send + fmt::Debug {
    /// Asks for bytes; what was left of an earlier answer is given up. The answer has begun when this returns, and is
    /// known to be of the bytes asked for.
    fn open<'a>(&'a mut self, ask: &'a Ask) -> BoxFuture<'a, Result<Facts, FetchError>>;

    /// Moves the next bytes of the answer to their place, at most `most` of them; how many that were, at least one. 0 is
    /// the end of the answer. After an error, or where it is dropped while it waits, the connection is given up; bytes
    /// may then have been written behind those that were told of.
    fn receive<'a>(&'a mut self, into: Place<'a>, most: u64) -> BoxFuture<'a, Result<u64, FetchError>>;

    /// Bytes of the answer that have not been received; `None` where only its end will tell.
    fn left(&self) -> Option<u64>;

    /// Which of the places of the source the answer comes from; 0 where there is one.
    fn place(&self) -> usize {
        0
    }

    /// The budgets that bytes of the answer count against. Whoever receives them asks first.
    fn limits(&self) -> Limits {
        Limits::default()
    }
}

/// Where received bytes go.
#[derive(Debug)]
pub enum Place<'a> {
    /// Into the file, at this position of the source.
    File(&'a Store, u64),
    /// Behind what is there.
    Memory(&'a mut Vec<u8>),
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Which bytes; an end of [`UNKNOWN`](super::map::UNKNOWN) asks for all behind the start.
    pub span: Span,
    /// What is known of the file from before; `None` at the first request. The answer must agree.
    pub known: Option<Known>,
    /// Only a file that was modified later is wanted: otherwise the answer is [`FetchError::NotModified`].
    pub newer_than: Option<SystemTime>,
}

/// By what a file is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Known {
    /// All of its bytes.
    pub size: Option<u64>,
    /// The entity tag, as HTTP writes it: `"v1"`, or `W/"v1"` for a weak one.
    pub etag: Option<String>,
    /// The modification time, as HTTP writes it.
    pub last_modified: Option<String>,
}

impl Known {
    /// The entity tag where equal tags mean equal bytes (RFC 9110 §8.8.1).
    #[must_use]
    pub fn strong_etag(&self) -> Option<&str> {
        self.etag.as_deref().filter(|tag| !tag.starts_with("W/"))
    }

    /// What differs between this file and the one another answer is of; `None` where nothing is known to.
    #[must_use]
    pub fn differs(&self, now: &Self) -> Option<String> {
        let differ = |what: &str, old: String, new: String| Some(format!("{what} was {old} and is {new}"));
        if let (Some(old), Some(new)) = (self.size, now.size)
            && old != new
        {
            return differ("its size", format!("{old} bytes"), new.to_string());
        }
        let weak = |tag: &str| tag.trim_start_matches("W/").to_owned();
        if let (Some(old), Some(new)) = (&self.etag, &now.etag) {
            // Where there are tags, they decide: mirrors often disagree about the time.
            return if weak(old) == weak(new) { None } else { differ("its ETag", old.clone(), new.clone()) };
        }
        match (&self.last_modified, &now.last_modified) {
            (Some(old), Some(new)) if old != new => differ("its Last-Modified", old.clone(), new.clone()),
            _ => None,
        }
    }
}

/// What an answer says of the whole file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// By what it is recognised.
    pub known: Known,
    /// The bytes that this answer holds.
    pub span: Span,
    /// Whether parts of it can be asked for.
    pub ranges: Ranges,
    /// The name that the server gives it, made safe.
    pub name: Option<String>,
    /// When it was last modified.
    pub modified: Option<SystemTime>,
    /// What kind of file it is, as HTTP writes it.
    pub media_type: Option<String>,
    /// Where it was found after redirects, secrets masked.
    pub found_at: String,
    /// Other places of it, and its sums, as far as the answer tells.
    pub described: Described,
}

/// Whether parts of a file can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ranges {
    /// The answer was one.
    Yes,
    /// The server sends all or nothing.
    #[default]
    No,
}

/// Something below a URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name relative to the URL, with `/` at the end of folders.
    pub name: String,
    /// Its size, where the listing tells.
    pub bytes: Option<u64>,
}

/// The protocols there are.
#[derive(Debug, Default)]
pub struct Registry(Vec<Arc<dyn Protocol>>);

impl Registry {
    /// Adds one; of two for the same scheme the first is used.
    #[must_use]
    pub fn with(mut self, protocol: impl Protocol + 'static) -> Self {
        self.0.push(Arc::new(protocol));
        self
    }

    /// The protocol for a URL, or the one that the user named.
    ///
    /// # Errors
    /// [`FetchError::Scheme`].
    pub fn find(&self, url: &Url, named: Option<&str>) -> Result<&dyn Protocol, FetchError> {
        self.fitting(url, named).first().copied().ok_or_else(|| {
            if let Some(name) = named {
                let known: Vec<&str> = self.0.iter().map(|protocol| protocol.name()).collect();
                return FetchError::NoProtocol { name: name.to_owned(), known: known.join(", ") };
            }
            let known: Vec<&str> = self.0.iter().flat_map(|protocol| protocol.schemes()).copied().collect();
            FetchError::Scheme { scheme: url.scheme().to_owned(), known: known.join(", ") }
        })
    }
}

impl Registry {
    fn fitting(&self, url: &Url, named: Option<&str>) -> Vec<&dyn Protocol> {
        let fits = |protocol: &&dyn Protocol| match named {
            Some(name) => protocol.name() == name,
            None => protocol.claims(url),
        };
        self.0.iter().map(AsRef::as_ref).filter(fits).collect()
    }

    /// The stream of a download, where it is one that is recorded.
    ///
    /// # Errors
    /// No protocol fetches the URL.
    pub fn recorded(&self, plan: &Plan, share: &Share) -> Result<Option<Arc<dyn Recorded>>, FetchError> {
        match self.find(&plan.url, plan.protocol.as_deref())?.source(&plan.url, share)? {
            Source::Recorded(stream) => Ok(Some(stream)),
            Source::Ranged(_) => Ok(None),
        }
    }

    /// The source of a download: its URL, renewed where that was asked for, and its mirrors.
    ///
    /// # Errors
    /// No protocol fetches one of the URLs, or what it gives is no ranged source.
    pub fn ranged(self: &Arc<Self>, plan: &Plan, share: &Share) -> Result<Arc<dyn Ranged>, FetchError> {
        let mut sources = Vec::with_capacity(1 + plan.mirrors.len());
        for url in std::iter::once(&plan.url).chain(&plan.mirrors) {
            let (registry, named, share) = (Arc::clone(self), plan.protocol.clone(), share.clone());
            let make = move |url: &Url| registry.one(url, named.as_deref(), &share);
            sources.push(match (&plan.refresh, SafeUrl::try_from(url.clone())) {
                (Some(command), Ok(url)) => {
                    Arc::new(Refreshing::new((command.clone(), plan.stall), url, make)?) as Arc<dyn Ranged>
                }
                _ => make(url)?,
            });
        }
        let (registry, share, home) = (Arc::clone(self), share.clone(), plan.url.clone());
        let name = move |url: &Url| match registry.find(url, None)?.named(url, &home, &share)? {
            Source::Ranged(source) => Ok(source),
            Source::Recorded(_) => Err(recorded(url)),
        };
        Ok(Arc::new(Mirrors::new(sources).naming(&plan.url, name)))
    }

    /// The source of one URL alone: as it is, also where it describes a stream.
    ///
    /// # Errors
    /// As [`ranged`](Self::ranged).
    pub fn one(&self, url: &Url, named: Option<&str>, share: &Share) -> Result<Arc<dyn Ranged>, FetchError> {
        self.find(url, named)?;
        for protocol in self.fitting(url, named) {
            if let Ok(Source::Ranged(source)) = protocol.source(url, share) {
                return Ok(source);
            }
        }
        let problem = "what this protocol gives is recorded, and has no parts to be asked for".to_owned();
        Err(FetchError::Protocol { url: url.scheme().to_owned(), problem })
    }
}

fn recorded(url: &Url) -> FetchError {
    let problem = "this protocol records; nothing here can yet".to_owned();
    FetchError::Protocol { url: url.scheme().to_owned(), problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(size: u64, etag: Option<&str>, last_modified: Option<&str>) -> Known {
        Known { size: Some(size), etag: etag.map(str::to_owned), last_modified: last_modified.map(str::to_owned) }
    }

    #[test]
    fn a_file_is_recognised_by_size_then_tag_then_time() {
        let old = known(7, Some("\"a\""), Some("Mon"));
        for (now, differs) in [
            (known(7, Some("\"a\""), Some("Tue")), None),
            (known(7, Some("W/\"a\""), None), None),
            (known(7, Some("\"b\""), Some("Mon")), Some("its ETag was \"a\" and is \"b\"")),
            (known(8, Some("\"a\""), Some("Mon")), Some("its size was 7 bytes and is 8")),
            (known(7, None, Some("Tue")), Some("its Last-Modified was Mon and is Tue")),
            (known(7, None, Some("Mon")), None),
            (Known::default(), None),
        ] {
            assert_eq!(old.differs(&now).as_deref(), differs, "{now:?}");
        }
        assert_eq!((known(7, Some("W/\"a\""), None).strong_etag(), old.strong_etag()), (None, Some("\"a\"")));
    }
}
