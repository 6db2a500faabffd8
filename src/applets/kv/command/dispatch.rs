//! From the words of a request to its reply: finding the command, the rights, the locks, the call, and what follows
//! from it while the locks are held.
//!
//! ```text
//! execute  who may it be? → MULTI queues it → run
//! run      lock the stripes of its keys → invoke → unlock → serve those who waited for what it wrote
//! invoke   the function → expired keys announced → effects appended to the log
//! ```

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use super::call::{Call, Done, Logged, Mode};
use super::client::Follows;
use super::refusal::Refusal;
use super::table::{
    self, EVERYTHING, Entry, KeySpec, LOADING, NO_AUTH, NO_MULTI, NOSCRIPT, PUBSUB, READONLY, Spec, TRANSACTS, WRITE,
};
use super::timer::Timer;
use super::{locks, monitor, rights};
use crate::applets::kv::persist;
use crate::applets::kv::server::client::{Client, Hears, Queued};
use crate::applets::kv::server::gate::{FREQUENCY, MEMORY, MONITORED, PAUSED, PREFIXES, RATES, REPLICAS, TRACKED};
use crate::applets::kv::server::stats::Counters;
use crate::applets::kv::server::tracking::Own;
use crate::applets::kv::server::{Server, lfu, notify, now_ms};
use crate::applets::kv::store::{Expired, Keys};
use crate::resp::{Args, Dialect, Reply, Span};

/// Who asks, and where the answer goes.
pub struct Turn<'a> {
    /// Everything shared.
    pub server: &'a Server,
    /// The thread's counters.
    pub counters: &'a Counters,
    /// Who asks.
    pub client: &'a mut Client,
    /// Where the answer goes.
    pub reply: &'a mut Reply,
    /// Now, in milliseconds since 1970.
    pub now: u64,
    /// On whose behalf.
    pub mode: Mode,
}

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It has its reply.
    Answered,
    /// A pause holds it back: it is to be executed later.
    HeldBack,
}

/// Executes one command and writes its reply.
pub fn execute(turn: &mut Turn, args: Args) -> Fate {
    let before = turn.reply.len();
    let resolved = resolve(args);
    if let Ok(entry) = &resolved {
        if turn.server.gate.is(PAUSED) && rights::is_held_back(turn, entry) {
            return Fate::HeldBack;
        }
        turn.client.info.last_command.store(entry.id as u32, Ordering::Relaxed);
    }
    turn.client.info.last_active.store(turn.now, Ordering::Relaxed);
    if turn.client.hears == Hears::SkipNext {
        turn.client.hears = Hears::Skip;
    }
    match &resolved {
        Ok(entry) => match admit(turn, *entry, args) {
            Ok(true) => run(turn, *entry, args),
            Ok(false) => {}
            Err(refusal) => {
                turn.counters.commands[entry.id].rejected.add(1);
                if entry.spec.is(TRANSACTS) {
                    super::transaction::abort(turn, &refusal);
                } else {
                    refuse(turn, &refusal);
                }
            }
        },
        Err(_) if is_http(args) => {
            // A browser was made to speak to us: it must not get its next line carried out.
            tracing::warn!(client = turn.client.info.id, "HTTP on a port of kv: connection closed");
            turn.client.is_leaving = true;
        }
        Err(refusal) => refuse(turn, refusal),
    }
    if turn.client.hears != Hears::On {
        // What channels send, confirmations included, nobody asked for: it is no reply.
        if !resolved.as_ref().is_ok_and(|entry| entry.spec.is(PUBSUB | NOSCRIPT)) {
            turn.reply.truncate(before);
        }
        if turn.client.hears == Hears::Skip {
            turn.client.hears = Hears::On;
        }
    }
    if turn.server.gate.is(TRACKED) {
        let is_about_clients = resolved.as_ref().is_ok_and(|entry| entry.spec.of == Some("client"));
        turn.client.is_caching &= is_about_clients || turn.client.transaction.is_some();
        turn.server.tracking.settle(turn.server, Some(Own { client: turn.client.info.id, reply: &mut *turn.reply }));
    }
    Fate::Answered
}

/// What a request of HTTP that hides commands begins with, or comes by.
fn is_http(args: Args) -> bool {
    args.at(0).eq_ignore_ascii_case(b"post") || args.at(0).eq_ignore_ascii_case(b"host:")
}

/// An error before the command ran; inside MULTI it breaks the transaction.
#[cold]
fn refuse(turn: &mut Turn, refusal: &Refusal) {
    if let Some(transaction) = &mut turn.client.transaction {
        transaction.is_broken = true;
    }
    tracing::debug!(client = turn.client.info.id, error = refusal.text(), "refused");
    turn.server.stats.error(refusal.text());
    turn.reply.error(refusal.text());
}

/// The row of a command, its number of words checked.
///
/// # Errors
/// An unknown command or subcommand, or a wrong number of words.
pub fn resolve(args: Args) -> Result<Entry, Refusal> {
    let mut entry = table::find(args.at(0)).ok_or_else(|| unknown(args))?;
    if !entry.spec.subs.is_empty() && args.len() > 1 {
        let unknown = || {
            let name = String::from_utf8_lossy(&args[1]);
            let name: String = name.chars().take(128).collect();
            Refusal::err(format!("unknown subcommand '{name}'. Try {} HELP.", entry.spec.name.to_uppercase()))
        };
        entry = table::find_sub(entry.spec, args.at(1)).ok_or_else(unknown)?;
    }
    if entry.spec.takes(args.len()) {
        return Ok(entry);
    }
    Err(Refusal::err(format!("wrong number of arguments for '{}' command", entry.spec.full_name())))
}

fn unknown(args: Args) -> Refusal {
    /// As much of what was sent is repeated.
    const REPEATED: usize = 128;
    let clip = |text: &[u8], most: usize| String::from_utf8_lossy(&text[..text.len().min(most)]).into_owned();
    let mut list = String::new();
    for word in args.from(1).iter() {
        if list.len() >= REPEATED {
            break;
        }
        let _ = write!(list, "'{}' ", clip(word, REPEATED - list.len()));
    }
    Refusal::err(format!("unknown command '{}', with args beginning with: {list}", clip(&args[0], REPEATED)))
}

/// Whether the command runs now; `false` when it was queued.
fn admit(turn: &mut Turn, entry: Entry, args: Args) -> Result<bool, Refusal> {
    let client = &mut *turn.client;
    if !client.is_known && !entry.spec.is(NO_AUTH) {
        return Err("NOAUTH Authentication required.".into());
    }
    let is_free = client.user.as_ref().is_none_or(|user| user.is_free());
    if !is_free || turn.server.gate.is(RATES | MEMORY | REPLICAS) {
        rights::check(turn, &entry, args)?;
    }
    let client = &mut *turn.client;
    if client.subscriptions > 0 && client.dialect == Dialect::Resp2 && !speaks_while_subscribed(entry.spec) {
        return Err(Refusal::err(format!(
            "Can't execute '{}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
            entry.spec.full_name()
        )));
    }
    if turn.server.persist.gate() != 0 {
        pass(turn, &entry)?;
    }
    let client = &mut *turn.client;
    let Some(transaction) = &mut client.transaction else { return Ok(true) };
    if entry.spec.is(NO_MULTI) {
        return Ok(true);
    }
    let (mut bytes, mut spans) = (Vec::new(), Vec::with_capacity(args.len()));
    for word in args.iter() {
        let start = bytes.len() as u32;
        bytes.extend_from_slice(word);
        spans.push(Span { start, end: bytes.len() as u32 });
    }
    transaction.bytes += bytes.capacity() + spans.capacity() * size_of::<Span>() + size_of::<Queued>();
    transaction.queued.push(Queued { entry, bytes, spans });
    client.info.queued.store(transaction.queued.len() as i64, Ordering::Relaxed);
    turn.reply.simple("QUEUED");
    Ok(false)
}

/// Whether a command, or what EXEC is about to carry out, may run while something about persistence is not as it should
/// be: what was queued before may not any more.
#[cold]
fn pass(turn: &Turn, entry: &Entry) -> Result<(), Refusal> {
    let server = turn.server;
    if server.persist.gate() & persist::gate::LOADING != 0 && !rights::is_all(turn, entry, LOADING) {
        return Err("LOADING Redis is loading the dataset in memory".into());
    }
    let is_refused = rights::carries_out(turn, entry, WRITE) || entry.spec.name == "ping";
    match is_refused.then(|| persist::misconf(server)).flatten() {
        Some(text) => Err(Refusal::Text(text.into())),
        None => Ok(()),
    }
}

fn speaks_while_subscribed(spec: &Spec) -> bool {
    ["subscribe", "unsubscribe", "psubscribe", "punsubscribe", "ssubscribe", "sunsubscribe", "ping", "quit", "reset"]
        .contains(&spec.name)
}

/// Locks, carries out, unlocks, and serves whoever waited.
fn run(turn: &mut Turn, entry: Entry, args: Args) {
    let server = turn.server;
    let spec = entry.spec;
    if spec.is(TRANSACTS) {
        turn.counters.commands[entry.id].calls.add(1);
        super::transaction::exec(turn);
        // Behind the commands it carried out, and where it carried out none.
        if turn.server.gate.is(MONITORED) {
            monitor::show(turn, &entry, args);
        }
        return;
    }
    let mut keys = match spec.keys {
        KeySpec::Range { first, last, .. } if last == first as isize && !spec.is(EVERYTHING) => {
            let key = args.at(first);
            let hash = server.store.hash(key);
            let keys = Keys::new(&server.store, server.store.lock_one(hash), turn.client.database, turn.now);
            keys.remember(key, hash);
            keys
        }
        _ => Keys::new(&server.store, locks::hold(server, spec, args), turn.client.database, turn.now),
    };
    let Done { ready, .. } = invoke(turn, entry, args, &mut keys);
    drop(keys);
    for (database, key) in ready {
        super::blocking::serve(turn, database, &key);
    }
}

/// Whether the time of a watched key has come, which counts as a change.
#[must_use]
pub fn has_watched_expired(keys: &Keys, watched: &[(u32, Box<[u8]>)]) -> bool {
    watched.iter().any(|(database, key)| {
        let hash = keys.store().hash(key);
        let part = &keys.held.peek(keys.store().stripe_of(hash)).parts[*database as usize];
        part.get(hash, key).is_some_and(|record| record.expire().is_some_and(|expire| expire < keys.now))
    })
}

/// Carries out a command whose locks are held.
pub fn invoke<'a>(turn: &mut Turn<'a>, entry: Entry, args: Args, keys: &mut Keys<'a>) -> Done {
    let counters = &turn.counters.commands[entry.id];
    let gate = turn.server.gate.bits();
    keys.clock = (!turn.client.is_untouching).then(|| clock(if turn.now == 0 { now_ms() } else { turn.now }));
    if gate & (FREQUENCY | MONITORED) != 0 {
        look_closer(turn, &entry, args, keys, gate);
    }
    if entry.spec.flags & (WRITE | READONLY) == WRITE && turn.server.notify.wants(notify::NEW) {
        keys.added = Some(Vec::new());
    }
    let timer = Timer::start(&entry, gate, counters.calls.get());
    let mut call = Call {
        args,
        reply: &mut *turn.reply,
        keys,
        client: &mut *turn.client,
        server: turn.server,
        spec: entry.spec,
        dirty: 0,
        logged: Logged::Verbatim,
        mode: turn.mode,
        is_in_vain: false,
        ready: Vec::new(),
        due: None,
    };
    let outcome = if gate & PREFIXES == 0 { (entry.spec.run)(&mut call) } else { super::prefix::run(&mut call) };
    let (dirty, logged, done) =
        (call.dirty, call.logged, Done { ready: call.ready, is_in_vain: call.is_in_vain, due: call.due });
    if let Err(refusal) = &outcome {
        fail(turn, &entry, refusal);
        counters.failed.add(1);
    }
    counters.calls.add(1);
    if let Some(timer) = timer {
        timer.stop(turn, &entry, args, outcome.err());
    }
    if gate & TRACKED != 0 && entry.spec.is(READONLY) && turn.client.follows != Follows::Nothing {
        super::client::remember(turn, &entry, args);
    }
    let (hits, misses) = keys.looks();
    if entry.spec.is(READONLY) {
        turn.counters.hits.add(u64::from(hits));
        turn.counters.misses.add(u64::from(misses));
        if misses > 0 && turn.server.notify.wants(notify::MISS) {
            tell_misses(turn.server, &entry, args, keys);
        }
    }
    if let Some(added) = keys.added.take() {
        let tell = |key: &[u8]| turn.server.notify.event(turn.server, notify::NEW, "new", keys.database, key);
        for key in &added {
            tell(key);
        }
    }
    bury(turn.server, turn.counters, keys);
    if dirty > 0 {
        turn.client.has_written = true;
        turn.server.dirty.fetch_add(dirty, Ordering::Relaxed);
        if turn.server.feed.is_active() {
            log(turn.server, keys.database, args, logged);
        }
    }
    done
}

/// Removes and announces what was seen to have expired. A pause leaves the keys as they are; expired ones are absent all
/// the same.
pub(super) fn bury(server: &Server, counters: &Counters, keys: &mut Keys) {
    let expired = if server.gate.is(PAUSED) { Vec::new() } else { keys.expired() };
    if !expired.is_empty() {
        counters.expired.add(expired.len() as u64);
        announce(server, &expired);
    }
}

/// An error of a command that ran.
#[cold]
fn fail(turn: &mut Turn, entry: &Entry, refusal: &Refusal) {
    tracing::debug!(client = turn.client.info.id, command = entry.spec.name, error = refusal.text(), "refused");
    turn.server.stats.error(refusal.text());
    turn.reply.error(refusal.text());
}

/// What few commands need: counted uses, monitors.
#[cold]
fn look_closer(turn: &Turn, entry: &Entry, args: Args, keys: &mut Keys, gate: u32) {
    if gate & FREQUENCY != 0 && !turn.client.is_untouching {
        lfu::set_pace(lfu::pace(turn.server));
        keys.count_use = Some(lfu::count_use);
    }
    if gate & MONITORED != 0 {
        monitor::show(turn, entry, args);
    }
}

/// Announces keys that were looked for in vain.
#[cold]
fn tell_misses(server: &Server, entry: &Entry, args: Args, keys: &Keys) {
    let mut indexes = Vec::new();
    entry.spec.keys.find(args, &mut indexes);
    for key in indexes.into_iter().map(|index| args.at(index)).filter(|key| keys.peek(key).is_none()) {
        server.notify.event(server, notify::MISS, "keymiss", keys.database, key);
    }
}

/// The time of use that records keep: seconds, in 24 bits (LRU).
fn clock(now: u64) -> u32 {
    (now / 1000) as u32 & 0x00FF_FFFF
}

#[cold]
fn log(server: &Server, database: u32, args: Args, logged: Logged) {
    match logged {
        Logged::Nothing => {}
        Logged::Verbatim => server.feed.append(database, args.iter()),
        Logged::Instead(commands) => server.feed.together(|| {
            for command in commands {
                server.feed.append(database, command.iter().map(Vec::as_slice));
            }
        }),
    }
}

/// Tells of keys that expired, while their stripes are held: DEL to the log, events to subscribers.
pub(super) fn announce(server: &Server, expired: &[Expired]) {
    let prefixes = server.gate.is(PREFIXES).then(|| server.prefixes.table());
    for Expired { database, key } in expired {
        if let Some(prefixes) = &prefixes {
            prefixes.each(key, |prefix| {
                prefix.expired.fetch_add(1, Ordering::Relaxed);
            });
        }
        if server.feed.is_active() {
            server.feed.append(*database, [&b"DEL"[..], key].into_iter());
        }
        server.notify.event(server, notify::EXPIRED, "expired", *database, key);
        if server.gate.is(TRACKED) {
            server.tracking.note(key, None);
        }
    }
}

/// Removes the keys of one stripe whose time has come. A worker does so when [`next_due`] says.
///
/// [`next_due`]: crate::applets::kv::store::Store::next_due
pub fn expire(server: &Server, counters: &Counters, stripe: u32, now: u64) {
    let mut expired = Vec::new();
    let mut held = server.store.lock_stripe(stripe);
    for database in 0..server.store.databases() {
        for part in held.parts_mut(database) {
            let gone = |record: crate::applets::kv::store::Record| {
                expired.push(Expired { database, key: record.key().into() });
            };
            part.expire(now, gone);
        }
    }
    held.publish_due(stripe);
    for Expired { database, key } in &expired {
        held.parts_mut(*database).for_each(|part| part.touch(key));
    }
    counters.expired.add(expired.len() as u64);
    announce(server, &expired);
}

/// What a client leaves behind when its connection ends: watches, waits, subscriptions.
pub fn leave(server: &Server, client: &mut Client) {
    unwatch(server, client);
    super::pubsub::leave(server, client);
    monitor::leave(server, &client.info);
    server.tracking.leave(server, &client.info);
    if let Some(replica) = client.replica.take() {
        server.replication.leave(&replica);
    }
    if let Some(waiter) = client.waiting.take() {
        let counters = server.stats.of(client.info.worker);
        super::blocking::leave(super::blocking::Waker { server, counters, now: now_ms() }, &waiter);
    }
}

/// UNWATCH.
pub fn unwatch(server: &Server, client: &mut Client) {
    for (database, key) in std::mem::take(&mut client.watched) {
        let hash = server.store.hash(&key);
        let mut keys = Keys::new(&server.store, server.store.lock_one(hash), database, 0);
        keys.part_of(&key).unwatch(&key, &client.watch_broken);
    }
    if client.watch_broken.load(Ordering::Acquire) {
        client.watch_broken = std::sync::Arc::new(AtomicBool::new(false));
    }
}
