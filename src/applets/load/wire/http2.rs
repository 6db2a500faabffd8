//! HTTP/2 (RFC 9113) on the `h2` crate: users of one connection are its streams.
//!
//! The crate is used directly, not through hyper's client: with one stream at a time the dispatch channel between a
//! hyper client and its connection costs a fifth of the whole exchange.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;

use bytes::Bytes;
use h2::SendStream;
use h2::client::{ResponseFuture, SendRequest};
use http::{HeaderMap, Method, Request, Uri};

use super::counted::{Counted, Tally};
use super::{Again, FaultKind, Reception, Reply, WireFault};
use crate::applets::load::lane::Clock;
use crate::kit::http::Stream;

/// Receive windows large enough never to be what limits a test; the protocol's maximum is 2³¹−1.
const WINDOW_BYTES: u32 = 1 << 30;

/// One connection, shared by the users that are its streams.
#[derive(Debug)]
pub(in crate::applets::load) struct Http2Wire {
    sender: SendRequest<Bytes>,
    tally: Rc<Tally>,
    broken: Rc<Cell<bool>>,
}

impl Http2Wire {
    /// Performs the handshake and lets the connection run on the current thread.
    pub(in crate::applets::load) async fn open(stream: Stream) -> Result<Self, WireFault> {
        let tally = Rc::new(Tally::default());
        let counted = Counted::new(stream, Rc::clone(&tally));
        let (sender, connection) = h2::client::Builder::new()
            .initial_window_size(WINDOW_BYTES)
            .initial_connection_window_size(WINDOW_BYTES)
            .enable_push(false)
            .handshake(counted)
            .await?;
        let broken = Rc::new(Cell::new(false));
        let ended = Rc::clone(&broken);
        tokio::task::spawn_local(async move {
            // Its error reaches every stream under way.
            let _ = connection.await;
            ended.set(true);
        });
        Ok(Self { sender, tally, broken })
    }

    /// Whether a new stream may be opened.
    pub(in crate::applets::load) fn is_reusable(&self) -> bool {
        !self.broken.get()
    }

    /// Opens a stream for one request and reads its reply.
    pub(in crate::applets::load) async fn exchange(
        &self,
        (method, uri, headers, body): (&Method, &Uri, &HeaderMap, &Bytes),
        (clock, sent): (Clock, u64),
        reception: &mut Reception,
    ) -> Result<Reply, WireFault> {
        let mut sender = self.sender.clone();
        // A connection that is going away opens no more streams; nothing was sent, another connection will do.
        let ready = poll_fn(|cx| sender.poll_ready(cx)).await;
        ready.map_err(|error| self.note(error).may_go(Again::Always))?;
        let mut request = Request::new(());
        *request.method_mut() = method.clone();
        *request.uri_mut() = uri.clone();
        *request.headers_mut() = headers.clone();
        *request.version_mut() = http::Version::HTTP_2;
        let (response, outgoing) = sender.send_request(request, body.is_empty()).map_err(|error| self.note(error))?;
        let receiving = self.receive(response, clock, reception);
        let (status, first_byte, end) = if body.is_empty() {
            receiving.await
        } else {
            while_sending(send_body(outgoing, body.clone()), receiving).await
        }?;
        let (bytes_in, bytes_out) = self.tally.take();
        Ok(Reply { status, sent, first_byte, end, bytes_in, bytes_out })
    }

    /// Reads the reply on one stream: its status, its first and its last moment.
    async fn receive(
        &self,
        response: ResponseFuture,
        clock: Clock,
        reception: &mut Reception,
    ) -> Result<(u16, u64, u64), WireFault> {
        let response = response.await.map_err(|error| self.note(error))?;
        let first_byte = clock.now();
        let (head, mut incoming) = response.into_parts();
        let mut end = first_byte;
        while !incoming.is_end_stream() {
            let Some(data) = poll_fn(|cx| incoming.poll_data(cx)).await else { break };
            let data = data.map_err(|error| self.note(error))?;
            incoming.flow_control().release_capacity(data.len()).map_err(|error| self.note(error))?;
            if reception.wants_body && reception.body.len() < Reception::BODY_LIMIT {
                let room = Reception::BODY_LIMIT - reception.body.len();
                reception.body.extend_from_slice(&data[..data.len().min(room)]);
            }
            end = clock.now();
        }
        if reception.wants_head {
            reception.headers = head.headers;
        }
        Ok((head.status.as_u16(), first_byte, end))
    }

    /// Takes note of an error: one that concerns the connection means that no stream may be opened on it any more.
    fn note(&self, error: h2::Error) -> WireFault {
        if !error.is_reset() {
            self.broken.set(true);
        }
        error.into()
    }
}

/// Receives while a body is still being sent: a server may answer before it has read everything, and then want no more.
async fn while_sending<T>(sending: impl Future<Output = ()>, receiving: impl Future<Output = T>) -> T {
    let (mut sending, mut receiving) = (pin!(sending), pin!(receiving));
    let mut sent = false;
    poll_fn(|cx| {
        sent = sent || sending.as_mut().poll(cx).is_ready();
        receiving.as_mut().poll(cx)
    })
    .await
}

/// Sends a body as fast as the peer's window lets it. What fails here fails the reply as well, or the peer has answered
/// and wants no more.
async fn send_body(mut outgoing: SendStream<Bytes>, mut body: Bytes) {
    while !body.is_empty() {
        outgoing.reserve_capacity(body.len());
        let Some(Ok(capacity)) = poll_fn(|cx| outgoing.poll_capacity(cx)).await else { return };
        let piece = body.split_to(capacity.min(body.len()));
        if outgoing.send_data(piece, body.is_empty()).is_err() {
            return;
        }
    }
}

impl From<h2::Error> for WireFault {
    fn from(error: h2::Error) -> Self {
        let refused = error.reason() == Some(h2::Reason::REFUSED_STREAM);
        let kind = match (error.is_io(), error.reason()) {
            (true, _) => FaultKind::Closed,
            (_, Some(h2::Reason::CANCEL | h2::Reason::INTERNAL_ERROR)) if error.is_remote() => FaultKind::Reset,
            _ => FaultKind::Protocol,
        };
        let fault = Self::new(kind, format!("http/2: {error}"));
        if refused || (error.is_go_away() && error.is_remote()) { fault.may_go(Again::Always) } else { fault }
    }
}
