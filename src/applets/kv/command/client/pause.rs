//! CLIENT PAUSE and UNPAUSE, and which commands a pause holds back.

use crate::applets::kv::command::arguments::is;
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::server::pause::Scope;
use crate::resp::request::number;

pub(super) fn pause(call: &mut Call) -> Outcome {
    let args = call.args;
    let scope = match args.get(3) {
        None => Scope::All,
        Some(word) if is(word, "all") => Scope::All,
        Some(word) if is(word, "write") => Scope::Writes,
        Some(_) => return Err("ERR CLIENT PAUSE mode must be WRITE or ALL".into()),
    };
    if args.len() > 4 {
        return Err(Refusal::Syntax);
    }
    let millis = number(args.at(2)).ok_or("ERR timeout is not an integer or out of range")?;
    let millis = u64::try_from(millis).map_err(|_| "ERR timeout is negative")?;
    let end = call.keys.now.checked_add(millis).ok_or("ERR timeout is out of range")?;
    call.server.pause.begin(&call.server.gate, scope, end);
    call.reply.ok();
    Ok(())
}

pub(super) fn unpause(call: &mut Call) -> Outcome {
    call.server.pause.end(call.server);
    call.reply.ok();
    Ok(())
}
