//! HTTP/1 on the server's side, by hand: httparse in, our own bytes out.
//!
//! Not hyper, because a fault must be able to take over at any byte of a kept-alive connection, and because the bench
//! wants a server that costs little.

mod head;

use std::fmt::Write as _;
use std::io;
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_util::StreamExt as _;
use http::header::{CONNECTION, DATE, EXPECT};
use http::{HeaderMap, Method, Response, StatusCode, Version};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use self::head::{Bad, BodyFraming, MAX_HEAD, PREFACE, head_too_large, parse, too_large};
use super::Thread;
use super::content;
use super::faults::{Script, Step};
use super::reply::{Content, Frames, Outcome, text};
use super::request::Request;
use super::routes;
use super::wire::{Replay, Wire};
use crate::kit::http::h1::Chunked;

/// A longer request body is answered with 413: bodies are held in memory for `/echo`.
const MAX_BODY: u64 = 64 << 20;

/// How a connection's HTTP/1 part ended.
pub(super) enum Ended {
    /// It is over.
    Done,
    /// The client speaks HTTP/2; its first bytes can be read again.
    Http2(Replay),
}

/// A connection and its buffers, reused from request to request.
struct Connection {
    wire: Wire,
    input: BytesMut,
    output: Vec<u8>,
    thread: Rc<Thread>,
}

/// Serves a connection until one side closes it, or the server stops while it is idle.
pub(super) async fn serve(wire: Wire, thread: Rc<Thread>) -> Ended {
    let mut connection = Connection { wire, input: BytesMut::with_capacity(8192), output: Vec::new(), thread };
    let goes_on = loop {
        match connection.one().await {
            Ok(true) => {}
            Ok(false) => break connection.input.starts_with(PREFACE),
            Err(error) => {
                tracing::debug!(%error, "connection broke");
                return Ended::Done;
            }
        }
    };
    if goes_on {
        return Ended::Http2(Replay { first: connection.input, wire: connection.wire });
    }
    // The peer may be gone already; then there is nobody to say goodbye to.
    let _ = connection.wire.shutdown().await;
    Ended::Done
}

impl Connection {
    /// Reads and answers one request; whether the connection goes on.
    async fn one(&mut self) -> io::Result<bool> {
        let request = match self.read().await {
            Ok(Some(request)) => request,
            Ok(None) | Err(Bad::Gone) => return Ok(false),
            Err(Bad::Refused(status, why)) => {
                let reply = text(status, format!("{why}\n"));
                self.reply(reply, &Method::GET, Version::HTTP_11, KeepAlive::No).await?;
                self.linger().await;
                return Ok(false);
            }
        };
        let thread = Rc::clone(&self.thread);
        let shard = thread.shard();
        let _in_flight = shard.request(request.path());
        let keep_alive = KeepAlive::wanted(&request, thread.stopping.is_cancelled());
        match routes::answer(&request, &thread).await {
            Outcome::Reply(reply) => {
                shard.status(reply.status().as_u16());
                self.reply(reply, &request.method, request.version, keep_alive).await
            }
            Outcome::Script(script) => Ok(self.play(script).await? && keep_alive == KeepAlive::Yes),
        }
    }

    /// The next request; `None` when the peer is done, the server stops, or HTTP/2 begins.
    async fn read(&mut self) -> Result<Option<Request>, Bad> {
        loop {
            if !self.input.is_empty()
                && let Some((request, framing)) = parse(&mut self.input)?
            {
                return self.with_body(request, framing).await.map(Some);
            }
            if self.input.starts_with(PREFACE) {
                return Ok(None);
            }
            if self.input.len() > MAX_HEAD {
                return Err(head_too_large());
            }
            let idle = self.input.is_empty();
            tokio::select! {
                biased;
                read = self.wire.read_buf(&mut self.input) => if read? == 0 { return Ok(None) },
                () = self.thread.stopping.cancelled(), if idle => return Ok(None),
            }
        }
    }

    async fn with_body(&mut self, mut request: Request, framing: BodyFraming) -> Result<Request, Bad> {
        if framing == BodyFraming::Length(0) {
            return Ok(request);
        }
        if request.header(EXPECT).is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
            self.wire.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
            self.wire.flush().await?;
        }
        request.body = match framing {
            BodyFraming::Length(length) if length > MAX_BODY => return Err(too_large()),
            BodyFraming::Length(length) => {
                while (self.input.len() as u64) < length {
                    self.fill().await?;
                }
                self.input.split_to(length as usize).freeze()
            }
            BodyFraming::Chunked => self.chunked_body().await?,
        };
        Ok(request)
    }

    async fn chunked_body(&mut self) -> Result<Bytes, Bad> {
        let mut body = Vec::new();
        let mut chunked = Chunked::default();
        loop {
            while !self.input.is_empty() && !chunked.is_done() {
                let bad = Bad::Refused(StatusCode::BAD_REQUEST, "the chunked body is malformed");
                let (used, data) = chunked.step(&self.input).ok_or(bad)?;
                body.extend_from_slice(&self.input[used - data..used]);
                self.input.advance(used);
            }
            if body.len() as u64 > MAX_BODY {
                return Err(too_large());
            }
            if chunked.is_done() {
                return Ok(body.into());
            }
            self.fill().await?;
        }
    }

    async fn fill(&mut self) -> Result<(), Bad> {
        match self.wire.read_buf(&mut self.input).await? {
            0 => Err(Bad::Gone),
            _ => Ok(()),
        }
    }

    /// Writes a response with the framing that fits the request's version; whether the connection goes on.
    async fn reply(
        &mut self,
        reply: Response<Content>,
        method: &Method,
        version: Version,
        keep_alive: KeepAlive,
    ) -> io::Result<bool> {
        let (parts, body) = reply.into_parts();
        let bodiless = parts.status == StatusCode::NO_CONTENT || parts.status == StatusCode::NOT_MODIFIED;
        let framing = match body.length() {
            _ if bodiless => ReplyFraming::None,
            Some(length) => ReplyFraming::Length(length),
            None if version == Version::HTTP_10 => ReplyFraming::UntilClose,
            None => ReplyFraming::Chunked,
        };
        self.output.clear();
        head(&mut self.output, parts.status, &parts.headers, framing);
        let keep_alive = if framing == ReplyFraming::UntilClose { KeepAlive::No } else { keep_alive };
        match keep_alive {
            KeepAlive::Yes if version == Version::HTTP_10 => {
                self.output.extend_from_slice(b"connection: keep-alive\r\n");
            }
            KeepAlive::Yes => {}
            KeepAlive::No => self.output.extend_from_slice(b"connection: close\r\n"),
        }
        self.thread.date(&mut self.output);
        self.output.extend_from_slice(b"\r\n");
        let goes_on = keep_alive == KeepAlive::Yes;
        if method == Method::HEAD || bodiless {
            self.send().await?;
            return Ok(goes_on);
        }
        match body {
            Content::Whole(bytes) => {
                self.thread.shard().body(bytes.len() as u64);
                self.output.extend_from_slice(&bytes);
                self.send().await?;
            }
            Content::Pieces { frames, .. } => self.frames(frames, framing).await?,
        }
        Ok(goes_on)
    }

    async fn frames(&mut self, mut frames: Frames, framing: ReplyFraming) -> io::Result<()> {
        let chunked = framing == ReplyFraming::Chunked;
        let mut trailers = HeaderMap::new();
        while let Some(frame) = frames.next().await {
            let data = match frame?.into_data() {
                Ok(data) => data,
                Err(other) => {
                    trailers.extend(other.into_trailers().unwrap_or_default());
                    continue;
                }
            };
            if data.is_empty() {
                // An empty piece sends what is there: a chunk of no bytes would be the last one.
                self.send().await?;
                continue;
            }
            self.thread.shard().body(data.len() as u64);
            if chunked {
                self.output.extend_from_slice(format!("{:x}\r\n", data.len()).as_bytes());
                self.output.extend_from_slice(&data);
                self.output.extend_from_slice(b"\r\n");
                self.send().await?;
            } else {
                if !self.output.is_empty() {
                    self.send().await?;
                }
                // Not through the buffer: a large body is not copied.
                self.wire.write_all(&data).await?;
                self.wire.flush().await?;
            }
        }
        if chunked {
            self.output.extend_from_slice(b"0\r\n");
            fields(&mut self.output, &trailers);
            self.output.extend_from_slice(b"\r\n");
        }
        self.send().await
    }

    /// Sends and empties the output buffer.
    async fn send(&mut self) -> io::Result<()> {
        self.wire.write_all(&self.output).await?;
        self.output.clear();
        self.wire.flush().await
    }

    /// Plays a fault; whether the connection goes on.
    async fn play(&mut self, script: Script) -> io::Result<bool> {
        for step in script {
            match step {
                Step::Send(bytes) => {
                    self.wire.write_all(&bytes).await?;
                    self.wire.flush().await?;
                }
                Step::Body(length) => {
                    let mut pieces = std::pin::pin!(content::block(length));
                    while let Some(piece) = pieces.next().await {
                        self.thread.shard().body(piece.len() as u64);
                        self.wire.write_all(&piece).await?;
                    }
                    self.wire.flush().await?;
                }
                Step::Dribble(bytes, gap) => {
                    for byte in &bytes {
                        self.wire.write_all(&[*byte]).await?;
                        self.wire.flush().await?;
                        self.thread.timers.until(Instant::now() + gap).await;
                    }
                }
                Step::Wait(wait) => self.thread.timers.until(Instant::now() + wait).await,
                Step::Hang => {
                    self.drain().await;
                    return Ok(false);
                }
                Step::Close => return Ok(false),
                Step::Reset => {
                    self.wire.arm_reset();
                    // Without this the TLS layer would say goodbye first.
                    return Err(io::ErrorKind::ConnectionReset.into());
                }
            }
        }
        Ok(true)
    }

    /// Reads and forgets until the peer closes or the server stops.
    async fn drain(&mut self) {
        loop {
            self.input.clear();
            tokio::select! {
                read = self.wire.read_buf(&mut self.input) => if !matches!(read, Ok(1..)) { return },
                () = self.thread.stopping.cancelled() => return,
            }
        }
    }

    /// Before closing on a peer that is still sending: a close with unread bytes would reset the connection, and the
    /// peer might lose the answer (RFC 9112 section 9.6).
    async fn linger(&mut self) {
        let _ = self.wire.shutdown().await;
        let _ = tokio::time::timeout(Duration::from_millis(500), self.drain()).await;
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeepAlive {
    Yes,
    No,
}

impl KeepAlive {
    /// What the client wants (RFC 9112 section 9.3), unless the server is about to stop.
    fn wanted(request: &Request, stopping: bool) -> Self {
        let says = |word: &str| {
            request
                .headers
                .get_all(CONNECTION)
                .iter()
                .filter_map(|value| value.to_str().ok())
                .any(|value| value.split(',').any(|part| part.trim().eq_ignore_ascii_case(word)))
        };
        let keep = if request.version == Version::HTTP_10 { says("keep-alive") } else { !says("close") };
        if keep && !stopping { Self::Yes } else { Self::No }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReplyFraming {
    None,
    Length(u64),
    Chunked,
    UntilClose,
}

fn head(out: &mut Vec<u8>, status: StatusCode, headers: &HeaderMap, framing: ReplyFraming) {
    out.extend_from_slice(b"HTTP/1.1 ");
    out.extend_from_slice(status.as_str().as_bytes());
    out.push(b' ');
    out.extend_from_slice(status.canonical_reason().unwrap_or_default().as_bytes());
    out.extend_from_slice(b"\r\n");
    fields(out, headers);
    match framing {
        ReplyFraming::None | ReplyFraming::UntilClose => {}
        ReplyFraming::Length(length) => {
            let mut line = String::new();
            // Writing to a string does not fail.
            let _ = write!(line, "content-length: {length}\r\n");
            out.extend_from_slice(line.as_bytes());
        }
        ReplyFraming::Chunked => out.extend_from_slice(b"transfer-encoding: chunked\r\n"),
    }
}

fn fields(out: &mut Vec<u8>, headers: &HeaderMap) {
    for (name, value) in headers {
        out.extend_from_slice(name.as_str().as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(value.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
}

/// `date: …` with its line end, made anew only once a second.
#[derive(Debug, Default)]
pub(super) struct DateField {
    made: Option<Instant>,
    line: String,
}

impl DateField {
    pub(super) fn line(&mut self, now: Instant) -> &str {
        if self.made.is_none_or(|made| now.duration_since(made) >= Duration::from_secs(1)) {
            self.line = format!("{DATE}: {}\r\n", httpdate::fmt_http_date(SystemTime::now()));
            self.made = Some(now);
        }
        &self.line
    }
}
