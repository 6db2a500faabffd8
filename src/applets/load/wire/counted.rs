//! Counts the bytes of a connection whose client library does not tell.

use std::cell::Cell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Bytes since they were last asked for; written by the connection, taken by whoever records, on one thread.
#[derive(Debug, Default)]
pub(super) struct Tally {
    received: Cell<u64>,
    sent: Cell<u64>,
}

impl Tally {
    /// Whether anything was received since the last call of [`take`](Self::take).
    pub(super) fn has_received(&self) -> bool {
        self.received.get() > 0
    }

    /// Bytes received and sent since the last call.
    pub(super) fn take(&self) -> (u64, u64) {
        (self.received.take(), self.sent.take())
    }
}

/// A stream and its tally.
#[derive(Debug)]
pub(super) struct Counted<S> {
    stream: S,
    tally: Rc<Tally>,
}

impl<S> Counted<S> {
    pub(super) fn new(stream: S, tally: Rc<Tally>) -> Self {
        Self { stream, tally }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        self.tally.received.set(self.tally.received.get() + (buffer.filled().len() - before) as u64);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> Counted<S> {
    fn count_sent(&self, written: usize) -> usize {
        self.tally.sent.set(self.tally.sent.get() + written as u64);
        written
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counted<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, bytes))?;
        Poll::Ready(Ok(self.count_sent(written)))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(cx, pieces))?;
        Poll::Ready(Ok(self.count_sent(written)))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
