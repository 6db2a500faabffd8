//! A pause of clients: until when, and whether of writes alone.
//!
//! A command that the pause holds back stays unread in its connection, which its worker looks at again once the pause
//! is over.

use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use super::Server;
use super::gate::{Gate, PAUSED};
use super::mailbox::Mail;

/// What a pause holds back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Commands that write, or may.
    Writes,
    /// Every command.
    All,
}

/// The pause, where there is one.
#[derive(Debug, Default)]
pub struct Pause {
    scope: Mutex<Option<Scope>>,
    /// Milliseconds since 1970; read without the lock.
    until: AtomicU64,
}

impl Pause {
    /// Begins one, or makes it longer or wider.
    pub fn begin(&self, gate: &Gate, scope: Scope, until: u64) {
        let mut known = self.scope.lock();
        *known = Some(known.map_or(scope, |known| known.max(scope)));
        self.until.fetch_max(until, Ordering::Relaxed);
        gate.set(PAUSED, true);
    }

    /// Ends it and has the workers go on.
    pub fn end(&self, server: &Server) {
        let mut known = self.scope.lock();
        *known = None;
        self.until.store(0, Ordering::Relaxed);
        server.gate.set(PAUSED, false);
        drop(known);
        Self::resume(server);
    }

    /// Ends it where its time is over by `now`, and nobody has made it longer meanwhile.
    pub fn end_overdue(&self, server: &Server, now: u64) -> bool {
        let mut known = self.scope.lock();
        if known.is_none() || self.until() > now {
            return known.is_none();
        }
        *known = None;
        self.until.store(0, Ordering::Relaxed);
        server.gate.set(PAUSED, false);
        drop(known);
        Self::resume(server);
        true
    }

    fn resume(server: &Server) {
        server.mailboxes.iter().for_each(|mailbox| mailbox.post(Mail::Resume));
    }

    /// When it ends, in milliseconds since 1970; 0 where there is none.
    #[must_use]
    pub fn until(&self) -> u64 {
        self.until.load(Ordering::Relaxed)
    }

    /// What it holds back now; a pause whose time is over is ended.
    #[cold]
    pub fn scope(&self, server: &Server, now: u64) -> Option<Scope> {
        let scope = *self.scope.lock();
        if scope.is_some() && self.until() <= now && self.end_overdue(server, now) {
            return None;
        }
        scope
    }
}
