//! The one HTTP client: a pool of connections, redirects, retries, limits, and a log without secrets.
//!
//! A request is sent whole and its response read in pieces. What is tried again is what may be sent twice (RFC 9110
//! section 9.2.2): idempotent methods, and others only where no byte of them can have reached the server. It is for
//! control and transfer; `load` measures on wires of its own.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use toolbox::kit::http::client::{Client, ClientOptions, Request};
//! use toolbox::kit::net::parse_url;
//! let client = Client::new(ClientOptions::default());
//! let text = client.get_text(&parse_url("http://localhost:8080/")?).await?;
//! let request = Request::post(parse_url("http://localhost:8080/echo")?).body(text);
//! let mut response = client.send(request).await?;
//! while let Some(piece) = response.chunk().await? {
//!     println!("{} bytes", piece.len());
//! }
//! # Ok(()) }
//! ```

mod error;
mod pace;
mod pool;
mod pooled;
mod redirect;
mod request;
mod response;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime};

use http::StatusCode;
use http::header::{ACCEPT, AUTHORIZATION, COOKIE, HeaderValue, PROXY_AUTHORIZATION, RETRY_AFTER, USER_AGENT};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use self::pool::Pool;
use super::auth::Credentials;
use super::connector::{Connector, ConnectorOptions};
use super::cookies::Jar;
use super::masked::Masked;
use crate::kit::net::{Origin, SafeUrl, Timeouts};
use crate::kit::random::Random;
use crate::kit::retry::{GaveUp, Policy, Reason, Trouble, retry, retry_after};
use crate::kit::tls::{self, TlsError};

pub use self::error::{ClientError, Stage};
pub use self::redirect::Redirects;
pub use self::request::Request;
pub use self::response::Response;

/// What `get_text` reads at most: more is not a text that anyone wants in memory.
const MAX_TEXT: usize = 64 << 20;

/// How the client works; the default is direct, follows ten redirects, tries three times and speaks what servers offer.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// How connections are made. Its TLS configuration gets the protocols of `protocol`; its `connect_timeout` is
    /// replaced by that of `timeouts`.
    pub connector: ConnectorOptions,
    /// How long a server may take, for each try.
    pub timeouts: Timeouts,
    /// Whether `Location` is followed.
    pub redirects: Redirects,
    /// How often a request is tried.
    pub retry: Policy,
    /// Which protocol is spoken.
    pub protocol: Protocol,
    /// What one read of HTTP/1 takes, and a head at most; without, buffers grow to 400 KiB. There is a new one while the
    /// last piece is still in use: of many sizes, freed by other threads than those that asked for them, they come to
    /// tens of MiB in a program that reads from a few connections.
    pub read_buffer_bytes: Option<usize>,
    /// `User-Agent`, unless a request has its own.
    pub user_agent: HeaderValue,
    /// What servers set, and what is sent to whom; without one, what they set is forgotten.
    pub cookies: Option<Arc<Jar>>,
    /// Ends the pauses between tries.
    pub stop: CancellationToken,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            connector: ConnectorOptions::default(),
            timeouts: Timeouts::default(),
            redirects: Redirects::default(),
            retry: Policy::default(),
            protocol: Protocol::Auto,
            read_buffer_bytes: None,
            user_agent: HeaderValue::from_static(concat!("toolbox/", env!("CARGO_PKG_VERSION"))),
            cookies: None,
            stop: CancellationToken::new(),
        }
    }
}

impl ClientOptions {
    /// The default for servers that speak TLS as well; without it https fails.
    ///
    /// # Errors
    /// The files cannot be used, or the system has no roots.
    pub fn secure(tls: &tls::ClientOptions) -> Result<Self, TlsError> {
        let mut options = Self::default();
        options.connector.tls = Some(tls::client_config(tls)?);
        Ok(options)
    }
}

/// Which protocol is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Protocol {
    /// HTTP/2 where a TLS server offers it, else HTTP/1.1.
    #[default]
    Auto,
    /// HTTP/1.1 alone.
    Http1,
    /// HTTP/2 alone: by ALPN over TLS, with prior knowledge without.
    Http2,
}

/// A client; clones share its connections.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    pool: Pool,
    options: ClientOptions,
    /// Numbers the requests, for the log.
    count: AtomicU64,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("options", &self.shared.options).finish_non_exhaustive()
    }
}

/// A try that failed, or that a server answered with a status that may pass.
enum Attempt {
    Failed(ClientError),
    Answered(Box<Response>),
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => error.fmt(f),
            Self::Answered(response) => write!(f, "{} answered {}", response.url(), response.status()),
        }
    }
}

impl Client {
    /// A client without connections; they are made as they are needed and kept for a while.
    #[must_use]
    pub fn new(mut options: ClientOptions) -> Self {
        let mut connector = std::mem::take(&mut options.connector);
        connector.connect_timeout = options.timeouts.connect();
        connector.tls = connector.tls.map(|tls| options.protocol.offer(&tls));
        let pool = Pool::new(Connector::new(connector.clone()), &options);
        options.connector = connector;
        Self { shared: Arc::new(Shared { pool, options, count: AtomicU64::new(0) }) }
    }

    /// The text at a URL.
    ///
    /// # Errors
    /// As [`send`](Self::send), and any status but success, and a body beyond 64 MiB.
    pub async fn get_text(&self, url: &SafeUrl) -> Result<String, ClientError> {
        self.send(Request::get(url.clone())).await?.success()?.text(MAX_TEXT).await
    }

    /// Sends a request, follows redirects, tries again. A status that is an error is not one here: that is for the
    /// caller to say, with [`Response::success`].
    ///
    /// # Errors
    /// No response came: see [`ClientError`].
    pub async fn send(&self, request: Request) -> Result<Response, ClientError> {
        let id = self.shared.count.fetch_add(1, Ordering::Relaxed);
        self.tries(request).instrument(tracing::debug_span!("http", id)).await
    }

    async fn tries(&self, request: Request) -> Result<Response, ClientError> {
        let options = &self.shared.options;
        let client = self.clone();
        let work = async move |_| {
            let repeatable = request.is_repeatable();
            match client.attempt(request.clone()).await {
                Ok(response) if repeatable && passing(response.status()) => {
                    let asked = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
                    let after = asked.and_then(|text| retry_after(text, SystemTime::now()));
                    Err(Trouble::Passing { error: Attempt::Answered(Box::new(response)), after })
                }
                Ok(response) => Ok(response),
                Err(error) if error.is_passing() && (repeatable || error.is_before_request()) => {
                    Err(Trouble::passing(Attempt::Failed(error)))
                }
                Err(error) => Err(Trouble::Lasting(Attempt::Failed(error))),
            }
        };
        match retry(options.retry, Random::from_system(), &options.stop, work).await {
            Ok(response) => Ok(response),
            Err(GaveUp { error: Attempt::Answered(response), .. }) => Ok(*response),
            Err(GaveUp { error: Attempt::Failed(error), tries, reason }) => {
                if reason == Reason::Exhausted && tries > 1 {
                    tracing::debug!(tries, "gave up");
                }
                Err(error)
            }
        }
    }

    /// One try: the request and its redirects, under one total limit.
    async fn attempt(&self, mut request: Request) -> Result<Response, ClientError> {
        let started = Instant::now();
        let deadline = self.shared.options.timeouts.total.map(|total| tokio::time::Instant::from_std(started + total));
        let mut followed = 0;
        loop {
            let response = self.exchange(&mut request, deadline).await?;
            match self.shared.options.redirects.next(&request, &response, followed)? {
                None => return Ok(response),
                Some(next) => {
                    tracing::debug!(from = %request.url, to = %next.url, method = %next.method, "following a redirect");
                    followed += 1;
                    request = next;
                }
            }
        }
    }

    /// One request and the head of its response.
    async fn exchange(
        &self,
        request: &mut Request,
        deadline: Option<tokio::time::Instant>,
    ) -> Result<Response, ClientError> {
        self.complete(request)?;
        let started = Instant::now();
        tracing::debug!(method = %request.method, url = %request.url, headers = %Masked(&request.headers), "request");
        let result = match &self.shared.options.cookies {
            None => self.shared.pool.exchange(request, deadline).await,
            Some(jar) => self.with_cookies(jar, request, deadline).await,
        };
        let elapsed_ms = started.elapsed().as_secs_f64() * 1e3;
        match &result {
            Ok(response) => tracing::debug!(
                status = response.status().as_u16(),
                version = ?response.version(),
                headers = %Masked(response.headers()),
                elapsed_ms,
                "response"
            ),
            Err(error) => tracing::debug!(%error, elapsed_ms, "no response"),
        }
        result
    }

    /// Sends the cookies that belong to a request along with it, behind those it has, and keeps what is set. They are not
    /// the request's own: a redirect gets those of where it leads.
    async fn with_cookies(
        &self,
        jar: &Jar,
        request: &Request,
        deadline: Option<tokio::time::Instant>,
    ) -> Result<Response, ClientError> {
        let mut dressed = request.clone();
        if let Some(kept) = jar.header(&request.url, SystemTime::now()) {
            let own = dressed.headers.get(COOKIE).map(|own| [own.as_bytes(), b"; ", kept.as_bytes()].concat());
            let mut all = own.and_then(|all| HeaderValue::from_bytes(&all).ok()).unwrap_or(kept);
            all.set_sensitive(true);
            dressed.headers.insert(COOKIE, all);
        }
        let response = self.shared.pool.exchange(&dressed, deadline).await?;
        jar.store(&request.url, response.headers(), SystemTime::now());
        Ok(response)
    }

    /// Adds the fields that the request does not have and must.
    fn complete(&self, request: &mut Request) -> Result<(), ClientError> {
        let shared = &self.shared;
        if let Some((user, password)) = request.url.take_credentials()
            && !request.headers.contains_key(AUTHORIZATION)
        {
            request.headers.insert(AUTHORIZATION, Credentials::new(user, password).basic());
        }
        request.headers.entry(USER_AGENT).or_insert_with(|| shared.options.user_agent.clone());
        request.headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
        let origin = Origin::of(&request.url).map_err(|reason| ClientError::Url { reason })?;
        if let Some(value) = shared.pool.connector().proxy_authorization(&origin) {
            request.headers.insert(PROXY_AUTHORIZATION, value);
        }
        Ok(())
    }
}

/// Statuses that say "not now" (RFC 9110, RFC 6585).
fn passing(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::REQUEST_TIMEOUT
            | StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}

impl Protocol {
    fn offer(self, tls: &rustls::ClientConfig) -> Arc<rustls::ClientConfig> {
        let mut tls = tls.clone();
        tls.alpn_protocols = match self {
            Self::Auto => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            Self::Http1 => vec![b"http/1.1".to_vec()],
            Self::Http2 => vec![b"h2".to_vec()],
        };
        Arc::new(tls)
    }
}
