//! The one server that the demo, the benches and the tests play against.
//!
//! It runs in process on threads of its own, so that a caller need not be async, or stays up as `toolbox origin`.
//! One port speaks HTTP/1.0, HTTP/1.1 and HTTP/2 (by ALPN under TLS, with prior knowledge without); the routes are
//! listed by `GET /help`, the faults by `GET /fault`.
//!
//! ```text
//! listen → (TLS) → h1 or h2 → routes::answer → behaviour (when?) → route (what?) → bytes
//!                                                                └→ faults: raw bytes below HTTP/1
//! ```
//!
//! - A request costs no lock that another thread waits for, unless a capacity makes them one queue.
//! - What is random depends on the seed and on the order of arrival alone.
//! - Waits are exact to some tens of microseconds (`timers`), because capacity and stalls are what engines are judged
//!   by.
//!
//! It is not a web server: no access control, no logs, no directory listings.
//!
//! ```
//! use toolbox::origin::{self, Options};
//! let mut origin = origin::start(Options::default())?;
//! assert!(origin.url("/delay/5ms").ends_with("/delay/5ms"));
//! assert_eq!(origin.stats().requests, 0);
//! origin.stop();
//! # Ok::<(), toolbox::origin::OriginError>(())
//! ```

mod args;
mod behaviour;
mod command;
mod content;
mod faults;
mod h1;
mod h2;
mod listen;
mod metrics;
mod options;
mod reply;
mod request;
mod routes;
mod stats;
mod timers;
mod wire;

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use rustls::ServerConfig;
use tokio_util::sync::CancellationToken;

use crate::kit::random::Random;
use crate::kit::runtime::per_core;
use crate::kit::tls::{Authority, ClientCertificates, Identity, TlsError};

pub use self::args::Args;
pub use self::behaviour::{Behaviour, LatencyError, Stall, parse_latency};
pub use self::command::run;
pub use self::options::{Clients, Listen, Options, ServerIdentity, Tls};
pub use self::stats::Stats;

use self::behaviour::Gate;
use self::h1::DateField;
use self::listen::Bound;
use self::stats::{Shard, Tally};
use self::timers::Timers;

/// Why the origin did not start.
#[derive(Debug, thiserror::Error)]
pub enum OriginError {
    /// The address is taken, not ours, or not allowed.
    #[error("cannot listen on {at}")]
    Listen {
        /// The address or the socket file.
        at: String,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
    /// The certificate or key cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// No thread could be started.
    #[error("cannot start a thread")]
    Thread(#[source] io::Error),
}

/// What all threads share.
#[derive(Debug)]
struct Shared {
    gate: Gate,
    tally: Tally,
    dir: Option<PathBuf>,
    seed: u64,
    started: Instant,
    /// The same by the calendar.
    started_at: SystemTime,
    stopping: CancellationToken,
    /// Numbers the tokens given out.
    tokens: AtomicU64,
    /// Numbers the draws of single requests.
    draws: AtomicU64,
    /// Attempts by key, for `/flaky`.
    flaky: Mutex<HashMap<String, u32>>,
}

impl Shared {
    /// A seed for one request's randomness.
    fn next_random(&self) -> u64 {
        Random::seeded(self.seed ^ self.draws.fetch_add(1, Ordering::Relaxed)).next_u64()
    }

    /// Answers nothing from `after` on for `length`; forgets windows that are over.
    fn stall(&self, after: Duration, length: Duration) {
        self.gate.change(|behaviour, since| {
            behaviour.stalls.retain(|stall| stall.after + stall.length > since);
            behaviour.stalls.push(Stall { after: since + after, length });
        });
    }
}

/// One thread of the origin.
struct Thread {
    shared: Arc<Shared>,
    index: usize,
    timers: Rc<Timers>,
    date: RefCell<DateField>,
    stopping: CancellationToken,
}

impl Thread {
    fn start(shared: Arc<Shared>, index: usize) -> io::Result<Self> {
        let stopping = shared.stopping.clone();
        Ok(Self { shared, index, timers: Timers::start()?, date: RefCell::default(), stopping })
    }

    fn shard(&self) -> &Shard {
        self.shared.tally.shard(self.index)
    }

    /// Appends the `date` field.
    fn date(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.date.borrow_mut().line(Instant::now()).as_bytes());
    }
}

/// An origin that runs. Dropping it stops it.
#[derive(Debug)]
pub struct Running {
    shared: Arc<Shared>,
    at: At,
    /// `http` or `https`, and the host that the certificate is for.
    base: String,
    authority: Option<Authority>,
    threads: Vec<JoinHandle<io::Result<io::Result<()>>>>,
}

#[derive(Debug)]
enum At {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

/// Starts an origin; when this returns, it accepts connections.
///
/// # Errors
/// The address cannot be bound, or the TLS options cannot be used.
pub fn start(options: Options) -> Result<Running, OriginError> {
    let (bound, at) = bind(&options.listen)?;
    let scheme = if options.tls.is_some() { "https" } else { "http" };
    let base = match &at {
        At::Tcp(address) => format!("{scheme}://{}", reachable(*address)),
        At::Unix(_) => format!("{scheme}://localhost"),
    };
    let (tls, authority) = match options.tls {
        Some(tls) => {
            let (config, authority) = secure(tls)?;
            (Some(config), Some(authority))
        }
        None => (None, None),
    };
    let count = options.threads.max(1);
    let shared = Arc::new(Shared {
        gate: Gate::new(options.behaviour, options.seed),
        tally: Tally::new(count),
        dir: options.dir,
        seed: options.seed,
        started: Instant::now(),
        started_at: SystemTime::now(),
        stopping: CancellationToken::new(),
        tokens: AtomicU64::new(0),
        draws: AtomicU64::new(0),
        flaky: Mutex::default(),
    });
    let bounds: Result<Vec<Bound>, io::Error> = (0..count).map(|_| bound.share()).collect();
    let bounds = Arc::new(Mutex::new(bounds.map_err(OriginError::Thread)?));
    let (work_shared, drain) = (Arc::clone(&shared), options.drain);
    let threads = per_core(count, "origin", move |index| {
        let bound = bounds.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
        let (shared, tls) = (Arc::clone(&work_shared), tls.clone());
        async move {
            match bound {
                Some(bound) => listen::serve(bound, tls, shared, index, drain).await,
                None => Ok(()),
            }
        }
    })
    .map_err(OriginError::Thread)?;
    Ok(Running { shared, at, base, authority, threads })
}

fn bind(listen: &Listen) -> Result<(Bound, At), OriginError> {
    let failed = |at: &dyn std::fmt::Display| {
        let at = at.to_string();
        move |source| OriginError::Listen { at, source }
    };
    match listen {
        Listen::Tcp(address) => {
            let listener = std::net::TcpListener::bind(address).map_err(failed(address))?;
            listener.set_nonblocking(true).map_err(failed(address))?;
            let local = listener.local_addr().map_err(failed(address))?;
            Ok((Bound::Tcp(listener), At::Tcp(local)))
        }
        Listen::Unix(path) => {
            let listener = std::os::unix::net::UnixListener::bind(path).map_err(failed(&path.display()))?;
            listener.set_nonblocking(true).map_err(failed(&path.display()))?;
            Ok((Bound::Unix(listener), At::Unix(path.clone())))
        }
    }
}

/// Where a client on this machine finds a server that listens on all interfaces.
fn reachable(address: SocketAddr) -> SocketAddr {
    let port = address.port();
    match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => (Ipv4Addr::LOCALHOST, port).into(),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => (Ipv6Addr::LOCALHOST, port).into(),
        other => other,
    }
}

fn secure(tls: Tls) -> Result<(Arc<ServerConfig>, Authority), TlsError> {
    let authority = Authority::new("toolbox origin")?;
    let identity = match tls.identity {
        ServerIdentity::Made(names, validity) => {
            authority.issue_for(&names.iter().map(String::as_str).collect::<Vec<_>>(), validity)?
        }
        ServerIdentity::Given(identity) => identity,
    };
    let clients = match tls.clients {
        Clients::Any => ClientCertificates::Ignored,
        Clients::Certified => ClientCertificates::Required(authority.pem().to_owned()),
    };
    Ok((identity.server_config_for(&clients, &tls.alpn)?, authority))
}

impl Running {
    /// The address it listens on; for a unix socket one that nobody listens on.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        match &self.at {
            At::Tcp(address) => *address,
            At::Unix(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        }
    }

    /// A URL on this server; `path` begins with `/`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The certificate that clients must trust (`--cacert`); `None` without TLS.
    #[must_use]
    pub fn authority_pem(&self) -> Option<&str> {
        self.authority.as_ref().map(Authority::pem)
    }

    /// A certificate and key that an origin with [`Clients::Certified`] accepts; `None` without TLS.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn client_identity(&self) -> Result<Option<Identity>, TlsError> {
        self.authority.as_ref().map(|authority| authority.issue(&["client"])).transpose()
    }

    /// The counts so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.shared.tally.snapshot()
    }

    /// Replaces the behaviour; its times are counted from now.
    pub fn behave(&self, behaviour: Behaviour) {
        self.shared.gate.set(behaviour);
    }

    /// Answers nothing from `after` on for `length`: what arrives then is answered at the end.
    pub fn stall(&self, after: Duration, length: Duration) {
        self.shared.stall(after, length);
    }

    /// Its metrics as a source for a registry.
    #[must_use]
    pub fn metrics(&self) -> Arc<dyn crate::kit::metrics::Source> {
        Arc::clone(&self.shared) as _
    }

    /// Stops accepting, lets requests under way go on for `drain`, and waits for the threads.
    /// Does nothing the second time.
    pub fn stop(&mut self) {
        self.shared.stopping.cancel();
        for thread in self.threads.drain(..) {
            match thread.join() {
                Ok(Ok(Ok(()))) => {}
                Ok(Ok(Err(error)) | Err(error)) => tracing::warn!(%error, "a thread of the origin failed"),
                Err(_) => tracing::warn!("a thread of the origin panicked"),
            }
        }
        if let At::Unix(path) = &self.at {
            // Somebody else may have removed it, which is as well.
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}
