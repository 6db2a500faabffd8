//! Keys of any type: there or not, renamed, copied, moved, listed, looked into.

mod copy;
mod expiry;
mod listing;
mod object;

pub(super) use self::listing::cursor;

use super::call::{Call, Outcome};
use super::table::{DANGEROUS, DENYOOM, FAST, KEYSPACE, KeySpec, READONLY, Spec, WALK, WRITE, command};
use crate::applets::kv::server::notify;
use crate::applets::kv::store::Kind;

const READ: u32 = READONLY | FAST | KEYSPACE;
const CHANGE: u32 = WRITE | KEYSPACE;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("del", -2, del).flags(CHANGE).keys(KeySpec::ALL).about("1.0.0", "Deletes one or more keys."),
    command("delete", -2, del).flags(CHANGE).keys(KeySpec::ALL).about("1.0.0", "Deletes one or more keys: another name of DEL."),
    command("unlink", -2, del).flags(CHANGE | FAST).keys(KeySpec::ALL).about("4.0.0", "Asynchronously deletes one or more keys."),
    command("exists", -2, exists).flags(READ).keys(KeySpec::ALL).about("1.0.0", "Determines whether one or more keys exist."),
    command("touch", -2, exists).flags(READ).keys(KeySpec::ALL).about("3.2.1", "Returns the number of existing keys out of those specified after updating the time they were last accessed."),
    command("type", 2, kind).flags(READ).keys(KeySpec::ONE).about("1.0.0", "Determines the type of value stored at a key."),
    command("expire", -3, expiry::expire).flags(CHANGE | FAST).keys(KeySpec::ONE).about("1.0.0", "Sets the expiration time of a key in seconds."),
    command("pexpire", -3, expiry::pexpire).flags(CHANGE | FAST).keys(KeySpec::ONE).about("2.6.0", "Sets the expiration time of a key in milliseconds."),
    command("expireat", -3, expiry::expireat).flags(CHANGE | FAST).keys(KeySpec::ONE).about("1.2.0", "Sets the expiration time of a key to a Unix timestamp."),
    command("pexpireat", -3, expiry::pexpireat).flags(CHANGE | FAST).keys(KeySpec::ONE).about("2.6.0", "Sets the expiration time of a key to a Unix milliseconds timestamp."),
    command("ttl", 2, expiry::ttl).flags(READ).keys(KeySpec::ONE).about("1.0.0", "Returns the expiration time in seconds of a key."),
    command("pttl", 2, expiry::pttl).flags(READ).keys(KeySpec::ONE).about("2.6.0", "Returns the expiration time in milliseconds of a key."),
    command("expiretime", 2, expiry::expiretime).flags(READ).keys(KeySpec::ONE).about("7.0.0", "Returns the expiration time of a key as a Unix timestamp."),
    command("pexpiretime", 2, expiry::pexpiretime).flags(READ).keys(KeySpec::ONE).about("7.0.0", "Returns the expiration time of a key as a Unix milliseconds timestamp."),
    command("persist", 2, expiry::persist).flags(CHANGE | FAST).keys(KeySpec::ONE).about("2.2.0", "Removes the expiration time of a key."),
    command("rename", 3, copy::rename).flags(CHANGE).keys(KeySpec::TWO).about("1.0.0", "Renames a key and overwrites the destination."),
    command("renamenx", 3, copy::renamenx).flags(CHANGE | FAST).keys(KeySpec::TWO).about("1.0.0", "Renames a key only when the target key name doesn't exist."),
    command("copy", -3, copy::copy).flags(CHANGE | DENYOOM).keys(KeySpec::TWO).about("6.2.0", "Copies the value of a key to a new key."),
    command("move", 3, copy::move_key).flags(CHANGE | FAST).keys(KeySpec::ONE).about("1.0.0", "Moves a key to another database."),
    command("keys", -1, listing::keys).flags(READONLY | KEYSPACE | DANGEROUS | WALK).about("1.0.0", "Returns all key names that match a pattern."),
    command("scan", -2, listing::scan).flags(READONLY | KEYSPACE | WALK).about("2.8.0", "Iterates over the key names in the database."),
    command("randomkey", 1, listing::randomkey).flags(READONLY | KEYSPACE | WALK).about("1.0.0", "Returns a random key name from the database."),
    command("object", -2, super::connection::container).about("2.2.3", "A container for object introspection commands.").subs(object::SUBS),
];

fn del(call: &mut Call) -> Outcome {
    let mut count = 0;
    for key in call.args.from(1).iter() {
        if let Some(record) = call.keys.remove(key) {
            call.wrote(notify::GENERIC, "del", key);
            count += 1;
            drop(record);
        }
    }
    call.reply.int(count);
    Ok(())
}

fn exists(call: &mut Call) -> Outcome {
    // To ask whether it is there is no use of it.
    (call.keys.clock, call.keys.count_use) = (None, None);
    let count = call.args.from(1).iter().filter(|key| call.keys.contains(key)).count();
    call.reply.int(count as i64);
    Ok(())
}

fn kind(call: &mut Call) -> Outcome {
    let record = call.keys.peek(call.args.at(1));
    call.reply.simple(record.map_or("none", |record| Kind::name(record.kind())));
    Ok(())
}
