//! How long commands take: counted, logged, traced, and noted where it was long.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::dispatch::Turn;
use super::monitor;
use super::refusal::Refusal;
use super::table::{Entry, FAST, SKIP_SLOWLOG};
use crate::applets::kv::server::gate::{LOGGED, TIMED, TRACED};
use crate::applets::kv::server::slow::{self, Slow};
use crate::applets::kv::server::stats;
use crate::resp::Args;

/// One of so many brief commands is timed: reading a clock twice costs as much as finding a key.
const TIMED_OF: u64 = 16;

/// A command that is timed.
#[derive(Debug)]
pub struct Timer {
    began: Instant,
    gate: u32,
    /// For how many of its kind it stands.
    weight: u64,
}

impl Timer {
    /// A timer for a command that begins now and was called `calls` times before, where this call is timed.
    #[inline]
    #[must_use]
    pub fn start(entry: &Entry, gate: u32, calls: u64) -> Option<Self> {
        let weight = if entry.is_brief && gate & (TIMED | LOGGED | TRACED) == 0 { TIMED_OF } else { 1 };
        calls.is_multiple_of(weight).then(|| Self { began: Instant::now(), gate, weight })
    }

    /// The command has ended.
    pub fn stop(self, turn: &Turn, entry: &Entry, args: Args, error: Option<Refusal>) {
        let took = self.began.elapsed();
        let counters = &turn.counters.commands[entry.id];
        let micros = took.as_micros() as u64;
        counters.nanos.add(took.as_nanos() as u64 * self.weight);
        counters.spread[stats::step(micros)].add(self.weight);
        turn.counters.durations.lock().record(took);
        if self.gate & (LOGGED | TRACED) != 0 {
            tell(turn, entry, took, error);
        }
        let slow = turn.server.settings.slow_micros.load(Ordering::Relaxed);
        let latency = turn.server.settings.latency_millis.load(Ordering::Relaxed);
        let is_slow = u64::try_from(slow).is_ok_and(|slow| micros >= slow);
        let is_late = latency > 0 && micros >= latency * 1000;
        if is_slow || is_late {
            note_slow(turn, entry, args, micros, is_slow, is_late);
        }
    }
}

/// Tells whoever follows every command.
#[cold]
fn tell(turn: &Turn, entry: &Entry, took: Duration, error: Option<Refusal>) {
    if turn.server.gate.is(LOGGED) {
        monitor::log(turn, entry, took);
    }
    if turn.server.gate.is(TRACED) {
        monitor::trace(turn, entry, took, error);
    }
}

#[cold]
fn note_slow(turn: &Turn, entry: &Entry, args: Args, micros: u64, is_slow: bool, is_late: bool) {
    let time = turn.now / 1000;
    if is_late {
        let event = if entry.spec.is(FAST) { "fast-command" } else { "command" };
        turn.server.latencies.note(event, time, micros / 1000);
    }
    if !is_slow || entry.spec.is(SKIP_SLOWLOG) {
        return;
    }
    let most = turn.server.settings.get("slowlog-max-len").and_then(|most| most.parse().ok()).unwrap_or(128);
    let words = monitor::words(entry, args);
    let info = &turn.client.info;
    let slow = Slow {
        id: 0,
        time,
        micros,
        words: slow::shortened(words.iter().map(AsRef::as_ref)),
        address: info.address(),
        name: info.name.lock().clone(),
    };
    turn.server.slow.push(slow, most);
}
