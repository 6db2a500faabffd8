//! Carries out what the [inquiry](super::inquiry) asks for: connections, datagrams, TLS, and the time they may take.

mod stream;
mod tap;

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpStream, UdpSocket};
use tokio::time::{Instant, timeout, timeout_at};

use self::stream::Talk;
use super::evidence::{Ending, Exchange, Transport};
use super::finding::Answer;
use super::inquiry::{Ask, Connection, Inquiry};
use super::rules::Rules;
use super::{Question, probe};
use crate::applets::scan::source::bound;
use crate::kit::net::Dialer;
use crate::kit::tls::{Looker, TlsError};

/// Makes the sockets, so that a scan's own rules (source address, exclusions, counting) hold here too.
pub trait Connector: Sync {
    /// A connection to `to`.
    fn tcp(&self, to: SocketAddr) -> impl Future<Output = io::Result<TcpStream>> + Send;

    /// A socket that may send to `to`, bound and not connected.
    fn udp(&self, to: SocketAddr) -> impl Future<Output = io::Result<UdpSocket>> + Send;
}

/// Sockets as the system gives them.
#[derive(Debug, Default)]
pub struct Direct {
    dialer: Dialer,
    source: Option<IpAddr>,
}

impl Direct {
    /// From this address; from the system's choice if there is none.
    #[must_use]
    pub fn new(source: Option<IpAddr>) -> Self {
        Self { dialer: Dialer::new(source.into_iter().collect()), source }
    }
}

impl Connector for Direct {
    async fn tcp(&self, to: SocketAddr) -> io::Result<TcpStream> {
        self.dialer.dial(&[to]).await.map_err(|error| io::Error::new(error.io().kind(), error))
    }

    async fn udp(&self, to: SocketAddr) -> io::Result<UdpSocket> {
        let any = if to.is_ipv4() { IpAddr::V4(Ipv4Addr::UNSPECIFIED) } else { IpAddr::V6(Ipv6Addr::UNSPECIFIED) };
        UdpSocket::bind(self.source.map_or(SocketAddr::new(any, 0), bound)).await
    }
}

/// Asks ports what they are; one for a whole scan.
#[derive(Debug)]
pub struct Detective<C> {
    connector: C,
    looker: Looker,
    rules: Arc<Rules>,
}

impl<C: Connector> Detective<C> {
    /// A detective with these sockets and the user's rules.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(connector: C, rules: Arc<Rules>) -> Result<Self, TlsError> {
        Ok(Self { connector, looker: Looker::new()?, rules })
    }

    /// Questions one port until it is known, everything was tried, or the limits are reached. Never fails: what
    /// cannot be reached has no service.
    pub async fn identify(&self, question: &Question) -> (Answer, Vec<Exchange>) {
        let mut inquiry = Inquiry::new(question, &self.rules);
        let deadline = Instant::now() + question.limits.total;
        let mut talk = None;
        while let Some(ask) = inquiry.next() {
            if Instant::now() >= deadline {
                break;
            }
            let exchange = match question.transport {
                Transport::Tcp => self.over_stream(question, &mut inquiry, &mut talk, &ask, deadline).await,
                Transport::Udp => self.over_datagrams(question, &ask, deadline).await,
            };
            inquiry.answered(exchange);
        }
        if let Some(talk) = talk {
            talk.end().await;
        }
        inquiry.finish()
    }

    async fn over_stream(
        &self,
        question: &Question,
        inquiry: &mut Inquiry<'_>,
        talk: &mut Option<Talk>,
        ask: &Ask,
        deadline: Instant,
    ) -> Exchange {
        let mut exchange = Exchange { probe: ask.probe.clone(), sent: ask.payload.clone(), ..Exchange::default() };
        let usable = talk.as_ref().is_some_and(|talk| !talk.is_over());
        match ask.connection {
            Connection::Dialogue if !usable => {
                exchange.ending = Ending::Closed;
                exchange.sent.clear();
                return exchange;
            }
            Connection::Same | Connection::Dialogue if usable => {}
            _ => {
                let in_tls = inquiry.in_tls() || ask.connection == Connection::Handshake;
                // One connection at a time.
                if let Some(old) = talk.take() {
                    old.end().await;
                }
                let began = Instant::now();
                let connected = timeout_at(deadline, self.connector.tcp(question.address)).await;
                let Ok(Ok(stream)) = connected else {
                    exchange.ending = Ending::Unreachable;
                    return exchange;
                };
                inquiry.connected_in(began.elapsed());
                let fresh = Talk::new(stream);
                let fresh =
                    if in_tls { self.shake(question, fresh, &mut exchange, ask, deadline).await } else { Some(fresh) };
                *talk = fresh;
            }
        }
        if ask.connection == Connection::Handshake || exchange.ending == Ending::Unreachable {
            return exchange;
        }
        let Some(talk) = talk else { return exchange };
        exchange.inside_tls = talk.is_tls();
        let until = (Instant::now() + ask.wait).min(deadline);
        talk.exchange(&mut exchange, until, question.limits.answer_bytes, |so_far| inquiry.is_enough(so_far)).await;
        exchange
    }

    /// Makes a handshake; its result is the exchange's if it was asked for, and dropped if it only opens the way.
    async fn shake(
        &self,
        question: &Question,
        talk: Talk,
        exchange: &mut Exchange,
        ask: &Ask,
        deadline: Instant,
    ) -> Option<Talk> {
        let until = (Instant::now() + ask.wait.max(Duration::from_secs(2))).min(deadline);
        let began = Instant::now();
        let host = question.host.as_deref();
        let mut told = Exchange { probe: probe::TLS.to_owned(), ..Exchange::default() };
        let talk = talk.handshake(&self.looker, host, question.address.ip(), until, &mut told).await;
        told.millis = began.elapsed().as_millis() as u32;
        if ask.connection == Connection::Handshake {
            *exchange = told;
        } else if talk.is_none() {
            exchange.ending = Ending::Unreachable;
        }
        talk
    }

    async fn over_datagrams(&self, question: &Question, ask: &Ask, deadline: Instant) -> Exchange {
        let mut exchange = Exchange { probe: ask.probe.clone(), sent: ask.payload.clone(), ..Exchange::default() };
        let Ok(socket) = self.connector.udp(question.address).await else {
            exchange.ending = Ending::Unreachable;
            return exchange;
        };
        // TFTP answers from another port, which a connected socket would not take.
        let is_loose = ask.probe == "tftp";
        if !is_loose && socket.connect(question.address).await.is_err() {
            exchange.ending = Ending::Unreachable;
            return exchange;
        }
        let began = Instant::now();
        let mut buffer = vec![0; question.limits.answer_bytes.clamp(512, 65_535)];
        // Datagrams get lost: each is sent twice at most.
        for _ in 0..2 {
            let sent = if is_loose {
                socket.send_to(&ask.payload, question.address).await
            } else {
                socket.send(&ask.payload).await
            };
            let until = (Instant::now() + ask.wait / 2).min(deadline);
            let received = match sent {
                Ok(_) => timeout_at(until, receive(&socket, question.address.ip(), &mut buffer)).await,
                Err(error) => Ok(Err(error)),
            };
            exchange.millis = began.elapsed().as_millis() as u32;
            match received {
                Ok(Ok(length)) => {
                    exchange.received = buffer[..length].to_vec();
                    return exchange;
                }
                Ok(Err(error)) if error.kind() == io::ErrorKind::ConnectionRefused => {
                    exchange.ending = Ending::Reset;
                    return exchange;
                }
                Ok(Err(_)) => {
                    exchange.ending = Ending::Unreachable;
                    return exchange;
                }
                Err(_) => {}
            }
        }
        exchange
    }
}

/// The next datagram of this host.
async fn receive(socket: &UdpSocket, from: IpAddr, buffer: &mut [u8]) -> io::Result<usize> {
    // Strangers' datagrams are passed over, but not for ever.
    for _ in 0..64 {
        let (length, peer) = socket.recv_from(buffer).await?;
        if peer.ip().to_canonical() == from.to_canonical() {
            return Ok(length);
        }
    }
    Err(io::Error::from(io::ErrorKind::InvalidData))
}

/// How long a peer may take to see that we are done.
const FAREWELL: Duration = Duration::from_millis(50);

/// Runs `work`, but not longer than a farewell may take.
async fn briefly(work: impl Future<Output = io::Result<()>>) {
    let _ = timeout(FAREWELL, work).await;
}

#[cfg(test)]
mod tests;
