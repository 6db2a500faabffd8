//! Lists.

mod edit;
mod look;
mod transfer;

use super::arguments::positive;
use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::table::{BLOCKING, DENYOOM, FAST, KeySpec, NOSCRIPT, READONLY, Spec, WRITE, command};
use crate::applets::kv::server::notify;
use crate::applets::kv::store::list::{End, Limit, List};

const GROW: u32 = WRITE | DENYOOM;
const WAITS: u32 = WRITE | NOSCRIPT | BLOCKING;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("lpush", -3, lpush).flags(GROW | FAST).keys(KeySpec::ONE).about("1.0.0", "Prepends elements to a list. Creates the key if it doesn't exist."),
    command("rpush", -3, rpush).flags(GROW | FAST).keys(KeySpec::ONE).about("1.0.0", "Appends elements to a list. Creates the key if it doesn't exist."),
    command("lpushx", -3, lpushx).flags(GROW | FAST).keys(KeySpec::ONE).about("2.2.0", "Prepends elements to a list that exists."),
    command("rpushx", -3, rpushx).flags(GROW | FAST).keys(KeySpec::ONE).about("2.2.0", "Appends elements to a list that exists."),
    command("lpop", -2, lpop).flags(WRITE | FAST).keys(KeySpec::ONE).about("1.0.0", "Removes and returns the first elements of a list."),
    command("rpop", -2, rpop).flags(WRITE | FAST).keys(KeySpec::ONE).about("1.0.0", "Removes and returns the last elements of a list."),
    command("llen", 2, look::llen).flags(READONLY | FAST).keys(KeySpec::ONE).about("1.0.0", "Returns the length of a list."),
    command("lrange", 4, look::lrange).flags(READONLY).keys(KeySpec::ONE).about("1.0.0", "Returns a range of elements of a list."),
    command("lindex", 3, look::lindex).flags(READONLY).keys(KeySpec::ONE).about("1.0.0", "Returns an element of a list by its index."),
    command("lpos", -3, look::lpos).flags(READONLY).keys(KeySpec::ONE).about("6.0.6", "Returns the index of matching elements of a list."),
    command("linsert", 5, edit::linsert).flags(GROW).keys(KeySpec::ONE).about("2.2.0", "Inserts an element before or after another element of a list."),
    command("lset", 4, edit::lset).flags(GROW).keys(KeySpec::ONE).about("1.0.0", "Sets an element of a list by its index."),
    command("lrem", 4, edit::lrem).flags(WRITE).keys(KeySpec::ONE).about("1.0.0", "Removes elements of a list that equal a value."),
    command("ltrim", 4, edit::ltrim).flags(WRITE).keys(KeySpec::ONE).about("1.0.0", "Removes the elements of a list outside a range."),
    command("lmove", 5, transfer::lmove).flags(GROW).keys(KeySpec::TWO).about("6.2.0", "Moves an element from an end of a list to an end of another."),
    command("rpoplpush", 3, transfer::rpoplpush).flags(GROW).keys(KeySpec::TWO).about("1.2.0", "Moves the last element of a list to the start of another."),
    command("lmpop", -4, transfer::lmpop).flags(WRITE).keys(KeySpec::Counted(1)).about("7.0.0", "Removes and returns elements of the first list that has any."),
    command("blpop", -3, transfer::blpop).flags(WAITS).keys(KeySpec::BUT_LAST).about("2.0.0", "Removes and returns the first element of a list. Waits until there is one."),
    command("brpop", -3, transfer::brpop).flags(WAITS).keys(KeySpec::BUT_LAST).about("2.0.0", "Removes and returns the last element of a list. Waits until there is one."),
    command("blmove", 6, transfer::blmove).flags(WAITS | DENYOOM).keys(KeySpec::TWO).about("6.2.0", "Moves an element from an end of a list to an end of another. Waits until there is one."),
    command("brpoplpush", 4, transfer::brpoplpush).flags(WAITS | DENYOOM).keys(KeySpec::TWO).about("2.2.0", "Moves the last element of a list to the start of another. Waits until there is one."),
    command("blmpop", -5, transfer::blmpop).flags(WRITE | BLOCKING).keys(KeySpec::Counted(2)).about("7.0.0", "Removes and returns elements of the first list that has any. Waits until there is one."),
];

/// What one pack of a list may hold.
fn limit(call: &Call) -> Limit {
    Limit::of(call.server.settings.list_pack.load(std::sync::atomic::Ordering::Relaxed))
}

const fn event_of_push(end: End) -> &'static str {
    match end {
        End::Left => "lpush",
        End::Right => "rpush",
    }
}

const fn event_of_pop(end: End) -> &'static str {
    match end {
        End::Left => "lpop",
        End::Right => "rpop",
    }
}

/// An end as a word names it.
fn end(word: &[u8]) -> Result<End, Refusal> {
    match () {
        () if super::arguments::is(word, "left") => Ok(End::Left),
        () if super::arguments::is(word, "right") => Ok(End::Right),
        () => Err(Refusal::Syntax),
    }
}

/// Tells that elements were taken out of a list, which is removed where none is left.
fn took(call: &mut Call, event: &'static str, key: &[u8]) -> Outcome {
    let is_empty = call.keys.collection::<List>(key)?.is_some_and(List::is_empty);
    call.wrote(notify::LIST, event, key);
    if is_empty {
        call.keys.remove(key);
        call.event(notify::GENERIC, "del", key);
    }
    Ok(())
}

fn push(call: &mut Call, end: End, makes: bool) -> Outcome {
    let (key, limit) = (call.args.at(1), limit(call));
    if !makes && call.keys.collection::<List>(key)?.is_none() {
        call.reply.int(0);
        return Ok(());
    }
    let list = call.keys.collection_or_new::<List>(key)?;
    for word in call.args.from(2).iter() {
        list.push(end, word, limit);
    }
    let len = list.len();
    call.dirty += call.args.len() as u64 - 3;
    call.wrote(notify::LIST, event_of_push(end), key);
    call.reply.int(len as i64);
    Ok(())
}

fn lpush(call: &mut Call) -> Outcome {
    push(call, End::Left, true)
}

fn rpush(call: &mut Call) -> Outcome {
    push(call, End::Right, true)
}

fn lpushx(call: &mut Call) -> Outcome {
    push(call, End::Left, false)
}

fn rpushx(call: &mut Call) -> Outcome {
    push(call, End::Right, false)
}

fn pop(call: &mut Call, end: End) -> Outcome {
    let key = call.args.at(1);
    if call.args.len() > 3 {
        return Err(Refusal::err(format!("wrong number of arguments for '{}' command", call.spec.name)));
    }
    let count = call.args.get(2).map(positive).transpose()?;
    let Some(list) = call.keys.collection_mut::<List>(key)? else {
        if count.is_some() {
            call.reply.null_array();
        } else {
            call.reply.null();
        }
        return Ok(());
    };
    let count = count.map(|count| list.len().min(usize::try_from(count).unwrap_or(usize::MAX)));
    if let Some(count) = count {
        call.reply.array(count);
    }
    for _ in 0..count.unwrap_or(1) {
        list.pop(end, |entry| call.reply.entry(entry));
    }
    if count == Some(0) {
        return Ok(());
    }
    took(call, event_of_pop(end), key)
}

fn lpop(call: &mut Call) -> Outcome {
    pop(call, End::Left)
}

fn rpop(call: &mut Call) -> Outcome {
    pop(call, End::Right)
}
