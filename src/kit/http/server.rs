//! The small server behind `--metrics ADDR`: metrics and health, for a scraper and a load balancer.
//!
//! | path | answer |
//! |---|---|
//! | `/metrics` | the registry as `OpenMetrics` text |
//! | `/health`, `/healthz`, `/health/live` | 200 as long as the process serves |
//! | `/health/ready`, `/ready`, `/readyz` | 200 when [`Health`] says ready, else 503 |
//!
//! It is not for anything else: applets that serve have servers of their own.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::kit::error::Failure;
use crate::kit::metrics::{Registry, prometheus};

/// Connections at a time; a scraper needs one. More wait in the kernel's queue.
const MAX_CONNECTIONS: usize = 64;

/// For a request head to arrive; also ends idle connections.
const HEAD_LIMIT: Duration = Duration::from_secs(30);

/// What requests under way get at the end.
const DRAIN: Duration = Duration::from_secs(1);

/// How long to wait when no connection can be accepted, for lack of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Whether the process wants work; shared between it and the server.
///
/// ```
/// let health = toolbox::kit::http::server::Health::starting();
/// assert!(!health.is_ready());
/// health.ready();
/// assert!(health.is_ready());
/// health.require(|| Some("loading"));
/// assert!(!health.is_ready());
/// ```
#[derive(Clone)]
pub struct Health(Arc<Inner>);

struct Inner {
    state: AtomicU8,
    conditions: Mutex<Vec<Box<Condition>>>,
}

/// Why a process wants no work at the moment; nothing where it does.
type Condition = dyn Fn() -> Option<&'static str> + Send + Sync;

const STARTING: u8 = 0;
const READY: u8 = 1;
const DRAINING: u8 = 2;

impl Health {
    /// Not ready yet.
    #[must_use]
    pub fn starting() -> Self {
        Self(Arc::new(Inner { state: AtomicU8::new(STARTING), conditions: Mutex::default() }))
    }

    /// From now on it wants work, unless it is draining already.
    pub fn ready(&self) {
        let _ = self.0.state.compare_exchange(STARTING, READY, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// It wants no work until it is [`ready`](Self::ready) again, unless it is draining already.
    pub fn unready(&self) {
        let _ = self.0.state.compare_exchange(READY, STARTING, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// From now on it finishes what it has.
    pub fn draining(&self) {
        self.0.state.store(DRAINING, Ordering::Relaxed);
    }

    /// It is ready only while `condition` gives no reason against it: a word or two for a person.
    pub fn require(&self, condition: impl Fn() -> Option<&'static str> + Send + Sync + 'static) {
        self.0.conditions.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(condition));
    }

    /// Whether it wants work.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.word() == "ready"
    }

    fn word(&self) -> &'static str {
        match self.0.state.load(Ordering::Relaxed) {
            STARTING => "starting",
            READY => {
                let conditions = self.0.conditions.lock().unwrap_or_else(PoisonError::into_inner);
                conditions.iter().find_map(|condition| condition()).unwrap_or("ready")
            }
            _ => "draining",
        }
    }
}

impl std::fmt::Debug for Health {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Health").field(&self.word()).finish()
    }
}

/// The address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot serve metrics on {address}")]
pub struct ServeError {
    address: SocketAddr,
    #[source]
    source: io::Error,
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        let taken = error.source.kind() == io::ErrorKind::AddrInUse;
        Self::operation(error).maybe_hint(taken.then(|| "choose another address with --metrics ADDR".to_owned()))
    }
}

/// A running server; it ends when it is stopped or dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use toolbox::kit::http::server::{Health, Server};
/// use toolbox::kit::metrics::Registry;
/// let server = Server::start("127.0.0.1:0".parse()?, Registry::new(), Health::starting()).await?;
/// assert_ne!(server.addr().port(), 0);
/// server.stop().await;
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stopping: CancellationToken,
    tasks: TaskTracker,
}

impl Server {
    /// Listens and serves in the background, on the current runtime.
    ///
    /// # Errors
    /// The address is taken, not ours, or not allowed.
    pub async fn start(address: SocketAddr, registry: Registry, health: Health) -> Result<Self, ServeError> {
        let failed = |source| ServeError { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        let server = Self { address: bound, stopping: CancellationToken::new(), tasks: TaskTracker::new() };
        let accept =
            accept(listener, Arc::new(State { registry, health }), server.stopping.clone(), server.tasks.clone());
        server.tasks.spawn(accept);
        Ok(server)
    }

    /// Where it listens; the port is never 0.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Stops listening, finishes what is under way for a second at most.
    pub async fn stop(self) {
        self.stopping.cancel();
        self.tasks.close();
        let _ = tokio::time::timeout(DRAIN, self.tasks.wait()).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopping.cancel();
    }
}

#[derive(Debug)]
struct State {
    registry: Registry,
    health: Health,
}

async fn accept(listener: TcpListener, state: Arc<State>, stopping: CancellationToken, tasks: TaskTracker) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            () = stopping.cancelled() => return,
            next = next => next,
        };
        match accepted {
            Ok((tcp, _)) => {
                let (state, stopping) = (Arc::clone(&state), stopping.clone());
                tasks.spawn(async move {
                    connection(tcp, state, stopping).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::debug!(%error, "cannot accept a connection for metrics");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn connection(tcp: TcpStream, state: Arc<State>, stopping: CancellationToken) {
    let service = service_fn(move |request: Request<Incoming>| {
        let response = respond(&request, &state);
        async move { Ok::<_, Infallible>(response) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_LIMIT)
        .serve_connection(TokioIo::new(tcp), service);
    let mut connection = std::pin::pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(%error, "a metrics connection broke");
    }
}

fn respond<B>(request: &Request<B>, state: &State) -> Response<Full<Bytes>> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    match request.uri().path() {
        "/metrics" => {
            let page = prometheus::encode(&state.registry.snapshot());
            typed(StatusCode::OK, prometheus::CONTENT_TYPE, page)
        }
        "/health" | "/healthz" | "/health/live" => health(StatusCode::OK, "ok"),
        "/health/ready" | "/ready" | "/readyz" => {
            let word = state.health.word();
            let status = if word == "ready" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
            health(status, word)
        }
        "/" => plain(StatusCode::OK, "/metrics\n/health\n/health/live\n/health/ready\n"),
        _ => plain(StatusCode::NOT_FOUND, "not found; there are /metrics and /health\n"),
    }
}

fn health(status: StatusCode, word: &str) -> Response<Full<Bytes>> {
    typed(status, "application/json", format!("{{\"status\":\"{word}\"}}\n"))
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    typed(status, "text/plain; charset=utf-8", text)
}

fn typed(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    // Health and metrics are true only now.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::kit::metrics::{Snapshot, Source};

    struct Answer;

    impl Source for Answer {
        fn collect(&self, snapshot: &mut Snapshot) {
            snapshot.gauge("answer", "The answer", &[], 42.0);
        }
    }

    async fn server(health: &Health) -> Server {
        let registry = Registry::new();
        registry.register(Arc::new(Answer));
        Server::start("127.0.0.1:0".parse().unwrap(), registry, health.clone()).await.unwrap()
    }

    async fn ask(server: &Server, line: &str) -> String {
        let mut tcp = TcpStream::connect(server.addr()).await.unwrap();
        let request = format!("{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        tcp.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        tcp.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn metrics_are_those_of_the_registry() {
        let server = server(&Health::starting()).await;
        let page = ask(&server, "GET /metrics").await;
        assert!(page.contains("content-type: application/openmetrics-text") && page.contains("answer 42"), "{page}");
        assert!(ask(&server, "POST /metrics").await.starts_with("HTTP/1.1 405"));
        assert!(ask(&server, "GET /else").await.starts_with("HTTP/1.1 404"));
    }

    #[tokio::test]
    async fn readiness_follows_health_and_liveness_does_not() {
        let health = Health::starting();
        let server = server(&health).await;
        let mut seen = Vec::new();
        for change in [Health::ready, Health::draining] {
            seen.push(ask(&server, "GET /ready").await[9..12].to_owned());
            change(&health);
        }
        seen.push(ask(&server, "GET /readyz").await[9..12].to_owned());
        assert_eq!(seen, ["503", "200", "503"]);
        for path in ["/health", "/healthz", "/health/live"] {
            assert!(ask(&server, &format!("GET {path}")).await.starts_with("HTTP/1.1 200"));
        }
        assert!(ask(&server, "HEAD /health/ready").await.ends_with("\r\n\r\n"));
    }

    #[tokio::test]
    async fn a_condition_says_why_it_is_not_ready() {
        let health = Health::starting();
        health.ready();
        health.unready();
        health.ready();
        let server = server(&health).await;
        let is_loading = Arc::new(AtomicU8::new(1));
        let told = Arc::clone(&is_loading);
        health.require(move || (told.load(Ordering::Relaxed) == 1).then_some("loading"));
        let answer = ask(&server, "GET /health/ready").await;
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains(r#"{"status":"loading"}"#), "{answer}");
        is_loading.store(0, Ordering::Relaxed);
        assert!(ask(&server, "GET /health/ready").await.starts_with("HTTP/1.1 200"));
        health.draining();
        health.ready();
        assert!(!health.is_ready(), "whoever drains stays so");
    }

    #[tokio::test]
    async fn stopping_ends_idle_connections_and_frees_the_port() {
        let server = server(&Health::starting()).await;
        let address = server.addr();
        let mut idle = TcpStream::connect(address).await.unwrap();
        idle.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let mut first = [0; 1];
        idle.read_exact(&mut first).await.unwrap();
        server.stop().await;
        let mut rest = Vec::new();
        idle.read_to_end(&mut rest).await.unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }

    #[tokio::test]
    async fn a_taken_address_is_named() {
        let server = server(&Health::starting()).await;
        let error = Server::start(server.addr(), Registry::new(), Health::starting()).await.unwrap_err();
        assert_eq!(error.to_string(), format!("cannot serve metrics on {}", server.addr()));
        assert!(Failure::from(error).hint.unwrap().contains("--metrics"));
    }
}
