//! Changing the middle of lists.

use super::{limit, took};
use crate::applets::kv::command::arguments::{int, is, range};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::server::notify;
use crate::applets::kv::store::list::{End, List};

pub(super) fn linsert(call: &mut Call) -> Outcome {
    let (key, limit) = (call.args.at(1), limit(call));
    let side = match call.args.at(2) {
        word if is(word, "before") => End::Left,
        word if is(word, "after") => End::Right,
        _ => return Err(Refusal::Syntax),
    };
    let Some(list) = call.keys.collection_mut::<List>(key)? else {
        call.reply.int(0);
        return Ok(());
    };
    if list.insert(call.args.at(3), side, call.args.at(4), limit) {
        let len = list.len();
        call.wrote(notify::LIST, "linsert", key);
        call.reply.int(len as i64);
    } else {
        call.reply.int(-1);
    }
    Ok(())
}

pub(super) fn lset(call: &mut Call) -> Outcome {
    let (key, limit) = (call.args.at(1), limit(call));
    let list = call.keys.collection_mut::<List>(key)?.ok_or(Refusal::NoKey)?;
    if !list.set(int(call.args.at(2))?, call.args.at(3), limit) {
        return Err(Refusal::Index);
    }
    call.wrote(notify::LIST, "lset", key);
    call.reply.ok();
    Ok(())
}

pub(super) fn lrem(call: &mut Call) -> Outcome {
    let (key, count) = (call.args.at(1), int(call.args.at(2))?);
    let most = if count == 0 { usize::MAX } else { usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX) };
    let end = if count < 0 { End::Right } else { End::Left };
    let list = call.keys.collection_mut::<List>(key)?;
    let removed = list.map_or(0, |list| list.remove(call.args.at(3), end, most));
    if removed > 0 {
        took(call, "lrem", key)?;
    }
    call.reply.int(removed as i64);
    Ok(())
}

pub(super) fn ltrim(call: &mut Call) -> Outcome {
    let (key, start, end) = (call.args.at(1), int(call.args.at(2))?, int(call.args.at(3))?);
    if let Some(list) = call.keys.collection_mut::<List>(key)? {
        let len = list.len();
        match range(start, end, len) {
            Some((start, end)) => list.trim(start, len - 1 - end),
            None => list.trim(len, 0),
        }
        took(call, "ltrim", key)?;
    }
    call.reply.ok();
    Ok(())
}
