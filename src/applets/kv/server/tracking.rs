//! Who caches which keys, and is told when they change: CLIENT TRACKING.
//!
//! ```text
//! a key changes (under its stripe) → note → the thread's list ─ settle, once the command is done → followers' workers
//! ```
//! A follower either has the keys that it read remembered, each until it changes, or names prefixes and is told of every
//! key that has one. Noting and telling are apart so that nobody is told in the middle of a reply, and so that the keys
//! of one command reach whoever named prefixes in one message. Who is to be told is settled when the key changes: what
//! is read behind that, by the same transaction for one, is what it has become.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use super::Server;
use super::client::ClientInfo;
use super::gate::TRACKED;
use super::mailbox::Mail;
use crate::resp::{Dialect, Reply};

/// Bits of [`ClientInfo::tracking`]: it follows.
pub const ON: u8 = 1;
/// Keys by prefix.
pub const BROADCAST: u8 = 1 << 1;
/// The client that is told in its stead has gone.
pub const BROKEN: u8 = 1 << 2;

/// The channel on which RESP2 clients are told.
const CHANNEL: &[u8] = b"__redis__:invalidate";

thread_local! {
    /// What has changed on this thread and was told nobody yet.
    static CHANGES: RefCell<Vec<Change>> = const { RefCell::new(Vec::new()) };
}

#[derive(Debug)]
enum Change {
    /// A key, by a client (by none where it expired or was evicted), and who has read it since it changed before.
    Key { key: Box<[u8]>, writer: Option<u64>, readers: BTreeSet<u64> },
    /// Every key of a database, or of all.
    Flush,
}

/// How a client wants to follow.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The client that is told in its stead; 0 is itself.
    pub redirect: u64,
    /// Whether it follows prefixes, not what it reads.
    pub is_broadcast: bool,
    /// Whether it is spared what it changes itself.
    pub spares_own: bool,
    /// The prefixes it names, beside those it has named before.
    pub prefixes: Vec<Box<[u8]>>,
}

#[derive(Debug)]
struct Follower {
    info: Arc<ClientInfo>,
    redirect: u64,
    is_broadcast: bool,
    spares_own: bool,
    prefixes: BTreeSet<Box<[u8]>>,
}

#[derive(Debug, Default)]
struct Shared {
    followers: BTreeMap<u64, Follower>,
    /// Who has read a key since it changed. Who has gone since stays until then.
    keys: HashMap<Box<[u8]>, BTreeSet<u64>>,
    /// How many that are.
    items: usize,
    /// Who named a prefix.
    prefixes: BTreeMap<Box<[u8]>, BTreeSet<u64>>,
}

impl Shared {
    /// Who has read a key since it changed; they are forgotten.
    fn take_readers(&mut self, key: &[u8]) -> BTreeSet<u64> {
        let readers = self.keys.remove(key).unwrap_or_default();
        self.items -= readers.len();
        readers
    }
}

/// What INFO counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Clients that follow.
    pub clients: usize,
    /// Keys that are remembered.
    pub keys: usize,
    /// Pairs of a key and a client that read it.
    pub items: usize,
    /// Prefixes.
    pub prefixes: usize,
}

/// The client whose command this thread carries out: it is told where its replies go.
pub struct Own<'a> {
    /// Which.
    pub client: u64,
    /// Its replies.
    pub reply: &'a mut Reply,
}

/// All who follow. A leaf lock, under those of stripes.
#[derive(Debug, Default)]
pub struct Tracking {
    shared: Mutex<Shared>,
    /// `tracking-table-max-keys`; 0 is no limit.
    pub most_keys: AtomicU64,
}

impl Tracking {
    /// Has a client follow, or follow otherwise.
    pub fn follow(&self, server: &Server, info: &Arc<ClientInfo>, wish: Wish) {
        let mut shared = self.shared.lock();
        let Wish { redirect, is_broadcast, spares_own, mut prefixes } = wish;
        let known = shared.followers.remove(&info.id).map(|follower| follower.prefixes).unwrap_or_default();
        if is_broadcast && prefixes.is_empty() {
            prefixes.push(Box::default());
        }
        for prefix in &prefixes {
            shared.prefixes.entry(prefix.clone()).or_default().insert(info.id);
        }
        let prefixes = known.into_iter().chain(prefixes).collect();
        let follower = Follower { info: Arc::clone(info), redirect, is_broadcast, spares_own, prefixes };
        shared.followers.insert(info.id, follower);
        info.tracking.store(ON | if is_broadcast { BROADCAST } else { 0 }, Ordering::Relaxed);
        info.redirect.store(redirect as i64, Ordering::Relaxed);
        server.gate.set(TRACKED, true);
    }

    /// Ends following.
    pub fn leave(&self, server: &Server, info: &ClientInfo) {
        if info.tracking.swap(0, Ordering::Relaxed) == 0 {
            return;
        }
        info.redirect.store(-1, Ordering::Relaxed);
        let mut shared = self.shared.lock();
        let shared = &mut *shared;
        if let Some(follower) = shared.followers.remove(&info.id) {
            for prefix in follower.prefixes {
                if let Some(named) = shared.prefixes.get_mut(&prefix) {
                    named.remove(&info.id);
                    if named.is_empty() {
                        shared.prefixes.remove(&prefix);
                    }
                }
            }
        }
        if shared.followers.is_empty() {
            shared.keys = HashMap::new();
            shared.items = 0;
            server.gate.set(TRACKED, false);
        }
    }

    /// How a client follows; nothing where it does not.
    #[must_use]
    pub fn wish_of(&self, client: u64) -> Option<Wish> {
        self.shared.lock().followers.get(&client).map(|follower| Wish {
            redirect: follower.redirect,
            is_broadcast: follower.is_broadcast,
            spares_own: follower.spares_own,
            prefixes: follower.prefixes.iter().cloned().collect(),
        })
    }

    /// A client that follows what it reads has read keys, whose stripes are held.
    pub fn remember<'k>(&self, client: u64, keys: impl Iterator<Item = &'k [u8]>) {
        let mut shared = self.shared.lock();
        let shared = &mut *shared;
        if shared.followers.get(&client).is_none_or(|follower| follower.is_broadcast) {
            return;
        }
        for key in keys {
            let readers = match shared.keys.get_mut(key) {
                Some(readers) => readers,
                None => shared.keys.entry(key.into()).or_default(),
            };
            shared.items += usize::from(readers.insert(client));
        }
    }

    /// A key changes, by a client or by itself; its stripe is held.
    pub fn note(&self, key: &[u8], writer: Option<u64>) {
        let readers = self.shared.lock().take_readers(key);
        CHANGES.with_borrow_mut(|changes| changes.push(Change::Key { key: key.into(), writer, readers }));
    }

    /// Every key of a database goes.
    pub fn note_flush(&self) {
        {
            let mut shared = self.shared.lock();
            (shared.keys, shared.items) = (HashMap::new(), 0);
        }
        CHANGES.with_borrow_mut(|changes| {
            if !matches!(changes.last(), Some(Change::Flush)) {
                changes.push(Change::Flush);
            }
        });
    }

    /// Tells what was noted on this thread. No stripe is held.
    pub fn settle(&self, server: &Server, mut own: Option<Own>) {
        let changes = CHANGES.take();
        let most = self.most_keys.load(Ordering::Relaxed) as usize;
        let mut shared = self.shared.lock();
        let shared = &mut *shared;
        for change in &changes {
            match change {
                Change::Key { key, writer, readers } => inform(server, shared, key, *writer, readers, &mut own),
                Change::Flush => shared.followers.values().for_each(|follower| tell(server, follower, None, &mut own)),
            }
        }
        if !shared.prefixes.is_empty() && !changes.is_empty() {
            broadcast(server, shared, &changes, &mut own);
        }
        while most > 0 && shared.keys.len() > most {
            let Some(key) = shared.keys.keys().next().cloned() else { break };
            let readers = shared.take_readers(&key);
            inform(server, shared, &key, None, &readers, &mut own);
        }
    }

    /// What INFO counts.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let shared = self.shared.lock();
        Counts {
            clients: shared.followers.len(),
            keys: shared.keys.len(),
            items: shared.items,
            prefixes: shared.prefixes.len(),
        }
    }
}

/// Tells those who read a key that what they read is no more.
fn inform(
    server: &Server,
    shared: &Shared,
    key: &[u8],
    writer: Option<u64>,
    readers: &BTreeSet<u64>,
    own: &mut Option<Own>,
) {
    for reader in readers {
        let follower = shared.followers.get(reader).filter(|follower| !follower.is_broadcast);
        if let Some(follower) = follower.filter(|follower| !(follower.spares_own && writer == Some(*reader))) {
            tell(server, follower, Some(&[key]), own);
        }
    }
}

/// Tells those who named prefixes: one message for each prefix.
fn broadcast(server: &Server, shared: &Shared, changes: &[Change], own: &mut Option<Own>) {
    for (prefix, named) in &shared.prefixes {
        for follower in named.iter().filter_map(|id| shared.followers.get(id)) {
            let wanted = |change: &Change| match change {
                Change::Key { key, writer, .. } => {
                    key.starts_with(prefix) && !(follower.spares_own && *writer == Some(follower.info.id))
                }
                Change::Flush => false,
            };
            let mut keys: Vec<&[u8]> = Vec::new();
            for change in changes.iter().filter(|change| wanted(change)) {
                if let Change::Key { key, .. } = change
                    && !keys.contains(&&**key)
                {
                    keys.push(key);
                }
            }
            if !keys.is_empty() {
                tell(server, follower, Some(&keys), own);
            }
        }
    }
}

/// Tells a follower, or who is told in its stead, of keys; of all of them where none are named.
fn tell(server: &Server, follower: &Follower, keys: Option<&[&[u8]]>, own: &mut Option<Own>) {
    let is_resp3 = |info: &ClientInfo| info.is_resp3.load(Ordering::Relaxed);
    let listens = |info: &ClientInfo| {
        [&info.channels, &info.patterns, &info.shards].iter().any(|count| count.load(Ordering::Relaxed) > 0)
    };
    let mut target = Arc::clone(&follower.info);
    if follower.redirect != 0 {
        let redirected = server.clients.lock().get(&follower.redirect).cloned();
        let Some(redirected) = redirected else {
            target.tracking.fetch_or(BROKEN, Ordering::Relaxed);
            if is_resp3(&target) {
                let mut message = Reply::new(Dialect::Resp3);
                message.push(2);
                message.bulk(b"tracking-redir-broken");
                message.int(follower.redirect as i64);
                send(server, &target, &message, own);
            }
            return;
        };
        target = redirected;
    }
    let mut message;
    if is_resp3(&target) {
        message = Reply::new(Dialect::Resp3);
        message.push(2);
        message.bulk(b"invalidate");
    } else if follower.redirect != 0 && listens(&target) {
        message = Reply::new(Dialect::Resp2);
        message.array(3);
        message.bulk(b"message");
        message.bulk(CHANNEL);
    } else {
        return;
    }
    match keys {
        Some(keys) => {
            message.array(keys.len());
            for key in keys {
                message.bulk(key);
            }
        }
        None => message.null(),
    }
    send(server, &target, &message, own);
}

fn send(server: &Server, target: &ClientInfo, message: &Reply, own: &mut Option<Own>) {
    match own {
        Some(own) if own.client == target.id => own.reply.raw(message.bytes()),
        _ => {
            let push = Mail::Push { client: target.id, bytes: Arc::from(message.bytes()) };
            server.mailboxes[target.worker].post_to(server, target, message.bytes().len(), push);
        }
    }
}
