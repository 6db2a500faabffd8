//! `KV.PREFIX`: how many keys and bytes begin with what, while it happens, and how many may.
//!
//! ```text
//! KV.PREFIX QUOTA prefix [KEYS n] [BYTES n]   counts this prefix from now on; 0 lifts a quota, what is left out stays
//! KV.PREFIX DEL   prefix [prefix …]           counts these no more; how many they were
//! KV.PREFIX LIST                              the prefixes
//! KV.PREFIX STATS [prefix …]                  [[prefix, …, keys, …, bytes, …, …], …]
//! ```
//! What no Redis has. The prefixes are those of the parameter `prefix-quota`, so CONFIG REWRITE keeps them.

mod growth;
mod quota;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(in crate::applets::kv::command) use self::quota::run;
use super::arguments::is;
use super::call::{Call, Outcome};
use super::connection::container;
use super::refusal::Refusal;
use super::table::{ADMIN, DANGEROUS, LOADING, NOSCRIPT, STALE, Spec, WALK, command, sub};
use crate::applets::kv::server::prefixes::{self, Quota};
use crate::applets::kv::server::settings;
use crate::applets::kv::store::Prefix;
use crate::resp::request::number;

const LOOK: u32 = NOSCRIPT | LOADING | STALE | DANGEROUS;
const CHANGE: u32 = LOOK | ADMIN | WALK;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("kv.prefix", -2, container).flags(LOOK).about("7.0.0", "A container for accounting and quotas by prefix.").subs(SUBS),
];

#[rustfmt::skip]
const SUBS: &[Spec] = &[
    sub("kv.prefix", "quota", -3, set_quota).flags(CHANGE).about("7.0.0", "Counts the keys and bytes of a prefix, and sets how many there may be."),
    sub("kv.prefix", "del", -3, del).flags(CHANGE).about("7.0.0", "Counts prefixes no more, and lifts their quotas."),
    sub("kv.prefix", "list", 2, list).flags(LOOK).about("7.0.0", "Lists the prefixes that are counted."),
    sub("kv.prefix", "stats", -2, stats).flags(LOOK).about("7.0.0", "Returns keys, bytes, quotas, reads, writes and refusals of prefixes."),
    sub("kv.prefix", "help", 2, help).flags(LOADING | STALE).about("7.0.0", "Returns helpful text about the different subcommands."),
];

fn set_quota(call: &mut Call) -> Outcome {
    let name = prefixes::check_name(call.args.at(2)).map_err(Refusal::err)?;
    let (mut keys, mut bytes, mut at) = (None, None, 3);
    while let Some(word) = call.args.get(at) {
        let value = call.args.get(at + 1).ok_or(Refusal::Syntax)?;
        if is(word, "keys") {
            let count = number(value).and_then(|count| u64::try_from(count).ok());
            keys = Some(count.ok_or("ERR KEYS must be a number, 0 for no quota")?);
        } else if is(word, "bytes") {
            let size = std::str::from_utf8(value).ok().and_then(settings::memory);
            bytes = Some(size.ok_or("ERR BYTES must be a memory value, 0 for no quota")?);
        } else {
            return Err(Refusal::Syntax);
        }
        at += 2;
    }
    let change = |quotas: &mut Vec<Quota>| {
        let known = quotas.iter().find(|quota| quota.prefix == name).map_or((0, 0), |quota| (quota.keys, quota.bytes));
        let (keys, bytes) = (keys.unwrap_or(known.0), bytes.unwrap_or(known.1));
        prefixes::put(quotas, Quota { prefix: name.to_owned(), keys, bytes })
    };
    call.server.prefixes.change(call.server, change).map_err(Refusal::err)?;
    prefixes::install(call.server, &mut call.keys.held);
    call.reply.ok();
    Ok(())
}

fn del(call: &mut Call) -> Outcome {
    let names = call.args.from(2);
    let change = |quotas: &mut Vec<Quota>| {
        let before = quotas.len();
        quotas.retain(|quota| !names.iter().any(|name| name == quota.prefix.as_bytes()));
        Ok(before - quotas.len())
    };
    let removed = call.server.prefixes.change(call.server, change).map_err(Refusal::err)?;
    prefixes::install(call.server, &mut call.keys.held);
    call.reply.int(removed as i64);
    Ok(())
}

fn list(call: &mut Call) -> Outcome {
    let table = call.server.prefixes.table();
    call.reply.array(table.all().len());
    table.all().iter().for_each(|prefix| call.reply.bulk(&prefix.name));
    Ok(())
}

fn stats(call: &mut Call) -> Outcome {
    let (table, names) = (call.server.prefixes.table(), call.args.from(2));
    let is_wanted = |prefix: &&Arc<Prefix>| names.is_empty() || names.iter().any(|name| *name == *prefix.name);
    let wanted: Vec<_> = table.all().iter().filter(is_wanted).collect();
    call.reply.array(wanted.len());
    for prefix in wanted {
        let read = |cell: &AtomicU64| cell.load(Ordering::Relaxed);
        let numbers = [
            ("keys", prefix.keys()),
            ("bytes", prefix.bytes()),
            ("quota-keys", read(&prefix.most_keys)),
            ("quota-bytes", read(&prefix.most_bytes)),
            ("hits", read(&prefix.hits)),
            ("misses", read(&prefix.misses)),
            ("writes", read(&prefix.writes)),
            ("refused", read(&prefix.refused)),
            ("expired", read(&prefix.expired)),
            ("evicted", read(&prefix.evicted)),
        ];
        call.reply.map(numbers.len() + 1);
        call.reply.bulk(b"prefix");
        call.reply.bulk(&prefix.name);
        for (name, value) in numbers {
            call.reply.bulk(name.as_bytes());
            call.reply.int(value as i64);
        }
    }
    Ok(())
}

fn help(call: &mut Call) -> Outcome {
    super::help::write(
        call,
        &[
            ("DEL <prefix> [<prefix> ...]", "Count these prefixes no more, and lift their quotas."),
            ("LIST", "List the prefixes that are counted."),
            (
                "QUOTA <prefix> [KEYS <count>] [BYTES <bytes>]",
                "Count the keys and bytes of a prefix, and set how many there may be; 0 is no quota.",
            ),
            ("STATS [<prefix> ...]", "Return keys, bytes, quotas, reads, writes and refusals."),
        ],
    );
    Ok(())
}
