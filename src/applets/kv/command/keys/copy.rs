//! Keys under another name or in another database.

use crate::applets::kv::command::arguments::is;
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::connection::database;
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::server::notify;

pub(super) fn rename(call: &mut Call) -> Outcome {
    let (from, to) = (call.args.at(1), call.args.at(2));
    if !call.keys.contains(from) {
        return Err(Refusal::NoKey);
    }
    if from != to {
        replace(call, from, to);
    }
    call.reply.ok();
    Ok(())
}

pub(super) fn renamenx(call: &mut Call) -> Outcome {
    let (from, to) = (call.args.at(1), call.args.at(2));
    if !call.keys.contains(from) {
        return Err(Refusal::NoKey);
    }
    let is_free = from != to && !call.keys.contains(to);
    if is_free {
        replace(call, from, to);
    }
    call.reply.flag(is_free);
    Ok(())
}

fn replace(call: &mut Call, from: &[u8], to: &[u8]) {
    let Some(record) = call.keys.remove(from) else { return };
    let expire = record.expire();
    call.keys.insert(record.renewed(to, expire));
    call.wrote(notify::GENERIC, "rename_from", from);
    call.wrote(notify::GENERIC, "rename_to", to);
}

pub(super) fn copy(call: &mut Call) -> Outcome {
    let (from, to, words) = (call.args.at(1), call.args.at(2), call.args.from(3));
    let (home, mut target, mut replaces, mut at) = (call.keys.database, call.keys.database, false, 0);
    while let Some(word) = words.get(at) {
        if is(word, "replace") {
            replaces = true;
        } else if is(word, "db") && at + 1 < words.len() {
            at += 1;
            target = database(call, words.at(at))?;
        } else {
            return Err(Refusal::Syntax);
        }
        at += 1;
    }
    if from == to && home == target {
        return Err("ERR source and destination objects are the same".into());
    }
    let copied = call.keys.get(from).map(|record| record.copied(to, record.expire()));
    let Some(record) = copied else {
        call.reply.flag(false);
        return Ok(());
    };
    call.keys.database = target;
    let is_free = replaces || !call.keys.contains(to);
    if is_free {
        call.keys.insert(record);
        call.wrote(notify::GENERIC, "copy_to", to);
    }
    call.keys.database = home;
    call.reply.flag(is_free);
    Ok(())
}

pub(super) fn move_key(call: &mut Call) -> Outcome {
    let (key, home) = (call.args.at(1), call.keys.database);
    let target = database(call, call.args.at(2))?;
    if target == home {
        return Err("ERR source and destination objects are the same".into());
    }
    call.keys.database = target;
    let is_taken = call.keys.contains(key);
    call.keys.database = home;
    let record = if is_taken { None } else { call.keys.remove(key) };
    let is_moved = record.is_some();
    if let Some(record) = record {
        call.wrote(notify::GENERIC, "move_from", key);
        call.keys.database = target;
        call.keys.insert(record);
        call.wrote(notify::GENERIC, "move_to", key);
        call.keys.database = home;
    }
    call.reply.flag(is_moved);
    Ok(())
}
