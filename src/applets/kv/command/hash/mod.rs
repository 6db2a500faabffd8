//! Hashes.

mod number;
mod random;

use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::table::{DENYOOM, FAST, KeySpec, READONLY, Spec, WRITE, command};
use super::walk::{self, Walk};
use crate::applets::kv::server::notify;
use crate::applets::kv::store::hash::{Hash, Limit, value_of};
use crate::applets::kv::store::pack::Entry;

const READ: u32 = READONLY | FAST;
const GROW: u32 = WRITE | DENYOOM | FAST;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("hset", -4, hset).flags(GROW).keys(KeySpec::ONE).about("2.0.0", "Sets fields of a hash."),
    command("hmset", -4, hmset).flags(GROW).keys(KeySpec::ONE).about("2.0.0", "Sets fields of a hash: an older HSET."),
    command("hsetnx", 4, hsetnx).flags(GROW).keys(KeySpec::ONE).about("2.0.0", "Sets a field of a hash that is not there yet."),
    command("hget", 3, hget).flags(READ).keys(KeySpec::ONE).about("2.0.0", "Returns the value of a field of a hash."),
    command("hmget", -3, hmget).flags(READ).keys(KeySpec::ONE).about("2.0.0", "Returns the values of fields of a hash."),
    command("hdel", -3, hdel).flags(WRITE | FAST).keys(KeySpec::ONE).about("2.0.0", "Deletes fields of a hash, and the hash with its last field."),
    command("hlen", 2, hlen).flags(READ).keys(KeySpec::ONE).about("2.0.0", "Returns the number of fields of a hash."),
    command("hstrlen", 3, hstrlen).flags(READ).keys(KeySpec::ONE).about("3.2.0", "Returns the length of the value of a field of a hash."),
    command("hexists", 3, hexists).flags(READ).keys(KeySpec::ONE).about("2.0.0", "Determines whether a hash has a field."),
    command("hgetall", 2, hgetall).flags(READONLY).keys(KeySpec::ONE).about("2.0.0", "Returns all fields and values of a hash."),
    command("hkeys", 2, hkeys).flags(READONLY).keys(KeySpec::ONE).about("2.0.0", "Returns all fields of a hash."),
    command("hvals", 2, hvals).flags(READONLY).keys(KeySpec::ONE).about("2.0.0", "Returns all values of a hash."),
    command("hincrby", 4, number::hincrby).flags(GROW).keys(KeySpec::ONE).about("2.0.0", "Adds to the integer of a field of a hash. Starts from 0."),
    command("hincrbyfloat", 4, number::hincrbyfloat).flags(GROW).keys(KeySpec::ONE).about("2.6.0", "Adds to the floating-point number of a field of a hash. Starts from 0."),
    command("hrandfield", -2, random::hrandfield).flags(READONLY).keys(KeySpec::ONE).about("6.2.0", "Returns random fields of a hash."),
    command("hscan", -3, hscan).flags(READONLY).keys(KeySpec::ONE).about("2.8.0", "Iterates over fields and values of a hash."),
];

/// Up to where a hash is packed.
fn limit(call: &Call) -> Limit {
    let number = |cell: &std::sync::atomic::AtomicU64| cell.load(std::sync::atomic::Ordering::Relaxed) as usize;
    let settings = &call.server.settings;
    Limit { fields: number(&settings.hash_pack_entries), bytes: number(&settings.hash_pack_bytes) }
}

/// Sets the pairs of the words behind the key; how many fields are new.
fn set_all(call: &mut Call) -> Result<i64, Refusal> {
    let (key, limit, pairs) = (call.args.at(1), limit(call), call.args.from(2));
    if pairs.len() % 2 == 1 {
        return Err(Refusal::err(format!("wrong number of arguments for '{}' command", call.spec.name)));
    }
    let hash = call.keys.collection_or_new::<Hash>(key)?;
    let longest = pairs.iter().map(<[u8]>::len).max().unwrap_or(0);
    hash.admit(longest, pairs.iter().map(<[u8]>::len).sum(), limit);
    let mut added = 0;
    for at in (0..pairs.len()).step_by(2) {
        added += i64::from(hash.set(pairs.at(at), pairs.at(at + 1), limit));
    }
    call.dirty += pairs.len() as u64 / 2 - 1;
    call.wrote(notify::HASH, "hset", key);
    Ok(added)
}

fn hset(call: &mut Call) -> Outcome {
    let added = set_all(call)?;
    call.reply.int(added);
    Ok(())
}

fn hmset(call: &mut Call) -> Outcome {
    set_all(call)?;
    call.reply.ok();
    Ok(())
}

/// Sets one field.
fn set_one(call: &mut Call, field: &[u8], value: &[u8], event: &'static str) -> Outcome {
    let (key, limit) = (call.args.at(1), limit(call));
    let hash = call.keys.collection_or_new::<Hash>(key)?;
    hash.admit(field.len().max(value.len()), field.len() + value.len(), limit);
    hash.set(field, value, limit);
    call.wrote(notify::HASH, event, key);
    Ok(())
}

fn hsetnx(call: &mut Call) -> Outcome {
    let field = call.args.at(2);
    let is_free = call.keys.collection::<Hash>(call.args.at(1))?.is_none_or(|hash| hash.get(field).is_none());
    if is_free {
        set_one(call, field, call.args.at(3), "hset")?;
    }
    call.reply.flag(is_free);
    Ok(())
}

/// The hash that is read.
fn read<'k>(call: &'k Call) -> Result<Option<&'k Hash>, Refusal> {
    Ok(call.keys.collection::<Hash>(call.args.at(1))?)
}

fn hget(call: &mut Call) -> Outcome {
    match call.keys.collection::<Hash>(call.args.at(1))?.and_then(|hash| hash.get(call.args.at(2))) {
        Some(value) => call.reply.entry(value),
        None => call.reply.null(),
    }
    Ok(())
}

fn hmget(call: &mut Call) -> Outcome {
    let hash = call.keys.collection::<Hash>(call.args.at(1))?;
    let fields = call.args.from(2);
    call.reply.array(fields.len());
    for field in fields.iter() {
        match hash.and_then(|hash| hash.get(field)) {
            Some(value) => call.reply.entry(value),
            None => call.reply.null(),
        }
    }
    Ok(())
}

fn hdel(call: &mut Call) -> Outcome {
    let key = call.args.at(1);
    let Some(hash) = call.keys.collection_mut::<Hash>(key)? else {
        call.reply.int(0);
        return Ok(());
    };
    let removed = call.args.from(2).iter().filter(|field| hash.remove(field)).count();
    let is_empty = hash.is_empty();
    if removed > 0 {
        call.dirty += removed as u64 - 1;
        call.wrote(notify::HASH, "hdel", key);
    }
    if is_empty {
        call.keys.remove(key);
        call.event(notify::GENERIC, "del", key);
    }
    call.reply.int(removed as i64);
    Ok(())
}

fn hlen(call: &mut Call) -> Outcome {
    let len = read(call)?.map_or(0, Hash::len);
    call.reply.int(len as i64);
    Ok(())
}

fn hstrlen(call: &mut Call) -> Outcome {
    let value = read(call)?.and_then(|hash| hash.get(call.args.at(2)));
    let len = value.map_or(0, |value| value.bytes(&mut itoa::Buffer::new()).len());
    call.reply.int(len as i64);
    Ok(())
}

fn hexists(call: &mut Call) -> Outcome {
    let is_there = read(call)?.is_some_and(|hash| hash.get(call.args.at(2)).is_some());
    call.reply.flag(is_there);
    Ok(())
}

fn hgetall(call: &mut Call) -> Outcome {
    let hash = call.keys.collection::<Hash>(call.args.at(1))?;
    call.reply.map(hash.map_or(0, Hash::len));
    if let Some(hash) = hash {
        hash.each(|field, value| {
            call.reply.entry(field);
            call.reply.entry(value);
        });
    }
    Ok(())
}

fn hkeys(call: &mut Call) -> Outcome {
    let hash = call.keys.collection::<Hash>(call.args.at(1))?;
    call.reply.array(hash.map_or(0, Hash::len));
    if let Some(hash) = hash {
        hash.each(|field, _| call.reply.entry(field));
    }
    Ok(())
}

fn hvals(call: &mut Call) -> Outcome {
    let hash = call.keys.collection::<Hash>(call.args.at(1))?;
    call.reply.array(hash.map_or(0, Hash::len));
    if let Some(hash) = hash {
        hash.each(|_, value| call.reply.entry(value));
    }
    Ok(())
}

fn hscan(call: &mut Call) -> Outcome {
    let cursor = Walk::parse(call, false)?;
    let Some(hash) = read(call)? else {
        walk::reply(call, 0, &[]);
        return Ok(());
    };
    let (walk, mut words) = (Walk::parse(call, true)?, Vec::new());
    let mut meet = |field: Entry, value: Entry| {
        if walk.wants(field) {
            words.extend([field.to_vec(), value.to_vec()]);
        }
    };
    let next = match hash {
        Hash::Pack(_) => {
            hash.each(&mut meet);
            0
        }
        Hash::Table(table) => table.scan(cursor.position, walk.count, |record| {
            meet(Entry::Text(record.key()), value_of(record));
        }),
    };
    walk::reply(call, next, &words);
    Ok(())
}
