//! What carries the bytes of any protocol: a socket without anything between it and us, or TLS.

use std::cell::{Cell, RefCell};
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::kit::http::Stream;
use crate::kit::net::{DirectSocket, tcp_retransmits};

/// One connection's bytes.
#[derive(Debug)]
pub(super) enum Link {
    /// TCP or a Unix socket.
    Socket(DirectSocket),
    /// TLS.
    Tls(Stream),
}

impl Link {
    /// Takes over a fresh connection.
    pub(super) fn new(stream: Stream) -> io::Result<Self> {
        Ok(match stream {
            Stream::Tcp(tcp) => Self::Socket(DirectSocket::from_tcp(tcp)?),
            Stream::Unix(unix) => Self::Socket(DirectSocket::from_unix(unix)?),
            Stream::Direct(socket) => Self::Socket(socket),
            Stream::Tls(_) => Self::Tls(stream),
        })
    }

    #[inline]
    pub(super) fn poll_recv(&mut self, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        match self {
            Self::Socket(socket) => socket.poll_recv(cx, buffer),
            Self::Tls(stream) => {
                let mut buffer = ReadBuf::new(buffer);
                ready!(Pin::new(stream).poll_read(cx, &mut buffer))?;
                Poll::Ready(Ok(buffer.filled().len()))
            }
        }
    }

    #[inline]
    pub(super) fn poll_send(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self {
            Self::Socket(socket) => socket.poll_send(cx, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    /// Pushes out what TLS still holds.
    #[inline]
    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Socket(_) => Poll::Ready(Ok(())),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    /// TCP segments of this connection that had to be sent again.
    pub(super) fn retransmits(&self) -> u32 {
        match self {
            Self::Socket(socket) => tcp_retransmits(socket.descriptor()),
            Self::Tls(stream) => stream.retransmits(),
        }
    }
}

/// What a connection given to a client library tells us past that library; shared on one thread.
#[derive(Debug, Default)]
pub(super) struct Tally {
    received: Cell<u64>,
    sent: Cell<u64>,
    retransmits: Cell<u32>,
    /// The task that the socket wakes; when not set, whichever the library polls with.
    driver: RefCell<Option<Waker>>,
}

impl Tally {
    /// Bytes received and sent since the last call.
    pub(super) fn take(&self) -> (u64, u64) {
        (self.received.take(), self.sent.take())
    }

    /// Whether anything was received since the last call of [`take`](Self::take).
    pub(super) fn has_received(&self) -> bool {
        self.received.get() > 0
    }

    /// TCP segments sent again, known when the connection is let go.
    pub(super) fn retransmits(&self) -> u32 {
        self.retransmits.get()
    }

    /// Has the socket wake `waker` from now on, whatever context it is polled with.
    pub(super) fn drive_by(&self, waker: &Waker) {
        let mut driver = self.driver.borrow_mut();
        if !driver.as_ref().is_some_and(|known| known.will_wake(waker)) {
            *driver = Some(waker.clone());
        }
    }

    fn with_driver<T>(&self, cx: &mut Context<'_>, work: impl FnOnce(&mut Context<'_>) -> T) -> T {
        match &*self.driver.borrow() {
            Some(waker) => work(&mut Context::from_waker(waker)),
            None => work(cx),
        }
    }
}

/// A link as client libraries take it, its bytes counted.
#[derive(Debug)]
pub(super) struct Counted {
    link: Link,
    tally: Rc<Tally>,
}

impl Counted {
    pub(super) fn new(link: Link, tally: Rc<Tally>) -> Self {
        Self { link, tally }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.tally.retransmits.set(self.link.retransmits());
    }
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let Self { link, tally } = &mut *self;
        ready!(tally.with_driver(cx, |cx| match link {
            Link::Socket(socket) => Pin::new(socket).poll_read(cx, buffer),
            Link::Tls(stream) => Pin::new(stream).poll_read(cx, buffer),
        }))?;
        tally.received.set(tally.received.get() + (buffer.filled().len() - before) as u64);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let Self { link, tally } = &mut *self;
        let written = ready!(tally.with_driver(cx, |cx| link.poll_send(cx, bytes)))?;
        tally.sent.set(tally.sent.get() + written as u64);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { link, tally } = &mut *self;
        tally.with_driver(cx, |cx| link.poll_flush(cx))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { link, tally } = &mut *self;
        tally.with_driver(cx, |cx| match link {
            Link::Socket(socket) => Pin::new(socket).poll_shutdown(cx),
            Link::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        })
    }
}
