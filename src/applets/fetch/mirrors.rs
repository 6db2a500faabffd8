//! Several places of one file as one source.
//!
//! Each connection belongs to one place at a time, and moves on when that one fails: first to those that never failed,
//! among them to the one with the fewest connections, then to the most wanted. So places share the work, a slow one is
//! relieved by the map (its parts are taken over), and one that is gone costs an attempt.
//!
//! Places have validators of their own; what they have in common is the size, and the bytes. The size is compared at
//! every answer; whether the bytes are the same only a checksum can tell.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use futures_util::future::BoxFuture;

use super::error::{FetchError, Retry};
use super::source::{Ask, Connection, Facts, Known, Place, Ranged};
use crate::kit::limit::Limits;

/// The places, the most wanted first.
#[derive(Debug)]
pub struct Mirrors(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    mirrors: Vec<Mirror>,
    /// Whose validators the download knows: the first that answered; of an earlier run, the first of all.
    home: OnceLock<usize>,
}

#[derive(Debug)]
struct Mirror {
    source: Arc<dyn Ranged>,
    /// Connections that are at it.
    connections: AtomicUsize,
    /// Since its last answer.
    failures: AtomicU32,
    /// What its first answer said; it must stay so.
    known: Mutex<Option<Known>>,
}

impl Mirrors {
    /// One source out of several; at least one, the most wanted first.
    #[must_use]
    pub fn new(sources: Vec<Arc<dyn Ranged>>) -> Self {
        let mirror = |source| Mirror {
            source,
            connections: AtomicUsize::new(0),
            failures: AtomicU32::new(0),
            known: Mutex::new(None),
        };
        Self(Arc::new(Inner { mirrors: sources.into_iter().map(mirror).collect(), home: OnceLock::new() }))
    }
}

impl Ranged for Mirrors {
    fn shown(&self) -> String {
        self.0.mirrors.first().map(|mirror| mirror.source.shown()).unwrap_or_default()
    }

    fn connection(&self) -> Box<dyn Connection> {
        Box::new(MirrorConnection { inner: Arc::clone(&self.0), line: None, opening: false, limits: Limits::default() })
    }
}

impl Inner {
    /// The place for the next connection, but those that were tried.
    fn pick(&self, tried: &[usize]) -> Option<usize> {
        let left = (0..self.mirrors.len()).filter(|index| !tried.contains(index));
        left.min_by_key(|index| {
            let mirror = &self.mirrors[*index];
            (mirror.failures.load(Ordering::Relaxed), mirror.connections.load(Ordering::Relaxed), *index)
        })
    }

    /// What a place must agree with: its own validators, and the size of the file.
    fn known(&self, index: usize, asked: Option<&Known>) -> Option<Known> {
        let asked = asked?;
        let own = self.mirrors[index].known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let own = own.or_else(|| (index == *self.home.get().unwrap_or(&0)).then(|| asked.clone()));
        Some(Known { size: asked.size, ..own.unwrap_or_default() })
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
    inner: Arc<Inner>,
    index: usize,
    connection: Box<dyn Connection>,
}

impl Line {
    fn new(inner: &Arc<Inner>, index: usize) -> Self {
        let mirror = &inner.mirrors[index];
        mirror.connections.fetch_add(1, Ordering::Relaxed);
        Self { inner: Arc::clone(inner), index, connection: mirror.source.connection() }
    }

    fn mirror(&self) -> &Mirror {
        &self.inner.mirrors[self.index]
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.mirror().connections.fetch_sub(1, Ordering::Relaxed);
    }
}

impl MirrorConnection {
    fn failed(&mut self) {
        if let Some(line) = self.line.take() {
            line.mirror().failures.fetch_add(1, Ordering::Relaxed);
        }
    }

    async fn ask(&mut self, ask: &Ask) -> Result<Facts, FetchError> {
        if std::mem::take(&mut self.opening) {
            self.failed();
        }
        let mut tried = Vec::new();
        let mut worst: Option<FetchError> = None;
        loop {
            if self.line.is_none() {
                let Some(index) = self.inner.pick(&tried) else { break };
                self.line = Some(Line::new(&self.inner, index));
            }
            let Some(line) = &mut self.line else { break };
            tried.push(line.index);
            let known = self.inner.known(line.index, ask.known.as_ref());
            let own = Ask { known, ..ask.clone() };
            self.opening = true;
            let answer = line.connection.open(&own).await;
            self.opening = false;
            match answer {
                Ok(facts) => {
                    if ask.known.is_none() {
                        let _ = self.inner.home.set(line.index);
                    }
                    let mirror = line.mirror();
                    mirror.failures.store(0, Ordering::Relaxed);
                    let mut known = mirror.known.lock().unwrap_or_else(PoisonError::into_inner);
                    known.get_or_insert_with(|| facts.known.clone());
                    self.limits = line.connection.limits();
                    return Ok(facts);
                }
                Err(FetchError::Cancelled) => return Err(FetchError::Cancelled),
                Err(error) => {
                    tracing::debug!(mirror = %line.mirror().source.shown(), %error, "a mirror failed");
                    self.failed();
                    // What may pass is worth another round.
                    if worst.as_ref().is_none_or(|worst| worst.retry() == Retry::Never) {
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
        self.line.as_ref().map_or(Some(0), |line| line.connection.left())
    }

    fn limits(&self) -> Limits {
        self.limits.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::fetch::source::Ranges;
    use crate::applets::fetch::span::Span;

    /// Who was asked, and what was known then.
    type Asked = Arc<Mutex<Vec<(&'static str, Option<Known>)>>>;

    /// A place that answers as it is told, and counts.
    #[derive(Debug)]
    struct Played {
        name: &'static str,
        known: Known,
        broken: Mutex<Option<Retry>>,
        asked: Asked,
    }

    #[derive(Debug)]
    struct PlayedConnection(Arc<Played>);

    impl Ranged for Arc<Played> {
        fn shown(&self) -> String {
            self.name.to_owned()
        }

        fn connection(&self) -> Box<dyn Connection> {
            Box::new(PlayedConnection(Arc::clone(self)))
        }
    }

    impl Connection for PlayedConnection {
        fn open<'a>(&'a mut self, ask: &'a Ask) -> BoxFuture<'a, Result<Facts, FetchError>> {
            Box::pin(async move {
                let played = &self.0;
                played.asked.lock().unwrap().push((played.name, ask.known.clone()));
                let (url, problem) = (played.name.to_owned(), "broken".to_owned());
                match *played.broken.lock().unwrap() {
                    None => {}
                    Some(Retry::Never) => return Err(FetchError::Protocol { url, problem }),
                    Some(_) => return Err(FetchError::Broken { url, problem }),
                }
                if let Some(what) = ask.known.as_ref().and_then(|known| known.differs(&played.known)) {
                    return Err(FetchError::Changed { url, what });
                }
                Ok(Facts { known: played.known.clone(), span: ask.span, ranges: Ranges::Yes, ..Facts::default() })
            })
        }

        fn receive<'a>(&'a mut self, _: Place<'a>, most: u64) -> BoxFuture<'a, Result<u64, FetchError>> {
            Box::pin(async move { Ok(most) })
        }

        fn left(&self) -> Option<u64> {
            Some(1)
        }
    }

    struct Stage {
        mirrors: Mirrors,
        played: Vec<Arc<Played>>,
        asked: Asked,
    }

    fn stage(places: &[(&'static str, u64, &str)]) -> Stage {
        let asked = Arc::default();
        let played: Vec<Arc<Played>> = places
            .iter()
            .map(|(name, size, etag)| {
                let known = Known { size: Some(*size), etag: Some((*etag).to_owned()), last_modified: None };
                Arc::new(Played { name, known, broken: Mutex::new(None), asked: Arc::clone(&asked) })
            })
            .collect();
        let sources = played.iter().map(|played| Arc::new(Arc::clone(played)) as Arc<dyn Ranged>);
        Stage { mirrors: Mirrors::new(sources.collect()), played, asked }
    }

    impl Stage {
        fn names(&self) -> Vec<&'static str> {
            self.asked.lock().unwrap().drain(..).map(|(name, _)| name).collect()
        }
    }

    fn ask(known: Option<&Known>) -> Ask {
        Ask { span: Span::new(0, 10), known: known.cloned(), newer_than: None }
    }

    #[tokio::test]
    async fn connections_are_shared_out_and_failures_move_on() {
        let stage = stage(&[("a", 7, "1"), ("b", 7, "2"), ("c", 7, "3")]);
        let mut lines: Vec<_> = (0..4).map(|_| stage.mirrors.connection()).collect();
        let known = lines[0].open(&ask(None)).await.unwrap().known;
        for line in &mut lines[1..] {
            line.open(&ask(Some(&known))).await.unwrap();
        }
        assert_eq!(stage.names(), ["a", "b", "c", "a"]);
        *stage.played[1].broken.lock().unwrap() = Some(Retry::Backoff);
        lines[1].open(&ask(Some(&known))).await.unwrap();
        assert_eq!(stage.names(), ["b", "c"], "c has fewer connections than a");
        lines.push(stage.mirrors.connection());
        lines[4].open(&ask(Some(&known))).await.unwrap();
        assert_eq!(stage.names(), ["a"], "b has failed");
    }

    #[tokio::test]
    async fn each_place_is_held_to_its_own_validators_and_the_common_size() {
        let stage = stage(&[("a", 7, "1"), ("b", 7, "2"), ("c", 8, "3")]);
        let (mut one, mut two, mut three) =
            (stage.mirrors.connection(), stage.mirrors.connection(), stage.mirrors.connection());
        let known = one.open(&ask(None)).await.unwrap().known;
        two.open(&ask(Some(&known))).await.unwrap();
        two.open(&ask(Some(&known))).await.unwrap();
        three.open(&ask(Some(&known))).await.unwrap();
        let asked: Vec<_> = stage.asked.lock().unwrap().drain(..).collect();
        let etag = |index: usize| asked[index].1.as_ref().and_then(|known| known.etag.clone());
        assert_eq!((etag(1), etag(2)), (None, Some("2".to_owned())));
        let names: Vec<_> = asked.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["a", "b", "b", "c", "a"], "c has another size, so it is another file");
    }

    #[tokio::test]
    async fn when_all_fail_the_trouble_that_may_pass_is_told() {
        let stage = stage(&[("a", 7, "1"), ("b", 7, "2")]);
        *stage.played[0].broken.lock().unwrap() = Some(Retry::Backoff);
        *stage.played[1].broken.lock().unwrap() = Some(Retry::Never);
        let error = stage.mirrors.connection().open(&ask(None)).await.unwrap_err();
        assert_eq!((error.retry(), stage.names()), (Retry::Backoff, vec!["a", "b"]));
        assert_eq!(stage.mirrors.shown(), "a");
    }
}
