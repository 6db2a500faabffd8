//! A pooled connection that does not stay silent for ever: reads and writes fail when nothing moved for too long.
//!
//! It is the connection that is watched and not the request, because only it knows whether bytes move: a large upload
//! may well take longer than any limit for silence. A connection that idles in the pool falls silent too and is
//! dropped from it.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper_util::client::legacy::connect::{Connected as PoolConnected, Connection};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use super::error::Stage;
use crate::kit::http::connector::Connected;
use crate::kit::http::stream::Stream;
use crate::kit::net::Timeouts;

/// A connection in the pool.
pub(super) struct Pooled {
    stream: Stream,
    h2: bool,
    absolute_form: bool,
    uses: Uses,
    read: Idle,
    write: Idle,
}

/// How many responses came over a connection: one that has served before may have been closed by its server at the
/// very moment of the next request (RFC 9112 section 9.3.1).
#[derive(Debug, Clone, Default)]
pub(super) struct Uses(Arc<AtomicU64>);

impl Uses {
    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn is_any(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}

/// Nothing moved; found again inside the error that hyper gives.
#[derive(Debug, thiserror::Error)]
#[error("nothing moved for too long")]
pub(super) struct Silence {
    pub(super) stage: Stage,
    pub(super) after: Duration,
}

/// A limit for waiting in one direction.
struct Idle {
    stage: Stage,
    limit: Option<Duration>,
    /// Set while waiting.
    alarm: Option<Pin<Box<Sleep>>>,
    armed: bool,
}

impl Idle {
    const fn new(stage: Stage, limit: Option<Duration>) -> Self {
        Self { stage, limit, alarm: None, armed: false }
    }

    /// Passes a result on, unless it has been pending for longer than the limit.
    fn watch<T>(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        let (true, Some(limit)) = (result.is_pending(), self.limit) else {
            self.armed = false;
            return result;
        };
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep(limit)));
        if !self.armed {
            alarm.as_mut().reset(Instant::now() + limit);
            self.armed = true;
        }
        match alarm.as_mut().poll(cx) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) => {
                let silence = Silence { stage: self.stage, after: limit };
                Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, silence)))
            }
        }
    }
}

impl Pooled {
    pub(super) fn new(connected: Connected, timeouts: Timeouts) -> Self {
        Self {
            h2: connected.alpn.as_deref() == Some(b"h2"),
            absolute_form: connected.absolute_form,
            stream: connected.stream,
            uses: Uses::default(),
            read: Idle::new(Stage::Waiting, timeouts.read),
            write: Idle::new(Stage::Sending, timeouts.write),
        }
    }

    /// A server that is being told something has not had the time to answer: the wait for it begins anew.
    fn wrote<T>(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.read.armed = false;
        }
        self.write.watch(cx, result)
    }
}

impl AsyncRead for Pooled {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.stream).poll_read(cx, buf);
        self.read.watch(cx, result)
    }
}

impl AsyncWrite for Pooled {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.wrote(cx, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.wrote(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.stream).poll_flush(cx);
        self.write.watch(cx, result)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.write.watch(cx, result)
    }
}

/// Asked through `TokioIo`, which forwards it.
impl Connection for Pooled {
    fn connected(&self) -> PoolConnected {
        let connected = PoolConnected::new().proxy(self.absolute_form).extra(self.uses.clone());
        if self.h2 { connected.negotiated_h2() } else { connected }
    }
}
