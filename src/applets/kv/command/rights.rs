//! What stands between a command that was understood and its execution: users and their rules, limits, memory, a pause.

use std::time::Instant;

use super::dispatch::Turn;
use super::refusal::Refusal;
use super::table::{DENYOOM, Entry, MAY_REPLICATE, NO_AUTH, TRANSACTS, WRITE};
use crate::applets::kv::server::Server;
use crate::applets::kv::server::acl::{Denied, Refused};
use crate::applets::kv::server::client::ClientInfo;
use crate::applets::kv::server::gate::{MEMORY, RATES, REPLICAS, TRACKED};
use crate::applets::kv::server::pause::Scope;
use crate::applets::kv::server::tracking::Own;
use crate::applets::kv::server::{evict, rates};
use crate::resp::Args;

/// Whether a pause holds this command back.
#[cold]
#[must_use]
pub fn is_held_back(turn: &Turn, entry: &Entry) -> bool {
    let Some(scope) = turn.server.pause.scope(turn.server, turn.now) else { return false };
    let may_write = |entry: &Entry| entry.spec.flags & (WRITE | MAY_REPLICATE) != 0;
    let queued = turn.client.transaction.as_ref();
    match scope {
        Scope::All => true,
        Scope::Writes if entry.spec.is(TRANSACTS) => {
            queued.is_some_and(|transaction| transaction.queued.iter().any(|queued| may_write(&queued.entry)))
        }
        Scope::Writes => queued.is_none() && may_write(entry),
    }
}

/// Checks what is out of the ordinary.
///
/// # Errors
/// The client's rules, a rate, or a lack of memory forbid the command.
#[cold]
pub fn check(turn: &mut Turn, entry: &Entry, args: Args) -> Result<(), Refusal> {
    check_rules(turn, entry, args)?;
    if turn.server.gate.is(RATES) && !entry.spec.is(NO_AUTH) {
        rates::check(turn)?;
    }
    if turn.server.gate.is(MEMORY) && turn.server.pause.until() == 0 {
        let fits = evict::make_room(turn.server, turn.counters, turn.now);
        if turn.server.gate.is(TRACKED) {
            // Before the reply: what went did so before the command.
            let own = Own { client: turn.client.info.id, reply: &mut *turn.reply };
            turn.server.tracking.settle(turn.server, Some(own));
        }
        if !fits && carries_out(turn, entry, DENYOOM) {
            return Err("OOM command not allowed when used memory > 'maxmemory'.".into());
        }
    }
    if turn.server.gate.is(REPLICAS) && carries_out(turn, entry, WRITE) && !has_replicas(turn) {
        return Err("NOREPLICAS Not enough good replicas to write.".into());
    }
    Ok(())
}

/// Whether a command has this flag, or EXEC is about to carry out one that has.
pub(super) fn carries_out(turn: &Turn, entry: &Entry, flag: u32) -> bool {
    let queued = turn.client.transaction.as_ref().filter(|_| entry.spec.is(TRANSACTS));
    entry.spec.is(flag)
        || queued.is_some_and(|transaction| transaction.queued.iter().any(|queued| queued.entry.spec.is(flag)))
}

/// Whether a command has this flag, and so have all that EXEC is about to carry out.
pub(super) fn is_all(turn: &Turn, entry: &Entry, flag: u32) -> bool {
    let queued = turn.client.transaction.as_ref().filter(|_| entry.spec.is(TRANSACTS));
    entry.spec.is(flag)
        && queued.is_none_or(|transaction| transaction.queued.iter().all(|queued| queued.entry.spec.is(flag)))
}

/// Whether there are as many replicas as a write needs (`min-replicas-to-write`).
fn has_replicas(turn: &Turn) -> bool {
    let number = |name| turn.server.settings.get(name).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    let (wanted, lag) = (number("min-replicas-to-write"), number("min-replicas-max-lag"));
    lag == 0 || turn.server.replication.good(turn.now, lag) as u64 >= wanted
}

/// Checks the rules of the client's user; EXEC does so once more for each command it queued.
///
/// # Errors
/// They forbid it.
pub fn check_rules(turn: &Turn, entry: &Entry, args: Args) -> Result<(), Refusal> {
    let Some(user) = turn.client.user.as_ref().filter(|user| !user.is_free()) else { return Ok(()) };
    let Err(denied) = user.rules().check(entry, args) else { return Ok(()) };
    let (reason, object) = match denied {
        Denied::Command => ("command", entry.spec.full_name()),
        Denied::Key(at) => ("key", String::from_utf8_lossy(args.at(at)).into_owned()),
        Denied::Channel(at) => ("channel", String::from_utf8_lossy(args.at(at)).into_owned()),
    };
    let is_multi = turn.client.transaction.is_some() || turn.mode == super::Mode::Transaction;
    note(turn.server, &turn.client.info, reason, if is_multi { "multi" } else { "toplevel" }, &object, &user.name);
    Err(Refusal::Text(
        match denied {
            Denied::Command => {
                format!("NOPERM this user has no permissions to run the '{}' command", entry.spec.full_name())
            }
            Denied::Key(_) => {
                "NOPERM this user has no permissions to access one of the keys used as arguments".to_owned()
            }
            Denied::Channel(_) => {
                "NOPERM this user has no permissions to access one of the channels used as arguments".to_owned()
            }
        }
        .into(),
    ))
}

/// Notes a refusal for ACL LOG.
pub fn note(server: &Server, info: &ClientInfo, reason: &'static str, context: &'static str, object: &str, user: &str) {
    let most = server.settings.get("acllog-max-len").and_then(|most| most.parse().ok()).unwrap_or(128);
    let refused = Refused {
        count: 0,
        reason,
        context,
        object: object.to_owned(),
        user: user.to_owned(),
        at: Instant::now(),
        client: super::client::describe(info, 0),
    };
    server.acl.note(refused, most);
}
