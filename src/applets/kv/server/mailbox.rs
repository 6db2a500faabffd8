//! What other threads tell a worker.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mio::Waker;
use parking_lot::Mutex;

use super::Server;
use super::client::ClientInfo;
use super::pubsub::Topic;
use super::transport::Transport;

/// A letter.
#[derive(Debug)]
pub enum Mail {
    /// A new connection.
    Socket(Transport, Option<SocketAddr>),
    /// Bytes for a client: messages of channels, invalidations.
    Push {
        /// Whose.
        client: u64,
        /// What; shared by all who receive it.
        bytes: Arc<[u8]>,
    },
    /// A message of a channel, for whoever still listens to it.
    Message {
        /// Whose.
        client: u64,
        /// What kind of name.
        topic: Topic,
        /// The channel, or the pattern that it matched.
        name: Arc<[u8]>,
        /// The message, as it is sent.
        bytes: Arc<[u8]>,
    },
    /// CLIENT UNBLOCK.
    Unblock {
        /// Whose wait ends.
        client: u64,
        /// Which wait.
        ticket: u64,
        /// Whether by an error, or as if its time were over.
        is_error: bool,
    },
    /// A pause is over.
    Resume,
    /// The end of a wait, with its reply.
    Served {
        /// Whose.
        client: u64,
        /// Which wait.
        ticket: u64,
        /// The reply.
        bytes: Vec<u8>,
    },
    /// When the command of a wait is to be run again.
    Due {
        /// Whose.
        client: u64,
        /// Which wait.
        ticket: u64,
        /// When, in milliseconds since 1970.
        at: u64,
    },
    /// Look whether the client was killed.
    Look {
        /// Which.
        client: u64,
    },
    /// There is something of the stream for a replica.
    Stream {
        /// Which.
        client: u64,
    },
    /// The log has come to the disk: replies that waited for it may leave.
    Durable,
    /// Answer what was received, then end.
    Drain,
}

/// The letters of one worker.
#[derive(Debug)]
pub struct Mailbox {
    letters: Mutex<Vec<Mail>>,
    waker: Waker,
    /// Connections the worker has or is about to have; what the acceptor balances.
    pub connections: AtomicUsize,
}

impl Mailbox {
    /// A box whose worker is woken by `waker`.
    #[must_use]
    pub fn new(waker: Waker) -> Self {
        Self { letters: Mutex::default(), waker, connections: AtomicUsize::new(0) }
    }

    /// Posts a letter; the worker is woken where it has none yet.
    pub fn post(&self, mail: Mail) {
        let mut letters = self.letters.lock();
        letters.push(mail);
        if letters.len() == 1 {
            // The descriptor belongs to the poll that lives as long as the worker.
            let _ = self.waker.wake();
        }
    }

    /// Posts a letter with so many bytes for a client, which is counted until its thread sees it. Who is sent more than
    /// it may leave unread is let go, and gets nothing any more.
    pub fn post_to(&self, server: &Server, info: &ClientInfo, bytes: usize, mail: Mail) {
        /// Fewer are not worth a look at the limits: its thread does that.
        const FEW_BYTES: usize = 1 << 20;
        if info.killed.load(Ordering::Relaxed) {
            return;
        }
        let posted = info.posted.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if posted > FEW_BYTES {
            let limits = server.settings.output();
            let listens = info.is_monitor.load(Ordering::Relaxed)
                || [&info.channels, &info.patterns, &info.shards].iter().any(|count| count.load(Ordering::Relaxed) > 0);
            let limit = if listens { limits.pubsub.hard_bytes } else { limits.normal.hard_bytes };
            if limit > 0 && (posted + info.unsent.load(Ordering::Relaxed)) as u64 > limit {
                info.posted.fetch_sub(bytes, Ordering::Relaxed);
                if !info.killed.swap(true, Ordering::Relaxed) {
                    tracing::warn!(client = info.id, posted, limit, "output limit reached: connection closed");
                    self.post(Mail::Look { client: info.id });
                }
                return;
            }
        }
        self.post(mail);
    }

    /// Takes every letter.
    pub fn take(&self) -> Vec<Mail> {
        std::mem::take(&mut *self.letters.lock())
    }

    /// The number of connections.
    #[must_use]
    pub fn load(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}
