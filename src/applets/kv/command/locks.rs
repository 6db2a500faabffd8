//! Which stripes a command holds while it runs.

use super::table::{EVERYTHING, Spec, WALK};
use crate::applets::kv::server::Server;
use crate::applets::kv::server::client::Queued;
use crate::applets::kv::store::Held;
use crate::resp::Args;

/// The locks of a command.
#[must_use]
pub fn hold<'s>(server: &'s Server, spec: &Spec, args: Args) -> Held<'s> {
    if spec.is(EVERYTHING) {
        return server.store.lock_all();
    }
    let mut indexes = Vec::new();
    spec.keys.find(args, &mut indexes);
    if indexes.is_empty() {
        return Held::none(&server.store);
    }
    server.store.lock(indexes.into_iter().map(|index| server.store.hash(args.at(index))))
}

/// The locks of several commands together, and of watched keys: what EXEC holds.
#[must_use]
pub fn hold_all<'s>(server: &'s Server, commands: &[Queued], watched: &[(u32, Box<[u8]>)]) -> Held<'s> {
    if commands.iter().any(|command| command.entry.spec.flags & (EVERYTHING | WALK) != 0) {
        return server.store.lock_all();
    }
    let mut hashes: Vec<u64> = watched.iter().map(|(_, key)| server.store.hash(key)).collect();
    let mut indexes = Vec::new();
    for command in commands {
        let args = Args::new(&command.bytes, &command.spans);
        indexes.clear();
        command.entry.spec.keys.find(args, &mut indexes);
        hashes.extend(indexes.iter().map(|index| server.store.hash(args.at(*index))));
    }
    if hashes.is_empty() { Held::none(&server.store) } else { server.store.lock(hashes) }
}
