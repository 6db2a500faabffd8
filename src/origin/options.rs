//! How an origin is started.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use super::behaviour::Behaviour;
use crate::kit::tls::{Identity, Validity};

/// The names of the certificate that the origin makes for itself.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Enough for a reply to reach a client on the same machine, too short to be noticed at the end of a test.
const DRAIN: Duration = Duration::from_millis(200);

/// How the origin is started; the default listens on a free loopback port, plain, with one thread.
#[derive(Debug)]
pub struct Options {
    /// Where to listen.
    pub listen: Listen,
    /// TLS instead of plain text.
    pub tls: Option<Tls>,
    /// Threads that serve; at least one.
    pub threads: usize,
    /// Real files for `/static/…`.
    pub dir: Option<PathBuf>,
    /// How the whole server behaves from the start.
    pub behaviour: Behaviour,
    /// For everything random.
    pub seed: u64,
    /// How long requests under way may go on after [`Running::stop`](super::Running::stop).
    pub drain: Duration,
}

/// Where the origin listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// Port 0 takes a free one.
    Tcp(SocketAddr),
    /// A socket file, which must not exist yet; it is removed at the end.
    Unix(PathBuf),
}

/// How the origin does TLS. Both HTTP/2 and HTTP/1.1 are offered unless `alpn` says otherwise.
#[derive(Debug)]
pub struct Tls {
    /// Who the server is.
    pub identity: ServerIdentity,
    /// Whether only clients with a certificate of [`Running::authority_pem`](super::Running::authority_pem) get in.
    pub clients: Clients,
    /// Protocols to agree on, best first; empty leaves ALPN out.
    pub alpn: Vec<&'static [u8]>,
}

/// The server's certificate.
#[derive(Debug)]
pub enum ServerIdentity {
    /// For these names, with these dates, by an authority made at the start.
    Made(Vec<String>, Validity),
    /// From elsewhere.
    Given(Identity),
}

/// Whose connections are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clients {
    /// Anyone's.
    Any,
    /// Only those with a certificate of the origin's own authority.
    Certified,
}

impl Default for Tls {
    fn default() -> Self {
        Self {
            identity: ServerIdentity::Made(OWN_NAMES.map(str::to_owned).to_vec(), Validity::default()),
            clients: Clients::Any,
            alpn: vec![b"h2", b"http/1.1"],
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: Listen::Tcp(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))),
            tls: None,
            threads: 1,
            dir: None,
            behaviour: Behaviour::default(),
            seed: 1,
            drain: DRAIN,
        }
    }
}
