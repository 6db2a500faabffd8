//! Commands that wait for a key, and how they are served.
//!
//! A blocking command that finds nothing calls [`wait`]: its words go into a [`Waiter`], which queues at each of its
//! keys while their stripes are still held, so no write is missed. Whoever writes such a key serves its queue after
//! releasing its own locks: claims a waiter, runs its command again in its stead, and posts the reply to the waiter's
//! worker. A command that finds nothing again leaves the waiter where it is.
//!
//! Not written yet: running the command in the waiter's stead, and timeouts.

use std::sync::Arc;

use super::call::Call;
use super::dispatch::Turn;
use crate::applets::kv::server::Server;
use crate::applets::kv::store::Keys;
use crate::applets::kv::store::waiter::Waiter;

/// Queues the client of this call at `keys`, whose stripes are held.
pub fn wait(call: &mut Call, ticket: u64, keys: &[&[u8]]) {
    let words = call.args.iter().map(Box::from).collect();
    let waiter = Arc::new(Waiter::new(call.client.info.id, ticket, call.keys.database, words));
    for key in keys {
        call.keys.part_of(key).waiters.push(key, Arc::clone(&waiter));
    }
    call.client.waiting = Some(waiter);
}

/// Serves those who wait for a key that was written.
pub fn serve(_turn: &mut Turn, _database: u32, _key: &[u8]) {}

/// Takes a waiter out of every queue: its client has gone.
pub fn leave(server: &Server, waiter: &Waiter) {
    waiter.finish();
    for key in &waiter.words {
        // Words that are no key are in no queue.
        let held = server.store.lock_one(server.store.hash(key));
        Keys::new(&server.store, held, waiter.database, 0).part_of(key).waiters.remove(key, waiter.client);
    }
}
