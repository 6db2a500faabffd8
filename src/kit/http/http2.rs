//! One connection of HTTP/2 (RFC 9113) for bulk: several requests at once, each a stream, their bodies read in pieces.
//!
//! [`client`](super::client) is for requests as such; this is for who decides how many connections there are, and which
//! of them a request goes over.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, response};
use http_body::Body as _;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http2::{Builder, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};

use super::stream::Stream;

/// What a server may send on one stream before we have read it: a tenth of a second of a gigabit, a whole one of 300
/// Mbit/s over 100 ms.
const STREAM_WINDOW: u32 = 4 << 20;

/// The same for all streams of a connection; what it may hold in memory at most.
const CONNECTION_WINDOW: u32 = 16 << 20;

/// Servers that can are asked for longer frames than the 16 KiB that everybody takes.
const FRAME_BYTES: u32 = 128 << 10;

/// How long a connection on which nothing comes is believed to be alive.
const PING_EVERY: Duration = Duration::from_secs(20);

/// The connection failed, or a stream of it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{problem}")]
pub struct Http2Error {
    problem: String,
    /// Whether the server cannot have seen the request: another connection will do.
    pub is_unsent: bool,
}

impl Http2Error {
    fn of(error: &hyper::Error) -> Self {
        let mut problem = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            problem = format!("{problem}: {error}");
            cause = error.source();
        }
        Self { problem, is_unsent: error.is_canceled() || error.is_closed() }
    }
}

/// See the module; clones share the connection, which ends with the last of them and of their bodies.
#[derive(Debug, Clone)]
pub struct Http2 {
    sender: SendRequest<Empty<Bytes>>,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// Frames that have come, on all streams. Added to by whoever reads.
    heard: AtomicU64,
    /// Set by who finds the connection dead before the system does.
    dead: AtomicBool,
}

impl Http2 {
    /// Shakes hands over a connection that is meant for it.
    ///
    /// # Errors
    /// It breaks, or the server speaks something else.
    pub async fn over(mut stream: Stream, read_ahead_bytes: usize) -> Result<Self, Http2Error> {
        stream.read_ahead(read_ahead_bytes);
        let (sender, connection) = Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .max_frame_size(FRAME_BYTES)
            .keep_alive_interval(PING_EVERY)
            .keep_alive_timeout(PING_EVERY)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| Http2Error::of(&error))?;
        let shared = Arc::new(Shared::default());
        let told = Arc::clone(&shared);
        tokio::spawn(async move {
            // Its error reaches every stream under way.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "an HTTP/2 connection ended");
            }
            told.dead.store(true, Ordering::Relaxed);
        });
        Ok(Self { sender, shared })
    }

    /// Whether no request can be sent over it any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.sender.is_closed() || self.shared.dead.load(Ordering::Relaxed)
    }

    /// Counts frames that have come; unchanged after a long wait, the connection is as good as dead.
    #[must_use]
    pub fn heard(&self) -> u64 {
        self.shared.heard.load(Ordering::Relaxed)
    }

    /// Nobody shall use it for a new request.
    pub fn give_up(&self) {
        self.shared.dead.store(true, Ordering::Relaxed);
    }

    /// Sends a request without a body, its URI with scheme and authority; the head of the answer.
    ///
    /// # Errors
    /// No answer came.
    pub async fn send(&self, request: Request<()>) -> Result<(response::Parts, Http2Body), Http2Error> {
        let mut sender = self.sender.clone();
        sender.ready().await.map_err(|error| Http2Error { is_unsent: true, ..Http2Error::of(&error) })?;
        let request = request.map(|()| Empty::new());
        let answer = sender.send_request(request).await.map_err(|error| Http2Error::of(&error))?;
        self.shared.heard.fetch_add(1, Ordering::Relaxed);
        let (head, incoming) = answer.into_parts();
        Ok((head, Http2Body { incoming, shared: Arc::clone(&self.shared) }))
    }
}

/// The body of an answer; dropped before its end, the stream is reset and the connection goes on.
#[derive(Debug)]
pub struct Http2Body {
    incoming: Incoming,
    shared: Arc<Shared>,
}

impl Http2Body {
    /// Whether nothing more comes.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.incoming.is_end_stream()
    }

    /// The data of the next frame, `None` at the end. May be dropped while it waits: nothing is lost.
    ///
    /// # Errors
    /// The stream was reset, or the connection broke.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Http2Error> {
        while let Some(frame) = self.incoming.frame().await {
            let frame = frame.map_err(|error| Http2Error::of(&error))?;
            self.shared.heard.fetch_add(1, Ordering::Relaxed);
            if let Ok(data) = frame.into_data()
                && !data.is_empty()
            {
                return Ok(Some(data));
            }
        }
        Ok(None)
    }
}
