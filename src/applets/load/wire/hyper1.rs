//! HTTP/1.1 through hyper: the client everybody else uses. `--engine hyper` lets a doubt about the raw engine be
//! settled in a minute, and a fuzz test holds the two against each other.

use std::rc::Rc;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use tokio::task::AbortHandle;

use super::link::{Counted, Link, Tally};
use super::{Again, FaultKind, Reception, Reply, WireFault, in_one_line};
use crate::applets::load::lane::Clock;
use crate::kit::http::Stream;
use crate::kit::tls::TlsReason;

/// One connection.
#[derive(Debug)]
pub(in crate::applets::load) struct Hyper1Wire {
    sender: SendRequest<Full<Bytes>>,
    tally: Rc<Tally>,
    replies: u64,
    /// Half a request is on its way.
    unfinished: bool,
    connection: AbortHandle,
}

impl Drop for Hyper1Wire {
    fn drop(&mut self) {
        // Whatever it still wants to send or read, nobody waits for it.
        self.connection.abort();
    }
}

impl Hyper1Wire {
    /// Lets the connection run on the current thread.
    pub(in crate::applets::load) async fn open(stream: Stream) -> Result<Self, WireFault> {
        let tally = Tally::of(Link::new(stream)?);
        let counted = Counted::new(&tally);
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(counted)).await?;
        // Its error, if any, also reaches the request under way.
        let connection = tokio::task::spawn_local(connection).abort_handle();
        Ok(Self { sender, tally, replies: 0, unfinished: false, connection })
    }

    /// Whether another request may be sent on it.
    pub(in crate::applets::load) fn is_reusable(&self) -> bool {
        !self.unfinished && !self.sender.is_closed()
    }

    /// TCP segments of this connection that had to be sent again.
    pub(in crate::applets::load) fn retransmits(&self) -> u32 {
        self.tally.retransmits()
    }

    /// Sends one request and reads its reply.
    pub(in crate::applets::load) async fn exchange(
        &mut self,
        (method, uri, headers, body): (&Method, &Uri, &HeaderMap, &Bytes),
        (clock, sent): (Clock, u64),
        reception: &mut Reception,
    ) -> Result<Reply, WireFault> {
        let stale = self.replies > 0;
        // hyper noticed that the connection was closed while it was idle: nothing was sent.
        self.sender.ready().await.map_err(|error| WireFault::from(error).may_go(Again::Always))?;
        let tally = Rc::clone(&self.tally);
        let unanswered = |error: hyper::Error| {
            let fault = WireFault::from(error);
            let lost = matches!(fault.kind, FaultKind::Closed | FaultKind::Reset);
            if stale && lost && !tally.has_received() { fault.may_go(Again::Idempotent) } else { fault }
        };
        let mut request = Request::new(Full::new(body.clone()));
        *request.method_mut() = method.clone();
        *request.uri_mut() = uri.clone();
        *request.headers_mut() = headers.clone();
        let response = self.sender.send_request(request).await.map_err(unanswered)?;
        let first_byte = clock.now();
        let mut end = first_byte;
        let (head, mut incoming) = response.into_parts();
        while let Some(frame) = incoming.frame().await {
            let frame = frame?;
            if let Some(data) = frame.data_ref().filter(|_| reception.wants_body) {
                let room = Reception::BODY_LIMIT.saturating_sub(reception.body.len());
                reception.body.extend_from_slice(&data[..data.len().min(room)]);
            }
            end = clock.now();
        }
        if reception.wants_head {
            reception.headers = head.headers;
        }
        self.replies += 1;
        let (bytes_in, bytes_out) = self.tally.take();
        // The server has answered without the rest of the body; the connection is stuck with it.
        self.unfinished = bytes_out < body.len() as u64;
        Ok(Reply { status: head.status.as_u16(), sent, first_byte, end, bytes_in, bytes_out })
    }
}

impl From<hyper::Error> for WireFault {
    fn from(error: hyper::Error) -> Self {
        use std::io::{Error, ErrorKind};
        let cause = std::error::Error::source(&error).and_then(|source| source.downcast_ref::<Error>());
        if let Some(reason) = cause.and_then(TlsReason::find) {
            return Self::tls(&reason);
        }
        let kind = match cause.map(Error::kind) {
            // What hyper's decoders say of a body that is not in its coding; one that ends early is `UnexpectedEof`.
            Some(ErrorKind::InvalidInput) => FaultKind::Protocol,
            Some(_) => cause.map_or(FaultKind::Io, FaultKind::of_io),
            None if error.is_incomplete_message() || error.is_closed() || error.is_canceled() => FaultKind::Closed,
            None if error.is_parse() || error.is_user() => FaultKind::Protocol,
            None => FaultKind::Io,
        };
        Self::new(kind, in_one_line(&error))
    }
}
