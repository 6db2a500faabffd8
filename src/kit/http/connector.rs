//! From an origin to a stream that is ready for a request: name, TCP, proxy and TLS, each timed.
//!
//! A connector holds no connections; pools do. It may be shared by threads that each run a runtime of their own:
//! names are resolved once per connector, and the address that answered is tried first from then on.

use std::collections::HashMap;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::OnceCell;
use tokio::time::timeout_at;
use tokio_rustls::TlsConnector;

use super::auth::Login;
use super::connect_error::{ConnectError, ConnectReason, Step};
use super::connect_to::ConnectTo;
use super::no_proxy::NoProxy;
use super::proxy::{Dialect, Proxy, SocksTarget};
use super::stream::Stream;
use crate::kit::net::{Dialer, DirectSocket, Origin, ResolveError, Resolver, Scheme};
use crate::kit::tls::TlsReason;

/// Attempts at a proxy that asks who is there.
const CHALLENGES: usize = 3;

/// How connections are made; the default is direct, without a limit and without TLS.
#[derive(Debug, Clone, Default)]
pub struct ConnectorOptions {
    /// Family preference and `--resolve` entries.
    pub resolver: Resolver,
    /// For all steps of one connection together.
    pub connect_timeout: Option<Duration>,
    /// Needed for https origins and https proxies.
    pub tls: Option<Arc<ClientConfig>>,
    /// Everything goes through it, except what `no_proxy` matches.
    pub proxy: Option<Proxy>,
    /// What is different for plain `http` origins.
    pub plain_proxy: PlainProxy,
    /// Hosts that go past the proxy.
    pub no_proxy: NoProxy,
    /// A unix socket in place of every TCP connection, proxy included.
    pub unix: Option<PathBuf>,
    /// Source addresses, used in turn; the system's choice when empty.
    pub source: Vec<IpAddr>,
    /// `--connect-to` entries; the first that fits is used.
    pub connect_to: Vec<ConnectTo>,
}

/// The proxy of plain origins: `http_proxy` and `https_proxy` may differ.
#[derive(Debug, Clone, Default)]
pub enum PlainProxy {
    /// As for all others.
    #[default]
    Same,
    /// None.
    Direct,
    /// This one.
    Other(Proxy),
}

/// How long each part of a connection took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Phases {
    /// Name lookup; zero when it was known already.
    pub dns: Duration,
    /// TCP or unix socket, and the proxy's part.
    pub connect: Duration,
    /// The TLS handshake; zero for plain connections.
    pub tls: Duration,
}

/// A connection and what was learnt while making it.
#[derive(Debug)]
pub struct Connected {
    /// Ready for a request.
    pub stream: Stream,
    /// How long it took.
    pub phases: Phases,
    /// The protocol agreed on by ALPN.
    pub alpn: Option<Vec<u8>>,
    /// The stream leads to a proxy that wants requests in absolute form, with [`Connector::proxy_authorization`].
    pub absolute_form: bool,
}

/// Makes connections.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use toolbox::kit::http::{Connector, ConnectorOptions};
/// use toolbox::kit::net::{Origin, Scheme};
/// let server = std::net::TcpListener::bind("127.0.0.1:0")?;
/// let port = server.local_addr()?.port();
/// let connector = Connector::new(ConnectorOptions::default());
/// let connected = connector.connect(&Origin { scheme: Scheme::Http, host: "127.0.0.1".into(), port }).await?;
/// assert!(!connected.stream.is_tls() && !connected.absolute_form);
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Connector {
    options: ConnectorOptions,
    dialer: Dialer,
    /// The origin's configuration without ALPN, for the hop to an https proxy.
    proxy_tls: Option<Arc<ClientConfig>>,
    /// The origin's configuration that offers HTTP/2 alone.
    http2_tls: Option<Arc<ClientConfig>>,
    /// By host and port; locked only to find an entry, never while resolving.
    known: Mutex<HashMap<(String, u16), Arc<Known>>>,
}

/// What is known of one host and port.
#[derive(Debug, Default)]
struct Known {
    /// Set by whoever resolves first; the others wait for it.
    addresses: OnceCell<Vec<SocketAddr>>,
    /// Index of the address that answered last.
    best: AtomicUsize,
}

impl Connector {
    /// A connector for these options.
    #[must_use]
    pub fn new(mut options: ConnectorOptions) -> Self {
        let dialer = Dialer::new(std::mem::take(&mut options.source));
        let plain = if let PlainProxy::Other(proxy) = &options.plain_proxy { Some(proxy) } else { None };
        let needs_tls = options.proxy.iter().chain(plain).any(Proxy::is_tls);
        let proxy_tls = options.tls.as_ref().filter(|_| needs_tls).map(|tls| {
            let mut plain = ClientConfig::clone(tls);
            plain.alpn_protocols = vec![b"http/1.1".to_vec()];
            Arc::new(plain)
        });
        let http2_tls = options.tls.as_ref().map(|tls| {
            let mut http2 = ClientConfig::clone(tls);
            http2.alpn_protocols = vec![b"h2".to_vec()];
            Arc::new(http2)
        });
        Self { options, dialer, proxy_tls, http2_tls, known: Mutex::default() }
    }

    /// The `Proxy-Authorization` for requests to this origin: only plain ones through an HTTP proxy carry it, the others
    /// had it in CONNECT.
    #[must_use]
    pub fn proxy_authorization(&self, origin: &Origin) -> Option<http::HeaderValue> {
        let plain = origin.scheme == Scheme::Http && self.options.unix.is_none();
        self.proxy_for(origin.scheme, &origin.host).filter(|_| plain).and_then(Proxy::authorization)
    }

    /// What answers the challenges of a proxy that requests to this origin go to in absolute form.
    #[must_use]
    pub fn proxy_login(&self, origin: &Origin) -> Option<Arc<Login>> {
        let plain = origin.scheme == Scheme::Http && self.options.unix.is_none();
        self.proxy_for(origin.scheme, &origin.host).filter(|_| plain).and_then(Proxy::login).cloned()
    }

    /// Connects to an origin.
    ///
    /// # Errors
    /// [`ConnectError`] names what was connected to and why that failed; also after `connect_timeout`.
    pub async fn connect(&self, origin: &Origin) -> Result<Connected, ConnectError> {
        self.connect_with(origin, self.options.tls.as_ref()).await
    }

    /// Connects to an origin for HTTP/2, which is all that is offered to it over TLS.
    ///
    /// # Errors
    /// As [`connect`](Self::connect); [`TlsReason::NoProtocol`] where a server does not speak it and says so.
    pub async fn connect_http2(&self, origin: &Origin) -> Result<Connected, ConnectError> {
        self.connect_with(origin, self.http2_tls.as_ref()).await
    }

    async fn connect_with(&self, origin: &Origin, tls: Option<&Arc<ClientConfig>>) -> Result<Connected, ConnectError> {
        let mut attempt = Attempt {
            connector: self,
            origin,
            tls,
            deadline: self.options.connect_timeout.map(|limit| (limit, tokio::time::Instant::now() + limit)),
            phases: Phases::default(),
            via: String::new(),
        };
        let result = attempt.run().await;
        result.map_err(|reason| ConnectError { to: attempt.describe(), reason })
    }

    fn known(&self, host: &str, port: u16) -> Arc<Known> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry((host.to_owned(), port)).or_default())
    }

    fn proxy_for(&self, scheme: Scheme, host: &str) -> Option<&Proxy> {
        let proxy = match (scheme, &self.options.plain_proxy) {
            (Scheme::Http, PlainProxy::Direct) => None,
            (Scheme::Http, PlainProxy::Other(proxy)) => Some(proxy),
            _ => self.options.proxy.as_ref(),
        };
        proxy.filter(|_| !self.options.no_proxy.matches(host))
    }
}

/// One connection in the making.
struct Attempt<'a> {
    connector: &'a Connector,
    origin: &'a Origin,
    tls: Option<&'a Arc<ClientConfig>>,
    /// The limit and the moment it ends.
    deadline: Option<(Duration, tokio::time::Instant)>,
    phases: Phases,
    /// What stands in parentheses behind the origin in an error: an address, a proxy, a socket file.
    via: String,
}

impl Attempt<'_> {
    async fn run(&mut self) -> Result<Connected, ConnectReason> {
        let (stream, absolute_form) = self.reach().await?;
        if self.origin.scheme == Scheme::Http {
            return Ok(Connected { stream, phases: self.phases, alpn: None, absolute_form });
        }
        let stream = self.secure(stream, &self.origin.host, self.tls).await?;
        let alpn = match &stream {
            Stream::Tls(tls) => tls.get_ref().1.alpn_protocol().map(<[u8]>::to_vec),
            Stream::Tcp(_) | Stream::Unix(_) | Stream::Direct(_) => None,
        };
        Ok(Connected { stream, phases: self.phases, alpn, absolute_form: false })
    }

    /// A stream to the origin's port, or to a proxy that wants absolute form.
    async fn reach(&mut self) -> Result<(Stream, bool), ConnectReason> {
        let options = &self.connector.options;
        if let Some(path) = &options.unix {
            return Ok((self.unix(path).await?, false));
        }
        let (host, port) = options
            .connect_to
            .iter()
            .find_map(|entry| entry.redirect(&self.origin.host, self.origin.port))
            .unwrap_or_else(|| (self.origin.host.clone(), self.origin.port));
        let Some(proxy) = self.connector.proxy_for(self.origin.scheme, &host) else {
            return Ok((Stream::Tcp(self.tcp(&host, port).await?), false));
        };
        // The first attempt may teach what the proxy wants to be shown, and the second that it was shown too late.
        for _ in 0..CHALLENGES {
            match self.through(proxy, host.clone(), port).await {
                Err(ConnectReason::Proxy(super::ProxyError::Challenged)) => {}
                reached => return reached,
            }
        }
        Err(ConnectReason::Proxy(super::ProxyError::CredentialsRefused))
    }

    async fn through(&mut self, proxy: &Proxy, host: String, port: u16) -> Result<(Stream, bool), ConnectReason> {
        let reached = self.tcp(proxy.host(), proxy.port()).await;
        // Also where it was not reached: it is the proxy then that one has to look for.
        self.via = format!("through {proxy}");
        let mut stream = Stream::Tcp(reached.map_err(|reason| match reason {
            ConnectReason::Refused => ConnectReason::Proxy(super::ProxyError::Refused),
            reason => reason,
        })?);
        if proxy.is_tls() {
            stream = self.secure(stream, proxy.host(), self.connector.proxy_tls.as_ref()).await?;
        }
        let started = Instant::now();
        match proxy.dialect() {
            Dialect::Http if self.origin.scheme == Scheme::Http => return Ok((stream, true)),
            Dialect::Http => {
                let target = Origin { scheme: self.origin.scheme, host, port };
                self.within(Step::Proxy, proxy.connect(&mut stream, &target)).await?;
            }
            Dialect::Socks5 { resolve_here } => {
                let address = if resolve_here { self.lookup(&host, port).await?.first().copied() } else { None };
                let target = address.map_or(SocksTarget::Name(&host, port), SocksTarget::Address);
                self.within(Step::Proxy, proxy.socks5(&mut stream, &target)).await?;
            }
            Dialect::Socks4 { resolve_here } => {
                let addresses = if resolve_here { self.lookup(&host, port).await? } else { Vec::new() };
                // Where there is none of IPv4, the first says so in the error.
                let address = addresses.iter().find(|address| address.is_ipv4()).or(addresses.first()).copied();
                let target = address.map_or(SocksTarget::Name(&host, port), SocksTarget::Address);
                self.within(Step::Proxy, proxy.socks4(&mut stream, &target)).await?;
            }
        }
        self.phases.connect += started.elapsed();
        Ok((stream, false))
    }

    async fn unix(&mut self, path: &Path) -> Result<Stream, ConnectReason> {
        self.via = path.display().to_string();
        let started = Instant::now();
        let stream = self.within(Step::Connecting, UnixStream::connect(path)).await?;
        self.phases.connect = started.elapsed();
        Ok(Stream::Unix(stream))
    }

    async fn tcp(&mut self, host: &str, port: u16) -> Result<TcpStream, ConnectReason> {
        let addresses = self.lookup(host, port).await?;
        let known = self.connector.known(host, port);
        let best = known.best.load(Ordering::Relaxed).min(addresses.len().saturating_sub(1));
        let ordered: Vec<SocketAddr> = addresses[best..].iter().chain(&addresses[..best]).copied().collect();
        if host.parse::<IpAddr>().is_err() {
            self.via = ordered.first().map(|address| address.ip().to_string()).unwrap_or_default();
        }
        let started = Instant::now();
        let stream = self.within(Step::Connecting, self.connector.dialer.dial(&ordered)).await?;
        self.phases.connect = started.elapsed();
        if ordered.len() > 1
            && let Ok(peer) = stream.peer_addr()
            && let Some(index) = addresses.iter().position(|address| *address == peer)
        {
            known.best.store(index, Ordering::Relaxed);
        }
        Ok(stream)
    }

    async fn lookup(&mut self, host: &str, port: u16) -> Result<Vec<SocketAddr>, ConnectReason> {
        let known = self.connector.known(host, port);
        if let Some(addresses) = known.addresses.get() {
            return Ok(addresses.clone());
        }
        let started = Instant::now();
        let ask = known.addresses.get_or_try_init(|| self.connector.options.resolver.resolve(host, port));
        let addresses = self.within::<_, ResolveError>(Step::Resolving, ask).await?.clone();
        // An address that was written as one took no lookup.
        if host.parse::<IpAddr>().is_err() {
            self.phases.dns += started.elapsed();
        }
        Ok(addresses)
    }

    async fn secure(
        &mut self,
        stream: Stream,
        host: &str,
        config: Option<&Arc<ClientConfig>>,
    ) -> Result<Stream, ConnectReason> {
        let missing = || TlsReason::Other("TLS is not set up for this connector".to_owned());
        let config = Arc::clone(config.ok_or_else(missing)?);
        let name = ServerName::try_from(host.to_owned()).map_err(|_| TlsReason::InvalidName(host.to_owned()))?;
        let stream = match stream {
            Stream::Tcp(tcp) => Stream::Direct(DirectSocket::from_tcp(tcp).map_err(ConnectReason::Io)?),
            other => other,
        };
        let started = Instant::now();
        let handshake = async {
            TlsConnector::from(config).connect(name, stream).await.map_err(|error| TlsReason::of_handshake(&error))
        };
        let tls = self.within(Step::Tls, handshake).await?;
        self.phases.tls += started.elapsed();
        Ok(Stream::Tls(Box::new(tls)))
    }

    /// Runs a step under the common deadline.
    async fn within<T, E>(&self, during: Step, step: impl Future<Output = Result<T, E>>) -> Result<T, ConnectReason>
    where
        ConnectReason: From<E>,
    {
        match self.deadline {
            None => Ok(step.await?),
            Some((after, deadline)) => match timeout_at(deadline, step).await {
                Ok(result) => Ok(result?),
                Err(_) => Err(ConnectReason::Timeout { during, after }),
            },
        }
    }

    fn describe(&self) -> String {
        let address = self.origin.address();
        if self.via.is_empty() { address } else { format!("{address} ({})", self.via) }
    }
}

#[cfg(test)]
mod tests;
