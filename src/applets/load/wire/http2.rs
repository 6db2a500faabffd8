//! HTTP/2 (RFC 9113) on the `h2` crate: users of one connection are its streams.
//!
//! The crate is used directly, not through hyper's client: with one stream at a time the dispatch channel between a
//! hyper client and its connection costs a fifth of the whole exchange. A connection with one stream is driven by its
//! user, in the same task ([`Solo`]): handing every frame from one task to another would cost as much again.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use bytes::Bytes;
use h2::SendStream;
use h2::client::{Connection, ResponseFuture, SendRequest};
use http::{HeaderMap, Method, Request, Uri};

use super::link::{Counted, Link, Tally};
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
    /// Replies it has carried.
    replies: Cell<u64>,
    /// When the last of them began or ended, nanoseconds of the run.
    heard: Cell<u64>,
}

impl Http2Wire {
    /// Performs the handshake and lets the connection run on the current thread.
    pub(in crate::applets::load) async fn open(stream: Stream) -> Result<Self, WireFault> {
        let (wire, connection) = handshake(stream).await?;
        let ended = Rc::clone(&wire.broken);
        tokio::task::spawn_local(async move {
            // Its error reaches every stream under way.
            let _ = connection.await;
            ended.set(true);
        });
        Ok(wire)
    }

    /// Whether a new stream may be opened.
    pub(in crate::applets::load) fn is_reusable(&self) -> bool {
        !self.broken.get()
    }

    /// TCP segments of this connection that had to be sent again.
    pub(in crate::applets::load) fn retransmits(&self) -> u32 {
        self.tally.retransmits()
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
        self.replies.set(self.replies.get() + 1);
        self.heard.set(end);
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
        self.heard.set(first_byte);
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

    /// A request sent at `since` was given up. Where nothing else came meanwhile either, it is the connection that is
    /// dead, not a stream.
    pub(in crate::applets::load) fn give_up(&self, since: u64) {
        if self.heard.get() <= since {
            self.broken.set(true);
        }
    }

    /// Takes note of an error: one that concerns the connection means that no stream may be opened on it any more.
    fn note(&self, error: h2::Error) -> WireFault {
        if !error.is_reset() {
            self.broken.set(true);
        }
        // An idle connection may have been closed without a word, as in HTTP/1.
        let idle = error.is_io() && self.replies.get() > 0 && !self.tally.has_received();
        let fault = WireFault::from(error);
        if idle { fault.may_go(Again::Idempotent) } else { fault }
    }
}

/// Performs the handshake; the connection does nothing unless it is polled.
async fn handshake(stream: Stream) -> Result<(Http2Wire, Connection<Counted, Bytes>), WireFault> {
    let tally = Tally::of(Link::new(stream)?);
    let counted = Counted::new(&tally);
    let (sender, connection) = h2::client::Builder::new()
        .initial_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .enable_push(false)
        .handshake(counted)
        .await?;
    Ok((
        Http2Wire { sender, tally, broken: Rc::default(), replies: Cell::default(), heard: Cell::default() },
        connection,
    ))
}

/// A connection with one stream at a time, driven by the user that owns it.
#[derive(Debug)]
pub(in crate::applets::load) struct Solo {
    wire: Http2Wire,
    connection: Connection<Counted, Bytes>,
    /// What the library is polled with: it only notes that somebody has something to do. The socket wakes the task.
    note: Arc<Note>,
}

/// Says that the connection, or the stream, should be polled again.
#[derive(Debug, Default)]
struct Note(AtomicBool);

impl Note {
    fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

impl Wake for Note {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Solo {
    /// Performs the handshake.
    pub(in crate::applets::load) async fn open(stream: Stream) -> Result<Self, WireFault> {
        let (wire, connection) = handshake(stream).await?;
        Ok(Self { wire, connection, note: Arc::default() })
    }

    /// Whether another request may be sent on it.
    pub(in crate::applets::load) fn is_reusable(&self) -> bool {
        self.wire.is_reusable()
    }

    /// As [`Http2Wire::give_up`].
    pub(in crate::applets::load) fn give_up(&self, since: u64) {
        self.wire.give_up(since);
    }

    /// TCP segments of this connection that had to be sent again.
    pub(in crate::applets::load) fn retransmits(&self) -> u32 {
        self.wire.retransmits()
    }

    /// As [`Http2Wire::exchange`].
    pub(in crate::applets::load) async fn exchange(
        &mut self,
        parts: (&Method, &Uri, &HeaderMap, &Bytes),
        at: (Clock, u64),
        reception: &mut Reception,
    ) -> Result<Reply, WireFault> {
        let Self { wire, connection, note } = self;
        let waker = Waker::from(Arc::clone(note));
        let mut exchange = pin!(wire.exchange(parts, at, reception));
        // The exchange goes first: there is a request to queue.
        note.wake_by_ref();
        poll_fn(|cx| {
            wire.tally.drive_by(cx.waker());
            let mut quiet = Context::from_waker(&waker);
            loop {
                if note.take()
                    && let Poll::Ready(result) = exchange.as_mut().poll(&mut quiet)
                {
                    return Poll::Ready(result);
                }
                if !wire.broken.get() && Pin::new(&mut *connection).poll(&mut quiet).is_ready() {
                    // Its error reaches the stream under way.
                    wire.broken.set(true);
                    note.wake_by_ref();
                }
                if !note.0.load(Ordering::Relaxed) {
                    return Poll::Pending;
                }
            }
        })
        .await
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
