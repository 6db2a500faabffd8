//! One HTTP/1.1 connection: a request out, the head of its answer in, the body to its place.
//!
//! It is a wire of its own and not the kit's client because of the last step. A plain TCP body goes from the socket to
//! the file without ever being in this process (`splice`); every other body is read into one buffer that is kept, and
//! written in pieces of an eighth of a mebibyte. Framing is `kit::http::h1`'s.

use std::future::Future;
use std::io;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use super::answer::Head;
use super::splice::Pipe;
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::source::Place;
use crate::kit::http::Stream;
use crate::kit::http::h1::{self, Chunked, Framing, HeadError, RequestKind};

/// Bytes collected before they are written: fewer, larger writes cost the file system less.
pub(super) const BUFFER_BYTES: usize = 64 << 10;

/// How long bytes wait for others to be written with. On a slow line they shall be seen, and saved, all the same.
pub(super) const GATHERING: Duration = Duration::from_millis(250);

/// Largest head taken; four times what common servers allow themselves.
const HEAD_BYTES: usize = 256 << 10;

/// Received at once below TLS: four records. Each of many connections has such a buffer.
pub(super) const READ_AHEAD_BYTES: usize = 64 << 10;

/// What the first look at an answer takes: heads are smaller.
const LOOK_BYTES: usize = 16 << 10;

/// Why a connection is of no further use.
#[derive(Debug)]
pub(super) enum WireFault {
    /// Closed before the first byte of an answer: a kept connection that had timed out looks like this.
    Unanswered,
    /// The system reports an error.
    Io(io::Error),
    /// Closed in the middle of an answer.
    Cut,
    /// The bytes are not HTTP.
    Head(HeadError),
    /// The head does not end.
    Endless,
    /// The chunked coding is broken.
    Chunk,
    /// The file cannot be written.
    Disk(FetchError),
}

impl From<io::Error> for WireFault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl WireFault {
    /// The error that it is for a download of `url`.
    pub(super) fn of(self, url: &str) -> FetchError {
        let broken = |problem: String| FetchError::Broken { url: url.to_owned(), problem };
        let bad = |problem: String| FetchError::Protocol { url: url.to_owned(), problem };
        match self {
            Self::Unanswered => broken("the server closed the connection without an answer".to_owned()),
            Self::Cut => broken("the server closed the connection in the middle of the file".to_owned()),
            Self::Io(error) => match error.kind() {
                io::ErrorKind::ConnectionReset => broken("the server reset the connection".to_owned()),
                io::ErrorKind::BrokenPipe => broken("the server closed the connection".to_owned()),
                io::ErrorKind::UnexpectedEof => broken("the connection was cut".to_owned()),
                _ => broken(error.to_string()),
            },
            Self::Head(error) => bad(error.to_string()),
            Self::Endless => bad("the head of the answer does not end".to_owned()),
            Self::Chunk => bad("the chunked coding of the answer is broken".to_owned()),
            Self::Disk(error) => error,
        }
    }
}

/// What is left of the answer.
#[derive(Debug)]
enum Body {
    Length(u64),
    Chunked(Chunked),
    UntilClose,
    Ended,
}

/// The stream below.
#[derive(Debug)]
enum Link {
    /// The kernel can move its bytes.
    Tcp(TcpStream),
    /// TLS, or a Unix socket.
    Other(Stream),
}

/// See the module.
#[derive(Debug)]
pub(super) struct Wire {
    link: Link,
    body: Body,
    /// Whether the server keeps the connection after this answer.
    keep_alive: bool,
    /// Read and not used yet, from `taken` on.
    ahead: Vec<u8>,
    taken: usize,
    /// Made when it is first needed, and kept.
    buffer: Vec<u8>,
    /// How plain bytes get into a file; `None` until that is first needed.
    carrier: Option<Carrier>,
}

/// How plain bytes get into a file.
#[derive(Debug)]
enum Carrier {
    /// Inside the kernel.
    Pipe(Pipe),
    /// Through the buffer: there is no descriptor left for a pipe, or the file system takes no part.
    Buffer,
}

impl Wire {
    pub(super) fn new(stream: Stream) -> Self {
        let link = match stream {
            Stream::Tcp(tcp) => Link::Tcp(tcp),
            mut other => {
                other.read_ahead(READ_AHEAD_BYTES);
                Link::Other(other)
            }
        };
        Self {
            link,
            body: Body::Ended,
            keep_alive: true,
            ahead: Vec::new(),
            taken: 0,
            buffer: Vec::new(),
            carrier: None,
        }
    }

    /// Whether another request may be sent: the last answer was read to its end.
    pub(super) fn is_free(&self) -> bool {
        self.keep_alive && matches!(self.body, Body::Ended) && self.taken == self.ahead.len()
    }

    /// Bytes of the answer that have not been received; `None` where only its end will tell.
    pub(super) fn left(&self) -> Option<u64> {
        match self.body {
            Body::Length(left) => Some(left),
            Body::Ended => Some(0),
            Body::Chunked(_) | Body::UntilClose => None,
        }
    }

    /// Sends a request and reads the head of its answer.
    pub(super) async fn exchange(&mut self, request: &[u8]) -> Result<Head, WireFault> {
        self.keep_alive = false;
        let sent = match &mut self.link {
            Link::Tcp(tcp) => tcp.write_all(request).await,
            Link::Other(stream) => match stream.write_all(request).await {
                Ok(()) => stream.flush().await,
                failed => failed,
            },
        };
        sent.map_err(unanswered)?;
        let (head, headers) = loop {
            let (head, headers) = self.head().await?;
            // Interim answers have no body; the final one follows (RFC 9110 §15.2).
            if !matches!(head.status, 100 | 102..=199) {
                break (head, headers);
            }
        };
        self.keep_alive = head.keep_alive;
        self.body = match head.framing {
            Framing::Length(0) => Body::Ended,
            Framing::Length(length) => Body::Length(length),
            Framing::Chunked => Body::Chunked(Chunked::default()),
            Framing::UntilClose => Body::UntilClose,
        };
        Ok(Head { status: head.status, framing: head.framing, headers })
    }

    /// One head. Of a plain connection it takes no byte more than that, so that the body begins where the kernel can
    /// take it over.
    async fn head(&mut self) -> Result<(h1::Head, HeaderMap), WireFault> {
        if let (Link::Tcp(tcp), true) = (&mut self.link, self.ahead.is_empty()) {
            self.buffer.resize(self.buffer.len().max(LOOK_BYTES), 0);
            let seen = tcp.peek(&mut self.buffer[..LOOK_BYTES]).await.map_err(unanswered)?;
            let parsed = h1::Head::parse(&self.buffer[..seen], RequestKind::Ordinary).map_err(WireFault::Head)?;
            if let Some(head) = parsed {
                let headers = fields(&self.buffer[..head.bytes]);
                tcp.read_exact(&mut self.buffer[..head.bytes]).await?;
                return Ok((head, headers));
            }
        }
        loop {
            let parsed = h1::Head::parse(&self.ahead[self.taken..], RequestKind::Ordinary).map_err(WireFault::Head)?;
            if let Some(head) = parsed {
                let headers = fields(&self.ahead[self.taken..self.taken + head.bytes]);
                self.take(head.bytes);
                return Ok((head, headers));
            }
            if self.ahead.len() > HEAD_BYTES {
                return Err(WireFault::Endless);
            }
            self.ahead.reserve(LOOK_BYTES);
            let read = match &mut self.link {
                Link::Tcp(tcp) => tcp.read_buf(&mut self.ahead).await,
                Link::Other(stream) => stream.read_buf(&mut self.ahead).await,
            };
            if read.map_err(unanswered)? == 0 {
                return Err(if self.ahead.is_empty() { WireFault::Unanswered } else { WireFault::Cut });
            }
        }
    }

    fn take(&mut self, bytes: usize) {
        self.taken += bytes;
        if self.taken == self.ahead.len() {
            self.ahead.clear();
            self.taken = 0;
        }
    }

    /// Moves the next bytes of the body, at most `most`, to their place; how many, 0 at the end.
    pub(super) async fn receive(&mut self, into: Place<'_>, most: u64) -> Result<u64, WireFault> {
        let most = match self.body {
            Body::Ended => return Ok(0),
            Body::Chunked(_) => return self.receive_chunked(into, most).await,
            Body::Length(left) => most.min(left),
            Body::UntilClose => most,
        };
        let moved = self.receive_plain(into, most).await;
        // What was asked of the connection and did not come to its place is lost to it.
        if moved.is_err() {
            self.keep_alive = false;
        }
        let moved = moved?;
        match &mut self.body {
            Body::Length(_) if moved == 0 => return Err(WireFault::Cut),
            Body::Length(left) => {
                *left -= moved;
                if *left == 0 {
                    self.body = Body::Ended;
                    if let (Link::Tcp(tcp), Some(Carrier::Pipe(pipe))) = (&self.link, &mut self.carrier) {
                        pipe.release(tcp)?;
                    }
                }
            }
            Body::UntilClose if moved == 0 => self.body = Body::Ended,
            _ => {}
        }
        Ok(moved)
    }

    async fn receive_plain(&mut self, into: Place<'_>, most: u64) -> Result<u64, WireFault> {
        if self.taken < self.ahead.len() {
            let bytes = (self.ahead.len() - self.taken).min(usize::try_from(most).unwrap_or(usize::MAX));
            put(into, &self.ahead[self.taken..self.taken + bytes])?;
            self.take(bytes);
            return Ok(bytes as u64);
        }
        if let (Link::Tcp(tcp), Place::File(store, at)) = (&self.link, &into) {
            let carrier = self.carrier.get_or_insert_with(|| Pipe::new().map_or(Carrier::Buffer, Carrier::Pipe));
            if let Carrier::Pipe(pipe) = carrier {
                if pipe.is_usable() {
                    return pipe.carry(tcp, store, *at, most).await;
                }
                pipe.release(tcp)?;
                *carrier = Carrier::Buffer;
            }
        }
        self.buffer.resize(BUFFER_BYTES, 0);
        let room = BUFFER_BYTES.min(usize::try_from(most).unwrap_or(usize::MAX));
        let read = match &mut self.link {
            Link::Tcp(tcp) => gather(tcp, &mut self.buffer[..room]).await?,
            Link::Other(stream) => gather(stream, &mut self.buffer[..room]).await?,
        };
        put(into, &self.buffer[..read])?;
        Ok(read as u64)
    }

    /// The data of chunks; several short ones are written together.
    async fn receive_chunked(&mut self, into: Place<'_>, most: u64) -> Result<u64, WireFault> {
        self.buffer.resize(BUFFER_BYTES, 0);
        let room = BUFFER_BYTES.min(usize::try_from(most).unwrap_or(usize::MAX));
        let mut filled = 0;
        let kept = std::mem::replace(&mut self.keep_alive, false);
        while let Body::Chunked(chunked) = &mut self.body {
            while filled < room && self.taken < self.ahead.len() && !chunked.is_done() {
                let end = self.ahead.len().min(self.taken + (room - filled));
                let (used, data) = chunked.step(&self.ahead[self.taken..end]).ok_or(WireFault::Chunk)?;
                let behind = self.taken + used;
                self.buffer[filled..filled + data].copy_from_slice(&self.ahead[behind - data..behind]);
                (self.taken, filled) = (behind, filled + data);
            }
            if chunked.is_done() {
                self.body = Body::Ended;
            }
            self.take(0);
            // What is there is written before more is waited for.
            if filled > 0 || matches!(self.body, Body::Ended) {
                break;
            }
            self.ahead.reserve(LOOK_BYTES * 4);
            let read = match &mut self.link {
                Link::Tcp(tcp) => tcp.read_buf(&mut self.ahead).await?,
                Link::Other(stream) => stream.read_buf(&mut self.ahead).await?,
            };
            if read == 0 {
                return Err(WireFault::Cut);
            }
        }
        put(into, &self.buffer[..filled])?;
        self.keep_alive = kept;
        Ok(filled as u64)
    }
}

/// Reads until the buffer is full, the stream ends, or the first byte in it has waited long enough.
async fn gather(stream: &mut (impl AsyncRead + Unpin), buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = stream.read(buffer).await?;
    if filled == 0 {
        return Ok(0);
    }
    let until = Instant::now() + GATHERING;
    while filled < buffer.len() {
        match timed(until, stream.read(&mut buffer[filled..])).await {
            // The end, or an error, shows again at the next call; what came before is good.
            None | Some(Ok(0) | Err(_)) => break,
            Some(Ok(count)) => filled += count,
        }
    }
    Ok(filled)
}

async fn timed<T>(until: Instant, read: impl Future<Output = T>) -> Option<T> {
    timeout_at(until, read).await.ok()
}

pub(super) fn put(into: Place<'_>, bytes: &[u8]) -> Result<(), WireFault> {
    match into {
        Place::File(store, at) => store.write(at, bytes).map_err(WireFault::Disk),
        Place::Memory(memory) => {
            memory.extend_from_slice(bytes);
            Ok(())
        }
    }
}

/// An error before any byte of an answer.
fn unanswered(error: io::Error) -> WireFault {
    match error.kind() {
        io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof => {
            WireFault::Unanswered
        }
        _ => WireFault::Io(error),
    }
}

/// The header fields of a head that was parsed before.
fn fields(head: &[u8]) -> HeaderMap {
    let mut fields = [httparse::EMPTY_HEADER; 100];
    let mut response = httparse::Response::new(&mut fields);
    let mut headers = HeaderMap::new();
    if response.parse(head).is_ok() {
        for field in response.headers {
            let name = HeaderName::from_bytes(field.name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(field.value)) {
                headers.append(name, value);
            }
        }
    }
    headers
}
