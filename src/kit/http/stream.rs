//! One byte stream for every way to reach a server: TCP, a unix socket, or TLS over either.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::client::TlsStream;

use crate::kit::net::{DirectSocket, tcp_retransmits};

/// A connected stream; the variants are public so that an engine may use what only one of them offers.
#[derive(Debug)]
pub enum Stream {
    /// Plain TCP, Nagle's algorithm off.
    Tcp(TcpStream),
    /// A unix socket.
    Unix(UnixStream),
    /// TCP below TLS: every record is a system call or two, so they are made without detours.
    Direct(DirectSocket),
    /// TLS over any of these: over `Tls` itself where an https proxy carries an https request.
    Tls(Box<TlsStream<Stream>>),
}

impl Stream {
    /// The socket of a plain TCP connection; `None` over a unix socket and below TLS.
    #[must_use]
    pub fn tcp(&self) -> Option<&TcpStream> {
        match self {
            Self::Tcp(tcp) => Some(tcp),
            Self::Unix(_) | Self::Direct(_) | Self::Tls(_) => None,
        }
    }

    /// TCP segments of this connection that had to be sent again; 0 over a unix socket.
    #[must_use]
    pub fn retransmits(&self) -> u32 {
        match self {
            Self::Tcp(tcp) => tcp_retransmits(tcp),
            Self::Direct(socket) => tcp_retransmits(socket.descriptor()),
            Self::Unix(_) => 0,
            Self::Tls(tls) => tls.get_ref().0.retransmits(),
        }
    }

    /// Receives up to this many bytes at once below TLS, which by itself asks for a quarter of a record; for bulk
    /// transfers. Says nothing to the others, whose reader chooses.
    pub fn read_ahead(&mut self, bytes: usize) {
        match self {
            Self::Direct(socket) => socket.read_ahead(bytes),
            Self::Tls(tls) => tls.get_mut().0.read_ahead(bytes),
            Self::Tcp(_) | Self::Unix(_) => {}
        }
    }

    /// Whether bytes on the wire are encrypted.
    #[must_use]
    pub const fn is_tls(&self) -> bool {
        matches!(self, Self::Tls(_))
    }
}

/// Calls the same poll method on whichever stream it is.
macro_rules! on_each {
    ($self:ident, $stream:ident => $call:expr) => {
        match $self.get_mut() {
            Stream::Tcp($stream) => {
                let $stream = Pin::new($stream);
                $call
            }
            Stream::Unix($stream) => {
                let $stream = Pin::new($stream);
                $call
            }
            Stream::Direct($stream) => {
                let $stream = Pin::new($stream);
                $call
            }
            Stream::Tls($stream) => {
                let $stream = Pin::new($stream.as_mut());
                $call
            }
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        on_each!(self, stream => stream.poll_read(cx, buf))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        on_each!(self, stream => stream.poll_write(cx, buf))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        on_each!(self, stream => stream.poll_write_vectored(cx, bufs))
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Tcp(stream) => stream.is_write_vectored(),
            Self::Unix(stream) => stream.is_write_vectored(),
            Self::Direct(stream) => stream.is_write_vectored(),
            Self::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        on_each!(self, stream => stream.poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        on_each!(self, stream => stream.poll_shutdown(cx))
    }
}
