//! Strings: bytes, numbers, ranges of bytes, many at once.

mod number;
mod range;
mod set;

pub(super) use self::number::plain;
use std::sync::Arc;

use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::table::{DENYOOM, FAST, KeySpec, READONLY, Spec, WRITE, command};
use crate::applets::kv::server::notify;
use crate::applets::kv::store::{Kind, Object, Record, Value};

const READ: u32 = READONLY | FAST;
const GROW: u32 = WRITE | DENYOOM;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("get", 2, get).flags(READ).keys(KeySpec::ONE).about("1.0.0", "Returns the string value of a key."),
    command("set", -3, set::set).flags(GROW).keys(KeySpec::ONE).about("1.0.0", "Sets the string value of a key, ignoring its type. The key is created if it doesn't exist."),
    command("setnx", 3, set::setnx).flags(GROW | FAST).keys(KeySpec::ONE).about("1.0.0", "Sets the string value of a key only when the key doesn't exist."),
    command("setex", 4, set::setex).flags(GROW).keys(KeySpec::ONE).about("2.0.0", "Sets the string value and expiration time of a key. Creates the key if it doesn't exist."),
    command("psetex", 4, set::psetex).flags(GROW).keys(KeySpec::ONE).about("2.6.0", "Sets both string value and expiration time in milliseconds of a key. The key is created if it doesn't exist."),
    command("getset", 3, set::getset).flags(GROW | FAST).keys(KeySpec::ONE).about("1.0.0", "Returns the previous string value of a key after setting it to a new value."),
    command("getdel", 2, set::getdel).flags(WRITE | FAST).keys(KeySpec::ONE).about("6.2.0", "Returns the string value of a key after deleting the key."),
    command("getex", -2, set::getex).flags(WRITE | FAST).keys(KeySpec::ONE).about("6.2.0", "Returns the string value of a key after setting its expiration time."),
    command("mget", -2, mget).flags(READ).keys(KeySpec::ALL).about("1.0.0", "Atomically returns the string values of one or more keys."),
    command("mset", -3, set::mset).flags(GROW).keys(KeySpec::PAIRS).about("1.0.1", "Atomically creates or modifies the string values of one or more keys."),
    command("msetnx", -3, set::msetnx).flags(GROW).keys(KeySpec::PAIRS).about("1.0.1", "Atomically modifies the string values of one or more keys only when all keys don't exist."),
    command("incr", 2, number::incr).flags(GROW | FAST).keys(KeySpec::ONE).about("1.0.0", "Increments the integer value of a key by one. Uses 0 as initial value if the key doesn't exist."),
    command("decr", 2, number::decr).flags(GROW | FAST).keys(KeySpec::ONE).about("1.0.0", "Decrements the integer value of a key by one. Uses 0 as initial value if the key doesn't exist."),
    command("incrby", 3, number::incrby).flags(GROW | FAST).keys(KeySpec::ONE).about("1.0.0", "Increments the integer value of a key by a number. Uses 0 as initial value if the key doesn't exist."),
    command("decrby", 3, number::decrby).flags(GROW | FAST).keys(KeySpec::ONE).about("1.0.0", "Decrements a number from the integer value of a key. Uses 0 as initial value if the key doesn't exist."),
    command("incrbyfloat", 3, number::incrbyfloat).flags(GROW | FAST).keys(KeySpec::ONE).about("2.6.0", "Increment the floating point value of a key by a number. Uses 0 as initial value if the key doesn't exist."),
    command("append", 3, range::append).flags(GROW | FAST).keys(KeySpec::ONE).about("2.0.0", "Appends a string to the value of a key. Creates the key if it doesn't exist."),
    command("strlen", 2, strlen).flags(READ).keys(KeySpec::ONE).about("2.2.0", "Returns the length of a string value."),
    command("getrange", 4, range::getrange).flags(READONLY).keys(KeySpec::ONE).about("2.4.0", "Returns a substring of the string stored at a key."),
    command("substr", 4, range::getrange).flags(READONLY).keys(KeySpec::ONE).about("1.0.0", "Returns a substring from a string value."),
    command("setrange", 4, range::setrange).flags(GROW).keys(KeySpec::ONE).about("2.2.0", "Overwrites a part of a string value with another by an offset. Creates the key if it doesn't exist."),
    command("lcs", -3, range::lcs).flags(READONLY).keys(KeySpec::TWO).about("7.0.0", "Finds the longest common substring."),
];

/// Writes the string of a key, or null.
fn reply_text(call: &mut Call, key: &[u8]) -> Outcome {
    match call.keys.get(key).map(Record::value) {
        None => call.reply.null(),
        Some(Value::Int(value)) => call.reply.bulk_int(value),
        Some(Value::Text(text)) => call.reply.bulk(text),
        Some(Value::Object(_)) => return Err(Refusal::WrongType),
    }
    Ok(())
}

/// Whether a key is there; it is a string then.
pub(super) fn is_string(call: &Call, key: &[u8]) -> Result<bool, Refusal> {
    match call.keys.kind(key) {
        None => Ok(false),
        Some(Kind::String) => Ok(true),
        Some(_) => Err(Refusal::WrongType),
    }
}

/// The bytes of a string; empty where there is none.
pub(super) fn bytes_of(call: &Call, key: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut digits = itoa::Buffer::new();
    Ok(call.keys.text(key, &mut digits)?.unwrap_or_default().to_vec())
}

fn get(call: &mut Call) -> Outcome {
    reply_text(call, call.args.at(1))
}

fn strlen(call: &mut Call) -> Outcome {
    let mut digits = itoa::Buffer::new();
    let text = call.keys.text(call.args.at(1), &mut digits)?;
    call.reply.int(text.map_or(0, <[u8]>::len) as i64);
    Ok(())
}

fn mget(call: &mut Call) -> Outcome {
    call.reply.array(call.args.len() - 1);
    for key in call.args.from(1).iter() {
        if reply_text(call, key).is_err() {
            call.reply.null();
        }
    }
    Ok(())
}

/// Has the bytes of a string changed where they are, after it has grown to at least `bytes` with zeros.
///
/// # Errors
/// The key has a value of another type.
pub(super) fn change<T>(
    call: &mut Call,
    key: &[u8],
    bytes: usize,
    change: impl FnOnce(&mut [u8]) -> T,
) -> Result<T, Refusal> {
    if is_string(call, key)? {
        if let Some(Object::Text(text)) = call.keys.object_mut(key) {
            let text = Arc::make_mut(text);
            text.resize(text.len().max(bytes), 0);
            return Ok(change(text));
        }
        if let Some(record) = call.keys.get_mut(key)
            && record.text_mut().is_some_and(|text| text.len() >= bytes)
        {
            record.mark_raw();
            return Ok(change(record.text_mut().unwrap_or_default()));
        }
    }
    let mut text = bytes_of(call, key)?;
    text.resize(text.len().max(bytes), 0);
    let result = change(&mut text);
    store_raw(call, key, &text);
    Ok(result)
}

/// Puts another text in the place of a string that stays what it was otherwise.
pub(super) fn store_raw(call: &mut Call, key: &[u8], text: &[u8]) {
    let expire = call.keys.peek(key).and_then(Record::expire);
    let mut record = Record::text(key, text, expire);
    record.mark_raw();
    call.keys.insert(record);
}

/// Tells that a string was changed.
pub(super) fn wrote(call: &mut Call, event: &'static str, key: &[u8]) {
    call.wrote(notify::STRING, event, key);
}
