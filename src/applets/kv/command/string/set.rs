//! SET and its many kin.

use super::{reply_text, wrote};
use crate::applets::kv::command::arguments::{int, is};
use crate::applets::kv::command::call::{Call, Logged, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::server::notify;
use crate::resp::Args;

/// What an option says about when a key expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Expiry {
    /// Nothing.
    #[default]
    Unsaid,
    /// KEEPTTL.
    Keep,
    /// PERSIST.
    Persist,
    /// At this time, in milliseconds since 1970.
    At(u64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Condition {
    Always,
    IfAbsent,
    IfPresent,
}

/// A time from now or an absolute one, in seconds or milliseconds, as milliseconds since 1970.
///
/// # Errors
/// No positive number, or beyond what fits.
fn deadline(call: &Call, word: &[u8], unit: Unit, from: u64) -> Result<u64, Refusal> {
    let invalid = || Refusal::err(format!("invalid expire time in '{}' command", call.spec.name));
    let value = int(word)?;
    let factor = if unit == Unit::Seconds { 1000 } else { 1 };
    let value = Some(value).filter(|value| *value > 0).and_then(|value| value.checked_mul(factor));
    let at = value.and_then(|value| value.checked_add(from as i64)).ok_or_else(invalid)?;
    Ok(at as u64)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Seconds,
    Milliseconds,
}

/// The option of a time among `options`, and the word behind it.
fn timed(call: &Call, option: &[u8], value: Option<&[u8]>) -> Result<Option<u64>, Refusal> {
    let known = [
        ("ex", Unit::Seconds, call.keys.now),
        ("px", Unit::Milliseconds, call.keys.now),
        ("exat", Unit::Seconds, 0),
        ("pxat", Unit::Milliseconds, 0),
    ];
    let Some((_, unit, from)) = known.into_iter().find(|(name, ..)| is(option, name)) else { return Ok(None) };
    let value = value.ok_or(Refusal::Syntax)?;
    deadline(call, value, unit, from).map(Some)
}

struct Options {
    condition: Condition,
    expiry: Expiry,
    is_get: bool,
}

fn options(call: &Call, words: Args) -> Result<Options, Refusal> {
    let mut found = Options { condition: Condition::Always, expiry: Expiry::Unsaid, is_get: false };
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let unsaid = found.expiry == Expiry::Unsaid;
        match () {
            () if is(word, "nx") && found.condition != Condition::IfPresent => found.condition = Condition::IfAbsent,
            () if is(word, "xx") && found.condition != Condition::IfAbsent => found.condition = Condition::IfPresent,
            () if is(word, "get") => found.is_get = true,
            () if is(word, "keepttl") && unsaid => found.expiry = Expiry::Keep,
            () if unsaid => {
                found.expiry = Expiry::At(timed(call, word, words.get(at + 1))?.ok_or(Refusal::Syntax)?);
                at += 1;
            }
            () => return Err(Refusal::Syntax),
        }
        at += 1;
    }
    Ok(found)
}

pub(super) fn set(call: &mut Call) -> Outcome {
    let args = call.args;
    let key = args.at(1);
    if args.len() == 3 {
        store(call, key, args.at(2), None);
        call.reply.ok();
        return Ok(());
    }
    let options = options(call, args.from(3))?;
    if options.is_get {
        reply_text(call, key)?;
    }
    let is_there = options.condition != Condition::Always && call.keys.contains(key);
    let is_wanted = match options.condition {
        Condition::Always => true,
        Condition::IfAbsent => !is_there,
        Condition::IfPresent => is_there,
    };
    if !is_wanted {
        if !options.is_get {
            call.reply.null();
        }
        return Ok(());
    }
    let expire = match options.expiry {
        Expiry::Keep => call.keys.peek(key).and_then(crate::applets::kv::store::Record::expire),
        Expiry::At(at) => Some(at),
        _ => None,
    };
    store(call, key, args.at(2), expire);
    if let Expiry::At(at) = options.expiry {
        call.event(notify::GENERIC, "expire", key);
        log_with_time(call, key, args.at(2), at);
    }
    if !options.is_get {
        call.reply.ok();
    }
    Ok(())
}

fn store(call: &mut Call, key: &[u8], text: &[u8], expire: Option<u64>) {
    call.keys.set(key, text, expire);
    wrote(call, "set", key);
}

/// Times are logged as points in time.
fn log_with_time(call: &mut Call, key: &[u8], text: &[u8], at: u64) {
    if call.is_logged() {
        let mut digits = itoa::Buffer::new();
        call.log_instead(&[b"SET", key, text, b"PXAT", digits.format(at).as_bytes()]);
    }
}

pub(super) fn setnx(call: &mut Call) -> Outcome {
    let (key, text) = (call.args.at(1), call.args.at(2));
    let is_new = !call.keys.contains(key);
    if is_new {
        store(call, key, text, None);
    }
    call.reply.flag(is_new);
    Ok(())
}

pub(super) fn setex(call: &mut Call) -> Outcome {
    set_for(call, Unit::Seconds)
}

pub(super) fn psetex(call: &mut Call) -> Outcome {
    set_for(call, Unit::Milliseconds)
}

fn set_for(call: &mut Call, unit: Unit) -> Outcome {
    let (key, text) = (call.args.at(1), call.args.at(3));
    let at = deadline(call, call.args.at(2), unit, call.keys.now)?;
    store(call, key, text, Some(at));
    call.event(notify::GENERIC, "expire", key);
    log_with_time(call, key, text, at);
    call.reply.ok();
    Ok(())
}

pub(super) fn getset(call: &mut Call) -> Outcome {
    let (key, text) = (call.args.at(1), call.args.at(2));
    reply_text(call, key)?;
    store(call, key, text, None);
    call.log_instead(&[b"SET", key, text]);
    Ok(())
}

pub(super) fn getdel(call: &mut Call) -> Outcome {
    let key = call.args.at(1);
    reply_text(call, key)?;
    if call.keys.remove(key).is_some() {
        call.wrote(notify::GENERIC, "del", key);
        call.log_instead(&[b"DEL", key]);
    }
    Ok(())
}

pub(super) fn getex(call: &mut Call) -> Outcome {
    let (key, words) = (call.args.at(1), call.args.from(2));
    let expiry = match words.get(0) {
        None => Expiry::Unsaid,
        Some(word) if is(word, "persist") && words.len() == 1 => Expiry::Persist,
        Some(word) if words.len() == 2 => Expiry::At(timed(call, word, words.get(1))?.ok_or(Refusal::Syntax)?),
        Some(_) => return Err(Refusal::Syntax),
    };
    reply_text(call, key)?;
    let Some(had) = call.keys.peek(key).map(crate::applets::kv::store::Record::expire) else { return Ok(()) };
    match expiry {
        Expiry::At(at) if at <= call.keys.now => {
            call.keys.remove(key);
            call.wrote(notify::GENERIC, "del", key);
            call.log_instead(&[b"DEL", key]);
        }
        Expiry::At(at) => {
            call.keys.set_expire(key, Some(at));
            call.wrote(notify::GENERIC, "expire", key);
            let mut digits = itoa::Buffer::new();
            call.log_instead(&[b"PEXPIREAT", key, digits.format(at).as_bytes()]);
        }
        Expiry::Persist if had.is_some() => {
            call.keys.set_expire(key, None);
            call.wrote(notify::GENERIC, "persist", key);
            call.log_instead(&[b"PERSIST", key]);
        }
        _ => call.logged = Logged::Nothing,
    }
    Ok(())
}

/// # Errors
/// A key without its value.
fn pairs(call: &Call) -> Outcome {
    if call.args.len().is_multiple_of(2) {
        return Err(Refusal::err(format!("wrong number of arguments for '{}' command", call.spec.name)));
    }
    Ok(())
}

fn store_all(call: &mut Call) {
    let args = call.args;
    for at in (1..args.len()).step_by(2) {
        store(call, args.at(at), args.at(at + 1), None);
    }
}

pub(super) fn mset(call: &mut Call) -> Outcome {
    pairs(call)?;
    store_all(call);
    call.reply.ok();
    Ok(())
}

pub(super) fn msetnx(call: &mut Call) -> Outcome {
    pairs(call)?;
    let is_any = (1..call.args.len()).step_by(2).any(|at| call.keys.contains(call.args.at(at)));
    if !is_any {
        store_all(call);
    }
    call.reply.flag(!is_any);
    Ok(())
}
