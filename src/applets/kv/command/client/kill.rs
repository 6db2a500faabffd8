//! CLIENT KILL, and what it picks by.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::applets::kv::command::arguments::{int, is};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::server::client::ClientInfo;
use crate::applets::kv::server::mailbox::Mail;
use crate::resp::Args;

/// What a connection is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Normal,
    Pubsub,
    Master,
    Replica,
}

impl Class {
    pub(super) fn of(info: &ClientInfo) -> Self {
        if info.is_replica.load(Ordering::Relaxed) {
            Self::Replica
        } else if info.channels.load(Ordering::Relaxed) + info.patterns.load(Ordering::Relaxed) > 0 {
            Self::Pubsub
        } else {
            Self::Normal
        }
    }
}

/// Reads a class.
///
/// # Errors
/// Another word.
pub(super) fn class(word: &[u8]) -> Result<Class, Refusal> {
    match () {
        () if is(word, "normal") => Ok(Class::Normal),
        () if is(word, "pubsub") => Ok(Class::Pubsub),
        () if is(word, "master") => Ok(Class::Master),
        () if is(word, "slave") || is(word, "replica") => Ok(Class::Replica),
        () => Err(Refusal::err(format!("Unknown client type '{}'", String::from_utf8_lossy(word)))),
    }
}

#[derive(Default)]
struct Filter<'a> {
    id: Option<i64>,
    address: Option<&'a [u8]>,
    local: Option<&'a [u8]>,
    class: Option<Class>,
    user: Option<&'a [u8]>,
    spares_caller: bool,
}

impl Filter<'_> {
    fn picks(&self, info: &ClientInfo, own: u64) -> bool {
        self.id.is_none_or(|id| id == info.id as i64)
            && self.address.is_none_or(|address| info.address().as_bytes() == address)
            && self.local.is_none_or(|local| info.local_address().as_bytes() == local)
            && self.class.is_none_or(|class| class == Class::of(info))
            && self.user.is_none_or(|user| info.user.lock().as_bytes() == user)
            && !(self.spares_caller && info.id == own)
    }
}

fn filter<'a>(call: &Call, words: Args<'a>) -> Result<Filter<'a>, Refusal> {
    let mut filter = Filter { spares_caller: true, ..Filter::default() };
    if !words.len().is_multiple_of(2) {
        return Err(Refusal::Syntax);
    }
    for at in (0..words.len()).step_by(2) {
        let (option, value) = (words.at(at), words.at(at + 1));
        match () {
            () if is(option, "id") => {
                let id = int(value).ok().filter(|id| *id > 0);
                filter.id = Some(id.ok_or("ERR client-id should be greater than 0")?);
            }
            () if is(option, "addr") => filter.address = Some(value),
            () if is(option, "laddr") => filter.local = Some(value),
            () if is(option, "type") => filter.class = Some(class(value)?),
            () if is(option, "user") => {
                if !call.server.acl.has(value) {
                    let name = String::from_utf8_lossy(value);
                    return Err(Refusal::err(format!("No such user '{name}'")));
                }
                filter.user = Some(value);
            }
            () if is(option, "skipme") && is(value, "yes") => filter.spares_caller = true,
            () if is(option, "skipme") && is(value, "no") => filter.spares_caller = false,
            () => return Err(Refusal::Syntax),
        }
    }
    Ok(filter)
}

pub(super) fn kill(call: &mut Call) -> Outcome {
    let args = call.args;
    let is_old = args.len() == 3;
    let filter =
        if is_old { Filter { address: Some(args.at(2)), ..Filter::default() } } else { filter(call, args.from(2))? };
    let own = call.client.info.id;
    let clients: Vec<Arc<ClientInfo>> = call.server.clients.lock().values().cloned().collect();
    let picked: Vec<_> = clients.iter().filter(|info| filter.picks(info, own)).collect();
    for info in &picked {
        end(call, info);
    }
    match (is_old, picked.is_empty()) {
        (true, true) => return Err("ERR No such client".into()),
        (true, false) => call.reply.ok(),
        (false, _) => call.reply.int(picked.len() as i64),
    }
    Ok(())
}

/// Has a connection closed; the caller's own once it has its reply.
pub(in crate::applets::kv::command) fn end(call: &mut Call, info: &ClientInfo) {
    info.killed.store(true, Ordering::Relaxed);
    // So that it counts no more for whoever looks before its worker does.
    call.server.clients.lock().remove(&info.id);
    if info.id == call.client.info.id {
        call.client.is_leaving = true;
    } else {
        call.server.mailboxes[info.worker].post(Mail::Look { client: info.id });
    }
}
