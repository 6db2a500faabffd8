//! The acceptors: they take connections, turn away those that must not be, and hand each of the others to the worker
//! with the fewest.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::net::{TcpListener, UnixListener};
use tokio_util::sync::CancellationToken;

use super::Server;
use super::mailbox::Mail;
use super::transport::Transport;

/// How long accepting rests after an error such as a lack of descriptors (CVE-2025-48367: it must not stop).
const REST: Duration = Duration::from_millis(50);

const TOO_MANY: &[u8] = b"-ERR max number of clients reached\r\n";

const PROTECTED: &[u8] =
    b"-DENIED Redis is running in protected mode because protected mode is enabled and no password \
is set for the default user. In this mode connections are only accepted from the loopback interface. If you want to \
connect from external computers to Redis you may adopt one of the following solutions: 1) Just disable protected mode \
sending the command 'CONFIG SET protected-mode no' from the loopback interface by connecting to Redis from the same \
host the server is running, however MAKE SURE Redis is not publicly accessible from internet if you do so. Use CONFIG \
REWRITE to make this change permanent. 2) Alternatively you can just disable the protected mode by editing the Redis \
configuration file, and setting the protected mode option to 'no', and then restarting the server. 3) If you started \
the server manually just for testing, restart it with the '--set protected-mode=no' option. 4) Setup a an authentication \
password for the default user. NOTE: You only need to do one of the above things in order for the server to start \
accepting connections from the outside.\r\n";

/// What is spoken at a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// TCP.
    Plain,
    /// TLS over TCP.
    Tls,
}

/// Accepts until `stop`.
pub async fn accept(server: Arc<Server>, listener: TcpListener, door: Door, stop: CancellationToken) {
    let mut trouble = Trouble::default();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => return,
        };
        match accepted.and_then(|(stream, peer)| Ok((stream.into_std()?, peer))) {
            Ok((stream, peer)) => {
                trouble.over();
                if let Err(error) = admit(&server, stream, peer, door) {
                    tracing::debug!(%error, %peer, "connection lost at once");
                }
            }
            Err(error) => trouble.rest(&error).await,
        }
    }
}

/// Errors of accepting that follow each other: told once, not with each attempt.
#[derive(Debug, Default)]
struct Trouble {
    is_told: bool,
}

impl Trouble {
    async fn rest(&mut self, error: &io::Error) {
        if !std::mem::replace(&mut self.is_told, true) {
            tracing::warn!(%error, "cannot accept connections; they wait until it can");
        }
        tokio::time::sleep(REST).await;
    }

    fn over(&mut self) {
        if std::mem::take(&mut self.is_told) {
            tracing::info!("connections are accepted again");
        }
    }
}

/// Accepts at a Unix socket until `stop`.
pub async fn accept_unix(server: Arc<Server>, listener: UnixListener, stop: CancellationToken) {
    let mut trouble = Trouble::default();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => return,
        };
        match accepted.and_then(|(stream, _)| stream.into_std()) {
            Ok(mut stream) if is_full(&server) => {
                // Whoever is turned away may have gone.
                let _ = stream.write_all(TOO_MANY);
            }
            Ok(stream) => {
                trouble.over();
                hand_over(&server, Transport::Unix(mio::net::UnixStream::from_std(stream)), None);
            }
            Err(error) => trouble.rest(&error).await,
        }
    }
}

/// Whether there are as many connections as may be; counts one that is turned away.
fn is_full(server: &Server) -> bool {
    let connected: usize = server.mailboxes.iter().map(|mailbox| mailbox.load()).sum();
    let is_full = connected >= server.settings.maxclients.load(Ordering::Relaxed) as usize;
    if is_full {
        server.rejected.fetch_add(1, Ordering::Relaxed);
    }
    is_full
}

/// Whether protected mode keeps a peer out.
fn is_kept_out(server: &Server, peer: SocketAddr) -> bool {
    let is_local = peer.ip().to_canonical().is_loopback();
    !is_local
        && server.settings.get("protected-mode").is_some_and(|mode| mode == "yes")
        && server.acl.default_user().rules().is_open
}

fn admit(server: &Server, mut stream: std::net::TcpStream, peer: SocketAddr, door: Door) -> io::Result<()> {
    if is_full(server) {
        return if door == Door::Plain { stream.write_all(TOO_MANY) } else { Ok(()) };
    }
    if is_kept_out(server, peer) {
        server.rejected.fetch_add(1, Ordering::Relaxed);
        return if door == Door::Plain { stream.write_all(PROTECTED) } else { Ok(()) };
    }
    stream.set_nodelay(true)?;
    stream.set_nonblocking(true)?;
    keep_alive(server, &stream)?;
    let stream = mio::net::TcpStream::from_std(stream);
    let transport = match door {
        Door::Plain => Transport::Tcp(stream),
        Door::Tls => {
            let config = server.tls.read().clone().ok_or(io::ErrorKind::NotConnected)?;
            Transport::tls(stream, &config)?
        }
    };
    hand_over(server, transport, Some(peer));
    Ok(())
}

/// `tcp-keepalive`: a peer that has vanished is noticed after three probes.
fn keep_alive(server: &Server, stream: &std::net::TcpStream) -> io::Result<()> {
    let seconds = server.settings.get("tcp-keepalive").and_then(|text| text.parse().ok()).unwrap_or(0_u64);
    if seconds == 0 {
        return Ok(());
    }
    let probe = Duration::from_secs((seconds / 3).max(1));
    let keepalive = socket2::TcpKeepalive::new().with_time(Duration::from_secs(seconds)).with_interval(probe);
    socket2::SockRef::from(stream).set_tcp_keepalive(&keepalive)
}

fn hand_over(server: &Server, transport: Transport, peer: Option<SocketAddr>) {
    let Some(mailbox) = server.mailboxes.iter().min_by_key(|mailbox| mailbox.load()) else { return };
    mailbox.connections.fetch_add(1, Ordering::Relaxed);
    mailbox.post(Mail::Socket(transport, peer));
}
