//! Commands that wait for a key, and how they are served.
//!
//! A blocking command that finds nothing calls [`wait`]: its words go into a [`Waiter`], which queues at each of its
//! keys while their stripes are still held, so no write is missed. Whoever writes such a key serves its queue after
//! releasing its own locks: claims a waiter, runs its command again in its stead, and posts the reply to the waiter's
//! worker. A command that finds nothing again leaves the waiter where it is. The worker ends waits whose time is over.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::call::{Call, Mode};
use super::dispatch::{self, Turn};
use super::locks;
use super::refusal::Refusal;
use crate::applets::kv::server::client::{Client, Known};
use crate::applets::kv::server::mailbox::Mail;
use crate::applets::kv::server::stats::Counters;
use crate::applets::kv::server::{Server, now_ms};
use crate::applets::kv::store::Keys;
use crate::applets::kv::store::waiter::{Claim, Waiter};
use crate::resp::{Args, Reply, Span};

/// A timeout as blocking commands take it: seconds with fractions, 0 for ever.
///
/// # Errors
/// No number, a negative one, or one that is too large.
pub fn timeout(word: &[u8]) -> Result<Option<Duration>, Refusal> {
    /// Redis calculates in signed 64-bit milliseconds.
    const MOST_SECONDS: f64 = i64::MAX as f64 / 1000.0;
    let seconds = super::arguments::parse_float(word).filter(|seconds| !seconds.is_nan());
    let seconds = seconds.ok_or("ERR timeout is not a float or out of range")?;
    if seconds > MOST_SECONDS {
        return Err("ERR timeout is out of range".into());
    }
    if seconds < 0.0 {
        return Err("ERR timeout is negative".into());
    }
    // What is above zero is at least a millisecond, not for ever.
    let millis = (seconds * 1000.0).ceil() as u64;
    Ok((millis > 0).then(|| Duration::from_millis(millis)))
}

/// Has the client of this call wait for one of `keys`, whose stripes are held; `nothing` is its reply when the time is
/// over, and at once within EXEC. Called last, in place of a reply.
pub fn wait(call: &mut Call, keys: &[&[u8]], time: Option<Duration>, nothing: &[u8]) {
    match call.mode {
        Mode::Transaction => call.reply.raw(nothing),
        Mode::InStead => call.is_in_vain = true,
        Mode::Direct => {
            let words = call.args.iter().map(Box::from).collect();
            let client = &mut *call.client;
            client.tickets += 1;
            client.info.ticket.store(client.tickets, Ordering::Release);
            let waiter = Arc::new(Waiter {
                state: std::sync::atomic::AtomicU8::default(),
                client: client.info.id,
                ticket: client.tickets,
                database: call.keys.database,
                dialect: client.dialect,
                deadline: time.and_then(|time| std::time::Instant::now().checked_add(time)),
                nothing: nothing.into(),
                due: AtomicU64::new(call.due.unwrap_or(Waiter::NEVER)),
                words,
            });
            for key in keys {
                call.keys.part_of(key).waiters.push(key, Arc::clone(&waiter));
            }
            client.waiting = Some(waiter);
        }
    }
}

/// Serves those who wait for a key that was written, and those who wait for what they write in turn. No stripes are
/// held.
#[cold]
pub fn serve(turn: &mut Turn, database: u32, key: &[u8]) {
    // What was written may have expired meanwhile: a transaction may take long.
    let waker = Waker { server: turn.server, counters: turn.counters, now: now_ms() };
    serve_all(waker, VecDeque::from([(database, Box::from(key))]));
}

/// Whoever serves others.
#[derive(Clone, Copy)]
pub struct Waker<'a> {
    /// Everything shared.
    pub server: &'a Server,
    /// The thread's counters.
    pub counters: &'a Counters,
    /// Now, in milliseconds since 1970.
    pub now: u64,
}

/// Serves those who wait for the keys of a waiter whose time to look again has come, first come first. No stripes are
/// held.
pub fn look_again(waker: Waker, waiter: &Waiter) {
    waiter.due.store(Waiter::NEVER, Ordering::Release);
    serve_all(waker, keys_of(waiter));
}

/// The keys a waiter waits for.
fn keys_of(waiter: &Waiter) -> VecDeque<(u32, Box<[u8]>)> {
    let (bytes, spans) = words(waiter);
    let args = Args::new(&bytes, &spans);
    let mut indexes = Vec::new();
    if let Ok(entry) = dispatch::resolve(args) {
        entry.spec.keys.find(args, &mut indexes);
    }
    indexes.into_iter().map(|index| (waiter.database, Box::from(args.at(index)))).collect()
}

fn words(waiter: &Waiter) -> (Vec<u8>, Vec<Span>) {
    let (mut bytes, mut spans) = (Vec::new(), Vec::new());
    for word in &waiter.words {
        let start = bytes.len() as u32;
        bytes.extend_from_slice(word);
        spans.push(Span { start, end: bytes.len() as u32 });
    }
    (bytes, spans)
}

fn serve_all(turn: Waker, mut ready: VecDeque<(u32, Box<[u8]>)>) {
    while let Some((database, key)) = ready.pop_front() {
        let look = || {
            let held = turn.server.store.lock_one(turn.server.store.hash(&key));
            Keys::new(&turn.server.store, held, database, turn.now)
        };
        let queue = look().part_of(&key).waiters.queue(&key);
        for waiter in queue {
            let mut keys = look();
            if keys.peek(&key).is_none() {
                // Those before have emptied it, or its time has come: whoever writes it again serves the others.
                dispatch::bury(turn.server, turn.counters, &mut keys);
                break;
            }
            drop(keys);
            match waiter.claim() {
                Claim::Mine => ready.extend(serve_one(turn, &waiter)),
                Claim::Over => {}
                Claim::Elsewhere => break,
            }
        }
    }
}

/// Runs the command of a claimed waiter in its stead. The keys that are to be served next: those it wrote that others
/// wait for, and its own where somebody was turned back meanwhile.
fn serve_one(turn: Waker, waiter: &Waiter) -> VecDeque<(u32, Box<[u8]>)> {
    let (bytes, spans) = words(waiter);
    let args = Args::new(&bytes, &spans);
    let info = turn.server.clients.lock().get(&waiter.client).cloned();
    let (Some(info), Ok(entry)) = (info, dispatch::resolve(args)) else {
        return take_out(turn.server, waiter);
    };
    let mut client = Client::new(info, Known::Yes);
    (client.database, client.dialect, client.is_untouching) = (waiter.database, waiter.dialect, false);
    let mut reply = Reply::new(waiter.dialect);
    let held = locks::hold(turn.server, entry.spec, args);
    let mut keys = Keys::new(&turn.server.store, held, waiter.database, turn.now);
    let worker = client.info.worker;
    let mut instead = Turn {
        server: turn.server,
        counters: turn.counters,
        client: &mut client,
        reply: &mut reply,
        now: turn.now,
        mode: Mode::InStead,
    };
    let done = dispatch::invoke(&mut instead, entry, args, &mut keys);
    drop(keys);
    if done.is_in_vain {
        if let Some(at) = done.due
            && waiter.due.swap(at, Ordering::AcqRel) != at
        {
            let (client, ticket) = (waiter.client, waiter.ticket);
            turn.server.mailboxes[worker].post(Mail::Due { client, ticket, at });
        }
        return if waiter.release() { keys_of(waiter) } else { VecDeque::new() };
    }
    let mut next = take_out(turn.server, waiter);
    let (client, ticket) = (waiter.client, waiter.ticket);
    turn.server.mailboxes[worker].post(Mail::Served { client, ticket, bytes: reply.take() });
    next.extend(done.ready);
    next
}

/// Ends a wait: its time is over, it was ended from elsewhere, or its client has gone. No stripes are held.
pub fn leave(waker: Waker, waiter: &Waiter) {
    serve_all(waker, take_out(waker.server, waiter));
}

/// Takes a waiter out of every queue; its keys where somebody was turned back meanwhile.
fn take_out(server: &Server, waiter: &Waiter) -> VecDeque<(u32, Box<[u8]>)> {
    let is_wanted = waiter.finish();
    for key in &waiter.words {
        // Words that are no key are in no queue.
        let held = server.store.lock_one(server.store.hash(key));
        Keys::new(&server.store, held, waiter.database, 0).part_of(key).waiters.remove(key, waiter.client);
    }
    if is_wanted { keys_of(waiter) } else { VecDeque::new() }
}
