//! What a route gives back: a response with a body that is whole or comes in pieces, or a script of raw bytes.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::Stream;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use http_body::{Body, Frame, SizeHint};

use super::faults::Script;

/// Pieces of a body, the last of which may be trailers. An error ends the connection (HTTP/1) or the stream (HTTP/2).
pub(super) type Frames = Pin<Box<dyn Stream<Item = io::Result<Frame<Bytes>>>>>;

/// The body of a response.
pub(super) enum Content {
    /// All of it.
    Whole(Bytes),
    /// A piece at a time; without a length HTTP/1.1 sends it chunked.
    Pieces { length: Option<u64>, frames: Frames },
}

impl Content {
    /// How many bytes there will be, where that is known.
    pub(super) fn length(&self) -> Option<u64> {
        match self {
            Self::Whole(bytes) => Some(bytes.len() as u64),
            Self::Pieces { length, .. } => *length,
        }
    }
}

/// How a request is answered.
pub(super) enum Outcome {
    /// A proper response.
    Reply(Response<Content>),
    /// Raw bytes, below HTTP.
    Script(Script),
}

impl From<Response<Content>> for Outcome {
    fn from(reply: Response<Content>) -> Self {
        Self::Reply(reply)
    }
}

/// A response of one kind of text.
pub(super) fn typed(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response<Content> {
    let mut reply = Response::new(Content::Whole(body.into()));
    *reply.status_mut() = status;
    reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    reply
}

/// Plain text.
pub(super) fn text(status: StatusCode, body: impl Into<Bytes>) -> Response<Content> {
    typed(status, "text/plain; charset=utf-8", body)
}

/// JSON, for people too.
pub(super) fn json(value: &serde_json::Value) -> Response<Content> {
    typed(StatusCode::OK, "application/json", format!("{value:#}\n"))
}

/// No body at all.
pub(super) fn empty(status: StatusCode) -> Response<Content> {
    let mut reply = Response::new(Content::Whole(Bytes::new()));
    *reply.status_mut() = status;
    reply
}

/// A body in pieces.
pub(super) fn pieces(
    kind: &'static str,
    length: Option<u64>,
    frames: impl Stream<Item = io::Result<Frame<Bytes>>> + 'static,
) -> Response<Content> {
    let mut reply = Response::new(Content::Pieces { length, frames: Box::pin(frames) });
    reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    reply
}

/// Adds a header whose value is made of checked parts; one that cannot be a header is left out.
pub(super) fn set(reply: &mut Response<Content>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}

/// For HTTP/2, where hyper does the framing.
impl Body for Content {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::Pieces { frames, .. } => frames.as_mut().poll_next(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
