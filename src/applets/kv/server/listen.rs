//! The acceptor: takes connections and hands each to the worker with the fewest.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::Server;
use super::mailbox::Mail;

/// How long accepting rests after an error such as a lack of descriptors (CVE-2025-48367: it must not stop).
const REST: Duration = Duration::from_millis(50);

/// Accepts until `stop`.
pub async fn accept(server: Arc<Server>, listener: TcpListener, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => return,
        };
        match accepted.and_then(|(stream, peer)| Ok((stream.into_std()?, peer))) {
            Ok((stream, peer)) => {
                if let Err(error) = admit(&server, stream, peer) {
                    tracing::debug!(%error, %peer, "connection lost at once");
                }
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

fn admit(server: &Server, stream: std::net::TcpStream, peer: std::net::SocketAddr) -> io::Result<()> {
    let connected: usize = server.mailboxes.iter().map(|mailbox| mailbox.load()).sum();
    if connected >= server.settings.maxclients.load(Ordering::Relaxed) as usize {
        use std::io::Write as _;
        return (&stream).write_all(b"-ERR max number of clients reached\r\n");
    }
    stream.set_nodelay(true)?;
    stream.set_nonblocking(true)?;
    let Some(mailbox) = server.mailboxes.iter().min_by_key(|mailbox| mailbox.load()) else { return Ok(()) };
    mailbox.connections.fetch_add(1, Ordering::Relaxed);
    mailbox.post(Mail::Socket(mio::net::TcpStream::from_std(stream), Some(peer)));
    Ok(())
}
