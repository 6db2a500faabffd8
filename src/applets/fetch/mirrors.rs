//! Several places of one file as one source.
//!
//! Each connection belongs to one place at a time, and moves on when that one fails: first to those that never failed,
//! among them to the one with the fewest connections, then to the most wanted. So places share the work, a slow one is
//! relieved by the map (its parts are taken over), and one that is gone costs an attempt.
//!
//! Places have validators of their own; what they have in common is the size, and the bytes. The size is compared at
//! every answer; whether the bytes are the same only a checksum can tell. A place that sent bytes with the wrong one is
//! avoided from then on, while there is another.
//!
//! Places that the user gave are believed. Those that a server names (`Link: rel=duplicate`, RFC 6249) have to agree with
//! what it says of the file: in a digest, or else in the size and a validator. Secrets of the user are not for them, and
//! for a file that comes over TLS neither are places without.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use futures_util::future::BoxFuture;
use url::Url;

use super::error::{FetchError, Retry};
use super::metalink::headers::Described;
use super::source::{Ask, Connection, Facts, Known, Place, Ranged, Said};
use crate::kit::limit::Limits;

/// Of the places that a server names, so many are used: there are as many connections as to one host.
const MOST_NAMED: usize = 4;

/// The places, the most wanted first.
#[derive(Debug)]
pub struct Mirrors(Arc<Inner>);

/// Makes the source of a place that a server names.
type Name = Box<dyn Fn(&Url) -> Result<Arc<dyn Ranged>, FetchError> + Send + Sync>;

struct Inner {
    /// Only ever grows, when the first answer names others. Held for one look.
    mirrors: RwLock<Vec<Arc<Mirror>>>,
    /// Whose validators the download knows: the first that answered; [`NOBODY`] where that is none of them.
    home: OnceLock<usize>,
    /// What an earlier run knew. Written before the first request.
    recalled: Mutex<Vec<Said>>,
    /// What the first answer says, which places that it names must agree with. Written once.
    first: OnceLock<(Known, Described)>,
    name: Option<Name>,
    /// Whether only places with TLS are taken from servers.
    is_secure: bool,
}

/// No place.
const NOBODY: usize = usize::MAX;

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mirrors").field("mirrors", &self.mirrors).field("home", &self.home).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Mirror {
    source: Arc<dyn Ranged>,
    /// Connections that are at it.
    connections: AtomicUsize,
    /// Since its last answer.
    failures: AtomicU32,
    /// It has sent wrong bytes, or is of another file. Set once.
    is_bad: AtomicBool,
    /// Whether it was named by a server, and has to prove what it is of.
    is_named: bool,
    /// What its first answer said; it must stay so.
    known: Mutex<Option<Known>>,
}

impl Mirror {
    fn new(source: Arc<dyn Ranged>, is_named: bool) -> Arc<Self> {
        Arc::new(Self {
            source,
            connections: AtomicUsize::new(0),
            failures: AtomicU32::new(0),
            is_bad: AtomicBool::new(false),
            is_named,
            known: Mutex::new(None),
        })
    }

    fn known(&self) -> Option<Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether it was named by a server and has not shown yet that it has the file.
    fn is_unproven(&self) -> bool {
        self.is_named && self.known().is_none()
    }

    fn learn(&self, known: &Known) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| known.clone());
    }
}

impl Mirrors {
    /// One source out of several; at least one, the most wanted first.
    #[must_use]
    pub fn new(sources: Vec<Arc<dyn Ranged>>) -> Self {
        let mirrors = sources.into_iter().map(|source| Mirror::new(source, false)).collect();
        Self(Arc::new(Inner {
            mirrors: RwLock::new(mirrors),
            home: OnceLock::new(),
            recalled: Mutex::default(),
            first: OnceLock::new(),
            name: None,
            is_secure: false,
        }))
    }

    /// The same, with the places that the first answer names: `name` makes their sources; where `home`, the URL of the
    /// user, is one of TLS, they need it too. Before anybody has a connection.
    #[must_use]
    pub fn naming(
        self,
        home: &Url,
        name: impl Fn(&Url) -> Result<Arc<dyn Ranged>, FetchError> + Send + Sync + 'static,
    ) -> Self {
        match Arc::try_unwrap(self.0) {
            Ok(inner) => {
                Self(Arc::new(Inner { name: Some(Box::new(name)), is_secure: home.scheme() == "https", ..inner }))
            }
            Err(shared) => Self(shared),
        }
    }
}

impl Ranged for Mirrors {
    fn shown(&self) -> String {
        self.place(0)
    }

    fn connection(&self) -> Box<dyn Connection> {
        Box::new(MirrorConnection { inner: Arc::clone(&self.0), line: None, opening: false, limits: Limits::default() })
    }

    fn place(&self, number: usize) -> String {
        self.0.all().get(number).map(|mirror| mirror.source.shown()).unwrap_or_default()
    }

    fn blame(&self, number: usize) {
        let all = self.0.all();
        let good = all.iter().filter(|mirror| !mirror.is_bad.load(Ordering::Relaxed)).count();
        // Who is the last has to do.
        if let (Some(mirror), true) = (all.get(number), good > 1) {
            mirror.is_bad.store(true, Ordering::Relaxed);
        }
    }

    fn offer(&self, facts: &Facts) {
        let inner = &self.0;
        if inner.first.set((facts.known.clone(), facts.described.clone())).is_err() {
            return;
        }
        let Some(name) = &inner.name else { return };
        let mut mirrors = inner.mirrors.write().unwrap_or_else(PoisonError::into_inner);
        let most = mirrors.len() + MOST_NAMED;
        for place in &facts.described.sources {
            let is_there = mirrors.iter().any(|mirror| mirror.source.shown() == place.url.to_string());
            if is_there || mirrors.len() >= most || (inner.is_secure && place.url.scheme() != "https") {
                continue;
            }
            match name(&place.url) {
                Ok(source) => {
                    tracing::debug!(url = %place.url, "the server names another place");
                    let mirror = Mirror::new(source, true);
                    inner.remember(&mirror);
                    mirrors.push(mirror);
                }
                Err(error) => tracing::debug!(url = %place.url, %error, "a place that the server names is of no use"),
            }
        }
    }

    fn patience(&self) -> Duration {
        self.0.all().iter().map(|mirror| mirror.source.patience()).max().unwrap_or_default()
    }

    fn validators(&self) -> Vec<Said> {
        let said = |mirror: &Arc<Mirror>| Some(Said { url: mirror.source.shown(), known: mirror.known()? });
        let said: Vec<Said> = self.0.all().iter().filter_map(said).collect();
        // One place is told of by the fields of the file.
        if self.0.all().len() > 1 { said } else { Vec::new() }
    }

    fn recall(&self, said: &[Said], known: &Known) {
        let inner = &self.0;
        *inner.recalled.lock().unwrap_or_else(PoisonError::into_inner) = said.to_vec();
        for mirror in inner.all().iter() {
            inner.remember(mirror);
        }
        if !said.is_empty() {
            let home = inner.all().iter().position(|mirror| mirror.known().as_ref() == Some(known));
            let _ = inner.home.set(home.unwrap_or(NOBODY));
        }
    }
}

impl Inner {
    fn all(&self) -> RwLockReadGuard<'_, Vec<Arc<Mirror>>> {
        self.mirrors.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds a place to what it said in an earlier run.
    fn remember(&self, mirror: &Mirror) {
        let recalled = self.recalled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(said) = recalled.iter().find(|said| said.url == mirror.source.shown()) {
            mirror.learn(&said.known);
        }
    }

    /// The place for the next connection, but those that were tried. Bad ones only where all others were, and those that
    /// only a server vouched for never; such a one is asked once until it has shown that it has the file.
    fn pick(&self, tried: &[usize]) -> Option<usize> {
        let all = self.all();
        let left = (0..all.len()).filter(|index| !tried.contains(index));
        let usable = left.filter(|index| {
            let mirror = &all[*index];
            let asked = mirror.is_unproven() && mirror.connections.load(Ordering::Relaxed) > 0;
            !(asked || mirror.is_named && mirror.is_bad.load(Ordering::Relaxed))
        });
        usable.min_by_key(|index| {
            let mirror = &all[*index];
            let is_bad = mirror.is_bad.load(Ordering::Relaxed);
            let (failures, connections) =
                (mirror.failures.load(Ordering::Relaxed), mirror.connections.load(Ordering::Relaxed));
            (is_bad, failures, connections, *index)
        })
    }

    /// What a place must agree with: its own validators, and the size of the file.
    fn known(&self, (index, mirror): (usize, &Mirror), asked: Option<&Known>) -> Option<Known> {
        let asked = asked?;
        let own = mirror.known().or_else(|| (index == *self.home.get().unwrap_or(&0)).then(|| asked.clone()));
        Some(Known { size: asked.size, ..own.unwrap_or_default() })
    }

    /// Whether a place that a server named is of the same file, by its first answer.
    fn agrees(&self, facts: &Facts) -> bool {
        let Some((known, described)) = self.first.get() else { return false };
        let strong = described.checksums.iter().filter(|sum| sum.algorithm().is_strong());
        let mut common = strong.filter_map(|sum| {
            let theirs = facts.described.checksums.iter().find(|other| other.algorithm() == sum.algorithm())?;
            Some(theirs == sum)
        });
        if let Some(is_same) = common.next() {
            return is_same;
        }
        let is_same_tag = facts.known.strong_etag().is_some() && facts.known.strong_etag() == known.strong_etag();
        let is_same_time = facts.known.last_modified.is_some() && facts.known.last_modified == known.last_modified;
        known.size.is_some() && facts.known.size == known.size && (is_same_tag || is_same_time)
    }
}

/// One worker's connection, to one of the places.
#[derive(Debug)]
struct MirrorConnection {
    inner: Arc<Inner>,
    line: Option<Line>,
    /// Set while a place is being asked. Found set at the next request, it was given up as too slow.
    opening: bool,
    limits: Limits,
}

#[derive(Debug)]
struct Line {
    mirror: Arc<Mirror>,
    index: usize,
    connection: Box<dyn Connection>,
}

impl Line {
    fn new(inner: &Inner, index: usize) -> Option<Self> {
        let mirror = Arc::clone(inner.all().get(index)?);
        if mirror.connections.fetch_add(1, Ordering::Relaxed) > 0 && mirror.is_unproven() {
            mirror.connections.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        let connection = mirror.source.connection();
        Some(Self { mirror, index, connection })
    }

    fn is_bad(&self) -> bool {
        self.mirror.is_bad.load(Ordering::Relaxed)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.mirror.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

impl MirrorConnection {
    fn failed(&mut self) {
        if let Some(line) = self.line.take() {
            line.mirror.failures.fetch_add(1, Ordering::Relaxed);
        }
    }

    async fn ask(&mut self, ask: &Ask) -> Result<Facts, FetchError> {
        if std::mem::take(&mut self.opening) {
            self.failed();
        }
        if self.line.as_ref().is_some_and(Line::is_bad) {
            self.line = None;
        }
        let mut tried = Vec::new();
        let mut worst: Option<FetchError> = None;
        loop {
            if self.line.is_none() {
                let Some(index) = self.inner.pick(&tried) else { break };
                self.line = Line::new(&self.inner, index);
                if self.line.is_none() {
                    tried.push(index);
                    continue;
                }
            }
            let Some(line) = &mut self.line else { break };
            tried.push(line.index);
            let known = self.inner.known((line.index, &line.mirror), ask.known.as_ref());
            let is_proven = !line.mirror.is_unproven();
            let own = Ask { known, ..ask.clone() };
            self.opening = true;
            let answer = line.connection.open(&own).await;
            self.opening = false;
            let answer = answer.and_then(|facts| {
                if is_proven || self.inner.agrees(&facts) {
                    return Ok(facts);
                }
                line.mirror.is_bad.store(true, Ordering::Relaxed);
                let what = "nothing shows that this is the same file".to_owned();
                Err(FetchError::Changed { url: line.mirror.source.shown(), what })
            });
            match answer {
                Ok(facts) => {
                    if ask.known.is_none() {
                        let _ = self.inner.home.set(line.index);
                    }
                    line.mirror.failures.store(0, Ordering::Relaxed);
                    line.mirror.learn(&facts.known);
                    self.limits = line.connection.limits();
                    return Ok(facts);
                }
                Err(FetchError::Cancelled) => return Err(FetchError::Cancelled),
                Err(error) => {
                    tracing::debug!(mirror = %line.mirror.source.shown(), %error, "a mirror failed");
                    // A place that only a server vouched for says nothing about the download.
                    let counts = !line.mirror.is_named || worst.is_none();
                    self.failed();
                    // What may pass is worth another round.
                    if counts && worst.as_ref().is_none_or(|worst| worst.retry() == Retry::Never) {
                        worst = Some(error);
                    }
                }
            }
        }
        Err(worst.unwrap_or(FetchError::Cancelled))
    }
}

impl Connection for MirrorConnection {
    fn open<'a>(&'a mut self, ask: &'a Ask) -> BoxFuture<'a, Result<Facts, FetchError>> {
        Box::pin(self.ask(ask))
    }

    fn receive<'a>(&'a mut self, into: Place<'a>, most: u64) -> BoxFuture<'a, Result<u64, FetchError>> {
        Box::pin(async move {
            let Some(line) = &mut self.line else { return Ok(0) };
            let received = line.connection.receive(into, most).await;
            if received.is_err() {
                self.failed();
            }
            received
        })
    }

    fn left(&self) -> Option<u64> {
        // Nothing more is taken from who sent wrong bytes.
        self.line.as_ref().filter(|line| !line.is_bad()).map_or(Some(0), |line| line.connection.left())
    }

    fn place(&self) -> usize {
        self.line.as_ref().map_or(0, |line| line.index)
    }

    fn limits(&self) -> Limits {
        self.limits.clone()
    }
}

#[cfg(test)]
mod tests;
