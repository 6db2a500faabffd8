//! Addresses to a connected socket: happy eyeballs (RFC 8305) over TCP, from a chosen source address.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::sleep;

/// How long an attempt runs alone before the next address joins: the value RFC 8305 section 8 recommends.
const ATTEMPT_DELAY: Duration = Duration::from_millis(250);

/// Why a TCP connection could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum DialError {
    /// Every address failed; the source is the most telling of their errors.
    #[error("{address}")]
    Connect {
        /// The address whose error is shown.
        address: SocketAddr,
        /// The operating system's error.
        #[source]
        source: io::Error,
    },
    /// A socket could not be created: mostly too few file descriptors.
    #[error("cannot open a socket")]
    Socket(#[source] io::Error),
    /// The asked-for source address is not this machine's, or not of the peer's family.
    #[error("cannot send from {address}")]
    Source {
        /// The source address.
        address: IpAddr,
        /// The operating system's error.
        #[source]
        source: io::Error,
    },
}

impl DialError {
    /// The operating system's error underneath.
    #[must_use]
    pub const fn io(&self) -> &io::Error {
        match self {
            Self::Connect { source, .. } | Self::Socket(source) | Self::Source { source, .. } => source,
        }
    }

    /// The more telling errors rank higher: a refusal proves that the machine is there.
    fn rank(&self) -> u8 {
        match self.io().kind() {
            io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => 0,
            io::ErrorKind::AddrNotAvailable => 1,
            io::ErrorKind::ConnectionRefused => 3,
            _ => 2,
        }
    }
}

/// Opens TCP connections, Nagle's algorithm off, with source addresses used in turn.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> std::io::Result<()> {
/// let server = std::net::TcpListener::bind("127.0.0.1:0")?;
/// let dialer = toolbox::kit::net::Dialer::default();
/// let stream = dialer.dial(&[server.local_addr()?]).await.unwrap();
/// assert_eq!(stream.peer_addr()?, server.local_addr()?);
/// # Ok(()) }
/// ```
#[derive(Debug, Default)]
pub struct Dialer {
    /// Empty: the system chooses.
    sources: Vec<IpAddr>,
    /// Counts dials, so that sources take turns; shared by all threads that dial.
    turn: AtomicUsize,
}

impl Dialer {
    /// A dialer that sends from these addresses in turn; from the system's choice if there are none.
    #[must_use]
    pub const fn new(sources: Vec<IpAddr>) -> Self {
        Self { sources, turn: AtomicUsize::new(0) }
    }

    /// Connects to the first address that answers; later ones join after 250 ms or as soon as an earlier one failed.
    ///
    /// # Errors
    /// [`DialError`] when every address failed; there is no time limit of its own.
    pub async fn dial(&self, addresses: &[SocketAddr]) -> Result<TcpStream, DialError> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        // The common case, a single address, needs no race.
        if let [only] = addresses {
            return self.attempt(*only, turn).await;
        }
        race(&interleave(addresses), |address| self.attempt(address, turn)).await
    }

    async fn attempt(&self, address: SocketAddr, turn: usize) -> Result<TcpStream, DialError> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
        let socket = socket.map_err(DialError::Socket)?;
        if let Some(source) = self.source_for(address, turn) {
            bind(&socket, source).map_err(|error| DialError::Source { address: source, source: error })?;
        }
        let connect_error = |source| DialError::Connect { address, source };
        socket.set_nodelay(true).map_err(connect_error)?;
        socket.connect(address).await.map_err(connect_error)
    }

    fn source_for(&self, address: SocketAddr, turn: usize) -> Option<IpAddr> {
        let fitting = || self.sources.iter().filter(|source| source.is_ipv4() == address.is_ipv4());
        match fitting().count() {
            // A source of the wrong family is still used, so that the system says why it does not work.
            0 => self.sources.first().copied(),
            count => fitting().nth(turn % count).copied(),
        }
    }
}

/// Binds to an address without reserving a port: the kernel picks one at connect, when it knows the peer, so one
/// source address carries 28 000 connections to each destination and not 28 000 in all.
fn bind(socket: &TcpSocket, source: IpAddr) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    defer_port(socket);
    socket.bind(SocketAddr::new(source, 0))
}

/// Sets `IP_BIND_ADDRESS_NO_PORT`; a kernel without it (before 4.2) only makes ports run out sooner.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "neither socket2 nor tokio offers this socket option")]
fn defer_port(socket: &TcpSocket) {
    use std::os::fd::AsRawFd as _;
    let on: libc::c_int = 1;
    // SAFETY: the descriptor is open for as long as `socket` is borrowed, and the pointer and length describe one
    // c_int that outlives the call.
    unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_IP,
            libc::IP_BIND_ADDRESS_NO_PORT,
            (&raw const on).cast(),
            size_of::<libc::c_int>() as libc::socklen_t,
        );
    }
}

/// Alternates the address families, the first one's first (RFC 8305 section 4, first family count 1).
fn interleave(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let Some(first) = addresses.first() else { return Vec::new() };
    let (mut ours, mut others): (Vec<_>, Vec<_>) =
        addresses.iter().copied().partition(|a| a.is_ipv4() == first.is_ipv4());
    ours.reverse();
    others.reverse();
    let mut mixed = Vec::with_capacity(addresses.len());
    while let Some(next) = ours.pop().or_else(|| others.pop()) {
        mixed.push(next);
        mixed.extend(others.pop());
    }
    mixed
}

/// Runs attempts staggered by [`ATTEMPT_DELAY`]; the first success wins and drops the others.
async fn race<T, F>(addresses: &[SocketAddr], attempt: impl Fn(SocketAddr) -> F) -> Result<T, DialError>
where
    F: Future<Output = Result<T, DialError>>,
{
    let mut waiting = addresses.iter();
    let mut running = FuturesUnordered::new();
    running.extend(waiting.next().map(|address| attempt(*address)));
    let mut worst: Option<DialError> = None;
    loop {
        let result = tokio::select! {
            biased;
            Some(result) = running.next() => result,
            () = sleep(ATTEMPT_DELAY), if !waiting.as_slice().is_empty() => {
                running.extend(waiting.next().map(|address| attempt(*address)));
                continue;
            }
            else => return Err(worst.unwrap_or_else(no_address)),
        };
        match result {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                if worst.as_ref().is_none_or(|known| error.rank() > known.rank()) {
                    worst = Some(error);
                }
                running.extend(waiting.next().map(|address| attempt(*address)));
            }
        }
    }
}

/// Only for callers that pass an empty list; a [`Resolver`](super::Resolver) never returns one.
fn no_address() -> DialError {
    DialError::Socket(io::Error::new(io::ErrorKind::InvalidInput, "no address to connect to"))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::sync::Mutex;

    use tokio::time::Instant;

    use super::*;

    fn addresses(list: &[&str]) -> Vec<SocketAddr> {
        list.iter().map(|a| a.parse().unwrap()).collect()
    }

    fn refused(address: SocketAddr) -> DialError {
        DialError::Connect { address, source: io::ErrorKind::ConnectionRefused.into() }
    }

    #[test]
    fn families_alternate() {
        let mixed = interleave(&addresses(&["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1", "2.2.2.2:1"]));
        assert_eq!(mixed, addresses(&["[::1]:1", "1.1.1.1:1", "[::2]:1", "2.2.2.2:1", "[::3]:1"]));
        assert_eq!(interleave(&addresses(&["1.1.1.1:1", "[::1]:1"])), addresses(&["1.1.1.1:1", "[::1]:1"]));
        assert_eq!(interleave(&[]), []);
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_address_costs_one_attempt_delay() {
        let list = addresses(&["[::1]:1", "1.1.1.1:1"]);
        let started = Instant::now();
        let winner =
            race(
                &list,
                |address| async move { if address.is_ipv6() { std::future::pending().await } else { Ok(address) } },
            );
        assert_eq!(winner.await.unwrap(), list[1]);
        assert_eq!(started.elapsed(), ATTEMPT_DELAY);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_moves_on_at_once() {
        let list = addresses(&["[::1]:1", "1.1.1.1:1"]);
        let started = Instant::now();
        let winner =
            race(&list, |address| async move { if address.is_ipv6() { Err(refused(address)) } else { Ok(address) } });
        assert_eq!(winner.await.unwrap(), list[1]);
        assert_eq!(started.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_first_address_can_still_win() {
        let list = addresses(&["[::1]:1", "1.1.1.1:1"]);
        let tried = Mutex::new(Vec::new());
        let winner = race(&list, |address| {
            tried.lock().unwrap().push(address);
            async move {
                sleep(if address.is_ipv6() { ATTEMPT_DELAY + ATTEMPT_DELAY / 2 } else { ATTEMPT_DELAY * 9 }).await;
                Ok(address)
            }
        });
        assert_eq!(winner.await.unwrap(), list[0]);
        assert_eq!(*tried.lock().unwrap(), list);
    }

    #[tokio::test(start_paused = true)]
    async fn when_all_fail_the_most_telling_error_is_kept() {
        let list = addresses(&["[::1]:1", "1.1.1.1:1", "2.2.2.2:1"]);
        let error = race::<(), _>(&list, |address| async move {
            let unreachable = io::Error::from(io::ErrorKind::NetworkUnreachable);
            if address == "1.1.1.1:1".parse().unwrap() {
                return Err(refused(address));
            }
            Err(DialError::Connect { address, source: unreachable })
        });
        assert_eq!(error.await.unwrap_err().to_string(), "1.1.1.1:1");
    }

    #[tokio::test]
    async fn no_address_is_an_error_and_no_hang() {
        assert!(Dialer::default().dial(&[]).await.is_err());
    }

    #[tokio::test]
    async fn sources_take_turns() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let to = [server.local_addr().unwrap()];
        let dialer = Dialer::new(vec!["127.0.0.2".parse().unwrap(), "127.0.0.3".parse().unwrap()]);
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push(dialer.dial(&to).await.unwrap().local_addr().unwrap().ip().to_string());
        }
        assert_eq!(seen, ["127.0.0.2", "127.0.0.3", "127.0.0.2", "127.0.0.3"]);
    }

    #[tokio::test]
    async fn a_foreign_source_address_is_named() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let dialer = Dialer::new(vec!["192.0.2.1".parse().unwrap()]);
        let error = dialer.dial(&[server.local_addr().unwrap()]).await.unwrap_err();
        assert_eq!(error.to_string(), "cannot send from 192.0.2.1");
    }
}
