//! From a listening socket to served connections, on each thread of the origin.

use std::io;
use std::net::TcpListener as StdTcpListener;
use std::os::unix::net::UnixListener as StdUnixListener;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use rustls::ServerConfig;
use tokio::net::{TcpListener, UnixListener};
use tokio_rustls::TlsAcceptor;
use tokio_util::task::TaskTracker;

use super::h1::{self, Ended};
use super::wire::{Replay, Socket, Wire};
use super::{Shared, Thread, h2};

/// A client that does not finish its TLS handshake by then is dropped.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);

/// How long to wait when no connection can be accepted: for lack of descriptors, mostly.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// A bound socket, not yet on any runtime.
#[derive(Debug)]
pub(super) enum Bound {
    Tcp(StdTcpListener),
    Unix(StdUnixListener),
}

enum Listener {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl Bound {
    /// The same socket for another thread: whichever is free accepts.
    pub(super) fn share(&self) -> io::Result<Self> {
        Ok(match self {
            Self::Tcp(listener) => Self::Tcp(listener.try_clone()?),
            Self::Unix(listener) => Self::Unix(listener.try_clone()?),
        })
    }

    fn listen(self) -> io::Result<Listener> {
        Ok(match self {
            Self::Tcp(listener) => Listener::Tcp(TcpListener::from_std(listener)?),
            Self::Unix(listener) => Listener::Unix(UnixListener::from_std(listener)?),
        })
    }
}

impl Listener {
    async fn accept(&self) -> io::Result<Socket> {
        match self {
            Self::Tcp(listener) => {
                let (tcp, _) = listener.accept().await?;
                tcp.set_nodelay(true)?;
                Ok(Socket::Tcp(tcp))
            }
            Self::Unix(listener) => Ok(Socket::Unix(listener.accept().await?.0)),
        }
    }
}

/// Serves on this thread until the server is told to stop, and then for `drain` more where requests are under way.
pub(super) async fn serve(
    bound: Bound,
    tls: Option<Arc<ServerConfig>>,
    shared: Arc<Shared>,
    index: usize,
    drain: Duration,
) -> io::Result<()> {
    let listener = bound.listen()?;
    let thread = Rc::new(Thread::start(shared, index)?);
    let acceptor = tls.map(TlsAcceptor::from);
    let tasks = TaskTracker::new();
    loop {
        let socket = tokio::select! {
            biased;
            () = thread.stopping.cancelled() => break,
            socket = listener.accept() => socket,
        };
        match socket {
            Ok(socket) => {
                tasks.spawn_local(connection(socket, acceptor.clone(), Rc::clone(&thread)));
            }
            Err(error) => {
                tracing::debug!(%error, "cannot accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    tasks.close();
    // What is left after that is dropped with the runtime.
    let _ = tokio::time::timeout(drain, tasks.wait()).await;
    Ok(())
}

async fn connection(socket: Socket, acceptor: Option<TlsAcceptor>, thread: Rc<Thread>) {
    let shared = Arc::clone(&thread.shared);
    let _open = shared.tally.shard(thread.index).connection();
    let wire = match acceptor {
        None => Wire::Plain(socket),
        Some(acceptor) => match tokio::time::timeout(HANDSHAKE_LIMIT, acceptor.accept(socket)).await {
            Ok(Ok(tls)) => Wire::Tls(Box::new(tls)),
            Ok(Err(error)) => return tracing::debug!(%error, "TLS handshake failed"),
            Err(_) => return tracing::debug!("TLS handshake took too long"),
        },
    };
    if let Wire::Tls(tls) = &wire
        && tls.get_ref().1.alpn_protocol() == Some(b"h2")
    {
        return h2::serve(Replay { first: BytesMut::new(), wire }, thread).await;
    }
    if let Ended::Http2(replay) = h1::serve(wire, Rc::clone(&thread)).await {
        h2::serve(replay, thread).await;
    }
}
