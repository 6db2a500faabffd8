//! Carrying out a command while prefixes are counted: its quotas before, its counts behind.
//!
//! The quota of a prefix is looked at under a lock of that prefix, which is kept until what the command changed is
//! counted: two threads never both take the last place.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::MutexGuard;

use super::growth::{self, Growth};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::command::table::{READONLY, WRITE};
use crate::applets::kv::persist::gate::LOADING;
use crate::applets::kv::server::gate::PAUSED;
use crate::applets::kv::store::Prefixes;

/// The one answer to whoever is over a quota.
const REFUSED: &str = "QUOTA the write is over the quota of its prefix";

/// Carries out a command.
///
/// # Errors
/// What it says, or that a quota forbids it.
#[cold]
pub(in crate::applets::kv::command) fn run(call: &mut Call) -> Outcome {
    let prefixes = call.server.prefixes.table();
    let has_quotas = call.spec.is(WRITE) && prefixes.all().iter().any(|prefix| prefix.has_quota());
    // What was allowed once is not refused when it comes back from the disk.
    let turns =
        if has_quotas && call.server.persist.gate() & LOADING == 0 { admit(&prefixes, call)? } else { Vec::new() };
    let outcome = (call.spec.run)(call);
    call.keys.settle();
    drop(turns);
    if call.spec.is(READONLY) {
        count_looks(&prefixes, call);
    }
    outcome
}

/// Whether there is room for what a command may add, and the right to add it.
fn admit<'p>(prefixes: &'p Prefixes, call: &mut Call) -> Result<Vec<MutexGuard<'p, ()>>, Refusal> {
    let growths = growth::of(call);
    if growths.is_empty() {
        return Ok(Vec::new());
    }
    if !call.server.gate.is(PAUSED) {
        // Keys whose time has come take no room.
        call.keys.remove_stale();
    }
    let mut sums: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
    for Growth { key, keys, bytes } in growths {
        for at in prefixes.of(key).filter(|at| prefixes.all()[*at].has_quota()) {
            let sum = sums.entry(at).or_default();
            *sum = (sum.0 + keys, sum.1 + bytes);
        }
    }
    sums.retain(|_, (keys, bytes)| *keys > 0 || *bytes > 0);
    let mut turns = Vec::with_capacity(sums.len());
    for (at, (keys, bytes)) in sums {
        let prefix = &prefixes.all()[at];
        turns.push(prefix.turn.lock());
        let is_over = |used: u64, more: i64, most: &AtomicU64| {
            let most = most.load(Ordering::Relaxed);
            most > 0 && more > 0 && used.saturating_add_signed(more) > most
        };
        if is_over(prefix.keys(), keys, &prefix.most_keys) || is_over(prefix.bytes(), bytes, &prefix.most_bytes) {
            prefix.refused.fetch_add(1, Ordering::Relaxed);
            return Err(REFUSED.into());
        }
    }
    Ok(turns)
}

/// Counts the keys that were read, found or not.
fn count_looks(prefixes: &Prefixes, call: &Call) {
    let mut indexes = Vec::new();
    call.spec.keys.find(call.args, &mut indexes);
    for key in indexes.into_iter().map(|index| call.args.at(index)) {
        let is_there = call.keys.peek(key).is_some();
        prefixes.each(key, |prefix| {
            let counter = if is_there { &prefix.hits } else { &prefix.misses };
            counter.fetch_add(1, Ordering::Relaxed);
        });
    }
}
