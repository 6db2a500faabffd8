//! The server's end of a connection: TCP or a unix socket, with or without TLS, with bytes that can be read again.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf as _, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::server::TlsStream;

/// A plain socket.
#[derive(Debug)]
pub(super) enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

/// What a connection is served over.
#[derive(Debug)]
pub(super) enum Wire {
    Plain(Socket),
    Tls(Box<TlsStream<Socket>>),
}

impl Wire {
    /// Makes the close that follows a reset (RST): unsent bytes are dropped, the peer's next read fails. A unix socket
    /// knows no reset, its peer sees the end.
    pub(super) fn arm_reset(&self) {
        let socket = match self {
            Self::Plain(socket) => socket,
            Self::Tls(tls) => tls.get_ref().0,
        };
        if let Socket::Tcp(tcp) = socket
            && let Err(error) = socket2::SockRef::from(tcp).set_linger(Some(Duration::ZERO))
        {
            tracing::debug!(%error, "cannot arm a reset");
        }
    }
}

macro_rules! on_each {
    ($type:ident, $self:ident, $($variant:ident),+; $stream:ident => $call:expr) => {
        match $self.get_mut() {
            $($type::$variant($stream) => {
                let $stream = Pin::new($stream);
                $call
            })+
        }
    };
}

macro_rules! forward_io {
    ($type:ident: $($variant:ident),+) => {
        impl AsyncRead for $type {
            fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
                on_each!($type, self, $($variant),+; stream => stream.poll_read(cx, buf))
            }
        }

        impl AsyncWrite for $type {
            fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
                on_each!($type, self, $($variant),+; stream => stream.poll_write(cx, buf))
            }

            fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
                on_each!($type, self, $($variant),+; stream => stream.poll_flush(cx))
            }

            fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
                on_each!($type, self, $($variant),+; stream => stream.poll_shutdown(cx))
            }
        }
    };
}

forward_io!(Socket: Tcp, Unix);
forward_io!(Wire: Plain, Tls);

/// A wire whose first bytes were read already, to find out the protocol.
#[derive(Debug)]
pub(super) struct Replay {
    pub(super) first: BytesMut,
    pub(super) wire: Wire,
}

impl AsyncRead for Replay {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.first.is_empty() {
            return Pin::new(&mut self.wire).poll_read(cx, buf);
        }
        let count = self.first.len().min(buf.remaining());
        buf.put_slice(&self.first[..count]);
        self.first.advance(count);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Replay {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.wire).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_shutdown(cx)
    }
}
