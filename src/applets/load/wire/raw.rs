//! HTTP/1.1 without a client library: the request is written as it was serialised, the reply is read where it lies.
//!
//! One system call sends, one receives, and a share of an epoll wait lies between; nothing is allocated. Reading and
//! writing go on together, so a server may answer (or stop reading) before it has the whole body.

use std::future::poll_fn;
use std::io;
use std::task::{Context, Poll, ready};

use http::{HeaderMap, HeaderName, HeaderValue};

use super::link::Link;
use super::{Again, FaultKind, Reception, Reply, WireFault};
use crate::applets::load::lane::{Clock, Scratch};
use crate::kit::http::Stream;
use crate::kit::http::h1::{Body, Progress, RequestKind, ResponseError, ResponseReader};

/// One connection and what was read from it.
#[derive(Debug)]
pub(in crate::applets::load) struct RawWire {
    link: Link,
    reader: ResponseReader,
    /// Replies it has carried; a connection that has carried some may have been closed while it was idle.
    replies: u64,
    reusable: bool,
}

/// A request as bytes.
#[derive(Debug, Clone, Copy)]
pub(in crate::applets::load) struct RawRequest<'a> {
    pub(in crate::applets::load) bytes: &'a [u8],
    pub(in crate::applets::load) kind: RequestKind,
}

/// The state of one exchange between polls.
struct Exchange {
    written: usize,
    flushed: bool,
    write_fault: Option<WireFault>,
    bytes_in: u64,
    first_byte: u64,
}

impl RawWire {
    /// A wire on a fresh connection.
    pub(in crate::applets::load) fn new(stream: Stream) -> io::Result<Self> {
        let link = Link::new(stream)?;
        Ok(Self { link, reader: ResponseReader::default(), replies: 0, reusable: true })
    }

    /// Whether another request may be sent on it.
    pub(in crate::applets::load) fn is_reusable(&self) -> bool {
        self.reusable
    }

    /// TCP segments of this connection that had to be sent again.
    pub(in crate::applets::load) fn retransmits(&self) -> u32 {
        self.link.retransmits()
    }

    /// Sends `request` and reads its reply; `sent` is when, in nanoseconds of the run.
    #[inline]
    pub(in crate::applets::load) async fn exchange(
        &mut self,
        request: RawRequest<'_>,
        (clock, sent): (Clock, u64),
        scratch: &Scratch,
        reception: &mut Reception,
    ) -> Result<Reply, WireFault> {
        let mut state = Exchange { written: 0, flushed: false, write_fault: None, bytes_in: 0, first_byte: 0 };
        let result = poll_fn(|cx| self.poll_exchange(cx, request, &mut state, (clock, scratch), reception)).await;
        let end = match result {
            Ok(end) => end,
            Err(fault) => {
                self.reusable = false;
                let unanswered = self.replies > 0 && state.bytes_in == 0;
                let lost = matches!(fault.kind, FaultKind::Closed | FaultKind::Reset);
                return Err(if unanswered && lost { fault.may_go(Again::Idempotent) } else { fault });
            }
        };
        self.replies += 1;
        let head = self.reader.head();
        self.reusable &= head.is_some_and(|head| head.keep_alive) && state.written == request.bytes.len();
        if reception.wants_head {
            read_headers(self.reader.head_bytes(), &mut reception.headers);
        }
        Ok(Reply {
            status: head.map_or(0, |head| head.status),
            sent,
            first_byte: state.first_byte,
            end,
            bytes_in: state.bytes_in,
            bytes_out: state.written as u64,
        })
    }

    fn poll_exchange(
        &mut self,
        cx: &mut Context<'_>,
        request: RawRequest<'_>,
        state: &mut Exchange,
        (clock, scratch): (Clock, &Scratch),
        reception: &mut Reception,
    ) -> Poll<Result<u64, WireFault>> {
        self.poll_write(cx, request.bytes, state);
        loop {
            let mut scratch = scratch.borrow_mut();
            let input = match ready!(self.link.poll_recv(cx, &mut scratch)) {
                Ok(count) => &scratch[..count],
                Err(error) => return Poll::Ready(Err(state.write_fault.take().unwrap_or_else(|| error.into()))),
            };
            let now = clock.now();
            if input.is_empty() {
                self.reusable = false;
                return Poll::Ready(
                    self.reader
                        .close()
                        .map(|()| now)
                        .map_err(|error| state.write_fault.take().unwrap_or_else(|| error.into())),
                );
            }
            if state.bytes_in == 0 {
                state.first_byte = now;
            }
            state.bytes_in += input.len() as u64;
            let mut body = if reception.wants_body {
                Body::Keep { into: &mut reception.body, limit: Reception::BODY_LIMIT }
            } else {
                Body::Discard
            };
            match self.reader.feed(input, request.kind, &mut body) {
                Ok(Progress::More) => {}
                Ok(Progress::Done { used }) => {
                    // Bytes that nobody asked for: the connection can not be trusted with another request.
                    self.reusable &= used == input.len();
                    return Poll::Ready(Ok(now));
                }
                Err(error) => return Poll::Ready(Err(error.into())),
            }
        }
    }

    /// Writes what the peer will take. A failure is kept: the peer may have answered before it stopped reading.
    fn poll_write(&mut self, cx: &mut Context<'_>, bytes: &[u8], state: &mut Exchange) {
        while state.written < bytes.len() && state.write_fault.is_none() {
            match self.link.poll_send(cx, &bytes[state.written..]) {
                Poll::Ready(Ok(count)) => state.written += count,
                Poll::Ready(Err(error)) => state.write_fault = Some(error.into()),
                Poll::Pending => return,
            }
        }
        if !state.flushed && state.write_fault.is_none() {
            match self.link.poll_flush(cx) {
                Poll::Ready(Ok(())) => state.flushed = true,
                Poll::Ready(Err(error)) => state.write_fault = Some(error.into()),
                Poll::Pending => {}
            }
        }
    }
}

impl From<ResponseError> for WireFault {
    fn from(error: ResponseError) -> Self {
        let kind = match error {
            ResponseError::Truncated | ResponseError::Closed => FaultKind::Closed,
            _ => FaultKind::Protocol,
        };
        Self::new(kind, error.to_string())
    }
}

/// The header fields of a head that was parsed before.
fn read_headers(head: &[u8], into: &mut HeaderMap) {
    let mut fields = [httparse::EMPTY_HEADER; 100];
    let mut response = httparse::Response::new(&mut fields);
    if response.parse(head).is_err() {
        return;
    }
    for field in response.headers {
        let name = HeaderName::from_bytes(field.name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(field.value)) {
            into.append(name, value);
        }
    }
}
