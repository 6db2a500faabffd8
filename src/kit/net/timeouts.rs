//! The limits on how long a peer may take.

use std::time::Duration;

/// Bytes per second below which a body crawls: less than a modem carried, and no stream of sound has as little.
pub const CRAWL_BPS: u64 = 128;

/// How long to wait for what; `None` waits for ever.
///
/// `read` and `write` are idle limits: they start anew with every byte that moves. `total` covers one whole
/// operation, retries excluded.
///
/// ```
/// use std::time::Duration;
/// use toolbox::kit::net::Timeouts;
/// let limits = Timeouts { total: Some(Duration::from_secs(2)), ..Timeouts::default() };
/// assert_eq!(limits.connect(), Some(Duration::from_secs(2)), "nothing may outlast the total");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Name lookup, TCP, proxy and TLS together.
    pub connect: Option<Duration>,
    /// Between two arriving bytes.
    pub read: Option<Duration>,
    /// Between two departing bytes.
    pub write: Option<Duration>,
    /// From a request to the end of the head of its response, however its bytes trickle.
    pub head: Option<Duration>,
    /// A body of which less than [`CRAWL_BPS`] came in so long a wait is given up; waits for others do not count.
    pub crawl: Option<Duration>,
    /// The whole operation.
    pub total: Option<Duration>,
}

impl Timeouts {
    /// No limit at all.
    pub const NONE: Self = Self { connect: None, read: None, write: None, head: None, crawl: None, total: None };

    /// The limit for establishing a connection: the shorter of `connect` and `total`.
    #[must_use]
    pub fn connect(&self) -> Option<Duration> {
        shorter(self.connect, self.total)
    }
}

impl Default for Timeouts {
    /// 10 s to connect (a lost SYN is sent again after 1, 3 and 7 s), 30 s of silence, no total.
    fn default() -> Self {
        Self {
            connect: Some(Duration::from_secs(10)),
            read: Some(Duration::from_secs(30)),
            write: Some(Duration::from_secs(30)),
            head: None,
            crawl: None,
            total: None,
        }
    }
}

fn shorter(a: Option<Duration>, b: Option<Duration>) -> Option<Duration> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
