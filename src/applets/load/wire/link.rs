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

/// A connection given to a client library, and what it tells us past that library; shared on one thread.
#[derive(Debug)]
pub(super) struct Tally {
    link: RefCell<Link>,
    received: Cell<u64>,
    sent: Cell<u64>,
    /// The task that the socket wakes; when not set, whichever the library polls with.
    driver: RefCell<Option<Waker>>,
}

impl Tally {
    pub(super) fn of(link: Link) -> Rc<Self> {
        let (received, sent, driver) = (Cell::default(), Cell::default(), RefCell::default());
        Rc::new(Self { link: RefCell::new(link), received, sent, driver })
    }

    /// Bytes received and sent since the last call.
    pub(super) fn take(&self) -> (u64, u64) {
        (self.received.take(), self.sent.take())
    }

    /// Whether anything was received since the last call of [`take`](Self::take).
    pub(super) fn has_received(&self) -> bool {
        self.received.get() > 0
    }

    /// TCP segments that had to be sent again so far.
    pub(super) fn retransmits(&self) -> u32 {
        self.link.borrow().retransmits()
    }

    /// Has the socket wake `waker` from now on, whatever context it is polled with.
    pub(super) fn drive_by(&self, waker: &Waker) {
        let mut driver = self.driver.borrow_mut();
        if !driver.as_ref().is_some_and(|known| known.will_wake(waker)) {
            *driver = Some(waker.clone());
        }
    }

    fn with_link<T>(&self, cx: &mut Context<'_>, work: impl FnOnce(&mut Link, &mut Context<'_>) -> T) -> T {
        let mut link = self.link.borrow_mut();
        match &*self.driver.borrow() {
            Some(waker) => work(&mut link, &mut Context::from_waker(waker)),
            None => work(&mut link, cx),
        }
    }
}

/// A link as client libraries take it, its bytes counted.
#[derive(Debug)]
pub(super) struct Counted(Rc<Tally>);

impl Counted {
    pub(super) fn new(tally: &Rc<Tally>) -> Self {
        Self(Rc::clone(tally))
    }
}

impl AsyncRead for Counted {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(self.0.with_link(cx, |link, cx| match link {
            Link::Socket(socket) => Pin::new(socket).poll_read(cx, buffer),
            Link::Tls(stream) => Pin::new(stream).poll_read(cx, buffer),
        }))?;
        self.0.received.set(self.0.received.get() + (buffer.filled().len() - before) as u64);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Counted {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(self.0.with_link(cx, |link, cx| link.poll_send(cx, bytes)))?;
        self.0.sent.set(self.0.sent.get() + written as u64);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.with_link(cx, Link::poll_flush)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.with_link(cx, |link, cx| match link {
            Link::Socket(socket) => Pin::new(socket).poll_shutdown(cx),
            Link::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        })
    }
}
