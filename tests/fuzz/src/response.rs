//! The reader of HTTP/1 responses, against itself with the bytes cut elsewhere, and against hyper.
//!
//! The first byte says whether the request was HEAD, the second where the stream is cut; the rest is the stream.
//!
//! Where the two readers differ, RFC 9112 lets them:
//!
//! | the response has | ours | hyper | |
//! |---|---|---|---|
//! | `chunked,` | chunked | until the end | §5.6.1 of RFC 9110: an empty element is none |
//! | a `Connection` or a coding of more than ASCII | its words count | it is skipped | only tokens are defined |
//! | a bare LF among trailers | refused | read | §2.2: a recipient may take it for the end of a line |
//! | a hundred trailers | skipped | refused | §7.1.2: a recipient may discard them |

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::{Method, Request};
use toolbox::kit::http::h1::{Body, Framing, Head, HeadError, Progress, RequestKind, ResponseError, ResponseReader};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let [control, seed, stream @ ..] = data else { return };
    let kind = if control & 1 == 1 { RequestKind::Head } else { RequestKind::Ordinary };
    let whole = Reading::of(stream, kind, |left| left);
    let mut state = u32::from(*seed);
    let cut = Reading::of(stream, kind, |_| {
        // Any sequence will do that is the same the next time (Numerical Recipes).
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as usize % 40 + 1
    });
    assert_eq!(whole, cut, "cut into pieces, the stream reads differently");
    assert_eq!(whole, Reading::of(stream, kind, |_| 1), "byte by byte, the stream reads differently");
    against_hyper(stream, kind, &whole);
}

/// A response that was read to its end.
#[derive(Debug, PartialEq)]
struct Seen {
    status: u16,
    framing: Framing,
    keep_alive: bool,
    body: Vec<u8>,
    /// Where it ended in the stream.
    end: usize,
}

/// All responses of a stream, and why the last one was not read; `None` when the stream ended where one may end.
struct Reading {
    responses: Vec<Seen>,
    error: Option<ResponseError>,
}

impl PartialEq for Reading {
    /// Which error it is may differ: a head that comes in pieces is only looked at when it is all there.
    fn eq(&self, other: &Self) -> bool {
        self.responses == other.responses && self.error.is_some() == other.error.is_some()
    }
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}, then {:?}", self.responses, self.error)
    }
}

impl Reading {
    /// Reads `stream` in pieces, whose lengths `next` chooses when it is told how much is left.
    fn of(stream: &[u8], kind: RequestKind, mut next: impl FnMut(usize) -> usize) -> Self {
        let mut reader = ResponseReader::default();
        let mut reading = Self { responses: Vec::new(), error: None };
        let mut body = Vec::new();
        let (mut at, mut until) = (0, 0);
        while at < stream.len() {
            if at == until {
                until = (at + next(stream.len() - at)).min(stream.len());
            }
            let mut keep = Body::Keep { into: &mut body, limit: usize::MAX };
            match reader.feed(&stream[at..until], kind, &mut keep) {
                Err(error) => {
                    reading.error = Some(error);
                    return reading;
                }
                Ok(Progress::More) => at = until,
                Ok(Progress::Done { used }) => {
                    assert!(used <= until - at, "more was used than was given");
                    at += used;
                    reading.push(&reader, std::mem::take(&mut body), at);
                    if reading.responses.last().is_some_and(|seen| !seen.keep_alive) {
                        return reading;
                    }
                }
            }
        }
        match reader.close() {
            Ok(()) => reading.push(&reader, body, at),
            Err(ResponseError::Closed) if !reading.responses.is_empty() => {}
            Err(error) => reading.error = Some(error),
        }
        reading
    }

    fn push(&mut self, reader: &ResponseReader, body: Vec<u8>, end: usize) {
        let Some(Head { status, framing, keep_alive, bytes }) = reader.head() else {
            panic!("a response, and no head")
        };
        assert_eq!(reader.head_bytes().len(), bytes);
        assert_eq!(reader.body_bytes(), body.len() as u64);
        assert!(status == 101 || (200..=999).contains(&status), "{status}");
        self.responses.push(Seen { status, framing, keep_alive, body, end });
    }
}

/// Holds the first response of the stream against what hyper makes of it.
fn against_hyper(stream: &[u8], kind: RequestKind, ours: &Reading) {
    if codings(stream).any(|line| !line.is_ascii()) {
        return;
    }
    let Some(seen) = ours.responses.first() else {
        let Some(error) = &ours.error else { return };
        if let Some((status, body, _)) = hyper(stream, kind, End::Closes) {
            assert!(is_stricter(error, stream), "we: {error}; hyper: {status} with {} bytes", body.len());
        }
        return;
    };
    let end = if seen.framing == Framing::UntilClose { End::Closes } else { End::StaysOpen };
    let Some((status, body, keep_alive)) = hyper(&stream[..seen.end], kind, end) else {
        let lines = stream[..seen.end].split(|&byte| byte == b'\n').count();
        let excused = lines > 100 || has_empty_coding(stream);
        assert!(seen.framing == Framing::Chunked && excused, "hyper refuses {seen:?}");
        return;
    };
    assert_eq!((status, &body), (seen.status, &seen.body), "hyper on the left");
    if stream[..seen.end].is_ascii() {
        assert_eq!(keep_alive, seen.keep_alive, "hyper on the left, {seen:?}");
    }
}

/// Whether we may refuse what hyper reads.
fn is_stricter(error: &ResponseError, stream: &[u8]) -> bool {
    let bare = |(at, byte): (usize, &u8)| *byte == b'\n' && (at == 0 || stream[at - 1] != b'\r');
    match error {
        // Both refuse a coding in HTTP/1.0, hyper only where it is not alone.
        ResponseError::Head(HeadError::TransferEncoding) => true,
        ResponseError::Chunk => stream.iter().enumerate().any(bare) || has_empty_coding(stream),
        ResponseError::Truncated => has_empty_coding(stream),
        _ => false,
    }
}

/// Whether the codings of a transfer end in a comma.
fn has_empty_coding(stream: &[u8]) -> bool {
    codings(stream).any(|line| line.trim_ascii().ends_with(b","))
}

/// The lines that name codings of a transfer.
fn codings(stream: &[u8]) -> impl Iterator<Item = &[u8]> {
    let name = b"transfer-encoding:";
    let lines = stream.split(|&byte| byte == b'\n');
    lines.filter(|line| line.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name)))
}

/// What follows the last byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Closes,
    StaysOpen,
}

/// Status, body and whether another request may follow, as hyper's client sees them; `None` when it refuses.
fn hyper(stream: &[u8], kind: RequestKind, end: End) -> Option<(u16, Vec<u8>, bool)> {
    let wire = Wire { rest: stream.to_vec().into(), asked: false, end };
    let method = if kind == RequestKind::Head { Method::HEAD } else { Method::GET };
    let Ok(request) = Request::builder().method(method).uri("/").header("host", "h").body(Empty::<Bytes>::new()) else {
        panic!("the request is sound")
    };
    let exchange = async {
        let (mut sender, connection) = hyper::client::conn::http1::handshake(wire).await.ok()?;
        let mut connection = Some(Box::pin(connection));
        let mut answer = pin!(async {
            let response = sender.send_request(request).await.ok()?;
            let status = response.status().as_u16();
            let body = response.into_body().collect().await.ok()?.to_bytes().to_vec();
            Some((status, body, sender.ready().await.is_ok()))
        });
        std::future::poll_fn(move |context| {
            // Only a connection that is gone tells its sender.
            connection.take_if(|connection| connection.as_mut().poll(context).is_ready());
            answer.as_mut().poll(context)
        })
        .await
    };
    // Nothing here waits for the world: polled often enough, it ends, or it waits for bytes that will not come.
    let (mut exchange, mut context) = (pin!(exchange), Context::from_waker(Waker::noop()));
    for _ in 0..4 * stream.len() + 100 {
        if let Poll::Ready(outcome) = exchange.as_mut().poll(&mut context) {
            return outcome;
        }
    }
    None
}

/// A connection that says `rest`, whatever it is asked; before that it would be talking out of turn.
struct Wire {
    rest: Bytes,
    asked: bool,
    end: End,
}

impl Read for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<std::io::Result<()>> {
        if !self.asked || self.rest.is_empty() && self.end == End::StaysOpen {
            return Poll::Pending;
        }
        let piece = self.rest.len().min(buffer.remaining());
        buffer.put_slice(&self.rest.split_to(piece));
        Poll::Ready(Ok(()))
    }
}

impl Write for Wire {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        self.asked = true;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
