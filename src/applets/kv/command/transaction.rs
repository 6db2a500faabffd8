//! MULTI, EXEC, DISCARD, WATCH, UNWATCH.
//!
//! EXEC holds the stripes of all keys of all queued commands, so nobody sees half of a transaction. A WATCH hangs a
//! flag of the client at each key; whoever writes the key sets it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::call::{Call, Mode, Outcome};
use super::dispatch;
use super::locks;
use super::refusal::Refusal;
use super::table::{ALLOW_BUSY, FAST, KeySpec, LOADING, NO_MULTI, NOSCRIPT, STALE, Spec, TRANSACTS, command};
use crate::applets::kv::server::gate::PAUSED;

const ALWAYS: u32 = NOSCRIPT | LOADING | STALE | FAST | ALLOW_BUSY;

/// The rows.
pub const COMMANDS: &[Spec] = &[
    command("multi", 1, multi).flags(ALWAYS | NO_MULTI).about("1.2.0", "Starts a transaction."),
    command("discard", 1, discard).flags(ALWAYS | NO_MULTI).about("2.0.0", "Discards a transaction."),
    command("exec", 1, unreached)
        .flags(NOSCRIPT | LOADING | STALE | NO_MULTI | TRANSACTS)
        .about("1.2.0", "Executes all commands in a transaction."),
    command("watch", -2, watch)
        .flags(ALWAYS | NO_MULTI)
        .keys(KeySpec::ALL)
        .about("2.2.0", "Monitors changes to keys to determine the execution of a transaction."),
    command("unwatch", 1, unwatch).flags(ALWAYS).about("2.2.0", "Forgets about watched keys of a transaction."),
];

fn multi(call: &mut Call) -> Outcome {
    if call.client.transaction.is_some() {
        return Err("ERR MULTI calls can not be nested".into());
    }
    call.client.transaction = Some(crate::applets::kv::server::client::Transaction::default());
    call.client.info.queued.store(0, Ordering::Relaxed);
    call.reply.ok();
    Ok(())
}

fn discard(call: &mut Call) -> Outcome {
    call.client.transaction.take().ok_or(Refusal::Text("ERR DISCARD without MULTI".into()))?;
    call.client.info.queued.store(-1, Ordering::Relaxed);
    dispatch::unwatch(call.server, call.client);
    call.reply.ok();
    Ok(())
}

fn watch(call: &mut Call) -> Outcome {
    if call.client.transaction.is_some() {
        return Err("ERR WATCH inside MULTI is not allowed".into());
    }
    let database = call.keys.database;
    for key in call.args.from(1).iter() {
        if call.client.watched.iter().any(|(watched, known)| *watched == database && **known == *key) {
            continue;
        }
        if call.keys.peek(key).is_none() && !call.server.gate.is(PAUSED) {
            // What has expired already goes first: that is a change to those who watched it before alone.
            call.keys.remove_stale();
        }
        call.client.watched.push((database, key.into()));
        call.keys.part_of(key).watch(key, &call.client.watch_broken);
    }
    call.reply.ok();
    Ok(())
}

fn unwatch(call: &mut Call) -> Outcome {
    // Within EXEC its end does that, and the locks are taken.
    if call.keys.held.is_nothing() {
        dispatch::unwatch(call.server, call.client);
    }
    call.reply.ok();
    Ok(())
}

/// The row's function: the dispatcher calls [`exec`] instead.
fn unreached(_call: &mut Call) -> Outcome {
    Err("ERR EXEC without MULTI".into())
}

/// EXEC that is refused: nothing of the transaction is carried out, and it is over.
pub(super) fn abort(turn: &mut dispatch::Turn, refusal: &Refusal) {
    turn.client.transaction = None;
    turn.client.info.queued.store(-1, Ordering::Relaxed);
    dispatch::unwatch(turn.server, turn.client);
    turn.server.stats.error("EXECABORT");
    turn.reply.error(&format!("EXECABORT Transaction discarded because of: {}", refusal.text()));
}

/// EXEC, called by the dispatcher in place of a row's function: it takes locks of its own.
pub fn exec(turn: &mut dispatch::Turn) {
    let Some(transaction) = turn.client.transaction.take() else {
        turn.server.stats.error("ERR");
        return turn.reply.error("ERR EXEC without MULTI");
    };
    turn.client.info.queued.store(-1, Ordering::Relaxed);
    if transaction.is_broken {
        dispatch::unwatch(turn.server, turn.client);
        turn.server.stats.error("EXECABORT");
        return turn.reply.error("EXECABORT Transaction discarded because of previous errors.");
    }
    let broken = Arc::clone(&turn.client.watch_broken);
    let mut ready = Vec::new();
    {
        let held = locks::hold_all(turn.server, &transaction.queued, &turn.client.watched);
        let store = &turn.server.store;
        let mut keys = crate::applets::kv::store::Keys::new(store, held, turn.client.database, turn.now);
        if broken.load(Ordering::Acquire) || dispatch::has_watched_expired(&keys, &turn.client.watched) {
            drop(keys);
            dispatch::unwatch(turn.server, turn.client);
            return turn.reply.null_array();
        }
        turn.reply.array(transaction.queued.len());
        turn.mode = Mode::Transaction;
        turn.server.feed.together(|| {
            for queued in &transaction.queued {
                keys.database = turn.client.database;
                let args = crate::resp::Args::new(&queued.bytes, &queued.spans);
                // Its user's rules may have changed since it was queued.
                if let Err(refusal) = super::rights::check_rules(turn, &queued.entry, args) {
                    turn.reply.error(refusal.text());
                    continue;
                }
                ready.extend(dispatch::invoke(turn, queued.entry, args, &mut keys).ready);
            }
        });
        turn.mode = Mode::Direct;
    }
    dispatch::unwatch(turn.server, turn.client);
    for (database, key) in ready {
        super::blocking::serve(turn, database, &key);
    }
}
