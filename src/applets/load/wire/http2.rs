//! HTTP/2 (RFC 9113) on the `h2` crate: users of one connection are its streams.
//!
//! The crate is used directly, not through hyper's client: with one stream at a time the dispatch channel between a
//! hyper client and its connection costs a fifth of the whole exchange.

use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;

use bytes::Bytes;
use h2::client::SendRequest;
use http::{HeaderMap, Method, Request, Uri};

use super::counted::{Counted, Tally};
use super::{FaultKind, Reception, Reply, WireFault};
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
        ready.map_err(|error| {
            self.broken.set(true);
            WireFault::from(error).untouched()
        })?;
        let mut request = Request::new(());
        *request.method_mut() = method.clone();
        *request.uri_mut() = uri.clone();
        *request.headers_mut() = headers.clone();
        *request.version_mut() = http::Version::HTTP_2;
        let (response, mut outgoing) = sender.send_request(request, body.is_empty())?;
        if !body.is_empty() {
            send_body(&mut outgoing, body.clone()).await?;
        }
        let response = response.await?;
        let first_byte = clock.now();
        let (head, mut incoming) = response.into_parts();
        let mut end = first_byte;
        while !incoming.is_end_stream() {
            let Some(data) = poll_fn(|cx| incoming.poll_data(cx)).await else { break };
            let data = data?;
            incoming.flow_control().release_capacity(data.len())?;
            if reception.wants_body && reception.body.len() < Reception::BODY_LIMIT {
                let room = Reception::BODY_LIMIT - reception.body.len();
                reception.body.extend_from_slice(&data[..data.len().min(room)]);
            }
            end = clock.now();
        }
        if reception.wants_head {
            reception.headers = head.headers;
        }
        let (bytes_in, bytes_out) = self.tally.take();
        let reply = Reply { status: head.status.as_u16(), sent, first_byte, end, bytes_in, bytes_out };
        Ok(reply)
    }
}

/// Sends a body as fast as the peer's window lets it.
async fn send_body(outgoing: &mut h2::SendStream<Bytes>, mut body: Bytes) -> Result<(), WireFault> {
    while !body.is_empty() {
        outgoing.reserve_capacity(body.len());
        let Some(capacity) = poll_fn(|cx| outgoing.poll_capacity(cx)).await else {
            // The peer has answered and wants no more of the body; its reply says why.
            return Ok(());
        };
        let piece = body.split_to(capacity?.min(body.len()));
        outgoing.send_data(piece, body.is_empty())?;
    }
    Ok(())
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
        if refused || (error.is_go_away() && error.is_remote()) { fault.untouched() } else { fault }
    }
}
