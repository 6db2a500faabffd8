//! Why a connection could not be established: the object, the reason, the kind it is counted under, the hint.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use crate::kit::error::Failure;
use crate::kit::net::{DialError, ResolveError};
use crate::kit::tls::TlsReason;
use crate::kit::units::format_duration;

use super::proxy::ProxyError;

/// A connection that was not established.
#[derive(Debug, thiserror::Error)]
#[error("cannot connect to {to}")]
pub struct ConnectError {
    /// `host:port`, with the address tried where the host is a name, and the proxy where there is one.
    pub to: String,
    /// Why not.
    #[source]
    pub reason: ConnectReason,
}

/// Why a connection was not established.
#[derive(Debug, thiserror::Error)]
pub enum ConnectReason {
    /// The name has no address.
    #[error(transparent)]
    Dns(#[from] ResolveError),
    /// The machine is there, nobody listens on the port.
    #[error("connection refused")]
    Refused,
    /// There is no route to the machine.
    #[error("{0} is unreachable")]
    Unreachable(&'static str),
    /// A step took longer than allowed.
    #[error("timed out after {} {during}", format_duration(*.after))]
    Timeout {
        /// The step that was under way.
        during: Step,
        /// The limit for all steps together.
        after: Duration,
    },
    /// The TLS handshake failed.
    #[error(transparent)]
    Tls(#[from] TlsReason),
    /// The proxy would not have it.
    #[error(transparent)]
    Proxy(#[from] ProxyError),
    /// This process or the system has no file descriptor left.
    #[error("too many open files")]
    FdsExhausted,
    /// Every local port towards this address is in use or still in `TIME_WAIT`.
    #[error("no free local port is left")]
    PortsExhausted,
    /// The source address is not usable.
    #[error("cannot send from {0}: {1}")]
    Source(IpAddr, io::Error),
    /// Anything else the system said.
    #[error(transparent)]
    Io(io::Error),
}

/// The steps that share the limit for connecting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Asking the resolver.
    Resolving,
    /// TCP or unix socket.
    Connecting,
    /// Asking the proxy for a tunnel.
    Proxy,
    /// Shaking hands.
    Tls,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Resolving => "while resolving the name",
            Self::Connecting => "while connecting",
            Self::Proxy => "while waiting for the proxy",
            Self::Tls => "during the TLS handshake",
        })
    }
}

/// What a failed connection is counted under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConnectKind {
    /// Name lookup.
    Dns,
    /// Nobody listens.
    Refused,
    /// No route.
    Unreachable,
    /// Took too long.
    Timeout,
    /// Handshake or certificate.
    Tls,
    /// Proxy.
    Proxy,
    /// EMFILE, ENFILE.
    FdsExhausted,
    /// EADDRNOTAVAIL.
    PortsExhausted,
    /// The rest.
    Other,
}

impl ConnectKind {
    /// A short stable name for tables and JSON.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Timeout => "connect timeout",
            Self::Tls => "tls",
            Self::Proxy => "proxy",
            Self::FdsExhausted => "file descriptors exhausted",
            Self::PortsExhausted => "local ports exhausted",
            Self::Other => "connect",
        }
    }
}

impl ConnectError {
    /// What to count it under.
    #[must_use]
    pub const fn kind(&self) -> ConnectKind {
        match &self.reason {
            ConnectReason::Dns(_) => ConnectKind::Dns,
            ConnectReason::Refused | ConnectReason::Proxy(ProxyError::Refused) => ConnectKind::Refused,
            ConnectReason::Unreachable(_) => ConnectKind::Unreachable,
            ConnectReason::Timeout { .. } => ConnectKind::Timeout,
            ConnectReason::Tls(_) => ConnectKind::Tls,
            ConnectReason::Proxy(_) => ConnectKind::Proxy,
            ConnectReason::FdsExhausted => ConnectKind::FdsExhausted,
            ConnectReason::PortsExhausted => ConnectKind::PortsExhausted,
            ConnectReason::Source(..) | ConnectReason::Io(_) => ConnectKind::Other,
        }
    }

    /// The next thing to try.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match &self.reason {
            ConnectReason::Dns(_) => Some("check the name; --resolve HOST:PORT:IP answers in the resolver's place"),
            ConnectReason::Refused => Some("is the server running, and is this its port?"),
            ConnectReason::Unreachable(_) => Some("check the address and the network"),
            ConnectReason::Timeout { .. } => Some("check the address and firewalls; --timeout gives it longer"),
            ConnectReason::Tls(reason) => reason.hint(),
            ConnectReason::Proxy(error) => error.hint(),
            ConnectReason::FdsExhausted => Some("raise the limit with `ulimit -n`, or use fewer connections"),
            ConnectReason::PortsExhausted => {
                Some("keep connections alive, or send from more source addresses; closed ones block a port for 60 s")
            }
            ConnectReason::Source(..) => Some("it must be an address of this machine, of the server's family"),
            ConnectReason::Io(error) if error.kind() == io::ErrorKind::NotFound => Some("does the socket file exist?"),
            ConnectReason::Io(_) => None,
        }
    }
}

impl From<ConnectError> for Failure {
    fn from(error: ConnectError) -> Self {
        let hint = error.hint().map(str::to_owned);
        Self::operation(error).maybe_hint(hint)
    }
}

impl From<DialError> for ConnectReason {
    fn from(error: DialError) -> Self {
        match error {
            DialError::Source { address, source } => Self::Source(address, source),
            DialError::Connect { address, source } if source.kind() == io::ErrorKind::AddrNotAvailable => {
                if has_route(address) { Self::PortsExhausted } else { Self::Unreachable("the address") }
            }
            DialError::Connect { source, .. } | DialError::Socket(source) => Self::from(source),
        }
    }
}

/// EADDRNOTAVAIL out of connect means that no local port is left, or that this machine has no address to reach that
/// one from (`::1` without IPv6). UDP has ports of its own and connects without sending anything, so it knows which.
fn has_route(address: SocketAddr) -> bool {
    let any: IpAddr = if address.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    UdpSocket::bind((any, 0)).and_then(|probe| probe.connect(address)).is_ok()
}

impl From<io::Error> for ConnectReason {
    fn from(error: io::Error) -> Self {
        if matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE)) {
            return Self::FdsExhausted;
        }
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Self::Refused,
            io::ErrorKind::NetworkUnreachable => Self::Unreachable("the network"),
            io::ErrorKind::HostUnreachable => Self::Unreachable("the host"),
            _ => Self::Io(error),
        }
    }
}
