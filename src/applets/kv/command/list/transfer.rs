//! From list to list, from the first of several lists, and waiting for that.
//!
//! A waiter whose key came to hold another type waits on, as its command would be refused for what somebody else did.

use std::time::Duration;

use super::{end, event_of_pop, event_of_push, limit, took};
use crate::applets::kv::command::arguments::is;
use crate::applets::kv::command::blocking;
use crate::applets::kv::command::call::{Call, Mode, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::server::notify;
use crate::applets::kv::store::list::{End, List};
use crate::resp::Dialect;
use crate::resp::request::number;

/// Has the client wait for `keys`. Where the time is over, Redis says that an array is missing, whatever the command;
/// within EXEC it says what the command would.
fn wait(call: &mut Call, keys: &[&[u8]], time: Option<Duration>, in_exec: &'static [u8]) {
    let nothing: &[u8] = match (call.client.dialect, call.mode) {
        (Dialect::Resp3, _) => b"_\r\n",
        (Dialect::Resp2, Mode::Transaction) => in_exec,
        (Dialect::Resp2, _) => b"*-1\r\n",
    };
    blocking::wait(call, keys, time, nothing);
}

/// The length of the list of a key that elements are wanted from.
fn len(call: &Call, key: &[u8]) -> Result<usize, Refusal> {
    match call.keys.collection::<List>(key) {
        Ok(list) => Ok(list.map_or(0, List::len)),
        Err(_) if call.mode == Mode::InStead => Ok(0),
        Err(wrong) => Err(wrong.into()),
    }
}

/// Moves an element and replies with it; `false` where there is none.
fn shift(call: &mut Call, from: End, to: End) -> Result<bool, Refusal> {
    let (source, target, limit) = (call.args.at(1), call.args.at(2), limit(call));
    if len(call, source)? == 0 {
        return Ok(false);
    }
    call.keys.collection::<List>(target)?;
    let list = call.keys.collection_mut::<List>(source)?;
    let Some(word) = list.and_then(|list| list.pop(from, |entry| entry.to_vec())) else { return Ok(false) };
    call.keys.collection_or_new::<List>(target)?.push(to, &word, limit);
    call.wrote(notify::LIST, event_of_push(to), target);
    took(call, event_of_pop(from), source)?;
    call.reply.bulk(&word);
    Ok(true)
}

pub(super) fn lmove(call: &mut Call) -> Outcome {
    let (from, to) = (end(call.args.at(3))?, end(call.args.at(4))?);
    if !shift(call, from, to)? {
        call.reply.null();
    }
    Ok(())
}

pub(super) fn rpoplpush(call: &mut Call) -> Outcome {
    if !shift(call, End::Right, End::Left)? {
        call.reply.null();
    }
    Ok(())
}

pub(super) fn blmove(call: &mut Call) -> Outcome {
    let (from, to) = (end(call.args.at(3))?, end(call.args.at(4))?);
    let time = blocking::timeout(call.args.at(5))?;
    if shift(call, from, to)? {
        let words = [&b"LMOVE"[..], call.args.at(1), call.args.at(2), call.args.at(3), call.args.at(4)];
        call.log_instead(&words);
    } else {
        wait(call, &[call.args.at(1)], time, b"$-1\r\n");
    }
    Ok(())
}

pub(super) fn brpoplpush(call: &mut Call) -> Outcome {
    let time = blocking::timeout(call.args.at(3))?;
    if shift(call, End::Right, End::Left)? {
        call.log_instead(&[b"RPOPLPUSH", call.args.at(1), call.args.at(2)]);
    } else {
        wait(call, &[call.args.at(1)], time, b"$-1\r\n");
    }
    Ok(())
}

/// The first of some keys whose list has elements.
fn first<'k>(call: &Call, keys: &[&'k [u8]]) -> Result<Option<(&'k [u8], usize)>, Refusal> {
    for key in keys {
        match len(call, key)? {
            0 => {}
            len => return Ok(Some((key, len))),
        }
    }
    Ok(None)
}

fn block(call: &mut Call, side: End) -> Outcome {
    let last = call.args.len() - 1;
    let time = blocking::timeout(call.args.at(last))?;
    let keys: Vec<&[u8]> = call.args.from(1).iter().take(last - 1).collect();
    let Some((key, _)) = first(call, &keys)? else {
        wait(call, &keys, time, b"*-1\r\n");
        return Ok(());
    };
    call.reply.array(2);
    call.reply.bulk(key);
    if let Some(list) = call.keys.collection_mut::<List>(key)? {
        list.pop(side, |entry| call.reply.entry(entry));
    }
    call.log_instead(&[if side == End::Left { b"LPOP" } else { b"RPOP" }, key]);
    took(call, event_of_pop(side), key)
}

pub(super) fn blpop(call: &mut Call) -> Outcome {
    block(call, End::Left)
}

pub(super) fn brpop(call: &mut Call) -> Outcome {
    block(call, End::Right)
}

/// What LMPOP and BLMPOP are asked for, whose number of keys is at `at`.
struct Wanted<'a> {
    keys: Vec<&'a [u8]>,
    side: End,
    count: usize,
}

impl<'a> Wanted<'a> {
    fn parse(args: crate::resp::Args<'a>, at: usize) -> Result<Self, Refusal> {
        let natural = |word: &[u8]| number(word).and_then(|number| usize::try_from(number).ok()).filter(|n| *n > 0);
        let keys = natural(args.at(at)).ok_or("ERR numkeys should be greater than 0")?;
        let options = args.from(at.saturating_add(1).saturating_add(keys));
        let side = end(options.get(0).ok_or(Refusal::Syntax)?)?;
        let count = match options.len() {
            1 => 1,
            3 if is(options.at(1), "count") => natural(options.at(2)).ok_or("ERR count should be greater than 0")?,
            // A second COUNT is one too many, but the first is looked at before.
            4.. if is(options.at(1), "count") && natural(options.at(2)).is_none() => {
                return Err("ERR count should be greater than 0".into());
            }
            _ => return Err(Refusal::Syntax),
        };
        Ok(Self { keys: args.from(at + 1).iter().take(keys).collect(), side, count })
    }
}

/// Pops from the first list that has elements; `false` where none has.
fn pop_several(call: &mut Call, wanted: &Wanted) -> Result<bool, Refusal> {
    let Some((key, len)) = first(call, &wanted.keys)? else { return Ok(false) };
    let count = wanted.count.min(len);
    call.reply.array(2);
    call.reply.bulk(key);
    call.reply.array(count);
    if let Some(list) = call.keys.collection_mut::<List>(key)? {
        for _ in 0..count {
            list.pop(wanted.side, |entry| call.reply.entry(entry));
        }
    }
    let name: &[u8] = if wanted.side == End::Left { b"LPOP" } else { b"RPOP" };
    call.log_instead(&[name, key, itoa::Buffer::new().format(count).as_bytes()]);
    took(call, event_of_pop(wanted.side), key)?;
    Ok(true)
}

pub(super) fn lmpop(call: &mut Call) -> Outcome {
    let wanted = Wanted::parse(call.args, 1)?;
    if !pop_several(call, &wanted)? {
        call.reply.null_array();
    }
    Ok(())
}

pub(super) fn blmpop(call: &mut Call) -> Outcome {
    let wanted = Wanted::parse(call.args, 2)?;
    let time = blocking::timeout(call.args.at(1))?;
    if !pop_several(call, &wanted)? {
        wait(call, &wanted.keys, time, b"*-1\r\n");
    }
    Ok(())
}
