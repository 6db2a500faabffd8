//! What is out of the ordinary, in one word that every command reads: while it is 0, commands take the short way.

use std::sync::atomic::{AtomicU32, Ordering};

/// CLIENT PAUSE.
pub const PAUSED: u32 = 1;
/// Somebody watches every command.
pub const MONITORED: u32 = 1 << 1;
/// Every command is timed, not one of some.
pub const TIMED: u32 = 1 << 2;
/// `maxmemory` is set.
pub const MEMORY: u32 = 1 << 3;
/// Commands per second are limited.
pub const RATES: u32 = 1 << 4;
/// The policy counts uses (LFU).
pub const FREQUENCY: u32 = 1 << 5;

/// `min-replicas-to-write` is set.
pub const REPLICAS: u32 = 1 << 6;

/// Somebody is told of keys that change (CLIENT TRACKING).
pub const TRACKED: u32 = 1 << 7;
/// Keys are counted by prefix.
pub const PREFIXES: u32 = 1 << 8;
/// Every command is logged (`-vvv`).
pub const LOGGED: u32 = 1 << 9;
/// Commands become spans of traces (`--otlp`).
pub const TRACED: u32 = 1 << 10;

/// The word.
#[derive(Debug, Default)]
pub struct Gate(AtomicU32);

impl Gate {
    /// What is out of the ordinary.
    #[inline]
    #[must_use]
    pub fn bits(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    /// Whether any of these is.
    #[inline]
    #[must_use]
    pub fn is(&self, bits: u32) -> bool {
        self.bits() & bits != 0
    }

    /// Says whether these are.
    pub(in crate::applets::kv) fn set(&self, bits: u32, is_on: bool) {
        if is_on {
            self.0.fetch_or(bits, Ordering::Relaxed);
        } else {
            self.0.fetch_and(!bits, Ordering::Relaxed);
        }
    }
}
