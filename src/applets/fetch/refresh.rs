//! Links that expire, renewed by the user's own command (`--refresh-cmd`).
//!
//! When a server answers that a link is no longer good (401, 403, 404, 410), the command is run and the first line of
//! its output is the new link. The download goes on with it, in place, if it leads to the same file: the validators are
//! compared as at every answer. The command runs once, however many connections meet the old link, and the next time
//! only when its own link has failed after it was good.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::timeout;
use url::Url;

use super::error::FetchError;
use super::source::{Ask, Connection, Facts, Place, Ranged};
use crate::kit::limit::Limits;
use crate::kit::link::{PATIENCE, renew};
use crate::kit::net::SafeUrl;

/// The variable in which the command finds the URL that the user gave.
pub const VARIABLE: &str = "TOOLBOX_FETCH_URL";

/// Makes the source of a link.
type Make = Box<dyn Fn(&Url) -> Result<Arc<dyn Ranged>, FetchError> + Send + Sync>;

/// A source whose link is renewed.
#[derive(Debug)]
pub struct Refreshing(Arc<Inner>);

struct Inner {
    command: String,
    /// How long a server may be silent.
    stall: Duration,
    url: SafeUrl,
    make: Make,
    now: Mutex<Link>,
    /// Held while the command runs; the others wait and then find its link.
    running: tokio::sync::Mutex<()>,
}

/// The link in use.
#[derive(Clone)]
struct Link {
    number: u64,
    source: Arc<dyn Ranged>,
    /// Whether it has led to the file.
    good: bool,
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refreshing").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Refreshing {
    /// The source of `url`, renewed by a command, which a shell runs; servers may be silent for so long.
    ///
    /// # Errors
    /// `make` refuses the URL.
    pub fn new(
        (command, stall): (String, Duration),
        url: SafeUrl,
        make: impl Fn(&Url) -> Result<Arc<dyn Ranged>, FetchError> + Send + Sync + 'static,
    ) -> Result<Self, FetchError> {
        let first = Link { number: 0, source: make(&url)?, good: true };
        let running = tokio::sync::Mutex::new(());
        Ok(Self(Arc::new(Inner { command, stall, url, make: Box::new(make), now: Mutex::new(first), running })))
    }
}

impl Ranged for Refreshing {
    fn shown(&self) -> String {
        self.0.link().source.shown()
    }

    fn patience(&self) -> Duration {
        PATIENCE + self.0.stall
    }

    fn connection(&self) -> Box<dyn Connection> {
        let link = self.0.link();
        Box::new(RefreshConnection { inner: Arc::clone(&self.0), number: link.number, line: link.source.connection() })
    }
}

impl Inner {
    fn link(&self) -> Link {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A link that is newer than `number`; `None` where the newest was never good.
    async fn newer(&self, number: u64) -> Result<Option<Link>, FetchError> {
        let _running = self.running.lock().await;
        let link = self.link();
        if link.number > number {
            return Ok(Some(link));
        }
        if !link.good {
            return Ok(None);
        }
        let url = renew(&self.command, &self.url, VARIABLE).await;
        let url = url.map_err(|error| FetchError::Refresh { problem: error.to_string() })?;
        tracing::info!(from = %self.url, to = %url, "the link was renewed");
        let link = Link { number: number + 1, source: (self.make)(&url)?, good: false };
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = link.clone();
        Ok(Some(link))
    }

    fn is_good(&self, number: u64) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.good |= now.number == number;
    }
}

/// Whether an error says that the link is no longer good.
const fn is_expired(error: &FetchError) -> bool {
    matches!(error, FetchError::Status { status: 401 | 403 | 404 | 410, .. })
}

#[derive(Debug)]
struct RefreshConnection {
    inner: Arc<Inner>,
    number: u64,
    line: Box<dyn Connection>,
}

impl RefreshConnection {
    async fn ask(&mut self, ask: &Ask) -> Result<Facts, FetchError> {
        loop {
            let stalled = |_| FetchError::Stalled { url: self.inner.url.to_string(), after: self.inner.stall };
            // The time of the command is not the server's.
            let error = match timeout(self.inner.stall, self.line.open(ask)).await.map_err(stalled).flatten() {
                Ok(facts) => {
                    self.inner.is_good(self.number);
                    return Ok(facts);
                }
                Err(error) if is_expired(&error) => error,
                Err(error) => return Err(error),
            };
            let Some(link) = self.inner.newer(self.number).await? else { return Err(error) };
            self.number = link.number;
            self.line = link.source.connection();
        }
    }
}

impl Connection for RefreshConnection {
    fn open<'a>(&'a mut self, ask: &'a Ask) -> BoxFuture<'a, Result<Facts, FetchError>> {
        Box::pin(self.ask(ask))
    }

    fn receive<'a>(&'a mut self, into: Place<'a>, most: u64) -> BoxFuture<'a, Result<u64, FetchError>> {
        self.line.receive(into, most)
    }

    fn left(&self) -> Option<u64> {
        self.line.left()
    }

    fn limits(&self) -> Limits {
        self.line.limits()
    }
}
