//! HTTP/2: which connection a request goes over, and one stream as a worker sees it.
//!
//! Workers are streams. A connection carries a few of them and not all, because each is one TCP window on the way and
//! one task that decrypts here. Who finds a connection dead, or silent while it waited, takes it from all.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::FutureExt as _;
use http::Request;
use http::header::CONTENT_LENGTH;
use tokio::time::{Instant, timeout_at};

use super::answer::Head;
use super::wire::{BUFFER_BYTES, GATHERING, WireFault, put};
use crate::applets::fetch::source::Place;
use crate::kit::http::h1::Framing;
use crate::kit::http::http2::{Http2, Http2Body, Http2Error};
use crate::kit::net::Origin;

/// Streams of one connection: as many as keep a core busy that decrypts.
const STREAMS: usize = 4;

/// The connections of all workers, by origin.
#[derive(Debug, Default)]
pub(super) struct Streams(Mutex<HashMap<Origin, Arc<Lines>>>);

/// Those to one origin; held while one is made, so that workers who begin together share it.
type Lines = tokio::sync::Mutex<Vec<Lease>>;

/// A connection and who uses it: the pool, and each stream.
#[derive(Debug, Clone)]
pub(super) struct Lease {
    http2: Http2,
    users: Arc<()>,
}

impl Streams {
    /// Whether requests to `origin` went over HTTP/2 before.
    pub(super) fn knows(&self, origin: &Origin) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(origin).cloned();
        // Somebody who makes a connection thinks so.
        known.is_some_and(|lines| lines.try_lock().map_or(true, |lines| !lines.is_empty()))
    }

    /// A stream's share of a connection, one that is there or a new one.
    pub(super) async fn lease<E>(
        &self,
        origin: &Origin,
        connect: impl Future<Output = Result<Http2, E>>,
    ) -> Result<Lease, E> {
        let lines = {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(known.entry(origin.clone()).or_default())
        };
        let mut lines = lines.lock().await;
        lines.retain(|lease| !lease.http2.is_closed());
        let fewest = lines.iter().min_by_key(|lease| Arc::strong_count(&lease.users));
        if let Some(lease) = fewest.filter(|lease| Arc::strong_count(&lease.users) <= STREAMS) {
            return Ok(lease.clone());
        }
        let made = Lease { http2: connect.await?, users: Arc::new(()) };
        lines.push(made.clone());
        Ok(made)
    }
}

/// See the module.
#[derive(Debug)]
pub(super) struct Stream {
    lease: Lease,
    body: Option<Http2Body>,
    /// Bytes of the answer that have not been received; `None` where only its end will tell.
    left: Option<u64>,
    /// Came and not used yet.
    ahead: Bytes,
    buffer: Vec<u8>,
    /// What had been heard on the connection when a wait began that has not ended.
    waiting: Option<u64>,
}

impl Stream {
    pub(super) fn new(lease: Lease) -> Self {
        Self { lease, body: None, left: Some(0), ahead: Bytes::new(), buffer: Vec::new(), waiting: None }
    }

    /// Whether another request may be sent. Who had waited in vain on a connection that was silent for everybody has
    /// found it dead.
    pub(super) fn is_free(&self) -> bool {
        if self.waiting == Some(self.lease.http2.heard()) {
            self.lease.http2.give_up();
        }
        !self.lease.http2.is_closed()
    }

    pub(super) fn left(&self) -> Option<u64> {
        self.left
    }

    /// Sends a request; the head of its answer. What was left of the last one is given up.
    pub(super) async fn exchange(&mut self, request: Request<()>) -> Result<Head, WireFault> {
        (self.body, self.left, self.ahead) = (None, Some(0), Bytes::new());
        self.waiting = Some(self.lease.http2.heard());
        let sent = self.lease.http2.send(request).await;
        self.waiting = None;
        let (head, body) = sent.map_err(fault)?;
        let length = head.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        let framing = match length {
            Some(length) => Framing::Length(length),
            None if body.is_ended() => Framing::Length(0),
            None => Framing::UntilClose,
        };
        self.left = if let Framing::Length(length) = framing { Some(length) } else { None };
        self.body = (self.left != Some(0)).then_some(body);
        Ok(Head { status: head.status.as_u16(), framing, headers: head.headers })
    }

    /// Moves the next bytes of the body, at most `most`, to their place; how many, 0 at the end.
    pub(super) async fn receive(&mut self, into: Place<'_>, most: u64) -> Result<u64, WireFault> {
        let Some(body) = &mut self.body else { return Ok(0) };
        let most = most.min(self.left.unwrap_or(u64::MAX)).min(BUFFER_BYTES as u64) as usize;
        self.buffer.clear();
        self.buffer.reserve(most);
        let mut until = None;
        let mut is_ended = false;
        while self.buffer.len() < most {
            if self.ahead.is_empty() {
                self.waiting = Some(self.lease.http2.heard());
                let next = match until {
                    None => Some(body.next().await),
                    Some(until) => timeout_at(until, body.next()).await.ok(),
                };
                self.waiting = None;
                match next {
                    // What came before is good; the error shows again at the next call.
                    Some(Err(_)) if !self.buffer.is_empty() => break,
                    Some(Err(error)) => return Err(fault(error)),
                    Some(Ok(Some(data))) => self.ahead = data,
                    Some(Ok(None)) => {
                        is_ended = true;
                        break;
                    }
                    None => break,
                }
                until.get_or_insert_with(|| Instant::now() + GATHERING);
            }
            let count = self.ahead.len().min(most - self.buffer.len());
            self.buffer.extend_from_slice(&self.ahead.split_to(count));
        }
        put(into, &self.buffer)?;
        let moved = self.buffer.len() as u64;
        if let Some(left) = &mut self.left {
            *left -= moved;
            if is_ended && *left > 0 && moved == 0 {
                return Err(WireFault::Cut);
            }
        }
        if self.left == Some(0) {
            // The end of the stream comes along with the last bytes; taken in, the stream need not be reset.
            let _ = body.next().now_or_never();
            self.body = None;
        } else if is_ended && self.left.is_none() {
            (self.body, self.left) = (None, Some(0));
        }
        Ok(moved)
    }
}

fn fault(error: Http2Error) -> WireFault {
    if error.is_unsent { WireFault::Unanswered } else { WireFault::Io(std::io::Error::other(error)) }
}
