//! A connection of a player: a request is written as it was put together once for all players, the answer read where it
//! lies and forgotten. What is read goes through one buffer of the thread, so a connection costs its state alone.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::cache::{Cached, cached, fields};
use super::scarce::Scarce;
use crate::kit::http::Stream;
use crate::kit::http::h1::{Body, Progress, RequestKind, ResponseError, ResponseReader};
use crate::kit::http::http2::Http2Error;
use crate::kit::metrics::Counter;
use crate::kit::net::DirectSocket;

/// What all connections of a thread read into: large, because segments are, and there is one.
pub(super) const SCRATCH_BYTES: usize = 256 << 10;

/// The most of a playlist; what is longer is none of ours.
pub(super) const LARGEST_PLAYLIST_BYTES: usize = 16 << 20;

/// The most of a segment: an hour of the best pictures takes less.
pub(super) const LARGEST_SEGMENT_BYTES: u64 = 4 << 30;

/// An answer whose bytes come all the time has to end within so many times what a server may be silent: two minutes with the
/// default, which is what hls.js gives a segment.
pub(super) const LONGEST: u32 = 8;

/// Reads after which others have their turn: a server that is faster than this thread would keep it for itself.
const READS_A_TURN: u32 = 16;

/// The buffer of a thread.
pub(super) type Scratch = Rc<RefCell<Box<[u8]>>>;

/// What carries the bytes.
#[derive(Debug)]
enum Link {
    Socket(DirectSocket),
    Tls(Stream),
}

/// One connection.
#[derive(Debug)]
pub(super) struct Wire {
    link: Link,
    reader: ResponseReader,
    answered: bool,
    reusable: bool,
}

/// An answer that has come to its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) first_byte: Instant,
    pub(super) end: Instant,
    /// Bytes of the body.
    pub(super) bytes: u64,
    /// What caches say of it.
    pub(super) cached: Option<Cached>,
}

/// Why there is none.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum WireError {
    /// The server said nothing for too long.
    #[error("timed out")]
    Silent,
    /// It closed a connection that had been used: most likely while nothing was asked, and to be tried again.
    #[error("the connection was closed")]
    Stale,
    /// This machine has none left of something.
    #[error(transparent)]
    Scarce(Scarce),
    /// What the system says.
    #[error("{0}")]
    Io(io::ErrorKind),
    /// What came is no answer.
    #[error(transparent)]
    Answer(#[from] ResponseError),
    /// HTTP/2 does not go on.
    #[error(transparent)]
    Http2(Http2Error),
    /// More than a playlist ever is.
    #[error("the answer is longer than {} MiB", LARGEST_PLAYLIST_BYTES >> 20)]
    TooLong,
    /// It goes on and on.
    #[error("the answer did not end")]
    Endless,
    /// A field that HTTP/2 cannot say.
    #[error("the request cannot be said in HTTP/2")]
    Unsaid,
}

impl WireError {
    /// What the system refused.
    pub(super) fn of(error: &io::Error) -> Self {
        Scarce::of(error).map_or_else(|| Self::Io(error.kind()), Self::Scarce)
    }
}

/// The state of an exchange between polls.
struct Exchange<'a> {
    request: &'a [u8],
    written: usize,
    first_byte: Option<Instant>,
    begin: Instant,
    last: Instant,
    received: bool,
    /// How long the answer may take.
    longest: Duration,
    /// Where bytes of media are counted as they come; those that were, and what the reader had then.
    media: Option<&'a Counter>,
    counted: u64,
    seen: u64,
}

impl Exchange<'_> {
    /// Counts what has come, as far as the reader tells.
    fn count(&mut self, reader: &ResponseReader) {
        let Some(media) = self.media.filter(|_| reader.head().is_some_and(|head| head.status / 100 == 2)) else {
            return;
        };
        let bytes = reader.body_bytes();
        // Less than before: it is of another answer.
        let gained = bytes.saturating_sub(if bytes < self.seen { 0 } else { self.seen });
        media.add(gained);
        (self.counted, self.seen) = (self.counted + gained, bytes);
    }

    /// Counts what was taken for bytes of the answer before.
    fn settle(&self, reader: &ResponseReader) {
        let Some(media) = self.media.filter(|_| reader.head().is_some_and(|head| head.status / 100 == 2)) else {
            return;
        };
        media.add(reader.body_bytes().saturating_sub(self.counted));
    }
}

impl Wire {
    pub(super) fn new(stream: Stream) -> io::Result<Self> {
        let link = match stream {
            Stream::Tcp(tcp) => Link::Socket(DirectSocket::from_tcp(tcp)?),
            other => Link::Tls(other),
        };
        Ok(Self { link, reader: ResponseReader::default(), answered: false, reusable: true })
    }

    /// Whether another request may be sent on it.
    pub(super) fn is_reusable(&self) -> bool {
        self.reusable
    }

    /// The head of the last answer.
    pub(super) fn head(&self) -> &[u8] {
        self.reader.head_bytes()
    }

    /// Sends a request and reads its answer; the body goes `into` something or is counted alone.
    pub(super) async fn exchange(
        &mut self,
        request: &[u8],
        scratch: &Scratch,
        (mut into, media): (Option<&mut Vec<u8>>, Option<&Counter>),
        patience: Duration,
    ) -> Result<Answer, WireError> {
        let begin = Instant::now();
        let longest = patience.saturating_mul(LONGEST);
        let (first_byte, seen) = (None, self.reader.body_bytes());
        let (written, received, counted, last) = (0, false, 0, begin);
        let mut state = Exchange { request, written, first_byte, begin, last, received, longest, media, counted, seen };
        let mut alarm = pin!(tokio::time::sleep(patience));
        let result = poll_fn(|cx| {
            if let Poll::Ready(result) = self.poll_exchange(cx, &mut state, scratch, into.as_deref_mut()) {
                return Poll::Ready(result);
            }
            // The alarm is set anew only when it rings: most exchanges never hear it.
            while alarm.as_mut().poll(cx).is_ready() {
                let silent = state.last.elapsed();
                if state.begin.elapsed() >= longest {
                    return Poll::Ready(Err(WireError::Endless));
                }
                if silent >= patience {
                    return Poll::Ready(Err(WireError::Silent));
                }
                alarm.as_mut().reset(tokio::time::Instant::now() + patience.saturating_sub(silent));
            }
            Poll::Pending
        })
        .await;
        let end = match result {
            Ok(end) => end,
            Err(error) => {
                self.reusable = false;
                let is_gone = matches!(error, WireError::Answer(ResponseError::Closed) | WireError::Io(_));
                return Err(if self.answered && !state.received && is_gone { WireError::Stale } else { error });
            }
        };
        self.answered = true;
        state.settle(&self.reader);
        let head = self.reader.head();
        self.reusable &= head.is_some_and(|head| head.keep_alive) && state.written == request.len();
        Ok(Answer {
            status: head.map_or(0, |head| head.status),
            first_byte: state.first_byte.unwrap_or(end),
            end,
            bytes: self.reader.body_bytes(),
            cached: cached(fields(self.reader.head_bytes())),
        })
    }

    fn poll_exchange(
        &mut self,
        cx: &mut Context<'_>,
        state: &mut Exchange<'_>,
        scratch: &Scratch,
        mut into: Option<&mut Vec<u8>>,
    ) -> Poll<Result<Instant, WireError>> {
        self.poll_write(cx, state)?;
        for _ in 0..READS_A_TURN {
            let mut scratch = scratch.borrow_mut();
            let count = ready!(self.link.poll_recv(cx, &mut scratch)).map_err(|error| WireError::of(&error))?;
            let now = Instant::now();
            if count == 0 {
                self.reusable = false;
                return Poll::Ready(self.reader.close().map(|()| now).map_err(WireError::from));
            }
            state.first_byte.get_or_insert(now);
            (state.last, state.received) = (now, true);
            let mut body = match into.as_deref_mut() {
                Some(into) => Body::Keep { into, limit: LARGEST_PLAYLIST_BYTES },
                None => Body::Discard,
            };
            let progress = self.reader.feed(&scratch[..count], RequestKind::Ordinary, &mut body)?;
            state.count(&self.reader);
            if now - state.begin >= state.longest || state.counted > LARGEST_SEGMENT_BYTES {
                return Poll::Ready(Err(WireError::Endless));
            }
            match progress {
                Progress::More => {}
                Progress::Done { used } => {
                    // Bytes that nobody asked for: the connection cannot be trusted with another request.
                    self.reusable &= used == count;
                    return Poll::Ready(Ok(now));
                }
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    fn poll_write(&mut self, cx: &mut Context<'_>, state: &mut Exchange<'_>) -> Result<(), WireError> {
        while state.written < state.request.len() {
            match self.link.poll_send(cx, &state.request[state.written..]) {
                Poll::Ready(Ok(count)) => state.written += count,
                Poll::Ready(Err(error)) => return Err(WireError::of(&error)),
                Poll::Pending => return Ok(()),
            }
        }
        Ok(())
    }
}

impl Link {
    fn poll_recv(&mut self, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        match self {
            Self::Socket(socket) => socket.poll_recv(cx, buffer),
            Self::Tls(stream) => {
                let mut buffer = ReadBuf::new(buffer);
                ready!(Pin::new(stream).poll_read(cx, &mut buffer))?;
                Poll::Ready(Ok(buffer.filled().len()))
            }
        }
    }

    fn poll_send(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self {
            Self::Socket(socket) => socket.poll_send(cx, bytes),
            Self::Tls(stream) => {
                let count = ready!(Pin::new(&mut *stream).poll_write(cx, bytes))?;
                // Requests are small: what is left in TLS goes out with the poll that waits for the answer.
                let _ = Pin::new(stream).poll_flush(cx)?;
                Poll::Ready(Ok(count))
            }
        }
    }
}
