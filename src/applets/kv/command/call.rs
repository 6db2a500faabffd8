//! One command being carried out: what it was asked, what it sees, and what it has to tell.

use std::sync::atomic::Ordering;

use super::refusal::Refusal;
use super::table::{DENYOOM, Spec};
use crate::applets::kv::server::client::Client;
use crate::applets::kv::server::gate::{MEMORY, PREFIXES, TRACKED};
use crate::applets::kv::server::{Server, notify};
use crate::applets::kv::store::pack::Entry;
use crate::applets::kv::store::{Keys, Prefix};
use crate::resp::{Args, Reply};

/// What a command's function returns; a refusal becomes its error reply.
pub type Outcome = Result<(), Refusal>;

/// What the log and replicas receive of a command that wrote.
#[derive(Debug, Default)]
pub enum Logged {
    /// The command as it came.
    #[default]
    Verbatim,
    /// Nothing.
    Nothing,
    /// These commands.
    Instead(Vec<Vec<Vec<u8>>>),
}

/// On whose behalf a command runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Its client's, who may wait.
    Direct,
    /// EXEC's: nobody waits.
    Transaction,
    /// Of a client that waits; it is a worker of another that runs it.
    InStead,
}

/// What is left to do once a command ran.
#[derive(Debug, Default)]
pub struct Done {
    /// Keys that somebody waits for and that were written, with their databases.
    pub ready: Vec<(u32, Box<[u8]>)>,
    /// The command waits on.
    pub is_in_vain: bool,
    /// When the command that waits on is to be run again, in milliseconds since 1970.
    pub due: Option<u64>,
}

/// A command and everything it works on.
pub struct Call<'a, 's> {
    /// Its words; the name is at 0.
    pub args: Args<'a>,
    /// Where the answer goes.
    pub reply: &'a mut Reply,
    /// The keys it named.
    pub keys: &'a mut Keys<'s>,
    /// Who asks.
    pub client: &'a mut Client,
    /// Everything shared.
    pub server: &'s Server,
    /// Its row.
    pub spec: &'static Spec,
    /// Changes so far.
    pub dirty: u64,
    /// What is logged.
    pub logged: Logged,
    /// On whose behalf, which decides whether it may wait.
    pub mode: Mode,
    /// Set by a command that ran in a waiter's stead and found nothing again.
    pub is_in_vain: bool,
    /// Keys that somebody waits for and that were written.
    pub ready: Vec<(u32, Box<[u8]>)>,
    /// For a command that waits: when to run it again though nothing was written, in milliseconds since 1970.
    pub due: Option<u64>,
}

impl Call<'_, '_> {
    /// Tells that `key` was changed: `event` is its name in keyspace notifications, `class` one of [`notify`].
    #[inline]
    pub fn wrote(&mut self, class: u32, event: &'static str, key: &[u8]) {
        self.dirty += 1;
        let database = self.keys.database;
        let part = self.keys.part_of(key);
        part.touch(key);
        if !part.waiters.is_empty() && part.waiters.contains(key) {
            self.ready.push((database, key.into()));
        }
        self.server.notify.event(self.server, class, event, database, key);
        if self.server.gate.is(MEMORY | TRACKED | PREFIXES) {
            self.wrote_closely(class, key);
        }
    }

    /// What few servers want to know of a change.
    #[cold]
    fn wrote_closely(&mut self, class: u32, key: &[u8]) {
        if self.server.gate.is(PREFIXES) {
            let count = |prefix: &Prefix| {
                prefix.writes.fetch_add(1, Ordering::Relaxed);
            };
            self.server.prefixes.table().each(key, count);
        }
        if self.server.gate.is(TRACKED) {
            self.server.tracking.note(key, Some(self.client.info.id));
        }
        if self.dirty == 1 && self.server.gate.is(MEMORY) && self.spec.is(DENYOOM) {
            self.guess_growth(class, key);
        }
    }

    /// Counts what was added to a collection as soon as that matters; it is measured a little later.
    fn guess_growth(&mut self, class: u32, key: &[u8]) {
        /// What an element of a table takes besides its bytes.
        const ELEMENT_BYTES: usize = 16;
        if class & (notify::LIST | notify::SET | notify::HASH | notify::SORTED | notify::STREAM) != 0 {
            let bytes: usize = self.args.from(2).iter().map(|word| word.len() + ELEMENT_BYTES).sum();
            let hash = self.server.store.hash(key);
            self.keys.part_of(key).guess(hash, bytes as i64);
        }
    }

    /// Announces an event that is no change of its own.
    pub fn event(&self, class: u32, event: &'static str, key: &[u8]) {
        self.server.notify.event(self.server, class, event, self.keys.database, key);
    }

    /// Logs another command than the one that came.
    pub fn log_instead(&mut self, words: &[&[u8]]) {
        let words = words.iter().map(|word| word.to_vec()).collect();
        match &mut self.logged {
            Logged::Instead(commands) => commands.push(words),
            _ => self.logged = Logged::Instead(vec![words]),
        }
    }

    /// Whether anybody reads the log: making other words for it costs.
    #[must_use]
    pub fn is_logged(&self) -> bool {
        self.server.feed.is_active()
    }
}

/// Writes what collections hold.
impl Reply {
    /// An entry as a string.
    #[inline]
    pub fn entry(&mut self, entry: Entry) {
        match entry {
            Entry::Int(value) => self.bulk_int(value),
            Entry::Text(text) => self.bulk(text),
        }
    }
}
