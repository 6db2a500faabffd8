//! KEYS, SCAN, RANDOMKEY: walks over the store.

use std::cell::RefCell;

use crate::applets::kv::command::arguments::{int, is};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::dispatch;
use crate::applets::kv::command::glob::{Case, matches};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::server::gate::PAUSED;
use crate::applets::kv::store::{Keys, Part, Record};
use crate::kit::random::Random;

/// Has every part of the database visited, whatever is held.
fn each_part(call: &mut Call, mut visit: impl FnMut(&mut Part)) {
    let database = call.keys.database;
    if call.keys.held.is_nothing() {
        call.server.store.each_part(database, visit);
    } else {
        call.keys.held.parts_mut(database).for_each(&mut visit);
    }
}

/// Removes keys that a walk has met after their time.
fn remove_expired(call: &mut Call, met: Vec<Vec<u8>>) {
    let server = call.server;
    if !call.keys.held.is_nothing() {
        // To be seen is enough: they are removed behind this command.
        for key in &met {
            let _ = call.keys.peek(key);
        }
        return;
    }
    if server.gate.is(PAUSED) {
        return;
    }
    for key in met {
        let held = server.store.lock_one(server.store.hash(&key));
        let mut keys = Keys::new(&server.store, held, call.keys.database, call.keys.now);
        let _ = keys.peek(&key);
        let expired = keys.expired();
        server.stats.of(call.client.worker).expired.add(expired.len() as u64);
        dispatch::announce(server, &expired);
    }
}

fn is_alive(record: &Record, now: u64) -> bool {
    record.expire().is_none_or(|expire| expire >= now)
}

pub(super) fn keys(call: &mut Call) -> Outcome {
    // The roadmap's KEYS without a pattern lists all.
    let pattern = call.args.get(1).unwrap_or(b"*");
    let (now, mut found) = (call.keys.now, Vec::new());
    each_part(call, |part| {
        let wanted = |record: &&Record| is_alive(record, now) && matches(pattern, record.key(), Case::Matters);
        found.extend(part.iter().filter(wanted).map(|record| record.key().to_vec()));
    });
    call.reply.array(found.len());
    for key in found {
        call.reply.bulk(&key);
    }
    Ok(())
}

/// A cursor as the client sends it.
///
/// # Errors
/// No number.
pub(in crate::applets::kv::command) fn cursor(word: &[u8]) -> Result<u64, Refusal> {
    let text = std::str::from_utf8(word).map_err(|_| "ERR invalid cursor")?;
    // Redis reads it with `strtoul`, which wraps negative numbers.
    let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let position = digits.parse::<u64>().map_err(|_| "ERR invalid cursor")?;
    Ok(if is_negative { position.wrapping_neg() } else { position })
}

pub(super) fn scan(call: &mut Call) -> Outcome {
    let (args, now) = (call.args, call.keys.now);
    let position = cursor(args.at(1))?;
    let (mut count, mut pattern, mut kind, mut at) = (10, None, None, 2);
    while let Some(option) = args.get(at) {
        let value = args.get(at + 1).ok_or(Refusal::Syntax)?;
        match () {
            () if is(option, "count") => {
                count = int(value)?;
                if count < 1 {
                    return Err(Refusal::Syntax);
                }
            }
            () if is(option, "match") => pattern = Some(value),
            () if is(option, "type") => kind = Some(value),
            () => return Err(Refusal::Syntax),
        }
        at += 2;
    }
    let (mut found, mut over): (Vec<Vec<u8>>, Vec<Vec<u8>>) = Default::default();
    let visit = |record: &Record| {
        let is_kind = kind.is_none_or(|kind| is(kind, record.kind().name()));
        let is_match = pattern.is_none_or(|pattern| matches(pattern, record.key(), Case::Matters));
        if !is_alive(record, now) {
            over.push(record.key().to_vec());
        } else if is_kind && is_match {
            found.push(record.key().to_vec());
        }
    };
    let (database, count) = (call.keys.database, count as usize);
    let next = if call.keys.held.is_nothing() {
        call.server.store.scan(database, position, count, visit)
    } else {
        call.keys.held.scan(database, position, count, visit)
    };
    remove_expired(call, over);
    call.reply.array(2);
    let mut digits = itoa::Buffer::new();
    call.reply.bulk(digits.format(next).as_bytes());
    call.reply.array(found.len());
    for key in found {
        call.reply.bulk(&key);
    }
    Ok(())
}

pub(super) fn randomkey(call: &mut Call) -> Outcome {
    /// Before all keys of a part are looked at, of which most have expired then.
    const TRIES: usize = 16;
    let now = call.keys.now;
    let mut random = Random::from_system();
    let (mut seen, mut chosen) = (0, None);
    let over = RefCell::new(Vec::new());
    let is_wanted = |record: &Record| {
        let is_alive = is_alive(record, now);
        if !is_alive {
            over.borrow_mut().push(record.key().to_vec());
        }
        is_alive
    };
    each_part(call, |part| {
        // A part is chosen with the share that its keys have among those seen so far.
        let keys = part.len() as u64;
        if keys > 0 && random.below(seen + keys) < keys {
            let Some(sample) = part.sample_where(TRIES, |bound| random.below(bound as u64) as usize, is_wanted) else {
                return;
            };
            chosen = Some(sample.key().to_vec());
        }
        seen += keys;
    });
    let mut over = over.into_inner();
    over.sort_unstable();
    over.dedup();
    remove_expired(call, over);
    match chosen {
        Some(key) => call.reply.bulk(&key),
        None => call.reply.null(),
    }
    Ok(())
}
