//! A conversation over one connection, in the clear or in TLS.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use super::briefly;
use super::tap::{Heard, Tap};
use crate::applets::scan::service::evidence::{Ending, Exchange, Handshake};
use crate::kit::tls::Looker;

/// After the first bytes, how long a pause ends an answer.
const PAUSE: Duration = Duration::from_millis(200);

/// How much longer than the wait for its first byte an answer may take that drips.
const DRIP: Duration = Duration::from_millis(1500);

/// A stream of either kind.
trait Line: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Line for S {}

/// The conversation.
pub(super) struct Talk {
    line: Inner,
    over: bool,
}

enum Inner {
    Plain(TcpStream),
    Tls(Box<dyn Line>),
}

impl Talk {
    pub(super) const fn new(stream: TcpStream) -> Self {
        Self { line: Inner::Plain(stream), over: false }
    }

    pub(super) const fn is_tls(&self) -> bool {
        matches!(self.line, Inner::Tls(_))
    }

    /// Whether the peer has closed it.
    pub(super) const fn is_over(&self) -> bool {
        self.over
    }

    fn line(&mut self) -> &mut dyn Line {
        match &mut self.line {
            Inner::Plain(stream) => stream,
            Inner::Tls(stream) => stream,
        }
    }

    /// Makes it private. Tells in `told` what was agreed on, or what came instead.
    pub(super) async fn handshake(
        self,
        looker: &Looker,
        host: Option<&str>,
        address: IpAddr,
        until: Instant,
        told: &mut Exchange,
    ) -> Option<Self> {
        let Inner::Plain(stream) = self.line else { return None };
        let heard = Heard::default();
        let shaken = timeout_at(until, looker.handshake(Tap::new(stream, heard.clone()), host, address)).await;
        match shaken {
            Ok(Ok((stream, seen))) => {
                let certificate = seen.chain.into_iter().next().unwrap_or_default();
                told.handshake = Some(Handshake { version: seen.version, cipher: seen.cipher, certificate });
                Some(Self { line: Inner::Tls(Box::new(stream)), over: false })
            }
            Ok(Err(error)) => {
                told.received = heard.bytes();
                told.ending = ending(&error);
                None
            }
            Err(_) => {
                told.received = heard.bytes();
                told.ending = Ending::Quiet;
                None
            }
        }
    }

    /// Says what the exchange sends, and collects the answer: until the first byte fails to come by `until`, a pause,
    /// the end, `most` bytes, or until `enough` says so.
    pub(super) async fn exchange(
        &mut self,
        exchange: &mut Exchange,
        until: Instant,
        most: usize,
        enough: impl Fn(&Exchange) -> bool,
    ) {
        let began = Instant::now();
        let latest = until + DRIP;
        if !exchange.sent.is_empty() {
            let line = self.line();
            let written = timeout_at(until, async {
                line.write_all(&exchange.sent).await?;
                line.flush().await
            })
            .await;
            // A peer that closed after its greeting may still be heard.
            if let Ok(Err(error)) = &written {
                exchange.ending = ending(error);
            }
        }
        let mut buffer = vec![0; 8192];
        let mut until = until;
        loop {
            let read = timeout_at(until, self.line().read(&mut buffer)).await;
            if exchange.received.is_empty() {
                exchange.millis = began.elapsed().as_millis() as u32;
            }
            match read {
                Ok(Ok(0)) => {
                    exchange.ending = Ending::Closed;
                    self.over = true;
                    return;
                }
                Ok(Ok(length)) => {
                    let room = most.saturating_sub(exchange.received.len());
                    exchange.received.extend_from_slice(&buffer[..length.min(room)]);
                    if exchange.received.len() >= most {
                        exchange.ending = Ending::Full;
                        self.over = true;
                        return;
                    }
                    exchange.ending = Ending::Quiet;
                    if exchange.received.len() < 4096 && enough(exchange) {
                        return;
                    }
                    until = (Instant::now() + PAUSE).min(latest);
                }
                Ok(Err(error)) => {
                    exchange.ending = ending(&error);
                    self.over = true;
                    return;
                }
                Err(_) => return,
            }
        }
    }

    /// Takes leave, so that the peer sees an end and no reset.
    pub(super) async fn end(mut self) {
        briefly(self.line().shutdown()).await;
    }
}

fn ending(error: &io::Error) -> Ending {
    match error.kind() {
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe => Ending::Reset,
        _ => Ending::Closed,
    }
}
