//! Keyspace notifications: which events are wanted, and what they are called.

use std::sync::atomic::{AtomicU32, Ordering};

use super::Server;

/// `K`: to `__keyspace@0__:key`.
pub const KEYSPACE: u32 = 1;
/// `E`: to `__keyevent@0__:event`.
pub const KEYEVENT: u32 = 1 << 1;
/// `g`: commands about any type.
pub const GENERIC: u32 = 1 << 2;
/// `$`.
pub const STRING: u32 = 1 << 3;
/// `l`.
pub const LIST: u32 = 1 << 4;
/// `s`.
pub const SET: u32 = 1 << 5;
/// `h`.
pub const HASH: u32 = 1 << 6;
/// `z`.
pub const SORTED: u32 = 1 << 7;
/// `x`: keys that expired.
pub const EXPIRED: u32 = 1 << 8;
/// `e`: keys that were evicted.
pub const EVICTED: u32 = 1 << 9;
/// `t`.
pub const STREAM: u32 = 1 << 10;
/// `m`: keys that were looked for in vain; not part of `A`.
pub const MISS: u32 = 1 << 11;
/// `d`.
pub const MODULE: u32 = 1 << 13;
/// `n`: keys that are new; not part of `A`.
pub const NEW: u32 = 1 << 14;
/// `A`.
pub const ALL: u32 = GENERIC | STRING | LIST | SET | HASH | SORTED | EXPIRED | EVICTED | STREAM | MODULE;

/// The letters in the order that CONFIG GET gives them.
const LETTERS: [(char, u32); 14] = [
    ('g', GENERIC),
    ('$', STRING),
    ('l', LIST),
    ('s', SET),
    ('h', HASH),
    ('z', SORTED),
    ('x', EXPIRED),
    ('e', EVICTED),
    ('t', STREAM),
    ('d', MODULE),
    ('K', KEYSPACE),
    ('E', KEYEVENT),
    ('m', MISS),
    ('n', NEW),
];

/// The events somebody may want.
#[derive(Debug, Default)]
pub struct Notify(AtomicU32);

impl Notify {
    /// Which events are told.
    pub fn choose(&self, classes: u32) {
        self.0.store(classes, Ordering::Relaxed);
    }

    /// Whether events of this class are told.
    #[inline]
    #[must_use]
    pub fn wants(&self, class: u32) -> bool {
        self.0.load(Ordering::Relaxed) & class != 0
    }

    /// Tells an event where it is wanted. Called under stripe locks.
    #[inline]
    pub fn event(&self, server: &Server, class: u32, event: &str, database: u32, key: &[u8]) {
        let wanted = self.0.load(Ordering::Relaxed);
        if wanted & class != 0 {
            publish(server, wanted, event, database, key);
        }
    }
}

#[cold]
fn publish(server: &Server, wanted: u32, event: &str, database: u32, key: &[u8]) {
    if wanted & KEYSPACE != 0 {
        let channel = [format!("__keyspace@{database}__:").as_bytes(), key].concat();
        server.pubsub.publish(server, &channel, event.as_bytes());
    }
    if wanted & KEYEVENT != 0 {
        server.pubsub.publish(server, format!("__keyevent@{database}__:{event}").as_bytes(), key);
    }
}

/// Reads `notify-keyspace-events`.
#[must_use]
pub fn parse(text: &str) -> Option<u32> {
    text.chars().try_fold(0, |classes, letter| {
        let found = LETTERS.iter().find(|(known, _)| *known == letter).map(|(_, class)| *class);
        Some(classes | found.or_else(|| (letter == 'A').then_some(ALL))?)
    })
}

/// Writes it as CONFIG GET does.
#[must_use]
pub fn format(classes: u32) -> String {
    let all = classes & ALL == ALL;
    let letters = LETTERS.iter().filter(|(_, class)| classes & class != 0 && !(all && ALL & class != 0));
    all.then_some('A').into_iter().chain(letters.map(|(letter, _)| *letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_read_as_in_redis() {
        assert_eq!(parse("KEA").map(format).as_deref(), Some("AKE"));
        assert_eq!(parse("Elg$").map(format).as_deref(), Some("g$lE"));
        assert_eq!(parse("Q"), None);
        assert_eq!(format(0), "");
    }
}
